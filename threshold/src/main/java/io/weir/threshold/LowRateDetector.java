package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * Too little: raises below one level, holds up to and at another. A flow counts once it was at the level.
 * Immutable.
 */
final class LowRateDetector extends Detector
{
    private final double lowerBelow;

    LowRateDetector(final double lowerBelow)
    {
        this.lowerBelow = lowerBelow;
    }

    @Override
    double watchLevel(final boolean byFlow)
    {
        return Math.nextDown(lowerBelow);
    }

    @Override
    boolean needsAll()
    {
        return true;
    }

    @Override
    EventReason raiseReason()
    {
        return EventReason.BELOW;
    }

    @Override
    EventReason clearReason()
    {
        return EventReason.ABOVE;
    }

    @Override
    double nextLevel(final Member member, final boolean holdsOnly, final boolean shared)
    {
        return member.raising ? Math.nextDown(member.raiseLevel) :
            member.holding ? member.clearLevel : Double.POSITIVE_INFINITY;
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return rate < member.raiseLevel;
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return rate <= member.clearLevel;
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.fallsBelowNs(member.raiseLevel, fromNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.risesAboveNs(Math.nextDown(member.raiseLevel), fromNs);
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.fallsBelowNs(Math.nextUp(member.clearLevel), fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.risesAboveNs(member.clearLevel, fromNs);
    }
}
