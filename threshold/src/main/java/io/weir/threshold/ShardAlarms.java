package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;
import io.weir.flowcache.WatchedTable;

/**
 * The alarms of one table in one shard: what becomes of them as their members change and time passes. Single writer:
 * the shard's thread.
 *
 * <p>A member knows whether it <em>raises</em> and whether it <em>holds</em> its alarm and, by the formula of its rate,
 * when that changes; an alarm that is about to be raised or cleared waits for its time. Each deadline is handled as at
 * its own instant, for which the flow's state, unchanged since, gives the rate.
 *
 * <p>Invariants: a flow has the watcher's mark exactly while it has members; a raised alarm has a member; an alarm's
 * deadline is set exactly while it is about to change.
 */
final class ShardAlarms
{
    /** A deadline this close is the one that was waited for, found anew with another rounding. */
    private static final long SLACK_NS = 2;

    private final WatchedTable table;
    private final Alarms alarms;
    private final boolean inline;
    private final TrackedFlows tracked;
    private final WatchedFlow cursor;
    private final WatchedFlow spare;
    private final Deadlines deadlines = new Deadlines();
    private Member freeMembers;
    private Alarm freeAlarms;
    private boolean waiting;

    ShardAlarms(final WatchedTable table, final Alarms alarms, final boolean inline, final TrackedFlows tracked)
    {
        this.table = table;
        this.alarms = alarms;
        this.inline = inline;
        this.tracked = tracked;
        cursor = table.newCursor();
        spare = table.newCursor();
    }

    /**
     * Whether no alarm may be raised or cleared yet, because those of the table before may be the same: what becomes
     * due waits.
     *
     * @param newWaiting whether that is so.
     */
    void waiting(final boolean newWaiting)
    {
        waiting = newWaiting;
    }

    /**
     * Whether something is due.
     *
     * @param nowNs now.
     * @return false if there is nothing to run.
     */
    boolean isDue(final long nowNs)
    {
        return deadlines.firstNs() <= nowNs;
    }

    /**
     * Handle what is due, in order.
     *
     * @param nowNs  now.
     * @param budget most deadlines to handle.
     * @return how many more could have been handled.
     */
    int runDue(final long nowNs, final int budget)
    {
        int left = budget;
        while (left > 0 && deadlines.firstNs() <= nowNs && !waiting)
        {
            left--;
            final long atNs = deadlines.firstNs();
            handle(deadlines.pop(), atNs);
        }
        return left;
    }

    /**
     * Handle what is due of the alarms of one flow, which may be behind the present.
     *
     * @param flow  to look at.
     * @param nowNs now.
     */
    void runDueOf(final WatchedFlow flow, final long nowNs)
    {
        if (!isDue(nowNs) || waiting)
        {
            return;
        }
        TrackedFlow node = tracked.find(flow);
        while (null != node)
        {
            Member first = null;
            long firstNs = Detector.NEVER;
            for (Member member = node.first; null != member; member = member.nextOfFlow)
            {
                final long dueNs = deadlines.firstNs(member);
                if (dueNs < firstNs)
                {
                    firstNs = dueNs;
                    first = member;
                }
            }
            if (firstNs > nowNs)
            {
                return;
            }
            handle(deadlines.pop(first), firstNs);
            node = tracked.find(flow);
        }
    }

    /* Handles what is due of the alarm that the flows of a source share. */
    private void runDueOf(final RuleState rule, final int sourceId, final long nowNs)
    {
        Alarm alarm = rule.ofSource(sourceId);
        while (null != alarm && deadlines.firstNs(alarm) <= nowNs && !waiting)
        {
            final long atNs = deadlines.firstNs(alarm);
            handle(deadlines.pop(alarm), atNs);
            alarm = rule.ofSource(sourceId);
        }
    }

    /**
     * A flow becomes a member of a rule's alarm, which is made if need be.
     *
     * @param node  of the flow, not yet a member.
     * @param rule  to join.
     * @param flow  to look at.
     * @param nowNs now.
     * @return its member.
     */
    Member join(final TrackedFlow node, final RuleState rule, final WatchedFlow flow, final long nowNs)
    {
        final int sourceId = flow.sourceId();
        if (!rule.byFlow)
        {
            runDueOf(rule, sourceId, nowNs);
        }
        Alarm alarm = rule.byFlow ? null : rule.ofSource(sourceId);
        if (null == alarm)
        {
            alarm = newAlarm();
            rule.add(alarm, sourceId);
        }
        final Member member = newMember();
        node.add(member, rule);
        alarm.add(member);
        rule.members++;
        rule.setLevels(member, flow, nowNs);
        rule.detector.begin(member, flow, nowNs);
        return member;
    }

