package io.weir.threshold;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowWatcher;
import io.weir.flowcache.WatchedFlow;
import io.weir.flowcache.WatchedTable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The state machine of all thresholds on one flow definition in one shard. Single writer: the shard's thread.
 *
 * <p>A flow becomes a <em>member</em> of an alarm when its rate is above the rule's watch level, or will be without an
 * update (a held rate crosses levels between updates). A member knows whether it <em>raises</em> and whether it
 * <em>holds</em> the alarm and, by the formula of its rate, when that changes; an alarm that is about to be raised or
 * cleared waits for its time. All of them wait in heaps of deadlines, which are run up to the present before every
 * datagram and at every tick; each deadline is handled as at its own instant, for which the flow's state, unchanged
 * since, gives the rate. So alarms behave as if every flow were evaluated all the time, and an update that comes after
 * a deadline never sees it pending.
 *
 * <p>Deadlines of alarms of single flows depend on that flow alone. In a live run only so many of them are handled at a
 * time, so that very many at once do not hold up traffic: the rest follow at the next datagram or tick, or, those of a
 * flow, before its next update. Their events tell the instant of the deadline all the same.
 *
 * <p>Invariants: a flow has the watcher's mark exactly while it has members; a raised alarm has a member; an alarm's
 * deadline is set exactly while it is about to change.
 */
final class ShardWatcher implements FlowWatcher
{
    /** Deadlines of single flows that are handled at one datagram or tick. */
    static final int BUDGET = 128;

    private static final RuleState[] NONE = {};
    /** A deadline this close is the one that was waited for, found anew with another rounding. */
    private static final long SLACK_NS = 2;

    private final WatchedTable table;
    private final MetricRules source;
    private final Alarms alarms;
    private final boolean inline;
    private final WatchedFlow cursor;
    private final WatchedFlow spare;
    private final TrackedFlows tracked;
    private final DeadlineHeap sharedDeadlines = new DeadlineHeap();
    private final DeadlineHeap flowDeadlines = new DeadlineHeap();
    private final BitSet numbers = new BitSet();
    private final List<RuleState> ending = new ArrayList<>();
    private Rule[] seenRules;
    private RuleState[] rules = NONE;
    private Member freeMembers;
    private Alarm freeAlarms;
    private boolean behind;

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
    public boolean isBehind()
    {
        return behind;
    }

    @Override
    public void onTick(final long nowNs)
    {
        final int left = runDue(nowNs, inline ? Integer.MAX_VALUE : BUDGET);
        final Rule[] latest = source.rules();
        if (latest != seenRules)
        {
            adopt(latest);
        }
        if (!ending.isEmpty())
        {
            endRules(inline ? Integer.MAX_VALUE : left, nowNs);
        }
        behind = flowDeadlines.firstDeadline() <= nowNs || !ending.isEmpty();
    }

    @Override
    public void onRise(final WatchedFlow flow, final long nowNs)
    {
        runDue(nowNs, 0);
        considerRules(null, flow, flow.rateAt(nowNs), nowNs);
    }

    @Override
    public void onActiveUpdate(final WatchedFlow flow, final long nowNs)
    {
        runDue(nowNs, 0);
        if (flowDeadlines.firstDeadline() <= nowNs)
        {
            runDueOf(flow, nowNs);
        }
        final TrackedFlow node = tracked.find(flow);
        if (null != node && node.hasQuantity)
        {
            for (Member member = node.first; null != member; member = member.nextOfFlow)
            {
                member.alarm.rule.detector.beforeUpdate(member, flow, nowNs);
            }
        }
    }

    @Override
    public void onActiveUpdated(final WatchedFlow flow, final long nowNs)
    {
        final TrackedFlow node = tracked.find(flow);
        if (null == node)
        {
            // Only where its last deadline came just before this update.
            flow.active(false);
            considerRules(null, flow, flow.rateAt(nowNs), nowNs);
            return;
        }
        final double rate = flow.rateAt(nowNs);
        if (!flow.held() && rate <= node.nextLevel(rules))
        {
            // An update that is no more than a sample raises the rate; deadlines are found anew when they are due.
            return;
        }
        if (node.hasQuantity)
        {
            for (Member member = node.first; null != member; member = member.nextOfFlow)
            {
                member.alarm.rule.detector.afterUpdate(member, flow, nowNs);
            }
        }
        Member member = node.first;
        while (null != member)
        {
            final Member next = member.nextOfFlow;
            update(member, flow, rate, nowNs);
            member = next;
        }
        considerRules(flow.active() ? node : null, flow, rate, nowNs);
    }

