package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class AggregationTest
{
    private static final long AGENT = 0xFFFF_0A00_0001L;

    private static void send(final Feed feed, final long key, final long agent, final long dataSource, final long bytes)
    {
        feed.packet(key, 1, bytes, 1);
        feed.record.putAddress(Field.AGENT, 0, agent).put(Field.DATA_SOURCE, dataSource);
        feed.send(feed.record);
    }

    @ParameterizedTest
    @CsvSource({ "MAX, 0.0.0.2, 500, 500", "SUM, 0.0.0.1, 900, 900" })
    void shouldOrderByWhatItMerges(
        final Aggregation aggregation,
        final String key,
        final double bytes,
        final long total)
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").aggregation(aggregation).build());
        for (int source = 1; source <= 3; source++)
        {
            send(feed, 1, AGENT, source, 300);
        }
        send(feed, 2, AGENT, 1, 500);
        final List<FlowRow> rows = feed.cache.topFlows("flows", 1);
        assertEquals(1, rows.size());
        assertEquals(key, rows.get(0).key());
        assertEquals(bytes / 2, rows.get(0).rate(), 1e-9);
        assertEquals(total, rows.get(0).total());
        assertEquals(900, feed.row("0.0.0.1").total());
    }

    @Test
    void shouldNameTheSourceOnlyWhereThereIsOne()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").aggregation(Aggregation.SUM).build());
        send(feed, 1, AGENT, 3, 10);
        send(feed, 2, AGENT, 3, 10);
        send(feed, 2, AGENT, 4, 10);
        send(feed, 3, AGENT, 3, 10);
        send(feed, 3, AGENT + 1, 3, 10);
        assertEquals("10.0.0.1 3", feed.row("0.0.0.1").agent() + " " + feed.row("0.0.0.1").dataSource());
        assertEquals("10.0.0.1 ", feed.row("0.0.0.2").agent() + " " + feed.row("0.0.0.2").dataSource());
        assertEquals(" ", feed.row("0.0.0.3").agent() + " " + feed.row("0.0.0.3").dataSource());
    }

    @Test
    void shouldFindTheLargestSumsOfAll()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").aggregation(Aggregation.SUM).build());
        final ShardHandle second = feed.cache.newShard(RunMode.REPLAY, feed.time);
        final SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 20_000; i++)
        {
            feed.after(50_000);
            feed.packet(random.nextInt(2000), 1, random.nextInt(1, 1500), 1 + random.nextInt(4));
            feed.record.putAddress(Field.AGENT, 0, AGENT + random.nextInt(3)).put(Field.DATA_SOURCE, random.nextInt(4));
            (random.nextBoolean() ? feed.shard : second).onFlowRecord(feed.record);
        }
        final Map<String, Double> sums = new HashMap<>();
        feed.cache.forEach("flows", row -> sums.merge(row.key(), row.rate(), Double::sum));
        final List<Double> expected = sums.values().stream().sorted((a, b) -> Double.compare(b, a)).limit(25).toList();
        final List<FlowRow> rows = feed.cache.topFlows("flows", 25);
        assertEquals(25, rows.size());
        for (int i = 0; i < rows.size(); i++)
        {
            final FlowRow row = rows.get(i);
            assertEquals(expected.get(i), row.rate(), 1e-9 * row.rate());
            assertEquals(sums.get(row.key()), row.rate(), 1e-9 * row.rate());
            assertTrue(row.low() < row.rate() && row.rate() < row.high());
        }
    }

    private static void sendSample(
        final Feed feed, final long key, final long dataSource, final long bytes, final long rate)
    {
        feed.packet(key, 1, bytes, rate);
        feed.record.put(Field.DATA_SOURCE, dataSource);
        feed.send(feed.record);
    }

    /* Four ports see the same packets of a steady flow and sample them by rates of their own. */
    @Test
    void shouldBeUnbiasedWherePooledAndNarrowerThanAnySource()
    {
        final int[] rates = { 50, 100, 200, 400 };
        final SplittableRandom random = new SplittableRandom(5);
        final double[] sums = new double[2];
        final int trials = 400;
        for (int trial = 0; trial < trials; trial++)
        {
            final Feed pooled =
                new Feed(RunMode.REPLAY, Feed.spec("ipsource").aggregation(Aggregation.POOLED).build());
            for (int i = 0; i < 20_000; i++)
            {
                for (int source = 0; source < rates.length; source++)
                {
                    if (0 == random.nextInt(rates[source]))
                    {
                        sendSample(pooled, 1, source, 1_000, rates[source]);
                    }
                }
                pooled.after(Feed.MS / 2);
            }
            final FlowRow row = pooled.row("0.0.0.1");
            final FlowRow largest = pooled.cache.topFlows(
                "flows", FlowOptions.builder().aggregation(Aggregation.MAX).build()).get(0);
            sums[0] += row.rate() / trials;
            sums[1] += largest.rate() / trials;
            assertTrue(row.high() - row.low() < 1.05 * (largest.high() - largest.low()), () -> row + " " + largest);
        }
        // The last weights of ten seconds at t = 2 s: 1 - exp(-5).
        final double truth = 2_000_000 * (1 - Math.exp(-5));
        assertEquals(1, sums[0] / truth, 0.01);
        assertTrue(sums[1] / truth > 1.05, () -> "the largest of four: " + sums[1] / truth);
    }

    private static Feed edgeAndCore(final Aggregation aggregation)
    {
        final FlowCache cache = FlowCache.builder().hashSeed(7).portRoles((agent, dataSource) ->
            "10.0.0.1".equals(agent) && Integer.parseInt(dataSource) < 10 ? PortRole.EDGE :
                "10.0.0.1".equals(agent) ? PortRole.CORE : PortRole.UNKNOWN).build();
        final Feed feed = new Feed(cache, RunMode.REPLAY, Feed.spec("ipsource").aggregation(aggregation).build());
        send(feed, 1, AGENT, 1, 300);
        send(feed, 1, AGENT, 2, 200);
        send(feed, 1, AGENT, 11, 450);
        send(feed, 1, AGENT, 12, 100);
        send(feed, 1, AGENT + 1, 1, 9_000);
        send(feed, 2, AGENT, 11, 600);
        send(feed, 3, AGENT + 1, 1, 8_000);
        return feed;
    }

    @ParameterizedTest
    @CsvSource({ "EDGE, 0.0.0.1 250.0 500", "CORE, 0.0.0.2 300.0 600 0.0.0.1 225.0 550" })
    void shouldCountPortsByTheirRole(final Aggregation aggregation, final String expected)
    {
        final Feed feed = edgeAndCore(aggregation);
        final StringBuilder rows = new StringBuilder();
        feed.cache.topFlows("flows", 9).forEach(row -> rows.append(row.key()).append(' ')
            .append(Math.round(10 * row.rate()) / 10.0).append(' ').append(row.total()).append(' '));
        assertEquals(expected, rows.toString().strip());
        assertTrue(feed.cache.flow("flows", "0.0.0.3").isEmpty());
        assertEquals(expected.startsWith("0.0.0.1") ? 1 : 2, feed.cache.topTotals("flows", 9).size());
    }

    @ParameterizedTest
    @CsvSource({ "MAX", "SUM", "POOLED", "EDGE", "CORE" })
    void shouldOrderAsAScanOfAllRowsDoes(final Aggregation aggregation)
    {
        final FlowCache cache = FlowCache.builder().hashSeed(7).portRoles((agent, dataSource) ->
            0 == Integer.parseInt(dataSource) % 2 ? PortRole.EDGE : PortRole.CORE).build();
        final Feed feed = new Feed(cache, RunMode.REPLAY, Feed.spec("ipsource").aggregation(aggregation).build());
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 3_000; i++)
        {
            sendSample(feed, random.nextInt(300), random.nextInt(4), 1 + random.nextInt(1_500),
                10 << random.nextInt(4));
        }
        final List<FlowRow> all = feed.cache.topFlows("flows", 1_000);
        for (int i = 0; i < all.size(); i++)
        {
            assertEquals(all.get(i), feed.cache.flow("flows", all.get(i).key()).orElseThrow());
            assertTrue(0 == i || all.get(i).rate() <= all.get(i - 1).rate());
        }
        assertEquals(all.subList(0, 20), feed.cache.topFlows("flows", 20));
    }

    @Test
    void shouldAnswerWhatIsAskedFor()
    {
        final Feed feed = edgeAndCore(Aggregation.MAX);
        final FlowOptions.Builder two = FlowOptions.builder().maxFlows(2);
        assertEquals(List.of("0.0.0.1", "0.0.0.3"), keys(feed, two.build()));
        assertEquals(List.of("0.0.0.2", "0.0.0.1"), keys(feed, two.exporter("10.0.0.1").build()));
        assertEquals(List.of("0.0.0.2"), keys(feed, two.minValue(300).build()));
        final FlowOptions.Builder filtered = FlowOptions.builder();
        assertEquals(List.of("0.0.0.3", "0.0.0.2"), keys(feed, filtered.filter("ipsource!=0.0.0.1").build()));
        assertEquals(List.of("0.0.0.1", "0.0.0.3"), keys(feed, filtered.filter("ipsource~.*[13]").build()));
        assertEquals(List.of("0.0.0.2"), keys(feed, filtered.filter("ipsource=0.0.0.2/31&ipsource!=0.0.0.3").build()));
        assertEquals("flows: filter: 'vlan' is not a key of the definition: keys=ipsource",
            assertThrows(IllegalArgumentException.class, () -> keys(feed, filtered.filter("vlan=5").build()))
                .getMessage());
        assertThrows(IllegalArgumentException.class, () -> filtered.maxFlows(0).build());
        assertThrows(IllegalArgumentException.class, () -> two.minValue(Double.NaN).build());
    }

    private static List<String> keys(final Feed feed, final FlowOptions options)
    {
        return feed.cache.topFlows("flows", options).stream().map(FlowRow::key).toList();
    }
}
