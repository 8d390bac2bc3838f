package io.weir.threshold;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Definition of a threshold: when the rate of a flow is too high, and when that is over. Immutable.
 *
 * <p>An alarm is raised when the rate is greater than {@code raiseAbove}. It is cleared once the rate has been less
 * than {@code clearBelow} for {@code timeout} without interruption. A rate equal to a level is on neither side.
 */
public final class ThresholdSpec
{
    /** How long the rate must stay below before an alarm is cleared, unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    /** Longest timeout. */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private final String id;
    private final String metric;
    private final double raiseAbove;
    private final double clearBelow;
    private final boolean byFlow;
    private final Duration timeout;

    private ThresholdSpec(final Builder builder)
    {
        id = builder.id;
        metric = null == builder.metric ? builder.id : builder.metric;
        raiseAbove = builder.raiseAbove;
        clearBelow = builder.clearBelowSet ? builder.clearBelow : builder.raiseAbove;
        byFlow = builder.byFlow;
        timeout = builder.timeout;
    }

    /**
     * Start a definition.
     *
     * @param id unique in an engine; letters, digits, {@code _}, {@code -}, {@code .}
     * @return a builder.
     */
    public static Builder builder(final String id)
    {
        return new Builder(id);
    }

    /** {@return unique id} */
    public String id()
    {
        return id;
    }

    /** {@return name of the flow definition} */
    public String metric()
    {
        return metric;
    }

    /** {@return rate above which an alarm is raised, in the flow's value per second} */
    public double raiseAbove()
    {
        return raiseAbove;
    }

    /** {@return rate below which an alarm may end, in the flow's value per second} */
    public double clearBelow()
    {
        return clearBelow;
    }

    /** {@return whether each flow has its own alarm; else there is one for each data source} */
    public boolean byFlow()
    {
        return byFlow;
    }

    /** {@return how long the rate must stay below} */
    public Duration timeout()
    {
        return timeout;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof ThresholdSpec that &&
            id.equals(that.id) &&
            metric.equals(that.metric) &&
            0 == Double.compare(raiseAbove, that.raiseAbove) &&
            0 == Double.compare(clearBelow, that.clearBelow) &&
            byFlow == that.byFlow &&
            timeout.equals(that.timeout);
    }

    @Override
    public int hashCode()
    {
        return id.hashCode();
    }

    @Override
    public String toString()
    {
        return "ThresholdSpec[" + id + ": metric=" + metric + ", raiseAbove=" + raiseAbove + ", clearBelow=" +
            clearBelow + ", byFlow=" + byFlow + ", timeout=" + timeout + "]";
    }

    /** Gathers settings; {@link #build()} checks them. Not thread safe. */
    public static final class Builder
    {
        private final String id;
        private String metric;
        private double raiseAbove;
        private boolean raiseAboveSet;
        private double clearBelow;
        private boolean clearBelowSet;
        private boolean byFlow;
        private Duration timeout = DEFAULT_TIMEOUT;

        private Builder(final String id)
        {
            this.id = id;
        }

        /**
         * What to watch; by default the flow definition that is named like the threshold.
         *
         * @param newMetric name of a flow definition.
         * @return this builder.
         */
        public Builder metric(final String newMetric)
        {
            metric = newMetric;
            return this;
        }

        /**
         * When to raise. Required.
         *
         * @param newRaiseAbove rate in the flow's value per second, above 0.
         * @return this builder.
         */
        public Builder raiseAbove(final double newRaiseAbove)
        {
            raiseAbove = newRaiseAbove;
            raiseAboveSet = true;
            return this;
        }

        /**
         * When to clear; by default at the same level.
         *
         * @param newClearBelow rate in the flow's value per second, above 0 and at most {@code raiseAbove}.
         * @return this builder.
         */
        public Builder clearBelow(final double newClearBelow)
        {
            clearBelow = newClearBelow;
            clearBelowSet = true;
            return this;
        }

        /**
         * Whether each flow has its own alarm.
         *
         * @param newByFlow false, the default, for one alarm for each data source.
         * @return this builder.
         */
        public Builder byFlow(final boolean newByFlow)
        {
            byFlow = newByFlow;
            return this;
        }

        /**
         * How long the rate must stay below before the alarm is cleared, and can be raised again.
         *
         * @param newTimeout 0 to a day, 1 s by default.
         * @return this builder.
         */
        public Builder timeout(final Duration newTimeout)
        {
            timeout = newTimeout;
            return this;
        }

        /**
         * Check the settings.
         *
         * @return the definition.
         * @throws IllegalArgumentException if a setting is missing or out of range; the message names it.
         */
        public ThresholdSpec build()
        {
            checkName("id", id);
            if (null != metric)
            {
                checkName("metric", metric);
            }
            if (!raiseAboveSet)
            {
                throw new IllegalArgumentException(id + ": raiseAbove is not set");
            }
            checkLevel("raiseAbove", raiseAbove);
            if (clearBelowSet)
            {
                checkLevel("clearBelow", clearBelow);
                if (clearBelow > raiseAbove)
                {
                    throw new IllegalArgumentException(id + ": clearBelow is above raiseAbove: clearBelow=" +
                        clearBelow + " raiseAbove=" + raiseAbove);
                }
            }
            if (null == timeout || timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0)
            {
                throw new IllegalArgumentException(
                    id + ": timeout=" + timeout + ": must be from PT0S to " + MAX_TIMEOUT);
            }
            return new ThresholdSpec(this);
        }

        private void checkName(final String setting, final String name)
        {
            if (null == name || !NAME.matcher(name).matches())
            {
                throw new IllegalArgumentException("threshold " + id + ": " + setting + "=" + name +
                    ": must be 1 to 128 of letters, digits, '_', '-', '.'");
            }
        }

        private void checkLevel(final String setting, final double level)
        {
            if (!(level > 0) || Double.isInfinite(level))
            {
                throw new IllegalArgumentException(
                    id + ": " + setting + "=" + level + ": must be above 0 and finite, in value units per second");
            }
        }
    }
}
