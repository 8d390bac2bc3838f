package io.weir.flowcache.table;

import java.util.List;

/**
 * The words of one slot, read at one instant, and what follows from them. Reused; for one thread, which may be any.
 *
 * <p>A read is bounded: a slot that is written each time is read after 64 tries word by word, and then {@link
 * #isConsistent} is false.
 */
public final class SlotView
{
    private static final int READ_TRIES = 64;
    private static final long LOW_MASK = 0xFFFF_FFFFL;

    private final FlowTable table;
    private final SlotLayout layout;
    private final DecayClock clock;
    private final long[] words;
    private final ValueView values;
    private boolean held;
    private boolean consistent;

    SlotView(final FlowTable table)
    {
        this.table = table;
        layout = table.layout;
        clock = table.clock;
        words = new long[layout.heldStride];
        values = new ValueView(layout, clock, table.sets);
    }

    boolean read(final Segment segment, final int index)
    {
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        held = segment.held;
        for (int i = 0; i < READ_TRIES; i++)
        {
            final long before = SlotAccess.firstAcquire(slots, base);
            for (int j = 1; j < segment.stride; j++)
            {
                words[j] = SlotAccess.wordOpaque(slots, base + j);
            }
            final boolean whole = null == segment.values || values.read(segment, index);
            final long after = SlotAccess.firstAfter(slots, base);
            if (0 == (before & 1) && before == after && whole)
            {
                words[0] = before;
                consistent = true;
                return isLive();
            }
            Thread.onSpinWait();
        }
        words[0] = SlotAccess.firstAcquire(slots, base);
        consistent = false;
        return isLive();
    }

    /* Copy the words, and behind them those of further values, whose sets are added to a list. */
    void copyTo(final long[] into, final int at, final int stride, final List<long[]> sets)
    {
        System.arraycopy(words, 0, into, at, stride);
        // An odd sequence tells that the words were read one by one.
        into[at] |= consistent ? 0 : 1;
        values.copyTo(into, at + stride, sets);
    }

    /* Take the words of a slot that was copied. */
    boolean wrap(final long[] copy, final int at, final int stride, final List<long[]> sets)
    {
        System.arraycopy(copy, at, words, 0, stride);
        values.wrap(copy, at + stride, sets);
        held = stride == layout.heldStride;
        consistent = 0 == (words[0] & 1);
        return isLive();
    }

    private boolean isLive()
    {
        final int tag = SlotAccess.tag(words[0]);
        return SlotAccess.EMPTY != tag && SlotAccess.TOMB != tag;
    }

    /** {@return whether the words were read at one instant} */
    public boolean isConsistent()
    {
        return consistent;
    }

    /** {@return words, of which the packed key is the part that begins at {@link #keyOffset}; until the next read} */
    public long[] words()
    {
        return words;
    }

    /** {@return offset of the packed key} */
    public int keyOffset()
    {
        return 1;
    }

    /** {@return value since the flow began, scaled} */
    public long total()
    {
        return words[layout.total];
    }

    /** {@return frames since the flow began, scaled} */
    public long frames()
    {
        return words[layout.frames] >>> SlotLayout.FRAMES_SHIFT;
    }

    /** {@return how much of the flow's total may have gone with slots evicted before it came} */
    public long evictionBound()
    {
        return (long)Float.intBitsToFloat((int)words[layout.variance]);
    }

    /**
     * Packets that were sampled. Exact while the exporter keeps its sampling rate; afterwards an estimate.
     *
     * @return number of packets.
     */
    public long samples()
    {
        final int rateClass = (int)(words[layout.frames] >>> SlotLayout.RATE_SHIFT) & SlotLayout.RATE_MASK;
        final long rate = table.rates.rateOf(rateClass);
        if (rate > 0)
        {
            return frames() / rate;
        }
        final double effective = effectiveSamplesAt(lastSeenNs());
        return effective < frames() ? Math.max(1, Math.round(effective)) : frames();
    }

    private long lastUnits()
    {
        return DecayClock.unitsNear(clock.latestUnits(), (int)words[layout.seen]);
    }