    /**
     * An update of a member's flow was applied, or it has just joined.
     *
     * @param member of the flow.
     * @param flow   after the update.
     * @param rate   of it now.
     * @param nowNs  now.
     */
    void update(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        final Alarm alarm = member.alarm;
        final RuleState rule = alarm.rule;
        final boolean holds = rule.detector.holds(member, flow, rate, nowNs);
        // What raised an alarm is of no interest until it is cleared; it has ceased to raise when it ceases to hold.
        final boolean raises = null == alarm.raised || rule.needsAll ?
            holds && rule.raises(member, flow, rate, nowNs) : holds && member.raising;
        if (holds != member.holding)
        {
            holding(member, holds);
        }
        if (raises != member.raising)
        {
            raising(member, raises);
        }
        judge(alarm, member, flow, nowNs);
        plan(member, flow, nowNs);
    }

    private void holding(final Member member, final boolean holds)
    {
        final Alarm alarm = member.alarm;
        member.holding = holds;
        alarm.holding += holds ? 1 : -1;
        if (holds && alarm.anchor == member && !alarm.rule.needsAll)
        {
            alarm.anchor = null;
        }
        member.flow.onChange();
    }

    private void raising(final Member member, final boolean raises)
    {
        final Alarm alarm = member.alarm;
        member.raising = raises;
        alarm.raising += raises ? 1 : -1;
        member.flow.onChange();
    }

    /*
     * Does what follows for an alarm from what its members do: raise or clear it, at once or after a time. The member
     * is the one that has changed and flow is where it is; null where that is not known.
     */
    private void judge(final Alarm alarm, final Member member, final WatchedFlow flow, final long atNs)
    {
        final RuleState rule = alarm.rule;
        alarm.armed |= null != member && !member.raising;
        final boolean changes = null == alarm.raised ? alarm.raises() && !rule.ending : !alarm.holds();
        if (!changes)
        {
            deadlines.cancel(alarm, alarm);
        }
        else if (!alarm.isScheduled())
        {
            if (null != alarm.raised)
            {
                deadlines.schedule(alarm, alarm, atNs + rule.rule.timeoutNs);
            }
            else if (0 == rule.rule.holdForNs && null != flow && !waiting)
            {
                raise(alarm, member, flow, atNs);
            }
            else
            {
                alarm.anchor = null == alarm.anchor ? member : alarm.anchor;
                deadlines.schedule(alarm, alarm, atNs + rule.rule.holdForNs);
            }
        }
    }

    private void raise(final Alarm alarm, final Member member, final WatchedFlow flow, final long atNs)
    {
        final RuleState rule = alarm.rule;
        alarm.anchor = rule.needsAll ? member : null;
        alarm.raised = alarms.raise(rule.rule, rule.detector.raiseReason(), member.raiseLevel,
            Reading.of(flow, rule.detector, atNs), atNs, rule.detector.onsetNs(member, atNs), inline);
        member.flow.onChange();
    }

    // Finds out what a member waits for if it gets no update, and lets it go if there is nothing.
    private void plan(final Member member, final WatchedFlow flow, final long fromNs)
    {
        final Alarm alarm = member.alarm;
        final RuleState rule = alarm.rule;
        final Detector detector = rule.detector;
        long atNs = Detector.NEVER;
        Member.Crossing crossing = Member.Crossing.NONE;
        if (null != alarm.raised || !rule.byFlow || rule.needsAll)
        {
            atNs = member.holding ? detector.fallsNs(member, flow, fromNs) : detector.holdsNs(member, flow, fromNs);
            crossing = member.holding ? Member.Crossing.FALL : Member.Crossing.HOLD;
        }
        if (null == alarm.raised || rule.needsAll)
        {
            final long changesNs = member.raising ?
                detector.ceasesNs(member, flow, fromNs) : rule.raisesNs(member, flow, fromNs);
            if (changesNs < atNs)
            {
                atNs = changesNs;
                crossing = member.raising ? Member.Crossing.CEASE : Member.Crossing.RAISE;
            }
        }
        final long turnsNs = detector.turnsNs(member, flow, fromNs);
        if (turnsNs < atNs)
        {
            atNs = turnsNs;
            crossing = Member.Crossing.TURN;
        }
        if (Detector.NEVER == atNs && !isNeeded(member))
        {
            atNs = detector.keptUntilNs(member, flow, fromNs);
            crossing = Member.Crossing.LEAVE;
            if (atNs <= fromNs)
            {
                leave(member, flow);
                return;
            }
        }
        member.crossing = Detector.NEVER == atNs ? Member.Crossing.NONE : crossing;
        if (Detector.NEVER == atNs)
        {
            deadlines.cancel(member, alarm);
        }
        else
        {
            deadlines.schedule(member, alarm, atNs);
        }
    }

