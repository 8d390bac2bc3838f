package io.weir.threshold;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.FlowWatcher;
import io.weir.flowcache.WatchedFlow;
import io.weir.flowcache.WatchedTable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of flows as a watcher sees it, in its plainest form: the rate r follows {@code dr/dt = (h(t) - r) / tau} with
 * h the held rate until its end, and a sample adds to r at once.
 */
final class FakeTable implements WatchedTable
{
    final double tauNs;
    final RunMode mode;
    FlowWatcher watcher;
    /** The table that this one took the place of, while its watcher is behind. */
    FakeTable before;

    private final Map<Long, Flow> flows = new HashMap<>();
    private final Cursor cacheCursor = new Cursor();
    private double riseLevel;

    FakeTable(final long tauNs, final RunMode mode)
    {
        this.tauNs = tauNs;
        this.mode = mode;
    }

    void tick(final long nowNs)
    {
        if (null != before)
        {
            before.tick(nowNs);
            before = before.isBehind() ? before : null;
        }
        watcher.onTick(nowNs);
    }

    boolean isBehind()
    {
        return watcher.isBehind() || null != before;
    }

    void sample(final long key, final int source, final double bytes, final long nowNs)
    {
        update(key, source, bytes, 0, nowNs);
    }

    void interval(final long key, final int source, final double bytes, final long durationNs, final long nowNs)
    {
        update(key, source, bytes, durationNs, nowNs);
    }

    void end(final long key, final FlowEndReason reason, final long nowNs)
    {
        final Flow flow = flows.get(key);
        if (flow.active)
        {
            watcher.onRemoved(cacheCursor.on(flow), reason, nowNs);
        }
        flows.remove(key);
    }

    boolean has(final long key)
    {
        return flows.containsKey(key);
    }

    double rate(final long key, final long nowNs)
    {
        return flows.get(key).rateAt(nowNs);
    }

    long activeFlows()
    {
        return flows.values().stream().filter(flow -> flow.active).count();
    }

    private void update(
        final long key, final int source, final double bytes, final long durationNs, final long nowNs)
    {
        tick(nowNs);
        riseLevel = watcher.riseLevel();
        Flow flow = flows.get(key);
        if (null == flow)
        {
            flow = new Flow(key, source, nowNs);
            flows.put(key, flow);
        }
        final boolean wasActive = flow.active;
        if (wasActive)
        {
            watcher.onActiveUpdate(cacheCursor.on(flow), nowNs);
        }
        flow.apply(bytes, durationNs, nowNs);
        if (wasActive)
        {
            watcher.onActiveUpdated(cacheCursor.on(flow), nowNs);
        }
        else if (flow.rateAt(nowNs) > riseLevel || nowNs < flow.until && flow.held > riseLevel)
        {
            watcher.onRise(cacheCursor.on(flow), nowNs);
        }
    }

    @Override
    public RunMode mode()
    {
        return mode;
    }

    @Override
    public String definition()
    {
        return "fake";
    }

    @Override
    public FlowSpec spec()
    {
        return FlowSpec.builder("fake").value("bytes").values("frames").build();
    }

    @Override
    public int shard()
    {
        return 0;
    }

    @Override
    public int keyWords()
    {
        return 2;
    }

    @Override
    public WatchedFlow newCursor()
    {
        return new Cursor();
    }

    @Override
    public boolean find(final long[] key, final int offset, final WatchedFlow into)
    {
        final Flow flow = flows.get(key[offset]);
        ((Cursor)into).on(flow);
        return null != flow;
    }

    /** State of one flow. */
    private final class Flow
    {
        final long key;
        final int source;
        boolean active;
        double rate;
        long at;
        double held;
        long until;
        long samples;
        long total;
        final long first;

        Flow(final long key, final int source, final long nowNs)
        {
            this.key = key;
            this.source = source;
            at = nowNs;
            first = nowNs;
        }

        void apply(final double bytes, final long durationNs, final long nowNs)
        {
            rate = rateAt(nowNs);
            at = nowNs;
            samples++;
            total += (long)bytes;
            if (0 == durationNs)
            {
                rate += bytes / tauNs * 1e9;
            }
            else
            {
                final double rest = nowNs < until ? held * (until - nowNs) : 0;
                until = Math.max(until, nowNs + durationNs);
                held = (rest + bytes * 1e9) / (until - nowNs);
            }
        }

