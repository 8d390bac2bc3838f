package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** One writer and readers at the same time: what a reader sees has been so at one instant. */
@Timeout(120)
class ConcurrencyTest
{
    private static final int READERS = 2;

    /* Run a writer, and readers over and over until it is done; every failure surfaces. */
    private static void race(final Runnable writer, final Callable<Integer> reader) throws Exception
    {
        final ExecutorService threads = Executors.newFixedThreadPool(READERS);
        final AtomicBoolean done = new AtomicBoolean();
        try
        {
            final List<Future<Integer>> results = new java.util.ArrayList<>();
            for (int i = 0; i < READERS; i++)
            {
                results.add(threads.submit(() ->
                {
                    int checked = reader.call();
                    while (!done.get())
                    {
                        checked += reader.call();
                    }
                    return checked;
                }));
            }
            writer.run();
            done.set(true);
            for (final Future<Integer> result : results)
            {
                assertTrue(result.get() > 0);
            }
        }
        finally
        {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static int check(final FlowRow row)
    {
        if (row.consistent())
        {
            assertEquals(row.frames() * 1000, row.total(), row::toString);
            assertTrue(row.rate() >= 0 && row.lastSeenMs() >= row.firstSeenMs(), row::toString);
            assertTrue(row.frames() > 0 || 0 == row.total(), row::toString);
            return 1;
        }
        return 0;
    }

    @Test
    void shouldReadSlotsWholeWhileTheyAreUpdated() throws Exception
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").n(4).build());
        feed.sendPacket(0, 1000);
        race(
            () ->
            {
                for (int i = 0; i < 1_500_000; i++)
                {
                    feed.sendPacket(i & 3, 1000);
                    feed.after(1000);
                }
            },
            () ->
            {
                final int[] checked = { check(feed.row("0.0.0.0")) };
                feed.cache.forEach("flows", row -> checked[0] += check(row));
                feed.cache.topFlows("flows", 4).forEach(row -> checked[0] += check(row));
                return checked[0];
            });
        assertEquals(1_500_001L * 1000, feed.accounting().live());
    }

    @Test
    void shouldReadSlotsWholeWhileTheyAreReusedByOtherFlows() throws Exception
    {
        final FlowSpec spec = Feed.spec("ipsource").capacity(100).idleTimeout(Duration.ZERO).n(50).build();
        final Feed feed = new Feed(RunMode.LIVE, spec);
        feed.sendPacket(0, 1000);
        race(
            () ->
            {
                for (int i = 0; i < 600_000; i++)
                {
                    feed.sendPacket(i % 977, 1000);
                    feed.after(100_000);
                    if (0 == i % 50_000)
                    {
                        feed.idle(20 * Feed.S);
                    }
                }
            },
            () ->
            {
                final int[] checked = new int[1];
                feed.cache.forEach("flows", row -> checked[0] += check(row));
                feed.cache.topFlows("flows", 50).forEach(row -> checked[0] += check(row));
                final FlowAccounting accounting = feed.accounting();
                assertTrue(!accounting.consistent() || accounting.balances(), accounting::toString);
                return checked[0] + 1;
            });
        assertTrue(feed.accounting().balances());
        assertTrue(feed.accounting().expiredFlows() > 0 && feed.accounting().evictedFlows() > 0);
    }

    @Test
    void shouldSeeEveryFlowOnceWhileSegmentsSplitAndWiden() throws Exception
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").n(10).build());
        for (int i = 0; i < 2000; i++)
        {
            feed.sendPacket(i, 1000);
        }
        race(
            () ->
            {
                for (int i = 2000; i < 300_000; i++)
                {
                    if (0 == i % 1000)
                    {
                        feed.send(feed.interval(i, 1000, 60_000));
                    }
                    else
                    {
                        feed.sendPacket(i, 1000);
                    }
                    feed.after(1000);
                }
            },
            () ->
            {
                final Set<String> seen = new HashSet<>();
                feed.cache.forEach("flows", row ->
                {
                    check(row);
                    assertTrue(seen.add(row.key()), row::toString);
                });
                for (int i = 0; i < 2000; i++)
                {
                    assertTrue(seen.contains(Feed.address(i)));
                }
                assertEquals(1000, feed.row("0.0.7.1").total());
                return 1;
            });
        assertEquals(300_000, feed.accounting().flows());
    }

    @Test
    void shouldSeeEveryFlowOnceWhileSegmentsSplitAndMerge() throws Exception
    {
        final FlowSpec spec = Feed.spec("ipsource").idleTimeout(Duration.ZERO).n(10).build();
        final Feed feed = new Feed(RunMode.LIVE, spec);
        final int lasting = 300;
        for (int i = 0; i < lasting; i++)
        {
            feed.sendPacket(i, 1000);
        }
        race(
            () ->
            {
                for (int burst = 1; burst <= 8; burst++)
                {
                    for (int i = 0; i < 8000; i++)
                    {
                        feed.sendPacket(burst << 16 | i, 1000);
                    }
                    for (int tick = 0; tick < 2400; tick++)
                    {
                        feed.sendPacket(tick % lasting, 1000);
                        feed.idle(8 * Feed.MS);
                    }
                }
            },
            () ->
            {
                final Set<String> seen = new HashSet<>();
                feed.cache.forEach("flows", row ->
                {
                    check(row);
                    assertTrue(seen.add(row.key()), row::toString);
                });
                for (int i = 0; i < lasting; i++)
                {
                    assertTrue(seen.contains(Feed.address(i)));
                }
                return seen.size();
            });
        assertEquals(lasting, feed.accounting().flows());
        assertEquals(64_000, feed.accounting().expiredFlows());
    }

    @Test
    void shouldRankOrderedRowsWhileCandidatesChange() throws Exception
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").n(64).build());
        for (int i = 0; i < 5000; i++)
        {
            feed.sendPacket(i, 1000);
        }
        race(
            () ->
            {
                for (int i = 0; i < 600_000; i++)
                {
                    feed.sendPacket(i * 7L % 5000, 1000);
                    feed.after(1000);
                }
            },
            () ->
            {
                final List<FlowRow> rows = feed.cache.topFlows("flows", 64);
                assertEquals(64, rows.size());
                assertEquals(64, rows.stream().map(FlowRow::key).distinct().count());
                for (int i = 1; i < 64; i++)
                {
                    assertTrue(rows.get(i - 1).rate() >= rows.get(i).rate());
                }
                return 1;
            });
    }

    @Test
    void shouldTakeOverDefinitionsWhileRecordsCome() throws Exception
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.sendPacket(1, 1000);
        race(
            () ->
            {
                for (int i = 0; i < 300_000; i++)
                {
                    feed.sendPacket(i & 63, 1000);
                }
            },
            () ->
            {
                final String name = "extra" + Thread.currentThread().getId();
                feed.cache.define(FlowSpec.builder(name).keys("ipdestination").build());
                feed.cache.topFlows(name, 3).forEach(ConcurrencyTest::check);
                assertTrue(feed.cache.accounting(name).flows() <= 1);
                feed.cache.define(FlowSpec.builder(name).keys("ipsource,ipdestination").build());
                feed.cache.forEach(name, ConcurrencyTest::check);
                assertTrue(feed.cache.remove(name));
                return 1;
            });
        assertEquals(300_001, feed.accounting().records());
        assertEquals(1, feed.cache.definitions().size());
    }
}
