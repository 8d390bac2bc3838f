package io.weir.flowcache;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;

/**
 * Feeds a cache from a thread that is not a receiver. Single writer: one thread, or several that hand it on safely.
 */
public interface ShardHandle
{
    /** {@return fields that the live definitions read; others of a record are ignored} */
    FieldSet wanted();

    /**
     * Records that come until {@link #end} share one time and are applied together.
     *
     * @param timeNs epoch nanoseconds; an earlier time than before counts as the one before.
     */
    void begin(long timeNs);

    /**
     * Take a record. Without {@link #begin}, it is applied at once, at the time of the shard's clock.
     *
     * @param record read during the call.
     */
    void onFlowRecord(FlowRecord record);

    /** Apply the records since {@link #begin}. */
    void end();

    /**
     * Time has passed: watchers are told, old flows are cleared. To be called some hundred times a second, and by a
     * handle that gets no records too.
     *
     * @param nowNs epoch nanoseconds.
     */
    void onTick(long nowNs);

    /**
     * Whether there is more to do than the last {@link #onTick} took on, so that it should be called again soon: what
     * watchers do at a time is bounded.
     *
     * @return false unless work is left.
     */
    boolean isBehind();
}
