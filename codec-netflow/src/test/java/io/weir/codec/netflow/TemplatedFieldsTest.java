package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Fields beyond the usual ones: elements by number, what routers and translators tell, sections of packets. */
class TemplatedFieldsTest
{
    private static final String TCP = "01bbc350 00000001 00000002 5012 0400 00000000";
    private static final String IP = "4500 0028 1234 0000 40 06 0000 c0000201 c6336402" + TCP;
    private static final String UDP_VXLAN = "3039 12b5 005e 0000" +
        "08000000 00138900 020000000004 020000000003 0800" + IP;
    private static final String VXLAN = "020000000002 020000000001 0800" +
        "4500 0072 0000 0000 40 11 0000 0a000001 0a000002" + UDP_VXLAN;

    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());

    @Test
    void shouldFillAnyElementThatIsWanted()
    {
        final Field application = Field.element(0, 95);
        final Field mac = Field.element(0, 365);
        final Field address = Field.element(0, 27);
        final Field user = Field.elementText(0, 371);
        final Field vendor = Field.element(25_461, 701);
        final Field missing = Field.element(0, 96);
        kit.wanting(FieldSet.of(application, mac, address, user, vendor, missing, Field.BYTES));
        decode(Message.ipfix(1, 0).set(2).u16(256).u16(6).u16(95).u16(4).u16(365).u16(6).u16(27).u16(16)
            .u16(371).u16(8).u16(0x8000 | 701).u16(3).u32(25_461).u16(1).u16(4).endSet()
            .set(256).u32(0x0D00_0050).u16(0x0200).u32(5).u64(0x2001_0DB8_0000_0000L).u64(1)
            .u32(0x616E_6E00).u32(0).u8(1).u16(2).u32(77).bytes());

        final FlowRecord flow = kit.flows().get(0);
        assertEquals(0x0D00_0050, number(flow, application));
        assertEquals(0x0200_0000_0005L, number(flow, mac));
        assertEquals(1, number(flow, address));
        assertEquals(0x2001_0DB8_0000_0000L, flow.get(flow.elements().slot(address)));
        assertEquals(0x0001_0002, number(flow, vendor));
        assertEquals("ann", text(flow, user));
        assertFalse(flow.has(missing));
        assertEquals(77, flow.get(Slots.BYTES));
    }

    @Test
    void shouldFillElementsOfVariableLengthByWhatTheyHoldEachTime()
    {
        final Field number = Field.element(0, 95);
        final Field text = Field.elementText(0, 95);
        kit.wanting(FieldSet.of(number, text));
        decode(Message.ipfix(1, 0).template(256, 95, Message.VARIABLE, 1, 4).set(256)
            .u8(2).u16(0x4142).u32(1)
            .u8(0).u32(1)
            .u8(12).u32(0x4142_4344).u32(0x4142_4344).u32(0x4142_4344).u32(1).bytes());

        assertEquals(0x4142, number(kit.flows().get(0), number));
        assertEquals("AB", text(kit.flows().get(0), text));
        assertFalse(kit.flows().get(1).has(number));
        assertEquals("", text(kit.flows().get(1), text));
        assertFalse(kit.flows().get(2).has(number));
        assertEquals("ABCDABCDABCD", text(kit.flows().get(2), text));
    }

    @Test
    void shouldFollowWhatIsWantedFromOneDatagramToTheNext()
    {
        final byte[] message = Message.v9(1, 0).template(256, 57_554, 2, 1, 4).set(256).u16(9).u32(1).bytes();
        final Field type = Field.element(0, 57_554);
        kit.wanting(FieldSet.of(Field.element(0, 95), type));
        decode(message);
        kit.wanting(FieldSet.of(type));
        decode(message);
        kit.wanting(FieldSet.of(Field.BYTES));
        decode(message);

        assertEquals(9, number(kit.flows().get(0), type));
        assertEquals(9, number(kit.flows().get(1), type));
        assertEquals(Slots.ELEMENTS, kit.flows().get(1).elements().slot(type));
        assertFalse(kit.flows().get(2).has(type));
    }

    @Test
    void shouldAllocateNothingForElementsAndSections()
    {
        final DecoderKit digesting = DecoderKit.digesting(NetflowDecoder.provider()).wanting(FieldSet.ALL.union(
            FieldSet.of(Field.element(0, 315), Field.elementText(0, 315), Field.element(0, 27))));
        final byte[] message = section(315, VXLAN, 312, 142);
        final byte[] totals = Message.ipfix(1, 0).template(300, 8, 4, 85, 8, 86, 8).set(300)
            .u32(1).u64(5).u64(1).u32(2).u64(5).u64(1).bytes();
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 50_000; i++)
            {
                digesting.decode(message, 0, message.length);
                digesting.decode(totals, 0, totals.length);
            }
        }));
    }

    @Test
    void shouldReadWhatRoutersAndTranslatorsTell()
    {
        decode(Message.v9(1, 0).template(256, 18, 4, 128, 4, 129, 4, 225, 4, 226, 4, 227, 2, 228, 2, 234, 4, 235, 4,
            136, 1, 89, 1, 351, 4, 197, 1, 48, 2, 6, 2, 4, 1).set(256)
            .u32(0x0A00_0001).u32(65_001).u32(65_002).u32(0xCB00_7101).u32(0xCB00_7102).u16(1_024).u16(80)
            .u32(7).u32(8).u8(2).u8(0x84).u32(0x0100_1389).u8(0x40).u16(3).u16(0x112).u8(6).bytes());

        final FlowRecord flow = kit.flows().get(0);
        assertEquals("10.0.0.1", address(flow, Slots.BGP_NEXT_HOP));
        assertEquals(65_001, flow.get(Slots.BGP_DESTINATION_PEER_AS));
        assertEquals(65_002, flow.get(Slots.BGP_SOURCE_PEER_AS));
        assertEquals("203.0.113.1", address(flow, Slots.NAT_SOURCE));
        assertEquals("203.0.113.2", address(flow, Slots.NAT_DESTINATION));
        assertEquals(1_024, flow.get(Slots.NAT_SOURCE_PORT));
        assertEquals(80, flow.get(Slots.NAT_DESTINATION_PORT));
        assertEquals(7, flow.get(Slots.VRF));
        assertEquals(8, flow.get(Slots.VRF_EGRESS));
        assertEquals(2, flow.get(Slots.FLOW_END_REASON));
        assertEquals(0x84, flow.get(Slots.FORWARDING_STATUS));
        assertEquals(5_001, flow.get(Slots.VNI));
        assertEquals(2, flow.get(Slots.IP_FLAGS));
        assertEquals(3, flow.get(Slots.SAMPLER_ID));
        assertEquals(0x112, flow.get(Slots.TCP_FLAGS));
    }

    @Test
    void shouldTakeTheNextHopThatIsThereOfEitherFamily()
    {
        decode(Message.v9(1, 0).template(256, 15, 4, 62, 16, 8, 4).set(256)
            .u32(0x0A00_0001).u64(0).u64(0).u32(1)
            .u32(0).u64(0x2001_0DB8_0000_0000L).u64(9).u32(1)
            .u32(0).u64(0).u64(0).u32(1).bytes());

        assertEquals("10.0.0.1", address(kit.flows().get(0), Slots.NEXT_HOP));
        assertEquals("2001:DB8::9", address(kit.flows().get(1), Slots.NEXT_HOP));
        assertEquals("::", address(kit.flows().get(2), Slots.NEXT_HOP));
    }

    @Test
    void shouldTakeAPrefixForAnAddressOnlyWhereThereIsNoAddress()
    {
        decode(Message.v9(1, 0).template(256, 44, 4, 45, 4, 12, 4).set(256).u32(1).u32(2).u32(3).bytes());
        assertEquals("0.0.0.1", address(kit.flows().get(0), Slots.IP_SOURCE));
        assertEquals("0.0.0.3", address(kit.flows().get(0), Slots.IP_DESTINATION));
    }

    @ParameterizedTest
    @CsvSource({ "313, ip.tcp", "315, eth.ip.tcp", "104, eth.ip.tcp", "316, ip.tcp" })
    void shouldReadSectionsOfPackets(final int element, final String stack)
    {
        final String link = 315 == element || 104 == element ? "020000000002 020000000001 0800" :
            316 == element ? "00001 1 40" : "";
        decode(section(element, link + IP, 4, 0));

        final FlowRecord flow = kit.flows().get(0);
        assertEquals("192.0.2.1", address(flow, Slots.IP_SOURCE));
        assertEquals(443, flow.get(Slots.L4_SOURCE_PORT));
        assertEquals(0x12, flow.get(Slots.TCP_FLAGS));
        assertEquals(40, flow.get(Slots.BYTES));
        assertEquals(1, flow.get(Slots.FRAMES));
        assertTrue(flow.has(Slots.TCP) && flow.has(Slots.IPV4));
        if (316 != element)
        {
            assertEquals(stack, PacketStack.format(flow.get(Slots.STACK), flow.get(Slots.STACK + 1)));
        }
    }

    @Test
    void shouldReadASectionAboveIpByTheProtocolOfTheRecord()
    {
        decode(section(314, TCP, 4, 6));
        assertEquals(443, kit.flows().get(0).get(Slots.L4_SOURCE_PORT));
        assertEquals(50_000, kit.flows().get(0).get(Slots.L4_DESTINATION_PORT));
        assertEquals(1, kit.flows().get(0).get(Slots.FRAMES));
    }

    @Test
    void shouldTellWhereHeadersLieInASectionAboveIp()
    {
        decode(section(314, UDP_VXLAN, 4, 17));

        final FlowRecord flow = kit.flows().get(0);
        assertEquals(0, flow.get(Slots.L4_OFFSET));
        assertEquals(8 + 8 + 14, flow.get(Slots.LAYER_STRIDE + Slots.IP_OFFSET));
        assertEquals(8 + 8 + 14 + 20, flow.get(Slots.LAYER_STRIDE + Slots.L4_OFFSET));
    }

    @Test
    void shouldReadTheInnerPacketOfATunnelInASection()
    {
        decode(section(315, VXLAN, 312, 142));

        final FlowRecord flow = kit.flows().get(0);
        assertEquals(142, flow.get(Slots.BYTES));
        assertEquals("10.0.0.1", address(flow, Slots.IP_SOURCE));
        assertEquals(5_001, flow.get(Slots.VXLAN_VNI));
        assertEquals("192.0.2.1", address(flow, Slots.LAYER_STRIDE + Slots.IP_SOURCE));
        assertEquals(443, flow.get(Slots.LAYER_STRIDE + Slots.L4_SOURCE_PORT));
        assertEquals("eth.ip.udp.vxlan.eth.ip.tcp",
            PacketStack.format(flow.get(Slots.STACK), flow.get(Slots.STACK + 1)));
    }

    @Test
    void shouldReadNoMoreOfASectionThanWasExported()
    {
        final byte[] packet = hex(VXLAN);
        final Message message = Message.ipfix(1, 0).template(256, 410, 2, 315, packet.length).set(256).u16(20);
        for (final byte value : packet)
        {
            message.u8(value);
        }
        decode(message.bytes());
        final FlowRecord flow = kit.flows().get(0);
        assertTrue(flow.has(Slots.CUT));
        assertFalse(flow.has(Field.IP_SOURCE));
        assertEquals(114, flow.get(Slots.BYTES));
    }

    @Test
    void shouldReadSectionsWhateverIsWanted()
    {
        kit.wanting(FieldSet.of(Field.IP_SOURCE.layer(1)));
        decode(section(315, VXLAN, 312, 142));
        assertEquals("192.0.2.1", address(kit.flows().get(0), Slots.LAYER_STRIDE + Slots.IP_SOURCE));
        assertFalse(kit.flows().get(0).has(Field.BYTES) || kit.flows().get(0).has(Field.IP_SOURCE));
        assertEquals(0, kit.count(ExporterCounter.IMPLAUSIBLE));
    }

    private static byte[] section(final int element, final String section, final int other, final int value)
    {
        final byte[] packet = hex(section);
        final Message message = Message.ipfix(1, 0).template(256, other, 2, element, Message.VARIABLE).set(256)
            .u16(value).u8(packet.length);
        for (final byte octet : packet)
        {
            message.u8(octet);
        }
        return message.bytes();
    }

    private static byte[] hex(final String text)
    {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private void decode(final byte[] message)
    {
        assertEquals(DecodeStatus.OK, kit.decode(message));
        assertEquals(0, kit.outcomes(DecodeStatus.INTERNAL));
    }

    private static long number(final FlowRecord record, final Field element)
    {
        assertTrue(record.has(element), element.name());
        return record.get(record.elements().slot(element) + 1);
    }

    private static String text(final FlowRecord record, final Field element)
    {
        assertTrue(record.has(element), element.name());
        final int slot = record.elements().slot(element);
        return new String(record.textBuffer(slot), record.textOffset(slot), record.textLength(slot),
            StandardCharsets.UTF_8);
    }

    private static String address(final FlowRecord record, final int slot)
    {
        assertTrue(record.has(slot) && record.has(slot + 1));
        return IpText.of(record.get(slot), record.get(slot + 1));
    }
}
