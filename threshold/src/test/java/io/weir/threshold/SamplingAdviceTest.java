package io.weir.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SamplingAdviceTest
{
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private static SamplingAdvice of(final DetectorSpec detector, final double confidence, final double samples)
    {
        return new SamplingAdvice(detector, TWO_SECONDS, confidence, samples, 0);
    }

    private static double seconds(final Duration duration)
    {
        return duration.toNanos() / 1e9;
    }

    @Test
    void shouldTellTheDelayOfARateByItsFormula()
    {
        final SamplingAdvice advice = of(DetectorSpec.rate(), 0, 100);
        assertEquals(2 * Math.log(2), seconds(advice.delay(2)), 1e-6);
        assertEquals(2 * Math.log(5 / 4.0), seconds(advice.delay(5)), 1e-6);
        assertNull(advice.delay(1));
        assertEquals(1 / Math.sqrt(400), advice.relativeError(1), 1e-12);
    }

    @Test
    void shouldTellThatConfidenceTakesTimeAndAvoidsFalseAlarms()
    {
        final SamplingAdvice plain = of(DetectorSpec.rate(), 0, 100);
        final SamplingAdvice sure = of(DetectorSpec.rate(), 3, 100);
        assertTrue(sure.delay(2).compareTo(plain.delay(2)) > 0);
        assertTrue(sure.falseAlarmsPerHour(0.95) < plain.falseAlarmsPerHour(0.95) / 50);
        assertNull(of(DetectorSpec.rate(), 3, 0.1).delay(2));
    }

    @Test
    void shouldTellThatACumulativeSumIsQuickAndQuiet()
    {
        final SamplingAdvice advice = of(DetectorSpec.cusum(1.1, 0.6), 0, 400);
        assertEquals(0.6 / 0.9, seconds(advice.delay(2)), 1e-6);
        assertNull(advice.delay(1.1));
        assertTrue(advice.falseAlarmsPerHour(0.95) < 1e-6);
    }

    @Test
    void shouldNotTellOfMoreFalseAlarmsThanSamples()
    {
        assertTrue(of(DetectorSpec.cusum(), 0, 0.01).falseAlarmsPerHour(0.5) <= 18);
    }

    @Test
    void shouldRefuseWhatItCannotCalculate()
    {
        assertThrows(IllegalArgumentException.class, () -> of(DetectorSpec.absent(TWO_SECONDS), 0, 1));
        assertThrows(IllegalArgumentException.class, () -> of(DetectorSpec.rate(), 0, 0));
        assertThrows(IllegalArgumentException.class, () -> of(DetectorSpec.rate(), 0, 1).falseAlarmsPerHour(1));
        assertEquals(125.0, SamplingAdvice.samplesPerSecond(1e8, 1000, 800));
    }
}
