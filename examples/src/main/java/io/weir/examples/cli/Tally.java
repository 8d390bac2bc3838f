package io.weir.examples.cli;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.SinkContext;
import io.weir.exporter.Protocol;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Adds up the counters of every flow record, as exported and scaled; a sum that would not fit stays at the largest
 * number. To be read when the workers have stopped.
 */
final class Tally implements RecordSink
{
    private static final FieldSet WANTED = FieldSet.of(Field.BYTES, Field.FRAMES, Field.SAMPLING_RATE);

    private final List<Part> parts = new ArrayList<>();

    Tally()
    {
    }

    @Override
    public RecordHandler newHandler(final SinkContext sinkContext)
    {
        final Part part = new Part();
        parts.add(part);
        return part;
    }

    private static long multiply(final long left, final long right)
    {
        final long product = left * right;
        return 0 != Math.multiplyHigh(left, right) || product < 0 ? Long.MAX_VALUE : product;
    }

    private static long add(final long left, final long right)
    {
        final long sum = left + right;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * Whether a protocol sends packet samples rather than flow records.
     *
     * @param protocol to tell.
     * @return true for sFlow.
     */
    static boolean isSample(final Protocol protocol)
    {
        return Protocol.SFLOW2 == protocol || Protocol.SFLOW4 == protocol || Protocol.SFLOW5 == protocol;
    }

    private static boolean hasElements(final Protocol protocol)
    {
        return Protocol.NETFLOW5 != protocol;
    }

    /** {@return bytes: frame length times sampling rate of samples, and what records count} */
    long bytes()
    {
        return sum(part -> add(part.sampleBytes, part.recordBytes));
    }

    /** {@return frames: sampling rates of samples, and what records count} */
    long frames()
    {
        return sum(part -> add(part.sampleFrames, part.recordFrames));
    }

    /** {@return sum of the sampling rates of flow samples} */
    long sumSamplingRate()
    {
        return sum(part -> part.sumSamplingRate);
    }

    /** {@return sum over flow samples of sampling rate times frame length} */
    long sumRateTimesFrameLength()
    {
        return sum(part -> part.sumRateTimesFrameLength);
    }

    /** {@return sum of the byte counters of records without elements, NetFlow v1 to v8; -1 when there was none} */
    long octetDeltaCount()
    {
        return hasFixed() ? sum(part -> part.fixedBytes) : -1;
    }

    /** {@return sum of the packet counters of records without elements, NetFlow v1 to v8; -1 when there was none} */
    long packetDeltaCount()
    {
        return hasFixed() ? sum(part -> part.fixedFrames) : -1;
    }

    private boolean hasFixed()
    {
        return parts.stream().anyMatch(part -> part.hasFixed);
    }

    private long sum(final ToLongFunction<Part> figure)
    {
        return parts.stream().mapToLong(figure).reduce(0, Tally::add);
    }

    /** Sums of one worker. */
    private static final class Part implements RecordHandler
    {
        private DatagramContext context;
        private long sampleBytes;
        private long sampleFrames;
        private long sumSamplingRate;
        private long sumRateTimesFrameLength;
        private long recordBytes;
        private long recordFrames;
        private long fixedBytes;
        private long fixedFrames;
        private boolean hasFixed;

        @Override
        public FieldSet wanted()
        {
            return WANTED;
        }

        @Override
        public void onDatagramStart(final DatagramContext newContext)
        {
            context = newContext;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            if (isSample(context.exporter().protocol()))
            {
                onSample(record);
                return;
            }
            final boolean fixed = !hasElements(context.exporter().protocol());
            hasFixed |= fixed;
            if (record.has(Slots.BYTES))
            {
                recordBytes = add(recordBytes, record.get(Slots.BYTES));
                fixedBytes = fixed ? add(fixedBytes, record.get(Slots.BYTES)) : fixedBytes;
            }
            if (record.has(Slots.FRAMES))
            {
                recordFrames = add(recordFrames, record.get(Slots.FRAMES));
                fixedFrames = fixed ? add(fixedFrames, record.get(Slots.FRAMES)) : fixedFrames;
            }
        }

        private void onSample(final FlowRecord record)
        {
            final long told = record.getOr(Slots.SAMPLING_RATE, 0);
            final long bytes = record.getOr(Slots.BYTES, 0);
            sumSamplingRate = add(sumSamplingRate, told);
            sumRateTimesFrameLength = add(sumRateTimesFrameLength, multiply(told, bytes));
            sampleBytes = add(sampleBytes, multiply(record.samplingRateOrOne(), bytes));
            sampleFrames = add(sampleFrames, record.samplingRateOrOne());
        }
    }
}
