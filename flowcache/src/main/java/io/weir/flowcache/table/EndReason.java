package io.weir.flowcache.table;

/** Why a slot is emptied. */
public enum EndReason
{
    /** Unseen for its timeout. */
    EXPIRED,
    /** Pushed out of a full table. */
    EVICTED
}
