package io.weir.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;

/** Headers as they are, and the cases H of the list of bad input as far as they concern these protocols. */
class PacketHeaderDecoderTest
{
    static final String MACS = "020000000002" + "020000000001";
    static final String ADDRESSES4 = "c0000201" + "c6336402";
    static final String ADDRESSES6 = "20010db8000000000000000000000001" + "20010db8000000000000000000000002";
    static final String TCP = "01bbc350" + "0a0b0c0d" + "01020304" + "5112" + "0400" + "00000000";
    static final String IPV4_TCP = "45b8" + "0028" + "1234" + "4000" + "4006" + "0000" + ADDRESSES4 + TCP;

    private final PacketHeaderDecoder decoder = new PacketHeaderDecoder();
    private FlowRecord record;

    private FlowRecord ethernet(final String hex)
    {
        return decode(PacketHeaderDecoder.ETHERNET, hex);
    }

    private FlowRecord ip(final String hex)
    {
        return decode(PacketHeaderDecoder.IPV4, hex);
    }

    private FlowRecord decode(final int protocol, final String hex)
    {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        record = new FlowRecord();
        assertEquals(DecodeStatus.OK, decoder.decode(bytes, 0, bytes.length, protocol, record, 0, FieldSet.ALL));
        return record;
    }

    private static String ipv4(final String firstByte, final int totalLength, final int fragment, final int protocol)
    {
        return firstByte + "00" + hex16(totalLength) + "1234" + hex16(fragment) + "40" + hex8(protocol) + "0000" +
            ADDRESSES4;
    }

    private static String ipv6(final int payloadLength, final int next)
    {
        return "6" + "0b" + "abcde" + hex16(payloadLength) + hex8(next) + "40" + ADDRESSES6;
    }

    private static String hex8(final int value)
    {
        return HexFormat.of().toHexDigits((byte)value);
    }

    private static String hex16(final int value)
    {
        return HexFormat.of().toHexDigits((short)value);
    }

    private void assertPorts()
    {
        assertTrue(record.has(Slots.L4_SOURCE_PORT) && record.has(Slots.L4_DESTINATION_PORT));
        assertEquals(443, record.get(Slots.L4_SOURCE_PORT));
        assertEquals(50_000, record.get(Slots.L4_DESTINATION_PORT));
    }

    private void assertNoPorts()
    {
        assertFalse(record.has(Slots.L4_SOURCE_PORT) || record.has(Slots.L4_DESTINATION_PORT));
    }

    private void assertKinds(final boolean cut, final boolean malformed)
    {
        assertEquals(cut, record.has(Slots.CUT), "cut");
        assertEquals(malformed, record.has(Slots.MALFORMED), "malformed");
    }

    @Test
    void shouldReadEveryFieldOfEthernetIpv4Tcp()
    {
        ethernet(MACS + "0800" + IPV4_TCP);

        assertEquals(0x0200_0000_0002L, record.get(Slots.MAC_DESTINATION));
        assertEquals(0x0200_0000_0001L, record.get(Slots.MAC_SOURCE));
        assertEquals(0x0800, record.get(Slots.ETHERNET_PROTOCOL));
        assertEquals(4, record.get(Slots.IP_VERSION));
        assertEquals("192.0.2.1", IpText.of(record.get(Slots.IP_SOURCE), record.get(Slots.IP_SOURCE + 1)));
        assertEquals("198.51.100.2",
            IpText.of(record.get(Slots.IP_DESTINATION), record.get(Slots.IP_DESTINATION + 1)));
        assertEquals(0xB8, record.get(Slots.IP_TOS));
        assertEquals(40, record.get(Slots.IP_BYTES));
        assertEquals(0x1234, record.get(Slots.IP_IDENTIFICATION));
        assertEquals(2, record.get(Slots.IP_FLAGS));
        assertEquals(0, record.get(Slots.IP_FRAGMENT_OFFSET));
        assertEquals(64, record.get(Slots.IP_TTL));
        assertEquals(6, record.get(Slots.L4_PROTOCOL));
        assertPorts();
        assertEquals(0x0A0B_0C0DL, record.get(Slots.TCP_SEQUENCE));
        assertEquals(0x0102_0304L, record.get(Slots.TCP_ACKNOWLEDGEMENT));
        assertEquals(0x112, record.get(Slots.TCP_FLAGS));
        assertEquals(0x400, record.get(Slots.TCP_WINDOW));
        assertTrue(record.has(Slots.IPV4) && record.has(Slots.TCP));
        assertFalse(record.has(Slots.IPV6) || record.has(Slots.UDP) || record.has(Slots.VLAN) ||
            record.has(Slots.VLAN_INNER) || record.has(Slots.IP6_FLOW_LABEL) || record.has(Slots.UDP_BYTES));
        assertKinds(false, false);
    }

