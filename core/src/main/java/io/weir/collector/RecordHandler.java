package io.weir.collector;

import io.weir.record.CounterRecord;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;

/**
 * Takes the records of one worker, on that worker's thread. An exception is counted as a defect and handed to the error
 * handler; the rest of the datagram is lost.
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
     * One counter structure.
     *
     * @param record reused; valid during the call.
     */
    default void onCounterRecord(final CounterRecord record)
    {
    }

    /** The datagram ends, decoded or not; records gathered since its start are complete. */
    default void onDatagramEnd()
    {
    }

    /**
     * Time has passed: at least every 8 ms when idle, and at every step of the clock in a replay.
     *
     * @param nowNs epoch nanoseconds.
     */
    default void onTick(final long nowNs)
    {
    }
}
