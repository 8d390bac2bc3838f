package io.weir.packet;

import static io.weir.packet.PacketHex.TCP;
import static io.weir.packet.PacketHex.bytes;
import static io.weir.packet.PacketHex.dnsName;
import static io.weir.packet.PacketHex.dnsQuery;
import static io.weir.packet.PacketHex.eth;
import static io.weir.packet.PacketHex.innerEth;
import static io.weir.packet.PacketHex.ipv4;
import static io.weir.packet.PacketHex.ipv6;
import static io.weir.packet.PacketHex.label;
import static io.weir.packet.PacketHex.outer;
import static io.weir.packet.PacketHex.tcp4;
import static io.weir.packet.PacketHex.tcp6;
import static io.weir.packet.PacketHex.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Ip6Extensions;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Link layers other than plain Ethernet, labels, and what messages say. */
class PacketLinkTest
{
    private static final String SNAP = "aaaa03000000";

    private final PacketHeaderDecoder decoder = new PacketHeaderDecoder();
    private byte[] packet;
    private FlowRecord record;

    private void decode(final int protocol, final String hex)
    {
        packet = bytes(hex);
        record = new FlowRecord();
        assertEquals(DecodeStatus.OK,
            decoder.decode(packet, 0, packet.length, protocol, record, 0, FieldSet.ALL));
    }

    private void ethernet(final String hex)
    {
        decode(PacketHeaderDecoder.ETHERNET, hex);
    }

    private long value(final Field field)
    {
        assertTrue(record.has(field), field.toString());
        return record.get(field.slot());
    }

    private String stack()
    {
        return record.has(Slots.STACK) ?
            PacketStack.format(record.get(Slots.STACK), record.get(Slots.STACK + 1)) : null;
    }

    private void assertKinds(final boolean cut, final boolean malformed)
    {
        assertEquals(cut, record.has(Slots.CUT), "cut");
        assertEquals(malformed, record.has(Slots.MALFORMED), "malformed");
    }

    static List<List<String>> links()
    {
        final String four = tcp4(1);
        final String wlanTail = "000000000000";
        return List.of(
            List.of("1", "eth.ip.tcp", eth(0x0030, SNAP + "0800" + four)),
            List.of("1", "eth.pppoe.ppp.ip.tcp", eth(0x8864, "11000001002a" + "0021" + four)),
            List.of("1", "eth.vlan.pppoe.ppp.ip6.tcp",
                eth(0x8100, "0007" + "8864" + "11000001002a" + "0057" + tcp6(1))),
            List.of("1", "eth.pppoe.ppp.mpls.ip.tcp", eth(0x8864, "11000001002a" + "0281" + label(3, true) + four)),
            List.of("1", "eth.mpls.ip.tcp", eth(0x8848, label(16, true) + four)),
            List.of("5", "fr.ip.tcp", "1841" + "03cc" + four),
            List.of("5", "fr.ip6.tcp", "18418041".substring(0, 4) + "03008e" + tcp6(1)),
            List.of("5", "fr.ip.tcp", "184003" + "0380" + "000000" + "0800" + four),
            List.of("5", "fr.eth.ip.tcp", "1841" + "030080" + "0080c2" + "0007" + eth(0x0800, four)),
            List.of("5", "fr.ip.tcp", "1841" + "0800" + four),
            List.of("7", "ppp.ip.tcp", "ff030021" + four),
            List.of("7", "ppp.ip6.tcp", "0057" + tcp6(1)),
            List.of("7", "ppp.ip.tcp", "21" + four),
            List.of("7", "ppp.mpls.ip.tcp", "ff030283" + label(9, true) + four),
            List.of("11", "ip.tcp", four),
            List.of("12", "ip6.tcp", tcp6(1)),
            List.of("13", "mpls.ip.tcp", label(100, true) + four),
            List.of("14", "ppp.ip.tcp", "ff030021" + four),
            List.of("14", "hdlc.ip.tcp", "0f000800" + four),
            List.of("14", "hdlc.ip6.tcp", "8f0086dd" + tcp6(1)),
            List.of("15", "wlan.ip.tcp", "0801" + wlan("0a", "01", "02") + SNAP + "0800" + four),
            List.of("15", "wlan.ip.tcp", "0802" + wlan("02", "0a", "01") + SNAP + "0800" + four),
            List.of("15", "wlan.ip.tcp", "0800" + wlan("02", "01", "0a") + SNAP + "0800" + four),
            List.of("15", "wlan.ip.tcp", "0803" + wlan("0b", "0a", "02") + "020000000001" + SNAP + "0800" + four),
            List.of("15", "wlan.ip.tcp", "8801" + wlan("0a", "01", "02") + "0000" + SNAP + "0800" + four),
            List.of("15", "wlan.ip.tcp", "8881" + wlan("0a", "01", "02") + wlanTail + SNAP + "0800" + four),
            List.of("15", "wlan.ip.tcp", "8801" + wlan("0a", "01", "02") + "8000" + eth(0x30, SNAP + "0800" + four)),
            List.of("16", "wlan.ip.tcp", "0f00aa4e" + "8801" + wlan("0a", "01", "02") + "0000" + SNAP + "0800" + four),
            List.of("16", "wlan.ip.tcp", "8801" + wlan("0a", "01", "02") + "0000" + SNAP + "0800" + four),
            List.of("17", "eth.ip.tcp", eth(0x0030, SNAP + "0800" + four)));
    }

