package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

class EvictionTest
{
    @ParameterizedTest
    @ValueSource(longs = { 1, 7, 100, 3000, 20_000 })
    void shouldNeverHoldMoreThanCapacity(final long capacity)
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").capacity(capacity).build());
        for (int i = 0; i < 4 * capacity + 10; i++)
        {
            feed.sendPacket(i, 100);
            assertTrue(feed.accounting().flows() <= capacity);
        }
        assertEquals(capacity, feed.accounting().flows());
        assertEquals(3 * capacity + 10, feed.accounting().evictedFlows());
        assertEquals(feed.accounting().evictedFlows() * 100, feed.accounting().other());
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldKeepHeavyHittersAndBoundWhatEveryFlowLacks()
    {
        final int heavy = 200;
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").capacity(5000).n(heavy).build());
        final Map<String, Long> truth = new HashMap<>();
        final SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 600_000; i++)
        {
            final boolean isHeavy = random.nextInt(4) == 0;
            final int flow = isHeavy ? random.nextInt(heavy) : heavy + random.nextInt(2_000_000);
            feed.sendPacket(flow, 1000);
            truth.merge(Feed.address(flow), 1000L, Long::sum);
            feed.after(10_000);
        }
        final int[] found = new int[1];
        feed.cache.forEach("flows", row ->
        {
            final long exact = truth.get(row.key());
            assertTrue(row.total() <= exact, row::toString);
            assertTrue(exact <= row.total() + row.error(), row::toString);
            found[0] += row.total() >= 0.9 * exact && exact > 100_000 ? 1 : 0;
        });
        assertEquals(heavy, found[0]);
        assertEquals(heavy, feed.cache.topFlows("flows", heavy).stream().filter(row -> row.rate() > 20_000).count());
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldExpireOnlyWhatIsUnseenForItsTimeout()
    {
        final FlowSpec spec = Feed.spec("ipsource").idleTimeout(Duration.ofSeconds(20)).build();
        final Feed feed = new Feed(RunMode.LIVE, spec);
        for (int i = 0; i < 10_000; i++)
        {
            feed.sendPacket(i, 100);
        }
        for (int s = 0; s < 40; s++)
        {
            feed.sendPacket(5, 100);
            feed.idle(Feed.S);
            final long flows = feed.accounting().flows();
            assertEquals(s < 19 ? 10_000 : s > 24 ? 1 : flows, flows, "second " + s);
        }
        assertEquals(9_999, feed.accounting().expiredFlows());
        assertEquals(9_999 * 100, feed.accounting().exported());
        assertTrue(feed.cache.flow("flows", "0.0.0.6").isEmpty());
        assertEquals(4100, feed.row("0.0.0.5").total());
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldKeepFlowForEightTimeConstantsAndWhileItsRateIsHeld()
    {
        final FlowSpec spec = Feed.spec("ipsource").idleTimeout(Duration.ZERO).build();
        final Feed feed = new Feed(RunMode.LIVE, spec);
        feed.sendPacket(1, 100);
        feed.send(feed.interval(2, 6000, 60_000));
        feed.idle(15 * Feed.S);
        assertEquals(100, feed.row("0.0.0.1").total());
        feed.idle(10 * Feed.S);
        assertTrue(feed.cache.flow("flows", "0.0.0.1").isEmpty());
        assertEquals(100, feed.rate("0.0.0.2"), 1);
        feed.idle(60 * Feed.S);
        assertTrue(feed.cache.flow("flows", "0.0.0.2").isEmpty());
    }

    @Test
    void shouldNotExpireInReplay()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").idleTimeout(Duration.ofSeconds(1)).build());
        feed.sendPacket(1, 100);
        feed.idle(100 * Feed.S);
        assertEquals(1, feed.accounting().flows());
        assertFalse(feed.cache.topFlows("flows", 1).isEmpty());
    }

    @Test
    void shouldReuseSlotsOfExpiredFlowsForever()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").idleTimeout(Duration.ZERO).build());
        int flow = 0;
        for (int round = 0; round < 60; round++)
        {
            for (int i = 0; i < 2000; i++)
            {
                feed.sendPacket(flow++, 10);
            }
            feed.idle(10 * Feed.S);
        }
        assertTrue(feed.accounting().flows() < 10_000);
        assertEquals(0, feed.accounting().evictedFlows());
        assertTrue(feed.accounting().balances());
    }
}
