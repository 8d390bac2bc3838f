package io.weir.examples.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks come as often as the law says. */
class ZipfSamplerTest
{
    private static final int RANKS = 1000;
    private static final int DRAWS = 2_000_000;

    @ParameterizedTest
    @ValueSource(doubles = { 0.0, 0.8, 1.0, 1.2, 2.0 })
    void shouldDrawRanksByTheirProbability(final double exponent)
    {
        final ZipfSampler sampler = new ZipfSampler(RANKS, exponent);
        final SplitMix random = new SplitMix(42);
        final int[] counts = new int[RANKS];
        for (int i = 0; i < DRAWS; i++)
        {
            counts[sampler.next(random)]++;
        }
        double harmonic = 0;
        for (int rank = 0; rank < RANKS; rank++)
        {
            harmonic += Math.pow(rank + 1, -exponent);
        }
        double chiSquare = 0;
        for (int rank = 0; rank < RANKS; rank++)
        {
            final double expected = DRAWS * Math.pow(rank + 1, -exponent) / harmonic;
            assertEquals(expected / DRAWS, sampler.probability(rank), 1e-12);
            chiSquare += (counts[rank] - expected) * (counts[rank] - expected) / expected;
        }
        // 999 degrees of freedom: mean 999, deviation 45.
        assertTrue(chiSquare > 999 - 5 * 45 && chiSquare < 999 + 5 * 45, "chi-square " + chiSquare);
    }

    @Test
    void shouldDrawTheOnlyRank()
    {
        assertEquals(0, new ZipfSampler(1, 1.0).next(new SplitMix(1)));
    }

    @Test
    void shouldRefuseWhatIsOutOfRange()
    {
        assertThrows(IllegalArgumentException.class, () -> new ZipfSampler(0, 1.0));
        assertThrows(IllegalArgumentException.class, () -> new ZipfSampler(10, -0.1));
        assertThrows(IllegalArgumentException.class, () -> new ZipfSampler(10, Double.NaN));
    }
}
