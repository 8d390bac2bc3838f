package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * A quantile over time: raises when the rate has been above the level for more than its share of the recent past, that
 * is, when the quantile of the rate is above the level. The past is a decaying average of "above" or "not above", begun
 * with the first time that a flow is above. Immutable.
 */
final class QuantileDetector extends QuantityDetector
{
    private static final double FORGOTTEN = 1e-3;

    private final double share;
    private final double windowS;

    QuantileDetector(final double level, final double quantile, final long windowNs)
    {
        super(level);
        share = 1 - quantile;
        windowS = seconds(windowNs);
    }

    @Override
    void begin(final Member member, final WatchedFlow flow, final long nowNs)
    {
        member.quantity = 0;
        member.quantityNs = nowNs;
        member.above = flow.rateAt(nowNs) > member.raiseLevel;
    }

    @Override
    void add(final Member member, final WatchedFlow flow, final long value, final long nowNs)
    {
        member.above = flow.rateAt(nowNs) > member.raiseLevel;
    }

    @Override
    long turnsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return member.above ? flow.fallsBelowNs(member.raiseLevel, fromNs) :
            flow.risesAboveNs(member.raiseLevel, fromNs);
    }

    @Override
    void turn(final Member member, final WatchedFlow flow, final long atNs)
    {
        move(member, flow, atNs);
        member.above = !member.above;
    }

    @Override
    double quantityAt(final Member member, final WatchedFlow flow, final long ns)
    {
        final double rest = Math.exp(-seconds(ns - member.quantityNs) / windowS);
        return member.above ? 1 - (1 - member.quantity) * rest : member.quantity * rest;
    }

    private double shareToHold(final Member member)
    {
        return share * member.clearLevel / member.raiseLevel;
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return quantityAt(member, flow, nowNs) > share;
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return quantityAt(member, flow, nowNs) >= shareToHold(member);
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return risesNs(member, flow, share, fromNs);
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return risesNs(member, flow, shareToHold(member), fromNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return dropsNs(member, flow, share, fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return dropsNs(member, flow, shareToHold(member), fromNs);
    }

    @Override
    long keptUntilNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return member.above ? NEVER : dropsNs(member, flow, FORGOTTEN * share, fromNs);
    }

    private long risesNs(final Member member, final WatchedFlow flow, final double to, final long fromNs)
    {
        return !member.above ? NEVER :
            later(fromNs, windowS * Math.log((1 - quantityAt(member, flow, fromNs)) / (1 - to)));
    }

    private long dropsNs(final Member member, final WatchedFlow flow, final double to, final long fromNs)
    {
        return member.above ? NEVER : later(fromNs, windowS * Math.log(quantityAt(member, flow, fromNs) / to));
    }
}
