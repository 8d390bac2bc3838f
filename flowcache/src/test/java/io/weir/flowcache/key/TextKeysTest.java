package io.weir.flowcache.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.SplittableRandom;

class TextKeysTest
{
    private final KeyRegistry registry = new KeyRegistry();

    static FlowRecord web()
    {
        final FlowRecord record = new FlowRecord();
        record.put(Field.IP_VERSION, 4).put(Field.L4_PROTOCOL, 6);
        record.putAddress(Field.IP_SOURCE, 0, 0xFFFF_0A04_0102L);
        record.putAddress(Field.IP_DESTINATION, 0, 0xFFFF_C0A8_0001L);
        record.put(Field.L4_SOURCE_PORT, 65_535).put(Field.L4_DESTINATION_PORT, 443).put(Field.MAC_SOURCE, 0x0A_BC01);
        record.putText(Field.URL, "http://bob@www.example.org:8080/a/b.html?q=1#top".getBytes(UTF_8));
        record.putText(Field.URL_HOST, "www.example.org".getBytes(UTF_8));
        record.putText(Field.APP_NAME, "".getBytes(UTF_8));
        record.putText(Field.HTTP_USER_AGENT, "Mäuse/1.0 (\u20AC)".getBytes(UTF_8));
        record.putText(Field.DNS_QNAME, "\003WwW\007example\003.\\g".getBytes(ISO_8859_1));
        record.putText(Field.BGP_AS_PATH, new byte[]{ 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1,
            0, 0, 0, 2, 0, 0, 0, 3, -1, -1, -1, -1 });
        return record.putText(Field.BGP_COMMUNITIES, new byte[]{ 0, 1, 0, 2, -1, -1, 0, 100 });
    }

