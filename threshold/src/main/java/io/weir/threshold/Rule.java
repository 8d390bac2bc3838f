package io.weir.threshold;

import io.weir.flowcache.FlowSpec;

/**
 * A live threshold at one of its severities, as the workers see it. One per definition of a threshold: redefining makes
 * another. Thread safe.
 */
final class Rule
{
    final ThresholdSpec spec;
    final Severity severity;
    final long holdForNs;
    final long timeoutNs;
    final boolean byFlow;

    /** Why it went; set before the rule is taken out, so workers that miss it in the new rules see it. */
    volatile EventReason endReason = EventReason.THRESHOLD_REMOVED;

    Rule(final ThresholdSpec spec)
    {
        this(spec, spec.severities().get(0));
    }

    Rule(final ThresholdSpec spec, final Severity severity)
    {
        this.spec = spec;
        this.severity = severity;
        holdForNs = spec.holdFor().toNanos();
        timeoutNs = spec.timeout().toNanos();
        byFlow = spec.byFlow();
    }

    /**
     * What judges the flows of one table.
     *
     * @param flow definition of the table.
     * @return the detector; null where the definition has no such values, or not of the kind that is needed.
     */
    Detector newDetector(final FlowSpec flow)
    {
        final DetectorSpec detector = spec.detector();
        final WatchedValue watched = WatchedValue.of(flow, spec.ofValue());
        final WatchedValue over = WatchedValue.of(flow, detector.value);
        if (watched.index() < 0 || over.index() < 0 || needsRate() && !watched.isFirstRate())
        {
            return null;
        }
        switch (detector.kind)
        {
            case DISTINCT:
                return new ValueDetector(over.index(), severity.raise(), severity.clear(), byFlow);
            case RATIO:
                return over.isRate() ? new RatioDetector(over.index(), detector.first) : null;
            case CUSUM:
                return new CusumDetector(severity.raise(), detector.first, detector.second);
            case BASELINE:
                return new BaselineDetector(
                    severity.raise(), detector.first, detector.time.toNanos(), flow.timeConstantNs());
            case QUANTILE:
                return new QuantileDetector(severity.raise(), detector.first, detector.time.toNanos());
            case SEASONAL:
                return new SeasonalDetector(
                    severity.raise(), detector.first, (int)detector.second, detector.time.toNanos());
            case ABSENT:
                return new AbsenceDetector(severity.raise() > 0 ? severity.raise() : -1, detector.time.toNanos());
            default:
                return watched.isFirstRate() ? rateDetector() :
                    new ValueDetector(watched.index(), severity.raise(), severity.clear(), byFlow);
        }
    }

    /* Whether only the first rate of a flow will do. */
    private boolean needsRate()
    {
        switch (spec.detector().kind)
        {
            case DISTINCT:
            case ABSENT:
                return false;
            case RATE:
                return spec.isLow() || spec.confidence() > 0 || !spec.groupValues().isEmpty();
            default:
                return true;
        }
    }

    private Detector rateDetector()
    {
        if (spec.isLow())
        {
            return new LowRateDetector(severity.raise());
        }
        final double factor = spec.leastFactor();
        final boolean keeps = !spec.groupValues().isEmpty();
        return spec.confidence() > 0 ?
            new ConfidentRateDetector(
                factor * severity.raise(), factor * severity.clear(), keeps, spec.confidence()) :
            new RateDetector(factor * severity.raise(), factor * severity.clear(), keeps);
    }

    /* Whether another rule is of the same alarms, as one that takes another's place is. */
    boolean isSameAlarm(final Rule other)
    {
        return spec.id().equals(other.spec.id()) && severity.name().equals(other.severity.name());
    }

    @Override
    public String toString()
    {
        return spec.toString();
    }
}
