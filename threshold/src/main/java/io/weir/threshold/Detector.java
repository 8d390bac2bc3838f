package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * Tells on which side of a threshold a flow is, now and later if it gets no update. The state machine around it
 * (timeouts, episodes, scopes) does not know what is measured. Immutable.
 *
 * <p>Three sides: it raises; it does not raise but holds a raised alarm; it does neither. What raises also holds. A
 * flow without updates changes sides at most upwards first and downwards afterwards, so a fall is final until an
 * update.
 */
interface Detector
{
    /** {@return the rate above which a flow must be seen to find out when it begins to raise} */
    double raiseLevel();

    /** {@return the rate above which a flow must be seen to find out when it begins to hold} */
    double holdLevel();

    /**
     * Whether a flow raises now.
     *
     * @param flow to judge.
     * @param rate of it now.
     * @return true if it does.
     */
    boolean raises(WatchedFlow flow, double rate);

    /**
     * Whether a flow holds now.
     *
     * @param flow to judge.
     * @param rate of it now.
     * @return true if it does.
     */
    boolean holds(WatchedFlow flow, double rate);

    /**
     * When a flow begins to raise if it gets no update.
     *
     * @param flow   to judge.
     * @param fromNs epoch nanoseconds from which to look.
     * @return epoch nanoseconds, {@link Long#MAX_VALUE} for never.
     */
    long raisesNs(WatchedFlow flow, long fromNs);

    /**
     * When a flow begins to hold if it gets no update.
     *
     * @param flow   to judge, which does not hold.
     * @param fromNs epoch nanoseconds from which to look.
     * @return epoch nanoseconds, {@link Long#MAX_VALUE} for never.
     */
    long holdsNs(WatchedFlow flow, long fromNs);

    /**
     * When a flow ceases to hold if it gets no update.
     *
     * @param flow   to judge, which holds.
     * @param fromNs epoch nanoseconds from which to look.
     * @return epoch nanoseconds, {@link Long#MAX_VALUE} for never.
     */
    long fallsNs(WatchedFlow flow, long fromNs);
}
