package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

import org.agrona.collections.Int2ObjectHashMap;

/** A rule within one shard: its alarms. Single writer. */
final class RuleState
{
    final Rule rule;
    final Detector detector;
    final boolean byFlow;
    final boolean needsAll;
    final double watchLevel;
    /** Number among the rules of the shard, for as long as it has alarms or is live. */
    final int number;
    /** Whether the rule is gone, and its alarms are about to be. */
    boolean ending;
    Alarm first;
    /** Members of all its alarms. */
    int members;

    private final int groupKey;
    private final Int2ObjectHashMap<Alarm> bySource = new Int2ObjectHashMap<>();

    /**
     * A state without alarms.
     *
     * @param rule     of the state.
     * @param number   not in use by another.
     * @param detector of the rule for the table.
     * @param groupKey index of the key that decides on levels, or -1.
     */
    RuleState(final Rule rule, final int number, final Detector detector, final int groupKey)
    {
        this.rule = rule;
        this.number = number;
        this.groupKey = groupKey;
        this.detector = detector;
        byFlow = rule.byFlow;
        needsAll = detector.needsAll();
        watchLevel = detector.watchLevel(byFlow);
    }

    Alarm ofSource(final int sourceId)
    {
        return bySource.get(sourceId);
    }

    boolean isFull()
    {
        return members >= detector.maxMembers();
    }

    void setLevels(final Member member, final WatchedFlow flow, final long nowNs)
    {
        final double factor = groupKey < 0 ? 1 : rule.spec.factorOf(flow.row(nowNs).keys().get(groupKey));
        member.raiseLevel = factor * rule.severity.raise();
        member.clearLevel = factor * rule.severity.clear();
    }

    boolean raises(final Member member, final WatchedFlow flow, final double rate, final long nowNs)
    {
        return detector.raises(member, flow, rate, nowNs) && hasSamples(flow);
    }

    long raisesNs(final Member member, final WatchedFlow flow, final long fromNs)
    {
        return hasSamples(flow) ? detector.raisesNs(member, flow, fromNs) : Detector.NEVER;
    }

    private boolean hasSamples(final WatchedFlow flow)
    {
        return 0 == rule.spec.minSamples() || flow.samples() >= rule.spec.minSamples();
    }

    void add(final Alarm alarm, final int sourceId)
    {
        alarm.rule = this;
        alarm.sourceId = sourceId;
        alarm.previous = null;
        alarm.next = first;
        if (null != first)
        {
            first.previous = alarm;
        }
        first = alarm;
        if (!byFlow)
        {
            bySource.put(sourceId, alarm);
        }
    }

    void remove(final Alarm alarm)
    {
        if (null == alarm.previous)
        {
            first = alarm.next;
        }
        else
        {
            alarm.previous.next = alarm.next;
        }
        if (null != alarm.next)
        {
            alarm.next.previous = alarm.previous;
        }
        alarm.next = null;
        alarm.previous = null;
        if (!byFlow)
        {
            bySource.remove(alarm.sourceId);
        }
    }
}
