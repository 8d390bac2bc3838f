package io.weir.testkit;

import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.collector.RecordHandler;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.ExporterTable;
import io.weir.record.CounterRecord;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.MetricRecord;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs datagrams through a decoder as a worker does. A kit either keeps a copy of every record, or only a digest of
 * them and then allocates nothing of its own.
 */
public final class DecoderKit implements RecordHandler
{
    /** High half of the default source, 192.0.2.1. */
    public static final long SOURCE_HIGH = 0;
    /** Low half of the default source, 192.0.2.1. */
    public static final long SOURCE_LOW = 0xFFFF_C000_0201L;
    /** Port of the default source. */
    public static final int SOURCE_PORT = 40_000;
    /** Default receive time, 2026-01-01T00:00:00Z. */
    public static final long TIME_NS = 1_767_225_600_000_000_000L;

    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final ExporterTable exporters = new ExporterTable(ExporterTable.DEFAULT_MAX_EXPORTERS);
    private final DatagramContext context = new DatagramContext(exporters);
    private final DatagramDecoder decoder;
    private final boolean keeps;
    private final List<FlowRecord> flows = new ArrayList<>();
    private final List<FlowRecord> discards = new ArrayList<>();
    private final List<CounterRecord> counters = new ArrayList<>();
    private final long[] outcomes = new long[DecodeStatus.COUNT_OF];
    private FieldSet wanted = FieldSet.ALL;
    private long sourceLow = SOURCE_LOW;
    private long sourceHigh = SOURCE_HIGH;
    private int sourcePort = SOURCE_PORT;
    private long timeNs = TIME_NS;
    private boolean stream;
    private long digest;
    private long flowCount;
    private long discardCount;
    private long counterCount;
    private long metricCount;

    private DecoderKit(final DecoderProvider provider, final boolean keeps)
    {
        this.decoder = provider.newDecoder();
        this.keeps = keeps;
    }

    /**
     * A kit that keeps copies of the records.
     *
     * @param provider of the decoder.
     * @return the kit.
     */
    public static DecoderKit keeping(final DecoderProvider provider)
    {
        return new DecoderKit(provider, true);
    }

    /**
     * A kit that keeps a digest of the records and allocates nothing.
     *
     * @param provider of the decoder.
     * @return the kit.
     */
    public static DecoderKit digesting(final DecoderProvider provider)
    {
        return new DecoderKit(provider, false);
    }

    /**
     * Change the fields to ask for; all at first.
     *
     * @param fields from now on.
     * @return this kit.
     */
    public DecoderKit wanting(final FieldSet fields)
    {
        wanted = fields;
        return this;
    }

    /**
     * Change the source of the datagrams that follow.
     *
     * @param high half of the address.
     * @param low  half of the address.
     * @param port of the source.
     * @return this kit.
     */
    public DecoderKit from(final long high, final long low, final int port)
    {
        sourceHigh = high;
        sourceLow = low;
        sourcePort = port;
        return this;
    }

    /**
     * Change the receive time of the datagrams that follow.
     *
     * @param epochNs from now on.
     * @return this kit.
     */
    public DecoderKit at(final long epochNs)
    {
        timeNs = epochNs;
        return this;
    }

    /**
     * Whether what follows comes over a stream, such as TCP.
     *
     * @param isStream from now on.
     * @return this kit.
     */
    public DecoderKit stream(final boolean isStream)
    {
        stream = isStream;
        return this;
    }

    /**
     * Decode a datagram that fills its array.
     *
     * @param datagram the payload.
     * @return the outcome.
     */
    public DecodeStatus decode(final byte[] datagram)
    {
        return decode(datagram, 0, datagram.length);
    }

    /**
     * Decode a datagram.
     *
     * @param buffer holding the payload.
     * @param offset of the payload.
     * @param length of the payload.
     * @return the outcome.
     */
    public DecodeStatus decode(final byte[] buffer, final int offset, final int length)
    {
        context.begin(sourceHigh, sourceLow, sourcePort, timeNs, length);
        if (stream)
        {
            context.onStream();
        }
        context.wanted(wanted);
        final DecodeStatus status = decoder.decode(buffer, offset, length, context, this);
        outcomes[status.ordinal()]++;
        mix(status.ordinal());
        if (null != context.exporter())
        {
            context.exporter().onOutcome(status);
        }
        return status;
    }

    /** {@return exporter of the last datagram, null when it was not identified} */
    public Exporter exporter()
    {
        return context.exporter();
    }

    /** {@return all exporters} */
    public List<ExporterSnapshot> exporters()
    {
        return exporters.snapshots();
    }

    /**
     * Sum of a counter over all exporters.
     *
     * @param counter to sum.
     * @return the sum.
     */
    public long count(final ExporterCounter counter)
    {
        return exporters.snapshots().stream().mapToLong(exporter -> exporter.count(counter)).sum();
    }

    /**
     * Faults and notes over all exporters.
     *
     * @param status the reason.
     * @return how many.
     */
    public long faults(final DecodeStatus status)
    {
        return exporters.snapshots().stream().mapToLong(exporter -> exporter.faults(status)).sum();
    }

