package io.weir.threshold;

import org.agrona.collections.Int2ObjectHashMap;

/** A rule within one shard: its alarms. Single writer. */
final class RuleState
{
    final Rule rule;
    final Detector detector;
    final boolean byFlow;
    final double watchLevel;
    Alarm first;

    private final Int2ObjectHashMap<Alarm> bySource = new Int2ObjectHashMap<>();

    RuleState(final Rule rule)
    {
        this.rule = rule;
        detector = rule.detector;
        byFlow = rule.byFlow;
        watchLevel = rule.watchLevel();
    }

    Alarm ofSource(final int sourceId)
    {
        return bySource.get(sourceId);
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