    @Test
    void shouldReadEveryFieldOfIpv6Udp()
    {
        ethernet(MACS + "86dd" + ipv6(20, 17) + "01bbc350" + "0014" + "0000" + "0000000000000000" + "00000000");

        assertEquals(6, record.get(Slots.IP_VERSION));
        assertEquals("2001:DB8::1", IpText.of(record.get(Slots.IP_SOURCE), record.get(Slots.IP_SOURCE + 1)));
        assertEquals("2001:DB8::2",
            IpText.of(record.get(Slots.IP_DESTINATION), record.get(Slots.IP_DESTINATION + 1)));
        assertEquals(0x0B, record.get(Slots.IP_TOS));
        assertEquals(0xABCDE, record.get(Slots.IP6_FLOW_LABEL));
        assertEquals(64, record.get(Slots.IP_TTL));
        assertEquals(60, record.get(Slots.IP_BYTES));
        assertEquals(17, record.get(Slots.L4_PROTOCOL));
        assertEquals(20, record.get(Slots.UDP_BYTES));
        assertPorts();
        assertTrue(record.has(Slots.IPV6) && record.has(Slots.UDP));
        assertFalse(record.has(Slots.IP_FLAGS) || record.has(Slots.IP_FRAGMENT_OFFSET) ||
            record.has(Slots.IP_IDENTIFICATION) || record.has(Slots.TCP_FLAGS));
        assertKinds(false, false);
    }

    @Test
    void shouldReadArp()
    {
        ethernet(MACS + "0806" + "0001" + "0800" + "0604" + "0002" +
            "020000000003" + "0a000001" + "020000000004" + "0a000002" + "000000000000");

        assertEquals(2, record.get(Slots.ARP_OPERATION));
        assertEquals(0x0200_0000_0003L, record.get(Slots.ARP_MAC_SENDER));
        assertEquals(0x0A00_0001L, record.get(Slots.ARP_IP_SENDER));
        assertEquals(0x0200_0000_0004L, record.get(Slots.ARP_MAC_TARGET));
        assertEquals(0x0A00_0002L, record.get(Slots.ARP_IP_TARGET));
        assertFalse(record.has(Slots.IP_SOURCE));
        assertKinds(false, false);
    }

    @Test
    void shouldReadOnlyOperationOfOtherArpLayouts()
    {
        ethernet(MACS + "0806" + "0001" + "0800" + "0804" + "0001" + "00".repeat(24));
        assertEquals(1, record.get(Slots.ARP_OPERATION));
        assertFalse(record.has(Slots.ARP_IP_SENDER));
    }

    @ParameterizedTest
    @CsvSource({ "1,true", "58,false" })
    void shouldReadTypeAndCodeOfIcmp(final int protocol, final boolean four)
    {
        ip(ipv4("45", 28, 0, protocol) + "0301" + "000000000000");
        assertEquals(3, record.get(Slots.ICMP_TYPE));
        assertEquals(1, record.get(Slots.ICMP_CODE));
        assertEquals(four, record.has(Slots.ICMP));
        assertEquals(!four, record.has(Slots.ICMP6));
        assertNoPorts();
    }

