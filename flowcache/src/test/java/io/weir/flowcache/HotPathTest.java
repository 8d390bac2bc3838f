package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;
import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotPathTest
{
    private static final String FIVE_TUPLE = "ipsource,ipdestination,ipprotocol,l4sourceport,l4destinationport";

    @ParameterizedTest
    @ValueSource(strings = { "LIVE", "REPLAY" })
    void shouldAllocateNothingInSteadyState(final RunMode mode)
    {
        final Feed feed = new Feed(
            mode,
            Feed.spec(FIVE_TUPLE).n(20).build(),
            FlowSpec.builder("sources").keys("ipsource").value("frames").build(),
            FlowSpec.builder("total").build(),
            FlowSpec.builder("other").keys("ip6source").build());
        feed.cache.watch("flows", table -> new QuietWatcher());
        run(feed, 200_000);
        final long allocated = Allocation.steadyBytesOf(() -> run(feed, 1_000_000));
        assertEquals(0, allocated);
        assertTrue(feed.accounting().balances());
    }

    /* Datagrams of five records over 20,000 flows, every tenth record an interval. */
    private static void run(final Feed feed, final int datagrams)
    {
        long random = 99;
        for (int i = 0; i < datagrams; i++)
        {
            feed.after(20_000);
            feed.shard.begin(feed.now());
            for (int j = 0; j < 5; j++)
            {
                random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
                final long flow = (random >>> 40) % 20_000;
                final boolean held = 0 == (random >>> 33) % 10;
                if (held)
                {
                    feed.interval(flow, 10_000, 3000);
                }
                else
                {
                    feed.packet(flow, 1, 1000, 64);
                }
                feed.record.put(Field.L4_PROTOCOL, 6).put(Field.L4_SOURCE_PORT, flow & 0xFFFF);
                feed.record.put(Field.L4_DESTINATION_PORT, 443);
                feed.shard.onFlowRecord(feed.record);
            }
            feed.shard.end();
            if (0 == i % 400)
            {
                feed.shard.onTick(feed.now());
            }
        }
    }

    @Test
    void shouldTakeMoreRecordsInADatagramThanABatchHolds()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.shard.begin(feed.now());
        for (int i = 0; i < 8000; i++)
        {
            feed.shard.onFlowRecord(feed.packet(i % 300, 1, 10, 1));
        }
        feed.shard.end();
        assertEquals(300, feed.accounting().flows());
        assertEquals(80_000, feed.accounting().live());
    }

    @Test
    void shouldApplyRecordsOfADatagramThatWasNotEnded()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.shard.begin(feed.now());
        feed.shard.onFlowRecord(feed.packet(1, 1, 10, 1));
        feed.shard.begin(feed.now());
        feed.shard.end();
        assertEquals(10, feed.accounting().live());
    }

    private static final class QuietWatcher implements FlowWatcher
    {
        private int told;

        @Override
        public double riseLevel()
        {
            return 1e6;
        }

        @Override
        public void onRise(final WatchedFlow flow, final long nowNs)
        {
            flow.active(flow.rateAt(nowNs) > 2e6);
        }

        @Override
        public void onActiveUpdate(final WatchedFlow flow, final long nowNs)
        {
            told++;
        }

        @Override
        public void onActiveUpdated(final WatchedFlow flow, final long nowNs)
        {
            flow.active(flow.fallsBelowNs(1e6, nowNs) > nowNs);
        }

        @Override
        public void onRemoved(final WatchedFlow flow, final FlowEndReason reason, final long nowNs)
        {
            told++;
        }

        @Override
        public void onGone(final FlowEndReason reason, final long nowNs)
        {
            told++;
        }

        @Override
        public void onTick(final long nowNs)
        {
            told++;
        }
    }
}
