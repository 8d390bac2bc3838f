package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/** The rate itself: raises above one level, holds at and above another. Immutable. */
final class RateDetector implements Detector
{
    private final double raiseAbove;
    private final double clearBelow;
    private final double holdLevel;

    RateDetector(final double raiseAbove, final double clearBelow)
    {
        this.raiseAbove = raiseAbove;
        this.clearBelow = clearBelow;
        holdLevel = Math.nextDown(clearBelow);
    }

    @Override
    public double raiseLevel()
    {
        return raiseAbove;
    }

    @Override
    public double holdLevel()
    {
        return holdLevel;
    }

    @Override
    public boolean raises(final WatchedFlow flow, final double rate)
    {
        return rate > raiseAbove;
    }

    @Override
    public boolean holds(final WatchedFlow flow, final double rate)
    {
        return rate >= clearBelow;
    }

    @Override
    public long raisesNs(final WatchedFlow flow, final long fromNs)
    {
        return flow.risesAboveNs(raiseAbove, fromNs);
    }

    @Override
    public long holdsNs(final WatchedFlow flow, final long fromNs)
    {
        return flow.risesAboveNs(holdLevel, fromNs);
    }

    @Override
    public long fallsNs(final WatchedFlow flow, final long fromNs)
    {
        return flow.fallsBelowNs(clearBelow, fromNs);
    }
}
