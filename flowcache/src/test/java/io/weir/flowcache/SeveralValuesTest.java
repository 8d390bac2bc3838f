package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;
import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Definitions with several values, and with values that are no rates, against all their records kept one by one. */
class SeveralValuesTest
{
    private static final long T_NS = 2 * Feed.S;
    private static final String VALUES = "frames,duration,avg:duration,min:duration,max:duration,avg:bytes";

    private final Map<Integer, List<long[]>> records = new HashMap<>();

    /* A record of a flow: a packet or an interval, one in four without the number. */
    private void send(final Feed feed, final SplittableRandom random, final int flow, final boolean intervals)
    {
        final long bytes = 40 + random.nextInt(1460);
        final long rate = random.nextBoolean() ? 1 : 1 + random.nextInt(1000);
        if (intervals && 0 == random.nextInt(4))
        {
            feed.interval(flow, bytes, 1 + random.nextInt(9000)).put(Field.SAMPLING_RATE, rate);
        }
        else
        {
            feed.packet(flow, 2, bytes, rate);
        }
        final long duration = 0 == random.nextInt(4) ? -1 : random.nextInt(1_000_000);
        if (duration >= 0)
        {
            feed.record.put(Field.OPERATION_DURATION, duration);
        }
        feed.send(feed.record);
        records.computeIfAbsent(flow, added -> new ArrayList<>()).add(new long[]{ feed.now(), bytes, rate, duration });
    }

    /* Sum of numbers, sum of weights, least and largest of the records since a time; of durations, or of bytes. */
    private double[] exact(final int flow, final long sinceNs, final boolean duration)
    {
        final double[] exact = { 0, 0, Double.NaN, Double.NaN };
        for (final long[] record : records.get(flow))
        {
            final long number = duration ? record[3] : record[1];
            if (record[0] >= sinceNs && number >= 0)
            {
                exact[0] += (double)number * record[2];
                exact[1] += record[2];
                exact[2] = Double.isNaN(exact[2]) ? number : Math.min(exact[2], number);
                exact[3] = Double.isNaN(exact[3]) ? number : Math.max(exact[3], number);
            }
        }
        return exact;
    }

    private static long windowsStart(final long nowNs)
    {
        return (nowNs / T_NS - 1) * T_NS;
    }

    private void check(final Feed feed, final int flow)
    {
        final String key = Feed.address(flow);
        final FlowRow row = feed.row(key);
        final double[] live = exact(flow, windowsStart(feed.now()), true);
        final double[] life = exact(flow, 0, true);
        final double[] liveBytes = exact(flow, windowsStart(feed.now()), false);
        assertEquals(row.rate(), row.value());
        assertEquals(row.total(), row.lifeValue());
        assertRate(feed, "frames", key, row, 0);
        assertRate(feed, "duration", key, row, 1);
        assertClose(live[0] / live[1], row.values().get(2));
        assertClose(live[2], row.values().get(3));
        assertClose(live[3], row.values().get(4));
        assertClose(liveBytes[0] / liveBytes[1], row.values().get(5));
        assertClose(life[0] / life[1], row.lifeValues().get(2));
        assertClose(life[2], row.lifeValues().get(3));
        assertClose(life[3], row.lifeValues().get(4));
    }

    /* A rate beside another value is the rate that a definition of its own has. */
    private static void assertRate(
        final Feed feed, final String alone, final String key, final FlowRow row, final int value)
    {
        final FlowRow expected = feed.cache.flow(alone, key).orElse(null);
        assertClose(null == expected ? 0 : expected.rate(), row.values().get(value));
        assertClose(null == expected ? 0 : expected.total(), row.lifeValues().get(value));
    }

    private static void assertClose(final double expected, final double actual)
    {
        assertEquals(expected, actual, Double.isNaN(expected) ? 0 : Math.abs(expected) * 1e-9 + 1e-6);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldMeasureEachValueByItself(final boolean intervals)
    {
        final SplittableRandom random = new SplittableRandom(intervals ? 5 : 6);
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").values(VALUES).build(),
            FlowSpec.builder("frames").keys("ipsource").value("frames").build(),
            FlowSpec.builder("duration").keys("ipsource").value("duration").build());
        // As many flows as make segments split.
        final int flows = 4000;
        for (int i = 0; i < 60_000; i++)
        {
            send(feed, random, 0 == random.nextInt(8) ? random.nextInt(20) : random.nextInt(flows), intervals);
            feed.after(random.nextInt(4_000_000));
            if (0 == random.nextInt(15_000))
            {
                feed.idle(random.nextInt(20) * Feed.S);
            }
        }
        for (int flow = 0; flow < flows; flow += 7)
        {
            if (records.containsKey(flow))
            {
                check(feed, flow);
            }
        }
        feed.after(T_NS);
        check(feed, 0);
        feed.after(T_NS);
        assertEquals(Double.NaN, feed.row("0.0.0.0").values().get(2));
        check(feed, 0);
    }

