package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/** The rate itself: raises above one level, holds at and above another. Immutable. */
class RateDetector extends Detector
{
    private final double raiseAbove;
    private final double clearBelow;
    private final boolean keeps;

    /**
     * A detector.
     *
     * @param raiseAbove lowest level at which a flow raises.
     * @param clearBelow lowest level at which a flow holds.
     * @param keeps      whether flows have levels of their own, so that one above the lowest is kept for its level.
     */
    RateDetector(final double raiseAbove, final double clearBelow, final boolean keeps)
    {
        this.raiseAbove = raiseAbove;
        this.clearBelow = clearBelow;
        this.keeps = keeps;
    }

    @Override
    double watchLevel(final boolean byFlow)
    {
        return byFlow ? raiseAbove : Math.nextDown(clearBelow);
    }

    @Override
    double nextLevel(final Member member, final boolean holdsOnly, final boolean shared)
    {
        if (!member.holding && (holdsOnly || shared))
        {
            return Math.nextDown(member.clearLevel);
        }
        return holdsOnly || member.raising ? Double.POSITIVE_INFINITY : member.raiseLevel;
    }

    @Override
    long keptUntilNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return keeps ? flow.fallsBelowNs(raiseAbove, fromNs) : fromNs;
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return rate > member.raiseLevel;
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return rate >= member.clearLevel;
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.risesAboveNs(member.raiseLevel, fromNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.fallsBelowNs(member.raiseLevel, fromNs);
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.risesAboveNs(Math.nextDown(member.clearLevel), fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.fallsBelowNs(member.clearLevel, fromNs);
    }
}