    @ParameterizedTest
    @ValueSource(ints = { 17, 33, 132, 136 })
    void shouldReadPortsOfOtherTransports(final int protocol)
    {
        ip(ipv4("45", 40, 0, protocol) + "01bbc350" + "0014" + "00".repeat(14));
        assertPorts();
        assertEquals(17 == protocol, record.has(Slots.UDP));
        assertEquals(132 == protocol, record.has(Slots.SCTP));
        assertEquals(17 == protocol, record.has(Slots.UDP_BYTES));
        assertKinds(false, false);
    }

    @Test
    void shouldFillTheLayerItIsTold()
    {
        final byte[] bytes = HexFormat.of().parseHex(MACS + "0800" + IPV4_TCP);
        final FlowRecord inner = new FlowRecord();
        decoder.decode(bytes, 0, bytes.length, PacketHeaderDecoder.ETHERNET, inner, 2, FieldSet.ALL);

        assertEquals(0, inner.present(0));
        assertEquals(443, inner.get(2 * Slots.LAYER_STRIDE + Slots.L4_SOURCE_PORT));
        assertTrue(inner.has(2 * Slots.LAYER_STRIDE + Slots.TCP));
        assertTrue(inner.has(Field.IP_SOURCE.layer(2)));
        assertEquals(ethernet(MACS + "0800" + IPV4_TCP).present(0), inner.present(2));
    }

