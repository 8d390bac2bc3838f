package io.weir.threshold;

/** A live threshold as the workers see it. One per definition of a threshold: redefining makes another. Thread safe. */
final class Rule
{
    final ThresholdSpec spec;
    final Detector detector;
    final long timeoutNs;
    final boolean byFlow;

    /** Why it went; set before the rule is taken out, so workers that miss it in the new rules see it. */
    volatile EventReason endReason = EventReason.THRESHOLD_REMOVED;

    Rule(final ThresholdSpec spec)
    {
        this.spec = spec;
        detector = new RateDetector(spec.raiseAbove(), spec.clearBelow());
        timeoutNs = spec.timeout().toNanos();
        byFlow = spec.byFlow();
    }

    /**
     * The rate above which a flow concerns this rule: where it raises, or, where flows share an alarm, where it keeps
     * one raised that another flow raised.
     *
     * @return value units per second.
     */
    double watchLevel()
    {
        return byFlow ? detector.raiseLevel() : detector.holdLevel();
    }

    @Override
    public String toString()
    {
        return spec.toString();
    }
}
