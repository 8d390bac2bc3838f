package io.weir.threshold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What thresholds mean, written down without regard to cost: every flow is evaluated every millisecond, and at every
 * update, with a textbook decaying average; a change of side between two evaluations is narrowed down by bisection.
 */
final class NaiveEngine
{
    private static final long STEP_NS = 1_000_000L;

    final List<Event> events = new ArrayList<>();

    private final double tauNs;
    private final List<ThresholdSpec> specs;
    private final Map<Long, Flow> flows = new LinkedHashMap<>();
    private final Map<Integer, List<Flow>> bySource = new TreeMap<>();
    private final Map<ThresholdSpec, Map<Object, State>> states = new HashMap<>();
    private long now;

    /** One change of state: the alarm as text, the state, the time. */
    record Event(String alarm, AlarmState state, long timeNs)
    {
    }

    NaiveEngine(final double tauNs, final List<ThresholdSpec> specs, final long startNs)
    {
        this.tauNs = tauNs;
        this.specs = specs;
        now = startNs;
    }

    void update(final long key, final int source, final double bytes, final long durationNs, final long timeNs)
    {
        evaluateUntil(timeNs);
        Flow flow = flows.get(key);
        if (null == flow)
        {
            flow = new Flow(timeNs);
            flows.put(key, flow);
            bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(flow);
        }
        flow.apply(bytes, durationNs, timeNs);
        evaluate(timeNs, timeNs);
    }

    void evaluateUntil(final long timeNs)
    {
        while (now < timeNs)
        {
            final long next = Math.min(timeNs, now + STEP_NS);
            evaluate(now, next);
            now = next;
        }
    }

    private void evaluate(final long fromNs, final long toNs)
    {
        for (final ThresholdSpec spec : specs)
        {
            if (spec.byFlow())
            {
                flows.forEach((key, flow) -> state(spec, key).step(List.of(flow), fromNs, toNs));
            }
            else
            {
                bySource.forEach((source, all) -> state(spec, source).step(all, fromNs, toNs));
            }
        }
    }

    private State state(final ThresholdSpec spec, final Object scope)
    {
        return states.computeIfAbsent(spec, s -> new HashMap<>()).computeIfAbsent(scope,
            s -> new State(spec, spec.id() + (spec.byFlow() ? " flow " : " source ") + scope));
    }

    /** State of one alarm. */
    private final class State
    {
        private final ThresholdSpec spec;
        private final String alarm;
        private boolean raised;
        private long belowSince = Long.MIN_VALUE;

        State(final ThresholdSpec spec, final String alarm)
        {
            this.spec = spec;
            this.alarm = alarm;
        }

        void step(final List<Flow> all, final long fromNs, final long toNs)
        {
            final double rate = max(all, toNs);
            if (raised)
            {
                final boolean wasBelow = Long.MIN_VALUE != belowSince;
                final long holdsNs = !wasBelow || rate < spec.clearBelow() ? Long.MAX_VALUE :
                    bisect(all, spec.clearBelow(), fromNs, toNs, true);
                if (wasBelow && belowSince + spec.timeout().toNanos() <= Math.min(toNs, holdsNs))
                {
                    raised = false;
                    events.add(new Event(alarm, AlarmState.CLEARED, belowSince + spec.timeout().toNanos()));
                    belowSince = Long.MIN_VALUE;
                }
                else if (rate >= spec.clearBelow())
                {
                    belowSince = Long.MIN_VALUE;
                }
                else if (!wasBelow)
                {
                    belowSince = bisect(all, spec.clearBelow(), fromNs, toNs, false);
                }
            }
            if (!raised && rate > spec.raiseAbove())
            {
                raised = true;
                events.add(new Event(alarm, AlarmState.RAISED, bisect(all, spec.raiseAbove(), fromNs, toNs, true)));
            }
        }

        private long bisect(
            final List<Flow> all, final double level, final long fromNs, final long toNs, final boolean upwards)
        {
            long low = fromNs;
            long high = toNs;
            while (high - low > 1)
            {
                final long middle = (low + high) >>> 1;
                if (upwards == max(all, middle) > level)
                {
                    high = middle;
                }
                else
                {
                    low = middle;
                }
            }
            return high;
        }

        private double max(final List<Flow> all, final long ns)
        {
            double max = 0;
            for (final Flow flow : all)
            {
                max = Math.max(max, flow.rateAt(ns));
            }
            return max;
        }
    }

    /** A decaying average r of a flow whose steady part is {@code held} until {@code until}. */
    private final class Flow
    {
        private double average;
        private long last;
        private double held;
        private long until;

        Flow(final long nowNs)
        {
            last = nowNs;
            until = nowNs;
        }

        void apply(final double bytes, final long durationNs, final long nowNs)
        {
            average = rateAt(nowNs);
            last = nowNs;
            final double bytesPerNs = bytes * 1e9;
            if (0 == durationNs)
            {
                average += bytesPerNs / tauNs;
                return;
            }
            final double unspent = Math.max(0, until - nowNs) * held;
            until = Math.max(until, nowNs + durationNs);
            held = (unspent + bytesPerNs) / (until - nowNs);
        }

        double rateAt(final long ns)
        {
            final double steady = Math.max(0, Math.min(until, ns) - last);
            final double kept = Math.exp(-steady / tauNs);
            final double atEnd = average * kept + held * (1 - kept);
            return atEnd * Math.exp(-(ns - last - steady) / tauNs);
        }
    }
}
