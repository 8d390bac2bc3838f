package io.weir.threshold;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowWatcher;
import io.weir.flowcache.WatchedFlow;
import io.weir.flowcache.WatchedTable;

import java.util.ArrayList;
import java.util.List;

/**
 * The state machine of all thresholds on one flow definition in one shard. Single writer: the shard's thread.
 *
 * <p>A flow becomes a <em>member</em> of an alarm when its rate is above the rule's watch level, or will be without an
 * update (a held rate crosses levels between updates). A member knows whether it <em>holds</em> the alarm and, by the
 * formula of its rate, when that changes; a raised alarm that no member holds waits for its timeout. Both wait in one
 * heap of deadlines, which is run up to the present before every datagram and at every tick; each deadline is handled
 * as at its own instant, for which the flow's state, unchanged since, gives the rate. So alarms behave as if every flow
 * were evaluated all the time, and an update that comes after a deadline never sees it pending.
 *
 * <p>Invariants: a flow has the watcher's mark exactly while it has members; a raised alarm has a member; an alarm's
 * deadline is set exactly while it is raised and not held.
 */
final class ShardWatcher implements FlowWatcher
{
    private static final RuleState[] NONE = {};

    private final WatchedTable table;
    private final MetricRules source;
    private final Alarms alarms;
    private final boolean inline;
    private final WatchedFlow cursor;
    private final WatchedFlow spare;
    private final TrackedFlows tracked;
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private Rule[] seenRules;
    private RuleState[] rules = NONE;
    private Member freeMembers;
    private Alarm freeAlarms;

    ShardWatcher(final WatchedTable table, final MetricRules source, final Alarms alarms)
    {
        this.table = table;
        this.source = source;
        this.alarms = alarms;
        inline = RunMode.REPLAY == table.mode();
        cursor = table.newCursor();
        spare = table.newCursor();
        tracked = new TrackedFlows(table.keyWords(), System.nanoTime());
        adopt(source.rules());
    }

    @Override
    public double riseLevel()
    {
        return 0 == rules.length ? Double.POSITIVE_INFINITY : rules[0].watchLevel;
    }

    @Override
    public void onTick(final long nowNs)
    {
        runDue(nowNs);
        final Rule[] latest = source.rules();
        if (latest != seenRules)
        {
            final RuleState[] before = rules;
            adopt(latest);
            endOthersThan(latest, before, nowNs);
        }
        if (!inline)
        {
            alarms.onTick();
        }
    }

    @Override
    public void onRise(final WatchedFlow flow, final long nowNs)
    {
        runDue(nowNs);
        considerRules(null, flow, flow.rateAt(nowNs), nowNs);
    }

    @Override
    public void onActiveUpdate(final WatchedFlow flow, final long nowNs)
    {
        runDue(nowNs);
    }

    @Override
    public void onActiveUpdated(final WatchedFlow flow, final long nowNs)
    {
        final TrackedFlow node = tracked.find(flow);
        if (null == node)
        {
            flow.active(false);
            return;
        }
        final boolean onlyRises = !flow.held();
        double rate = Double.NaN;
        Member member = node.first;
        while (null != member)
        {
            final Member next = member.nextOfFlow;
            // A flow that holds a raised alarm and only rises goes on holding it; its deadline is found anew when due.
            if (!(onlyRises && member.holding && null != member.alarm.raised))
            {
                rate = Double.isNaN(rate) ? flow.rateAt(nowNs) : rate;
                update(member, flow, rate, nowNs);
            }
            member = next;
        }
        if (!flow.active())
        {
            considerRules(null, flow, rate, nowNs);
        }
        else if (node.members < rules.length)
        {
            rate = Double.isNaN(rate) ? flow.rateAt(nowNs) : rate;
            if (!onlyRises || rate > node.nextLevel(rules))
            {
                considerRules(node, flow, rate, nowNs);
            }
        }
    }

    @Override
    public void onRemoved(final WatchedFlow flow, final FlowEndReason reason, final long nowNs)
    {
        runDue(nowNs);
        final TrackedFlow node = tracked.find(flow);
        if (null == node)
        {
            return;
        }
        final EventReason eventReason = reasonOf(reason);
        while (node.members > 1)
        {
            end(node.first, flow, eventReason, nowNs);
        }
        end(node.first, flow, eventReason, nowNs);
    }

    /** {@return flows that carry the mark} */
    int trackedFlows()
    {
        return tracked.size();
    }

    private static EventReason reasonOf(final FlowEndReason reason)
    {
        switch (reason)
        {
            case EVICTED:
                return EventReason.FLOW_EVICTED;
            case REMOVED:
                return EventReason.FLOW_REMOVED;
            case REDEFINED:
                return EventReason.FLOW_REDEFINED;
            default:
                return EventReason.FLOW_EXPIRED;
        }
    }

