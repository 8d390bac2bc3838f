package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.CounterRecord;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

class SflowDecoderTest
{
    private final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());
    private final byte[] buffer = new byte[1500];

    private FlowRecord decodeOne(final SflowDatagramWriter writer)
    {
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        assertEquals(1, kit.flowCount());
        return kit.flows().get(0);
    }

    private SflowDatagramWriter sample()
    {
        return Datagrams.begin(buffer).beginFlowSample(1, 3, 1000, 0, 0, 5, 3);
    }

    @Test
    void shouldFillEveryFieldOfFlowSample()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Datagrams.twoFlows()));

        final FlowRecord record = kit.flows().get(1);
        assertEquals(0, record.get(Slots.AGENT));
        assertEquals(Datagrams.AGENT_LOW, record.get(Slots.AGENT + 1));
        assertEquals(0, record.get(Slots.OBSERVATION_DOMAIN));
        assertEquals(3, record.get(Slots.DATA_SOURCE));
        assertEquals(3, record.get(Slots.INPUT_IFINDEX));
        assertEquals(5, record.get(Slots.OUTPUT_IFINDEX));
        assertEquals(0, record.get(Slots.DIRECTION));
        assertEquals(1518, record.get(Slots.BYTES));
        assertEquals(1, record.get(Slots.FRAMES));
        assertEquals(1000, record.get(Slots.SAMPLING_RATE));
        assertEquals(4, record.get(Slots.STRIPPED));
        assertEquals(1, record.get(Slots.HEADER_PROTOCOL));
        assertEquals(0x02_00_0000_0001L, record.get(Slots.MAC_SOURCE));
        assertEquals(0x02_00_0000_0002L, record.get(Slots.MAC_DESTINATION));
        assertEquals(0x12, record.get(Slots.TCP_FLAGS));
        assertEquals(10, record.get(Slots.VLAN_SOURCE));
        assertEquals(1, record.get(Slots.PRIORITY_SOURCE));
        assertEquals(20, record.get(Slots.VLAN_DESTINATION));
        assertEquals(2, record.get(Slots.PRIORITY_DESTINATION));
        assertEquals(0, record.get(Slots.NEXT_HOP));
        assertEquals(0xFFFF_C000_0205L, record.get(Slots.NEXT_HOP + 1));
        assertEquals(24, record.get(Slots.SOURCE_MASK_BITS));
        assertEquals(16, record.get(Slots.DESTINATION_MASK_BITS));
        assertFalse(record.has(Slots.START_TIME) || record.has(Slots.VLAN) || record.has(Slots.CUT));
        assertEquals(2, kit.count(ExporterCounter.FLOW_SAMPLES));
        assertEquals(1000, kit.exporters().get(0).samplingRate());
    }

    @Test
    void shouldReadCountersThenExpandedFlow()
    {
        assertEquals(DecodeStatus.OK, kit.decode(Datagrams.countersAndFlow()));

        assertEquals(2, kit.counters().size());
        final CounterRecord generic = kit.counters().get(0);
        final CounterRecord ethernet = kit.counters().get(1);
        assertEquals("if_counters", generic.schema().name());
        assertEquals(88, generic.schema().length());
        for (int i = 0; i < 19; i++)
        {
            assertEquals(100 + i, generic.value(i));
        }
        assertEquals("ethernet_counters", ethernet.schema().name());
        assertEquals(52, ethernet.schema().length());
        assertEquals(212, ethernet.value(12));
        assertEquals(3, ethernet.dataSource());
        assertEquals(7, ethernet.sequence());
        assertEquals(10_000, ethernet.uptimeMs());
        assertEquals(Datagrams.AGENT_LOW, ethernet.agentLow());
        final FlowRecord record = kit.flows().get(0);
        assertEquals(1L << 32 | 77, record.get(Slots.DATA_SOURCE));
        assertEquals(InterfaceIndex.of(InterfaceIndex.FORMAT_INTERNAL, 0), record.get(Slots.INPUT_IFINDEX));
        assertEquals(InterfaceIndex.of(InterfaceIndex.FORMAT_MULTIPLE, 4), record.get(Slots.OUTPUT_IFINDEX));
        assertFalse(record.has(Slots.DIRECTION));
        assertEquals(1, kit.count(ExporterCounter.COUNTER_SAMPLES));
    }

    @Test
    void shouldNotCarryAnythingFromOneSampleToTheNext()
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer)
            .beginFlowSample(1, 3, 1000, 0, 0, 3, 5)
            .sampledHeader(1, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .extendedSwitch(10, 1, 20, 2).endSample()
            .beginFlowSample(2, 3, 0, 0, 0, 4, 5).endSample();
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));

        final FlowRecord bare = kit.flows().get(1);
        assertEquals(0, bare.present(0));
        assertFalse(bare.has(Slots.BYTES) || bare.has(Slots.SAMPLING_RATE) || bare.has(Slots.VLAN_SOURCE) ||
            bare.has(Slots.DIRECTION) || bare.has(Slots.HEADER_PROTOCOL));
        assertEquals(1, bare.get(Slots.FRAMES));
    }

    @Test
    void shouldTellDirectionAtTheDataSource()
    {
        final FlowRecord record = decodeOne(sample().endSample());
        assertEquals(1, record.get(Slots.DIRECTION));
    }

    @Test
    void shouldNotTakeReasonOfDiscardForDataSource()
    {
        final SflowDatagramWriter writer = Datagrams.begin(buffer).beginFlowSample(1, 1L << 32 | 7, 10, 0, 0, 4,
            InterfaceIndex.of(InterfaceIndex.FORMAT_DISCARD, 7)).endSample();
        assertFalse(decodeOne(writer).has(Slots.DIRECTION));
    }

    @Test
    void shouldTreatUnknownVlansAndNextHopAsAbsent()
    {
        final byte[] router = new byte[12];
        Wire.putU32(router, 4, 24);
        Wire.putU32(router, 8, 32);
        final FlowRecord record = decodeOne(sample().extendedSwitch(10, 0xFFFF_FFFFL, 20, 0xFFFF_FFFFL)
            .record(SflowFormat.EXTENDED_ROUTER, router, 0, 12).endSample());

        assertTrue(record.has(Slots.VLAN_SOURCE) && record.has(Slots.VLAN_DESTINATION));
        assertFalse(record.has(Slots.PRIORITY_SOURCE) || record.has(Slots.PRIORITY_DESTINATION));
        assertFalse(record.has(Slots.NEXT_HOP));
        assertEquals(24, record.get(Slots.SOURCE_MASK_BITS));
        assertEquals(32, record.get(Slots.DESTINATION_MASK_BITS));
    }

    @Test
    void shouldReadIpv6NextHop()
    {
        final FlowRecord record = decodeOne(sample().extendedRouter(0x2001_0DB8_0000_0000L, 9, 64, 48).endSample());
        assertEquals(0x2001_0DB8_0000_0000L, record.get(Slots.NEXT_HOP));
        assertEquals(9, record.get(Slots.NEXT_HOP + 1));
        assertEquals(48, record.get(Slots.DESTINATION_MASK_BITS));
    }

    @Test
    void shouldCountAddressTypeOfNextHopThatIsNotDefined()
    {
        final byte[] router = new byte[16];
        Wire.putU32(router, 0, 3);
        decodeOne(sample().record(SflowFormat.EXTENDED_ROUTER, router, 0, 16).endSample());
        assertEquals(1, kit.faults(DecodeStatus.ADDRESS_TYPE));
    }

    private static byte[] sampledIpv4(final int protocol)
    {
        final byte[] body = new byte[32];
        final long[] words = { 1400, protocol, 0x0A00_0001, 0x0A00_0002, 443, 50_000, 0x12, 0xB8 };
        for (int i = 0; i < words.length; i++)
        {
            Wire.putU32(body, 4 * i, words[i]);
        }
        return body;
    }

    @Test
    void shouldFillSameFieldsFromSampledIpv4()
    {
        final FlowRecord record =
            decodeOne(sample().record(SflowFormat.SAMPLED_IPV4, sampledIpv4(6), 0, 32).endSample());

        assertTrue(record.has(Slots.IPV4) && record.has(Slots.TCP));
        assertEquals(0xFFFF_0A00_0001L, record.get(Slots.IP_SOURCE + 1));
        assertEquals(0xFFFF_0A00_0002L, record.get(Slots.IP_DESTINATION + 1));
        assertEquals(443, record.get(Slots.L4_SOURCE_PORT));
        assertEquals(50_000, record.get(Slots.L4_DESTINATION_PORT));
        assertEquals(0x12, record.get(Slots.TCP_FLAGS));
        assertEquals(0xB8, record.get(Slots.IP_TOS));
        assertEquals(6, record.get(Slots.L4_PROTOCOL));
        assertEquals(1400, record.get(Slots.IP_BYTES));
        assertEquals(1400, record.get(Slots.BYTES));
    }

    @Test
    void shouldLeavePortsAbsentWhereSampledProtocolHasNone()
    {
        final FlowRecord record =
            decodeOne(sample().record(SflowFormat.SAMPLED_IPV4, sampledIpv4(1), 0, 32).endSample());
        assertTrue(record.has(Slots.ICMP));
        assertFalse(record.has(Slots.L4_SOURCE_PORT) || record.has(Slots.TCP_FLAGS));
    }

    @Test
    void shouldFillSameFieldsFromSampledEthernetAndIpv6()
    {
        final byte[] ethernet = new byte[24];
        Wire.putU32(ethernet, 0, 1514);
        Wire.putU48(ethernet, 4, 0x02_00_0000_0001L);
        Wire.putU48(ethernet, 12, 0x02_00_0000_0002L);
        Wire.putU32(ethernet, 20, 0x86DD);
        final byte[] ipv6 = new byte[56];
        Wire.putU32(ipv6, 0, 1500);
        Wire.putU32(ipv6, 4, 17);
        Wire.putU64(ipv6, 8, 0x2001_0DB8_0000_0000L);
        Wire.putU64(ipv6, 16, 1);
        Wire.putU64(ipv6, 24, 0x2001_0DB8_0000_0000L);
        Wire.putU64(ipv6, 32, 2);
        Wire.putU32(ipv6, 40, 53);
        Wire.putU32(ipv6, 44, 5353);
        final FlowRecord record = decodeOne(sample().record(SflowFormat.SAMPLED_IPV6, ipv6, 0, 56)
            .record(SflowFormat.SAMPLED_ETHERNET, ethernet, 0, 24).endSample());

        assertEquals(0x02_00_0000_0001L, record.get(Slots.MAC_SOURCE));
        assertEquals(0x02_00_0000_0002L, record.get(Slots.MAC_DESTINATION));
        assertEquals(0x86DD, record.get(Slots.ETHERNET_PROTOCOL));
        assertEquals(1514, record.get(Slots.BYTES));
        assertEquals(1500, record.get(Slots.IP_BYTES));
        assertTrue(record.has(Slots.IPV6) && record.has(Slots.UDP) && !record.has(Slots.TCP_FLAGS));
        assertEquals(0x2001_0DB8_0000_0000L, record.get(Slots.IP_DESTINATION));
        assertEquals(2, record.get(Slots.IP_DESTINATION + 1));
        assertEquals(53, record.get(Slots.L4_SOURCE_PORT));
    }

    @Test
    void shouldPreferSampledHeaderWhereverItStands()
    {
        final FlowRecord record = decodeOne(sample().record(SflowFormat.SAMPLED_IPV4, sampledIpv4(17), 0, 32)
            .sampledHeader(1, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length).endSample());
        assertEquals(1518, record.get(Slots.BYTES));
        assertEquals(0xFFFF_C000_0201L, record.get(Slots.IP_SOURCE + 1));
        assertTrue(record.has(Slots.TCP) && !record.has(Slots.UDP));
    }

    @Test
    void shouldFillKeysFromSampledIpv4WhenHeaderProtocolIsUnknown()
    {
        final FlowRecord record = decodeOne(sample()
            .sampledHeader(99, 1518, 4, Datagrams.PACKET, 0, Datagrams.PACKET.length)
            .record(SflowFormat.SAMPLED_IPV4, sampledIpv4(6), 0, 32).endSample());
        assertEquals(1518, record.get(Slots.BYTES));
        assertEquals(0xFFFF_0A00_0001L, record.get(Slots.IP_SOURCE + 1));
    }

    @Test
    void shouldFillOnlyWantedPacketFieldsAndAlwaysKinds()
    {
        kit.wanting(FieldSet.of(Field.IP_SOURCE, Field.BYTES, Field.SAMPLING_RATE)).decode(Datagrams.twoFlows());

        final FlowRecord record = kit.flows().get(0);
        assertTrue(record.has(Slots.IP_SOURCE) && record.has(Slots.IPV4) && record.has(Slots.TCP));
        assertEquals(1518, record.get(Slots.BYTES));
        assertFalse(record.has(Slots.IP_DESTINATION) || record.has(Slots.L4_SOURCE_PORT) ||
            record.has(Slots.MAC_SOURCE) || record.has(Slots.VLAN_SOURCE) || record.has(Slots.NEXT_HOP));
    }

    @Test
    void shouldCountLostDatagramsBySequence()
    {
        final byte[] datagram = Datagrams.twoFlows();
        kit.decode(datagram);
        Wire.putU32(datagram, 16, 1004);
        kit.decode(datagram);
        assertEquals(3, kit.count(ExporterCounter.LOST));
    }

    @Test
    void shouldReadHeaderAndSamplesThroughViews()
    {
        final byte[] datagram = Datagrams.countersAndFlow();
        final SflowDatagramView view = new SflowDatagramView();
        assertEquals(DecodeStatus.OK, view.wrap(datagram, 0, datagram.length));
        assertEquals(1, view.agentAddressType());
        assertEquals(1000, view.sequence());
        assertEquals(10_000, view.uptimeMs());
        assertEquals(2, view.sampleCount());
        assertEquals(DecodeStatus.OK, view.nextSample());
        assertEquals(DecodeStatus.OK, view.nextSample());
        final FlowSampleView sample = new FlowSampleView();
        assertEquals(DecodeStatus.OK, sample.wrapExpanded(datagram, view.sampleOffset(), view.sampleLength()));
        assertEquals(8, sample.sequence());
        assertEquals(1, sample.sourceClass());
        assertEquals(77, sample.sourceIndex());
        assertEquals(4096, sample.samplingRate());
        assertEquals(9, sample.samplePool());
        assertEquals(1, sample.drops());
        assertFalse(view.hasSample());
        assertEquals(0, view.remaining());
    }

    @Test
    void shouldWriteNothingOutOfOrder()
    {
        final SflowDatagramWriter writer = new SflowDatagramWriter();
        assertThrows(IllegalStateException.class, () -> writer.beginCountersSample(1, 1));
        writer.begin(buffer, 10, 0, Datagrams.AGENT_LOW, 0, 1, 1);
        assertThrows(IllegalStateException.class, () -> writer.extendedSwitch(1, 1, 1, 1));
        assertThrows(IllegalStateException.class, writer::endSample);
        writer.beginCountersSample(1, 1);
        assertThrows(IllegalStateException.class, () -> writer.beginCountersSample(1, 1));
        assertEquals(28, writer.length());
        assertEquals(1, writer.endSample().sampleCount());
        assertEquals(48, writer.length());
    }

    @Test
    void shouldWriteWithinTheArrayAtAnyOffset()
    {
        final byte[] small = new byte[64];
        final SflowDatagramWriter writer = new SflowDatagramWriter().begin(small, 20, 1, 2, 3, 4, 5);
        assertEquals(4, writer.remaining());
        assertEquals(40, writer.length());
        assertThrows(IndexOutOfBoundsException.class, () -> writer.beginCountersSample(1, 1));
        assertEquals(DecodeStatus.OK, kit.decode(small, 20, 40));
        assertEquals(0, Arrays.stream(new int[] { small[0], small[19] }).sum());
    }
}
