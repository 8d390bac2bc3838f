package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.SplittableRandom;

class RateTest
{
    private static final double PRECISION = 1e-9;

    /** The textbook: decay the rate to the time of each value, then add the value over the time constant. */
    private static final class Textbook
    {
        private final double tauS;
        private double rate;
        private long lastNs;

        Textbook(final double tauS)
        {
            this.tauS = tauS;
        }

        void add(final double value, final long nowNs)
        {
            rate = rate(nowNs) + value / tauS;
            lastNs = nowNs;
        }

        double rate(final long nowNs)
        {
            return rate * Math.exp(-(nowNs - lastNs) / 1e9 / tauS);
        }
    }

    @ParameterizedTest
    @CsvSource({ "10, 3", "250, 40", "2000, 200", "2000, 9000", "3600000, 50000" })
    void shouldAgreeWithTextbookAverage(final long tauMs, final long meanGapMs)
    {
        final Feed feed = new Feed(
            RunMode.REPLAY, Feed.spec("ipsource").timeConstant(Duration.ofMillis(tauMs)).build());
        final Textbook[] textbook = new Textbook[50];
        for (int i = 0; i < textbook.length; i++)
        {
            textbook[i] = new Textbook(tauMs / 1e3);
        }
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++)
        {
            feed.after((long)(-Math.log(1 - random.nextDouble()) * meanGapMs * Feed.MS / textbook.length));
            final int flow = (int)(textbook.length * random.nextDouble() * random.nextDouble());
            final long bytes = random.nextInt(64, 1519);
            final long rate = 1L << random.nextInt(12);
            feed.send(feed.packet(flow, 1, bytes, rate));
            textbook[flow].add((double)bytes * rate, feed.now());
            if (0 == i % 97)
            {
                check(feed, textbook);
            }
        }
        check(feed, textbook);
        feed.after(3 * tauMs * Feed.MS);
        check(feed, textbook);
    }

    private static void check(final Feed feed, final Textbook[] textbook)
    {
        for (final FlowRow row : feed.cache.topFlows("flows", 100))
        {
            final int flow = Integer.parseInt(row.key().substring(row.key().lastIndexOf('.') + 1));
            final double expected = textbook[flow].rate(feed.now());
            assertEquals(expected, row.rate(), expected * PRECISION + 1e-300, row.key());
        }
    }

    @Test
    void shouldKeepRatesThroughHoursOfEpochsWithShortTimeConstant()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").timeConstant(Duration.ofMillis(10)).build());
        final Textbook steady = new Textbook(0.01);
        for (int i = 0; i < 3 * 3600 * 10; i++)
        {
            feed.after(100 * Feed.MS + i % 7);
            feed.sendPacket(1, 1000);
            steady.add(1000, feed.now());
            if (0 == i % 1000)
            {
                feed.sendPacket(2, 10);
                assertEquals(steady.rate(feed.now()), feed.rate("0.0.0.1"), steady.rate(feed.now()) * PRECISION);
                assertEquals(1000, feed.rate("0.0.0.2"), 1e-6);
            }
        }
        feed.after(30 * Feed.MS);
        assertEquals(steady.rate(feed.now()), feed.rate("0.0.0.1"), steady.rate(feed.now()) * PRECISION);
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 60, 86_400, 31_536_000, 1_000_000_000L })
    void shouldForgetRatesAndKeepTotalsAcrossLeapsOfTheClock(final long leapS)
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        feed.sendPacket(1, 1000);
        feed.after(leapS * Feed.S);
        feed.sendPacket(2, 500);
        final double expected = 500 * Math.exp(-leapS / 2.0);
        assertEquals(expected, feed.rate("0.0.0.1"), expected * PRECISION);
        assertEquals(250, feed.rate("0.0.0.2"), 1e-6);
        feed.sendPacket(1, 1000);
        assertEquals(expected + 500, feed.rate("0.0.0.1"), 500 * PRECISION);
        assertEquals(2000, feed.row("0.0.0.1").total());
        assertTrue(feed.accounting().balances());
    }

    @Test
    void shouldTakeAnEarlierTimeForTheOneBefore()
    {
        final Feed feed = new Feed(RunMode.REPLAY, Feed.spec("ipsource").build());
        feed.shard.begin(Feed.START_NS + Feed.S);
        feed.sendPacket(1, 1000);
        feed.shard.end();
        feed.shard.begin(Feed.START_NS - 3600 * Feed.S);
        feed.sendPacket(1, 1000);
        feed.shard.end();
        assertEquals(1000, feed.rate("0.0.0.1"), 1e-6);
    }
}
