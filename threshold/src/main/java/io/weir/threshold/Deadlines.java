package io.weir.threshold;

/**
 * All deadlines of a shard in order, and those of one alarm for themselves: what is due of one flow can be handled
 * before its update while the rest waits. Alarms of single flows and their members lie in one heap; an alarm that flows
 * share has a heap of its own, of which the first deadline counts. Single writer.
 */
final class Deadlines
{
    private final DeadlineHeap ofFlows = new DeadlineHeap(DeadlineHeap.INITIAL_CAPACITY);
    private final DeadlineHeap ofShared = new DeadlineHeap(DeadlineHeap.INITIAL_CAPACITY);

    /** {@return the earliest deadline, {@link Long#MAX_VALUE} for none} */
    long firstNs()
    {
        return Math.min(ofFlows.firstDeadline(), ofShared.firstDeadline());
    }

    /**
     * The earliest deadline of an alarm that flows share, its members included.
     *
     * @param alarm that is shared.
     * @return the deadline, {@link Long#MAX_VALUE} for none.
     */
    long firstNs(final Alarm alarm)
    {
        return null == alarm.shared ? Long.MAX_VALUE : alarm.shared.own.firstDeadline();
    }

    /**
     * The earliest deadline on which it depends what a member's alarm does.
     *
     * @param member of an alarm.
     * @return the deadline, {@link Long#MAX_VALUE} for none.
     */
    long firstNs(final Member member)
    {
        final Alarm alarm = member.alarm;
        return alarm.rule.byFlow ?
            Math.min(ofFlows.deadlineOf(member), ofFlows.deadlineOf(alarm)) : firstNs(alarm);
    }

    /** {@return who has the earliest deadline, taken out; there must be one} */
    Timed pop()
    {
        return ofShared.firstDeadline() <= ofFlows.firstDeadline() ?
            pop(((Shared)ofShared.first()).alarm) : ofFlows.pop();
    }

    /**
     * Take out who has the earliest deadline of an alarm that flows share.
     *
     * @param alarm that is shared and has a deadline.
     * @return the alarm or one of its members.
     */
    Timed pop(final Alarm alarm)
    {
        final Timed first = alarm.shared.own.pop();
        follow(alarm);
        return first;
    }

    /**
     * Take out who has the earliest deadline on which it depends what a member's alarm does.
     *
     * @param member of an alarm; there must be such a deadline.
     * @return the alarm or a member of it.
     */
    Timed pop(final Member member)
    {
        final Alarm alarm = member.alarm;
        if (!alarm.rule.byFlow)
        {
            return pop(alarm);
        }
        final Timed first = ofFlows.deadlineOf(member) <= ofFlows.deadlineOf(alarm) ? member : alarm;
        ofFlows.cancel(first);
        return first;
    }

    /**
     * Set the deadline of an alarm or of a member of it, which may have one already.
     *
     * @param entry      to schedule.
     * @param alarm      that it is or belongs to.
     * @param deadlineNs epoch nanoseconds.
     */
    void schedule(final Timed entry, final Alarm alarm, final long deadlineNs)
    {
        if (alarm.rule.byFlow)
        {
            ofFlows.schedule(entry, deadlineNs);
            return;
        }
        if (null == alarm.shared)
        {
            alarm.shared = new Shared(alarm);
        }
        alarm.shared.own.schedule(entry, deadlineNs);
        follow(alarm);
    }

    /**
     * Take an alarm or a member out, if it is in.
     *
     * @param entry to take out.
     * @param alarm that it is or belongs to.
     */
    void cancel(final Timed entry, final Alarm alarm)
    {
        if (alarm.rule.byFlow)
        {
            ofFlows.cancel(entry);
        }
        else if (entry.isScheduled())
        {
            alarm.shared.own.cancel(entry);
            follow(alarm);
        }
    }

    private void follow(final Alarm alarm)
    {
        final Shared shared = alarm.shared;
        final long firstNs = shared.own.firstDeadline();
        if (Long.MAX_VALUE == firstNs)
        {
            ofShared.cancel(shared);
        }
        else if (firstNs != ofShared.deadlineOf(shared))
        {
            ofShared.schedule(shared, firstNs);
        }
    }

    /** Deadlines of an alarm that flows share and of its members; waits for the first of them. Single writer. */
    static final class Shared extends Timed
    {
        private static final int FEW = 4;

        private final Alarm alarm;
        private final DeadlineHeap own = new DeadlineHeap(FEW);

        private Shared(final Alarm alarm)
        {
            this.alarm = alarm;
        }
    }
}
