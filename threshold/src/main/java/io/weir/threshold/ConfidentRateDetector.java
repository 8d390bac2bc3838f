package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * The rate less some standard errors: raises once the chance of sampling no longer explains that the rate is above the
 * level. Holds like the rate itself. Rate and error of samples decay alike, so that what is left of the rate is a fixed
 * share of it until the next sample; only a held rate changes that share. Immutable.
 */
final class ConfidentRateDetector extends RateDetector
{
    private final double errors;

    ConfidentRateDetector(final double raiseAbove, final double clearBelow, final boolean keeps, final double errors)
    {
        super(raiseAbove, clearBelow, keeps);
        this.errors = errors;
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return rate > member.raiseLevel && sure(flow, rate, nowNs) > member.raiseLevel;
    }

    private double sure(final WatchedFlow flow, final double rate, final long ns)
    {
        return rate - errors * Math.sqrt(flow.varianceAt(ns));
    }

    @Override
    double margin(final Member member, final WatchedFlow flow, final boolean raise, final long ns)
    {
        return sure(flow, flow.rateAt(ns), ns) - member.raiseLevel;
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return isHeld(flow, fromNs) ? marginRisesNs(member, flow, true, fromNs) :
            margin(member, flow, true, fromNs) > 0 ? fromNs : NEVER;
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return marginDropsNs(member, flow, true, fromNs);
    }

    @Override
    long decaysNs(final Member member, final WatchedFlow flow, final boolean raise, final long fromNs)
    {
        final double rate = flow.rateAt(fromNs);
        final double sure = sure(flow, rate, fromNs);
        return sure <= member.raiseLevel ? fromNs : flow.fallsBelowNs(member.raiseLevel * rate / sure, fromNs);
    }
}
