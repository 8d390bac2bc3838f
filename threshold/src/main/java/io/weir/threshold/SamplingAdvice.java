package io.weir.threshold;

import java.time.Duration;

/**
 * What can be detected from samples, how fast and how often wrongly: the expected delay of a threshold and the rate of
 * its false alarms. Traffic is a Poisson stream of samples; rates are told as multiples of the threshold. Delays are
 * exact for smooth traffic, false alarms come from the normal approximation and are right within a small factor where
 * they are rare. {@code weir detectors} measures the same on simulated traffic. Immutable.
 *
 * <p>Detectors: {@link DetectorSpec#rate}, with or without confidence, and {@link DetectorSpec#cusum}.
 */
public final class SamplingAdvice
{
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double NS_PER_S = 1e9;
    private static final int BISECTIONS = 100;
    private static final double LONGEST_S = 1e6;

    private final DetectorSpec detector;
    private final double tauS;
    private final double confidence;
    private final double samplesPerSecond;
    private final double spread;

    /**
     * Advice.
     *
     * @param detector         rate or cusum.
     * @param timeConstant     of the flow definition.
     * @param confidence       standard errors by which a rate must be above, 0 for none; no matter with cusum.
     * @param samplesPerSecond that the threshold brings: the threshold over sampling rate times mean packet size.
     * @param sizeVariation    standard deviation of packet sizes over their mean: 0 where all are equal, 1.2 for a
     * usual                         mix of 40, 576 and 1500 bytes (7 to 4 to 1).
     * @throws IllegalArgumentException if a number is out of range, or the detector another.
     */
    public SamplingAdvice(
        final DetectorSpec detector,
        final Duration timeConstant,
        final double confidence,
        final double samplesPerSecond,
        final double sizeVariation)
    {
        if (DetectorSpec.Kind.RATE != detector.kind && DetectorSpec.Kind.CUSUM != detector.kind)
        {
            throw new IllegalArgumentException("detector=" + detector + ": must be rate or cusum");
        }
        if (!(confidence >= 0) || !(samplesPerSecond > 0) || !(sizeVariation >= 0) ||
            timeConstant.isNegative() || timeConstant.isZero())
        {
            throw new IllegalArgumentException("out of range: timeConstant=" + timeConstant + " confidence=" +
                confidence + " samplesPerSecond=" + samplesPerSecond + " sizeVariation=" + sizeVariation);
        }
        this.detector = detector;
        this.confidence = confidence;
        this.samplesPerSecond = samplesPerSecond;
        tauS = timeConstant.toNanos() / NS_PER_S;
        spread = 1 + sizeVariation * sizeVariation;
    }

    /**
     * Samples per second at which a threshold is reached.
     *
     * @param threshold      in bytes per second.
     * @param samplingRate   N of "one in N".
     * @param meanPacketSize in bytes.
     * @return samples per second.
     */
    public static double samplesPerSecond(
        final double threshold, final double samplingRate, final double meanPacketSize)
    {
        return threshold / (samplingRate * meanPacketSize);
    }

    /**
     * Standard error of a steady rate, relative to it.
     *
     * @param times rate as a multiple of the threshold.
     * @return its error over the rate.
     */
    public double relativeError(final double times)
    {
        return deviation(times, LONGEST_S) / times;
    }

    /**
     * Time from the begin of a flow, from nothing, to its alarm.
     *
     * @param times rate as a multiple of the threshold.
     * @return expected delay, or null where noise alone raises the alarm, if ever.
     */
    public Duration delay(final double times)
    {
        if (DetectorSpec.Kind.CUSUM == detector.kind)
        {
            return times <= detector.first ? null : seconds(detector.second / (times - detector.first));
        }
        double low = 0;
        double high = LONGEST_S;
        if (surely(times, high) <= 1)
        {
            return null;
        }
        for (int i = 0; i < BISECTIONS; i++)
        {
            final double middle = (low + high) / 2;
            if (surely(times, middle) > 1)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }
        return seconds(high);
    }

    /* What is sure of the expected rate some time after it began. */
    private double surely(final double times, final double afterS)
    {
        return times * -Math.expm1(-afterS / tauS) - confidence * deviation(times, afterS);
    }

    private double deviation(final double times, final double afterS)
    {
        return Math.sqrt(times * spread * -Math.expm1(-2 * afterS / tauS) / (2 * samplesPerSecond * tauS));
    }

    /**
     * Alarms that noise alone raises while the traffic is steady.
     *
     * @param times rate as a multiple of the threshold, below 1 (cusum: below its allowance).
     * @return expected alarms per hour.
     * @throws IllegalArgumentException if the rate is not below.
     */
    public double falseAlarmsPerHour(final double times)
    {
        return Math.min(alarmsPerHour(times), SECONDS_PER_HOUR * times * samplesPerSecond);
    }

    private double alarmsPerHour(final double times)
    {
        final boolean cusum = DetectorSpec.Kind.CUSUM == detector.kind;
        if (!(times > 0 && times < (cusum ? detector.first : 1)))
        {
            throw new IllegalArgumentException("times=" + times + ": must be above 0 and below what raises");
        }
        if (cusum)
        {
            // Mean time to a level of a Brownian motion that is reflected at 0 and drifts down.
            final double drift = detector.first - times;
            final double variance = times * spread / samplesPerSecond;
            final double x = 2 * drift * detector.second / variance;
            return SECONDS_PER_HOUR / ((Math.expm1(x) - x) * variance / (2 * drift * drift));
        }
        // First passage of a process that is drawn back to its mean, with the time constant of the rate.
        final double deviation = deviation(times, LONGEST_S);
        final double z = (1 - times) / deviation + confidence;
        return SECONDS_PER_HOUR / tauS * Math.max(z, 0.5) / Math.sqrt(2 * Math.PI) * Math.exp(-z * z / 2);
    }

    private static Duration seconds(final double seconds)
    {
        return Duration.ofNanos((long)(seconds * NS_PER_S));
    }
}