    private static String wlan(final String first, final String second, final String third)
    {
        return "0000" + "0200000000" + first + "0200000000" + second + "0200000000" + third + "0000";
    }

    @ParameterizedTest
    @MethodSource("links")
    void BAD_H08_shouldReachIpThroughEveryLink(final List<String> link)
    {
        decode(Integer.parseInt(link.get(0)), link.get(2));
        assertEquals(link.get(1), stack());
        assertEquals(443, value(Field.L4_SOURCE_PORT));
        assertKinds(false, false);
        assertFalse(record.has(Slots.TUNNEL));
        if (link.get(1).contains("eth") || link.get(1).contains("wlan"))
        {
            assertEquals(0x0200_0000_0001L, value(Field.MAC_SOURCE));
            assertEquals(0x0200_0000_0002L, value(Field.MAC_DESTINATION));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 11090000000000000000", "5, 184181", "7, c021", "7, ff03c023", "14, 0021", "15, 8000", "15, d400",
        "15, c80100", "5, 1841030080ffffff0800" })
    void BAD_H08_shouldStopAtLinkThatCarriesNothingKnown(final int protocol, final String hex)
    {
        decode(protocol, 1 == protocol ? eth(0x8864, hex) : hex + "00".repeat(60));
        assertFalse(record.has(Slots.IPV4) && record.has(Slots.L4_SOURCE_PORT));
        assertFalse(record.has(Slots.TUNNEL));
    }

    @Test
    void BAD_H08_shouldStopAtIslAndAtFrameRelayAddressWithoutEnd()
    {
        ethernet("01000c000001" + "020000000001" + "0030" + "aaaa03" + "00000c" + "0064" + eth(0x0800, tcp4(1)));
        assertFalse(record.has(Slots.IPV4) || record.has(Slots.ETHERNET_PROTOCOL));
        assertKinds(false, false);
        decode(PacketHeaderDecoder.FRAME_RELAY, "18".repeat(9));
        assertKinds(false, true);
    }

    @Test
    void BAD_H12_shouldStopWhereFourthAddressIsMissing()
    {
        decode(PacketHeaderDecoder.WLAN, "0803" + wlan("0b", "0a", "02"));
        assertKinds(true, false);
        assertFalse(record.has(Slots.MAC_SOURCE) || record.has(Slots.MAC_DESTINATION));
        decode(PacketHeaderDecoder.WLAN, "0843" + wlan("0b", "0a", "02") + "020000000001" + tcp4(1));
        assertEquals(0x0200_0000_0001L, value(Field.MAC_SOURCE));
        assertFalse(record.has(Slots.IPV4));
        assertKinds(false, false);
    }

    @ParameterizedTest
    @CsvSource({ "1,false", "6,false", "10,false", "12,false", "16,false", "17,true", "100,true" })
    void BAD_H07_shouldFollowNoMoreThanSixteenLabels(final int labels, final boolean tooMany)
    {
        final StringBuilder hex = new StringBuilder();
        for (int i = 1; i <= labels; i++)
        {
            hex.append(label(0xF_FF00 + i, i == labels));
        }
        ethernet(eth(0x8847, hex + tcp4(1)));
        assertKinds(false, tooMany);
        assertEquals(!tooMany, record.has(Field.MPLS_LABELS));
        assertEquals(!tooMany, record.has(Slots.L4_SOURCE_PORT));
        if (!tooMany)
        {
            final long low = record.get(Slots.MPLS_LABELS + 1);
            assertEquals(labels, (int)(low >>> 60) + 1);
            assertEquals(0xF_FF01, low & 0xF_FFFF);
            assertEquals(labels > 5 ? 0xF_FF06 : 0, record.get(Slots.MPLS_LABELS) >>> 40);
            assertEquals(0xF_FF00 + labels, value(Field.MPLS_BOTTOM_LABEL));
        }
    }

