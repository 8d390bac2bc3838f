package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

import java.util.Arrays;

/**
 * The rate against what is usual at that time of a period, such as an hour of the day: raises when it is above the
 * level and above a multiple of the mean that the same slot of earlier periods had. Periods are counted from the epoch.
 *
 * <p>A flow is learned from when it gets above a tenth of the level, until it has been below that for a period. Only
 * slots that were seen whole count; one that was not learned yet does not raise. What was learned moves a quarter of
 * the way to each new mean, but no further than the level at which the slot raises: an attack does not make itself
 * usual at once. So many numbers are kept of each flow that the flows of one threshold in one shard are bounded by
 * {@link #MAX_FLOWS}. Immutable.
 */
final class SeasonalDetector extends QuantityDetector
{
    /** Flows of a threshold, within a shard, that are learned at a time. */
    static final int MAX_FLOWS = 4096;

    private static final double WATCH = 0.1;
    private static final double LEARNED = 0.25;
    private static final double UNKNOWN = -1;

    private final double factor;
    private final int slots;
    private final long slotNs;

    SeasonalDetector(final double level, final double factor, final int slots, final long periodNs)
    {
        super(WATCH * level);
        this.factor = factor;
        this.slots = slots;
        slotNs = periodNs / slots;
    }

    @Override
    int maxMembers()
    {
        return MAX_FLOWS;
    }

    @Override
    void begin(final Member member, final WatchedFlow flow, final long nowNs)
    {
        final Season season = new Season(slots);
        season.endNs = (Math.floorDiv(nowNs, slotNs) + 1) * slotNs;
        member.season = season;
        member.quantity = 0;
        member.quantityNs = nowNs;
        member.sinceNs = season.endNs;
    }

    @Override
    void add(final Member member, final WatchedFlow flow, final long value, final long nowNs)
    {
        member.quantity += value;
    }

    /* What the flow has sent in this slot. */
    @Override
    double quantityAt(final Member member, final WatchedFlow flow, final long ns)
    {
        return isHeld(flow, member.quantityNs) ? member.quantity +
            flow.heldRate() * seconds(Math.min(ns, flow.heldUntilNs()) - member.quantityNs) : member.quantity;
    }

    @Override
    long turnsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        final boolean forgotten = fromNs - member.sinceNs > (slots + 1) * slotNs;
        return forgotten ? NEVER : Math.max(fromNs, member.season.endNs);
    }

    @Override
    void turn(final Member member, final WatchedFlow flow, final long atNs)
    {
        final Season season = member.season;
        final double mean = quantityAt(member, flow, season.endNs) / seconds(slotNs);
        if (season.isWhole)
        {
            learn(member, mean);
        }
        if (Math.max(mean, flow.rateAt(atNs)) > watch)
        {
            member.sinceNs = atNs;
        }
        member.quantity = 0;
        member.quantityNs = season.endNs;
        season.endNs += slotNs;
        season.isWhole = true;
    }

    private void learn(final Member member, final double mean)
    {
        final int slot = slot(member);
        final double[] usual = member.season.usual;
        final double known = usual[slot];
        usual[slot] = UNKNOWN == known ? mean :
            known + LEARNED * (Math.min(mean, Math.max(member.raiseLevel, factor * known)) - known);
    }

    private int slot(final Member member)
    {
        return (int)Math.floorMod(member.season.endNs / slotNs - 1, (long)slots);
    }

    private double levelToRaise(final Member member)
    {
        final double usual = member.season.usual[slot(member)];
        return UNKNOWN == usual ? Double.POSITIVE_INFINITY : Math.max(member.raiseLevel, factor * usual);
    }

    private double levelToHold(final Member member)
    {
        return member.clearLevel *
            Math.max(1, factor * member.season.usual[slot(member)] / member.raiseLevel);
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return rate > levelToRaise(member);
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return rate >= levelToHold(member);
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return risesNs(member, flow, levelToRaise(member), fromNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        final double level = levelToRaise(member);
        return Double.POSITIVE_INFINITY == level ? fromNs : dropsNs(member, flow, level, fromNs);
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return risesNs(member, flow, Math.nextDown(levelToHold(member)), fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return dropsNs(member, flow, levelToHold(member), fromNs);
    }

    /* Levels are those of the slot: what happens after its end is found at its end. */
    private static long risesNs(final Member member, final WatchedFlow flow, final double level, final long fromNs)
    {
        final long atNs = Double.POSITIVE_INFINITY == level ? NEVER : flow.risesAboveNs(level, fromNs);
        return atNs < member.season.endNs ? atNs : NEVER;
    }

    private static long dropsNs(final Member member, final WatchedFlow flow, final double level, final long fromNs)
    {
        // A new slot may begin above a rate that is held and about to rise: for now it is below.
        if (flow.rateAt(fromNs) < level)
        {
            return fromNs;
        }
        final long atNs = flow.fallsBelowNs(level, fromNs);
        return atNs < member.season.endNs || atNs == fromNs ? atNs : NEVER;
    }

    /** What was learned of a flow, and how far it is in its period. Single writer. */
    static final class Season
    {
        private final double[] usual;
        private long endNs;
        private boolean isWhole;

        private Season(final int slots)
        {
            usual = new double[slots];
            Arrays.fill(usual, UNKNOWN);
        }
    }
}