    // Lets a flow join the alarms of rules that it concerns and is not a member of; node is null where it has none yet.
    private void considerRules(final TrackedFlow node, final WatchedFlow flow, final double rate, final long nowNs)
    {
        TrackedFlow current = node;
        for (final RuleState rule : rules)
        {
            final Detector detector = rule.detector;
            if (rate <= rule.watchLevel && Long.MAX_VALUE ==
                (rule.byFlow ? detector.raisesNs(flow, nowNs) : detector.holdsNs(flow, nowNs)))
            {
                // Rules come by rising level: the others are out of reach too.
                return;
            }
            if (null == current || !current.isMemberOf(rule))
            {
                if (!alarms.tryTrack())
                {
                    return;
                }
                if (null == current)
                {
                    current = tracked.add(flow);
                    flow.active(true);
                }
                final Member member = join(current, rule, flow.sourceId());
                update(member, flow, rate, nowNs);
                current = flow.active() ? current : null;
            }
        }
    }

    private Member join(final TrackedFlow node, final RuleState rule, final int sourceId)
    {
        Alarm alarm = rule.byFlow ? null : rule.ofSource(sourceId);
        if (null == alarm)
        {
            alarm = newAlarm();
            rule.add(alarm, sourceId);
        }
        final Member member = newMember();
        node.add(member);
        alarm.add(member);
        return member;
    }

    private void update(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        final Alarm alarm = member.alarm;
        final Detector detector = alarm.rule.detector;
        if (detector.holds(flow, rate))
        {
            hold(member);
            if (null == alarm.raised && detector.raises(flow, rate))
            {
                raise(alarm, flow, nowNs);
            }
        }
        else
        {
            fall(member, nowNs);
        }
        plan(member, flow, nowNs);
    }

    private void hold(final Member member)
    {
        if (!member.holding)
        {
            final Alarm alarm = member.alarm;
            member.holding = true;
            alarm.holding++;
            deadlines.cancel(alarm);
            if (alarm.anchor == member)
            {
                alarm.anchor = null;
            }
        }
    }

    private void fall(final Member member, final long atNs)
    {
        if (member.holding)
        {
            final Alarm alarm = member.alarm;
            member.holding = false;
            alarm.holding--;
            if (0 == alarm.holding && null != alarm.raised)
            {
                deadlines.schedule(alarm, atNs + alarm.rule.rule.timeoutNs);
            }
        }
    }

    private void raise(final Alarm alarm, final WatchedFlow flow, final long atNs)
    {
        alarm.raised = alarms.raise(alarm.rule.rule, flow.row(atNs), atNs, inline);
    }

    // Finds out what a member waits for if it gets no update, and lets it go if there is nothing.
    private void plan(final Member member, final WatchedFlow flow, final long fromNs)
    {
        final Alarm alarm = member.alarm;
        final RuleState rule = alarm.rule;
        final Detector detector = rule.detector;
        long atNs = Long.MAX_VALUE;
        Member.Crossing crossing = Member.Crossing.NONE;
        if (null != alarm.raised || !rule.byFlow)
        {
            atNs = member.holding ? detector.fallsNs(flow, fromNs) : detector.holdsNs(flow, fromNs);
            crossing = member.holding ? Member.Crossing.FALL : Member.Crossing.HOLD;
        }
        if (null == alarm.raised)
        {
            final long raisesNs = detector.raisesNs(flow, fromNs);
            if (raisesNs < atNs)
            {
                atNs = raisesNs;
                crossing = Member.Crossing.RAISE;
            }
        }
        member.crossing = crossing;
        if (Long.MAX_VALUE != atNs)
        {
            deadlines.schedule(member, atNs);
        }
        else
        {
            settle(member, flow);
        }
    }

    // A member has nothing to wait for: it stays only where the alarm needs it.
    private void settle(final Member member, final WatchedFlow flow)
    {
        final Alarm alarm = member.alarm;
        deadlines.cancel(member);
        member.crossing = Member.Crossing.NONE;
        if (null == alarm.raised)
        {
            leave(member, flow);
        }
        else if (!member.holding && !alarm.rule.byFlow)
        {
            if (alarm.holding > 0)
            {
                leave(member, flow);
            }
            else
            {
                final Member old = alarm.anchor;
                alarm.anchor = member;
                if (null != old && old != member)
                {
                    leaveFound(old);
                }
            }
        }
    }

    private void runDue(final long nowNs)
    {
        while (deadlines.firstDeadline() <= nowNs)
        {
            final long atNs = deadlines.firstDeadline();
            final Timed due = deadlines.pop();
            if (due instanceof Member member)
            {
                cross(member, atNs);
            }
            else
            {
                timeOut((Alarm)due, atNs);
            }
        }
    }

