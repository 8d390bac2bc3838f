package io.weir.flowcache.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class IntervalTest
{
    /* Quantiles of the chi-squared distribution of 2k degrees of freedom, halved, from published tables. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.025317808, 3.688879454", "2, 0.242209279, 5.571643390", "5, 1.623486390, 10.241588700",
        "10, 4.795388697, 17.084803500", "50, 37.110964000, 64.780598000" })
    void shouldKnowTheGammaDistribution(final double shape, final double low, final double high)
    {
        assertEquals(low, Interval.quantile(shape, 0.025), low * 1e-6);
        assertEquals(high, Interval.quantile(shape, 0.975), high * 1e-6);
    }

    @Test
    void shouldJoinTheApproximationForLargeShapes()
    {
        for (final double p : new double[]{ 0.025, 0.975 })
        {
            final double exact = Interval.quantile(99_999, p);
            assertEquals(exact, Interval.quantile(100_001, p), exact * 5e-5);
        }
    }

    @Test
    void shouldBeAPointWhereNothingWasSampled()
    {
        assertEquals(5, Interval.low(5, 0));
        assertEquals(5, Interval.high(5, 0, 1));
    }

    /* A flow of Poisson packets, sampled at random: the interval of the decayed rate holds the truth as promised. */
    @ParameterizedTest
    @ValueSource(doubles = { 0.5, 2, 10, 100 })
    void shouldCoverTheTruthAsPromised(final double samplesPerS)
    {
        final SplittableRandom random = new SplittableRandom(42);
        final double tau = 2;
        final int n = 1000;
        int covered = 0;
        final int rounds = 4000;
        for (int round = 0; round < rounds; round++)
        {
            double sum = 0;
            double variance = 0;
            double t = 0;
            while (t < 20 * tau)
            {
                t -= Math.log(1 - random.nextDouble()) / samplesPerS;
                final double weight = Math.exp(-t / tau) / tau;
                sum += n * weight;
                variance += (double)n * (n - 1) * weight * weight;
            }
            final double truth = samplesPerS * n;
            covered += Interval.low(sum, variance) <= truth && truth <= Interval.high(sum, variance, n / tau) ? 1 : 0;
        }
        assertTrue(covered >= 0.94 * rounds && covered <= 0.999 * rounds, "covered=" + covered);
    }
}