    /** {@return when the flow was seen first, epoch nanoseconds, in steps of 16.8 ms} */
    public long firstSeenNs()
    {
        return clock.nsOf(DecayClock.unitsBefore(lastUnits(), (int)(words[layout.seen] >>> 32)));
    }

    /** {@return when the flow was seen last, epoch nanoseconds, in steps of 16.8 ms} */
    public long lastSeenNs()
    {
        return clock.nsOf(lastUnits());
    }

    /** {@return decayed sum} */
    double sum()
    {
        return Double.longBitsToDouble(words[layout.sum]);
    }

    /** {@return landmark of the decayed sum} */
    long landmarkNs()
    {
        return clock.landmarkNsOf(lastUnits());
    }

    /** {@return rate held, 0 for none} */
    public double heldRate()
    {
        return held ? Double.longBitsToDouble(words[layout.held]) : 0;
    }

    /** {@return until when it is held, epoch nanoseconds} */
    public long heldUntilNs()
    {
        if (!held)
        {
            return 0;
        }
        final long last = lastUnits();
        return clock.nsOf(last + ((int)(words[layout.until] >>> 32) - (int)last & LOW_MASK));
    }

    /**
     * The part of the rate at a time that decays whatever is held; below 0 where the held rate has not been reached.
     *
     * @param timeNs epoch nanoseconds, not before the last update.
     * @return value units per second.
     */
    public double decayingAt(final long timeNs)
    {
        return sum() * Math.exp(-(timeNs - landmarkNs()) / (double)clock.tauNs) / clock.tauS;
    }

    /**
     * The variance of that part.
     *
     * @param timeNs epoch nanoseconds, not before the last update.
     * @return value units per second, squared.
     */
    public double decayingVarianceAt(final long timeNs)
    {
        final double decay = Math.exp(-(timeNs - landmarkNs()) / (double)clock.tauNs) / clock.tauS;
        return Float.intBitsToFloat((int)(words[layout.variance] >>> 32)) * decay * decay;
    }

    /** {@return variance of the held rate, as a share of its square} */
    public double heldVariance()
    {
        return held ? Float.intBitsToFloat((int)words[layout.until]) : 0;
    }

    private long notBeforeSeen(final long timeNs)
    {
        return Math.max(timeNs, lastSeenNs());
    }

    /**
     * Rate at a time.
     *
     * @param timeNs epoch nanoseconds; a time before the last update counts as that of the update.
     * @return value units per second.
     */
    public double rateAt(final long timeNs)
    {
        return Decay.rateAt(sum(), landmarkNs(), heldRate(), heldUntilNs(), clock.tauNs, notBeforeSeen(timeNs));
    }

    /**
     * Variance of the rate at a time, by the chance of sampling.
     *
     * @param timeNs epoch nanoseconds.
     * @return value units per second, squared.
     */
    public double varianceAt(final long timeNs)
    {
        final long time = notBeforeSeen(timeNs);
        final double decay = Math.exp(-(time - landmarkNs()) / (double)clock.tauNs) / clock.tauS;
        double variance = Float.intBitsToFloat((int)(words[layout.variance] >>> 32)) * decay * decay;
        final double heldRate = heldRate();
        if (0 != heldRate)
        {
            final double since = Math.max(0, time - heldUntilNs()) / (double)clock.tauNs;
            final double rest = heldRate * Math.exp(-since);
            variance += heldVariance() * rest * rest;
        }
        return variance;
    }

    /**
     * Of how many equal samples the rate at a time is worth.
     *
     * @param timeNs epoch nanoseconds.
     * @return number of samples; infinite where nothing was left to chance.
     */
    public double effectiveSamplesAt(final long timeNs)
    {
        final double variance = varianceAt(timeNs);
        final double rate = rateAt(timeNs);
        return variance > 0 ? rate * rate / variance : Double.POSITIVE_INFINITY;
    }