    @ParameterizedTest
    @CsvSource({ "avg:duration, 0", "min:duration, 2", "max:duration, 3" })
    void shouldRankByAValueThatIsNoRate(final String value, final int exact)
    {
        final SplittableRandom random = new SplittableRandom(8);
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").value(value).values("bytes").build());
        for (int i = 0; i < 20_000; i++)
        {
            send(feed, random, random.nextInt(3000), false);
            feed.after(1_000_000);
        }
        final Map<String, Double> live = new HashMap<>();
        final Map<String, Double> life = new HashMap<>();
        for (final int flow : records.keySet())
        {
            live.put(Feed.address(flow), number(exact(flow, windowsStart(feed.now()), true), exact));
            life.put(Feed.address(flow), number(exact(flow, 0, true), exact));
        }
        assertRanked(live, feed.cache.topFlows("flows", 50).stream().map(FlowRow::value).toList());
        assertRanked(life, feed.cache.topTotals("flows", 50).stream().map(FlowRow::lifeValue).toList());
        final FlowAccounting accounting = feed.accounting();
        assertEquals(accounting.in(), records.values().stream().flatMap(List::stream)
            .mapToLong(record -> record[3] < 0 ? 0 : record[2]).sum());
        assertTrue(accounting.balances());
    }

    private static double number(final double[] exact, final int place)
    {
        return 0 == place ? exact[0] / exact[1] : exact[place];
    }

    private static void assertRanked(final Map<String, Double> exact, final List<Double> actual)
    {
        final List<Double> expected = exact.values().stream().filter(value -> !Double.isNaN(value))
            .sorted(Comparator.reverseOrder()).limit(50).toList();
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++)
        {
            assertClose(expected.get(i), actual.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Aggregation.class, names = { "MAX", "SUM", "POOLED" })
    void shouldMergeSourcesAsTheDefinitionSays(final Aggregation aggregation)
    {
        final Feed feed = new Feed(RunMode.LIVE,
            Feed.spec("ipsource").values("frames,avg:duration,min:duration,max:duration")
                .aggregation(aggregation).build());
        feed.send(feed.packet(1, 2, 100, 10).put(Field.OPERATION_DURATION, 40));
        feed.send(feed.packet(1, 2, 500, 10).put(Field.OPERATION_DURATION, 10).put(Field.DATA_SOURCE, 4));
        final FlowRow row = feed.row("0.0.0.1");
        final boolean max = Aggregation.MAX == aggregation;
        assertEquals(Aggregation.SUM == aggregation ? List.of(10.0, 25.0, 10.0, 40.0) :
            max ? List.of(5.0, 10.0, 10.0, 10.0) : List.of(5.0, 25.0, 10.0, 40.0), row.values());
        assertEquals(List.of(20.0, 25.0, 10.0, 40.0), row.lifeValues());
        assertEquals(max ? 2500 : Aggregation.SUM == aggregation ? 3000 : 1500, row.value(), 1e-9);
    }

    @Test
    void shouldMergeShards()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").value("avg:duration").values("bytes").build());
        final ShardHandle other = feed.cache.newShard(feed.time);
        feed.send(feed.packet(1, 2, 100, 10).put(Field.OPERATION_DURATION, 40));
        other.onFlowRecord(feed.packet(1, 2, 500, 30).put(Field.OPERATION_DURATION, 20));
        final FlowRow row = feed.cache.topFlows("flows", 1).get(0);
        assertEquals(25, row.value());
        assertEquals(16_000 / 2.0, row.values().get(0), 1e-9);
        assertEquals(40L, row.total());
    }

