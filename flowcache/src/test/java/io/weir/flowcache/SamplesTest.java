package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.record.Field;

import org.junit.jupiter.api.Test;

class SamplesTest
{
    @Test
    void shouldCountSamplesAndGiveInterval()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        for (int i = 0; i < 16; i++)
        {
            feed.send(feed.packet(1, 1, 1000, 100));
        }
        final FlowRow row = feed.row("0.0.0.1");
        assertEquals(16, row.samples());
        assertEquals(1600, row.frames());
        assertEquals(16 * 100 / 99.0, row.effectiveSamples(), 1e-3);
        assertEquals(800_000, row.rate(), 1e-6);
        assertTrue(row.low() > 450_000 && row.low() < 480_000, row::toString);
        assertTrue(row.high() > 1_250_000 && row.high() < 1_320_000, row::toString);
    }

    @Test
    void BAD_S17_shouldKeepRecordsOfAbsurdSamplingRateOutOfFlows()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.send(feed.packet(1, 1, 1000, FlowCache.MAX_SAMPLING_RATE));
        feed.send(feed.packet(1, 1, 1000, FlowCache.MAX_SAMPLING_RATE + 1));
        feed.send(feed.packet(1, 1, 1000, 0xFFFF_FFFFL));
        final FlowRow row = feed.row("0.0.0.1");
        assertEquals(1, row.samples());
        assertEquals(1000 * FlowCache.MAX_SAMPLING_RATE, row.total());
        final FlowAccounting accounting = feed.cache.accounting("flows");
        assertEquals(2, accounting.filteredRecords());
        assertEquals(1000 * (FlowCache.MAX_SAMPLING_RATE + 1 + 0xFFFF_FFFFL), accounting.filtered());
        assertTrue(accounting.balances());
    }

    @Test
    void shouldTakeUnsampledForCertain()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.sendPacket(1, 1000);
        final FlowRow row = feed.row("0.0.0.1");
        assertEquals(row.rate(), row.low());
        assertEquals(row.rate(), row.high());
        assertEquals(Double.POSITIVE_INFINITY, row.effectiveSamples());
    }

    @Test
    void shouldCountPacketsOfRecordAsSamples()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        feed.send(feed.packet(1, 1, 50_000, 10).put(Field.FRAMES, 50));
        final FlowRow row = feed.row("0.0.0.1");
        assertEquals(50, row.samples());
        assertEquals(50 * 10 / 9.0, row.effectiveSamples(), 1e-3);
        assertEquals(500, row.frames());
    }

    @Test
    void shouldGiveHeldRateItsInterval()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        for (int i = 0; i < 30; i++)
        {
            feed.send(feed.interval(1, 60_000, 60_000).put(Field.FRAMES, 25).put(Field.SAMPLING_RATE, 100));
            feed.after(60 * Feed.S);
        }
        feed.send(feed.interval(1, 60_000, 60_000).put(Field.FRAMES, 25).put(Field.SAMPLING_RATE, 100));
        feed.after(30 * Feed.S);
        final FlowRow row = feed.row("0.0.0.1");
        assertEquals(100_000, row.rate(), 500);
        assertEquals(25 * 100 / 99.0, row.effectiveSamples(), 0.5);
        assertEquals(31 * 25, row.samples());
        assertTrue(row.low() > 60_000 && row.high() < 160_000, row::toString);
    }

    @Test
    void shouldEstimateSamplesOnceTheRateHasChanged()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        for (int i = 0; i < 10; i++)
        {
            feed.send(feed.packet(1, 1, 1000, 100));
            feed.send(feed.packet(1, 1, 1000, 200));
        }
        assertEquals(20, feed.row("0.0.0.1").samples(), 3);
    }

    @Test
    void shouldTellManySamplingRatesApart()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        for (int i = 1; i <= 400; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                feed.send(feed.packet(i, 1, 1000, i + 1));
            }
        }
        assertEquals(3, feed.row("0.0.0.1").samples());
        assertEquals(3, feed.row("0.0.0.254").samples());
        assertEquals(3, feed.row("0.0.1.144").samples(), 1);
    }
}
