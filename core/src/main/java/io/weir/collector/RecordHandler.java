package io.weir.collector;

import io.weir.record.CounterRecord;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.MetricRecord;

/**
 * Takes the records of one worker, on that worker's thread; blocking here blocks the worker. What it throws goes to the
 * error handler, and the datagram is counted as {@link io.weir.wire.DecodeStatus#INTERNAL}: this handler gets no more
 * of its records, only its end, while the handlers of other sinks get all of it.
 */
public interface RecordHandler
{
    /** {@return fields that {@link #onFlowRecord} reads; asked before each datagram, so cheap} */
    FieldSet wanted();

    /**
     * A datagram begins.
     *
     * @param context of the datagram; its exporter is not known yet.
     */
    default void onDatagramStart(final DatagramContext context)
    {
    }

    /**
     * One flow record or packet sample.
     *
     * @param record reused; valid during the call.
     */
    void onFlowRecord(FlowRecord record);

    /**
     * One packet that a device dropped and told of. These are apart from {@link #onFlowRecord}, because they are not
     * samples of the traffic: each stands for itself alone, and is never scaled by a sampling rate.
     *
     * @param record reused; valid during the call.
     */
    default void onDiscardRecord(final FlowRecord record)
    {
    }

    /**
     * One counter structure.
     *
     * @param record reused; valid during the call.
     */
    default void onCounterRecord(final CounterRecord record)
    {
    }

    /**
     * One metric that the exporter names itself.
     *
     * @param record reused; valid during the call.
     */
    default void onMetricRecord(final MetricRecord record)
    {
    }

    /** A datagram that was begun ends, decoded or not; records gathered since its start are complete. */
    default void onDatagramEnd()
    {
    }

    /**
     * Time has passed: every 8 ms or little more while datagrams come and while none do. In a replay these are 8 ms of
     * capture time, and more in long gaps, see {@link Replay#run()}.
     *
     * @param nowNs epoch nanoseconds.
     */
    default void onTick(final long nowNs)
    {
    }

    /**
     * Whether there is more to do than the last call took on, so that the next tick should come soon: what a handler
     * does at a time is bounded.
     *
     * @return false unless work is left.
     */
    default boolean isBehind()
    {
        return false;
    }
}
