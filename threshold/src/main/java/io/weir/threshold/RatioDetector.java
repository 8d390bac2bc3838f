package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * The rate of a flow against another of its rates: raises when it is above a floor and above the level times the other,
 * holds down to the clear level and, in proportion, a lower floor. Without an update both decay alike, so that only the
 * floor ends what raised; while rates are held their ratio moves, too. Immutable.
 */
final class RatioDetector extends Detector
{
    private final int over;
    private final double floor;

    /**
     * A detector.
     *
     * @param over  index of the value that is divided by.
     * @param floor rate up to which a flow is of no interest.
     */
    RatioDetector(final int over, final double floor)
    {
        this.over = over;
        this.floor = floor;
    }

    private double floorToHold(final Member member)
    {
        return floor * member.clearLevel / member.raiseLevel;
    }

    @Override
    double watchLevel(final boolean byFlow)
    {
        return floor;
    }

    @Override
    double valueAt(final WatchedFlow flow, final long ns)
    {
        return flow.rateAt(ns) / flow.value(over, ns);
    }

    @Override
    boolean isOnRate()
    {
        return false;
    }

    @Override
    double nextLevel(final Member member, final boolean holdsOnly, final boolean shared)
    {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    double margin(final Member member, final WatchedFlow flow, final boolean raise, final long ns)
    {
        final double rate = flow.rateAt(ns);
        final double other = flow.value(over, ns);
        return raise ? Math.min(rate - floor, rate - member.raiseLevel * other) :
            Math.min(rate - Math.nextDown(floorToHold(member)), rate - Math.nextDown(member.clearLevel) * other);
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return margin(member, flow, true, nowNs) > 0;
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return margin(member, flow, false, nowNs) > 0;
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return marginRisesNs(member, flow, true, fromNs);
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return marginRisesNs(member, flow, false, fromNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return marginDropsNs(member, flow, true, fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return marginDropsNs(member, flow, false, fromNs);
    }

    @Override
    long decaysNs(final Member member, final WatchedFlow flow, final boolean raise, final long fromNs)
    {
        return margin(member, flow, raise, fromNs) > 0 ?
            flow.fallsBelowNs(raise ? Math.nextUp(floor) : floorToHold(member), fromNs) : fromNs;
    }
}
