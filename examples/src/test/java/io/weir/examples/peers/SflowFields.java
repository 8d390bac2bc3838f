package io.weir.examples.peers;

import io.weir.codec.sflow.CounterStructure;
import io.weir.codec.sflow.CountersSampleView;
import io.weir.codec.sflow.DiscardedPacketView;
import io.weir.codec.sflow.FlowSampleView;
import io.weir.codec.sflow.FlowStructure;
import io.weir.codec.sflow.FlowStructureView;
import io.weir.codec.sflow.SampleView;
import io.weir.codec.sflow.SflowDatagramView;
import io.weir.codec.sflow.SflowFormat;
import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema.Counter;
import io.weir.record.CounterSchema.Kind;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Where the views of weir find the fields of an sFlow datagram. Not thread safe. */
final class SflowFields
{
    private static final int WORD = 4;
    private static final int HYPER = 8;

    private static final String[] FLOW = {
        "sequence", "source", "samplingRate", "samplePool", "drops", "input", "output", "records"};
    private static final String[] FLOW_EXPANDED = {
        "sequence", "sourceClass", "sourceIndex", "samplingRate", "samplePool", "drops", "inputFormat", "inputValue",
        "outputFormat", "outputValue", "records"};
    private static final String[] COUNTERS = {"sequence", "source", "records"};
    private static final String[] COUNTERS_EXPANDED = {"sequence", "sourceClass", "sourceIndex", "records"};
    private static final String[] DISCARDED = {
        "sequence", "sourceClass", "sourceIndex", "drops", "input", "output", "reason", "records"};

    private final byte[] datagram;
    private final Map<Long, Located> fields = new HashMap<>();
    private final FlowSampleView flowSample = new FlowSampleView();
    private final CountersSampleView countersSample = new CountersSampleView();
    private final DiscardedPacketView discarded = new DiscardedPacketView();
    private final FlowStructureView structureView = new FlowStructureView();
    private final CounterRecord counters = new CounterRecord();

    private SflowFields(final byte[] datagram)
    {
        this.datagram = datagram;
    }

    /**
     * Find the fields of a datagram.
     *
     * @param datagram all of it.
     * @return fields by place.
     */
    static Map<Long, Located> of(final byte[] datagram)
    {
        final SflowFields found = new SflowFields(datagram);
        final SflowDatagramView view = new SflowDatagramView();
        if (DecodeStatus.OK == view.wrap(datagram, 0, datagram.length))
        {
            final int address = SflowDatagramView.ADDRESS_IPV6 == view.agentAddressType() ? 16 : WORD;
            found.add("agent", 2 * WORD, address);
            found.add("subAgent", 2 * WORD + address, WORD);
            found.add("sequence", 3 * WORD + address, WORD);
            found.add("uptime", 4 * WORD + address, WORD);
            while (view.hasSample() && DecodeStatus.OK == view.nextSample())
            {
                found.addSample(view.sampleFormat(), view.sampleOffset(), view.sampleLength());
            }
        }
        return found.fields;
    }

    private void add(final String name, final int offset, final int length)
    {
        fields.put(Located.key(offset, length), new Located(name, offset, length));
    }

    private void addHead(final int offset, final String... names)
    {
        for (int i = 0; i < names.length; i++)
        {
            add(names[i], offset + WORD * i, WORD);
        }
    }

    private void addSample(final int format, final int offset, final int length)
    {
        switch (format)
        {
            case SflowFormat.FLOW_SAMPLE:
                addHead(offset, FLOW);
                addFlowRecords(flowSample, flowSample.wrap(datagram, offset, length));
                break;
            case SflowFormat.FLOW_SAMPLE_EXPANDED:
                addHead(offset, FLOW_EXPANDED);
                addFlowRecords(flowSample, flowSample.wrapExpanded(datagram, offset, length));
                break;
            case SflowFormat.DISCARDED_PACKET:
                addHead(offset, DISCARDED);
                addFlowRecords(discarded, discarded.wrap(datagram, offset, length));
                break;
            case SflowFormat.COUNTERS_SAMPLE:
                addHead(offset, COUNTERS);
                addCounterRecords(countersSample.wrap(datagram, offset, length));
                break;
            case SflowFormat.COUNTERS_SAMPLE_EXPANDED:
                addHead(offset, COUNTERS_EXPANDED);
                addCounterRecords(countersSample.wrapExpanded(datagram, offset, length));
                break;
            default:
                break;
        }
    }

