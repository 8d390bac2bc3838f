package io.weir.flowcache;

/**
 * Watches the rates of one table, on the thread that writes it. It marks the flows that it follows as active; only of
 * these is it told every update, and they never expire. Must not allocate in steady state, block or throw.
 */
public interface FlowWatcher
{
    /**
     * The lowest rate that matters, asked once per datagram.
     *
     * @return value units per second; {@link Double#POSITIVE_INFINITY} for none.
     */
    double riseLevel();

    /**
     * An update of a flow that is not active left its rate above {@link #riseLevel} now, or its held rate above it, so
     * that the rate may cross it without a further update.
     *
     * @param flow  after the update; reused, valid during the call.
     * @param nowNs time of the update, epoch nanoseconds.
     */
    void onRise(WatchedFlow flow, long nowNs);

    /**
     * An update of an active flow is about to be applied.
     *
     * @param flow  before the update; reused, valid during the call.
     * @param nowNs time of the update, epoch nanoseconds.
     */
    void onActiveUpdate(WatchedFlow flow, long nowNs);

    /**
     * An update of an active flow was applied.
     *
     * @param flow  after the update; reused, valid during the call.
     * @param nowNs time of the update, epoch nanoseconds.
     */
    void onActiveUpdated(WatchedFlow flow, long nowNs);

    /**
     * An active flow leaves the table: it expired or was evicted.
     *
     * @param flow   as it was last; reused, valid during the call.
     * @param reason why.
     * @param nowNs  epoch nanoseconds.
     */
    void onRemoved(WatchedFlow flow, FlowEndReason reason, long nowNs);

    /**
     * The table is gone, with all its flows: no update of it will come. Flows that were there can still be found, as
     * they were, for as long as the watcher is behind, which may take it some ticks.
     *
     * @param reason why.
     * @param nowNs  epoch nanoseconds.
     */
    void onGone(FlowEndReason reason, long nowNs);

    /**
     * Time has passed: called at every tick and before every datagram.
     *
     * @param nowNs epoch nanoseconds.
     */
    void onTick(long nowNs);

    /**
     * Whether there is more to do now than the last {@link #onTick} took on, so that it should be called again soon; of
     * a table that is gone, whether it should be called again at all.
     *
     * @return false unless work is left.
     */
    default boolean isBehind()
    {
        return false;
    }
}
