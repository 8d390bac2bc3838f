package io.weir.threshold;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowWatcher;
import io.weir.flowcache.WatchedFlow;
import io.weir.flowcache.WatchedTable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Watches one flow definition in one shard for all thresholds on it. Single writer: the shard's thread.
 *
 * <p>A flow becomes a <em>member</em> of an alarm when its rate is above the rule's watch level, or will be without an
 * update (a held rate crosses levels between updates). What members and alarms wait for, see {@link ShardAlarms}, lies
 * in heaps of deadlines, which are run up to the present before every datagram and at every tick. So alarms behave as
 * if every flow were evaluated all the time.
 *
 * <p>In a live run only so many deadlines are handled at a time, so that very many at once do not hold up traffic: the
 * rest follow at the next datagram or tick, or, those on which a flow's alarms depend, before its next update. Their
 * events tell the instant of the deadline all the same. Alarms of thresholds and of definitions that are gone end by
 * the same measure; the alarms of what took their place wait for them.
 */
final class ShardWatcher implements FlowWatcher
{
    /** Deadlines that are handled, and members that are let go, at one datagram or tick. */
    static final int BUDGET = 128;

    private static final RuleState[] NONE = {};
    private static final Rule[] NO_RULES = {};
    private static final Comparator<RuleState> BY_LEVEL = Comparator.comparingDouble(state -> state.watchLevel);

    private final WatchedTable table;
    private final MetricRules source;
    private final Alarms alarms;
    private final WatchedFlow cursor;
    private final long[] key;
    private final TrackedFlows tracked;
    private final ShardAlarms states;
    private final int budget;
    private final BitSet numbers = new BitSet();
    private final List<RuleState> ending = new ArrayList<>();
    /** Watcher of the table before, while it has alarms. */
    private ShardWatcher before;
    private Rule[] seenRules;
    private RuleState[] rules = NONE;
    /** Why the table is gone; null while it is there. */
    private EventReason goneReason;
    private boolean behind;

    ShardWatcher(final WatchedTable table, final MetricRules source, final Alarms alarms)
    {
        this(table, source, alarms, RunMode.REPLAY == table.mode() ? Integer.MAX_VALUE : BUDGET);
    }

    ShardWatcher(final WatchedTable table, final MetricRules source, final Alarms alarms, final int budget)
    {
        this.table = table;
        this.source = source;
        this.alarms = alarms;
        this.budget = budget;
        cursor = table.newCursor();
        key = new long[table.keyWords()];
        tracked = new TrackedFlows(table.keyWords(), System.nanoTime());
        states = new ShardAlarms(table, alarms, RunMode.REPLAY == table.mode(), tracked);
        before = source.watches(table.shard(), this);
        awaitBefore();
        adopt(source.rules());
    }

    /* Whether the alarms of the table before are still about to be cleared. */
    private boolean awaitBefore()
    {
        before = null != before && before.isOver() ? null : before;
        states.waiting(null != before);
        return null != before;
    }

    private boolean isOver()
    {
        return null != goneReason && ending.isEmpty() && !awaitBefore();
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
        final boolean waits = awaitBefore();
        final int left = states.runDue(nowNs, budget);
        final Rule[] latest = null == goneReason ? source.rules() : NO_RULES;
        if (latest != seenRules)
        {
            adopt(latest);
        }
        if (!ending.isEmpty() && (left > 0 || null == goneReason))
        {
            endRules(Math.max(1, left), nowNs);
        }
        behind = waits || states.isDue(nowNs) || !ending.isEmpty();
        if (null != goneReason && !behind)
        {
            source.forget(table.shard(), this);
        }
    }

    @Override
    public void onRise(final WatchedFlow flow, final long nowNs)
    {
        considerRules(null, flow, flow.rateAt(nowNs), nowNs);
    }

    @Override
    public void onActiveUpdate(final WatchedFlow flow, final long nowNs)
    {
        states.runDueOf(flow, nowNs);
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
            states.update(member, flow, rate, nowNs);
            member = next;
        }
        considerRules(flow.active() ? node : null, flow, rate, nowNs);
    }

    @Override
    public void onRemoved(final WatchedFlow flow, final FlowEndReason reason, final long nowNs)
    {
        states.runDueOf(flow, nowNs);
        states.endFlow(flow, reasonOf(reason), nowNs);
    }

    @Override
    public void onGone(final FlowEndReason reason, final long nowNs)
    {
        goneReason = reasonOf(reason);
        onTick(nowNs);
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
                if (!ending.isEmpty())
                {
                    endSame(flow, current, rule, nowNs);
                    current = flow.active() ? current : null;
                }
                if (!rule.detector.concerns(flow, nowNs))
                {
                    continue;
                }
                if (rule.isFull())
                {
                    alarms.refuse();
                    continue;
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
                final Member member = states.join(current, rule, flow, nowNs);
                states.update(member, flow, rate, nowNs);
                current = flow.active() ? current : null;
            }
        }
    }

    private void adopt(final Rule[] latest)
    {
        final RuleState[] old = rules;
        final List<RuleState> live = new ArrayList<>();
        for (final Rule rule : latest)
        {
            final Detector detector = rule.newDetector(table.spec());
            if (null != detector)
            {
                live.add(stateOf(rule, detector));
            }
        }
        live.sort(BY_LEVEL);
        rules = live.toArray(NONE);
        seenRules = latest;
        for (final RuleState state : old)
        {
            if (!contains(latest, state.rule))
            {
                state.ending = true;
                ending.add(state);
            }
        }
    }

    private RuleState stateOf(final Rule rule, final Detector detector)
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
        return new RuleState(rule, number, detector, table.spec().keys().indexOf(rule.spec.groupKey()));
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
     * Ends the alarms of rules that are gone, so many members at a time. The flow of each is shown to the rules that
     * took their place: at once, not at its next update.
     */
    private void endRules(final int most, final long nowNs)
    {
        int left = most;
        while (!ending.isEmpty() && left > 0)
        {
            final RuleState state = ending.get(0);
            while (null != state.first && left > 0)
            {
                left--;
                endMember(state.first, nowNs);
            }
            if (null == state.first)
            {
                numbers.clear(state.number);
                ending.remove(0);
            }
        }
    }

    private void endMember(final Alarm alarm, final long nowNs)
    {
        states.endRaised(alarm, endReason(alarm), nowNs);
        final Member member = alarm.first;
        System.arraycopy(member.flow.key, 0, key, 0, key.length);
        states.leaveFound(member);
        if (0 != rules.length && table.find(key, 0, cursor))
        {
            considerRules(tracked.find(cursor), cursor, cursor.rateAt(nowNs), nowNs);
        }
    }

    private EventReason endReason(final Alarm alarm)
    {
        return null == goneReason ? alarm.rule.rule.endReason : goneReason;
    }

    /* Ends the alarm of a rule that is gone before a flow joins the same of the rule that took its place. */
    private void endSame(final WatchedFlow flow, final TrackedFlow node, final RuleState rule, final long nowNs)
    {
        for (final RuleState old : ending)
        {
            final boolean same = old.rule.isSameAlarm(rule.rule);
            final Alarm shared = same && !old.byFlow ? old.ofSource(flow.sourceId()) : null;
            if (null != shared)
            {
                states.endRaised(shared, endReason(shared), nowNs);
            }
            final Member member = same && old.byFlow && null != node ? node.memberOf(old) : null;
            if (null != member)
            {
                states.endRaised(member.alarm, endReason(member.alarm), nowNs);
                states.leaveFound(member);
            }
        }
    }
}