    private void addFlowRecords(final SampleView sample, final DecodeStatus status)
    {
        while (DecodeStatus.OK == status && sample.hasRecord() && DecodeStatus.OK == sample.nextRecord())
        {
            final FlowStructure structure = FlowStructure.of(sample.recordFormat());
            if (null != structure && DecodeStatus.OK ==
                structureView.wrap(structure, datagram, sample.recordOffset(), sample.recordLength()))
            {
                for (int i = 0; i < structure.fields().size() && structureView.has(i); i++)
                {
                    addFlowField(structure, i);
                }
            }
        }
    }

    private void addFlowField(final FlowStructure structure, final int index)
    {
        final String name = structure.name() + '.' + structure.fields().get(index).name();
        final int offset = structureView.offset(index);
        switch (structure.fields().get(index).kind())
        {
            case HYPER:
                add(name, offset, HYPER);
                break;
            case MAC:
                add(name, offset, 6);
                add(name, offset, HYPER);
                break;
            case IPV6:
                add(name, offset, 16);
                break;
            case ADDRESS:
                add(name + ".type", offset, WORD);
                add(name, offset + WORD,
                    SflowDatagramView.ADDRESS_IPV6 == structureView.addressType(index) ? 16 : WORD);
                break;
            case WORDS:
                add(name + ".count", offset - WORD, WORD);
                addHead(offset, Collections.nCopies(structureView.length(index) / WORD, name).toArray(new String[0]));
                break;
            case AS_PATH:
                add(name + ".count", offset - WORD, WORD);
                addPath(name, offset, offset + structureView.length(index));
                break;
            default:
                if (structureView.isVariable(index))
                {
                    add(name + ".length", offset - WORD, WORD);
                    add(name, offset, structureView.length(index));
                }
                else
                {
                    add(name, offset, WORD);
                }
                break;
        }
    }

    private void addPath(final String name, final int offset, final int end)
    {
        int at = offset;
        while (at < end)
        {
            final int count = Wire.i32(datagram, at + WORD);
            add(name + ".type", at, WORD);
            add(name + ".length", at + WORD, WORD);
            addHead(at + HYPER, Collections.nCopies(count, name).toArray(new String[0]));
            at += HYPER + count * WORD;
        }
    }

    private void addCounterRecords(final DecodeStatus status)
    {
        while (DecodeStatus.OK == status && countersSample.hasRecord() &&
            DecodeStatus.OK == countersSample.nextRecord())
        {
            final CounterStructure structure = CounterStructure.of(countersSample.recordFormat());
            final int offset = countersSample.recordOffset();
            final int length = countersSample.recordLength();
            if (null != structure && DecodeStatus.OK == structure.read(datagram, offset, length, counters))
            {
                addCounters(offset, length);
            }
        }
    }

    private void addCounters(final int offset, final int length)
    {
        int at = offset;
        for (int i = 0; i < counters.schema().counters().size() && at < offset + length; i++)
        {
            final Counter counter = counters.schema().counters().get(i);
            final String name = counters.schema().name() + '.' + counter.name();
            if (Kind.TEXT == counter.kind())
            {
                final int text = counters.has(i) ? counters.referenceLength(i) : 0;
                add(name + ".length", at, WORD);
                add(name, at + WORD, text);
                at += WORD + (text + 3 & ~3);
            }
            else if (Kind.WORDS == counter.kind() || Kind.MACS == counter.kind())
            {
                return;
            }
            else
            {
                add(name, at, Kind.MAC == counter.kind() ? 6 : counter.bytes());
                at += counter.bytes();
            }
        }
    }

    /**
     * A field and where it lies.
     *
     * @param name   that weir gives it.
     * @param offset in the datagram.
     * @param length in bytes.
     */
    record Located(String name, int offset, int length)
    {
        static long key(final int offset, final int length)
        {
            return (long)offset << 32 | length;
        }
    }
}
