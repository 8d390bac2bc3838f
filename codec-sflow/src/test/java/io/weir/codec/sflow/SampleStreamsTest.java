package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;

class SampleStreamsTest
{
    private static final long UPTIME_MS = 100_000;

    private final DecoderKit kit = DecoderKit.digesting(SflowDecoder.provider());
    private final byte[] buffer = new byte[1500];
    private int datagrams;

    private void flow(final long source, final long sequence, final long pool, final long drops, final long uptimeMs)
    {
        datagrams++;
        final SflowDatagramWriter writer = new SflowDatagramWriter()
            .begin(buffer, 0, 0, Datagrams.AGENT_LOW, 0, datagrams, uptimeMs)
            .beginFlowSample(sequence, source, 1000, pool, drops, 3, 5).endSample();
        assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
    }

    private void flow(final long sequence, final long pool)
    {
        flow(3, sequence, pool, 0, UPTIME_MS);
    }

    private void assertCounts(final long lost, final long duplicate, final long late, final long restarts)
    {
        assertEquals(lost, kit.count(ExporterCounter.SAMPLES_LOST));
        assertEquals(duplicate, kit.count(ExporterCounter.SAMPLES_DUPLICATE));
        assertEquals(late, kit.count(ExporterCounter.SAMPLES_OUT_OF_ORDER));
        assertEquals(restarts, kit.count(ExporterCounter.SAMPLE_RESTARTS));
    }

    @Test
    void shouldTellEffectiveRateFromPool()
    {
        assertTrue(Double.isNaN(effective()));
        flow(1, 5_000);
        assertTrue(Double.isNaN(effective()));
        flow(2, 6_000);
        flow(3, 7_000);
        assertEquals(1000, effective());
        assertCounts(0, 0, 0, 0);
        flow(3, 6, 10_000, 7, UPTIME_MS);
        assertEquals(5000 / 3.0, effective());
        assertCounts(2, 0, 0, 0);
        assertEquals(7, kit.count(ExporterCounter.SAMPLE_DROPS));
    }

    @Test
    void shouldTellByHowMuchPoolsExceedWhatSamplesClaim()
    {
        flow(1, 5_000);
        flow(2, 5_900);
        assertEquals(-100, kit.count(ExporterCounter.SAMPLE_POOL_EXCESS));
        flow(3, 7_000);
        assertEquals(0, kit.count(ExporterCounter.SAMPLE_POOL_EXCESS));
        flow(6, 10_000);
        flow(5, 9_000);
        assertEquals(0, kit.count(ExporterCounter.SAMPLE_POOL_EXCESS), "lost and late ones were chosen too");
        flow(7, 18_000);
        assertEquals(7_000, kit.count(ExporterCounter.SAMPLE_POOL_EXCESS));
    }

    @Test
    void shouldJudgeAPoolThatStandsStillWhenItMoves()
    {
        for (int sequence = 1; sequence < 10; sequence++)
        {
            flow(sequence, 5_000);
        }
        assertEquals(0, kit.count(ExporterCounter.SAMPLE_POOL_EXCESS));
        assertTrue(Double.isNaN(effective()));
        flow(10, 14_000);
        assertEquals(0, kit.count(ExporterCounter.SAMPLE_POOL_EXCESS));
        assertEquals(1_000, effective());
    }

    @Test
    void shouldJudgeEachSampleByTheRateThatItClaims()
    {
        final long[] rates = { 10, 100_000, 0, 10 };
        for (int sequence = 1; sequence <= 2; sequence++)
        {
            datagrams++;
            final SflowDatagramWriter writer = new SflowDatagramWriter()
                .begin(buffer, 0, 0, Datagrams.AGENT_LOW, 0, datagrams, UPTIME_MS);
            for (int source = 0; source < rates.length; source++)
            {
                writer.beginFlowSample(sequence, source, rates[source], sequence * (rates[source] + 2), 0, 3, 5)
                    .endSample();
            }
            assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        }
        assertEquals(200 + 0 + 200, kit.count(ExporterCounter.SAMPLE_POOL_EXCESS));
    }

    private double effective()
    {
        return kit.exporters().isEmpty() ? Double.NaN : kit.exporters().get(0).effectiveSamplingRate();
    }

    @Test
    void BAD_S18_shouldMakeNoNegativeDeltaOfPoolOrDropsThatGoBack()
    {
        flow(3, 1, 5_000, 50, UPTIME_MS);
        flow(3, 2, 4_000, 40, UPTIME_MS);
        assertEquals(0, kit.count(ExporterCounter.SAMPLE_POOL) + kit.count(ExporterCounter.SAMPLE_DROPS));
        flow(3, 3, 5_000, 41, UPTIME_MS);
        assertEquals(1000, effective());
        assertEquals(1, kit.count(ExporterCounter.SAMPLE_DROPS));
    }

    @Test
    void BAD_S32_shouldCountDuplicateLateAndRestart()
    {
        flow(100, 0);
        flow(100, 0);
        assertCounts(0, 1, 0, 0);
        flow(103, 3_000);
        flow(101, 1_000);
        assertCounts(1, 1, 1, 0);
        flow(3, 1, 100, 0, 5_000);
        assertCounts(1, 1, 1, 1);
        flow(3, 2, 1_100, 0, 6_000);
        assertCounts(1, 1, 1, 1);
        assertEquals((3_000 + 1_000) / 2.0, effective());
    }

    @Test
    void BAD_S33_shouldWrapSequenceAndPool()
    {
        flow(0xFFFF_FFFFL, 0xFFFF_FE0CL);
        flow(0, 500);
        assertCounts(0, 0, 0, 0);
        assertEquals(1000, effective());
    }

    @Test
    void shouldFollowEachSourceAndKindByItself()
    {
        flow(3, 10, 0, 0, UPTIME_MS);
        flow(4, 20, 0, 0, UPTIME_MS);
        for (int sequence = 7; sequence <= 9; sequence += 2)
        {
            datagrams++;
            final SflowDatagramWriter writer = new SflowDatagramWriter()
                .begin(buffer, 0, 0, Datagrams.AGENT_LOW, 0, datagrams, UPTIME_MS)
                .beginCountersSample(sequence, 3).endSample();
            assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        }
        flow(3, 11, 100, 0, UPTIME_MS);
        flow(4, 21, 100, 0, UPTIME_MS);
        assertCounts(1, 0, 0, 0);
        assertEquals(100, effective());
    }

    @Test
    void shouldGrowAndStayBounded()
    {
        final int sources = SampleStreams.MAX_STREAMS + 1000;
        for (int i = 0; i < sources; i++)
        {
            flow(i, 1, 0, 0, UPTIME_MS);
        }
        flow(sources - 1, 2, 10, 0, UPTIME_MS);
        assertEquals(10, effective());
        assertCounts(0, 0, 0, 0);
    }
}