    @Test
    void shouldFillOnlyWantedFieldsAndAlwaysKinds()
    {
        final byte[] bytes = HexFormat.of().parseHex(MACS + "8100e064" + "0800" + IPV4_TCP.substring(0, 60));
        for (final Field field : Field.wellKnown())
        {
            final FlowRecord one = new FlowRecord();
            decoder.decode(bytes, 0, bytes.length, PacketHeaderDecoder.ETHERNET, one, 0, FieldSet.of(field));
            final long kinds = Slots.bit(Slots.IPV4) | Slots.bit(Slots.TCP) | Slots.bit(Slots.CUT);
            assertEquals(kinds, one.present(0) & ~FieldSet.of(field).word(0), field.toString());
            final FlowRecord all = new FlowRecord();
            decoder.decode(bytes, 0, bytes.length, PacketHeaderDecoder.ETHERNET, all, 0, FieldSet.ALL);
            assertEquals(all.present(0) & FieldSet.of(field).word(0), one.present(0) & FieldSet.of(field).word(0));
            assertEquals(all.has(field) ? all.get(field.slot()) : 0, one.has(field) ? one.get(field.slot()) : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 2, 3, 4, 6, 8, 9, 10, 18, 99, -1 })
    void shouldFillNothingForOtherHeaderProtocols(final int protocol)
    {
        record = new FlowRecord();
        assertEquals(DecodeStatus.UNKNOWN_TYPE,
            decoder.decode(new byte[64], 0, 64, protocol, record, 0, FieldSet.ALL));
        assertEquals(0, record.present(0));
    }

    @Test
    void shouldKeepZeroApartFromAbsent()
    {
        ip(ipv4("45", 40, 0, 6) + "00".repeat(12) + "5000" + "00".repeat(6));
        assertTrue(record.has(Slots.TCP_FLAGS) && record.has(Slots.L4_SOURCE_PORT));
        assertEquals(0, record.get(Slots.TCP_FLAGS));
        assertEquals(0, record.get(Slots.L4_SOURCE_PORT));
    }

    @Test
    void shouldReadNoMoreThanItsBound()
    {
        final StringBuilder hex = new StringBuilder(ipv6(60_000, 60));
        hex.append("06").append("ff").append("00".repeat(2046)).append(TCP);
        decode(PacketHeaderDecoder.IPV6, hex.toString());
        assertEquals(6, record.get(Slots.L4_PROTOCOL));
        assertNoPorts();
        assertKinds(true, false);
    }

    @ParameterizedTest
    @CsvSource({ "44", "45", "4F" })
    void BAD_H02_shouldSkipOptionsAndStopAtBrokenHeaderLength(final String first)
    {
        ip(ipv4(first, 100, 0, 6) + "00".repeat(40) + TCP);
        assertEquals("192.0.2.1", IpText.of(record.get(Slots.IP_SOURCE), record.get(Slots.IP_SOURCE + 1)));
        assertEquals(6, record.get(Slots.L4_PROTOCOL));
        assertKinds(false, !"4F".equals(first));
        assertEquals("4F".equals(first) ? 443 : 0, record.get(Slots.L4_SOURCE_PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = { "40", "41", "42", "43", "44" })
    void BAD_H02_shouldStopAtHeaderLengthBelowFive(final String first)
    {
        ip(ipv4(first, 40, 0, 6) + TCP);
        assertKinds(false, true);
        assertNoPorts();
        assertTrue(record.has(Slots.IPV4) && record.has(Slots.IP_DESTINATION));
    }

    @Test
    void BAD_H02_shouldReportCutWhenOptionsAreNotCaptured()
    {
        ip(ipv4("4F", 100, 0, 6));
        assertKinds(true, false);
        assertNoPorts();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 19, 40, 1500, 65_535 })
    void BAD_H03_shouldUseCapturedBytesWhateverTotalLengthSays(final int totalLength)
    {
        ip(ipv4("45", totalLength, 0, 6) + TCP);
        assertPorts();
        assertEquals(totalLength, record.get(Slots.IP_BYTES));
        assertKinds(false, false);
    }

    @Test
    void BAD_H03_shouldNotTakeEthernetPaddingForTransportHeader()
    {
        ethernet(MACS + "0800" + ipv4("45", 20, 0, 6) + "00".repeat(26));
        assertNoPorts();
        assertFalse(record.has(Slots.TCP_FLAGS));
        assertKinds(false, true);
    }

    @ParameterizedTest
    @CsvSource({ "0800,65", "0800,05", "86dd,45", "86dd,75" })
    void BAD_H03_shouldStopAtWrongVersion(final String type, final String first)
    {
        ethernet(MACS + type + first + "00".repeat(60));
        assertEquals(Integer.parseInt(type, 16), record.get(Slots.ETHERNET_PROTOCOL));
        assertFalse(record.has(Slots.IPV4) || record.has(Slots.IPV6) || record.has(Slots.IP_SOURCE));
        assertKinds(false, true);
        ethernet(MACS + type + first);
        assertKinds(false, true);
    }

    @Test
    void BAD_H04_shouldReadNoPortsFromLaterFragment()
    {
        ip(ipv4("45", 40, 0x2001, 17) + "deadbeefdeadbeef");
        assertNoPorts();
        assertTrue(record.has(Slots.UDP));
        assertEquals(1, record.get(Slots.IP_FRAGMENT_OFFSET));
        assertEquals(1, record.get(Slots.IP_FLAGS));
        assertKinds(false, false);
    }

    @Test
    void BAD_H04_shouldReadWhatTinyFirstFragmentHolds()
    {
        ip(ipv4("45", 28, 0x2000, 6) + TCP);
        assertPorts();
        assertTrue(record.has(Slots.TCP_SEQUENCE));
        assertFalse(record.has(Slots.TCP_FLAGS));
        assertKinds(false, true);
    }

    @Test
    void BAD_H05_shouldFollowExtensionHeadersOfEveryKind()
    {
        final String hopByHop = "2b00" + "00".repeat(6);
        final String routing = "3c02" + "00".repeat(22);
        final String options = "3300" + "00".repeat(6);
        final String authentication = "8704" + "00".repeat(22);
        final String mobility = "8b00" + "00".repeat(6);
        final String identity = "8c00" + "00".repeat(6);
        final String shim = "2c00" + "00".repeat(6);
        final String fragment = "0600" + "0001" + "0000cafe";
        ip(ipv6(124, 0) + hopByHop + routing + options + authentication + mobility + identity + shim + fragment + TCP);

        assertPorts();
        assertEquals(6, record.get(Slots.L4_PROTOCOL));
        assertEquals(0xCAFE, record.get(Slots.IP_IDENTIFICATION));
        assertEquals(1, record.get(Slots.IP_FLAGS));
        assertKinds(false, false);
    }

    @ParameterizedTest
    @CsvSource({ "8,true", "9,false", "64,false" })
    void BAD_H05_shouldStopAfterEightExtensionHeaders(final int headers, final boolean reached)
    {
        ip(ipv6(0, 0) + "0000000000000000".repeat(headers - 1) + "0600000000000000" + TCP);
        assertEquals(reached, record.has(Slots.L4_PROTOCOL));
        assertEquals(reached, record.has(Slots.TCP_FLAGS));
        assertEquals(reached, record.has(Slots.TCP));
        assertKinds(false, !reached);
    }

    @ParameterizedTest
    @ValueSource(ints = { 50, 59, 255 })
    void BAD_H05_shouldStopWhereNothingReadableFollows(final int next)
    {
        ip(ipv6(20, next) + TCP);
        assertEquals(next, record.get(Slots.L4_PROTOCOL));
        assertNoPorts();
        assertKinds(false, false);
    }

    @Test
    void BAD_H05_shouldReadNoPortsFromLaterIpv6Fragment()
    {
        ip(ipv6(28, 44) + "06000009" + "0000cafe" + TCP);
        assertTrue(record.has(Slots.TCP));
        assertEquals(1, record.get(Slots.IP_FRAGMENT_OFFSET));
        assertNoPorts();
        ip(ipv6(28, 44) + "3c000009" + "0000cafe" + TCP);
        assertFalse(record.has(Slots.L4_PROTOCOL));
        assertKinds(false, false);
    }

    @Test
    void BAD_H05_shouldReportExtensionHeaderThatIsCutOrLongerThanPacket()
    {
        ip(ipv6(1000, 0) + "06");
        assertFalse(record.has(Slots.L4_PROTOCOL));
        assertKinds(true, false);
        ip(ipv6(1000, 43) + "06ff" + "00".repeat(30));
        assertEquals(6, record.get(Slots.L4_PROTOCOL));
        assertKinds(true, false);
        ip(ipv6(8, 43) + "0604" + "00".repeat(38) + TCP);
        assertNoPorts();
        assertKinds(false, true);
    }

    @Test
    void BAD_H05_shouldLeaveLengthOfJumbogramAbsent()
    {
        ip(ipv6(0, 0) + "0600c20400010000" + TCP);
        assertFalse(record.has(Slots.IP_BYTES));
        assertPorts();
    }

    @ParameterizedTest
    @CsvSource({ "1,false", "2,false", "8,false", "9,true", "100,true" })
    void BAD_H06_shouldStopAfterEightVlanTags(final int tags, final boolean tooMany)
    {
        final String[] types = { "8100", "88a8", "9100", "9200", "9300" };
        final StringBuilder hex = new StringBuilder(MACS);
        for (int i = 0; i < tags; i++)
        {
            hex.append(types[i % types.length]).append(hex16(0xE000 | 100 + i));
        }
        ethernet(hex + "0800" + IPV4_TCP);

        assertEquals(100, record.get(Slots.VLAN));
        assertEquals(7, record.get(Slots.VLAN_PRIORITY));
        assertEquals(tags > 1 && !tooMany, record.has(Slots.VLAN_INNER));
        if (record.has(Slots.VLAN_INNER))
        {
            assertEquals(100 + tags - 1, record.get(Slots.VLAN_INNER));
        }
        assertEquals(!tooMany, record.has(Slots.ETHERNET_PROTOCOL));
        assertEquals(!tooMany, record.has(Slots.L4_SOURCE_PORT));
        assertKinds(false, tooMany);
    }

    @ParameterizedTest
    @ValueSource(strings = { "8863", "88e5", "8902", "88cc", "88f7", "8906", "0600", "ffff" })
    void BAD_H08_shouldStopAtOtherEtherTypes(final String type)
    {
        ethernet(MACS + type + IPV4_TCP);
        assertEquals(Integer.parseInt(type, 16), record.get(Slots.ETHERNET_PROTOCOL));
        assertEquals(0, record.present(0) & -1L << Slots.TUNNEL);
    }

    @Test
    void BAD_H08_shouldReachIpThroughSnapOnly()
    {
        ethernet(MACS + "0030" + "aaaa03000000" + "0800" + IPV4_TCP);
        assertEquals(0x0800, record.get(Slots.ETHERNET_PROTOCOL));
        assertPorts();
        ethernet(MACS + "0026" + "424203" + "00".repeat(35));
        assertFalse(record.has(Slots.ETHERNET_PROTOCOL));
        assertKinds(false, false);
        ethernet(MACS + "0030" + "aaaa0300000c" + "2000" + "00".repeat(38));
        assertFalse(record.has(Slots.ETHERNET_PROTOCOL));
        ethernet(MACS + "0030" + "aaaa030000");
        assertKinds(true, false);
    }

    @ParameterizedTest
    @CsvSource({ "0,true", "4,true", "5,false" })
    void BAD_H11_shouldReadTcpWhateverItsDataOffset(final int words, final boolean malformed)
    {
        ip(ipv4("45", 40, 0, 6) + TCP.substring(0, 24) + hex16(words << 12 | 2) + TCP.substring(28));
        assertPorts();
        assertEquals(2, record.get(Slots.TCP_FLAGS));
        assertKinds(false, malformed);
    }

    @Test
    void BAD_H11_shouldReportTcpOptionsThatAreCut()
    {
        ip(ipv4("45", 80, 0, 6) + TCP.substring(0, 24) + "f002" + TCP.substring(28));
        assertEquals(2, record.get(Slots.TCP_FLAGS));
        assertKinds(true, false);
    }

    @ParameterizedTest
    @CsvSource({ "0,false", "7,true", "8,false", "65535,false" })
    void BAD_H11_shouldReadUdpWhateverItsLength(final int length, final boolean malformed)
    {
        ip(ipv4("45", 28, 0, 17) + "01bbc350" + hex16(length) + "0000");
        assertPorts();
        assertEquals(length, record.get(Slots.UDP_BYTES));
        assertKinds(false, malformed);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0,0,0", "1,0,0,0,0", "2,1,0,0,0", "3,1,0,0,0", "4,1,1,0,0", "13,1,1,0,0", "14,1,1,1,0", "15,1,1,1,0",
        "16,1,1,1,1", "19,1,1,1,1"
    })
    void BAD_H11_shouldReadTcpFlagsOnlyWhenTheirBytesAreThere(
        final int captured, final int source, final int destination, final int flags, final int window)
    {
        ip(ipv4("45", 40, 0, 6) + TCP.substring(0, 2 * captured));
        assertEquals(1 == source, record.has(Slots.L4_SOURCE_PORT));
        assertEquals(1 == destination, record.has(Slots.L4_DESTINATION_PORT));
        assertEquals(1 == flags, record.has(Slots.TCP_FLAGS));
        assertEquals(1 == window, record.has(Slots.TCP_WINDOW));
        assertTrue(record.has(Slots.TCP));
        assertKinds(true, false);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000,ffffffff", "e0000001,7f000001", "c0000201,c0000201"
    })
    void BAD_H13_shouldAcceptAnyAddressAsKey(final String source, final String destination)
    {
        ip("4500002812340000400600" + "00" + source + destination + TCP);
        assertEquals(0xFFFF_0000_0000L | Long.parseLong(source, 16), record.get(Slots.IP_SOURCE + 1));
        assertEquals(0xFFFF_0000_0000L | Long.parseLong(destination, 16), record.get(Slots.IP_DESTINATION + 1));
        assertPorts();
    }

    @Test
    void BAD_H13_shouldTellMappedIpv6FromIpv4ByKind()
    {
        ip("60000000" + "0014" + "0640" + "00000000000000000000ffffc0000201".repeat(2) + TCP);
        assertEquals(0xFFFF_C000_0201L, record.get(Slots.IP_SOURCE + 1));
        assertTrue(record.has(Slots.IPV6));
        assertFalse(record.has(Slots.IPV4));
    }

    @Test
    void BAD_H14_shouldTellIpVersionsApartByTheirBytes()
    {
        decode(PacketHeaderDecoder.IPV6, IPV4_TCP);
        assertTrue(record.has(Slots.IPV4));
        assertPorts();
        decode(PacketHeaderDecoder.IPV4, ipv6(20, 6) + TCP);
        assertTrue(record.has(Slots.IPV6));
        assertPorts();
    }
}
