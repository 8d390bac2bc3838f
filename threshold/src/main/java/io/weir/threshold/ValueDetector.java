package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * A value beside the first rate: a further rate, a mean, a count of distinct values. Raises above one level, holds at
 * and above another. The rate of a flow does not tell whether the value is high, so that every update of every flow of
 * the definition is looked at; only flows that are above a level become members. Immutable.
 */
final class ValueDetector extends RateDetector
{
    private final int value;
    private final double least;

    /**
     * A detector.
     *
     * @param value      index of the value.
     * @param raiseAbove lowest level at which a flow raises.
     * @param clearBelow lowest level at which a flow holds.
     * @param byFlow     whether each flow has an alarm of its own.
     */
    ValueDetector(final int value, final double raiseAbove, final double clearBelow, final boolean byFlow)
    {
        super(raiseAbove, clearBelow, false);
        this.value = value;
        least = super.watchLevel(byFlow);
    }

    @Override
    double watchLevel(final boolean byFlow)
    {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    boolean concerns(final WatchedFlow flow, final long nowNs)
    {
        return flow.value(value, nowNs) > least || NEVER != flow.valueRisesAboveNs(value, least, nowNs);
    }

    @Override
    double valueAt(final WatchedFlow flow, final long ns)
    {
        return flow.value(value, ns);
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
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return flow.value(value, nowNs) > member.raiseLevel;
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return flow.value(value, nowNs) >= member.clearLevel;
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.valueRisesAboveNs(value, member.raiseLevel, fromNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.valueFallsBelowNs(value, Math.nextUp(member.raiseLevel), fromNs);
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.valueRisesAboveNs(value, Math.nextDown(member.clearLevel), fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.valueFallsBelowNs(value, member.clearLevel, fromNs);
    }
}
