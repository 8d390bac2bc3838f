package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class WatcherTest
{
    /** Marks every flow that rises above its level, and writes down what it is told. */
    private static class Recorder implements FlowWatcher
    {
        final List<String> log = new ArrayList<>();
        final WatchedTable table;
        final double level;
        boolean marks = true;
        long ticks;
        int toLeave;
        int left;
        long[] marked;

        Recorder(final WatchedTable table, final double level)
        {
            this.table = table;
            this.level = level;
        }

        @Override
        public double riseLevel()
        {
            return level;
        }

        @Override
        public void onRise(final WatchedFlow flow, final long nowNs)
        {
            assertFalse(flow.active());
            log.add("rise " + text(flow, nowNs));
            marked = new long[table.keyWords()];
            flow.copyKey(marked, 0);
            flow.active(marks);
        }

        @Override
        public void onActiveUpdate(final WatchedFlow flow, final long nowNs)
        {
            assertTrue(flow.active());
            log.add("before " + text(flow, nowNs));
        }

        @Override
        public void onActiveUpdated(final WatchedFlow flow, final long nowNs)
        {
            log.add("after " + text(flow, nowNs));
        }

        @Override
        public void onRemoved(final WatchedFlow flow, final FlowEndReason reason, final long nowNs)
        {
            log.add(reason + " " + text(flow, nowNs));
        }

        @Override
        public void onGone(final FlowEndReason reason, final long nowNs)
        {
            log.add(reason.toString());
            left = toLeave;
        }

        @Override
        public boolean isBehind()
        {
            return left > 0;
        }

        @Override
        public void onTick(final long nowNs)
        {
            ticks++;
            if (left > 0)
            {
                left--;
                final WatchedFlow found = table.newCursor();
                assertTrue(table.find(marked, 0, found));
                log.add("still " + text(found, nowNs));
            }
        }

        private static String text(final WatchedFlow flow, final long nowNs)
        {
            return flow.row(nowNs).key() + "=" + Math.round(flow.rateAt(nowNs));
        }
    }

    private final List<Recorder> recorders = new ArrayList<>();

    private FlowWatcherFactory factory(final double level)
    {
        return table ->
        {
            recorders.add(new Recorder(table, level));
            return recorders.get(recorders.size() - 1);
        };
    }

    private Feed feed(final RunMode mode, final FlowSpec spec, final double level)
    {
        final Feed feed = new Feed(mode, spec);
        feed.cache.watch("flows", factory(level));
        feed.shard.onTick(feed.now());
        return feed;
    }

    @Test
    void shouldTellRiseOnceAndThenEveryUpdateOfTheMarkedFlow()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource").build(), 1000);
        feed.sendPacket(1, 1900);
        feed.sendPacket(2, 100);
        feed.sendPacket(1, 102);
        feed.sendPacket(1, 200);
        assertEquals(
            List.of("rise 0.0.0.1=1001", "before 0.0.0.1=1001", "after 0.0.0.1=1101"), recorders.get(0).log);
        assertEquals(5, recorders.get(0).ticks);
    }

    @Test
    void shouldTellRiseAgainWhileTheFlowIsNotMarked()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource").build(), 1000);
        recorders.get(0).marks = false;
        feed.sendPacket(1, 3000);
        feed.sendPacket(1, 200);
        assertEquals(List.of("rise 0.0.0.1=1500", "rise 0.0.0.1=1600"), recorders.get(0).log);
    }

    @Test
    void shouldTellRiseOfHeldRateThatHasYetToCrossTheLevel()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource").build(), 1000);
        final long[] instants = new long[3];
        recorders.clear();
        feed.cache.watch("flows", table -> new Recorder(table, 1000)
        {
            @Override
            public void onRise(final WatchedFlow flow, final long nowNs)
            {
                instants[0] = flow.risesAboveNs(1000, nowNs);
                instants[1] = flow.fallsBelowNs(1000, nowNs);
                instants[2] = flow.fallsBelowNs(3000, nowNs);
            }
        });
        feed.send(feed.interval(1, 2000 * 60, 60_000));
        final long start = feed.now();
        assertEquals(start + 2e9 * Math.log(2), instants[0], 2e6);
        assertEquals(start + 60e9 + 2e9 * Math.log(2), instants[1], 20e6);
        assertEquals(start, instants[2]);
    }

    @Test
    void shouldNeverExpireMarkedFlow()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource").idleTimeout(Duration.ofSeconds(1)).build(), 1000);
        feed.sendPacket(1, 9000);
        feed.sendPacket(2, 90);
        feed.idle(60 * Feed.S);
        assertEquals(1, feed.accounting().flows());
        assertEquals(9000, feed.row("0.0.0.1").total());
    }

    @Test
    void shouldTellWhyMarkedFlowLeaves()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource").capacity(3).build(), 1000);
        feed.sendPacket(1, 3000);
        for (int i = 2; i < 5; i++)
        {
            feed.sendPacket(i, 8000);
        }
        assertEquals("EVICTED 0.0.0.1=1500", recorders.get(0).log.get(3));
        feed.cache.define(Feed.spec("ipsource").build());
        feed.shard.onTick(feed.now());
        assertEquals("REDEFINED", recorders.get(0).log.get(recorders.get(0).log.size() - 1));
        feed.sendPacket(7, 5000);
        assertEquals(List.of("rise 0.0.0.7=2500"), recorders.get(1).log);
        feed.cache.remove("flows");
        feed.shard.onTick(feed.now());
        assertEquals("REMOVED", recorders.get(1).log.get(1));
    }

    @Test
    void shouldLetWatchersOfATableThatIsGoneTakeTheirTime()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource").build(), 1000);
        feed.sendPacket(7, 5000);
        recorders.get(0).toLeave = 2;
        feed.cache.define(Feed.spec("ipsource").capacity(100).build());
        feed.shard.onTick(feed.now());
        assertTrue(feed.shard.isBehind());
        feed.shard.onTick(feed.now());
        feed.shard.onTick(feed.now());
        assertFalse(feed.shard.isBehind());
        feed.shard.onTick(feed.now());
        assertEquals(List.of("rise 0.0.0.7=2500", "REDEFINED", "still 0.0.0.7=2500", "still 0.0.0.7=2500"),
            recorders.get(0).log);
        assertEquals(List.of(), recorders.get(1).log);
    }

    @Test
    void shouldServeSeveralWatchersEachWithItsLevelAndMark()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource").build(), 1000);
        feed.cache.watch("flows", factory(4000));
        feed.sendPacket(1, 3000);
        feed.sendPacket(1, 8000);
        assertEquals(
            List.of("rise 0.0.0.1=1500", "before 0.0.0.1=1500", "after 0.0.0.1=5500"), recorders.get(0).log);
        assertEquals(List.of("rise 0.0.0.1=5500"), recorders.get(1).log);
    }

    @Test
    void shouldTakeMarksAwayFromWatcherThatLeaves()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        final FlowWatcherFactory factory = factory(1000);
        feed.cache.watch("flows", factory);
        feed.sendPacket(1, 3000);
        assertTrue(feed.cache.unwatch("flows", factory));
        assertFalse(feed.cache.unwatch("flows", factory));
        feed.sendPacket(1, 3000);
        feed.cache.watch("flows", factory);
        feed.sendPacket(1, 3000);
        assertEquals(1, recorders.get(0).log.size());
        assertEquals(List.of("rise 0.0.0.1=4500"), recorders.get(1).log);
    }

    @Test
    void shouldWatchDefinitionThatComesLater()
    {
        final Feed feed = new Feed(RunMode.LIVE);
        feed.cache.watch("flows", factory(1000));
        feed.cache.define(Feed.spec("ipsource").build());
        feed.sendPacket(1, 3000);
        assertEquals(1, recorders.get(0).log.size());
    }

    @Test
    void shouldRefuseMoreWatchersThanMarks()
    {
        final FlowCache cache = FlowCache.builder().build();
        for (int i = 0; i < WatcherHub.MAX_WATCHERS; i++)
        {
            cache.watch("flows", factory(i));
        }
        final FlowWatcherFactory one = factory(1);
        assertThrows(IllegalStateException.class, () -> cache.watch("flows", one));
    }

    @Test
    void shouldFindFlowByItsKeyUntilItLeaves()
    {
        final Feed feed = feed(RunMode.LIVE, Feed.spec("ipsource,ipdestination").capacity(50).build(), 1000);
        final long[] key = new long[4];
        final Recorder recorder = recorders.get(0);
        final WatchedFlow cursor = recorder.table.newCursor();
        feed.sendPacket(1, 3000);
        feed.cache.watch("flows", table -> new Recorder(table, 1)
        {
            @Override
            public void onRise(final WatchedFlow flow, final long nowNs)
            {
                if (0 == key[1])
                {
                    flow.copyKey(key, 1);
                }
            }
        });
        feed.sendPacket(1, 1);
        assertTrue(recorder.table.find(key, 1, cursor));
        assertEquals(recorder.table.keyWords(), 2);
        assertEquals(key[1], cursor.keyWord(0));
        assertTrue(cursor.active());
        assertEquals("0.0.0.1,0.0.0.1", cursor.row(feed.now()).key());
        assertEquals("3", cursor.row(feed.now()).dataSource());
        for (int i = 2; i < 500; i++)
        {
            feed.sendPacket(i, 50_000);
        }
        assertFalse(recorder.table.find(key, 1, cursor));
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5 })
    void shouldFindTheInstantsOfCrossing(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++)
        {
            final double crossed = random.nextDouble(10, 3000);
            final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
            feed.cache.watch("flows", table -> new Recorder(table, 0)
            {
                @Override
                public void onRise(final WatchedFlow flow, final long nowNs)
                {
                    check(flow, crossed, nowNs + random.nextLong(3 * Feed.S));
                }
            });
            for (int i = 0; i < 6; i++)
            {
                feed.after(random.nextLong(8 * Feed.S));
                if (random.nextBoolean())
                {
                    feed.sendPacket(1, random.nextInt(1, 6000));
                }
                else
                {
                    feed.send(feed.interval(1, random.nextInt(1, 30_000), random.nextInt(1, 20_000)));
                }
            }
        }
    }

    private static void check(final WatchedFlow flow, final double level, final long from)
    {
        final long step = 10 * Feed.MS;
        long risen = Long.MAX_VALUE;
        long lastAbove = -1;
        for (long ns = from; ns < from + 60 * Feed.S; ns += step)
        {
            if (flow.rateAt(ns) > level)
            {
                risen = Math.min(risen, ns);
                lastAbove = ns;
            }
        }
        final long rises = flow.risesAboveNs(level, from);
        final long falls = flow.fallsBelowNs(level, from);
        if (lastAbove < 0)
        {
            assertTrue(rises == Long.MAX_VALUE || falls - rises <= step, () -> level + " " + flow.row(from));
        }
        else
        {
            assertTrue(rises <= risen && rises > risen - step, () -> level + " " + flow.row(from));
            assertTrue(falls > lastAbove && falls <= lastAbove + step, () -> level + " " + flow.row(from));
        }
    }
}