    @Override
    public void onRemoved(final WatchedFlow flow, final FlowEndReason reason, final long nowNs)
    {
        runDue(nowNs, 0);
        if (flowDeadlines.firstDeadline() <= nowNs)
        {
            runDueOf(flow, nowNs);
        }
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
            if (rate <= rule.watchLevel && Detector.NEVER == flow.risesAboveNs(rule.watchLevel, nowNs))
            {
                // Rules come by rising level: the others are out of reach too.
                return;
            }
            if (null == current || !current.isMemberOf(rule))
            {
                if (!ending.isEmpty() && null != current)
                {
                    endSame(current, rule, nowNs);
                    current = flow.active() ? current : null;
                }
                if (!alarms.tryTrack())
                {
                    return;
                }
                if (null == current)
                {
                    current = tracked.add(flow);
                    flow.active(true);
                }
                final Member member = join(current, rule, flow, nowNs);
                update(member, flow, rate, nowNs);
                current = flow.active() ? current : null;
            }
        }
    }

    private Member join(final TrackedFlow node, final RuleState rule, final WatchedFlow flow, final long nowNs)
    {
        final int sourceId = flow.sourceId();
        Alarm alarm = rule.byFlow ? null : rule.ofSource(sourceId);
        if (null == alarm)
        {
            alarm = newAlarm();
            rule.add(alarm, sourceId);
        }
        final Member member = newMember();
        node.add(member, rule);
        alarm.add(member);
        rule.setLevels(member, flow, nowNs);
        rule.detector.begin(member, flow, nowNs);
        return member;
    }

    private void update(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
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
        final DeadlineHeap deadlines = deadlinesOf(rule);
        alarm.armed |= null != member && !member.raising;
        final boolean changes = null == alarm.raised ? alarm.raises() && !rule.ending : !alarm.holds();
        if (!changes)
        {
            deadlines.cancel(alarm);
        }
        else if (!alarm.isScheduled())
        {
            if (null != alarm.raised)
            {
                deadlines.schedule(alarm, atNs + rule.rule.timeoutNs);
            }
            else if (0 == rule.rule.holdForNs && null != flow)
            {
                raise(alarm, member, flow, atNs);
            }
            else
            {
                alarm.anchor = null == alarm.anchor ? member : alarm.anchor;
                deadlines.schedule(alarm, atNs + rule.rule.holdForNs);
            }
        }
    }

    private DeadlineHeap deadlinesOf(final RuleState rule)
    {
        return rule.byFlow ? flowDeadlines : sharedDeadlines;
    }

    private void raise(final Alarm alarm, final Member member, final WatchedFlow flow, final long atNs)
    {
        final RuleState rule = alarm.rule;
        alarm.anchor = rule.needsAll ? member : null;
        alarm.raised = alarms.raise(rule.rule, rule.detector.raiseReason(), member.raiseLevel,
            Reading.of(flow, atNs), atNs, rule.detector.onsetNs(member, atNs), inline);
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
            deadlinesOf(rule).cancel(member);
        }
        else
        {
            deadlinesOf(rule).schedule(member, atNs);
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

    /* Handles what is due: all of what is shared, and so many deadlines of single flows. Returns how many are left. */
    private int runDue(final long nowNs, final int budget)
    {
        int left = budget;
        while (true)
        {
            final long sharedNs = sharedDeadlines.firstDeadline();
            final long flowNs = left > 0 ? flowDeadlines.firstDeadline() : Detector.NEVER;
            if (Math.min(sharedNs, flowNs) > nowNs)
            {
                return left;
            }
            if (sharedNs <= flowNs)
            {
                handle(sharedDeadlines.pop(), sharedNs);
            }
            else
            {
                left--;
                handle(flowDeadlines.pop(), flowNs);
            }
        }
    }

    /* Handles what is due of one flow, which is behind the present. */
    private void runDueOf(final WatchedFlow flow, final long nowNs)
    {
        TrackedFlow node = tracked.find(flow);
        while (null != node)
        {
            Timed due = null;
            long dueNs = Detector.NEVER;
            for (Member member = node.first; null != member; member = member.nextOfFlow)
            {
                if (member.alarm.rule.byFlow)
                {
                    final long memberNs = flowDeadlines.deadlineOf(member);
                    final long alarmNs = flowDeadlines.deadlineOf(member.alarm);
                    if (Math.min(memberNs, alarmNs) < dueNs)
                    {
                        dueNs = Math.min(memberNs, alarmNs);
                        due = memberNs <= alarmNs ? member : member.alarm;
                    }
                }
            }
            if (dueNs > nowNs)
            {
                return;
            }
            flowDeadlines.cancel(due);
            handle(due, dueNs);
            node = tracked.find(flow);
        }
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
        deadlinesOf(alarm.rule).cancel(alarm);
        for (Member member = alarm.rule.byFlow ? alarm.first : null; null != member; member = member.nextOfAlarm)
        {
            member.flow.onChange();
        }
        final Reading reading = null == flow ? null :
            alarm.rule.byFlow ? Reading.of(flow, atNs, raised) : Reading.of(flow, atNs);
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

    private void leaveFound(final Member member)
    {
        leave(member, table.find(member.flow.key, 0, spare) ? spare : null);
    }

    // The alarm goes with its last member, the mark with the flow's last membership; flow is null where it is gone.
    private void leave(final Member member, final WatchedFlow flow)
    {
        final Alarm alarm = member.alarm;
        final RuleState rule = alarm.rule;
        final TrackedFlow node = member.flow;
        deadlinesOf(rule).cancel(member);
        alarm.remove(member);
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
            deadlinesOf(rule).cancel(alarm);
            rule.remove(alarm);
            alarm.reset();
            alarm.next = freeAlarms;
            freeAlarms = alarm;
        }
    }

    private void adopt(final Rule[] latest)
    {
        final RuleState[] before = rules;
        final RuleState[] states = new RuleState[latest.length];
        for (int i = 0; i < latest.length; i++)
        {
            states[i] = stateOf(latest[i]);
        }
        rules = states;
        seenRules = latest;
        for (final RuleState state : before)
        {
            if (!contains(latest, state.rule))
            {
                state.ending = true;
                ending.add(state.byFlow ? ending.size() : 0, state);
            }
        }
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
        final int number = numbers.nextClearBit(0);
        numbers.set(number);
        return new RuleState(
            rule, number, table.spec().timeConstantNs(), table.spec().keys().indexOf(rule.spec.groupKey()));
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

    /*
     * Ends the alarms of rules that are gone, so many at a time. The flows of each are shown to the rules that took
     * their place: at once, not at their next update, and not before, so that no new alarm meets an old one of the same
     * threshold.
     */
    private void endRules(final int budget, final long nowNs)
    {
        final List<long[]> orphans = new ArrayList<>();
        int left = Math.max(1, budget);
        while (!ending.isEmpty() && left > 0)
        {
            final RuleState state = ending.get(0);
            while (null != state.first && (left > 0 || !state.byFlow))
            {
                left -= state.byFlow ? 1 : 0;
                endAlarm(state.first, nowNs, orphans);
            }
            if (null == state.first)
            {
                numbers.clear(state.number);
                ending.remove(0);
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
            final boolean found = table.find(alarm.spokesman().flow.key, 0, spare);
            clear(alarm, found ? spare : null, alarm.rule.rule.endReason, nowNs);
        }
        for (int left = alarm.members; left > 0; left--)
        {
            orphans.add(alarm.first.flow.key.clone());
            leaveFound(alarm.first);
        }
    }

    /* Ends the alarm of a rule that is gone before its flow joins one of the rule that took its place. */
    private void endSame(final TrackedFlow node, final RuleState rule, final long nowNs)
    {
        Member member = node.first;
        while (null != member)
        {
            final Member next = member.nextOfFlow;
            if (member.alarm.rule.ending && member.alarm.rule.rule.isSameAlarm(rule.rule))
            {
                endAlarm(member.alarm, nowNs, new ArrayList<>());
            }
            member = next;
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
