package io.weir.threshold;

import io.weir.collector.RunMode;
import io.weir.metric.MetricFilter;
import io.weir.metric.MetricView;
import io.weir.metric.MetricWatcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The state machine of all thresholds on counter metrics. A value stays as it is from sample to sample, so only waits
 * need deadlines. Rows may come from several workers: whoever finds another at work leaves his part to it and goes on,
 * so that nobody waits. Thread safe.
 */
final class MetricWatch implements MetricWatcher
{
    private final MetricRules source;
    private final Alarms alarms;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Queue<Work> left = new ConcurrentLinkedQueue<>();

    // Of the thread that is at work.
    private final Map<Object, List<MetricAlarm>> byRow = new HashMap<>();
    private final DeadlineHeap deadlines = new DeadlineHeap(DeadlineHeap.INITIAL_CAPACITY);
    private boolean inline;
    private volatile Rule[] rules = {};

    MetricWatch(final MetricRules source, final Alarms alarms)
    {
        this.source = source;
        this.alarms = alarms;
    }

    /** What is to be done about a row, or, where that is null, about time. */
    private record Work(MetricView row, boolean expired, RunMode mode, long nowNs)
    {
    }

    @Override
    public void onUpdated(final MetricView row, final RunMode mode, final long nowNs)
    {
        if (0 != source.rules().length || 0 != rules.length)
        {
            submit(row, false, mode, nowNs);
        }
    }

    @Override
    public void onExpired(final MetricView row, final RunMode mode, final long nowNs)
    {
        submit(row, true, mode, nowNs);
    }

    @Override
    public void onTick(final RunMode mode, final long nowNs)
    {
        // Another thread that is at work sees to the time as well.
        if (busy.compareAndSet(false, true))
        {
            begin(null, false, mode, nowNs);
        }
    }

    private void submit(final MetricView row, final boolean expired, final RunMode mode, final long nowNs)
    {
        if (busy.compareAndSet(false, true))
        {
            begin(row, expired, mode, nowNs);
        }
        else
        {
            left.add(new Work(row, expired, mode, nowNs));
            if (busy.compareAndSet(false, true))
            {
                begin(null, false, mode, nowNs);
            }
        }
    }

    /* Does one thing, then what others left, and looks for that once more after it has let go. */
    private void begin(final MetricView row, final boolean expired, final RunMode mode, final long nowNs)
    {
        try
        {
            work(row, expired, mode, nowNs);
            drain();
        }
        finally
        {
            busy.set(false);
        }
        while (!left.isEmpty() && busy.compareAndSet(false, true))
        {
            try
            {
                drain();
            }
            finally
            {
                busy.set(false);
            }
        }
    }

    private void drain()
    {
        Work work = left.poll();
        while (null != work)
        {
            work(work.row, work.expired, work.mode, work.nowNs);
            work = left.poll();
        }
    }

    private void work(final MetricView row, final boolean expired, final RunMode mode, final long nowNs)
    {
        inline = RunMode.REPLAY == mode;
        runDue(nowNs);
        if (source.rules() != rules)
        {
            adopt(nowNs);
        }
        if (null != row && expired)
        {
            expire(row, nowNs);
        }
        else if (null != row)
        {
            for (final Rule rule : rules)
            {
                update(rule, row, nowNs);
            }
        }
    }

    private void adopt(final long nowNs)
    {
        rules = source.rules();
        for (final Iterator<List<MetricAlarm>> rows = byRow.values().iterator(); rows.hasNext();)
        {
            final List<MetricAlarm> row = rows.next();
            for (final MetricAlarm alarm : row)
            {
                if (!isLive(alarm.rule))
                {
                    end(alarm, alarm.rule.endReason, nowNs);
                }
            }
            row.removeIf(alarm -> !isLive(alarm.rule));
            if (row.isEmpty())
            {
                rows.remove();
            }
        }
    }

    private boolean isLive(final Rule rule)
    {
        for (final Rule live : rules)
        {
            if (live == rule)
            {
                return true;
            }
        }
        return false;
    }

    private void update(final Rule rule, final MetricView row, final long nowNs)
    {
        final String metric = rule.spec.metric();
        final long updatedNs = row.updatedNs(metric);
        if (Long.MIN_VALUE == updatedNs)
        {
            return;
        }
        final boolean silence = isOnSilence(rule);
        final double value = row.number(metric);
        if (Double.isNaN(value) && !silence)
        {
            return;
        }
        MetricAlarm alarm = find(rule, row);
        if (null == alarm)
        {
            if (!alarms.tryTrack())
            {
                return;
            }
            alarm = new MetricAlarm(rule, row);
            byRow.computeIfAbsent(alarm.key, key -> new ArrayList<>()).add(alarm);
        }
        else if (alarm.updatedNs == updatedNs)
        {
            return;
        }
        alarm.row = row;
        alarm.updatedNs = updatedNs;
        alarm.value = Double.isNaN(value) ? 0 : value;
        if (silence)
        {
            alarm.raises = false;
            alarm.holds = false;
        }
        else
        {
            final boolean low = rule.spec.isLow();
            alarm.holds = low ? value <= rule.severity.clear() : value >= rule.severity.clear();
            alarm.raises = low ? value < rule.severity.raise() : value > rule.severity.raise();
            alarm.armed |= !alarm.raises;
            alarm.raises &= !low || alarm.armed;
            alarm.raises = alarm.raises && (null != alarm.raised || isSelected(rule, row));
        }
        judge(alarm, nowNs);
    }