    private String text(final String name, final FlowRecord record)
    {
        return registry.require("test", name).format(record);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "url; http://bob@www.example.org:8080/a/b.html?q=1#top", "appname; ''", "httpuseragent; Mäuse/1.0 (€)",
        "dnsqname; www.example.\\.\\\\g", "bgpdestinationaspath; 1-2-{3,4294967295}", "bgpcommunities; 1:2,65535:100",
        "prefix:urlhost:.:1; www", "prefix:urlhost:.:2; www.example", "prefix:urlhost:.:9; www.example.org",
        "suffix:urlhost:.:1; org", "suffix:urlhost:.:2; example.org", "suffix:urlhost:.:3; www.example.org",
        "suffix:urlhost:.:9; www.example.org", "prefix:ipsource:.:2; 10.4", "suffix:ipsource:.:1; 2",
        "prefix:urlhost:ample.:1; www.ex", "prefix:url:\\::1; http", "suffix:l4sourceport:5:1; ''",
        "first:urlhost:.:net:org:www; org", "first:urlhost:.:exam:example; example", "first:urlhost:.:ww:ample;",
        "concat:-:ipsource:tcpdestinationport; 10.4.1.2-443", "concat::ipsource:l4protocol; 10.4.1.26",
        "concat:\\::urlhost:macsource; www.example.org:0000000ABC01", "concat:/:ipsource:vlan;",
        "concat:-:[null:vlan:none]:[mask:ipsource:8]; none-10.0.0.0",
        "uri:url:scheme; http", "uri:url:host; www.example.org", "uri:url:port; 8080", "uri:url:path; /a/b.html",
        "uri:url:query; q=1", "uri:urlhost:path; www.example.org", "uri:urlhost:host;",
        "null:url:none; http://bob@www.example.org:8080/a/b.html?q=1#top", "null:httphost:none; none",
        "or:httphost:urlhost; www.example.org", "eq:urlhost:[uri:url:host]; true", "eq:url:urlhost; false",
        "eq:url:httphost;", "if:urlhost:www.example.org:ours:theirs; ours",
        "if:tcpdestinationport:443:https:other; https",
        "if:vlan:7:a:b; b", "if:ipsource:10.4.1.2:[urlhost]:none; www.example.org",
        "if:ipprotocol:6:[tcpsourceport]:[udpsourceport]; 65535", "if:ipprotocol:17:[url]:[httphost];",
        "if:ipprotocol:6:[ipsource]:[ip6source]; 10.4.1.2" })
    void shouldComputeTexts(final String call, final String expected)
    {
        assertEquals(expected, text(call, web()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "http://[2001:db8::1]:80/; 2001; [2001:db8::1]; 80; /", "//host; ; host; ; ",
        "host:80/x; ; ; ; host:80/x",
        "a+b.c:/x?; a+b.c; ; ; /x", "http:; http; ; ; ", "http://; http; ; ; ",
        "/?a?b; ; ; ; /", "1http://x; ; ; ; 1http://x",
        "http://u@v@h:/p; http; h; ; /p", "?; ; ; ; " })
    void shouldTakeUrisApart(
        final String uri,
        final String scheme,
        final String host,
        final String port,
        final String path)
    {
        final FlowRecord record = new FlowRecord().putText(Field.HTTP_URL, uri.getBytes(UTF_8));
        assertEquals(uri.startsWith("http://[") ? "http" : scheme, text("uri:httpurl:scheme", record));
        assertEquals(host, text("uri:httpurl:host", record));
        assertEquals(port, text("uri:httpurl:port", record));
        assertEquals(path, text("uri:httpurl:path", record));
    }

    @Test
    void shouldWriteEveryValueAsRowsShowIt()
    {
        final SplittableRandom random = new SplittableRandom(4);
        for (final Key key : Keys.all())
        {
            for (int i = 0; i < 200 && KeyType.TEXT != key.type(); i++)
            {
                final FlowRecord record = new FlowRecord();
                final long low = 0 == i % 2 ? random.nextLong() : random.nextLong() >>> random.nextInt(64);
                final boolean isV4 = random.nextBoolean();
                record.putIpVersion(0, isV4 ? 4 : 6);
                if (2 == key.field().slots())
                {
                    record.putAddress(key.field(), isV4 ? 0 : random.nextLong() << 16 * random.nextInt(4),
                        isV4 ? 0xFFFF_0000_0000L | low & 0xFFFF_FFFFL : low);
                }
                else
                {
                    record.put(key.field(), low);
                }
                final KeyContext context = KeyContext.of(record);
                final String text = key.format(key.high(record), key.low(record));
                final KeyValue value = new KeyValue();
                key.write(key.high(context), key.low(context), value);
                assertEquals(text, value.toString(), key.name());
            }
        }
    }

    @Test
    void shouldCutLongTextBetweenCharacters()
    {
        final FlowRecord record = new FlowRecord();
        record.putText(Field.URL, ("x" + "\u20AC".repeat(22_000)).getBytes(UTF_8));
        assertEquals("x" + "\u20AC".repeat(341), text("url", record));
        record.putText(Field.URL, "a".repeat(65_536).getBytes(UTF_8));
        assertEquals("a".repeat(KeyValue.MAX_TEXT), text("url", record));
        assertEquals("a".repeat(KeyValue.MAX_TEXT), text("concat:-:url:url", record));
        final byte[] continuation = new byte[2000];
        java.util.Arrays.fill(continuation, (byte)0x80);
        assertEquals(KeyValue.MAX_TEXT, text("url", record.putText(Field.URL, continuation)).length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "group:ipsource:sites; unknown group 'sites' at 16", "map:vlan:names; unknown map 'names' at 10",
        "group:vlan:sites; group needs the key of an address at 7", "prefix:url::1; the delimiter is empty",
        "prefix:url:.:0; expected a number, 1..1024 at 14", "uri:url:hots; unknown part 'hots' at 9",
        "uri:url; uri takes 2 arguments, not 1 at 1", "concat:-:[vlan; expected ']'",
        "if:vlan:x:a:b; 'x' is not a value of 'vlan' at 9", "if:vlan:1:[vlan]:[ipsource]; are not of one kind",
        "eq:url:vlan; 'url' and 'vlan' are not of one kind", "mask:url:8; mask needs the key of an address",
        "country:ipsource; unknown key 'country:ipsource'",
        "concat:-:[country:ipsource]; unknown function 'country' at 11",
        "first:url:.:; the token is empty at 13" })
    void shouldTellWhatIsWrong(final String call, final String message)
    {
        final String told = assertThrows(
            IllegalArgumentException.class, () -> registry.require("elephant", call)).getMessage();
        assertTrue(told.startsWith("elephant: ") && told.contains(message), told);
    }

    @Test
    void shouldSuggestGroupsMapsAndFunctions()
    {
        registry.group("sites", Group.builder().build());
        registry.function("country", (argument, attribute, result) -> false);
        final String group = assertThrows(
            UnresolvedException.class, () -> registry.require("x", "group:ipsource:site")).getMessage();
        assertTrue(group.endsWith("at 16: did you mean sites?"), group);
        final String function = assertThrows(
            UnresolvedException.class, () -> registry.require("x", "contry:ipsource")).getMessage();
        assertTrue(function.endsWith(": did you mean country?"), function);
        assertThrows(IllegalArgumentException.class, () -> registry.function("country", (a, b, c) -> false));
        assertThrows(IllegalArgumentException.class, () -> registry.function("mask", (a, b, c) -> false));
        assertThrows(IllegalArgumentException.class, () -> registry.group("a b", Group.builder().build()));
    }

    @Test
    void shouldCallFunctionsOfTheCallerOnceForEachRecord()
    {
        final int[] calls = new int[1];
        registry.function("owner", new KeyFunction()
        {
            @Override
            public boolean apply(final KeyValue argument, final String attribute, final KeyValue result)
            {
                calls[0]++;
                result.number(argument.low() & 0xFF | attribute.length() << 8);
                return argument.low() != 1;
            }

            @Override
            public KeyType type(final KeyType argument, final String attribute)
            {
                if (KeyType.IPV4 != argument)
                {
                    throw new IllegalArgumentException("takes IPv4 addresses");
                }
                return KeyType.NUMBER;
            }
        });
        final Key key = registry.require("test", "owner:ipsource:as");
        assertSame(key, registry.require("other", "owner:ipsource:as"));
        final Key range = registry.require("test", "range:[owner:ipsource:as]:514:514");
        final KeyContext context = KeyContext.of(web());
        assertTrue(key.isPresent(context));
        assertEquals(0x202L, key.low(context));
        assertEquals(1L, range.low(context));
        assertEquals(1, calls[0]);
        context.on(web());
        assertTrue(range.isPresent(context));
        assertEquals(2, calls[0]);
        final String told = assertThrows(
            IllegalArgumentException.class, () -> registry.require("x", "owner:vlan")).getMessage();
        assertTrue(told.contains("owner: takes IPv4 addresses at 7"), told);
    }

    @Test
    void shouldTakeAThrowForAMissingValueAndCountIt()
    {
        registry.function("broken", (argument, attribute, result) ->
        {
            throw new IllegalStateException("broken");
        });
        final KeyContext context = KeyContext.of(web());
        assertFalse(registry.require("test", "broken:ipsource").isPresent(context));
        assertEquals(1, context.failures());
    }

    @Test
    void shouldPackTheSameTextAsTheSameNumber()
    {
        final TextTable texts = new TextTable(3, 5);
        final KeyContext context = new KeyContext(texts);
        final Key url = registry.require("test", "url");
        final Key named = registry.require("test", "if:vlan:7:abc:[url]");
        assertEquals(1L, named.low(context.on(new FlowRecord().put(Field.VLAN, 7))));
        assertEquals(1L, url.low(context.on(new FlowRecord().putText(Field.URL, "abc".getBytes(UTF_8)))));
        assertEquals(2L, url.low(context.on(new FlowRecord().putText(Field.URL, new byte[0]))));
        assertEquals(3L, url.low(context.on(new FlowRecord().putText(Field.URL, "abcdefghijk".getBytes(UTF_8)))));
        assertEquals(0L, url.low(context.on(new FlowRecord().putText(Field.URL, "x".getBytes(UTF_8)))));
        assertEquals(List.of("abc", "", "abcdefghijk"), List.of(texts.text(1), texts.text(2), texts.text(3)));
        assertEquals(3, texts.find("abcdefghijk"));
        assertEquals(0, texts.find("x"));
        assertEquals(3, texts.size());
    }

    @Test
    void shouldNumberManyTexts()
    {
        final TextTable texts = new TextTable(20_000, 9);
        final KeyValue value = new KeyValue();
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++)
        {
            value.clear();
            value.text(i + "-".repeat(random.nextInt(40)) + i);
            assertEquals(i + 1, texts.intern(value));
        }
        for (int i = 0; i < 20_000; i++)
        {
            final String text = texts.text(i + 1);
            assertTrue(text.startsWith(i + "") && text.endsWith("" + i), text);
            assertEquals(i + 1, texts.find(text));
        }
        final TextTable bounded = new TextTable(1000, 9);
        int placed = 0;
        for (int i = 0; i < 1000; i++)
        {
            value.clear();
            value.text(i + "x".repeat(1000));
            placed += 0 != bounded.intern(value) ? 1 : 0;
        }
        assertEquals(65, placed);
    }

    @Test
    void shouldNotAllocate()
    {
        registry.group("sites", Group.builder().add("lab", "10.0.0.0/8").build());
        registry.map("names", LabelMap.builder().add("home", "www.example.org").build());
        final KeyProgram program = KeyProgram.of(List.of(
            registry.require("t", "concat:-:ipsource:macsource:tcpdestinationport:agent"),
            registry.require("t", "suffix:dnsqname:.:2"), registry.require("t", "uri:url:host"),
            registry.require("t", "group:ipsource:sites"), registry.require("t", "map:urlhost:names"),
            registry.require("t", "bgpdestinationaspath")), true);
        final FlowRecord record = web();
        record.putAddress(Field.AGENT, 0x2001_0DB8_0000_0000L, 1);
        final KeyContext context = new KeyContext(new TextTable(100, 1));
        final long[] packed = new long[program.words()];
        assertTrue(program.matches(context.on(record)) && program.extract(context, 1, packed, 0));
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 100; i++)
            {
                program.matches(context.on(record));
                program.extract(context, 1, packed, 0);
            }
        }));
    }

    @Test
    void shouldLabelValuesAndFollowAnotherMap()
    {
        registry.map("services", LabelMap.builder().add("web", "80", "443").add("mail", "25").build());
        registry.map("more", LabelMap.builder().add("high", "65535").build());
        final Key key = registry.require("test", "map:l4destinationport:services");
        final Key both = registry.require("test", "map:l4sourceport:services:more");
        assertEquals("web", key.format(web()));
        assertEquals("high", both.format(web()));
        registry.map("services", LabelMap.builder().add("tls", "443").build());
        assertEquals("tls", key.format(web()));
        assertNull(key.format(web().put(Field.L4_DESTINATION_PORT, 25)));
        final String told = assertThrows(IllegalArgumentException.class,
            () -> registry.map("services", LabelMap.builder().add("web", "http").build())).getMessage();
        assertTrue(told.startsWith("map services: l4destinationport: not a value of this key: 'http'") ||
            told.startsWith("map services: l4sourceport: not a value"), told);
        assertEquals("tls", key.format(web()));
        registry.map("hosts", LabelMap.builder().add("ours", "www.example.org").build());
        assertEquals("ours", text("map:urlhost:hosts", web()));
        assertNull(text("map:url:hosts", web()));
        assertThrows(IllegalArgumentException.class,
            () -> LabelMap.builder().add("a", "1").add("b", "1"));
    }
}
