package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.health.ExporterHealth;
import io.weir.exporter.health.HealthMonitor;
import io.weir.exporter.health.HealthReason;
import io.weir.exporter.health.HealthState;
import io.weir.testkit.DecoderKit;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

/** Whether agents sample as they tell is judged by their sample pools. */
class SamplingHealthTest
{
    private static final int SAMPLES = 5_000;
    private static final int SOURCES = 4;

    private final DecoderKit kit =
        DecoderKit.digesting(SflowDecoder.provider()).from(0, Datagrams.AGENT_LOW, DecoderKit.SOURCE_PORT);
    private final HealthMonitor monitor =
        HealthMonitor.builder(kit::exporters).time(new ManualTime(DecoderKit.TIME_NS)).build();
    private final Random random = new Random(7);
    private final byte[] buffer = new byte[1500];
    private final long[] sequences = new long[SOURCES];
    private final long[] pools = new long[SOURCES];
    private int datagrams;

    private ExporterHealth health()
    {
        return monitor.evaluate().exporters().get(0);
    }

    // Each packet is chosen by itself, so that the distance of two samples is geometrically distributed.
    private void sample(final int source, final double trueRate, final long claimedRate, final boolean lost)
    {
        pools[source] += 1 + (long)(Math.log(1 - random.nextDouble()) / Math.log1p(-1 / trueRate));
        sequences[source]++;
        if (!lost)
        {
            datagrams++;
            final SflowDatagramWriter writer = new SflowDatagramWriter()
                .begin(buffer, 0, 0, Datagrams.AGENT_LOW, 0, datagrams, 100_000)
                .beginFlowSample(sequences[source], source, claimedRate, pools[source], 0, 3, 5).endSample();
            assertEquals(DecodeStatus.OK, kit.decode(buffer, 0, writer.length()));
        }
    }

    @ParameterizedTest
    @CsvSource({ "1.1, 1, 0", "100, 100, 0", "1000, 1000, 0.3", "100000, 100000, 0.05" })
    void shouldBelieveAnAgentThatTellsTheTruth(final double trueRate, final long claimedRate, final double loss)
    {
        for (int i = 0; i < SAMPLES; i++)
        {
            sample(i % SOURCES, trueRate, claimedRate, random.nextDouble() < loss);
            assertEquals(HealthState.HEALTHY, health().state(), () -> health().message());
        }
    }

    @Test
    void shouldBelieveAnAgentWhoseSourcesHaveRatesOfTheirOwn()
    {
        for (int i = 0; i < SAMPLES; i++)
        {
            final long rate = 0 == i % 100 ? 1_000_000 : 10 << i % 3;
            sample(0 == i % 100 ? 3 : i % 3, rate, rate, false);
            assertEquals(HealthState.HEALTHY, health().state(), () -> health().message());
        }
    }

    @ParameterizedTest
    @CsvSource({ "1000, 500", "500, 1000", "2, 1", "100, 140" })
    void shouldTellOfAnAgentThatSamplesByAnotherRateThanItClaims(final double trueRate, final long claimedRate)
    {
        for (int i = 0; i < SAMPLES; i++)
        {
            sample(i % SOURCES, trueRate, claimedRate, false);
        }
        final ExporterHealth health = health();
        assertEquals(HealthState.DEGRADED, health.state());
        assertTrue(health.has(HealthReason.SAMPLING_MISMATCH), health::message);
        final String[] words = health.message().split(" ");
        assertEquals(trueRate, Double.parseDouble(words[3]), trueRate / 10, health::message);
        assertTrue(health.message().endsWith(" by its sample pools, tells one in " + claimedRate), health::message);
    }

    @Test
    void shouldNotJudgeByFewSamples()
    {
        for (int i = 0; i < 100; i++)
        {
            sample(0, 1_000, 100, false);
        }
        assertEquals(HealthState.HEALTHY, health().state(), () -> health().message());
        sample(0, 1_000, 100, false);
        assertEquals(HealthState.DEGRADED, health().state());
    }
}
