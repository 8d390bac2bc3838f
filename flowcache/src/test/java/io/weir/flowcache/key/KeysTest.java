package io.weir.flowcache.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
import io.weir.record.Ip6Extensions;
import io.weir.record.PacketStack;
import io.weir.record.Slots;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.SplittableRandom;

class KeysTest
{
    private static FlowRecord tcp4()
    {
        final FlowRecord record = new FlowRecord();
        record.putAddress(Field.AGENT, 0x2001_0DB8_0000_0000L, 1).put(Field.DATA_SOURCE, 2L << 32 | 1);
        record.put(Field.INPUT_IFINDEX, 7).put(Field.OUTPUT_IFINDEX, InterfaceIndex.of(2, 9)).put(Field.DIRECTION, 1);
        record.put(Field.MAC_SOURCE, 0x0A_BC01).put(Field.MAC_DESTINATION, 0xFFFF_FFFF_FFFFL);
        record.put(Field.ETHERNET_PROTOCOL, 0x800).put(Field.VLAN, 4094);
        record.put(Field.IP_VERSION, 4).put(Field.L4_PROTOCOL, 6).put(Field.IP_TTL, 64).put(Field.IP_TOS, 0xB9);
        record.putAddress(Field.IP_SOURCE, 0, 0xFFFF_0A04_0102L);
        record.putAddress(Field.IP_DESTINATION, 0, 0xFFFF_FFFF_FFFFL);
        record.put(Field.L4_SOURCE_PORT, 65_535).put(Field.L4_DESTINATION_PORT, 443).put(Field.TCP_FLAGS, 0x112);
        return record.put(Field.BYTES, 1500).put(Field.FRAMES, 1);
    }

