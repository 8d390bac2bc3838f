package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
