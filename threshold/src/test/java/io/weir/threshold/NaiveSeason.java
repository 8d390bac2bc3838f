package io.weir.threshold;

import java.util.HashMap;
import java.util.Map;

/** What the seasonal detector learns of a flow, written down plainly: the means of slots by their number. */
final class NaiveSeason
{
    private static final double LEARNED = 0.25;

    private final ThresholdSpec spec;
    private final long slots;
    private final long slotNs;
    private final Map<Long, Double> usual = new HashMap<>();
    private boolean kept;
    private boolean whole;
    private double sum;
    private long sumNs;
    private long lastAboveNs;

    NaiveSeason(final ThresholdSpec spec)
    {
        this.spec = spec;
        slots = (long)spec.detector().second;
        slotNs = spec.detector().time.toNanos() / slots;
    }

    private double watch()
    {
        return spec.raiseAbove() / 10;
    }

    /* Slots that have ended are learned. */
    void roll(final NaiveEngine.Flow flow, final long ns)
    {
        while (kept && (sumNs / slotNs + 1) * slotNs <= ns)
        {
            final long endNs = (sumNs / slotNs + 1) * slotNs;
            final double mean = (sum + flow.heldBetween(sumNs, endNs)) * 1e9 / slotNs;
            if (whole)
            {
                usual.merge(sumNs / slotNs % slots, mean, (known, latest) -> (1 - LEARNED) * known +
                    LEARNED * Math.min(latest, Math.max(spec.raiseAbove(), spec.detector().first * known)));
            }
            lastAboveNs = mean > watch() || flow.rateAt(endNs) > watch() ? endNs : lastAboveNs;
            kept = endNs - lastAboveNs < (slots + 1) * slotNs;
            whole = true;
            sum = 0;
            sumNs = endNs;
        }
    }

    void before(final NaiveEngine.Flow flow, final long ns)
    {
        roll(flow, ns);
        sum += kept ? flow.heldBetween(sumNs, ns) : 0;
        sumNs = ns;
    }

    void after(final boolean reaches, final double sample, final long ns)
    {
        if (kept)
        {
            sum += sample;
        }
        else if (reaches)
        {
            kept = true;
            whole = false;
            usual.clear();
            sum = 0;
            sumNs = ns;
            lastAboveNs = (ns / slotNs + 1) * slotNs;
        }
    }

    boolean raises(final double rate, final long ns)
    {
        final Double mean = kept ? usual.get(ns / slotNs % slots) : null;
        return null != mean && rate > Math.max(spec.raiseAbove(), spec.detector().first * mean);
    }

    boolean holds(final double rate, final long ns)
    {
        final double mean = usual.getOrDefault(ns / slotNs % slots, 0.0);
        return kept && rate >= spec.clearBelow() * Math.max(1, spec.detector().first * mean / spec.raiseAbove());
    }
}
