package io.weir.examples.peers;

import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.SinkContext;
import io.weir.examples.peers.Traffic.FlowId;
import io.weir.examples.peers.Traffic.Totals;
import io.weir.record.CounterRecord;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Adds up the flow records of a collector by addresses and ports. Thread safe. */
final class Received implements RecordSink
{
    private final Map<FlowId, Totals> flows = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong scaledFrames = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong counters = new AtomicLong();

    Received()
    {
    }

    @Override
    public RecordHandler newHandler(final SinkContext context)
    {
        return new Handler();
    }

    /** {@return totals of each flow} */
    Map<FlowId, Totals> flows()
    {
        return flows;
    }

    /** {@return bytes of all records, as counted by the exporter} */
    long bytes()
    {
        return bytes.get();
    }

    /** {@return frames of all records, as counted by the exporter} */
    long frames()
    {
        return frames.get();
    }

    /** {@return frames of all records, times their sampling rate} */
    long scaledFrames()
    {
        return scaledFrames.get();
    }

    /** {@return counter records} */
    long counters()
    {
        return counters.get();
    }

    private final class Handler implements RecordHandler
    {
        @Override
        public FieldSet wanted()
        {
            return FieldSet.of(Field.IP_SOURCE, Field.IP_DESTINATION, Field.L4_SOURCE_PORT, Field.L4_DESTINATION_PORT,
                Field.BYTES, Field.FRAMES, Field.IP_BYTES, Field.SAMPLING_RATE, Field.START_TIME, Field.END_TIME);
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            final FlowId id = new FlowId(record.get(Slots.IP_SOURCE), record.get(Slots.IP_SOURCE + 1),
                record.get(Slots.IP_DESTINATION), record.get(Slots.IP_DESTINATION + 1),
                (int)record.get(Slots.L4_SOURCE_PORT), (int)record.get(Slots.L4_DESTINATION_PORT));
            final long count = record.get(Slots.FRAMES);
            flows.merge(id, new Totals(record.get(Slots.BYTES), count,
                record.has(Slots.START_TIME) ? record.get(Slots.START_TIME) : -1,
                record.has(Slots.END_TIME) ? record.get(Slots.END_TIME) : -1), Totals::plus);
            bytes.addAndGet(record.get(Slots.BYTES));
            scaledFrames.addAndGet(count *
                (record.has(Slots.SAMPLING_RATE) ? record.get(Slots.SAMPLING_RATE) : 1));
            frames.addAndGet(count);
        }

        @Override
        public void onCounterRecord(final CounterRecord record)
        {
            counters.incrementAndGet();
        }
    }
}
