package io.weir.threshold;

import java.time.Duration;
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
        update(key, source, bytes, durationNs, 1, timeNs);
    }

    /* The bytes are what one packet of so many stands for. */
    void update(
        final long key,
        final int source,
        final double bytes,
        final long durationNs,
        final int samplingRate,
        final long timeNs)
    {
        evaluateUntil(timeNs);
        Flow flow = flows.get(key);
        if (null == flow)
        {
            flow = new Flow(timeNs);
            flows.put(key, flow);
            specs.forEach(flow::quantity);
            bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(flow);
        }
        flow.apply(bytes, durationNs, samplingRate, timeNs);
        evaluate(timeNs, timeNs);
    }

    void evaluateUntil(final long timeNs)
    {
        while (now < timeNs)
        {
            // Levels may change at whole seconds, and a rate be above the new one for less than a step.
            final long second = (now / Harness.S + 1) * Harness.S;
            final long next = Math.min(Math.min(timeNs, second), now + STEP_NS);
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
        private boolean armed;
        private boolean raises;
        private boolean holds;
        private long raisesSince;
        private long restsSince;

        State(final ThresholdSpec spec, final String alarm)
        {
            this.spec = spec;
            this.alarm = alarm;
        }

        void step(final List<Flow> all, final long fromNs, final long toNs)
        {
            if (DetectorSpec.Kind.SEASONAL == spec.detector().kind)
            {
                all.forEach(flow -> flow.quantity(spec).season.roll(flow, fromNs));
            }
            final boolean nowRaises = raises(all, toNs);
            final boolean nowHolds = holds(all, toNs);
            final long raisesChange = nowRaises == raises ? Long.MAX_VALUE : bisect(all, true, fromNs, toNs);
            final long holdsChange = nowHolds == holds ? Long.MAX_VALUE : bisect(all, false, fromNs, toNs);
            final boolean wasRaised = raised;
            if (raised)
            {
                clearIfDue(toNs, nowHolds, holdsChange);
            }
            raisesSince = nowRaises && !raises ? raisesChange : raisesSince;
            final long raiseNs = raisesSince + spec.holdFor().toNanos();
            final long raisesUntil = nowRaises ? toNs : raisesChange;
            if (!raised && (nowRaises || raises && !wasRaised) && raiseNs <= raisesUntil)
            {
                raised = true;
                events.add(new Event(alarm, AlarmState.RAISED, raiseNs));
                restsSince = nowHolds ? Long.MAX_VALUE : holdsChange;
            }
            raises = nowRaises;
            holds = nowHolds;
        }

        private void clearIfDue(final long toNs, final boolean nowHolds, final long holdsChange)
        {
            final long clearNs = restsSince + spec.timeout().toNanos();
            if (Long.MAX_VALUE != restsSince && clearNs <= Math.min(toNs, nowHolds ? holdsChange : toNs))
            {
                raised = false;
                events.add(new Event(alarm, AlarmState.CLEARED, clearNs));
            }
            else if (nowHolds)
            {
                restsSince = Long.MAX_VALUE;
            }
            else if (Long.MAX_VALUE == restsSince)
            {
                restsSince = holdsChange;
                clearAtOnce(toNs);
            }
        }

        private void clearAtOnce(final long toNs)
        {
            if (Duration.ZERO.equals(spec.timeout()))
            {
                clearIfDue(toNs, false, Long.MAX_VALUE);
            }
        }

        private boolean raises(final List<Flow> all, final long ns)
        {
            if (spec.isLow())
            {
                armed |= max(all, ns) >= spec.lowerBelow();
                return armed && max(all, ns) < spec.lowerBelow();
            }
            if (DetectorSpec.Kind.RATE == spec.detector().kind)
            {
                return all.stream().anyMatch(
                    flow -> flow.rateAt(ns) > spec.raiseAbove() && flow.samples >= spec.minSamples() &&
                    (0 == spec.confidence() ||
                    flow.rateAt(ns) - spec.confidence() * flow.errorAt(ns) > spec.raiseAbove()));
            }
            return all.stream().anyMatch(flow -> flow.quantity(spec).raises(ns));
        }

        private boolean holds(final List<Flow> all, final long ns)
        {
            if (spec.isLow())
            {
                return max(all, ns) <= spec.clearAbove();
            }
            return DetectorSpec.Kind.RATE == spec.detector().kind ? max(all, ns) >= spec.clearBelow() :
                all.stream().anyMatch(flow -> flow.quantity(spec).holds(ns));
        }

        private long bisect(final List<Flow> all, final boolean raise, final long fromNs, final long toNs)
        {
            final boolean before = raise ? raises : holds;
            long low = fromNs;
            long high = toNs;
            while (high - low > 1)
            {
                final long middle = (low + high) >>> 1;
                if (before == (raise ? raises(all, middle) : holds(all, middle)))
                {
                    low = middle;
                }
                else
                {
                    high = middle;
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

    /** What a detector keeps of a flow, advanced at every update: as of {@code last}. */
    private final class Quantity
    {
        private final ThresholdSpec spec;
        private final Flow flow;
        private final NaiveSeason season;
        private double sum;
        private boolean kept;
        private double known;
        private long knownNs;
        private double older;
        private long olderNs;

        Quantity(final ThresholdSpec spec, final Flow flow)
        {
            this.spec = spec;
            this.flow = flow;
            season = DetectorSpec.Kind.SEASONAL == spec.detector().kind ? new NaiveSeason(spec) : null;
        }

        void before(final long ns)
        {
            if (null != season)
            {
                season.before(flow, ns);
                return;
            }
            sum = at(ns);
            kept &= reaches(ns) ||
                DetectorSpec.Kind.CUSUM == spec.detector().kind && sum > 0 ||
                DetectorSpec.Kind.QUANTILE == spec.detector().kind && sum > 1e-3 * (1 - spec.detector().first);
        }

        void after(final double sample, final long ns)
        {
            if (null != season)
            {
                season.after(reaches(ns), sample, ns);
                return;
            }
            if (!kept)
            {
                kept = reaches(ns);
                sum = kept ? first(ns) : 0;
            }
            else
            {
                sum = add(sample);
            }
            knownNs = Long.MAX_VALUE;
            olderNs = Long.MAX_VALUE;
        }

        private double watch()
        {
            return DetectorSpec.Kind.QUANTILE == spec.detector().kind ? spec.raiseAbove() : spec.raiseAbove() / 10;
        }

        /* Whether the rate is above the watch level now, or will be without an update. */
        private boolean reaches(final long ns)
        {
            return flow.rateAt(ns) > watch() || flow.until > ns && flow.rateAt(flow.until) > watch();
        }

        private double first(final long ns)
        {
            if (flow.until > ns)
            {
                return 0;
            }
            switch (spec.detector().kind)
            {
                case CUSUM:
                    return clip(flow.total - allowance() * (ns - flow.first) / 1e9);
                case BASELINE:
                    final double age = (ns - flow.first) / slow();
                    return flow.total * 1e9 / slow() * (0 == age ? 1 : (1 - Math.exp(-age)) / age);
                default:
                    return 0;
            }
        }

        private double add(final double sample)
        {
            switch (spec.detector().kind)
            {
                case CUSUM:
                    return clip(sum + sample);
                case BASELINE:
                    return sum + sample * 1e9 / slow();
                default:
                    return sum;
            }
        }

        private double slow()
        {
            return spec.detector().time.toNanos();
        }

        private double allowance()
        {
            return spec.detector().first * spec.raiseAbove();
        }

        private double limit()
        {
            return spec.detector().second * spec.raiseAbove();
        }

        private double clip(final double value)
        {
            return Math.max(0, Math.min(2 * limit(), value));
        }

        double at(final long ns)
        {
            final double steady = Math.max(0, Math.min(flow.until, ns) - flow.last);
            final double rest = ns - flow.last - steady;
            switch (spec.detector().kind)
            {
                case CUSUM:
                    final double held = clip(sum + (flow.held - allowance()) * steady / 1e9);
                    return kept ? Math.max(0, held - allowance() * rest / 1e9) : 0;
                case BASELINE:
                    final double kept = Math.exp(-steady / slow());
                    return (sum * kept + flow.held * (1 - kept)) * Math.exp(-rest / slow());
                default:
                    return shareAt(ns);
            }
        }

        /* The time above the level, a tenth of a millisecond at a time, begun where an earlier call ended. */
        private double shareAt(final long ns)
        {
            if (!kept)
            {
                return sum;
            }
            if (knownNs < flow.last || knownNs > ns)
            {
                known = olderNs >= flow.last && olderNs <= ns ? older : sum;
                knownNs = olderNs >= flow.last && olderNs <= ns ? olderNs : flow.last;
            }
            older = known;
            olderNs = knownNs;
            while (knownNs < ns)
            {
                final long to = Math.min(ns, knownNs + STEP_NS / 10);
                final double rest = Math.exp(-(to - knownNs) / slow());
                known = flow.rateAt(knownNs + (to - knownNs) / 2) > spec.raiseAbove() ?
                    1 - (1 - known) * rest : known * rest;
                knownNs = to;
            }
            return known;
        }

        boolean raises(final long ns)
        {
            switch (spec.detector().kind)
            {
                case SEASONAL:
                    return season.raises(flow.rateAt(ns), ns);
                case CUSUM:
                    return at(ns) > limit();
                case BASELINE:
                    return kept && flow.rateAt(ns) > Math.max(spec.raiseAbove(), spec.detector().first * at(ns));
                case QUANTILE:
                    return at(ns) > 1 - spec.detector().first;
                default:
                    return ns - flow.last >= spec.detector().time.toNanos();
            }
        }

        boolean holds(final long ns)
        {
            final double ratio = spec.clearBelow() / spec.raiseAbove();
            switch (spec.detector().kind)
            {
                case SEASONAL:
                    return season.holds(flow.rateAt(ns), ns);
                case CUSUM:
                    return at(ns) >= limit() / 2;
                case BASELINE:
                    return kept && flow.rateAt(ns) >= Math.max(spec.clearBelow(),
                        spec.detector().first * ratio * at(ns));
                case QUANTILE:
                    return at(ns) >= (1 - spec.detector().first) * ratio;
                default:
                    return raises(ns);
            }
        }
    }

    /** A decaying average r of a flow whose steady part is {@code held} until {@code until}. */
    final class Flow
    {
        private final long first;
        private final Map<ThresholdSpec, Quantity> quantities = new HashMap<>();
        private long samples;
        private double total;
        private double average;
        private double variance;
        private long last;
        private double held;
        private long until;

        Flow(final long nowNs)
        {
            first = nowNs;
            last = nowNs;
            until = nowNs;
        }

        Quantity quantity(final ThresholdSpec spec)
        {
            return quantities.computeIfAbsent(spec, s -> new Quantity(s, this));
        }

        void apply(final double bytes, final long durationNs, final int samplingRate, final long nowNs)
        {
            quantities.values().forEach(quantity -> quantity.before(nowNs));
            average = rateAt(nowNs);
            variance = errorAt(nowNs) * errorAt(nowNs) +
                bytes * bytes * (samplingRate - 1) / samplingRate / tauNs * 1e9 / tauNs * 1e9;
            last = nowNs;
            samples++;
            total += bytes;
            add(bytes, durationNs, nowNs);
            quantities.values().forEach(quantity -> quantity.after(0 == durationNs ? bytes : 0, nowNs));
        }

        private void add(final double bytes, final long durationNs, final long nowNs)
        {
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

        /* Of so many packets one was seen: each has a binomial share in the error, which decays like the average. */
        double errorAt(final long ns)
        {
            return Math.sqrt(variance) * Math.exp(-(ns - last) / tauNs);
        }

        double heldBetween(final long fromNs, final long toNs)
        {
            return held * Math.max(0, Math.min(until, toNs) - fromNs) / 1e9;
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
