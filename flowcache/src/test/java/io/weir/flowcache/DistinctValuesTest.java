package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;
import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Counts of distinct values against sets of all values. */
class DistinctValuesTest
{
    private static final long T_NS = 2 * Feed.S;
    /** Six times the standard error that is stated. */
    private static final double MARGIN = 6 * 0.0325;

    private static void assertCount(final int exact, final double counted)
    {
        assertEquals(exact, counted, exact <= 16 ? 0 : MARGIN * exact);
    }

    @Test
    void shouldCountSourcesOfEachTarget()
    {
        final SplittableRandom random = new SplittableRandom(4);
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipdestination").value("count:ipsource").build());
        final Map<String, Map<Long, Long>> seen = new HashMap<>();
        for (int i = 0; i < 100_000; i++)
        {
            final long target = random.nextInt(1 + random.nextInt(4000));
            final long source = random.nextInt(1 + random.nextInt(5000));
            feed.send(feed.packet(source, target, 100, 1 + random.nextInt(100)));
            seen.computeIfAbsent(Feed.address(target), added -> new HashMap<>()).put(source, feed.now());
            feed.after(random.nextInt(200_000));
        }
        final long since = (feed.now() / T_NS - 1) * T_NS;
        final Map<String, Integer> live = new HashMap<>();
        seen.forEach((target, sources) ->
        {
            live.put(target, (int)sources.values().stream().filter(ns -> ns >= since).count());
            final FlowRow row = feed.row(target);
            assertCount(live.get(target), row.value());
            assertCount(sources.size(), row.lifeValue());
        });
        final List<Integer> largest =
            live.values().stream().sorted(Comparator.reverseOrder()).limit(10).toList();
        final List<FlowRow> top = feed.cache.topFlows("flows", 10);
        for (int i = 0; i < 10; i++)
        {
            assertEquals(largest.get(i), top.get(i).value(), MARGIN * largest.get(i));
        }
        assertEquals(0, feed.accounting().distinctOverflows());
        feed.after(2 * T_NS);
        assertEquals(0, feed.row(top.get(0).key()).value());
    }

    @Test
    void shouldCountTextsAndWideAddresses()
    {
        final Feed feed = new Feed(RunMode.LIVE,
            Feed.spec("ipversion").values("count:url,count:ipanydestination,count:mask:ipdestination:24,count:bytes")
                .build());
        for (int i = 0; i < 60; i++)
        {
            final byte[] url = ("http://example.com/" + i % 12).getBytes(StandardCharsets.UTF_8);
            feed.packet(1, 256L * (i % 7) + i, 100 + i % 3, 1);
            feed.record.putText(Field.URL, url);
            if (i >= 30)
            {
                feed.record.putAddress(Field.IP_DESTINATION, i % 4, 1);
            }
            feed.send(feed.record);
        }
        assertEquals(List.of(12.0, 34.0, 7.0, 3.0),
            feed.row("4").values().stream().map(Math::rint).toList());
    }

    @ParameterizedTest
    @EnumSource(value = Aggregation.class, names = { "MAX", "SUM", "POOLED" })
    void shouldUniteSetsOfSourcesAndShards(final Aggregation aggregation)
    {
        final Feed feed = new Feed(RunMode.LIVE,
            Feed.spec("ipdestination").value("count:ipsource").aggregation(aggregation).build());
        final ShardHandle other = feed.cache.newShard(feed.time);
        for (int i = 0; i < 8; i++)
        {
            feed.send(feed.packet(i, 1, 100, 1));
            other.onFlowRecord(feed.packet(i + 4, 1, 100, 1));
        }
        for (int i = 6; i < 14; i++)
        {
            feed.send(feed.packet(i, 1, 100, 1).put(Field.DATA_SOURCE, 9));
        }
        final FlowRow row = feed.cache.topFlows("flows", 1).get(0);
        assertEquals(Aggregation.MAX == aggregation ? 12 : 14, row.value());
        assertEquals(14, row.lifeValue());
        assertEquals(24, row.total());
    }

