package io.weir.threshold;

import io.weir.metric.MetricFilter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Definition of a threshold: when a value is too high or too low, and when that is over. Immutable.
 *
 * <p>An alarm is raised once the value has been greater than {@code raiseAbove} for {@code holdFor}. It is cleared once
 * the value has been less than {@code clearBelow} for {@code timeout} without interruption. With {@code lowerBelow} the
 * sides are swapped. A value equal to a level is on neither side. What is compared with the levels is up to the
 * {@linkplain DetectorSpec detector}.
 */
public final class ThresholdSpec
{
    /** How long the value must stay below before an alarm is cleared, unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    /** Longest timeout, and longest time that a value must stay above. */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final double MAX_CONFIDENCE = 10;

    private final String id;
    private final String metric;
    private final List<Severity> severities;
    private final boolean low;
    private final boolean byFlow;
    private final Duration holdFor;
    private final Duration timeout;
    private final long minSamples;
    private final double confidence;
    private final DetectorSpec detector;
    private final MetricFilter filter;
    private final String ofValue;
    private final String groupKey;
    private final Map<String, Double> groupValues;

    private ThresholdSpec(final Builder builder, final List<Severity> severities)
    {
        id = builder.id;
        metric = null == builder.metric ? builder.id : builder.metric;
        this.severities = severities;
        low = null != builder.lowerBelow;
        byFlow = builder.byFlow;
        holdFor = builder.holdFor;
        timeout = builder.timeout;
        minSamples = builder.minSamples;
        confidence = builder.confidence;
        detector = builder.detector;
        filter = builder.filter;
        ofValue = builder.ofValue;
        groupKey = builder.groupKey;
        groupValues = Map.copyOf(builder.groupValues);
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

    /** {@return name of the flow definition or of the counter metric} */
    public String metric()
    {
        return metric;
    }

    /** {@return level above which an alarm is raised, the first of several; NaN for a threshold on too little} */
    public double raiseAbove()
    {
        return low ? Double.NaN : severities.get(0).raise();
    }

    /** {@return level below which an alarm may end, the first of several; NaN for a threshold on too little} */
    public double clearBelow()
    {
        return low ? Double.NaN : severities.get(0).clear();
    }

    /** {@return level below which an alarm is raised; NaN for a threshold on too much} */
    public double lowerBelow()
    {
        return low ? severities.get(0).raise() : Double.NaN;
    }

    /** {@return level above which an alarm may end; NaN for a threshold on too much} */
    public double clearAbove()
    {
        return low ? severities.get(0).clear() : Double.NaN;
    }

    /** {@return which of the flow's values is watched, as the flow definition names it; empty for the first} */
    public String ofValue()
    {
        return ofValue;
    }

    /** {@return the levels: one without a name, or those that were named} */
    public List<Severity> severities()
    {
        return severities;
    }

    /** {@return whether too little is meant} */
    boolean isLow()
    {
        return low;
    }

    /** {@return whether each flow has its own alarm; else there is one for each data source} */
    public boolean byFlow()
    {
        return byFlow;
    }

    /** {@return how long the value must stay on the wrong side before an alarm is raised} */
    public Duration holdFor()
    {
        return holdFor;
    }

    /** {@return how long the value must stay on the right side before the alarm is cleared} */
    public Duration timeout()
    {
        return timeout;
    }

    /** {@return samples that a flow must have been measured from before it can raise} */
    public long minSamples()
    {
        return minSamples;
    }

    /** {@return standard errors by which the rate must be above, 0 for the rate itself} */
    public double confidence()
    {
        return confidence;
    }

    /** {@return how a flow is judged} */
    public DetectorSpec detector()
    {
        return detector;
    }

    /** {@return which rows of the metric table count, by other metrics of the row} */
    public MetricFilter filter()
    {
        return filter;
    }

    /** {@return key whose text decides on the level, empty for none} */
    public String groupKey()
    {
        return groupKey;
    }

    /** {@return level by text of the group's key; others have the level of the threshold} */
    public Map<String, Double> groupValues()
    {
        return groupValues;
    }

    /* Least and greatest multiple of the levels that a group has. */
    double leastFactor()
    {
        double least = 1;
        for (final double value : groupValues.values())
        {
            least = Math.min(least, value / severities.get(0).raise());
        }
        return least;
    }

    double factorOf(final String text)
    {
        final Double value = groupValues.get(text);
        return null == value ? 1 : value / severities.get(0).raise();
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof ThresholdSpec that &&
            id.equals(that.id) &&
            metric.equals(that.metric) &&
            severities.equals(that.severities) &&
            low == that.low &&
            byFlow == that.byFlow &&
            holdFor.equals(that.holdFor) &&
            timeout.equals(that.timeout) &&
            minSamples == that.minSamples &&
            0 == Double.compare(confidence, that.confidence) &&
            detector.equals(that.detector) &&
            filter.equals(that.filter) &&
            ofValue.equals(that.ofValue) &&
            groupKey.equals(that.groupKey) &&
            groupValues.equals(that.groupValues);
    }

    @Override
    public int hashCode()
    {
        return Objects.hash(id, metric, severities);
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder("ThresholdSpec[").append(id).append(": metric=").append(metric);
        for (final Severity severity : severities)
        {
            text.append(severity.name().isEmpty() ? "" : ", severity=" + severity.name())
                .append(low ? ", lowerBelow=" : ", raiseAbove=").append(severity.raise())
                .append(low ? ", clearAbove=" : ", clearBelow=").append(severity.clear());
        }
        text.append(ofValue.isEmpty() ? "" : ", ofValue=" + ofValue);
        text.append(", byFlow=").append(byFlow).append(", timeout=").append(timeout);
        if (!holdFor.isZero())
        {
            text.append(", holdFor=").append(holdFor);
        }
        if (!DetectorSpec.rate().equals(detector))
        {
            text.append(", detector=").append(detector);
        }
        return text.append(']').toString();
    }

    /** Gathers settings; {@link #build()} checks them. Not thread safe. */
    public static final class Builder
    {
        private final String id;
        private final List<Severity> severities = new ArrayList<>();
        private String metric;
        private Double raiseAbove;
        private Double clearBelow;
        private Double lowerBelow;
        private Double clearAbove;
        private boolean byFlow;
        private Duration holdFor = Duration.ZERO;
        private Duration timeout = DEFAULT_TIMEOUT;
        private long minSamples;
        private double confidence;
        private DetectorSpec detector = DetectorSpec.rate();
        private MetricFilter filter = MetricFilter.ALL;
        private String ofValue = "";
        private String groupKey = "";
        private Map<String, Double> groupValues = Map.of();

        private Builder(final String id)
        {
            this.id = id;
        }

        /**
         * What to watch; by default the flow definition that is named like the threshold.
         *
         * @param newMetric name of a flow definition, or of a metric from counter samples.
         * @return this builder.
         */
        public Builder metric(final String newMetric)
        {
            metric = newMetric;
            return this;
        }

        /**
         * Which value of the flow definition to watch, where that is not the first: one of its further values, such as
         * {@code frames} or {@code avg:tcprtt}. All updates of the definition are then looked at, which costs more than
         * a threshold on the first rate.
         *
         * @param newValue as the flow definition names it.
         * @return this builder.
         */
        public Builder ofValue(final String newValue)
        {
            ofValue = newValue;
            return this;
        }

        /**
         * When to raise. One of this, {@link #lowerBelow} and {@link #severity} is required.
         *
         * @param newRaiseAbove rate in the flow's value per second, or value of the counter metric; above 0.
         * @return this builder.
         */
        public Builder raiseAbove(final double newRaiseAbove)
        {
            raiseAbove = newRaiseAbove;
            return this;
        }

        /**
         * When to clear; by default at the same level.
         *
         * @param newClearBelow at most {@code raiseAbove}, in the same unit.
         * @return this builder.
         */
        public Builder clearBelow(final double newClearBelow)
        {
            clearBelow = newClearBelow;
            return this;
        }

        /**
         * Raise when there is too little: when a flow that was at this level falls below it.
         *
         * @param newLowerBelow rate in the flow's value per second, or value of the counter metric; above 0.
         * @return this builder.
         */
        public Builder lowerBelow(final double newLowerBelow)
        {
            lowerBelow = newLowerBelow;
            return this;
        }

        /**
         * When an alarm of too little is over; by default at the same level.
         *
         * @param newClearAbove at least {@code lowerBelow}, in the same unit.
         * @return this builder.
         */
        public Builder clearAbove(final double newClearAbove)
        {
            clearAbove = newClearAbove;
            return this;
        }

        /**
         * Add a level with a name, with alarms of its own. Repeatable; not together with {@link #raiseAbove}.
         *
         * @param name          such as {@code critical}; letters, digits, {@code _}, {@code -}, {@code .}
         * @param newRaiseAbove level above which it is raised.
         * @param newClearBelow level below which it is cleared.
         * @return this builder.
         */
        public Builder severity(final String name, final double newRaiseAbove, final double newClearBelow)
        {
            severities.add(new Severity(name, newRaiseAbove, newClearBelow));
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
         * How long the value must stay on the wrong side before an alarm is raised.
         *
         * @param newHoldFor 0, the default, to a day.
         * @return this builder.
         */
        public Builder holdFor(final Duration newHoldFor)
        {
            holdFor = newHoldFor;
            return this;
        }

        /**
         * How long the value must stay below before the alarm is cleared, and can be raised again.
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
         * Samples that a flow must have been measured from before it can raise.
         *
         * @param newMinSamples 0, the default, or more.
         * @return this builder.
         */
        public Builder minSamples(final long newMinSamples)
        {
            minSamples = newMinSamples;
            return this;
        }

        /**
         * Raise only when the rate is above the level by so many of its standard errors: fewer false alarms, later.
         *
         * @param newConfidence 0, the default, to 10.
         * @return this builder.
         */
        public Builder confidence(final double newConfidence)
        {
            confidence = newConfidence;
            return this;
        }

        /**
         * How to judge a flow.
         *
         * @param newDetector the rate by default.
         * @return this builder.
         */
        public Builder detector(final DetectorSpec newDetector)
        {
            detector = newDetector;
            return this;
        }

        /**
         * For a counter metric: raise only for rows that a filter selects by other metrics of the row, such as those
         * whose {@code ifspeed} is 1000000000.
         *
         * @param newFilter all by default.
         * @return this builder.
         */
        public Builder filter(final MetricFilter newFilter)
        {
            filter = newFilter;
            return this;
        }

        /**
         * Levels that differ by customer or host group: flows whose key has one of the texts have that value in place
         * of {@code raiseAbove}; {@code clearBelow} and further severities move in proportion.
         *
         * @param key    one of the flow's keys, as its definition has it, such as {@code group:ipdestination:customer}.
         * @param values by text of the key, above 0.
         * @return this builder.
         */
        public Builder groupValues(final String key, final Map<String, Double> values)
        {
            groupKey = key;
            groupValues = values;
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
            final List<Severity> levels = levels();
            checkTime("holdFor", holdFor);
            checkTime("timeout", timeout);
            if (minSamples < 0)
            {
                throw new IllegalArgumentException(id + ": minSamples=" + minSamples + ": must not be negative");
            }
            if (!(confidence >= 0 && confidence <= MAX_CONFIDENCE))
            {
                throw new IllegalArgumentException(
                    id + ": confidence=" + confidence + ": must be from 0 to " + MAX_CONFIDENCE);
            }
            if (null == detector || null == filter || null == ofValue || null == groupKey || null == groupValues)
            {
                throw new IllegalArgumentException(id + ": detector, filter, ofValue and groupValues must not be null");
            }
            checkTogether();
            return new ThresholdSpec(this, levels);
        }

        private List<Severity> levels()
        {
            final int ways = (null != raiseAbove ? 1 : 0) + (null != lowerBelow ? 1 : 0) +
                (severities.isEmpty() ? 0 : 1);
            if (0 == ways && DetectorSpec.Kind.ABSENT == detector.kind)
            {
                return List.of(new Severity("", 0, 0));
            }
            if (1 != ways)
            {
                throw new IllegalArgumentException(id + ": " + (0 == ways ? "raiseAbove is not set" :
                    "only one of raiseAbove, lowerBelow and severity can be set"));
            }
            if (null != lowerBelow)
            {
                final double clear = null == clearAbove ? lowerBelow : clearAbove;
                checkLevel("lowerBelow", lowerBelow);
                checkLevel("clearAbove", clear);
                checkOrder(clear >= lowerBelow, "clearAbove is below lowerBelow: clearAbove=" + clear +
                    " lowerBelow=" + lowerBelow);
                checkOrder(null == clearBelow, "clearBelow does not go with lowerBelow");
                return List.of(new Severity("", lowerBelow, clear));
            }
            checkOrder(null == clearAbove, "clearAbove goes with lowerBelow only");
            if (null != raiseAbove)
            {
                return List.of(checked(new Severity("", raiseAbove, null == clearBelow ? raiseAbove : clearBelow)));
            }
            checkOrder(null == clearBelow, "clearBelow does not go with severity");
            final Set<String> names = new HashSet<>();
            for (final Severity severity : severities)
            {
                checkName("severity", severity.name());
                checkOrder(names.add(severity.name()), "severity is given twice: severity=" + severity.name());
                checked(severity);
            }
            return List.copyOf(severities);
        }

        private Severity checked(final Severity severity)
        {
            checkLevel("raiseAbove", severity.raise());
            checkLevel("clearBelow", severity.clear());
            checkOrder(severity.clear() <= severity.raise(), "clearBelow is above raiseAbove: clearBelow=" +
                severity.clear() + " raiseAbove=" + severity.raise());
            return severity;
        }

        private void checkTogether()
        {
            final boolean rate = DetectorSpec.Kind.RATE == detector.kind;
            checkOrder(null == lowerBelow || rate, "lowerBelow goes with the rate only: detector=" + detector);
            checkOrder(ofValue.isEmpty() || rate && null == lowerBelow && 0 == confidence && groupValues.isEmpty(),
                "ofValue goes with raiseAbove only, without detector, confidence and groupValues: ofValue=" + ofValue);
            checkOrder(0 == confidence || rate && null == lowerBelow,
                "confidence goes with raiseAbove on the rate only: confidence=" + confidence);
            checkOrder(groupValues.isEmpty() || rate && null == lowerBelow,
                "groupValues go with raiseAbove on the rate only");
            for (final Map.Entry<String, Double> entry : groupValues.entrySet())
            {
                checkLevel("value of group " + entry.getKey(), entry.getValue());
                checkOrder(entry.getValue() > 0, "value of group " + entry.getKey() + "=" + entry.getValue() +
                    ": must be above 0");
            }
        }

        private void checkOrder(final boolean good, final String message)
        {
            if (!good)
            {
                throw new IllegalArgumentException(id + ": " + message);
            }
        }

        private void checkTime(final String setting, final Duration time)
        {
            if (null == time || time.isNegative() || time.compareTo(MAX_TIMEOUT) > 0)
            {
                throw new IllegalArgumentException(
                    id + ": " + setting + "=" + time + ": must be from PT0S to " + MAX_TIMEOUT);
            }
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
