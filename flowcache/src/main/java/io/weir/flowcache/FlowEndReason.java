package io.weir.flowcache;

/** Why a flow left its table. */
public enum FlowEndReason
{
    /** It was unseen for its idle timeout. */
    EXPIRED,
    /** The table was full, and it was the coldest of its neighbours. */
    EVICTED,
    /** Its definition was removed. */
    REMOVED,
    /** Its definition was replaced by another of the same name. */
    REDEFINED
}
