package io.weir.flowcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.flowcache.key.Group;
import io.weir.flowcache.key.LabelMap;
import io.weir.record.Field;
import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

class TextFlowsTest
{
    private static FlowCache cache()
    {
        return FlowCache.builder().hashSeed(7).build();
    }

    private static void sendUrl(final Feed feed, final String url, final long bytes)
    {
        feed.packet(1, 2, bytes, 1).putText(Field.URL, url.getBytes(UTF_8));
        feed.send(feed.record);
    }

    private static List<String> keys(final List<FlowRow> rows)
    {
        return rows.stream().map(FlowRow::key).toList();
    }

    @Test
    void shouldTellFlowsApartByText()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("url,ipsource").build());
        sendUrl(feed, "http://a/", 100);
        sendUrl(feed, "http://b,c/", 300);
        sendUrl(feed, "http://a/", 100);
        feed.sendPacket(1, 1000);
        assertEquals(List.of("http://b,c/,0.0.0.1", "http://a/,0.0.0.1"), keys(feed.cache.topFlows("flows", 5)));
        assertEquals(200L, feed.row("http://a/,0.0.0.1").total());
        assertEquals(300L, feed.cache.flow("flows", List.of("http://b,c/", "0.0.0.1")).orElseThrow().total());
        assertTrue(feed.cache.flow("flows", "http://x/,0.0.0.1").isEmpty());
        assertEquals(1000L, feed.accounting().filtered());
        assertTrue(feed.accounting().balances());
        final List<String> all = new ArrayList<>();
        feed.cache.forEach("flows", row -> all.add(row.keys().get(0)));
        assertEquals(2, all.size());
    }

    @Test
    void shouldMergeTextsOfShardsThatNumberThemDifferently()
    {
        final FlowCache cache = cache();
        final Feed one = new Feed(cache, RunMode.LIVE, Feed.spec("url").build());
        final Feed two = new Feed(cache, RunMode.LIVE);
        for (int i = 0; i < 20; i++)
        {
            sendUrl(one, "u" + i, 10 + i);
            sendUrl(two, "u" + (19 - i), 100);
        }
        assertEquals(110L + 7, cache.flow("flows", "u7").orElseThrow().total());
        assertEquals(List.of("u19", "u18"), keys(cache.topTotals("flows", 2)));
        assertEquals(List.of("u19", "u18", "u17"), keys(cache.topFlows("flows", 3)));
        assertEquals(20, cache.topFlows("flows", 100).size());
    }

    @Test
    void shouldCountTextsBeyondTheBoundAsOther()
    {
        final Feed feed = new Feed(FlowCache.builder().hashSeed(7).maxTexts(3).build(), RunMode.LIVE,
            Feed.spec("url").build(), FlowSpec.builder("host").keys("ipsource").build());
        for (int i = 0; i < 10; i++)
        {
            sendUrl(feed, "u" + i % 5, 100);
        }
        assertEquals(List.of("u0", "u1", "u2"), keys(feed.cache.topFlows("flows", 9)).stream().sorted().toList());
        final FlowAccounting accounting = feed.accounting();
        assertEquals(1000L, accounting.in());
        assertEquals(600L, accounting.live());
        assertEquals(400L, accounting.other());
        assertEquals(4L, accounting.textOverflows());
        assertTrue(accounting.balances());
        assertEquals(1000L, feed.cache.accounting("host").live());
    }

    @Test
    void shouldFilterByText()
    {
        final Feed feed = new Feed(RunMode.LIVE,
            Feed.spec("url").filter("url=http://a/,http://d/").build(),
            FlowSpec.builder("pattern").keys("url").filter("url~\"http://[bc]/.*\"&ipsource~\"0\\..*\"").build(),
            FlowSpec.builder("not").keys("null:url:none").filter("url!~\".*a.*\"").build(),
            FlowSpec.builder("host").keys("uri:url:host").filter("uri:url:host!=a,null").build());
        for (final String url : new String[]{ "http://a/", "http://b/x", "http://c/", "http://d/", "e" })
        {
            sendUrl(feed, url, 100);
        }
        feed.sendPacket(1, 100);
        assertEquals(List.of("http://a/", "http://d/"), keys(feed.cache.topFlows("flows", 9)));
        assertEquals(List.of("http://b/x", "http://c/"), keys(feed.cache.topFlows("pattern", 9)));
        assertEquals(List.of("e", "http://b/x", "http://c/", "http://d/", "none"),
            keys(feed.cache.topFlows("not", 9)));
        assertEquals(List.of("b", "c", "d"), keys(feed.cache.topFlows("host", 9)));
    }

    @Test
    void shouldRefuseWhatIsNotThere()
    {
        final FlowCache cache = cache();
        final FlowSpec spec = Feed.spec("group:ipsource:sites").build();
        final String told =
            assertThrows(IllegalArgumentException.class, () -> cache.define(spec)).getMessage();
        assertEquals("flows: 'group:ipsource:sites': unknown group 'sites' at 16", told);
        final FlowSpec filtered = Feed.spec("ipsource").filter("vlan=1&country:ipsource=DE").build();
        final String filter =
            assertThrows(IllegalArgumentException.class, () -> cache.define(filtered)).getMessage();
        assertTrue(filter.startsWith("flows: filter: unknown key 'country:ipsource' at 8"), filter);
        assertTrue(cache.definitions().isEmpty());
        cache.group("sites", Group.builder().add("lab", "10.0.0.0/8").build());
        cache.define(spec);
        assertEquals(List.of(spec), cache.definitions());
        assertThrows(IllegalArgumentException.class, () -> FlowCache.builder().maxTexts(-1).build());
    }

    @Test
    void shouldCallFunctionsOfTheCaller()
    {
        final FlowCache cache = FlowCache.builder().hashSeed(7).function("parity", (argument, attribute, result) ->
        {
            result.text(0 == (argument.low() & 1) ? "even" : "odd");
            return 0 != argument.low();
        }).build();
        final Feed feed = new Feed(cache, RunMode.LIVE,
            Feed.spec("parity:ipsource").filter("parity:ipsource=even,odd").build());
        feed.sendPacket(2, 100);
        feed.sendPacket(3, 200);
        feed.sendPacket(4, 300);
        assertEquals(List.of("even", "odd"), keys(cache.topFlows("flows", 5)));
    }

    /* Labels are those of one group or of the other, never none and never of another address. */
    @Test
    void shouldReplaceGroupsMapsAndDefinitionsWhileTrafficFlows() throws InterruptedException
    {
        final FlowCache cache = cache();
        final Group first = Group.builder().add("a", "0.0.0.0/25").add("b", "0.0.0.128/25").build();
        final Group second = Group.builder().add("a2", "0.0.0.0/25").add("b2", "0.0.0.128/25").build();
        final LabelMap map = LabelMap.builder().add("one", "0.0.0.1").build();
        cache.group("sites", first);
        cache.map("names", map);
        final Feed feed = new Feed(cache, RunMode.LIVE, FlowSpec.builder("sites").keys("group:ipsource:sites").build());
        final AtomicBoolean done = new AtomicBoolean();
        final Thread changer = new Thread(() ->
        {
            for (int i = 0; !done.get(); i++)
            {
                cache.group("sites", 0 == (i & 1) ? second : first);
                cache.map("names", LabelMap.builder().add("one" + i % 3, "0.0.0.1").build());
                cache.define(FlowSpec.builder("extra")
                    .keys("map:ipsource:names,concat:-:ipsource:[group:ipsource:sites]")
                    .filter("group:ipsource:sites~[ab]2?&map:ipsource:names!=null").build());
                cache.remove("extra");
                cache.topFlows("sites", 5);
                Thread.onSpinWait();
            }
        });
        changer.start();
        long sent = 0;
        for (int i = 0; i < 50_000; i++)
        {
            feed.sendPacket(i & 0xFF, 1);
            sent++;
            if (0 == i % 500)
            {
                feed.after(Feed.MS);
                Thread.yield();
            }
        }
        done.set(true);
        changer.join();
        final FlowAccounting accounting = cache.accounting("sites");
        assertEquals(sent, accounting.live());
        assertEquals(0L, accounting.filtered());
        for (final FlowRow row : cache.topFlows("sites", 9))
        {
            assertTrue(row.key().matches("[ab]2?"), row.key());
        }
    }

    @Test
    void shouldNotAllocate()
    {
        final FlowCache cache = cache();
        cache.group("sites", Group.builder().add("a", "0.0.0.0/25").add("b", "0.0.0.128/25").build());
        final Feed feed = new Feed(cache, RunMode.REPLAY, Feed.spec("url,group:ipsource:sites").build(),
            FlowSpec.builder("tail").keys("suffix:url:/:1").filter("url~.*[0-9]&url!=x").build());
        final byte[][] urls = new byte[50][];
        for (int i = 0; i < urls.length; i++)
        {
            urls[i] = ("http://host/" + i).getBytes(UTF_8);
        }
        final SplittableRandom random = new SplittableRandom(2);
        final Runnable task = () ->
        {
            for (int i = 0; i < 500; i++)
            {
                feed.packet(random.nextInt(256), 1, 100, 1).putText(Field.URL, urls[random.nextInt(50)]);
                feed.send(feed.record);
            }
        };
        for (int i = 0; i < 20; i++)
        {
            task.run();
        }
        assertEquals(0L, Allocation.steadyBytesOf(task));
    }
}
