package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class FlowListenerTest
{
    private final List<String> told = new ArrayList<>();
    private long toldTotal;

    private static FlowSpec.Builder logged(final String keys)
    {
        return Feed.spec(keys).log(true).timeConstant(Duration.ofMillis(100)).idleTimeout(Duration.ofSeconds(2));
    }

    private Feed feed(final RunMode mode, final FlowSpec.Builder spec)
    {
        final Feed feed = new Feed(mode, spec.build());
        feed.cache.addListener("flows", (flow, reason) ->
        {
            told.add(flow.text(0) + " " + flow.total() + " " + flow.frames() + " " + reason);
            toldTotal += flow.total();
        });
        return feed;
    }

    private static void assertBalanced(final FlowAccounting accounting, final long toldTotal)
    {
        assertTrue(accounting.balances(), accounting::toString);
        assertEquals(accounting.exported() + accounting.other(), toldTotal);
    }

    @ParameterizedTest
    @EnumSource(RunMode.class)
    void shouldTellARecordWhenAFlowIsIdle(final RunMode mode)
    {
        final Feed feed = feed(mode, logged("ipsource"));
        feed.sendPacket(1, 100);
        feed.sendPacket(1, 50);
        feed.sendPacket(2, 7);
        feed.idle(Duration.ofSeconds(10).toNanos());
        told.sort(null);
        assertEquals(List.of("0.0.0.1 150 2 EXPIRED", "0.0.0.2 7 1 EXPIRED"), told);
        assertEquals(0, feed.accounting().flows());
        assertBalanced(feed.accounting(), toldTotal);
    }

    @Test
    void shouldCutTheRecordOfALongFlowAndLeaveItsRateAlone()
    {
        final Feed cut = feed(RunMode.LIVE, logged("ipsource").activeTimeout(Duration.ofSeconds(3)));
        final Feed whole = new Feed(RunMode.LIVE, logged("ipsource").log(false).build());
        for (int i = 0; i < 1_000; i++)
        {
            for (final Feed feed : List.of(cut, whole))
            {
                feed.sendPacket(1, 1_000);
                feed.idle(10 * Feed.MS);
            }
            assertEquals(whole.rate("0.0.0.1"), cut.rate("0.0.0.1"), 1e-9 * whole.rate("0.0.0.1"));
        }
        assertEquals(3, told.size(), told::toString);
        assertTrue(told.stream().allMatch(text -> text.endsWith(" ACTIVE_TIMEOUT")), told::toString);
        final FlowAccounting accounting = cut.accounting();
        assertEquals(3, accounting.cutRecords());
        assertEquals(1_000_000, accounting.in());
        assertEquals(accounting.live(), cut.row("0.0.0.1").total());
        assertBalanced(accounting, toldTotal);
        cut.idle(Duration.ofSeconds(10).toNanos());
        assertTrue(told.get(3).endsWith(" EXPIRED"), told::toString);
        assertEquals(1_000_000, toldTotal);
    }

    @Test
    void shouldTellNothingOfAFlowThatWasCutAndNotSeenSince()
    {
        final Feed feed = feed(RunMode.LIVE, logged("ipsource").activeTimeout(Duration.ofSeconds(1)));
        feed.sendPacket(1, 100);
        feed.idle(Duration.ofSeconds(20).toNanos());
        assertEquals(List.of("0.0.0.1 100 1 ACTIVE_TIMEOUT"), told);
        assertEquals(0, feed.accounting().flows());
    }

    @Test
    void shouldTellEachUpdateOfAnImmediateCacheAndKeepTheRate()
    {
        final Feed feed = feed(RunMode.LIVE, logged("ipsource").cacheType(CacheType.IMMEDIATE));
        feed.send(feed.packet(1, 1, 100, 10));
        feed.sendPacket(1, 5);
        assertEquals(List.of("0.0.0.1 1000 10 IMMEDIATE", "0.0.0.1 5 1 IMMEDIATE"), told);
        assertEquals(10_050, feed.rate("0.0.0.1"), 1e-6);
        assertEquals(0, feed.accounting().live());
        assertBalanced(feed.accounting(), toldTotal);
    }

    @Test
    void shouldCutButNeverExpireThoseOfAPermanentCache()
    {
        final Feed feed = feed(
            RunMode.LIVE, logged("ipsource").cacheType(CacheType.PERMANENT).activeTimeout(Duration.ofSeconds(5)));
        feed.sendPacket(1, 100);
        feed.idle(Duration.ofSeconds(60).toNanos());
        assertEquals(List.of("0.0.0.1 100 1 ACTIVE_TIMEOUT"), told);
        assertEquals(1, feed.accounting().flows());
    }

    @Test
    void shouldTellWhatAFullTablePushesOut()
    {
        final Feed feed = feed(RunMode.LIVE, logged("ipsource").capacity(100));
        for (int i = 1; i <= 1_000; i++)
        {
            feed.sendPacket(i, i);
        }
        assertEquals(900, told.size());
        assertTrue(told.stream().allMatch(text -> text.endsWith(" EVICTED")), told::toString);
        assertBalanced(feed.accounting(), toldTotal);
    }

    @Test
    void shouldTellTheStartWhereItIsAskedFor()
    {
        final Feed feed = new Feed(RunMode.LIVE, logged("ipsource").flowStart(true).build());
        feed.cache.addListener("flows", new FlowListener()
        {
            @Override
            public void onFlowStart(final FlowView flow)
            {
                told.add("start " + flow.text(0) + " " + flow.total());
            }

            @Override
            public void onFlow(final FlowView flow, final FlowEndReason reason)
            {
                told.add("end " + flow.text(0) + " " + flow.total());
            }
        });
        feed.sendPacket(1, 100);
        feed.sendPacket(1, 100);
        feed.idle(Duration.ofSeconds(10).toNanos());
        assertEquals(List.of("start 0.0.0.1 100", "end 0.0.0.1 200"), told);
    }

    @Test
    void shouldTellWhatADefinitionLeavesBehind()
    {
        final Feed feed = feed(RunMode.LIVE, logged("ipsource"));
        feed.sendPacket(1, 100);
        feed.cache.define(logged("ipdestination").build());
        feed.sendPacket(2, 100);
        feed.cache.remove("flows");
        feed.idle(8 * Feed.MS);
        assertEquals(List.of("0.0.0.1 100 1 REDEFINED", "0.0.0.1 100 1 REMOVED"), told);
    }

    @Test
    void shouldTellWhatIsLeftWhenTheRunCloses()
    {
        final Feed feed = feed(RunMode.LIVE, logged("ipsource"));
        final RecordHandler worker = feed.cache.newHandler(new SinkContext(RunMode.LIVE, 0, feed.time));
        worker.onFlowRecord(feed.packet(9, 1, 70, 1));
        feed.cache.onClose();
        assertEquals(List.of("0.0.0.9 70 1 CLOSED"), told);
        assertEquals(70, feed.row("0.0.0.9").total());
    }

    @Test
    void P14_shouldTellTheOthersWhenAListenerThrows()
    {
        final Feed feed = new Feed(RunMode.LIVE, logged("ipsource").build());
        final FlowListener bad = (flow, reason) ->
        {
            throw new AssertionError("listener");
        };
        feed.cache.addListener("flows", bad);
        feed.cache.addListener("flows", (flow, reason) -> told.add(reason.name()));
        feed.sendPacket(1, 100);
        feed.idle(Duration.ofSeconds(10).toNanos());
        assertEquals(List.of("EXPIRED"), told);
        assertEquals(1, feed.cache.listenerFailures());
        assertTrue(feed.cache.removeListener("flows", bad));
        feed.sendPacket(1, 100);
        feed.idle(Duration.ofSeconds(10).toNanos());
        assertEquals(1, feed.cache.listenerFailures());
    }

    @Test
    void shouldConserveEveryByteOfRandomTraffic()
    {
        final Feed feed = feed(RunMode.LIVE, logged("ipsource").capacity(64).activeTimeout(Duration.ofSeconds(1)));
        final SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++)
        {
            feed.sendPacket(random.nextInt(200), random.nextInt(1_500));
            if (0 == random.nextInt(10))
            {
                feed.idle(random.nextInt(200) * Feed.MS);
            }
        }
        final FlowAccounting accounting = feed.accounting();
        assertTrue(accounting.cutRecords() > 100 && accounting.evictedFlows() > 100 && accounting.expiredFlows() > 0,
            accounting::toString);
        assertBalanced(accounting, toldTotal);
    }

    @Test
    void shouldNotAllocate()
    {
        final Feed feed = new Feed(RunMode.LIVE, logged("ipsource").cacheType(CacheType.IMMEDIATE).build());
        final long[] sums = new long[4];
        feed.cache.addListener("flows", (flow, reason) ->
        {
            sums[0] += flow.total() + flow.frames() + flow.samples() + flow.number(0) + flow.high(0);
            sums[1] += flow.agentHigh() + flow.agentLow() + flow.dataSource() + flow.firstSeenNs() + flow.lastSeenNs();
            sums[2] += (long)flow.rate() + reason.ipfix() + flow.keys();
        });
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 20_000; i++)
            {
                feed.sendPacket(i & 255, 100);
            }
        }));
        assertTrue(sums[0] > 0);
    }

    @Test
    void shouldVisitFlowsByTheBitsOfTheirKeys()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource,ipanydestination").build());
        feed.send(feed.packet(0x0102_0304, 0x0506_0708, 100, 1));
        feed.cache.visit("flows", flow -> told.add(flow.definition() + " " + flow.keys() + " " +
            Long.toHexString(flow.number(0)) + " " + Long.toHexString(flow.high(1)) + " " +
            Long.toHexString(flow.number(1)) + " " + flow.isText(0) + " " + flow.text(1) + " " +
            Long.toHexString(flow.agentLow()) + " " + flow.dataSource() + " " + flow.row().total()));
        assertEquals(List.of("flows 2 1020304 0 ffff05060708 false 5.6.7.8 ffff0a000001 3 100"), told);
    }
}
