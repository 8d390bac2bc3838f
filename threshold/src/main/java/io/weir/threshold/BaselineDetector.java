package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * A fast against a slow average of the same flow: raises when the rate is above the level and above a multiple of the
 * slow average. The slow average is a decaying one as well and goes on learning, so an alarm ends at the latest when
 * the new rate has become usual. It is kept of flows above a tenth of the level; for one that gets there, it begins
 * with what the flow has sent so far, spread evenly over its life. Immutable.
 */
final class BaselineDetector extends QuantityDetector
{
    private static final double WATCH = 0.1;

    private final double factor;
    private final double slowS;
    private final double fastS;

    BaselineDetector(final double level, final double factor, final long slowNs, final long fastNs)
    {
        super(WATCH * level);
        this.factor = factor;
        slowS = seconds(slowNs);
        fastS = seconds(fastNs);
    }

    @Override
    void begin(final Member member, final WatchedFlow flow, final long nowNs)
    {
        final double age = Math.max(0, seconds(nowNs - flow.firstSeenNs())) / slowS;
        member.quantity = isHeld(flow, nowNs) ? 0 :
            flow.total() / slowS * (age > 0 ? -Math.expm1(-age) / age : 1);
        member.quantityNs = nowNs;
    }

    @Override
    void add(final Member member, final WatchedFlow flow, final long value, final long nowNs)
    {
        member.quantity += value / slowS;
    }

    @Override
    double quantityAt(final Member member, final WatchedFlow flow, final long ns)
    {
        double average = member.quantity;
        long fromNs = member.quantityNs;
        if (isHeld(flow, fromNs))
        {
            final long toNs = Math.min(ns, flow.heldUntilNs());
            average = flow.heldRate() + (average - flow.heldRate()) * Math.exp(-seconds(toNs - fromNs) / slowS);
            fromNs = toNs;
        }
        return average * Math.exp(-seconds(ns - fromNs) / slowS);
    }

    @Override
    double margin(final Member member, final WatchedFlow flow, final boolean raise, final long ns)
    {
        final double rate = flow.rateAt(ns);
        final double level = raise ? member.raiseLevel : Math.nextDown(member.clearLevel);
        final double times = raise ? factor : factorToHold(member);
        return Math.min(rate - level, rate - times * quantityAt(member, flow, ns));
    }

    private double factorToHold(final Member member)
    {
        return factor * member.clearLevel / member.raiseLevel;
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
    long keptUntilNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return flow.fallsBelowNs(watch, fromNs);
    }

    /* Without an update the fast average gains on the slow one only while a rate is held. */
    @Override
    long decaysNs(final Member member, final WatchedFlow flow, final boolean raise, final long fromNs)
    {
        final long levelNs = flow.fallsBelowNs(raise ? member.raiseLevel : member.clearLevel, fromNs);
        final double slow = (raise ? factor : factorToHold(member)) * quantityAt(member, flow, fromNs);
        final double rate = flow.rateAt(fromNs);
        if (!(slow > 0) || rate <= slow)
        {
            return slow > 0 ? fromNs : levelNs;
        }
        return Math.min(levelNs, later(fromNs, Math.log(rate / slow) / (1 / fastS - 1 / slowS)));
    }
}
