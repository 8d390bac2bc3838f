package io.weir.flowcache.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.InterfaceIndex;
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
            for (int i = 0; i < 300; i++)
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
        final FlowRecord record = new FlowRecord();
        for (int round = 0; round < 2000; round++)
        {
            final List<Key> chosen = new java.util.ArrayList<>();
            for (int i = random.nextInt(1, 9); i > 0; i--)
            {
                chosen.add(Keys.all().get(random.nextInt(Keys.all().size())));
            }
            for (int slot = 0; slot < Slots.COUNT; slot++)
            {
                record.put(slot, random.nextLong() >>> random.nextInt(64));
            }
            final KeyProgram program = KeyProgram.of(chosen, random.nextBoolean());
            final long[] packed = new long[program.words() + 2];
            final int source = random.nextInt(1 << KeyProgram.SOURCE_BITS);
            assertTrue(program.matches(record));
            program.extract(record, source, packed, 1);
            final long[] interpreted = new long[program.words() + 2];
            program.interpret(record, source, interpreted, 1);
            org.junit.jupiter.api.Assertions.assertArrayEquals(interpreted, packed);
            final List<String> texts = new java.util.ArrayList<>();
            for (int i = 0; i < chosen.size(); i++)
            {
                texts.add(program.format(i, packed, 1));
                assertEquals(chosen.get(i).format(record), texts.get(i));
            }
            final long[] parsed = new long[program.words() + 2];
            program.parse(texts, parsed, 1);
            final int at = 1 + program.sourceWord();
            if (program.hasSource())
            {
                assertEquals(source, (packed[at] & program.sourceMask()) >>> program.sourcePosition());
            }
            parsed[at] |= packed[at] & program.sourceMask();
            org.junit.jupiter.api.Assertions.assertArrayEquals(parsed, packed);
        }
    }

    @Test
    void shouldNotMatchRecordThatLacksOneKey()
    {
        final KeyProgram program = KeyProgram.of(keys("agent,ipsource,tcpflags"), true);
        assertTrue(program.matches(tcp4()));
        final FlowRecord record = icmp6();
        record.putAddress(Field.AGENT, 0, 1);
        assertEquals(false, program.matches(record));
    }

    private static List<Key> keys(final String names)
    {
        return List.of(names.split(",")).stream().map(name -> Keys.require("test", name)).toList();
    }
}