    /**
     * What one more sample would add to the rate: at once, or for as long as a rate is held. It is as large as the
     * flow's samples are on average, or larger where their sizes differ: as large as the one in which a unit of the
     * rate lies on average, once the weights of samples, which have decayed, are taken out. With equal sizes both are
     * the same.
     *
     * @return value units per second.
     */
    public double rateOfOneSample()
    {
        final double heldRate = heldRate();
        if (0 != heldRate)
        {
            return heldRate * heldVariance();
        }
        final double mean = (double)total() / Math.max(1, samples()) / clock.tauS;
        final long seenNs = lastSeenNs();
        final double rate = decayingAt(seenNs);
        // Of what comes steadily, the mean weight by weight, since the flow began: 1 at first, 1/2 after some time.
        final double weight = (1 + Math.exp(-(seenNs - firstSeenNs()) / (double)clock.tauNs)) / 2;
        return rate > 0 ? Math.max(mean, decayingVarianceAt(seenNs) / rate / weight) : mean;
    }

    /** {@return number of further values} */
    public int values()
    {
        return values.count();
    }

    /**
     * What a further value tells.
     *
     * @param value index of it.
     * @return the statistic.
     */
    public Statistic statistic(final int value)
    {
        return values.statistic(value);
    }

    /**
     * A further value at a time: a rate, or a statistic of the records of the last two windows of t.
     *
     * @param value  index of it.
     * @param timeNs epoch nanoseconds; a time before the last update counts as that of the update.
     * @return the value; not a number where there is none.
     */
    public double valueAt(final int value, final long timeNs)
    {
        return values.valueAt(value, landmarkNs(), notBeforeSeen(timeNs));
    }

    /**
     * A further value over the life of the flow, or its record: the total of a rate.
     *
     * @param value index of it.
     * @return the value; not a number where there is none.
     */
    public double lifeValue(final int value)
    {
        return values.lifeValue(value);
    }

    /**
     * Add a further value at a time to what was seen elsewhere.
     *
     * @param value  index of it.
     * @param timeNs epoch nanoseconds.
     * @param cell   to add to.
     */
    public void addValueTo(final int value, final long timeNs, final ValueCell cell)
    {
        values.addTo(cell, value, landmarkNs(), notBeforeSeen(timeNs));
    }

    /**
     * Add a further value over the life of the flow, or its record, to what was seen elsewhere.
     *
     * @param value index of it.
     * @param cell  to add to.
     */
    public void addLifeValueTo(final int value, final ValueCell cell)
    {
        values.addLifeTo(cell, value);
    }

    /**
     * Add a further value, which is no rate, in the window of a time and in the one before to cells.
     *
     * @param value    index of it.
     * @param timeNs   epoch nanoseconds.
     * @param current  cell of the window.
     * @param previous cell of the window before.
     */
    public void addWindowsTo(final int value, final long timeNs, final ValueCell current, final ValueCell previous)
    {
        values.addWindowsTo(current, previous, value, notBeforeSeen(timeNs));
    }

    /**
     * The part of a further rate that decays whatever is held, as {@link #decayingAt}.
     *
     * @param value  index of it.
     * @param timeNs epoch nanoseconds, not before the last update.
     * @return units per second.
     */
    public double valueDecayingAt(final int value, final long timeNs)
    {
        return values.decayingAt(value, landmarkNs(), timeNs);
    }

    /**
     * What is held of a further rate.
     *
     * @param value index of it.
     * @return rate held, 0 for none.
     */
    public double valueHeldRate(final int value)
    {
        return values.heldRate(value);
    }

    /**
     * Until when a further rate is held.
     *
     * @param value index of it.
     * @return epoch nanoseconds.
     */
    public long valueHeldUntilNs(final int value)
    {
        return values.untilNs(value);
    }

    long valueFallsBelowNs(final int value, final double level, final long fromNs)
    {
        return values.fallsBelowNs(value, landmarkNs(), level, fromNs);
    }

    long valueRisesAboveNs(final int value, final double level, final long fromNs)
    {
        return values.risesAboveNs(value, landmarkNs(), level, fromNs);
    }
}