    @Test
    void shouldTellValuesOfFlowRecords()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").values("frames,avg:bytes,max:bytes").log(true)
            .activeTimeout(Duration.ofSeconds(10)).build());
        final List<List<Double>> told = new ArrayList<>();
        feed.cache.addListener("flows", (flow, reason) -> told.add(
            List.of(flow.lifeValue(), flow.lifeValue(0), flow.lifeValue(1), flow.lifeValue(2))));
        feed.sendPacket(1, 100);
        feed.idle(6 * Feed.S);
        feed.sendPacket(1, 400);
        feed.idle(6 * Feed.S);
        feed.sendPacket(1, 50);
        feed.idle(40 * Feed.S);
        assertEquals(List.of(List.of(500.0, 2.0, 250.0, 400.0), List.of(50.0, 1.0, 50.0, 50.0)), told);
    }

    @Test
    void shouldTellWhenAValueFallsOrRises()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").values("max:bytes,min:bytes,frames").build());
        final WatchedFlow[] watched = new WatchedFlow[1];
        feed.cache.watch("flows", table ->
        {
            watched[0] = table.newCursor();
            return new FollowingWatcher(table, watched[0]);
        });
        feed.at((Feed.START_NS / T_NS + 1) * T_NS);
        final long startNs = feed.now();
        feed.sendPacket(1, 1000);
        feed.after(T_NS);
        feed.sendPacket(1, 600);
        final WatchedFlow flow = watched[0];
        assertEquals(1000, flow.value(1, feed.now()));
        assertEquals(600, flow.value(2, feed.now()));
        assertEquals(startNs + 2 * T_NS, flow.valueFallsBelowNs(1, 700, feed.now()));
        assertEquals(startNs + 3 * T_NS, flow.valueFallsBelowNs(1, 500, feed.now()));
        assertEquals(feed.now(), flow.valueFallsBelowNs(1, 1001, feed.now()));
        assertEquals(Long.MAX_VALUE, flow.valueRisesAboveNs(1, 1000, feed.now()));
        assertEquals(600, flow.value(1, startNs + 2 * T_NS));
        assertEquals(Double.NaN, flow.value(1, startNs + 3 * T_NS));
        assertEquals(flow.fallsBelowNs(3, feed.now()), flow.valueFallsBelowNs(0, 3, feed.now()));
        final double frames = flow.value(3, feed.now());
        assertEquals(
            feed.now() + T_NS * Math.log(frames / 0.1), flow.valueFallsBelowNs(3, 0.1, feed.now()), 1.0);
        // Half a window later both are small: the least rises as the window before ends.
        feed.sendPacket(1, 300);
        feed.after(T_NS);
        feed.sendPacket(1, 800);
        assertEquals(300, flow.value(2, feed.now()));
        assertEquals(startNs + 3 * T_NS, flow.valueRisesAboveNs(2, 700, feed.now()));
    }

    @Test
    void shouldAllocateNothing()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").values(VALUES).build(),
            FlowSpec.builder("mean").keys("ipsource").value("avg:duration").build());
        final Runnable run = () ->
        {
            for (int i = 0; i < 50_000; i++)
            {
                feed.after(10_000);
                feed.send(feed.packet(i % 3000, 1, 100, 10).put(Field.OPERATION_DURATION, i));
            }
        };
        run.run();
        assertEquals(0, Allocation.steadyBytesOf(run));
        final double[] sum = new double[1];
        assertTrue(Allocation.steadyBytesOf(() -> feed.cache.visit("flows",
            flow -> sum[0] += flow.value() + flow.value(2) + flow.lifeValue(3))) < 4096);
    }

    @Test
    void shouldRefuseTooManyValues()
    {
        final FlowSpec.Builder builder = Feed.spec("ipsource").values("bytes,".repeat(16) + "frames");
        assertEquals("flows: number of values is out of range: number of values=17 range=0..16",
            assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    /** Keeps its cursor on the flow that is updated. */
    private static final class FollowingWatcher implements FlowWatcher
    {
        private final WatchedTable table;
        private final WatchedFlow cursor;

        FollowingWatcher(final WatchedTable table, final WatchedFlow cursor)
        {
            this.table = table;
            this.cursor = cursor;
        }

        private void follow(final WatchedFlow flow)
        {
            final long[] key = new long[table.keyWords()];
            flow.copyKey(key, 0);
            table.find(key, 0, cursor);
        }

        @Override
        public double riseLevel()
        {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public void onRise(final WatchedFlow flow, final long nowNs)
        {
            follow(flow);
        }

        @Override
        public void onActiveUpdate(final WatchedFlow flow, final long nowNs)
        {
            follow(flow);
        }

        @Override
        public void onActiveUpdated(final WatchedFlow flow, final long nowNs)
        {
            follow(flow);
        }

        @Override
        public void onRemoved(final WatchedFlow flow, final FlowEndReason reason, final long nowNs)
        {
            follow(flow);
        }

        @Override
        public void onGone(final FlowEndReason reason, final long nowNs)
        {
            // The test ends before.
        }

        @Override
        public void onTick(final long nowNs)
        {
            // Time is of no interest.
        }
    }
}