    private static boolean isOnSilence(final Rule rule)
    {
        return DetectorSpec.Kind.ABSENT == rule.spec.detector().kind;
    }

    private static boolean isSelected(final Rule rule, final MetricView row)
    {
        return MetricFilter.ALL == rule.spec.filter() || row.matches(rule.spec.filter());
    }

    private MetricAlarm find(final Rule rule, final MetricView row)
    {
        final List<MetricAlarm> alarmsOfRow = byRow.get(row.key());
        for (int i = 0; null != alarmsOfRow && i < alarmsOfRow.size(); i++)
        {
            if (alarmsOfRow.get(i).rule == rule)
            {
                return alarmsOfRow.get(i);
            }
        }
        return null;
    }

    private void judge(final MetricAlarm alarm, final long atNs)
    {
        final boolean changes = null == alarm.raised ? alarm.raises : !alarm.holds;
        if (changes && alarm.isScheduled() && !alarm.awaitsSilence)
        {
            return;
        }
        deadlines.cancel(alarm);
        alarm.awaitsSilence = false;
        if (changes)
        {
            final long waitNs = null == alarm.raised ? alarm.rule.holdForNs : alarm.rule.timeoutNs;
            deadlines.schedule(alarm, atNs + waitNs);
            runDue(atNs);
        }
        else if (isOnSilence(alarm.rule) && null == alarm.raised)
        {
            awaitSilence(alarm, atNs);
        }
    }

    private void awaitSilence(final MetricAlarm alarm, final long fromNs)
    {
        alarm.awaitsSilence = true;
        deadlines.schedule(alarm, Math.max(fromNs, alarm.updatedNs + alarm.rule.spec.detector().time.toNanos()));
    }

    private void runDue(final long nowNs)
    {
        while (deadlines.firstDeadline() <= nowNs)
        {
            final long atNs = deadlines.firstDeadline();
            final MetricAlarm alarm = (MetricAlarm)deadlines.pop();
            if (alarm.awaitsSilence)
            {
                alarm.raises = isSelected(alarm.rule, alarm.row);
                alarm.holds = alarm.raises;
                if (alarm.raises)
                {
                    judge(alarm, atNs);
                }
            }
            else if (null == alarm.raised)
            {
                raise(alarm, atNs);
            }
            else
            {
                clear(alarm, clearReason(alarm.rule), atNs);
                if (isOnSilence(alarm.rule))
                {
                    awaitSilence(alarm, atNs);
                }
            }
        }
    }

    private static EventReason clearReason(final Rule rule)
    {
        return isOnSilence(rule) ? EventReason.SEEN : rule.spec.isLow() ? EventReason.ABOVE : EventReason.BELOW;
    }

    private static EventReason raiseReason(final Rule rule)
    {
        return isOnSilence(rule) ? EventReason.ABSENT : rule.spec.isLow() ? EventReason.BELOW : EventReason.ABOVE;
    }

    private void raise(final MetricAlarm alarm, final long atNs)
    {
        final Rule rule = alarm.rule;
        final Reading reading =
            new Reading(alarm.row.agent(), alarm.row.dataSource(), "", alarm.value, 0);
        alarm.raised = alarms.raise(rule, raiseReason(rule), rule.severity.raise(), reading, atNs,
            isOnSilence(rule) ? alarm.updatedNs : atNs, inline);
    }

    private void clear(final MetricAlarm alarm, final EventReason reason, final long atNs)
    {
        final ThresholdEvent raised = alarm.raised;
        alarm.raised = null;
        deadlines.cancel(alarm);
        alarms.clear(raised, new Reading(raised.agent(), raised.dataSource(), "", alarm.value, 0), reason,
            atNs, inline);
    }

    private void end(final MetricAlarm alarm, final EventReason reason, final long atNs)
    {
        if (null != alarm.raised)
        {
            clear(alarm, reason, atNs);
        }
        deadlines.cancel(alarm);
        alarms.untrack();
    }

    /* A row that aged out ends its alarms, but for those that tell of its silence: they last until it is back. */
    private void expire(final MetricView row, final long nowNs)
    {
        final List<MetricAlarm> alarmsOfRow = byRow.get(row.key());
        if (null != alarmsOfRow)
        {
            for (final MetricAlarm alarm : alarmsOfRow)
            {
                if (!isOnSilence(alarm.rule))
                {
                    end(alarm, EventReason.ROW_EXPIRED, nowNs);
                }
            }
            alarmsOfRow.removeIf(alarm -> !isOnSilence(alarm.rule));
            if (alarmsOfRow.isEmpty())
            {
                byRow.remove(row.key());
            }
        }
    }
}
