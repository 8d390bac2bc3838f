package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * Tells on which side of a threshold a flow is, now and later if it gets no update. The state machine around it (waits,
 * episodes, scopes) does not know what is measured. Immutable: what a detector remembers of a flow is in its member.
 *
 * <p>Three sides: a flow raises; it does not raise but holds a raised alarm; it does neither. What raises also holds.
 */
abstract class Detector
{
    /** An instant that does not come. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int STEPS = 64;

    /**
     * The rate above which a flow concerns a rule.
     *
     * @param byFlow whether each flow has an alarm of its own; else it is also of interest where it only holds one.
     * @return value units per second.
     */
    abstract double watchLevel(boolean byFlow);

    /** {@return whether an alarm that flows share needs all of them: too little is when none has enough} */
    boolean needsAll()
    {
        return false;
    }

    /**
     * Whether a flow that is no member may be of interest, beside its rate.
     *
     * @param flow  to look at.
     * @param nowNs now.
     * @return false to pass over it until its next update.
     */
    boolean concerns(final WatchedFlow flow, final long nowNs)
    {
        return true;
    }

    /**
     * What an event tells as the value.
     *
     * @param flow to look at.
     * @param ns   when.
     * @return the rate, or what is compared in its place.
     */
    double valueAt(final WatchedFlow flow, final long ns)
    {
        return flow.rateAt(ns);
    }

    /** {@return whether {@link #valueAt} is the rate, whose error is known} */
    boolean isOnRate()
    {
        return true;
    }

    /** {@return how many flows a rule may have as members within a shard} */
    int maxMembers()
    {
        return Integer.MAX_VALUE;
    }

    /** {@return whether every update counts, beside where it leaves the rate} */
    boolean hasQuantity()
    {
        return false;
    }

    /**
     * A flow has become a member, by an update that was applied.
     *
     * @param member of the flow, its levels set.
     * @param flow   to look at.
     * @param nowNs  time of the update.
     */
    void begin(final Member member, final WatchedFlow flow, final long nowNs)
    {
    }

    /**
     * An update is about to be applied.
     *
     * @param member of the flow.
     * @param flow   before the update.
     * @param nowNs  time of the update.
     */
    void beforeUpdate(final Member member, final WatchedFlow flow, final long nowNs)
    {
    }

    /**
     * An update was applied.
     *
     * @param member of the flow.
     * @param flow   after the update.
     * @param nowNs  time of the update.
     */
    void afterUpdate(final Member member, final WatchedFlow flow, final long nowNs)
    {
    }

