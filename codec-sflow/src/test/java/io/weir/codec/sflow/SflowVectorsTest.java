package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterTable;
import io.weir.exporter.Protocol;
import io.weir.metric.MetricTable;
import io.weir.record.CounterRecord;
import io.weir.record.DiscardReason;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Vectors;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import org.junit.jupiter.api.Test;

class SflowVectorsTest
{
    private final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());

    private FlowRecord only(final String id)
    {
        Vectors.datagrams(id).forEach(datagram -> assertEquals(DecodeStatus.OK, kit.decode(datagram)));
        assertEquals(1, kit.flows().size());
        return kit.flows().get(0);
    }

    private static String ip(final FlowRecord record, final int slot)
    {
        assertTrue(record.has(slot) && record.has(slot + 1));
        return IpText.of(record.get(slot), record.get(slot + 1));
    }

    private static void assertHttpsFlow(final FlowRecord record)
    {
        assertEquals("192.0.2.1", ip(record, Slots.IP_SOURCE));
        assertEquals("198.51.100.2", ip(record, Slots.IP_DESTINATION));
        assertTrue(record.has(Slots.IPV4) && record.has(Slots.TCP));
        assertEquals(443, record.get(Slots.L4_SOURCE_PORT));
        assertEquals(50_000, record.get(Slots.L4_DESTINATION_PORT));
    }

    @Test
    void VEC_S01_shouldNotTakeXdrPaddingForPacketBytes()
    {
        final FlowRecord record = only("S01");

        assertHttpsFlow(record);
        assertEquals(1518, record.get(Slots.BYTES));
        assertEquals(1, record.get(Slots.FRAMES));
        assertEquals(1000, record.get(Slots.SAMPLING_RATE));
        assertEquals(4, record.get(Slots.STRIPPED));
        assertEquals(40, record.get(Slots.IP_BYTES));
        assertEquals(3, record.get(Slots.DATA_SOURCE));
        assertEquals(0, record.get(Slots.DIRECTION));
        assertEquals("192.0.2.254", ip(record, Slots.AGENT));
        assertEquals(61, sampledHeader(Vectors.datagrams("S01").get(0)).headerLength());
        assertEquals(1514, sampledHeader(Vectors.datagrams("S01").get(0)).layerLength());
    }

    private static SampledHeaderView sampledHeader(final byte[] datagram)
    {
        final SflowDatagramView view = new SflowDatagramView();
        final FlowSampleView sample = new FlowSampleView();
        final SampledHeaderView header = new SampledHeaderView();
        assertEquals(DecodeStatus.OK, view.wrap(datagram, 0, datagram.length));
        assertEquals(DecodeStatus.OK, view.nextSample());
        assertEquals(DecodeStatus.OK, sample.wrap(datagram, view.sampleOffset(), view.sampleLength()));
        assertEquals(DecodeStatus.OK, sample.nextRecord());
        assertEquals(SflowFormat.SAMPLED_HEADER, sample.recordFormat());
        assertEquals(DecodeStatus.OK, header.wrap(datagram, sample.recordOffset(), sample.recordLength()));
        return header;
    }

    @Test
    void VEC_S02_shouldFallBackToUdpSourceWhenAgentAddressIsUnknown()
    {
        final FlowRecord record = only("S02");

        assertHttpsFlow(record);
        assertEquals("192.0.2.1", ip(record, Slots.AGENT));
    }

    @Test
    void VEC_S03_shouldNotMaskExpandedInterface()
    {
        final FlowRecord record = only("S03");

        assertHttpsFlow(record);
        assertEquals(InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, 1_285_816_721L),
            record.get(Slots.OUTPUT_IFINDEX));
        assertEquals(3, record.get(Slots.INPUT_IFINDEX));
        assertEquals("2001:DB8::FE", ip(record, Slots.AGENT));
    }

    @Test
    void VEC_S04_shouldTellInternalAndDiscardFromInterfaces()
    {
        final FlowRecord record = only("S04");

        assertHttpsFlow(record);
        assertEquals(InterfaceIndex.FORMAT_INTERNAL, InterfaceIndex.format(record.get(Slots.INPUT_IFINDEX)));
        assertEquals(InterfaceIndex.of(InterfaceIndex.FORMAT_DISCARD, 258), record.get(Slots.OUTPUT_IFINDEX));
        assertFalse(record.has(Slots.DIRECTION));
    }

    @Test
    void VEC_S06_shouldSkipUnknownRecordsByLengthAndCountThem()
    {
        final FlowRecord record = only("S06");

        assertHttpsFlow(record);
        assertEquals(10, record.get(Slots.VLAN_SOURCE));
        assertEquals(20, record.get(Slots.VLAN_DESTINATION));
        assertEquals(2, kit.faults(DecodeStatus.UNKNOWN_TYPE));
    }

    @Test
    void VEC_S07_shouldReadKnownPrefixOfExtendedStructures()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Vectors.datagrams("S07").get(0)));

        assertEquals(3, kit.counters().size());
        final CounterRecord record = kit.counters().get(0);
        assertEquals("if_counters", record.schema().name());
        assertEquals(3, value(record, "ifIndex"));
        assertEquals(10_000_000_000L, value(record, "ifSpeed"));
        assertEquals(0x2_0000_0000L, value(record, "ifInOctets"));
        assertEquals(10, value(record, "ifInUcastPkts"));
        assertEquals(12, value(record, "ifInBroadcastPkts"));
        assertTrue(missing(record, "ifInDiscards"));
        assertEquals(0, value(record, "ifInErrors"));
        assertTrue(missing(record, "ifInUnknownProtos"));
        assertEquals(0x4_0000_0000L, value(record, "ifOutOctets"));
        final CounterRecord whole = kit.counters().get(2);
        final CounterRecord early = kit.counters().get(1);
        assertEquals("host_cpu", whole.schema().name());
        assertTrue(whole.has(indexOf(whole, "cpu_guest_nice")));
        assertEquals("host_cpu", early.schema().name());
        assertTrue(early.has(indexOf(early, "contexts")));
        assertTrue(missing(early, "cpu_steal"));
        assertEquals(1, kit.count(ExporterCounter.COUNTER_SAMPLES));
        assertEquals(0, kit.faults(DecodeStatus.UNKNOWN_TYPE));
    }

    private static int indexOf(final CounterRecord record, final String name)
    {
        for (int i = 0; i < record.schema().counters().size(); i++)
        {
            if (name.equals(record.schema().counters().get(i).name()))
            {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static long value(final CounterRecord record, final String name)
    {
        assertTrue(record.has(indexOf(record, name)), name);
        return record.value(indexOf(record, name));
    }

    private static boolean missing(final CounterRecord record, final String name)
    {
        return !record.has(indexOf(record, name));
    }

    @Test
    void VEC_S09_shouldRejectSampleWhoseRecordRunsPastIt()
    {
        assertEquals(DecodeStatus.LENGTH, kit.decode(Vectors.datagrams("S09").get(0)));
        assertEquals(0, kit.flowCount());
        assertEquals(1, kit.faults(DecodeStatus.LENGTH));
    }

    @Test
    void VEC_S10_shouldKeepWhatIsThereWhenCountsAreHuge()
    {
        assertHttpsFlow(only("S10"));
        assertEquals(2, kit.faults(DecodeStatus.COUNT));
    }

    @Test
    void VEC_S12_shouldTellOfDroppedPacketWithoutScalingIt()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Vectors.datagrams("S12").get(0)));
        assertEquals(1, kit.count(ExporterCounter.DISCARD_SAMPLES));
        assertEquals(0, kit.faults(DecodeStatus.UNKNOWN_TYPE));
        assertEquals(0, kit.flowCount());
        final FlowRecord record = kit.discards().get(0);
        assertHttpsFlow(record);
        assertEquals("acl", DiscardReason.name(record.get(Slots.DISCARD_REASON)));
        assertEquals(3, record.get(Slots.INPUT_IFINDEX));
        assertEquals(0, record.get(Slots.OUTPUT_IFINDEX));
        assertEquals(3, record.get(Slots.DATA_SOURCE));
        assertFalse(record.has(Slots.SAMPLING_RATE));
        assertEquals(58, record.get(Slots.BYTES));
        assertEquals("ip_forward_finish", text(record, Slots.FUNCTION));
        assertEquals("NETFILTER_DROP", text(record, Slots.LINUX_REASON));
    }

    private static String text(final FlowRecord record, final int slot)
    {
        assertTrue(record.has(slot));
        return new String(record.buffer(), record.textOffset(slot), record.textLength(slot),
            java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void VEC_S14_shouldReadNoPortsFromLaterFragment()
    {
        final FlowRecord record = only("S14");

        assertEquals(185, record.get(Slots.IP_FRAGMENT_OFFSET));
        assertTrue(record.has(Slots.UDP));
        assertFalse(record.has(Slots.L4_SOURCE_PORT));
        assertFalse(record.has(Slots.L4_DESTINATION_PORT));
        assertFalse(record.has(Slots.CUT));
    }

    @Test
    void VEC_S15_shouldFollowIpv6ExtensionHeaders()
    {
        final FlowRecord record = only("S15");

        assertTrue(record.has(Slots.IPV6) && record.has(Slots.TCP));
        assertEquals("2001:DB8::1", ip(record, Slots.IP_SOURCE));
        assertEquals(6, record.get(Slots.L4_PROTOCOL));
        assertEquals(443, record.get(Slots.L4_SOURCE_PORT));
        assertEquals(50_000, record.get(Slots.L4_DESTINATION_PORT));
        assertEquals(0xCAFE, record.get(Slots.IP_IDENTIFICATION));
        assertEquals(1, record.get(Slots.IP_FLAGS));
        assertEquals(0, record.get(Slots.IP_FRAGMENT_OFFSET));
        assertEquals(0xABCDE, record.get(Slots.IP6_FLOW_LABEL));
    }

    private static String stack(final FlowRecord record)
    {
        return PacketStack.format(record.get(Slots.STACK), record.get(Slots.STACK + 1));
    }

    @Test
    void VEC_S16_shouldReadBothPacketsOfTunnel()
    {
        final FlowRecord record = only("S16");

        assertTrue(record.has(Slots.UDP) && record.has(Slots.TUNNEL));
        assertEquals(12_345, record.get(Slots.L4_SOURCE_PORT));
        assertEquals(4789, record.get(Slots.L4_DESTINATION_PORT));
        assertEquals(5001, record.get(Slots.VNI));
        assertEquals("10.0.0.1", ip(record, Slots.LAYER_STRIDE + Slots.IP_SOURCE));
        assertEquals("10.0.0.2", ip(record, Slots.LAYER_STRIDE + Slots.IP_DESTINATION));
        assertEquals(443, record.get(Slots.LAYER_STRIDE + Slots.L4_SOURCE_PORT));
        assertEquals(50_000, record.get(Slots.LAYER_STRIDE + Slots.L4_DESTINATION_PORT));
        assertEquals("eth.ip.udp.vxlan.eth.ip.tcp", stack(record));
    }

    @Test
    void VEC_S18_shouldEndLabelsByTheirBottomBitAlone()
    {
        final FlowRecord record = only("S18");

        assertEquals("eth.mpls.ip6.tcp", stack(record));
        assertEquals(2, record.get(Slots.MPLS_LABELS + 1) >>> 60);
        assertEquals(16_001 | 7 << 20, record.get(Slots.MPLS_LABELS + 1) & 0xFF_FFFF_FFFFL);
        assertTrue(record.has(Slots.IPV6));
        assertEquals("2001:DB8::1", ip(record, Slots.IP_SOURCE));
        assertEquals(443, record.get(Slots.L4_SOURCE_PORT));
    }

    @Test
    void VEC_S20_shouldDecodeByHeaderProtocol()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Vectors.datagrams("S20").get(0)));

        assertEquals(3, kit.flows().size());
        assertHttpsFlow(kit.flows().get(0));
        assertEquals("2001:DB8::1", ip(kit.flows().get(1), Slots.IP_SOURCE));
        assertEquals(443, kit.flows().get(1).get(Slots.L4_SOURCE_PORT));
        assertEquals(13, kit.flows().get(2).get(Slots.HEADER_PROTOCOL));
        assertHttpsFlow(kit.flows().get(2));
        assertEquals(100, kit.flows().get(2).get(Slots.MPLS_BOTTOM_LABEL));
        assertEquals(0, kit.faults(DecodeStatus.UNKNOWN_TYPE));
        final long[] layerBytes = { 40, 60, 44 };
        for (int i = 0; i < layerBytes.length; i++)
        {
            final FlowRecord record = kit.flows().get(i);
            assertEquals(layerBytes[i], record.get(Slots.BYTES) - record.get(Slots.STRIPPED));
        }
    }

    @Test
    void VEC_S21_shouldDecodeVersion4()
    {
        final FlowRecord record = only("S21");

        assertHttpsFlow(record);
        assertEquals(Protocol.SFLOW4, kit.exporter().protocol());
        assertEquals("192.0.2.254", ip(record, Slots.AGENT));
        assertEquals(100, record.get(Slots.BYTES));
        assertEquals(512, record.get(Slots.SAMPLING_RATE));
        assertFalse(record.has(Slots.STRIPPED));
        assertEquals(3, record.get(Slots.INPUT_IFINDEX));
        assertEquals(5, record.get(Slots.OUTPUT_IFINDEX));
        assertEquals(3, record.get(Slots.DATA_SOURCE));
        assertEquals(10, record.get(Slots.VLAN_SOURCE));
        assertEquals(20, record.get(Slots.VLAN_DESTINATION));
        assertEquals(1, kit.counters().size());
        assertEquals(3, value(kit.counters().get(0), "ifIndex"));
        assertEquals(10_000_000_000L, value(kit.counters().get(0), "ifSpeed"));
        assertEquals(1, kit.count(ExporterCounter.FLOW_SAMPLES));
        assertEquals(1, kit.count(ExporterCounter.COUNTER_SAMPLES));
        assertEquals(0, kit.faults(DecodeStatus.TRAILING) + kit.faults(DecodeStatus.UNKNOWN_TYPE));
    }

    @Test
    void VEC_S22_shouldMakeMetricsOfCustomSamples()
    {
        final byte[] datagram = Vectors.datagrams("S22").get(0);
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        assertEquals(2, kit.metricCount());
        assertEquals(1, kit.count(ExporterCounter.CUSTOM_SAMPLES));
        assertEquals(0, kit.faults(DecodeStatus.UNKNOWN_TYPE));

        final MetricTable table = MetricTable.builder().build();
        final ManualTime time = new ManualTime(0);
        final RecordHandler handler = table.newHandler(new SinkContext(RunMode.REPLAY, 0, time));
        final DatagramContext context = new DatagramContext(new ExporterTable(16));
        final DatagramDecoder decoder = SflowDecoder.provider().newDecoder();
        for (int i = 0; i < 2; i++)
        {
            context.begin(0, 0xFFFF_C000_0201L, 6343, time.epochNs(), datagram.length);
            handler.onDatagramStart(context);
            assertEquals(DecodeStatus.OK, decoder.decode(datagram, 0, datagram.length, context, handler));
            datagram[19]++;
            datagram[22] += 4;
            datagram[datagram.length - 1] += 100;
        }
        assertEquals(1.5, table.value("192.0.2.254", "pod1", "cpu").number());
        assertEquals(100 / 1.024, table.value("192.0.2.254", "pod1", "req").number(), 1e-9);
    }

    @Test
    void VEC_S24_shouldReachIpThroughSnapAndPppoe()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Vectors.datagrams("S24").get(0)));

        assertHttpsFlow(kit.flows().get(0));
        assertEquals(0x0800, kit.flows().get(0).get(Slots.ETHERNET_PROTOCOL));
        assertEquals(0x8864, kit.flows().get(1).get(Slots.ETHERNET_PROTOCOL));
        assertHttpsFlow(kit.flows().get(1));
        assertEquals("eth.pppoe.ppp.ip.tcp", stack(kit.flows().get(1)));
    }
}
