package io.weir.threshold;

/** Why an alarm was raised or cleared. */
public enum EventReason
{
    /** Raised: the value is above the threshold. Cleared, where too little is meant: it stayed above. */
    ABOVE,
    /**
     * Cleared: the value stayed below the clear level for the timeout. Raised, where too little is meant: it is
     * below.
     */
    BELOW,
    /** Raised: nothing was counted for the flow for the time of the threshold. */
    ABSENT,
    /** Cleared: the flow that had stopped is there again. */
    SEEN,
    /** Cleared: the flow was evicted from a full table, so that its rate is no longer known. */
    FLOW_EVICTED,
    /** Cleared: the flow expired. */
    FLOW_EXPIRED,
    /** Cleared: the flow or its definition was removed. */
    FLOW_REMOVED,
    /** Cleared: the flow definition was replaced. */
    FLOW_REDEFINED,
    /** Cleared: the row of the metric table aged out. */
    ROW_EXPIRED,
    /** Cleared: the threshold was removed. */
    THRESHOLD_REMOVED,
    /** Cleared: the threshold was replaced by another of the same id. */
    THRESHOLD_REDEFINED
}
