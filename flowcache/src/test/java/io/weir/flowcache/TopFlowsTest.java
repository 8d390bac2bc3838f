package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.ArrayList;

class TopFlowsTest
{
    private static List<String> ranked(final Feed feed, final int count)
    {
        final List<FlowRow> all = new ArrayList<>();
        feed.cache.forEach("flows", all::add);
        all.sort(Comparator.comparingDouble(FlowRow::rate).reversed().thenComparing(FlowRow::key));
        return all.stream().limit(count).map(FlowRow::key).toList();
    }

    private static List<String> top(final Feed feed, final int count)
    {
        return feed.cache.topFlows("flows", count).stream().map(FlowRow::key).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 5, 64, 200, 1024 })
    void shouldRankExactlyWhileGrowing(final int n)
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").n(n).build());
        final SplittableRandom random = new SplittableRandom(n);
        for (int i = 0; i < 100_000; i++)
        {
            feed.after(random.nextLong(Feed.MS));
            feed.sendPacket((int)(60_000 * Math.pow(random.nextDouble(), 3)), random.nextInt(64, 1500));
            if (0 == i % 9973)
            {
                assertEquals(ranked(feed, n), top(feed, n));
            }
        }
        assertEquals(ranked(feed, n), top(feed, n));
        feed.after(30 * Feed.S);
        assertEquals(ranked(feed, n), top(feed, n));
        assertEquals(ranked(feed, 3000), top(feed, 3000));
        assertEquals(feed.accounting().flows(), top(feed, Integer.MAX_VALUE).size());
    }

    @ParameterizedTest
    @ValueSource(strings = { "LIVE", "REPLAY" })
    void shouldRankExactlyWithHeldRatesExpiryAndEviction(final RunMode mode)
    {
        final FlowSpec spec = Feed.spec("ipsource").n(50).capacity(4000).idleTimeout(Duration.ofSeconds(5)).build();
        final Feed feed = new Feed(mode, spec);
        final SplittableRandom random = new SplittableRandom(77);
        for (int i = 0; i < 60_000; i++)
        {
            feed.after(random.nextLong(4 * Feed.MS));
            feed.shard.onTick(feed.now());
            final int flow = (int)(20_000 * Math.pow(random.nextDouble(), 3));
            if (random.nextBoolean())
            {
                feed.sendPacket(flow, random.nextInt(64, 1500));
            }
            else
            {
                feed.send(feed.interval(flow, random.nextInt(64, 100_000), random.nextInt(20_000)));
            }
            if (0 == i % 997)
            {
                assertEquals(ranked(feed, 50), top(feed, 50));
            }
        }
        feed.idle(7 * Feed.S);
        assertEquals(ranked(feed, 50), top(feed, 50));
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldRankAgainAfterTheLargestFlowsAreGone()
    {
        final FlowSpec spec = Feed.spec("ipsource").n(64).idleTimeout(Duration.ofSeconds(20)).build();
        final Feed feed = new Feed(RunMode.LIVE, spec);
        for (int i = 0; i < 64; i++)
        {
            feed.sendPacket(i, 1_000_000_000);
        }
        for (int s = 0; s < 60; s++)
        {
            for (int i = 100; i < 3100; i++)
            {
                feed.sendPacket(i, i);
            }
            assertEquals(ranked(feed, 64), top(feed, 64), "second " + s);
            feed.idle(Feed.S);
        }
        assertEquals("0.0.12.27", top(feed, 1).get(0));
    }

    @Test
    void shouldMergeSourcesOfOneKeyByLargestRateAndSumOfTotals()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").n(5).build());
        for (int source = 1; source <= 500; source++)
        {
            feed.packet(9, 1, source * 10L, 1);
            feed.send(feed.record.put(Field.DATA_SOURCE, source));
            feed.packet(8, 1, 1, 1);
            feed.send(feed.record.put(Field.DATA_SOURCE, source));
        }
        assertEquals(1000, feed.accounting().flows());
        final FlowRow row = feed.cache.topFlows("flows", 1).get(0);
        assertEquals(List.of("0.0.0.9"), row.keys());
        assertEquals(2500, row.rate(), 1e-6);
        assertEquals(10 * 500 * 501 / 2, row.total());
        assertEquals("500", row.dataSource());
        assertEquals("10.0.0.1", row.agent());
        assertEquals(row, feed.row("0.0.0.9"));
        assertEquals(List.of("0.0.0.9", "0.0.0.8"), top(feed, 10));
        assertEquals(500, feed.row("0.0.0.8").total());
    }

    @Test
    void shouldKeepScopesApart()
    {
        final FlowSpec agent = FlowSpec.builder("agent").scope(Scope.AGENT).build();
        final FlowSpec network = FlowSpec.builder("network").keys("ipsource").scope(Scope.NETWORK).build();
        final Feed feed = new Feed(RunMode.REPLAY, agent, network);
        for (int i = 0; i < 12; i++)
        {
            feed.packet(9, 1, 100, 1).putAddress(Field.AGENT, 0, 0xFFFF_0A00_0000L | i % 3);
            feed.send(feed.record.put(Field.DATA_SOURCE, i));
        }
        assertEquals(3, feed.cache.accounting("agent").flows());
        assertEquals(1, feed.cache.accounting("network").flows());
        assertEquals(200, feed.cache.topFlows("agent", 1).get(0).rate(), 1e-6);
        assertEquals("", feed.cache.topFlows("agent", 1).get(0).dataSource());
        assertEquals("", feed.cache.topFlows("agent", 1).get(0).key());
        assertEquals(1200, feed.cache.flow("agent", "").orElseThrow().total());
        final FlowRow row = feed.cache.topFlows("network", 1).get(0);
        assertEquals(600, row.rate(), 1e-6);
        assertEquals("", row.agent());
    }

    @Test
    void shouldAddUpShards()
    {
        final FlowCache cache = FlowCache.builder().build();
        final FlowSpec spec = Feed.spec("ipsource").scope(Scope.NETWORK).n(3).build();
        final Feed first = new Feed(cache, RunMode.LIVE, spec);
        final ShardHandle second = cache.newShard(RunMode.LIVE, first.time);
        for (int i = 1; i <= 1000; i++)
        {
            first.sendPacket(i, i);
            second.onFlowRecord(first.packet(1001 - i, 1, 1001 - i + (i == 500 ? 900 : 0), 1));
        }
        final List<FlowRow> rows = cache.topFlows("flows", 2);
        assertEquals("0.0.3.232", rows.get(0).key());
        assertEquals(2000, rows.get(0).total());
        assertEquals(1000, rows.get(0).rate(), 1e-6);
        assertEquals("0.0.3.231", rows.get(1).key());
        assertEquals(2000, cache.accounting("flows").records());
        assertEquals(500 + 501 + 900 + 501 - 500, cache.flow("flows", "0.0.1.245").orElseThrow().total());
    }

    @Test
    void shouldRankTotals()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        feed.sendPacket(1, 5000);
        feed.after(60 * Feed.S);
        feed.sendPacket(2, 4000);
        feed.sendPacket(3, 6000);
        final List<FlowRow> rows = feed.cache.topTotals("flows", 2);
        assertEquals(List.of("0.0.0.3", "0.0.0.1"), rows.stream().map(FlowRow::key).toList());
        assertEquals(List.of("0.0.0.3", "0.0.0.2"), top(feed, 2));
    }

    @Test
    void shouldRefuseLessThanOneRow()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        assertThrows(IllegalArgumentException.class, () -> feed.cache.topFlows("flows", 0));
    }
}