    private void cross(final Member member, final long atNs)
    {
        final Alarm alarm = member.alarm;
        if (!table.find(member.flow.key, 0, cursor))
        {
            vanish(member, atNs);
            return;
        }
        switch (member.crossing)
        {
            case FALL:
                final long fallsNs = alarm.rule.detector.fallsNs(cursor, atNs);
                if (fallsNs > atNs)
                {
                    deadlines.schedule(member, fallsNs);
                    return;
                }
                fall(member, atNs);
                settle(member, cursor);
                break;
            case RAISE:
                hold(member);
                if (null == alarm.raised)
                {
                    raise(alarm, cursor, atNs);
                }
                plan(member, cursor, atNs);
                break;
            default:
                hold(member);
                plan(member, cursor, atNs);
                break;
        }
    }

    private void timeOut(final Alarm alarm, final long atNs)
    {
        final Member member = null == alarm.anchor ? alarm.first : alarm.anchor;
        final boolean found = table.find(member.flow.key, 0, cursor);
        clear(alarm, found ? cursor.row(atNs) : null, EventReason.BELOW, atNs);
        if (!found)
        {
            vanish(member, atNs);
        }
        else if (alarm.rule.byFlow)
        {
            // Just after: at the instant itself a rounded rate may lie on either side.
            plan(member, cursor, atNs + 1);
        }
        else if (null != alarm.anchor)
        {
            leave(alarm.anchor, cursor);
        }
    }

    private void clear(final Alarm alarm, final FlowRow row, final EventReason reason, final long atNs)
    {
        final ThresholdEvent raised = alarm.raised;
        alarm.raised = null;
        deadlines.cancel(alarm);
        alarms.clear(raised, row, reason, atNs, inline);
    }

    private void end(final Member member, final WatchedFlow flow, final EventReason reason, final long nowNs)
    {
        final Alarm alarm = member.alarm;
        fall(member, nowNs);
        if (null != alarm.raised && 1 == alarm.members)
        {
            clear(alarm, flow.row(nowNs), reason, nowNs);
        }
        leave(member, flow);
    }

    // The flow of a member is gone without a word. The cache does not do that; were it to, no alarm is left dangling.
    private void vanish(final Member member, final long atNs)
    {
        final Alarm alarm = member.alarm;
        fall(member, atNs);
        if (null != alarm.raised && 1 == alarm.members)
        {
            clear(alarm, null, EventReason.FLOW_EXPIRED, atNs);
        }
        leave(member, null);
    }

    private void leaveFound(final Member member)
    {
        leave(member, table.find(member.flow.key, 0, spare) ? spare : null);
    }

    // The alarm goes with its last member, the mark with the flow's last membership; flow is null where it is gone.
    private void leave(final Member member, final WatchedFlow flow)
    {
        final Alarm alarm = member.alarm;
        final TrackedFlow node = member.flow;
        if (member.holding)
        {
            member.holding = false;
            alarm.holding--;
        }
        deadlines.cancel(member);
        alarm.remove(member);
        node.remove(member);
        member.alarm = null;
        member.flow = null;
        member.crossing = Member.Crossing.NONE;
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
            deadlines.cancel(alarm);
            alarm.rule.remove(alarm);
            alarm.rule = null;
            alarm.next = freeAlarms;
            freeAlarms = alarm;
        }
    }

    /*
     * Ends the alarms of rules that are gone. Then, and not before, so that no new alarm meets an old one of the same
     * threshold, the rules that took their place are shown the flows: at once, not at their next update.
     */
    private void endOthersThan(final Rule[] latest, final RuleState[] before, final long nowNs)
    {
        final List<long[]> orphans = new ArrayList<>();
        for (final RuleState state : before)
        {
            if (!contains(latest, state.rule))
            {
                while (null != state.first)
                {
                    endAlarm(state.first, nowNs, orphans);
                }
            }
        }
        for (final long[] key : orphans)
        {
            if (table.find(key, 0, cursor))
            {
                considerRules(tracked.find(cursor), cursor, cursor.rateAt(nowNs), nowNs);
            }
        }
    }

    private void endAlarm(final Alarm alarm, final long nowNs, final List<long[]> orphans)
    {
        if (null != alarm.raised)
        {
            final Member member = null == alarm.anchor ? alarm.first : alarm.anchor;
            final boolean found = table.find(member.flow.key, 0, cursor);
            clear(alarm, found ? cursor.row(nowNs) : null, alarm.rule.rule.endReason, nowNs);
        }
        for (int left = alarm.members; left > 0; left--)
        {
            orphans.add(alarm.first.flow.key.clone());
            leaveFound(alarm.first);
        }
    }

    private void adopt(final Rule[] latest)
    {
        final RuleState[] states = new RuleState[latest.length];
        for (int i = 0; i < latest.length; i++)
        {
            states[i] = stateOf(latest[i]);
        }
        rules = states;
        seenRules = latest;
    }

    private RuleState stateOf(final Rule rule)
    {
        for (final RuleState state : rules)
        {
            if (state.rule == rule)
            {
                return state;
            }
        }
        return new RuleState(rule);
    }

    private static boolean contains(final Rule[] all, final Rule rule)
    {
        for (final Rule one : all)
        {
            if (one == rule)
            {
                return true;
            }
        }
        return false;
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
