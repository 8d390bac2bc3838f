package io.weir.threshold;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowEndReason;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A watcher on a {@link FakeTable}, its rules, and the events that come out. */
final class Harness
{
    static final long MS = 1_000_000L;
    static final long S = 1_000_000_000L;
    static final long TAU = 2 * S;
    /** Times count from here. */
    static final long START = 1_700_000_000L * S;

    FakeTable table;
    final MetricRules rules = new MetricRules();
    final List<ThresholdEvent> events;
    final Alarms alarms;
    ShardWatcher watcher;

    private Harness(
        final RunMode mode, final List<ThresholdEvent> events, final int maxTracked, final ThresholdSpec... specs)
    {
        table = new FakeTable(TAU, mode);
        this.events = events;
        final EventSignal signal = new EventSignal();
        final Dispatcher dispatcher = new Dispatcher(Dispatch.INLINE, signal);
        alarms = new Alarms(new EventLog(1024), signal, dispatcher, maxTracked);
        dispatcher.add(alarms.newCursor(events::add, Set.of(), error ->
        {
            throw new AssertionError(error);
        }, null));
        for (final ThresholdSpec spec : specs)
        {
            swap(null, spec);
        }
        watcher = new ShardWatcher(table, rules, alarms);
        table.watcher = watcher;
    }

    /* A live run that handles so many deadlines at a time. */
    static Harness live(final int maxTracked, final int budget)
    {
        final Harness harness = new Harness(RunMode.LIVE, new ArrayList<>(), maxTracked);
        harness.watch(budget);
        return harness;
    }

    /* A live run that handles so many deadlines at a time. */
    static Harness live(final List<ThresholdEvent> events, final int budget, final ThresholdSpec... specs)
    {
        final Harness harness = new Harness(RunMode.LIVE, events, 1 << 20, specs);
        harness.watch(budget);
        return harness;
    }

    private void watch(final int budget)
    {
        rules.forget(0, watcher);
        watcher = new ShardWatcher(table, rules, alarms, budget);
        table.watcher = watcher;
    }

    /* The table is gone, and an empty one takes its place. */
    void redefine(final int budget, final FlowEndReason reason, final long nowNs)
    {
        final FakeTable old = table;
        watcher.onGone(reason, nowNs);
        table = new FakeTable(TAU, old.mode);
        table.before = old;
        watcher = new ShardWatcher(table, rules, alarms, budget);
        table.watcher = watcher;
    }

    Harness(final int maxTracked, final ThresholdSpec... specs)
    {
        this(RunMode.REPLAY, new ArrayList<>(), maxTracked, specs);
    }

    Harness(final List<ThresholdEvent> events, final ThresholdSpec... specs)
    {
        this(RunMode.REPLAY, events, 1 << 20, specs);
    }

    Harness(final RunMode mode, final ThresholdSpec... specs)
    {
        this(mode, new ArrayList<>(), 1 << 20, specs);
    }

    Harness(final ThresholdSpec... specs)
    {
        this(1 << 20, specs);
    }

    // Replaces a threshold by another; null for none.
    List<Rule> swap(final List<Rule> out, final ThresholdSpec in)
    {
        final List<Rule> latest = null == in ? List.of() :
            in.severities().stream().map(severity -> new Rule(in, severity)).collect(Collectors.toList());
        rules.swap(null == out ? List.of() : out, latest);
        return latest;
    }

    static ThresholdSpec.Builder spec(final String id)
    {
        return ThresholdSpec.builder(id).metric("fake");
    }

    // Bytes of a sample that adds that much to a rate.
    static double bytesFor(final double rate)
    {
        return rate * TAU / S;
    }

    // Ticks every 8 ms from one time to another, both counted from the start.
    void tickUntil(final long fromNs, final long toNs)
    {
        for (long ns = fromNs; ns <= toNs; ns += 8 * MS)
        {
            table.tick(START + ns);
        }
    }

    ThresholdEvent only()
    {
        if (1 != events.size())
        {
            throw new AssertionError(events.toString());
        }
        return events.get(0);
    }
}