    /**
     * Datagrams with an outcome.
     *
     * @param status the outcome.
     * @return how many.
     */
    public long outcomes(final DecodeStatus status)
    {
        return outcomes[status.ordinal()];
    }

    /** {@return copies of the flow records, in order} */
    public List<FlowRecord> flows()
    {
        return flows;
    }

    /** {@return copies of the records of dropped packets, in order} */
    public List<FlowRecord> discards()
    {
        return discards;
    }

    /** {@return number of records of dropped packets} */
    public long discardCount()
    {
        return discardCount;
    }

    /** {@return copies of the counter records, in order} */
    public List<CounterRecord> counters()
    {
        return counters;
    }

    /** {@return number of flow records} */
    public long flowCount()
    {
        return flowCount;
    }

    /** {@return number of counter records} */
    public long counterCount()
    {
        return counterCount;
    }

    /** {@return digest of all outcomes and records since the last {@link #clear}} */
    public long digest()
    {
        return digest;
    }

    /** Forget the records and the digest, but not what the exporters counted. */
    public void clear()
    {
        flows.clear();
        counters.clear();
        flowCount = 0;
        discardCount = 0;
        discards.clear();
        counterCount = 0;
        metricCount = 0;
        digest = 0;
    }

    @Override
    public FieldSet wanted()
    {
        return wanted;
    }

    @Override
    public void onFlowRecord(final FlowRecord record)
    {
        flowCount++;
        take(record, flows);
    }

    @Override
    public void onDiscardRecord(final FlowRecord record)
    {
        discardCount++;
        take(record, discards);
    }

    private void take(final FlowRecord record, final List<FlowRecord> list)
    {
        mix(record.length());
        for (int word = 0; word < Slots.WORDS; word++)
        {
            mix(record.present(word));
            for (long left = record.present(word); 0 != left; left &= left - 1)
            {
                mixSlot(record, word, Long.numberOfTrailingZeros(left));
            }
        }
        if (keeps)
        {
            list.add(copy(record));
        }
    }

    @Override
    public void onCounterRecord(final CounterRecord record)
    {
        counterCount++;
        final int size = record.schema().counters().size();
        mix(record.dataSource());
        mix(record.sequence());
        mix(record.entry());
        for (int i = 0; i < size; i++)
        {
            if (record.has(i) && record.schema().counters().get(i).kind().isReference())
            {
                mixBytes(record.buffer(), record.referenceOffset(i), record.referenceLength(i));
            }
            else
            {
                mix(record.has(i) ? record.value(i) : ~i);
            }
        }
        if (keeps)
        {
            counters.add(copy(record));
        }
    }

    @Override
    public void onMetricRecord(final MetricRecord record)
    {
        metricCount++;
        mixBytes(record.buffer(), record.sourceOffset(), record.sourceLength());
        mixBytes(record.buffer(), record.nameOffset(), record.nameLength());
        mix(record.kind().ordinal());
        if (record.kind().isReference())
        {
            mixBytes(record.buffer(), (int)(record.value() >>> 32), (int)record.value());
        }
        else
        {
            mix(record.value());
        }
    }

    /** {@return number of metrics that exporters named} */
    public long metricCount()
    {
        return metricCount;
    }

    private void mixSlot(final FlowRecord record, final int word, final int bit)
    {
        final boolean kind = word < Slots.LAYERS && bit >= Slots.TUNNEL;
        final int slot = word * Slots.WORD_SLOTS + bit;
        if (Slots.isText(slot))
        {
            mixBytes(record.textBuffer(slot), record.textOffset(slot), record.textLength(slot));
        }
        else
        {
            mix(kind ? bit : record.get(slot));
        }
    }

    private void mixBytes(final byte[] bytes, final int offset, final int length)
    {
        mix(length);
        for (int i = 0; i < length; i++)
        {
            mix(bytes[offset + i]);
        }
    }

    private void mix(final long value)
    {
        digest = Long.rotateLeft(digest ^ value * MULTIPLIER, 27) * MULTIPLIER;
    }

    private static FlowRecord copy(final FlowRecord record)
    {
        final FlowRecord copy = new FlowRecord();
        copy.elements(record.elements());
        copy.source(record.buffer(), record.offset(), record.length());
        for (int slot = 0; slot < Slots.COUNT; slot++)
        {
            if (Slots.isText(slot) && record.has(slot))
            {
                copy.putText(slot, record.textBuffer(slot), record.textOffset(slot), record.textLength(slot));
            }
            else
            {
                copy.putUnmarked(slot, record.get(slot));
            }
        }
        for (int word = 0; word < Slots.WORDS; word++)
        {
            copy.mark(word, record.present(word));
        }
        return copy;
    }

    private static CounterRecord copy(final CounterRecord record)
    {
        final CounterRecord copy = new CounterRecord();
        copy.origin(record.agentHigh(), record.agentLow(), record.subAgent(), record.dataSource(), record.sequence(),
            record.uptimeMs());
        copy.begin(record.schema(), record.entry());
        copy.source(record.buffer());
        for (int i = 0; i < record.schema().counters().size(); i++)
        {
            if (record.has(i))
            {
                copy.put(i, record.value(i));
            }
        }
        return copy;
    }
}