    @Test
    void BAD_H07_shouldReportStackWithoutBottomAndWhatEndsWithIt()
    {
        ethernet(eth(0x8847, label(1, false).repeat(300)));
        assertKinds(false, true);
        ethernet(eth(0x8847, label(1, false) + "0000"));
        assertKinds(true, false);
        assertFalse(record.has(Field.MPLS_LABELS));
        ethernet(eth(0x8847, label(1, true)));
        assertKinds(true, false);
        assertEquals(1, value(Field.MPLS_BOTTOM_LABEL));
        ethernet(eth(0x8847, label(1, true) + "10000021" + "00".repeat(40)));
        assertKinds(false, false);
        ethernet(eth(0x8847, label(1, true) + "70".repeat(40)));
        assertKinds(false, false);
        assertFalse(record.has(Slots.TUNNEL));
        ethernet(eth(0x8847, label(7, false) + label(0, false) + label(15, true) + tcp6(1)));
        assertTrue(record.has(Slots.IPV6) && record.has(Slots.TCP));
    }

    @Test
    void BAD_H07_shouldTakeControlWordForEthernet()
    {
        ethernet(eth(0x8847, label(1, true) + "00000000" + innerEth(0x88CC, "00".repeat(20))));
        assertEquals("eth.mpls.eth.lldp", stack());
        assertEquals(0x0200_0000_0003L, value(Field.MAC_SOURCE.layer(1)));
    }

    @Test
    void shouldTellPrioritiesOfBothTags()
    {
        ethernet(PacketHex.MACS + "88a8e064" + "8100a0c8" + "0800" + tcp4(1));
        assertEquals(100, value(Field.VLAN));
        assertEquals(7, value(Field.VLAN_PRIORITY));
        assertEquals(200, value(Field.VLAN_INNER));
        assertEquals(5, value(Field.VLAN_INNER_PRIORITY));
        assertEquals("eth.vlan.vlan.ip.tcp", stack());
    }

    @Test
    void shouldTellDropEligibleTags()
    {
        ethernet(PacketHex.MACS + "88a8f064" + "8100b0c8" + "0800" + tcp4(1));
        assertEquals(100, value(Field.VLAN));
        assertEquals(8 | 7, value(Field.VLAN_PRIORITY));
        assertEquals(8 | 5, value(Field.VLAN_INNER_PRIORITY));
    }

    @Test
    void shouldListExtensionHeaders()
    {
        ethernet(eth(0x86DD, ipv6(1, 0, "3c00010400000000" + "2c00010400000000" + "060000010000cafe" + TCP)));
        assertEquals("0-60-44", Ip6Extensions.format(value(Field.IP6_EXTENSIONS)));
        ethernet(eth(0x86DD, tcp6(1)));
        assertFalse(record.has(Field.IP6_EXTENSIONS));
        ethernet(eth(0x86DD, ipv6(1, 43, "060204ff00000000" + "00".repeat(16) + TCP)));
        assertEquals("43", Ip6Extensions.format(value(Field.IP6_EXTENSIONS)));
        assertEquals(443, value(Field.L4_SOURCE_PORT));
    }

    @ParameterizedTest
    @CsvSource({ "11,1,0800", "11,1,0000", "12,58,8000", "12,58,8100" })
    void shouldReadSequenceOfEcho(final int header, final int protocol, final String type)
    {
        final String echo = type + "0000" + "0007" + "0102";
        decode(header, 11 == header ? ipv4(1, protocol, echo) : ipv6(1, protocol, echo));
        assertEquals(0x102, value(Field.ICMP_SEQUENCE));
        assertKinds(false, false);
        decode(header, 11 == header ? ipv4(1, protocol, echo).substring(0, 54) :
            ipv6(1, protocol, echo).substring(0, 94));
        assertFalse(record.has(Field.ICMP_SEQUENCE));
        assertKinds(true, false);
    }

