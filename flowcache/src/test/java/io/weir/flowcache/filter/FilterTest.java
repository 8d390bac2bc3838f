package io.weir.flowcache.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.Keys;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.record.InterfaceIndex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;

class FilterTest
{
    private static FlowRecord tcp4()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.INPUT_IFINDEX, InterfaceIndex.of(InterfaceIndex.FORMAT_DISCARD, 7)).put(Field.DIRECTION, 1);
        record.put(Field.MAC_SOURCE, 0x0A_BC01).put(Field.IP_VERSION, 4).put(Field.L4_PROTOCOL, 6);
        record.putAddress(Field.IP_SOURCE, 0, 0xFFFF_0A04_0102L);
        record.putAddress(Field.IP_DESTINATION, 0, 0xFFFF_C0A8_0001L);
        record.put(Field.IP_TOS, 0xB9).put(Field.L4_SOURCE_PORT, 65_535).put(Field.L4_DESTINATION_PORT, 443);
        return record.put(Field.TCP_FLAGS, 0x12).put(Field.BYTES, 1500);
    }

    private static FlowRecord udp6()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.IP_VERSION, 6).put(Field.L4_PROTOCOL, 17).put(Field.L4_DESTINATION_PORT, 53);
        record.putAddress(Field.IP_SOURCE, 0x2001_0DB8_0000_0000L, 1);
        return record.putAddress(Field.IP_DESTINATION, 0, 0xFFFF_0A04_0102L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "ipsource=10.4.1.2; true; false", "ipsource!=10.4.1.2; false; true", "ipsource=10.4.1.3; false; false",
        "ipsource=10.4.1.3,10.4.1.2; true; false", "ipsource!=10.4.1.3,10.4.1.2; false; true",
        "ipsource=null; false; true", "ipsource!=null; true; false", "ipsource=null,10.4.1.2; true; true",
        "ipsource!=null,10.4.1.2; false; false", "ipsource=10.0.0.0/8; true; false",
        "ipsource=10.4.1.2/32; true; false", "ipsource=0.0.0.0/0; true; false", "ipsource!=10.4.0.0/15; false; true",
        "ipsource=10.5.0.0/16; false; false", "ip6source=::/0; false; true", "ip6destination=::/0; false; true",
        "ip6source=2001:db8::/32; false; true", "ip6source=2001:DB8::1; false; true",
        "ip6source=2001:db8::2/127; false; false", "ipanysource=0.0.0.0/0; true; false",
        "ipanysource=::/0; false; true", "ipanydestination=::/0; false; false",
        "ipanydestination=::/80; false; false", "ipanydestination=::8000:0:0/81; false; false",
        "ipanydestination=::ffff:0:0/96; true; true", "ipanydestination=10.0.0.0/8,192.168.0.0/16; true; true",
        "ipanysource=2001:db8::/64; false; true", "l4destinationport=53; false; true",
        "tcpdestinationport=443&ipprotocol=6; true; false",
        "udpdestinationport=53|tcpdestinationport=443; true; true",
        "ipprotocol=17|ipprotocol=6&tcpdestinationport=80; false; false",
        "(ipprotocol=17|ipprotocol=6)&tcpdestinationport=443; true; false",
        " ( ipprotocol = 6 ) & ( l4destinationport != 80 , 8080 ) ; true; false", "vlan!=5; true; true",
        "vlan!=5,null; false; false", "vlan=null; true; true", "direction=egress; true; false",
        "direction!=\"ingress\"; true; true", "inputifindex=discard; true; false",
        "macsource=0000000ABC01; true; false", "ipdscp=46; true; false", "tcpflags=....A..S.; true; false",
        "tcpflags~\".*S.\"; true; false", "tcpflags~....A.*; true; false", "tcpflags!~.*S.; false; true",
        "l4destinationport~4.*; true; false", "l4destinationport~4.*,53; true; true",
        "l4destinationport~\"(4|5)\\d+\"; true; true", "l4destinationport~3; false; false", "vlan~.*; false; false",
        "vlan~.*,null; true; true", "bytes=1500; true; false",
        "ipsource~\"10\\.4\\..*\"; true; false", "ipanydestination~\".*(0\\.1|1\\.2)\"; true; true",
        "ip6source~2001:DB8:.*; false; true", "bytes~1.*; true; false", "macsource~0{6}.*; true; false" })
    void shouldTellWhatIsCounted(final String text, final boolean ofTcp4, final boolean ofUdp6)
    {
        final Filter filter = Filter.parse(text);
        assertEquals(ofTcp4, filter.matches(KeyContext.of(tcp4())));
        assertEquals(ofUdp6, filter.matches(KeyContext.of(udp6())));
        assertEquals(ofTcp4, filter.interpret(KeyContext.of(tcp4())));
        assertEquals(ofUdp6, filter.interpret(KeyContext.of(udp6())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "ipsource; expected an operator after 'ipsource' at 9",
        "ipsource 1; expected an operator after 'ipsource' at 9",
        "ipsource!10.0.0.1; expected an operator after 'ipsource' at 9",
        "ipsrc=10.0.0.1; unknown key 'ipsrc' at 1: did you mean ipsource",
        "vlan=1&tcpport=80; unknown key 'tcpport' at 8: did you mean tcp",
        "vlan=; expected a value, found the end at 6", "vlan=1,; expected a value, found the end at 8",
        "vlan=|vlan=2; expected a value, found '|' at 6", "vlan=1&; expected a key or '(', found the end at 8",
        "vlan=1&&vlan=2; expected a key or '(', found '&' at 8", "=1; expected a key or '(', found '=' at 1",
        "(vlan=1; expected ')' for the '(' at 1, found the end at 8", "vlan=1); ')' has no '(' before it at 7",
        "vlan=1 2; expected '&', '|' or ',', found '2' at 8", "vlan=x; 'x' is not a value of vlan at 6",
        "vlan=4096; '4096' is not a value of vlan at 6", "vlan==1; '=1' is not a value of vlan at 6",
        "vlan=\"1; the quote is not closed at 6",
        "ipsource=10.0.0.1/8; '10.0.0.1/8' is not a value of ipsource at 10: bits are set behind the " +
            "prefix: the network is 10.0.0.0/8",
        "ipsource=10.0.0.0/33; '10.0.0.0/33' is not a value of ipsource at 10: the length of a prefix is 0..32",
        "ipsource=2001:db8::/32; '2001:db8::/32' is not a value of ipsource at 10",
        "ip6source=2001:db8::1/32; '2001:db8::1/32' is not a value of ip6source at 11: bits are set behind " +
            "the prefix: the network is 2001:DB8::/32",
        "vlan~(1|2); expected a value, found '(' at 6",
        "vlan~1(1|2); '(' within a value: put the value in quotes, at 7",
        "vlan~\"(1\"; '(1' is not a regular expression at 6: expected ')' after 2 characters",
        "vlan~*; '*' is not a regular expression at 6: unexpected '*'" })
    void shouldTellWhereATextIsNoFilter(final String text, final String message)
    {
        final String told = assertThrows(IllegalArgumentException.class, () -> Filter.parse(text)).getMessage();
        assertTrue(told.startsWith("filter: " + message), told);
    }

    @Test
    void shouldBoundWhatItTakes()
    {
        final String nested = "(".repeat(Filter.MAX_DEPTH) + "vlan=1" + ")".repeat(Filter.MAX_DEPTH);
        assertFalse(Filter.parse(nested).matches(KeyContext.of(udp6())));
        refuse("(" + nested + ")", "nested too deeply");
        refuse("vlan=1".repeat(20_000), "too long");
        refuse("vlan~1" + ",1".repeat(Filter.MAX_REGEXES), "too many regular expressions");
    }

    private static void refuse(final String text, final String message)
    {
        final String told = assertThrows(IllegalArgumentException.class, () -> Filter.parse(text)).getMessage();
        assertTrue(told.startsWith("filter: " + message), told);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " \t " })
    void shouldCountEverythingWithoutText(final String blank)
    {
        assertSame(Filter.ALL, Filter.parse(blank));
        assertTrue(Filter.ALL.matches(KeyContext.of(new FlowRecord())));
    }

    @Test
    void shouldWantFieldsOfEveryKey()
    {
        final Filter filter = Filter.parse("vlan=1|(ipsource=null&direction!=egress)");
        assertTrue(filter.fields().has(Field.VLAN) && filter.fields().has(Field.IP_SOURCE));
        assertTrue(filter.fields().has(Field.DIRECTION));
        assertFalse(filter.fields().has(Field.L4_PROTOCOL));
    }

    @Test
    void shouldNeverFailOtherwiseOnAnyText()
    {
        final String[] tokens = { "vlan", "ipsource", "=", "!", "~", "&", "|", "(", ")", "\"", ",", "null", "1", " ",
            "\\", "10.0.0.0/8", "[", "*", "/", ".", "\0", "é" };
        final SplittableRandom random = new SplittableRandom(3);
        int parsed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            final StringBuilder text = new StringBuilder(0 == i % 2 ? "vlan=" : "");
            for (int j = random.nextInt(8); j >= 0; j--)
            {
                text.append(tokens[random.nextInt(tokens.length)]);
            }
            try
            {
                Filter.parse(text.toString());
                parsed++;
            }
            catch (final IllegalArgumentException e)
            {
                assertTrue(e.getMessage().matches("(?s)filter: .* at \\d+.*"), e.getMessage());
            }
        }
        assertTrue(parsed > 100, "parsed=" + parsed);
    }

    /* Random filters by random records: the program, the tree, and the meaning spelled out on texts. */
    @Test
    void shouldSayTheSameHoweverItIsRun()
    {
        final SplittableRandom random = new SplittableRandom(11);
        int counted = 0;
        int compiled = 0;
        for (int round = 0; round < 1000; round++)
        {
            final List<FlowRecord> records = new ArrayList<>();
            for (int i = 0; i < 8; i++)
            {
                records.add(randomRecord(random));
            }
            final StringBuilder text = new StringBuilder();
            final Predicate<FlowRecord> meaning = any(random, 3, text, records);
            final Filter filter = Filter.parse(text.toString());
            for (final FlowRecord record : records)
            {
                final boolean expected = meaning.test(record);
                assertEquals(expected, filter.interpret(KeyContext.of(record)), text.toString());
                assertEquals(expected, filter.matches(KeyContext.of(record)), text.toString());
                assertEquals(expected, filter.program().interpret(KeyContext.of(record)), text.toString());
                compiled += filter.program().isCompiled() ? 1 : 0;
                counted += expected ? 1 : 0;
            }
        }
        assertTrue(counted > 1500 && counted < 6500, "counted=" + counted);
        assertTrue(compiled > 4000, "compiled=" + compiled);
    }

    private static FlowRecord randomRecord(final SplittableRandom random)
    {
        final FlowRecord record = new FlowRecord();
        for (final Field field : Field.wellKnown())
        {
            if (!field.isText() && random.nextInt(4) > 0)
            {
                final long low = random.nextInt(3) > 0 ? random.nextInt(4) : random.nextLong() >>> random.nextInt(64);
                if (2 == field.slots())
                {
                    final boolean isMapped = random.nextBoolean();
                    record.putAddress(field, isMapped ? 0 : random.nextLong(),
                        isMapped ? 0xFFFF_0A00_0000L | low & 0xFFFF : random.nextLong());
                }
                else
                {
                    record.put(field, low);
                }
            }
        }
        record.putIpVersion(0, random.nextBoolean() ? 4 : 6);
        record.putL4Protocol(0, random.nextBoolean() ? 6 : 17);
        /* not every bit pattern is one of these */
        record.putAddress(Slots.STACK, 0, random.nextInt(1, 41));
        record.putAddress(Slots.MPLS_LABELS, 0, random.nextInt(4));
        record.put(Slots.IP6_EXTENSIONS, random.nextInt(1, 9));
        return record;
    }

    private static Predicate<FlowRecord> any(
        final SplittableRandom random,
        final int depth,
        final StringBuilder text,
        final List<FlowRecord> records)
    {
        Predicate<FlowRecord> meaning = all(random, depth, text, records);
        while (0 == random.nextInt(3))
        {
            text.append(" | ");
            meaning = meaning.or(all(random, depth, text, records));
        }
        return meaning;
    }

    private static Predicate<FlowRecord> all(
        final SplittableRandom random,
        final int depth,
        final StringBuilder text,
        final List<FlowRecord> records)
    {
        Predicate<FlowRecord> meaning = fact(random, depth, text, records);
        while (0 == random.nextInt(3))
        {
            text.append('&');
            meaning = meaning.and(fact(random, depth, text, records));
        }
        return meaning;
    }

    private static Predicate<FlowRecord> fact(
        final SplittableRandom random,
        final int depth,
        final StringBuilder text,
        final List<FlowRecord> records)
    {
        if (depth > 0 && 0 == random.nextInt(2))
        {
            text.append('(');
            final Predicate<FlowRecord> meaning = any(random, depth - 1, text, records);
            text.append(')');
            return meaning;
        }
        final Key key = Keys.all().get(random.nextInt(Keys.all().size()));
        final boolean negated = random.nextBoolean();
        final boolean isRegex = key.bits() <= 9 && 0 == random.nextInt(2);
        text.append(key).append(negated ? "!" : "").append(isRegex ? "~" : "=");
        Predicate<String> found = value -> false;
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            found = found.or(isRegex ? regex(random, text) : value(random, key, text, records));
            text.append(i > 0 ? "," : "");
        }
        final Predicate<String> matching = found;
        return record -> negated != matching.test(key.format(record));
    }

    private static Predicate<String> regex(final SplittableRandom random, final StringBuilder text)
    {
        final String[] patterns = { "1.*", "\"[0-2]+\"", "\"(e|i).*gress\"", "\".{3}.*S.*\"", "\"\\d\\d?\"" };
        final String pattern = patterns[random.nextInt(patterns.length)];
        text.append(pattern);
        final Pattern compiled = Pattern.compile(pattern.replace("\"", ""));
        return value -> null != value && compiled.matcher(value).matches();
    }

    private static Predicate<String> value(
        final SplittableRandom random,
        final Key key,
        final StringBuilder text,
        final List<FlowRecord> records)
    {
        final String value = key.format(records.get(random.nextInt(records.size())));
        if (null == value || 0 == random.nextInt(8))
        {
            text.append("null");
            return other -> null == other;
        }
        final boolean isQuoted = random.nextBoolean();
        text.append(isQuoted ? "\"" : "").append(value).append(isQuoted ? "\"" : "");
        return value::equals;
    }
}