    /* Flows come and go, by eviction and by their time: the memory of their sets serves those that come after. */
    @Test
    void shouldGiveBackTheMemoryOfFlowsThatLeave()
    {
        final FlowCache cache = FlowCache.builder().hashSeed(7).maxDistinctBytes(1 << 20).build();
        final Feed feed = new Feed(cache, RunMode.LIVE, Feed.spec("ipdestination").values("count:ipsource")
            .capacity(100).timeConstant(Duration.ofMillis(50)).idleTimeout(Duration.ofMillis(100)).build());
        for (int flow = 0; flow < 2000; flow++)
        {
            for (int i = 0; i < 40; i++)
            {
                feed.send(feed.packet(i, flow, 100, 1));
            }
            feed.after(100_000);
            if (0 == flow % 500)
            {
                feed.idle(3 * Feed.S);
            }
        }
        final FlowAccounting accounting = feed.accounting();
        assertTrue(accounting.evictedFlows() > 1000 && accounting.expiredFlows() > 200, accounting::toString);
        assertEquals(0, accounting.distinctOverflows());
    }

    @Test
    void shouldCountValuesThatFindNoRoom()
    {
        final FlowCache cache = FlowCache.builder().hashSeed(7).maxDistinctBytes(0).build();
        final Feed feed = new Feed(cache, RunMode.LIVE, Feed.spec("ipdestination").values("count:ipsource").build());
        feed.send(feed.packet(1, 1, 100, 1));
        feed.send(feed.packet(1, 1, 100, 1));
        assertEquals(0, feed.accounting().distinctOverflows());
        feed.send(feed.packet(2, 1, 100, 1));
        // One for the window, one for the life of the flow.
        assertEquals(2, feed.accounting().distinctOverflows());
        assertEquals(List.of(1.0), feed.row("0.0.0.1").values());
        final FlowCache.Builder builder = FlowCache.builder().maxDistinctBytes(-1);
        assertThrows(IllegalArgumentException.class, builder::build);
    }

    @Test
    void shouldAllocateNothingInSteadyState()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipdestination").values("count:ipsource,count:url").build());
        final byte[] url = "http://example.com/0".getBytes(StandardCharsets.UTF_8);
        final int[] turn = new int[1];
        final Runnable run = () ->
        {
            for (int i = 0; i < 50_000; i++)
            {
                turn[0]++;
                url[url.length - 1] = (byte)('0' + turn[0] % 40);
                feed.after(50_000);
                feed.send(feed.packet(turn[0] % 97, turn[0] % 500, 100, 1).putText(Field.URL, url));
            }
        };
        run.run();
        assertEquals(0, Allocation.steadyBytesOf(run));
        assertEquals(0, feed.accounting().distinctOverflows());
    }

    /*
     * One thread adds new values to a flow, then to another that pushes an old one out, whose sets it takes; another
     * thread reads: what it finds consistent is what so many values of a flow give, to the last bit.
     */
    @Test
    void shouldReadEachFlowAtOneInstant() throws InterruptedException
    {
        final int most = 200;
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipdestination")
            .values("count:ipsource,frames,avg:bytes,min:bytes,max:bytes").capacity(3).build());
        final double[] expected = counts(most);
        final AtomicBoolean done = new AtomicBoolean();
        final AtomicLong read = new AtomicLong();
        final AtomicReference<String> wrong = new AtomicReference<>();
        final Thread reader = new Thread(() ->
        {
            while (!done.get())
            {
                feed.cache.forEach("flows", row ->
                {
                    final List<Double> values = row.lifeValues();
                    final int frames = (int)row.frames();
                    if (row.consistent() && frames > 0)
                    {
                        read.incrementAndGet();
                        if (expected[frames] != values.get(0) || frames != values.get(1) || 100 != values.get(2) ||
                            100 != values.get(3) || 100 != values.get(4))
                        {
                            wrong.set(row.toString());
                        }
                    }
                });
            }
        });
        reader.start();
        final SplittableRandom random = new SplittableRandom(1);
        // Goes on until the reader has read a good deal, however the threads are scheduled.
        for (int flow = 0; null == wrong.get() && (flow < 2000 || read.get() < 1000); flow++)
        {
            final int values = 1 + random.nextInt(most);
            for (int i = 0; i < values; i++)
            {
                feed.send(feed.packet(i, flow, 100, 1));
            }
            feed.after(random.nextInt(300_000_000));
        }
        done.set(true);
        reader.join();
        assertEquals(null, wrong.get());
    }

    /* What counts of 0 to so many values are. */
    private static double[] counts(final int most)
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipdestination").values("count:ipsource").build());
        final List<Double> counts = new ArrayList<>(List.of(0.0));
        for (int i = 0; i < most; i++)
        {
            feed.send(feed.packet(i, 1, 100, 1));
            counts.add(feed.row("0.0.0.1").lifeValues().get(0));
        }
        return counts.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
