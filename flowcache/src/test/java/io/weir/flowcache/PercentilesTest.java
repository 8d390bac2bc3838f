package io.weir.flowcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.record.Field;
import io.weir.testkit.Allocation;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Histograms of rates and record sizes against sorted lists of them. */
class PercentilesTest
{
    private static final double[] PERCENTILES = { 5, 50, 90, 99, 100 };

    private static void assertSame(final long[] exact, final Histogram histogram)
    {
        assertEquals((long)exact.length, histogram.getTotalCount());
        Arrays.sort(exact);
        for (final double percentile : PERCENTILES)
        {
            final long expected = exact[(int)Math.ceil(percentile / 100 * exact.length) - 1];
            assertEquals(expected, histogram.getValueAtPercentile(percentile), expected * 0.01 + 1);
        }
    }

    @Test
    void shouldTellSizesOfEachIntervalOverAllWorkers()
    {
        final Feed feed = new Feed(RunMode.LIVE);
        final RecordSizes sizes = new RecordSizes();
        final RecordHandler[] workers = new RecordHandler[2];
        for (int i = 0; i < workers.length; i++)
        {
            workers[i] = sizes.newHandler(new SinkContext(RunMode.LIVE, i, feed.time));
        }
        final SplittableRandom random = new SplittableRandom(3);
        for (int interval = 0; interval < 3; interval++)
        {
            final long[] bytes = new long[5000];
            final long[] packets = new long[5000];
            for (int i = 0; i < bytes.length; i++)
            {
                packets[i] = 40 + random.nextInt(1460);
                final long frames = 1 + random.nextInt(100_000);
                bytes[i] = packets[i] * frames;
                workers[random.nextInt(2)].onFlowRecord(feed.packet(1, 2, bytes[i], 100).put(Field.FRAMES, frames));
            }
            final RecordSizes.Interval told = sizes.sinceLast();
            assertSame(bytes, told.recordBytes());
            assertSame(packets, told.packetBytes());
        }
        workers[0].onFlowRecord(feed.packet(1, 2, -1, 1).put(Field.FRAMES, 0));
        assertEquals(1L, sizes.sinceLast().recordBytes().getTotalCount());
        assertEquals(0L, sizes.sinceLast().recordBytes().getTotalCount());
        feed.packet(1, 2, 1000, 1);
        final Runnable run = () ->
        {
            for (int i = 0; i < 100_000; i++)
            {
                workers[0].onFlowRecord(feed.record);
            }
        };
        run.run();
        assertEquals(0, Allocation.steadyBytesOf(run));
    }

    @Test
    void shouldTellRatesOverTime()
    {
        final Feed feed = new Feed(RunMode.LIVE, Feed.spec("ipsource").build());
        final RateSamples samples = new RateSamples(feed.cache, "flows");
        final long[] exact = new long[60 * 20];
        for (int second = 0; second < 60; second++)
        {
            for (int flow = 0; flow < 20; flow++)
            {
                feed.sendPacket(flow, 1000L * (1 + flow) * (1 + second % 7));
            }
            samples.sample();
            for (int flow = 0; flow < 20; flow++)
            {
                exact[second * 20 + flow] = Math.round(feed.rate(Feed.address(flow)));
            }
            feed.after(Feed.S);
        }
        assertSame(exact, samples.sinceLast());
        assertEquals(0L, samples.sinceLast().getTotalCount());
        final RateSamples none = new RateSamples(feed.cache, "none");
        assertThrows(IllegalArgumentException.class, none::sample);
    }
}