    // Whether a member that waits for nothing must stay because of its alarm.
    private boolean isNeeded(final Member member)
    {
        final Alarm alarm = member.alarm;
        if (alarm.rule.needsAll)
        {
            return alarm.armed && (alarm.rule.byFlow || 1 == alarm.members || !member.raising);
        }
        if (null == alarm.raised)
        {
            return member.raising;
        }
        if (member.holding || alarm.rule.byFlow)
        {
            return true;
        }
        if (alarm.holding > 0)
        {
            return false;
        }
        final Member old = alarm.anchor;
        alarm.anchor = member;
        if (null != old && old != member)
        {
            leaveFound(old);
        }
        return true;
    }

    private void handle(final Timed due, final long atNs)
    {
        if (due instanceof Member member)
        {
            cross(member, atNs);
        }
        else
        {
            timeOut((Alarm)due, atNs);
        }
    }

    private void cross(final Member member, final long atNs)
    {
        final Alarm alarm = member.alarm;
        final RuleState rule = alarm.rule;
        if (!table.find(member.flow.key, 0, cursor))
        {
            vanish(member, atNs);
            return;
        }
        if (crossesNs(member, atNs) > atNs + SLACK_NS)
        {
            plan(member, cursor, atNs);
            return;
        }
        switch (member.crossing)
        {
            case FALL:
                holding(member, false);
                if (member.raising && !rule.needsAll)
                {
                    raising(member, false);
                }
                break;
            case HOLD:
                holding(member, true);
                break;
            case RAISE:
                if (!member.holding)
                {
                    holding(member, true);
                }
                raising(member, true);
                break;
            case CEASE:
                raising(member, false);
                break;
            case TURN:
                rule.detector.turn(member, cursor, atNs);
                break;
            default:
                if (!isNeeded(member))
                {
                    leave(member, cursor);
                    return;
                }
                break;
        }
        judge(alarm, member, cursor, atNs);
        // Just after: at the instant itself a rounded rate may lie on either side.
        plan(member, cursor, atNs + 1);
    }

    /* The instant that a member waited for, with the updates since. */
    private long crossesNs(final Member member, final long atNs)
    {
        final RuleState rule = member.alarm.rule;
        switch (member.crossing)
        {
            case FALL:
                return rule.detector.fallsNs(member, cursor, atNs);
            case HOLD:
                return rule.detector.holdsNs(member, cursor, atNs);
            case RAISE:
                return rule.raisesNs(member, cursor, atNs);
            case CEASE:
                return rule.detector.ceasesNs(member, cursor, atNs);
            case TURN:
                return rule.detector.turnsNs(member, cursor, atNs);
            default:
                return rule.detector.keptUntilNs(member, cursor, atNs);
        }
    }

    private void timeOut(final Alarm alarm, final long atNs)
    {
        final Member member = null == alarm.raised ? raisingMember(alarm) : alarm.spokesman();
        final boolean found = table.find(member.flow.key, 0, cursor);
        if (null == alarm.raised)
        {
            if (found)
            {
                raise(alarm, member, cursor, atNs);
                plan(member, cursor, atNs);
            }
            else
            {
                vanish(member, atNs);
            }
            return;
        }
        clear(alarm, found ? cursor : null, alarm.rule.detector.clearReason(), atNs);
        if (!found)
        {
            vanish(member, atNs);
        }
        else if (alarm.rule.byFlow || alarm.rule.needsAll)
        {
            plan(member, cursor, atNs + 1);
        }
        else if (null != alarm.anchor)
        {
            leave(alarm.anchor, cursor);
        }
    }

