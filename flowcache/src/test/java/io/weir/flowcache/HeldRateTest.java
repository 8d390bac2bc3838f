package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class HeldRateTest
{
    private static final String FLOW = "0.0.0.1";

    /* Mean of the rate over an interval, by Simpson's rule on a fine grid, while updates come from elsewhere. */
    private static double meanOf(final Feed feed, final String key, final long lengthNs, final int steps)
    {
        double sum = 0;
        for (int i = 0; i < steps; i++)
        {
            feed.after(lengthNs / steps);
            sum += feed.rate(key);
        }
        return sum / steps;
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
    void shouldAverageToTheTruthOverRandomExportPatterns(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        double bytes = 0;
        double integral = 0;
        for (int i = 0; i < 400; i++)
        {
            final long lengthMs = 1 + (long)(Math.exp(random.nextDouble() * 11.5));
            final long value = random.nextInt(1, 10_000_000);
            feed.send(feed.interval(1, value, lengthMs));
            bytes += value;
            final long gapNs = random.nextLong(Feed.MS, 40 * Feed.S);
            integral += meanOf(feed, FLOW, gapNs, 400) * gapNs / 1e9;
        }
        integral += meanOf(feed, FLOW, 300 * Feed.S, 30_000) * 300;
        assertEquals(bytes, integral, bytes * 0.01);
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4 })
    void shouldShowSteadyFlowWithinAQuarterFromTenSecondsAfterItsFirstExport(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        final double truth = 125_000;
        long exportNs = feed.now();
        for (int i = 0; i < 40; i++)
        {
            feed.at(exportNs);
            feed.send(feed.interval(1, (long)(truth * 60), 60_000));
            final long nextNs = Feed.START_NS + (i + 1) * 60 * Feed.S + random.nextLong(0, 250 * Feed.MS);
            for (long ns = exportNs; ns < nextNs; ns += 10 * Feed.MS)
            {
                feed.at(ns);
                final double rate = feed.rate(FLOW);
                assertTrue(rate <= 1.3 * truth, "rate=" + rate);
                if (ns >= Feed.START_NS + 10 * Feed.S)
                {
                    assertEquals(truth, rate, truth / 4);
                }
            }
            exportNs = nextNs;
        }
    }

    @Test
    void shouldSumManySteadyFlowsUnderOneKey()
    {
        final SplittableRandom random = new SplittableRandom(5);
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipdestination").build());
        final int flows = 200;
        final long[] nextMs = new long[flows];
        final long[] rates = new long[flows];
        double truth = 0;
        for (int i = 0; i < flows; i++)
        {
            nextMs[i] = random.nextLong(60_000);
            rates[i] = random.nextLong(1000, 100_000);
            truth += rates[i];
        }
        double sum = 0;
        int readings = 0;
        for (long ms = 0; ms < 900_000; ms += 10)
        {
            feed.at(Feed.START_NS + ms * Feed.MS);
            for (int i = 0; i < flows; i++)
            {
                if (nextMs[i] < ms + 10)
                {
                    feed.send(feed.interval(i, rates[i] * 60, 60_000));
                    nextMs[i] += 60_000;
                }
            }
            if (ms >= 300_000)
            {
                final double rate = feed.rate(FLOW);
                assertTrue(rate <= 1.3 * truth, "rate=" + rate);
                sum += rate;
                readings++;
            }
        }
        assertEquals(truth, sum / readings, truth * 0.01);
    }

    @Test
    void shouldCountShortRecordsAsSamples()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        feed.send(feed.interval(1, 4000, 2000));
        assertEquals(2000, feed.rate(FLOW), 1e-6);
        assertEquals(0, feed.accounting().heldRecords());
    }

    @Test
    void shouldMixSamplesAndHeldRecordsOfOneFlow()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        feed.sendPacket(1, 4000);
        feed.send(feed.interval(1, 100_000, 10_000));
        assertEquals(2000, feed.rate(FLOW), 1e-6);
        feed.after(5 * Feed.S);
        final double expected = 10_000 * (1 - Math.exp(-2.5)) + 2000 * Math.exp(-2.5);
        assertEquals(expected, feed.rate(FLOW), expected * 0.002);
        feed.sendPacket(1, 2000);
        assertEquals(expected + 1000, feed.rate(FLOW), expected * 0.002);
    }

    @Test
    void shouldTreatUselessTimesAsNoLengthAndCountThem()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        feed.send(feed.interval(1, 4000, -1000));
        assertEquals(2000, feed.rate(FLOW), 1e-6);
        assertEquals(1, feed.accounting().badTimes());
    }

    @Test
    void shouldKeepRatesWhenHeldRecordsBeginLongAfterSamples()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").n(10).build());
        for (int i = 1; i <= 500; i++)
        {
            feed.sendPacket(i, 1000L * i);
        }
        final double before = feed.rate("0.0.0.7");
        feed.send(feed.interval(9, 60_000, 60_000));
        assertEquals(before, feed.rate("0.0.0.7"), before * 1e-12);
        assertEquals("0.0.1.244", feed.cache.topFlows("flows", 1).get(0).key());
    }
}
