package io.weir.codec.sflow;

import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.collector.RecordHandler;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.Protocol;
import io.weir.record.CounterRecord;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Decodes sFlow datagrams of versions 5, 4 and 2: each flow sample becomes a flow record, each discarded packet a
 * discard record, each known structure of a counter sample a counter record, each custom metric a metric record. Made
 * by {@link #provider()}, one per worker. Not thread safe.
 *
 * <p>Samples stand alone. Samples and records that are not known are skipped by their length and counted as
 * {@link DecodeStatus#UNKNOWN_TYPE}. A sample whose records do not fit it counts as a fault; what it told of its packet
 * before the fault is kept, and the next sample is read. A datagram is rejected only when its header is bad or when all
 * of its samples are. Counts of the wire bound nothing: the bytes do, and {@link #MAX_SAMPLES} and
 * {@link #MAX_RECORDS}. In versions 2 and 4 nothing has a length, so that what is not known, or is cut off, ends the
 * datagram; samples before it are kept.
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3176">RFC 3176, sFlow version 4</a>
 */
public final class SflowDecoder implements DatagramDecoder
{
    /** Most samples of a datagram that are read; more are a fault of {@link DecodeStatus#COUNT}. */
    public static final int MAX_SAMPLES = 1024;
    /** Most records of a sample that are read; more are a fault of {@link DecodeStatus#COUNT}. */
    public static final int MAX_RECORDS = 256;

    /** Data format and length before the body of a sample or record. */
    static final int RECORD_HEADER_LENGTH = 8;

    private static final int ALIGNMENT_MASK = 3;
    private static final int COUNT_LENGTH = 4;
    /* Above the 40 bits of a data source: each kind of sample has a sequence of its own. */
    private static final long COUNTER_STREAM = 1L << 40;
    private static final long DISCARD_STREAM = 2L << 40;

    private final SflowDatagramView datagram = new SflowDatagramView();
    private final SflowV4DatagramView older = new SflowV4DatagramView();
    private final SflowV4SampleView olderSample = new SflowV4SampleView();
    private final CountersSampleView countersSample = new CountersSampleView();
    private final CustomSampleReader customSample = new CustomSampleReader();
    private final SampleStreams streams = new SampleStreams();
    private final FlowSampleReader flowSample = new FlowSampleReader(this, streams);
    private final boolean byViews;

    private byte[] buffer;
    private Exporter exporter;
    private RecordHandler handler;
    private CounterRecord counterRecord;
    private long agentHigh;
    private long agentLow;
    private long subAgent;
    private long uptimeMs;

    private DecodeStatus firstFault;
    private int sound;
    private int flowSamples;
    private int counterSamples;
    private int discardSamples;
    private int customSamples;
    private int unknownTypes;

    private SflowDecoder(final boolean byViews)
    {
        this.byViews = byViews;
    }

    /** {@return makes decoders for the workers of a collector} */
    public static DecoderProvider provider()
    {
        return Provider.INSTANCE;
    }

    /* Decoders that read every flow sample by its views, and to the same result, which is what to compare with. */
    static DecoderProvider providerByViews()
    {
        return new Provider(true);
    }

    @Override
    public DecodeStatus decode(
        final byte[] newBuffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler newHandler)
    {
        final DecodeStatus status = datagram.wrap(newBuffer, offset, length);
        if (DecodeStatus.OK != status)
        {
            return DecodeStatus.VERSION == status ?
                decodeOlder(newBuffer, offset, length, context, newHandler) : status;
        }
        final boolean unknownAgent = SflowDatagramView.ADDRESS_UNKNOWN == datagram.agentAddressType();
        agentHigh = unknownAgent ? context.sourceHigh() : datagram.agentHigh();
        agentLow = unknownAgent ? context.sourceLow() : datagram.agentLow();
        subAgent = datagram.subAgent();
        exporter = context.identify(Protocol.SFLOW5, agentHigh, agentLow, subAgent);
        if (null == exporter)
        {
            return context.refusal();
        }
        handler = newHandler;
        begin(newBuffer, context, datagram.sequence(), datagram.uptimeMs());
        samples();
        return end();
    }

    private DecodeStatus decodeOlder(
        final byte[] newBuffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler newHandler)
    {
        final DecodeStatus status = older.wrap(newBuffer, offset, length);
        if (DecodeStatus.OK != status)
        {
            return status;
        }
        final boolean unknownAgent = SflowDatagramView.ADDRESS_UNKNOWN == older.agentAddressType();
        agentHigh = unknownAgent ? context.sourceHigh() : older.agentHigh();
        agentLow = unknownAgent ? context.sourceLow() : older.agentLow();
        subAgent = 0;
        exporter = context.identify(SflowV4DatagramView.VERSION_2 == older.version() ?
            Protocol.SFLOW2 : Protocol.SFLOW4, agentHigh, agentLow, 0);
        if (null == exporter)
        {
            return context.refusal();
        }
        handler = newHandler;
        begin(newBuffer, context, older.sequence(), older.uptimeMs());
        olderSamples();
        return end();
    }

    private void begin(
        final byte[] newBuffer, final DatagramContext context, final long sequence, final long newUptimeMs)
    {
        uptimeMs = newUptimeMs;
        exporter.onSequence(sequence, 1, newUptimeMs);
        streams.onDatagram(exporter, newUptimeMs);
        buffer = newBuffer;
        counterRecord = context.counterRecord();
        flowSample.onDatagram(newBuffer, context, agentHigh, agentLow, subAgent);
        customSample.onDatagram(agentHigh, agentLow, subAgent, sequence, newUptimeMs);
        firstFault = null;
        sound = 0;
        flowSamples = 0;
        counterSamples = 0;
        discardSamples = 0;
        customSamples = 0;
        unknownTypes = 0;
    }

    private DecodeStatus end()
    {
        count();
        return 0 == sound && null != firstFault ? firstFault : DecodeStatus.OK;
    }

    /* What the cursor of the view does, with its state in registers. */
    private void samples()
    {
        final long count = datagram.sampleCount();
        final int end = datagram.endOffset();
        int at = datagram.nextOffset();
        for (int samples = 0; samples < count; samples++)
        {
            final int remaining = end - at - RECORD_HEADER_LENGTH;
            if (remaining < 0 || MAX_SAMPLES == samples)
            {
                onFault(DecodeStatus.COUNT);
                return;
            }
            final long formatAndLength = Wire.u64(buffer, at);
            final long length = formatAndLength & 0xFFFF_FFFFL;
            if (length > remaining)
            {
                onFault(DecodeStatus.LENGTH);
                return;
            }
            final int body = at + RECORD_HEADER_LENGTH;
            if (sample((int)(formatAndLength >>> 32), body, (int)length))
            {
                sound++;
            }
            at = (int)Math.min(end, body + SflowFormat.padded(length));
        }
        if (at < end)
        {
            exporter.onFault(DecodeStatus.TRAILING);
        }
    }

    private boolean sample(final int dataFormat, final int offset, final int length)
    {
        switch (dataFormat)
        {
            case SflowFormat.FLOW_SAMPLE:
            case SflowFormat.FLOW_SAMPLE_EXPANDED:
                return isAligned(length) && flowSample(SflowFormat.FLOW_SAMPLE_EXPANDED == dataFormat, offset, length);
            case SflowFormat.COUNTERS_SAMPLE:
                return isAligned(length) && counters(countersSample.wrap(buffer, offset, length));
            case SflowFormat.COUNTERS_SAMPLE_EXPANDED:
                return isAligned(length) && counters(countersSample.wrapExpanded(buffer, offset, length));
            case SflowFormat.DISCARDED_PACKET:
                return discardedPacket(offset, length);
            case SflowFormat.RTMETRIC:
                return custom(customSample.metrics(buffer, offset, length, handler));
            case SflowFormat.RTFLOW:
                return custom(customSample.flow(buffer, offset, length));
            default:
                unknownTypes++;
                return true;
        }
    }

    private boolean custom(final DecodeStatus status)
    {
        if (DecodeStatus.UNKNOWN_TYPE == status)
        {
            unknownTypes++;
        }
        else if (DecodeStatus.OK != status)
        {
            onFault(status);
            return false;
        }
        customSamples++;
        return true;
    }

    private boolean isAligned(final int length)
    {
        if (0 != (length & ALIGNMENT_MASK))
        {
            onFault(DecodeStatus.LENGTH);
            return false;
        }
        return true;
    }

    private boolean flowSample(final boolean expanded, final int offset, final int length)
    {
        final boolean isCommon = !expanded && !byViews && flowSample.readCommon(offset, length);
        if (!isCommon && !flowSample.read(expanded, offset, length))
        {
            return false;
        }
        flowSamples++;
        handler.onFlowRecord(flowSample.record());
        return true;
    }

    private boolean discardedPacket(final int offset, final int length)
    {
        if (!flowSample.readDiscarded(offset, length))
        {
            return false;
        }
        discardSamples++;
        streams.onSample(DISCARD_STREAM | flowSample.discarded().dataSource(), flowSample.discarded().sequence());
        handler.onDiscardRecord(flowSample.record());
        return true;
    }

    private boolean counters(final DecodeStatus wrapped)
    {
        if (DecodeStatus.OK != wrapped)
        {
            onFault(wrapped);
            return false;
        }
        counterRecord.origin(
            agentHigh, agentLow, subAgent, countersSample.dataSource(), countersSample.sequence(), uptimeMs);
        boolean any = false;
        boolean whole = true;
        for (int records = 0; countersSample.hasRecord(); records++)
        {
            final DecodeStatus status = MAX_RECORDS == records ? DecodeStatus.COUNT : countersSample.nextRecord();
            if (DecodeStatus.OK != status)
            {
                onFault(status);
                whole = false;
                break;
            }
            any |= counterRecord();
        }
        if (whole)
        {
            onRecordsEnd(countersSample.remaining());
        }
        if (any || whole)
        {
            counterSamples++;
            streams.onSample(COUNTER_STREAM | countersSample.dataSource(), countersSample.sequence());
        }
        return any || whole;
    }

    private boolean counterRecord()
    {
        final CounterStructure structure = CounterStructure.of(countersSample.recordFormat());
        if (null == structure)
        {
            unknownTypes++;
            return false;
        }
        final DecodeStatus status = structure.read(
            buffer, countersSample.recordOffset(), countersSample.recordLength(), counterRecord);
        if (DecodeStatus.OK != status)
        {
            onFault(status);
            return false;
        }
        handler.onCounterRecord(counterRecord);
        if (null != structure.entry())
        {
            entries(structure);
        }
        return true;
    }

    private void entries(final CounterStructure structure)
    {
        final int end = countersSample.recordOffset() + countersSample.recordLength();
        int at = structure.listOffset(buffer, countersSample.recordOffset(), countersSample.recordLength());
        final long count = at < end ? Wire.u32(buffer, at) : 0;
        at += COUNT_LENGTH;
        for (int i = 0; i < count; i++)
        {
            at = MAX_RECORDS == i ? -1 : structure.entry().readEntry(buffer, at, end, i, counterRecord);
            if (at < 0)
            {
                onFault(DecodeStatus.COUNT);
                return;
            }
            handler.onCounterRecord(counterRecord);
        }
    }

    /* Samples of versions 2 and 4: where one ends is known when it has been read, so that a fault is the last. */
    private void olderSamples()
    {
        final long samples = older.sampleCount();
        int at = older.samplesOffset();
        for (int i = 0; i < samples; i++)
        {
            final DecodeStatus status = MAX_SAMPLES == i ? DecodeStatus.COUNT :
                olderSample.wrap(older.version(), buffer, at, older.endOffset());
            if (DecodeStatus.OK != status || !(olderSample.isFlowSample() ? olderFlow(at) : olderCounters()))
            {
                onOlderFault(status);
                return;
            }
            at = olderSample.endOffset();
        }
        if (at < older.endOffset())
        {
            exporter.onFault(DecodeStatus.TRAILING);
        }
    }

    private void onOlderFault(final DecodeStatus status)
    {
        if (DecodeStatus.UNKNOWN_TYPE == status)
        {
            unknownTypes++;
        }
        else if (DecodeStatus.OK != status)
        {
            onFault(status);
        }
    }

    /* False when the sample has a fault, after which nothing can be read; what it told before is delivered. */
    private boolean olderFlow(final int offset)
    {
        final DecodeStatus status = flowSample.readOlder(olderSample, offset);
        if (flowSample.hasPacket())
        {
            flowSamples++;
            sound++;
            streams.onFlowSample(olderSample.dataSource(), olderSample.sequence(), olderSample.samplingRate(),
                olderSample.samplePool(), olderSample.drops());
            handler.onFlowRecord(flowSample.record());
        }
        onOlderFault(status);
        return DecodeStatus.OK == status;
    }

    private boolean olderCounters()
    {
        counterRecord.origin(agentHigh, agentLow, 0, olderSample.dataSource(), olderSample.sequence(), uptimeMs);
        DecodeStatus status = DecodeStatus.OK;
        boolean any = false;
        while (DecodeStatus.OK == status && olderSample.hasRecord())
        {
            status = olderSample.nextRecord();
            if (DecodeStatus.OK == status)
            {
                any = true;
                olderSample.counters().read(
                    buffer, olderSample.recordOffset(), olderSample.recordLength(), counterRecord);
                handler.onCounterRecord(counterRecord);
            }
        }
        if (any)
        {
            counterSamples++;
            sound++;
            streams.onSample(COUNTER_STREAM | olderSample.dataSource(), olderSample.sequence());
        }
        onOlderFault(status);
        return DecodeStatus.OK == status;
    }

    /* What is left after the announced records is padding, or a record that was not announced. */
    void onRecordsEnd(final int remaining)
    {
        if (remaining > 0)
        {
            onFault(remaining >= RECORD_HEADER_LENGTH ? DecodeStatus.COUNT : DecodeStatus.TRAILING);
        }
    }

    void onFault(final DecodeStatus status)
    {
        exporter.onFault(status);
        if (null == firstFault && DecodeStatus.Kind.REJECT == status.kind())
        {
            firstFault = status;
        }
    }

    void onUnknownType()
    {
        unknownTypes++;
    }

    private void count()
    {
        streams.flush(exporter);
        add(ExporterCounter.FLOW_SAMPLES, flowSamples);
        add(ExporterCounter.COUNTER_SAMPLES, counterSamples);
        add(ExporterCounter.DISCARD_SAMPLES, discardSamples);
        add(ExporterCounter.CUSTOM_SAMPLES, customSamples);
        add(ExporterCounter.SAMPLING_UNKNOWN, flowSample.samplingUnknown());
        add(ExporterCounter.IMPLAUSIBLE, flowSample.implausible());
        if (unknownTypes > 0)
        {
            exporter.onFault(DecodeStatus.UNKNOWN_TYPE, unknownTypes);
        }
        if (flowSamples > 0)
        {
            exporter.samplingRate(flowSample.samplingRate());
        }
    }

    private void add(final ExporterCounter counter, final int count)
    {
        if (count > 0)
        {
            exporter.add(counter, count);
        }
    }

    private static final class Provider implements DecoderProvider
    {
        static final Provider INSTANCE = new Provider(false);

        private final boolean byViews;

        Provider(final boolean byViews)
        {
            this.byViews = byViews;
        }

        @Override
        public String name()
        {
            return "sflow";
        }

        @Override
        public boolean claims(final int firstWord)
        {
            return 0 == firstWord >>> 16;
        }

        @Override
        public DatagramDecoder newDecoder()
        {
            return new SflowDecoder(byViews);
        }
    }
}
