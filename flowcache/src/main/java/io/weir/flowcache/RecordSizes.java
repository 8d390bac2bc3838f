package io.weir.flowcache;

import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.SinkContext;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sizes of records as histograms, within 1 %: bytes of each record, and of its packets on average, as they come, not
 * scaled by sampling rates. A sink beside the cache. Thread safe; workers record without waiting for anybody, and
 * without allocation.
 */
public final class RecordSizes implements RecordSink
{
    private static final long MAX_BYTES = 1L << 53;
    private static final long MAX_PACKET_BYTES = 1L << 24;
    private static final int DIGITS = 2;

    private final List<Sizes> workers = new CopyOnWriteArrayList<>();

    /** Sizes of no records. */
    public RecordSizes()
    {
    }

    @Override
    public RecordHandler newHandler(final SinkContext context)
    {
        final Sizes sizes = new Sizes();
        workers.add(sizes);
        return sizes;
    }

    /** {@return sizes since the last call, or the first record: called once a minute, those of each minute} */
    public synchronized Interval sinceLast()
    {
        final Histogram records = new Histogram(1, MAX_BYTES, DIGITS);
        final Histogram packets = new Histogram(1, MAX_PACKET_BYTES, DIGITS);
        for (final Sizes sizes : workers)
        {
            records.add(sizes.records.getIntervalHistogram());
            packets.add(sizes.packets.getIntervalHistogram());
        }
        return new Interval(records, packets);
    }

    /**
     * Sizes of some time, for the caller to keep.
     *
     * @param recordBytes bytes of each record.
     * @param packetBytes bytes of a packet, on average over each record.
     */
    public record Interval(Histogram recordBytes, Histogram packetBytes)
    {
    }

    /** What one worker saw. */
    private static final class Sizes implements RecordHandler
    {
        private static final FieldSet WANTED = FieldSet.of(Field.BYTES).union(FieldSet.of(Field.FRAMES));

        final SingleWriterRecorder records = new SingleWriterRecorder(1, MAX_BYTES, DIGITS);
        final SingleWriterRecorder packets = new SingleWriterRecorder(1, MAX_PACKET_BYTES, DIGITS);

        @Override
        public FieldSet wanted()
        {
            return WANTED;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            if (!record.has(Slots.BYTES))
            {
                return;
            }
            final long bytes = record.get(Slots.BYTES);
            records.recordValue(within(bytes, MAX_BYTES));
            final long frames = record.has(Slots.FRAMES) ? record.get(Slots.FRAMES) : 0;
            if (frames > 0)
            {
                packets.recordValue(within(Long.divideUnsigned(bytes, frames), MAX_PACKET_BYTES));
            }
        }

        /* An unsigned number, cut. */
        private static long within(final long number, final long max)
        {
            return number < 0 ? max : Math.min(number, max);
        }
    }
}