    /**
     * When the quantity takes another course if no update comes.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, or {@link #NEVER}.
     */
    long turnsNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return NEVER;
    }

    /**
     * The instant of {@link #turnsNs} has come.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param atNs   that instant.
     */
    void turn(final Member member, final WatchedFlow flow, final long atNs)
    {
    }

    /**
     * Until when a member that nothing waits for must be kept, because of what was noted about it.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param fromNs from when to look.
     * @return epoch nanoseconds; {@code fromNs} to let it go.
     */
    long keptUntilNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return fromNs;
    }

    /**
     * The rate that an update must leave the flow above for the flow to change sides; a rate that is held aside.
     *
     * @param member    of the flow.
     * @param holdsOnly whether only holding counts, because the alarm is raised.
     * @param shared    whether holding counts in any case.
     * @return value units per second, positive infinity for no such rate.
     */
    abstract double nextLevel(Member member, boolean holdsOnly, boolean shared);

    /**
     * Whether a flow raises now.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param rate   of it now.
     * @param nowNs  now.
     * @return true if it does.
     */
    abstract boolean raises(Member member, WatchedFlow flow, double rate, long nowNs);

    /**
     * Whether a flow holds now.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param rate   of it now.
     * @param nowNs  now.
     * @return true if it does.
     */
    abstract boolean holds(Member member, WatchedFlow flow, double rate, long nowNs);

    /**
     * When a flow begins to raise if it gets no update.
     *
     * @param member of the flow, which does not raise.
     * @param flow   to look at.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, or {@link #NEVER}.
     */
    abstract long raisesNs(Member member, WatchedFlow flow, long fromNs);

    /**
     * When a flow ceases to raise if it gets no update.
     *
     * @param member of the flow, which raises.
     * @param flow   to look at.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, or {@link #NEVER}.
     */
    abstract long ceasesNs(Member member, WatchedFlow flow, long fromNs);

    /**
     * When a flow begins to hold if it gets no update.
     *
     * @param member of the flow, which does not hold.
     * @param flow   to look at.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, or {@link #NEVER}.
     */
    abstract long holdsNs(Member member, WatchedFlow flow, long fromNs);

    /**
     * When a flow ceases to hold if it gets no update.
     *
     * @param member of the flow, which holds.
     * @param flow   to look at.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, or {@link #NEVER}.
     */
    abstract long fallsNs(Member member, WatchedFlow flow, long fromNs);

    /**
     * When what an alarm tells of began.
     *
     * @param member of the flow that raises.
     * @param atNs   when it raises.
     * @return epoch nanoseconds.
     */
    long onsetNs(final Member member, final long atNs)
    {
        return atNs;
    }

    /** {@return why an alarm is raised} */
    EventReason raiseReason()
    {
        return EventReason.ABOVE;
    }

    /** {@return why an alarm is cleared when it is over} */
    EventReason clearReason()
    {
        return EventReason.BELOW;
    }

    /**
     * How far a flow is on the upper side of one of its levels, where no closed form tells when it crosses it.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param raise  whether the side that raises is meant, else the one that holds.
     * @param ns     when.
     * @return above 0 on the upper side.
     */
    double margin(final Member member, final WatchedFlow flow, final boolean raise, final long ns)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * When the margin is no longer above 0 if no update comes and no rate is held.
     *
     * @param member of the flow.
     * @param flow   to look at.
     * @param raise  whether the side that raises is meant, else the one that holds.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, {@code fromNs} where it is not above 0 then, or {@link #NEVER}.
     */
    long decaysNs(final Member member, final WatchedFlow flow, final boolean raise, final long fromNs)
    {
        throw new UnsupportedOperationException();
    }

    /* When the margin gets above 0 while a rate is held. */
    final long marginRisesNs(final Member member, final WatchedFlow flow, final boolean raise, final long fromNs)
    {
        return isHeld(flow, fromNs) ? marginNs(member, flow, raise, true, fromNs, flow.heldUntilNs()) : NEVER;
    }

    /* When the margin is no longer above 0: found by steps while a rate is held, in closed form from then on. */
    final long marginDropsNs(final Member member, final WatchedFlow flow, final boolean raise, final long fromNs)
    {
        if (!isHeld(flow, fromNs))
        {
            return decaysNs(member, flow, raise, fromNs);
        }
        final long atNs = marginNs(member, flow, raise, false, fromNs, flow.heldUntilNs());
        return NEVER == atNs ? decaysNs(member, flow, raise, flow.heldUntilNs()) : atNs;
    }

    static boolean isHeld(final WatchedFlow flow, final long ns)
    {
        return 0 != flow.heldRate() && flow.heldUntilNs() > ns;
    }

    /* First instant at which the margin is above 0, or no longer is: a grid, then bisection. */
    private long marginNs(
        final Member member,
        final WatchedFlow flow,
        final boolean raise,
        final boolean above,
        final long fromNs,
        final long toNs)
    {
        if (above == margin(member, flow, raise, fromNs) > 0)
        {
            return fromNs;
        }
        final long step = Math.max(1, (toNs - fromNs) / STEPS);
        long low = fromNs;
        while (low < toNs)
        {
            long high = Math.min(toNs, low + step);
            if (above == margin(member, flow, raise, high) > 0)
            {
                while (high - low > 1)
                {
                    final long middle = low + (high - low >>> 1);
                    if (above == margin(member, flow, raise, middle) > 0)
                    {
                        high = middle;
                    }
                    else
                    {
                        low = middle;
                    }
                }
                return high;
            }
            low = high;
        }
        return NEVER;
    }
}
