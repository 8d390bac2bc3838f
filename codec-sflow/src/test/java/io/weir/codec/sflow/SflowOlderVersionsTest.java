package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.exporter.Protocol;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.Slots;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class SflowOlderVersionsTest
{
    private final DecoderKit kit = DecoderKit.keeping(SflowDecoder.provider());

    private static String text(final FlowRecord record, final int slot)
    {
        assertTrue(record.has(slot));
        return new String(record.buffer(), record.textOffset(slot), record.textLength(slot), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 4 })
    void shouldDecodeEveryKindOfData(final int version)
    {
        assertEquals(DecodeStatus.OK, kit.decode(OlderDatagrams.everything(version)));

        assertEquals(2 == version ? Protocol.SFLOW2 : Protocol.SFLOW4, kit.exporter().protocol());
        assertEquals(3, kit.flows().size());
        assertEquals(7, kit.count(ExporterCounter.COUNTER_SAMPLES));
        assertEquals(List.of("if_counters", "if_counters", "ethernet_counters", "if_counters", "tokenring_counters",
            "if_counters", "if_counters", "vg_counters", "if_counters", "vlan_counters"),
            kit.counters().stream().map(record -> record.schema().name()).toList());
        final FlowRecord record = kit.flows().get(0);
        assertEquals(1518, record.get(Slots.BYTES));
        assertEquals(512, record.get(Slots.SAMPLING_RATE));
        assertEquals(443, record.get(Slots.L4_SOURCE_PORT));
        assertEquals(7, record.get(Slots.INPUT_IFINDEX));
        assertEquals(0, record.get(Slots.DIRECTION));
        assertEquals(InterfaceIndex.of(InterfaceIndex.FORMAT_MULTIPLE, 3), record.get(Slots.OUTPUT_IFINDEX));
        assertEquals(20, record.get(Slots.VLAN_DESTINATION));
        assertEquals(24, record.get(Slots.SOURCE_MASK_BITS));
        assertEquals("192.0.2.254", IpText.of(record.get(Slots.NEXT_HOP), record.get(Slots.NEXT_HOP + 1)));
        assertEquals(65_000, record.get(Slots.BGP_AS));
        assertEquals(65_003, record.get(Slots.BGP_DESTINATION_PEER_AS));
        assertEquals(65_005, record.get(Slots.BGP_DESTINATION_AS));
        assertEquals(4 == version, record.has(Slots.BGP_AS_PATH));
        assertEquals(4 == version, record.has(Slots.BGP_LOCAL_PREF));
        assertEquals("alice", text(record, Slots.USER_SOURCE));
        assertEquals("bob", text(record, Slots.USER_DESTINATION));
        assertEquals("http://example.net/", text(record, Slots.URL));
        assertFalse(record.has(Slots.URL_HOST));
        assertTrue(kit.flows().get(1).has(Slots.IPV4));
        assertEquals(1500, kit.flows().get(1).get(Slots.BYTES));
        assertTrue(kit.flows().get(2).has(Slots.IPV6));
        assertEquals(53, kit.flows().get(2).get(Slots.L4_SOURCE_PORT));
        assertEquals("bob", text(kit.flows().get(2), Slots.USER_DESTINATION));
    }

    @Test
    void shouldCountSequencesOfSamples()
    {
        final byte[] datagram = new OlderDatagrams(4).flow().header(Datagrams.PACKET).words(0).datagram();
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        datagram[31] += 3;
        assertEquals(DecodeStatus.OK, kit.decode(datagram));
        assertEquals(2, kit.count(ExporterCounter.SAMPLES_LOST));
    }

    @Test
    void shouldKeepWhatPrecedesUnknownTypes()
    {
        assertEquals(DecodeStatus.OK, kit.decode(new OlderDatagrams(4)
            .flow().header(Datagrams.PACKET).words(2, 1, 10, 1, 20, 2, 6, 0, 0)
            .flow().header(Datagrams.PACKET).words(0).datagram()));
        assertEquals(1, kit.flows().size());
        assertEquals(10, kit.flows().get(0).get(Slots.VLAN_SOURCE));
        assertEquals(1, kit.faults(DecodeStatus.UNKNOWN_TYPE));

        for (final int packetType : new int[] { 0, 4, -1 })
        {
            kit.decode(new OlderDatagrams(4).flow().words(packetType, 1, 1, 1).datagram());
        }
        kit.decode(new OlderDatagrams(4).words(3, 1, 1, 1, 1, 1).datagram(1));
        kit.decode(new OlderDatagrams(4).words(2, 5, 7, 20, 8, 1, 1, 1).datagram(1));
        assertEquals(6, kit.faults(DecodeStatus.UNKNOWN_TYPE));
        assertEquals(6, kit.outcomes(DecodeStatus.OK));
        assertEquals(1, kit.flows().size());
        assertEquals(0, kit.counters().size());
    }

    @Test
    void shouldStopWhereBytesEnd()
    {
        final byte[] whole = OlderDatagrams.everything(4);
        final int samples = 10;
        long delivered = 0;
        for (int length = 0; length < whole.length; length++)
        {
            kit.clear();
            final DecodeStatus status = kit.decode(Arrays.copyOf(whole, length));
            assertTrue(kit.flowCount() + kit.counterCount() >= delivered, () -> "delivered less: " + kit.flowCount());
            delivered = kit.flowCount() + kit.counterCount();
            assertEquals(0 == delivered, DecodeStatus.OK != status);
        }
        assertTrue(delivered > samples);
        kit.clear();
        assertEquals(DecodeStatus.OK, kit.decode(Arrays.copyOf(whole, whole.length + 4)));
        assertEquals(1, kit.faults(DecodeStatus.TRAILING));
    }

    @Test
    void shouldBoundCounts()
    {
        final long huge = 0xFFFF_FFFFL;
        assertEquals(DecodeStatus.OK, kit.decode(
            new OlderDatagrams(4).flow().header(Datagrams.PACKET).words(0).datagram(huge)));
        assertEquals(DecodeStatus.OK, kit.decode(
            new OlderDatagrams(4).flow().header(Datagrams.PACKET).words(huge).datagram()));
        assertEquals(2, kit.faults(DecodeStatus.COUNT));
        assertEquals(2, kit.flowCount());
        assertEquals(DecodeStatus.LENGTH, kit.decode(
            new OlderDatagrams(4).flow().words(1, 1, 1518, huge, 0, 0).datagram()));
        assertEquals(DecodeStatus.OK, kit.decode(
            new OlderDatagrams(2).flow().header(Datagrams.PACKET).words(1, 3, 1, 2, 3, huge, 0).datagram()));
        assertEquals(3, kit.faults(DecodeStatus.COUNT));
    }

    @Test
    void shouldRejectBadHeaders()
    {
        assertEquals(DecodeStatus.SHORT, kit.decode(new byte[] { 0, 0, 0, 4 }));
        assertEquals(DecodeStatus.SHORT, kit.decode(new byte[] { 0, 0, 0, 2, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 1 }));
        assertEquals(DecodeStatus.ADDRESS_TYPE, kit.decode(new byte[] { 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 0 }));
        assertEquals(0, kit.exporters().size());
    }
}