        double rateAt(final long ns)
        {
            if (at >= until)
            {
                return decayed(rate, ns - at);
            }
            if (ns < until)
            {
                return held + decayed(rate - held, ns - at);
            }
            return decayed(held + decayed(rate - held, until - at), ns - until);
        }

        private double decayed(final double value, final long ns)
        {
            return value * Math.exp(-ns / tauNs);
        }
    }

    /** Cursor on one flow. */
    private final class Cursor implements WatchedFlow
    {
        private Flow flow;

        Cursor on(final Flow newFlow)
        {
            flow = newFlow;
            return this;
        }

        @Override
        public long keyWord(final int index)
        {
            return 0 == index ? flow.key : flow.source;
        }

        @Override
        public void copyKey(final long[] into, final int offset)
        {
            into[offset] = flow.key;
            into[offset + 1] = flow.source;
        }

        @Override
        public int sourceId()
        {
            return flow.source;
        }

        @Override
        public double rateAt(final long timeNs)
        {
            return flow.rateAt(timeNs);
        }

        @Override
        public long fallsBelowNs(final double level, final long fromNs)
        {
            final double rate = flow.rateAt(fromNs);
            if (fromNs < flow.until)
            {
                final double rateAtEnd = flow.rateAt(flow.until);
                if (rateAtEnd >= level)
                {
                    return flow.until + ceil(tauNs * Math.log(rateAtEnd / level));
                }
                return rate < level ? fromNs :
                    fromNs + ceil(tauNs * Math.log((rate - flow.held) / (level - flow.held)));
            }
            return rate < level ? fromNs : fromNs + ceil(tauNs * Math.log(rate / level));
        }

        @Override
        public long risesAboveNs(final double level, final long fromNs)
        {
            final double rate = flow.rateAt(fromNs);
            if (rate > level)
            {
                return fromNs;
            }
            if (fromNs < flow.until && flow.held > level)
            {
                final long riseNs = fromNs + ceil(tauNs * Math.log((flow.held - rate) / (flow.held - level)));
                return riseNs < flow.until ? riseNs : Long.MAX_VALUE;
            }
            return Long.MAX_VALUE;
        }

        @Override
        public double value(final int value, final long timeNs)
        {
            // The further value: packets of a size that depends on the flow.
            return rateAt(timeNs) / (0 == flow.key % 3 ? 3000 : 100);
        }

        @Override
        public long valueFallsBelowNs(final int value, final double level, final long fromNs)
        {
            return fallsBelowNs(level, fromNs);
        }

        @Override
        public long valueRisesAboveNs(final int value, final double level, final long fromNs)
        {
            return risesAboveNs(level, fromNs);
        }

        @Override
        public boolean held()
        {
            return 0 != flow.held;
        }

        @Override
        public boolean active()
        {
            return flow.active;
        }

        @Override
        public void active(final boolean active)
        {
            flow.active = active;
        }

        @Override
        public double varianceAt(final long timeNs)
        {
            return 0;
        }

        @Override
        public double rateOfOneSample()
        {
            return 0;
        }

        @Override
        public long samples()
        {
            return flow.samples;
        }

        @Override
        public long total()
        {
            return flow.total;
        }

        @Override
        public double heldRate()
        {
            return flow.held;
        }

        @Override
        public long heldUntilNs()
        {
            return flow.until;
        }

        @Override
        public long firstSeenNs()
        {
            return flow.first;
        }

        @Override
        public FlowRow row(final long timeNs)
        {
            final double rate = flow.rateAt(timeNs);
            final String text = Long.toString(flow.key);
            return new FlowRow(text, List.of(text), "192.0.2.1", Integer.toString(flow.source), rate, List.of(), rate,
                rate, rate, 0, 0, 0, flow.samples, flow.samples, 0, List.of(), 0, 0, true);
        }

        private long ceil(final double ns)
        {
            return (long)Math.ceil(ns);
        }
    }
}