    private static FlowRecord icmp6()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.IP_VERSION, 6).put(Field.L4_PROTOCOL, 58).put(Field.ICMP_TYPE, 128).put(Field.ICMP_CODE, 0);
        record.put(Field.IP_TTL, 255).put(Field.IP_TOS, 0);
        record.putAddress(Field.IP_SOURCE, 0x2001_0DB8_0000_0000L, 0xFFFF_0A04_0102L);
        return record.putAddress(Field.IP_DESTINATION, 0, 0xFFFF_0A04_0102L);
    }

    @ParameterizedTest
    @CsvSource({
        "agent, 2001:DB8::1", "datasource, 2.1", "inputifindex, 7", "outputifindex, multiple", "direction, egress",
        "macsource, 0000000ABC01", "macdestination, FFFFFFFFFFFF", "ethernetprotocol, 2048", "vlan, 4094",
        "ipsource, 10.4.1.2", "ipdestination, 255.255.255.255", "ip6source,", "ip6destination,",
        "ipanysource, 10.4.1.2", "ipanydestination, 255.255.255.255", "ipprotocol, 6", "ipttl, 64", "iptos, 185",
        "ipdscp, 46", "l4protocol, 6", "l4sourceport, 65535", "l4destinationport, 443", "tcpsourceport, 65535",
        "tcpdestinationport, 443", "tcpflags, N...A..S.", "udpsourceport,", "udpdestinationport,", "icmptype,",
        "icmpcode,", "bytes, 1500", "frames, 1" })
    void shouldTellEveryKeyOfTcpOverIpv4(final String name, final String text)
    {
        assertEquals(text, Keys.find(name).orElseThrow().format(tcp4()));
    }

    @ParameterizedTest
    @CsvSource({
        "ipsource,", "ip6source, 2001:DB8::FFFF:A04:102", "ip6destination, ::FFFF:A04:102", "ipprotocol,", "ipttl,",
        "iptos,", "ipdscp,", "l4protocol, 58", "icmptype,", "icmpcode,", "ipanysource, 2001:DB8::FFFF:A04:102",
        "ipanydestination, 10.4.1.2", "tcpflags,", "agent,", "bytes," })
    void shouldTellKeysOfIcmpOverIpv6(final String name, final String text)
    {
        assertEquals(text, Keys.find(name).orElseThrow().format(icmp6()));
    }

    @Test
    void shouldTellIcmpAndUdpKeysWhereTheyAre()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.IP_VERSION, 4).put(Field.L4_PROTOCOL, 1).put(Field.ICMP_TYPE, 3).put(Field.ICMP_CODE, 13);
        assertEquals("3", Keys.find("icmptype").orElseThrow().format(record));
        assertEquals(13L, Keys.find("icmpcode").orElseThrow().value(record));
        record.clear();
        record.put(Field.IP_VERSION, 6).put(Field.L4_PROTOCOL, 17).put(Field.L4_SOURCE_PORT, 53);
        assertEquals("53", Keys.find("udpsourceport").orElseThrow().format(record));
        assertNull(Keys.find("tcpsourceport").orElseThrow().format(record));
        assertNull(Keys.find("udpdestinationport").orElseThrow().value(record));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, unknown", "0, 4294967295, 4294967295", "1, 256, discard", "1, 0, discard", "2, 7, multiple",
        "3, 0, internal" })
    void shouldTellInterfaces(final int format, final long value, final String text)
    {
        final Key key = Keys.find("inputifindex").orElseThrow();
        final FlowRecord record = new FlowRecord().put(Field.INPUT_IFINDEX, InterfaceIndex.of(format, value));
        assertEquals(text, key.format(record));
        final long[] parsed = key.parse(text);
        assertEquals(key.low(record), parsed[1]);
    }

    @Test
    void shouldGiveNumbersAsNumbersAndOthersAsText()
    {
        final FlowRecord record = tcp4();
        for (final Key key : Keys.all())
        {
            final Object value = key.value(record);
            assertTrue(null == value || (key.isNumber() ? value instanceof Long : value instanceof String), key.name());
        }
    }

    @Test
    void shouldParseWhatItFormats()
    {
        final SplittableRandom random = new SplittableRandom(4);
        for (final Key key : Keys.all())
        {
            for (int i = 0; i < 300 && KeyType.TEXT != key.type(); i++)
            {
                final FlowRecord record = new FlowRecord();
                for (int word = 0; word < Slots.WORDS; word++)
                {
                    record.mark(word, -1);
                }
                final int spread = random.nextInt(64);
                for (int slot = 0; slot < Slots.COUNT; slot++)
                {
                    record.putUnmarked(slot, random.nextLong() >>> spread);
                }
                makeSound(record, random);
                final long[] parsed = key.parse(key.format(record));
                assertEquals(key.high(record), parsed[0], key.name());
                assertEquals(key.low(record), parsed[1], key.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ipsource, 10.0.0", "ipsource, 10.0.0.256", "ipsource, ::1", "ip6source, 10.0.0.1", "ip6source, 1::2::3",
        "ip6source, 1:2:3:4:5:6:7:8:9", "ip6source, 12345::", "vlan, 4096", "vlan, -1", "vlan, x", "macsource, 0A",
        "direction, in", "tcpflags, SYN", "tcpflags, NCEUAPRFS", "inputifindex, discarded", "datasource, 1.2.3",
        "ipsource, ''", "l4protocol, 256" })
    void shouldRefuseTextThatIsNoValue(final String name, final String text)
    {
        final Key key = Keys.find(name).orElseThrow();
        final String message = assertThrows(IllegalArgumentException.class, () -> key.parse(text)).getMessage();
        assertTrue(message.startsWith(name + ": ") && message.contains("'" + text + "'"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "ipsrc, 'ipsource, ip6source'", "ipsuorce, 'ipsource, ip6source'", "IPSOURCE, 'ipsource, ip6source'",
        "tcpport, 'tcprtt, tcpsourceport'", "dscp, ipdscp", "octets, " })
    void shouldSuggestNearestNames(final String unknown, final String expected)
    {
        final String message = assertThrows(
            IllegalArgumentException.class, () -> Keys.require("elephant", unknown)).getMessage();
        assertTrue(message.startsWith("elephant: unknown key '" + unknown + "'"), message);
        assertTrue(null == expected || message.contains(": did you mean " + expected), message);
    }

    @ParameterizedTest
    @ValueSource(strings = { "ipsource,ipdestination,ipprotocol,l4sourceport,l4destinationport" })
    void shouldPackFiveTupleAndSourceInTwoWords(final String names)
    {
        assertEquals(2, KeyProgram.of(keys(names), true).words());
    }

    @Test
    void shouldKeepEveryBitOfPackedKeys()
    {
        final SplittableRandom random = new SplittableRandom(8);
        final List<Key> numbers = Keys.all().stream().filter(key -> KeyType.TEXT != key.type()).toList();
        final FlowRecord record = new FlowRecord();
        for (int round = 0; round < 2000; round++)
        {
            final List<Key> chosen = new java.util.ArrayList<>();
            for (int i = random.nextInt(1, 9); i > 0; i--)
            {
                chosen.add(numbers.get(random.nextInt(numbers.size())));
            }
            for (int slot = 0; slot < Slots.COUNT; slot++)
            {
                record.put(slot, random.nextLong() >>> random.nextInt(64));
            }
            makeSound(record, random);
            final KeyProgram program = KeyProgram.of(chosen, random.nextBoolean());
            final long[] packed = new long[program.words() + 2];
            final int source = random.nextInt(1 << KeyProgram.SOURCE_BITS);
            assertTrue(program.matches(KeyContext.of(record)));
            program.extract(KeyContext.of(record), source, packed, 1);
            final long[] interpreted = new long[program.words() + 2];
            program.interpret(KeyContext.of(record), source, interpreted, 1);
            org.junit.jupiter.api.Assertions.assertArrayEquals(interpreted, packed);
            final List<String> texts = new java.util.ArrayList<>();
            for (int i = 0; i < chosen.size(); i++)
            {
                texts.add(program.format(i, packed, 1, String::valueOf));
                assertEquals(chosen.get(i).format(record), texts.get(i));
            }
            final long[] parsed = new long[program.words() + 2];
            program.parse(texts, parsed, 1, String::length);
            final int at = 1 + program.sourceWord();
            if (program.hasSource())
            {
                assertEquals(source, (packed[at] & program.sourceMask()) >>> program.sourcePosition());
            }
            parsed[at] |= packed[at] & program.sourceMask();
            org.junit.jupiter.api.Assertions.assertArrayEquals(parsed, packed);
        }
    }

    /* Not every bit pattern is one of these. */
    static void makeSound(final FlowRecord record, final SplittableRandom random)
    {
        final String[] stacks = { "eth.ip.tcp", "eth.vlan.mpls.ip.udp.vxlan.eth.vlan.ip6.gre.ip.sctp", "ppp", "fcoe" };
        final String[] labels = { "0", "1048575", "16-17-18", "1-2-3-4", "9-8-7-6-5-4", "1-2-3-4-5-1048575+10" };
        final long[] value = new long[2];
        PacketStack.parse(stacks[random.nextInt(stacks.length)], value);
        record.putAddress(Slots.STACK, value[0], value[1]);
        LabelText.parse(labels[random.nextInt(labels.length)], value);
        for (int layer = 0; layer < Slots.LAYERS; layer++)
        {
            record.putAddress(layer * Slots.LAYER_STRIDE + Slots.MPLS_LABELS, value[0], value[1]);
            record.put(layer * Slots.LAYER_STRIDE + Slots.IP6_EXTENSIONS, Ip6Extensions.parse("0-60-43-44-51-135"));
        }
    }

    @Test
    void shouldTellBroadcastFromMulticast()
    {
        final FlowRecord record = new FlowRecord();
        assertNull(Keys.require("test", "isbroadcast").format(record));
        record.put(Field.MAC_DESTINATION, 0x0100_5E00_0001L);
        assertEquals("false", Keys.require("test", "isbroadcast").format(record));
        assertEquals("true", Keys.require("test", "ismulticast").format(record));
        record.put(Field.MAC_DESTINATION.layer(1), 0xFFFF_FFFF_FFFFL);
        assertEquals("true", Keys.require("test", "isbroadcast.1").format(record));
        assertEquals("false", Keys.require("test", "isunicast.1").format(record));
    }

    @Test
    void shouldTellDropEligibleFromPriority()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.VLAN_PRIORITY, 5).put(Field.VLAN_INNER_PRIORITY, 8 | 6);
        assertEquals("5", Keys.require("test", "priority").format(record));
        assertEquals("false", Keys.require("test", "vlandei").format(record));
        assertEquals("6", Keys.require("test", "priorityinner").format(record));
        assertEquals("true", Keys.require("test", "vlandeiinner").format(record));
    }

    @Test
    void shouldReadValuesOfStructures()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.NAT_SOURCE_PORT, 65_535).put(Field.TCP_RTT_WAIT, 250).put(Field.VNI, 5001);
        record.put(Field.HTTP_METHOD, 2).put(Field.MEMCACHE_COMMAND, 7).put(Field.SOURCE_MASK_BITS, 128);
        assertEquals("65535", Keys.require("test", "natsourceport").format(record));
        assertEquals(16, Keys.require("test", "natsourceport").bits());
        assertEquals("250", Keys.require("test", "tcprttwait").format(record));
        assertEquals("5001", Keys.require("test", "vni").format(record));
        assertEquals("GET", Keys.require("test", "httpmethod").format(record));
        assertEquals("GET", Keys.require("test", "memcachecommand").format(record));
        assertEquals("128", Keys.require("test", "ipsourcemaskbits").format(record));
    }

    private static FlowRecord full()
    {
        final FlowRecord record = tcp4();
        record.put(Field.VLAN_PRIORITY, 5).put(Field.VLAN_INNER, 7).put(Field.VLAN_INNER_PRIORITY, 6);
        record.put(Field.IP_FLAGS, 2).put(Field.IP_BYTES, 1500).put(Field.IP_FRAGMENT_OFFSET, 185);
        record.put(Field.IP_IDENTIFICATION, 0xCAFE).put(Field.IP_OFFSET, 14).put(Field.L4_OFFSET, 34);
        record.put(Field.TCP_SEQUENCE, 0xFFFF_FFFFL).put(Field.TCP_ACKNOWLEDGEMENT, 9).put(Field.TCP_WINDOW, 512);
        record.put(Field.ARP_OPERATION, 2).put(Field.ARP_MAC_SENDER, 1).put(Field.ARP_IP_SENDER, 0x0A00_0001);
        record.put(Field.ARP_MAC_TARGET, 2).put(Field.ARP_IP_TARGET, 0x0A00_0002).put(Field.SAMPLING_RATE, 1000);
        record.putAddress(Field.MPLS_LABELS, 0, 2L << 60 | 123L << 40 | 7L << 20 | 16_001);
        record.put(Field.MPLS_BOTTOM_LABEL, 123).put(Field.VNI, 5001).put(Field.VXLAN_VNI, 5001);
        record.put(Field.GENEVE_VNI, 5002).put(Field.GRE_VSID, 5003).put(Field.GRE_KEY, 0xFFFF_FFFFL);
        record.put(Field.GTP_TEID, 77).put(Field.DNS_FLAGS, 0x8183).put(Field.DNS_QUESTION, 28 << 16 | 1);
        record.put(Field.IB_BTH, 0x0CC0_FFFF_8000_012AL).put(Field.IB_AETH, 0x62).put(Field.IB_RDMA_LENGTH, 4096);
        final long[] stack = new long[2];
        PacketStack.parse("eth.ip.udp.vxlan.eth.ip.tcp", stack);
        return record.putAddress(Field.STACK, stack[0], stack[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "stack, eth.ip.udp.vxlan.eth.ip.tcp", "samplingrate, 1000", "priority, 5", "vlaninner, 7", "priorityinner, 6",
        "isunicast, false", "ismulticast, true", "arpoperation, 2", "arpmacsender, 000000000001",
        "arpipsender, 10.0.0.1", "arpmactarget, 000000000002", "arpiptarget, 10.0.0.2", "mplslabels, 16001-7-123",
        "mplstoplabel, 16001", "mplsbottomlabel, 123", "ipversion, 4", "ip_offset, 14", "ipdscpname, ef", "ipecn, 01",
        "ipbytes, 1500", "ipflags, .D.", "ipfragoffset, 185", "ipidentification, 51966", "ip6bytes,", "ip6ttl,",
        "tcp_offset, 34", "tcpseqno, 4294967295", "tcpackno, 9", "tcpwindow, 512", "udp_offset,", "udpbytes,",
        "sctpsourceport,", "vni, 5001", "vxlanvni, 5001", "genevevni, 5002", "grevsid, 5003", "grekey, 4294967295",
        "gtpteid, 77", "dnsqr, true", "dnsopcode, 0", "dnsrcode, 3", "dnsqtype, 28", "dnsqtypename, AAAA",
        "dnsqclass, 1", "ibbtopcode, 12", "ibbtopname, RDMA_READ_REQUEST", "ibbtoptransport, RC", "ibbtse, true",
        "ibbtm, true", "ibbtack, true", "ibbtdestqp, 298", "ibbtaethack, NAK", "ibbtrdmalen, 4096", "vni.1,",
        "ipsource.1," })
    void shouldTellKeysOfPacketHeaders(final String name, final String text)
    {
        assertEquals(text, Keys.find(name).orElseThrow().format(full()));
    }

    @Test
    void shouldTellKeysOfIpv6AndIcmp()
    {
        final FlowRecord record = icmp6();
        record.put(Field.IP6_FLOW_LABEL, 0xABCDE).put(Field.IP_BYTES, 65_575).put(Field.IP_FLAGS, 1);
        record.put(Field.IP6_EXTENSIONS, Ip6Extensions.parse("0-60-44")).put(Field.IP_FRAGMENT_OFFSET, 3);
        record.put(Field.IP_OFFSET, 14);
        final String[][] expected = {
            { "ip6_offset", "14" }, { "ip6nexthdr", "58" }, { "ip6tos", "0" }, { "ip6dscp", "0" },
            { "ip6dscpname", "be" }, { "ip6ecn", "00" }, { "ip6flowlabel", "703710" }, { "ip6ttl", "255" },
            { "ip6bytes", "65575" }, { "ip6extensions", "0-60-44" }, { "ip6fragoffset", "3" }, { "ip6fragm", "true" },
            { "icmp6type", "128" }, { "icmp6code", "0" }, { "icmpseqno", null }, { "ipbytes", null } };
        for (final String[] pair : expected)
        {
            assertEquals(pair[1], Keys.find(pair[0]).orElseThrow().format(record), pair[0]);
        }
        final FlowRecord unreachable = new FlowRecord().put(Field.L4_PROTOCOL, 1).put(Field.ICMP_SEQUENCE, 4);
        unreachable.put(Field.ICMP_UNREACHABLE_NET, 0x0A00_0001).put(Field.ICMP_UNREACHABLE_HOST, 0x0A00_0002);
        unreachable.put(Field.ICMP_UNREACHABLE_PROTOCOL, 17).put(Field.ICMP_UNREACHABLE_PORT, 161);
        assertEquals("4", Keys.find("icmpseqno").orElseThrow().format(unreachable));
        assertEquals("10.0.0.1", Keys.find("icmpunreachablenet").orElseThrow().format(unreachable));
        assertEquals("10.0.0.2", Keys.find("icmpunreachablehost").orElseThrow().format(unreachable));
        assertEquals("17", Keys.find("icmpunreachableprotocol").orElseThrow().format(unreachable));
        assertEquals("161", Keys.find("icmpunreachableport").orElseThrow().format(unreachable));
    }

    @Test
    void shouldReadInnerPacketsByLayeredNames()
    {
        final FlowRecord record = tcp4();
        record.put(Field.IP_VERSION.layer(2), 4).put(Field.L4_PROTOCOL.layer(2), 17);
        record.put(Field.L4_SOURCE_PORT.layer(2), 53).putAddress(Field.IP_SOURCE.layer(2), 0, 0xFFFF_0A00_0009L);
        assertEquals("10.0.0.9", Keys.require("test", "ipsource.2").format(record));
        assertEquals("53", Keys.require("test", "udpsourceport.2").format(record));
        assertNull(Keys.require("test", "tcpsourceport.2").format(record));
        assertNull(Keys.require("test", "ipsource.1").format(record));
        final KeyProgram program = KeyProgram.of(keys("ipsource,ipsource.2,l4sourceport.2"), false);
        assertTrue(program.matches(KeyContext.of(record)));
        final long[] packed = new long[program.words()];
        program.extract(KeyContext.of(record), 0, packed, 0);
        assertEquals("10.4.1.2 10.0.0.9 53",
            program.format(0, packed, 0, String::valueOf) + " " + program.format(1, packed, 0, String::valueOf) + " " +
            program.format(2, packed, 0, String::valueOf));
        assertTrue(Keys.find("ipsource.4").isEmpty() && Keys.find("agent.1").isEmpty() &&
            Keys.find("stack.1").isEmpty() && Keys.find("ipsource.0").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "stack, eth..ip", "stack, ethernet", "stack, ''", "mplslabels, 1048576", "mplslabels, 1-2+3",
        "mplslabels, 1-2-3-4-5-6-7", "mplslabels, 1-2-3-4-5-6+11", "mplslabels, ''", "ip6extensions, 6", "ipecn, 12",
        "ipecn, 1", "ipflags, MDR", "ip6fragm, yes", "isunicast, 1", "ipdscpname, 64", "ipdscpname, gold",
        "dnsqtypename, AAAAA", "ibbtoptransport, 9" })
    void shouldRefuseTextThatIsNoHeaderValue(final String name, final String text)
    {
        shouldRefuseTextThatIsNoValue(name, text);
    }

    @Test
    void shouldNotMatchRecordThatLacksOneKey()
    {
        final KeyProgram program = KeyProgram.of(keys("agent,ipsource,tcpflags"), true);
        assertTrue(program.matches(KeyContext.of(tcp4())));
        final FlowRecord record = icmp6();
        record.putAddress(Field.AGENT, 0, 1);
        assertEquals(false, program.matches(KeyContext.of(record)));
    }

    private static List<Key> keys(final String names)
    {
        return List.of(names.split(",")).stream().map(name -> Keys.require("test", name)).toList();
    }
}
