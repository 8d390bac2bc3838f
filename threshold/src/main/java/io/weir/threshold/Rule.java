package io.weir.threshold;

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
    /** The rate above which a flow concerns this rule. */
    final double watchLevel;

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
        watchLevel = newDetector(1).watchLevel(byFlow);
    }

    /**
     * What judges the flows of one table.
     *
     * @param tauNs time constant of its rates.
     * @return the detector.
     */
    Detector newDetector(final long tauNs)
    {
        final DetectorSpec detector = spec.detector();
        switch (detector.kind)
        {
            case CUSUM:
                return new CusumDetector(severity.raise(), detector.first, detector.second);
            case BASELINE:
                return new BaselineDetector(severity.raise(), detector.first, detector.time.toNanos(), tauNs);
            case QUANTILE:
                return new QuantileDetector(severity.raise(), detector.first, detector.time.toNanos());
            case SEASONAL:
                return new SeasonalDetector(
                    severity.raise(), detector.first, (int)detector.second, detector.time.toNanos());
            case ABSENT:
                return new AbsenceDetector(severity.raise() > 0 ? severity.raise() : -1, detector.time.toNanos());
            default:
                return rateDetector();
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