    @Test
    void shouldTellWhatIsUnreachable()
    {
        final String lost = ipv4(7, 17, udp(53, 161, ""));
        ethernet(outer(1, "0300000000000000" + lost));
        assertEquals(0xC633_6407L, value(Field.ICMP_UNREACHABLE_NET));
        ethernet(outer(1, "0301000000000000" + lost));
        assertEquals(0xC633_6407L, value(Field.ICMP_UNREACHABLE_HOST));
        assertFalse(record.has(Field.ICMP_UNREACHABLE_NET));
        ethernet(outer(1, "0302000000000000" + lost));
        assertEquals(17, value(Field.ICMP_UNREACHABLE_PROTOCOL));
        ethernet(outer(1, "0303000000000000" + lost));
        assertEquals(161, value(Field.ICMP_UNREACHABLE_PORT));
        ethernet(outer(1, "0303000000000000" + lost.substring(0, 46)));
        assertFalse(record.has(Field.ICMP_UNREACHABLE_PORT));
        assertKinds(true, false);
        ethernet(outer(1, "0304000000000000" + lost));
        assertKinds(false, false);
    }

    @Test
    void shouldReadDnsQuestion()
    {
        ethernet(outer(17, udp(40_000, 53, dnsQuery("www.example.com", 28))));
        assertEquals("eth.ip.udp.dns", stack());
        assertEquals(0x0100, value(Field.DNS_FLAGS));
        assertEquals(28 << 16 | 1, value(Field.DNS_QUESTION));
        final long name = value(Field.DNS_QNAME);
        assertEquals("\3www\7example\3com",
            new String(packet, (int)(name >>> 32), (int)name, StandardCharsets.US_ASCII));
        assertKinds(false, false);
        assertFalse(record.has(Slots.TUNNEL));
        ethernet(outer(17, udp(53, 40_000, "abcd" + "8183" + "0001000000000000" + dnsName("a") + "00010001")));
        assertEquals(0x8183, value(Field.DNS_FLAGS));
    }

    @ParameterizedTest
    @CsvSource({
        "abcd0100000000000000000000, false", "abcd01000001000000000000c00c00010001, false",
        "abcd01000001000000000000037777, true", "abcd01000001000000000000000001, true", "abcd0100, true",
        "abcd, true" })
    void shouldReadDnsAsFarAsItGoes(final String message, final boolean cut)
    {
        ethernet(eth(0x0800, ipv4(1, 17, udp(53, message + "00".repeat(40)).substring(0, 16) + message)));
        assertEquals(message.length() >= 8, record.has(Field.DNS_FLAGS));
        assertFalse(record.has(Field.DNS_QUESTION));
        assertKinds(cut, false);
    }

    @ParameterizedTest
    @ValueSource(ints = { 63, 64, 255 })
    void shouldStopAtDnsNameThatIsTooLong(final int label)
    {
        final String name = PacketHex.u8(label) + "61".repeat(label) + "00";
        ethernet(outer(17, udp(40_000, 53, "abcd01000001000000000000" + name + "00010001")));
        assertEquals(63 == label, record.has(Field.DNS_QNAME));
        ethernet(outer(17, udp(40_000, 53, "abcd01000001000000000000" + "0161".repeat(128) + "0000010001")));
        assertFalse(record.has(Field.DNS_QNAME));
        assertKinds(false, false);
    }

    @ParameterizedTest
    @CsvSource({
        "04, -1, -1", "06, -1, 4096", "0a, -1, 4096", "0b, -1, 4096", "0c, -1, 4096", "0d, 98, -1", "0e, -1, -1",
        "0f, 98, -1", "10, 98, -1", "11, 98, -1", "12, 98, -1", "13, -1, -1", "2a, -1, 4096", "2c, -1, -1",
        "64, -1, -1", "81, -1, -1" })
    void shouldReadInfinibandTransport(final String opcode, final long syndrome, final long length)
    {
        final String transport = opcode + "c0ffff" + "ff00012a" + "80000007";
        ethernet(outer(17, udp(49_152, 4791, transport + "62000000" + "00000000" + "00000000" + "00001000")));
        final long header = value(Field.IB_BTH);
        assertEquals(Long.parseLong(opcode, 16), header >>> 56);
        assertEquals(3, header >>> 54 & 3);
        assertEquals(1, header >>> 31 & 1);
        assertEquals(0x12A, header & 0xFF_FFFF);
        assertEquals(syndrome, record.getOr(Slots.IB_AETH, -1));
        assertEquals(length, record.getOr(Slots.IB_RDMA_LENGTH, -1));
        assertEquals("eth.ip.udp.ibbt", stack());
        ethernet(outer(17, udp(49_152, 4791, transport + "00".repeat(30)).substring(0, 30)));
        assertFalse(record.has(Field.IB_BTH));
        assertKinds(true, false);
    }
}
