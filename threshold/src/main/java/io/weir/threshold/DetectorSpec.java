package io.weir.threshold;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a threshold judges a flow. Immutable.
 *
 * <table>
 * <caption>Detectors</caption>
 * <tr><th>detector</th><th>raises when</th></tr>
 * <tr><td>{@link #rate}</td><td>the decaying rate is above the level</td></tr>
 * <tr><td>{@link #cusum}</td><td>a flow has sent more than an allowance by what the level brings in some time: half the
 * delay of a rate with far fewer false alarms, and it tells the onset</td></tr>
 * <tr><td>{@link #baseline}</td><td>the rate is above the level and above a multiple of its own slow average</td></tr>
 * <tr><td>{@link #seasonal}</td><td>the rate is above the level and above a multiple of what is usual at that time of a
 * day, or of another period</td></tr>
 * <tr><td>{@link #quantile}</td><td>a quantile of the rate over time is above the level</td></tr>
 * <tr><td>{@link #distinct}</td><td>more distinct values of a key than the level were seen, such as sources of a
 * target</td></tr>
 * <tr><td>{@link #ratio}</td><td>the rate is above the level times another rate of the flow</td></tr>
 * <tr><td>{@link #absent}</td><td>nothing was counted for a flow, once it was above the level, for a time</td></tr>
 * </table>
 */
public final class DetectorSpec
{
    /** Allowance of {@link #cusum()}, as a multiple of the level. */
    public static final double DEFAULT_K = 1.1;
    /** Limit of {@link #cusum()}, in seconds of the level. */
    public static final double DEFAULT_H = 0.5;

    private static final DetectorSpec RATE = new DetectorSpec(Kind.RATE, 0, 0, Duration.ZERO, "");
    private static final double NS_PER_S = 1e9;
    private static final int MAX_SLOTS = 1024;
    private static final String COUNT = "count:";
    private static final String DISTINCT = "distinct:";
    private static final String RATIO = "ratio:";
    private static final Duration LONGEST = Duration.ofDays(366);

    /** What it is. */
    enum Kind
    {
        RATE, CUSUM, BASELINE, SEASONAL, QUANTILE, ABSENT, DISTINCT, RATIO
    }

    final Kind kind;
    final double first;
    final double second;
    final Duration time;
    /** Value of the flow definition that is looked at beside the first, empty for none. */
    final String value;

    private DetectorSpec(final Kind kind, final double first, final double second, final Duration time)
    {
        this(kind, first, second, time, "");
    }

    private DetectorSpec(
        final Kind kind, final double first, final double second, final Duration time, final String value)
    {
        this.value = value;
        this.kind = kind;
        this.first = first;
        this.second = second;
        this.time = time;
    }

    /** {@return the decaying rate itself; what a threshold uses unless told otherwise} */
    public static DetectorSpec rate()
    {
        return RATE;
    }

    /** {@return a cumulative sum with {@link #DEFAULT_K} and {@link #DEFAULT_H}} */
    public static DetectorSpec cusum()
    {
        return cusum(DEFAULT_K, DEFAULT_H);
    }

    /**
     * A cumulative sum of what a flow sends beyond an allowance. Raises when it is above a limit, after about
     * {@code h / (x - k)} seconds at {@code x} times the level; over when it is below half the limit.
     *
     * @param k allowance as a multiple of the level, above 0 and at most 100.
     * @param h limit in seconds of the level, above 0 and at most 86,400.
     * @return the detector.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static DetectorSpec cusum(final double k, final double h)
    {
        check("cusum", "k", k, 0, 100);
        check("cusum", "h", h, 0, 86_400);
        return new DetectorSpec(Kind.CUSUM, k, h, Duration.ZERO);
    }

    /**
     * The rate against a slow average of itself.
     *
     * @param slow   time constant of the slow average, longer than that of the flow, at most 366 days.
     * @param factor by which the rate must be above it, above 1 and at most 10^6.
     * @return the detector.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static DetectorSpec baseline(final Duration slow, final double factor)
    {
        check("baseline", "factor", factor, 1, 1e6);
        return new DetectorSpec(Kind.BASELINE, factor, 0, checked("baseline", "slow", slow));
    }

    /**
     * The rate against the mean that it had at the same time of earlier periods. A flow that gets above a tenth of the
     * level is learned from then on, 4,096 flows of a threshold in each shard; others are counted as refused. It can
     * raise from the second period on.
     *
     * @param period such as a day or a week, counted from 1970-01-01 UTC, at most 366 days.
     * @param slots  into which a period is divided, 2 to 1,024, of at least 1 s each.
     * @param factor by which the rate must be above the mean of its slot, above 1 and at most 10^6.
     * @return the detector.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static DetectorSpec seasonal(final Duration period, final int slots, final double factor)
    {
        check("seasonal", "slots", slots, 1, MAX_SLOTS);
        check("seasonal", "factor", factor, 1, 1e6);
        if (checked("seasonal", "period", period).toSeconds() < slots)
        {
            throw new IllegalArgumentException("seasonal: period=" + period + ": must be at least as many seconds as " +
                "there are slots: slots=" + slots);
        }
        return new DetectorSpec(Kind.SEASONAL, factor, slots, period);
    }

    /**
     * A quantile of the rate over the recent past.
     *
     * @param quantile above 0 and below 1, such as 0.95.
     * @param window   time constant with which the past is forgotten, at most 366 days.
     * @return the detector.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static DetectorSpec quantile(final double quantile, final Duration window)
    {
        check("quantile", "quantile", quantile, 0, Math.nextDown(1.0));
        return new DetectorSpec(Kind.QUANTILE, quantile, 0, checked("quantile", "window", window));
    }

    /**
     * A flow that stopped. With {@code raiseAbove}, only a flow that was above that level counts; without, each.
     *
     * @param after time without a record, at most 366 days.
     * @return the detector.
     * @throws IllegalArgumentException if the time is out of range.
     */
    public static DetectorSpec absent(final Duration after)
    {
        return new DetectorSpec(Kind.ABSENT, 0, 0, checked("absent", "after", after));
    }

    /**
     * Distinct values of a key, such as sources for each target. The level is a number of values, seen in the window of
     * one time constant that goes on and in the one before it.
     *
     * @param key that is counted: the flow definition must have {@code count:KEY} among its values.
     * @return the detector.
     * @throws IllegalArgumentException if there is no key.
     */
    public static DetectorSpec distinct(final String key)
    {
        return new DetectorSpec(Kind.DISTINCT, 0, 0, Duration.ZERO, COUNT + named("distinct", "key", key));
    }

    /**
     * The first rate of a flow over another of its rates. The level is a ratio.
     *
     * @param over  rate to divide by: one of the further values of the flow definition.
     * @param floor the first rate must be above this, too: a ratio of next to nothing tells nothing; above 0.
     * @return the detector.
     * @throws IllegalArgumentException if there is no value or the floor is out of range.
     */
    public static DetectorSpec ratio(final String over, final double floor)
    {
        check("ratio", "floor", floor, 0, Double.MAX_VALUE);
        return new DetectorSpec(Kind.RATIO, floor, 0, Duration.ZERO, named("ratio", "over", over));
    }

    private static String named(final String detector, final String setting, final String name)
    {
        if (null == name || name.isBlank())
        {
            throw new IllegalArgumentException(detector + ": " + setting + "=" + name + ": must be a name");
        }
        return name;
    }

    /**
     * A detector from text: {@code rate}, {@code cusum}, {@code cusum:K:H}, {@code baseline:SLOW:FACTOR},
     * {@code seasonal:PERIOD:SLOTS:FACTOR}, {@code quantile:QUANTILE:WINDOW}, {@code absent:AFTER}, {@code
     * distinct:KEY}, {@code ratio:FLOOR:VALUE}, times in seconds.
     *
     * @param text to read.
     * @return the detector.
     * @throws IllegalArgumentException if the text is none of these.
     */
    public static DetectorSpec parse(final String text)
    {
        if (text.startsWith(DISTINCT))
        {
            return distinct(text.substring(DISTINCT.length()));
        }
        final List<String> parts = Arrays.asList(text.split(":", text.startsWith(RATIO) ? 3 : -1));
        try
        {
            switch (parts.get(0) + "/" + (parts.size() - 1))
            {
                case "rate/0":
                    return rate();
                case "cusum/0":
                    return cusum();
                case "cusum/2":
                    return cusum(Double.parseDouble(parts.get(1)), Double.parseDouble(parts.get(2)));
                case "baseline/2":
                    return baseline(seconds(parts.get(1)), Double.parseDouble(parts.get(2)));
                case "seasonal/3":
                    return seasonal(seconds(parts.get(1)), Integer.parseInt(parts.get(2)),
                        Double.parseDouble(parts.get(3)));
                case "quantile/2":
                    return quantile(Double.parseDouble(parts.get(1)), seconds(parts.get(2)));
                case "ratio/2":
                    return ratio(parts.get(2), Double.parseDouble(parts.get(1)));
                case "absent/1":
                    return absent(seconds(parts.get(1)));
                default:
                    throw unreadable(text, null);
            }
        }
        catch (final NumberFormatException e)
        {
            throw unreadable(text, e);
        }
    }

    private static IllegalArgumentException unreadable(final String text, final Throwable cause)
    {
        return new IllegalArgumentException("detector: must be rate, cusum, cusum:K:H, baseline:SLOW:FACTOR, " +
            "seasonal:PERIOD:SLOTS:FACTOR, quantile:QUANTILE:WINDOW, absent:AFTER, distinct:KEY or " +
            "ratio:FLOOR:VALUE, times in seconds: detector='" + text + "'", cause);
    }

    private static Duration seconds(final String text)
    {
        return Duration.ofNanos((long)(Double.parseDouble(text) * NS_PER_S));
    }

    private static void check(
        final String detector, final String name, final double value, final double above, final double most)
    {
        if (!(value > above && value <= most))
        {
            throw new IllegalArgumentException(detector + ": " + name + "=" + value + ": must be above " + above +
                " and at most " + most);
        }
    }

    private static Duration checked(final String detector, final String name, final Duration time)
    {
        if (null == time || time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0)
        {
            throw new IllegalArgumentException(
                detector + ": " + name + "=" + time + ": must be above 0 and at most " + LONGEST);
        }
        return time;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof DetectorSpec that && kind == that.kind && 0 == Double.compare(first, that.first) &&
            0 == Double.compare(second, that.second) && time.equals(that.time) && value.equals(that.value);
    }

    @Override
    public int hashCode()
    {
        return Objects.hash(kind, first, second, time, value);
    }

    /** {@return the text that {@link #parse} reads} */
    @Override
    public String toString()
    {
        final double seconds = time.toNanos() / NS_PER_S;
        switch (kind)
        {
            case CUSUM:
                return "cusum:" + first + ":" + second;
            case BASELINE:
                return "baseline:" + seconds + ":" + first;
            case SEASONAL:
                return "seasonal:" + seconds + ":" + (int)second + ":" + first;
            case QUANTILE:
                return "quantile:" + first + ":" + seconds;
            case DISTINCT:
                return DISTINCT + value.substring(COUNT.length());
            case RATIO:
                return RATIO + first + ":" + value;
            case ABSENT:
                return "absent:" + seconds;
            default:
                return "rate";
        }
    }
}
