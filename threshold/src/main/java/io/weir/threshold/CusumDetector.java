package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * Cumulative sum: what a flow sends beyond an allowance, never below nothing and capped. The allowance is {@code k}
 * times the level; a flow raises when the sum is above what the level brings in {@code h} seconds, and holds while it
 * is not below half of that. A burst of twice the level takes {@code h / (2 - k)} seconds, whatever the flow sent
 * before, while noise below the allowance has to fight its drift.
 *
 * <p>The sum is kept of flows above a tenth of the level. For one that is young when it gets there, the sum begins with
 * its first record; for others it begins at nothing. When the sum left nothing last is the onset of what raised.
 * Immutable.
 *
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page, Continuous Inspection Schemes, 1954</a>
 */
final class CusumDetector extends QuantityDetector
{
    private static final double WATCH = 0.1;
    private static final double HOLD = 0.5;
    private static final double CAP = 2;

    private final double allowance;
    private final double limit;

    CusumDetector(final double level, final double k, final double h)
    {
        super(WATCH * level);
        allowance = k;
        limit = h;
    }

    private double allowance(final Member member)
    {
        return allowance * member.raiseLevel;
    }

    private double limit(final Member member)
    {
        return limit * member.raiseLevel;
    }

    @Override
    void begin(final Member member, final WatchedFlow flow, final long nowNs)
    {
        final long firstNs = Math.min(nowNs, flow.firstSeenNs());
        final double sum = flow.total() - allowance(member) * seconds(nowNs - firstNs);
        member.quantity = !isHeld(flow, nowNs) ? clipped(member, sum) : 0;
        member.quantityNs = nowNs;
        member.sinceNs = member.quantity > 0 ? firstNs : nowNs;
    }

    private double clipped(final Member member, final double sum)
    {
        return Math.max(0, Math.min(CAP * limit(member), sum));
    }

    @Override
    void move(final Member member, final WatchedFlow flow, final long toNs)
    {
        if (0 == member.quantity)
        {
            member.sinceNs = member.quantityNs;
        }
        super.move(member, flow, toNs);
        if (0 == member.quantity)
        {
            member.sinceNs = toNs;
        }
    }

    @Override
    void add(final Member member, final WatchedFlow flow, final long value, final long nowNs)
    {
        member.quantity = clipped(member, member.quantity + value);
    }

    @Override
    double quantityAt(final Member member, final WatchedFlow flow, final long ns)
    {
        double sum = member.quantity;
        long fromNs = member.quantityNs;
        if (isHeld(flow, fromNs))
        {
            final long toNs = Math.min(ns, flow.heldUntilNs());
            sum = clipped(member, sum + (flow.heldRate() - allowance(member)) * seconds(toNs - fromNs));
            fromNs = toNs;
        }
        return Math.max(0, sum - allowance(member) * seconds(ns - fromNs));
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return quantityAt(member, flow, nowNs) > limit(member);
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return quantityAt(member, flow, nowNs) >= HOLD * limit(member);
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return risesNs(member, flow, limit(member), fromNs);
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return risesNs(member, flow, HOLD * limit(member), fromNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return dropsNs(member, flow, limit(member), fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return dropsNs(member, flow, HOLD * limit(member), fromNs);
    }

    @Override
    long keptUntilNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return Math.max(dropsNs(member, flow, 0, fromNs), flow.fallsBelowNs(watch, fromNs));
    }

    private long risesNs(final Member member, final WatchedFlow flow, final double level, final long fromNs)
    {
        final double drift = flow.heldRate() - allowance(member);
        if (!isHeld(flow, fromNs) || drift <= 0)
        {
            return NEVER;
        }
        final long atNs = later(fromNs, (level - quantityAt(member, flow, fromNs)) / drift);
        return atNs < flow.heldUntilNs() ? atNs : NEVER;
    }

    private long dropsNs(final Member member, final WatchedFlow flow, final double level, final long fromNs)
    {
        double sum = quantityAt(member, flow, fromNs);
        long beginNs = fromNs;
        if (isHeld(flow, fromNs))
        {
            final double drift = flow.heldRate() - allowance(member);
            if (drift < 0)
            {
                final long atNs = later(fromNs, (sum - level) / -drift);
                if (atNs < flow.heldUntilNs())
                {
                    return atNs;
                }
            }
            beginNs = flow.heldUntilNs();
            sum = quantityAt(member, flow, beginNs);
        }
        return later(beginNs, (sum - level) / allowance(member));
    }

    @Override
    long onsetNs(final Member member, final long atNs)
    {
        return Math.min(atNs, member.sinceNs);
    }
}
