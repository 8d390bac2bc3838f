package io.weir.flowcache.table;

/** Why a flow ends, or the record of a flow that goes on. */
public enum EndReason
{
    /** Unseen for its timeout. */
    EXPIRED,
    /** Pushed out of a full table. */
    EVICTED,
    /** Active for so long that its record is cut, while the flow goes on. */
    CUT,
    /** Of a table that keeps no totals: each update is told for itself. */
    IMMEDIATE
}
