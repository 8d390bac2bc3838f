package io.weir.examples.workload;

import io.weir.codec.sflow.CounterStructure;
import io.weir.codec.sflow.SflowDatagramWriter;
import io.weir.record.InterfaceIndex;

/** A switch that sends sFlow version 5: packet samples with raw headers, and now and then its interface counters. */
final class SflowAgent extends SimulatedExporter
{
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final int HEADER_PROTOCOL_ETHERNET = 1;
    private static final int DATAGRAM_LIMIT = 1400;
    private static final int MAX_FLOW_SAMPLE_LENGTH = 8 + 32 + 24 + PacketWriter.MAX_HEADER_LENGTH + 24 + 24;
    private static final long COUNTER_INTERVAL_NS = 20_000_000_000L / ReportedInterfaces.COUNT;
    private static final long NOT_AVAILABLE = -1;
    private static final long INTERFACE_SPEED = 10_000_000_000L;
    private static final int VLAN = 100;

    private final SflowDatagramWriter writer = new SflowDatagramWriter();
    private final ReportedInterfaces interfaces = new ReportedInterfaces();
    private final byte[] header = new byte[PacketWriter.MAX_HEADER_LENGTH];
    private final long[] counters = new long[CounterStructure.GENERIC_INTERFACE.schema().counters().size()];
    private final long[] sampleSequence = new long[ReportedInterfaces.COUNT + 1];
    private final long[] samplePool = new long[ReportedInterfaces.COUNT + 1];
    private final long samplingRate;
    private long datagramSequence;
    private long counterSequence;
    private long packets;
    private long nextCountersNs = Long.MIN_VALUE;

    SflowAgent(final int address, final long bootNs, final long samplingRate)
    {
        super(address, bootNs);
        this.samplingRate = samplingRate;
    }

    @Override
    void write(final SyntheticFlow flow, final long frames, final long startNs, final long endNs)
    {
        if (0 == records())
        {
            begin(endNs);
        }
        final int ifIndex = flow.inputInterface;
        samplePool[ifIndex] += frames;
        interfaces.count(flow, frames);
        final int length = PacketWriter.write(header, 0, flow, packets++);
        writer.beginFlowSample(sampleSequence[ifIndex]++, ifIndex, samplingRate, samplePool[ifIndex], 0,
            InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, ifIndex),
            InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, flow.outputInterface));
        writer.sampledHeader(HEADER_PROTOCOL_ETHERNET, flow.frameBytes, 0, header, 0, length);
        writer.extendedSwitch(VLAN, 0, VLAN, 0);
        writer.extendedRouter(0, V4_MAPPED | nextHop(), MASK_BITS, MASK_BITS);
        writer.endSample();
    }

    private void begin(final long timeNs)
    {
        writer.begin(buffer, 0, 0, V4_MAPPED | address() & 0xFFFF_FFFFL, 0, datagramSequence++ & 0xFFFF_FFFFL,
            uptimeMs(timeNs));
        if (timeNs >= nextCountersNs)
        {
            writeCounters(1 + (int)(counterSequence % ReportedInterfaces.COUNT));
            nextCountersNs = timeNs + COUNTER_INTERVAL_NS;
        }
    }

    private void writeCounters(final int ifIndex)
    {
        int i = 0;
        counters[i++] = ifIndex;
        counters[i++] = 6;
        counters[i++] = INTERFACE_SPEED;
        counters[i++] = 1;
        counters[i++] = 3;
        counters[i++] = interfaces.inOctets(ifIndex);
        counters[i++] = interfaces.inPackets(ifIndex);
        i = putUnavailable(i, 2);
        counters[i++] = 0;
        counters[i++] = 0;
        i = putUnavailable(i, 1);
        counters[i++] = interfaces.outOctets(ifIndex);
        counters[i++] = interfaces.outPackets(ifIndex);
        i = putUnavailable(i, 2);
        counters[i++] = 0;
        counters[i++] = 0;
        counters[i] = 0;
        writer.beginCountersSample(counterSequence++ / ReportedInterfaces.COUNT, ifIndex);
        writer.counters(CounterStructure.GENERIC_INTERFACE, counters);
        writer.endSample();
    }

    private int putUnavailable(final int from, final int count)
    {
        for (int i = from; i < from + count; i++)
        {
            counters[i] = NOT_AVAILABLE;
        }
        return from + count;
    }

    @Override
    int datagramUnits()
    {
        return 1;
    }

    @Override
    boolean isFull()
    {
        return writer.length() + MAX_FLOW_SAMPLE_LENGTH > DATAGRAM_LIMIT;
    }

    @Override
    int complete(final long timeNs)
    {
        return writer.length();
    }
}