    private static Member raisingMember(final Alarm alarm)
    {
        Member member = alarm.spokesman();
        if (!member.raising)
        {
            member = alarm.first;
            while (!member.raising && null != member.nextOfAlarm)
            {
                member = member.nextOfAlarm;
            }
        }
        return member;
    }

    private void clear(final Alarm alarm, final WatchedFlow flow, final EventReason reason, final long atNs)
    {
        final ThresholdEvent raised = alarm.raised;
        alarm.raised = null;
        deadlines.cancel(alarm, alarm);
        for (Member member = alarm.rule.byFlow ? alarm.first : null; null != member; member = member.nextOfAlarm)
        {
            member.flow.onChange();
        }
        final Reading reading = null == flow ? null :
            alarm.rule.byFlow ? Reading.of(flow, alarm.rule.detector, atNs, raised) :
            Reading.of(flow, alarm.rule.detector, atNs);
        alarms.clear(raised, reading, reason, atNs, inline);
    }

    private void end(final Member member, final WatchedFlow flow, final EventReason reason, final long nowNs)
    {
        final Alarm alarm = member.alarm;
        if (1 == alarm.members)
        {
            if (null != alarm.raised)
            {
                clear(alarm, flow, reason, nowNs);
            }
            leave(member, flow);
        }
        else
        {
            leave(member, flow);
            judge(alarm, null, null, nowNs);
        }
    }

    // The flow of a member is gone without a word. The cache does not do that; were it to, no alarm is left dangling.
    private void vanish(final Member member, final long atNs)
    {
        end(member, null, EventReason.FLOW_EXPIRED, atNs);
    }

    /**
     * A member leaves its alarm.
     *
     * @param member to take out.
     */
    void leaveFound(final Member member)
    {
        leave(member, table.find(member.flow.key, 0, spare) ? spare : null);
    }

    // The alarm goes with its last member, the mark with the flow's last membership; flow is null where it is gone.
    private void leave(final Member member, final WatchedFlow flow)
    {
        final Alarm alarm = member.alarm;
        final RuleState rule = alarm.rule;
        final TrackedFlow node = member.flow;
        deadlines.cancel(member, alarm);
        alarm.remove(member);
        rule.members--;
        node.remove(member, rule);
        member.clear();
        member.nextOfFlow = freeMembers;
        freeMembers = member;
        alarms.untrack();
        if (0 == node.members)
        {
            tracked.remove(node);
            if (null != flow)
            {
                flow.active(false);
            }
        }
        if (0 == alarm.members)
        {
            deadlines.cancel(alarm, alarm);
            rule.remove(alarm);
            alarm.reset();
            alarm.next = freeAlarms;
            freeAlarms = alarm;
        }
    }

    /**
     * A flow is gone: its memberships end, and alarms of it alone are cleared.
     *
     * @param flow   as it was last.
     * @param reason why.
     * @param nowNs  now.
     */
    void endFlow(final WatchedFlow flow, final EventReason reason, final long nowNs)
    {
        final TrackedFlow node = tracked.find(flow);
        if (null == node)
        {
            return;
        }
        while (node.members > 1)
        {
            end(node.first, flow, reason, nowNs);
        }
        end(node.first, flow, reason, nowNs);
    }

    /**
     * An alarm of a rule that is gone, or whose table is, is cleared if it is raised. Its members stay.
     *
     * @param alarm  to clear.
     * @param reason why.
     * @param nowNs  now.
     */
    void endRaised(final Alarm alarm, final EventReason reason, final long nowNs)
    {
        if (null != alarm.raised)
        {
            final boolean found = table.find(alarm.spokesman().flow.key, 0, spare);
            clear(alarm, found ? spare : null, reason, nowNs);
        }
    }

    private Member newMember()
    {
        final Member member = freeMembers;
        if (null == member)
        {
            return new Member();
        }
        freeMembers = member.nextOfFlow;
        member.nextOfFlow = null;
        return member;
    }

    private Alarm newAlarm()
    {
        final Alarm alarm = freeAlarms;
        if (null == alarm)
        {
            return new Alarm();
        }
        freeAlarms = alarm.next;
        alarm.next = null;
        return alarm;
    }
}
