package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * A flow that stopped: raises when nothing was counted for it for a time, is over with the next record. Flows that
 * share an alarm must all have stopped. Immutable.
 */
final class AbsenceDetector extends QuantityDetector
{
    private final long afterNs;

    AbsenceDetector(final double watch, final long afterNs)
    {
        super(watch);
        this.afterNs = afterNs;
    }

    @Override
    boolean needsAll()
    {
        return true;
    }

    @Override
    EventReason raiseReason()
    {
        return EventReason.ABSENT;
    }

    @Override
    EventReason clearReason()
    {
        return EventReason.SEEN;
    }

    @Override
    void begin(final Member member, final WatchedFlow flow, final long nowNs)
    {
        member.sinceNs = nowNs;
    }

    @Override
    void add(final Member member, final WatchedFlow flow, final long value, final long nowNs)
    {
        member.sinceNs = nowNs;
    }

    @Override
    double quantityAt(final Member member, final WatchedFlow flow, final long ns)
    {
        return 0;
    }

    @Override
    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return nowNs - member.sinceNs >= afterNs;
    }

    @Override
    boolean holds(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return raises(member, flow, rate, nowNs);
    }

    @Override
    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return Math.max(fromNs, member.sinceNs + afterNs);
    }

    @Override
    long ceasesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return NEVER;
    }

    @Override
    long holdsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return raisesNs(member, flow, fromNs);
    }

    @Override
    long fallsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return NEVER;
    }

    @Override
    long onsetNs(final Member member, final long atNs)
    {
        return member.sinceNs;
    }
}
