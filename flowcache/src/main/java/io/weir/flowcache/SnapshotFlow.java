package io.weir.flowcache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One flow of one source in a snapshot, as of a time. Immutable.
 *
 * @param keys       text of each key.
 * @param agentHigh  high 64 bits of the agent's address.
 * @param agentLow   low 64 bits of the agent's address.
 * @param dataSource within the agent.
 * @param decaying   part of the rate that decays from the time on, value units per second.
 * @param variance   of that part.
 * @param one        what one more sample would add to the rate.
 * @param held       rates that are held beyond the time, the earlier end first.
 * @param total      value, scaled.
 * @param frames     scaled.
 * @param error      most that the total lacks.
 * @param samples    packets that were sampled.
 * @param firstNs    first seen, epoch nanoseconds.
 * @param lastNs     last seen, epoch nanoseconds.
 * @param consistent whether it was read at one instant.
 * @param values     further values of its table.
 */
record SnapshotFlow(
    List<String> keys,
    long agentHigh,
    long agentLow,
    long dataSource,
    double decaying,
    double variance,
    double one,
    List<Held> held,
    long total,
    long frames,
    long error,
    long samples,
    long firstNs,
    long lastNs,
    boolean consistent,
    List<SnapshotValue> values)
{
    static final Comparator<SnapshotFlow> BY_KEY = (left, right) ->
    {
        for (int i = 0; i < left.keys.size(); i++)
        {
            final int order = left.keys.get(i).compareTo(right.keys.get(i));
            if (0 != order)
            {
                return order;
            }
        }
        final int agent = Long.compareUnsigned(left.agentHigh, right.agentHigh);
        final int low = 0 != agent ? agent : Long.compareUnsigned(left.agentLow, right.agentLow);
        return 0 != low ? low : Long.compare(left.dataSource, right.dataSource);
    };

    /* The same flow as of a later time. */
    SnapshotFlow at(final long fromNs, final long toNs, final long tauNs)
    {
        return fromNs == toNs ? this : decayed(fromNs, toNs, tauNs);
    }

    /* The same flow, in which rates that are held no more are part of what decays. */
    SnapshotFlow settled(final long timeNs, final long tauNs)
    {
        return held.isEmpty() && values.isEmpty() ? this : decayed(timeNs, timeNs, tauNs);
    }

    private SnapshotFlow decayed(final long fromNs, final long toNs, final long tauNs)
    {
        final double decay = Math.exp(-(toNs - fromNs) / (double)tauNs);
        final long windows = Math.floorDiv(toNs, tauNs) - Math.floorDiv(fromNs, tauNs);
        double rate = decaying * decay;
        double square = variance * decay * decay;
        final List<Held> still = new ArrayList<>();
        for (final Held each : held)
        {
            if (each.untilNs > toNs)
            {
                still.add(each);
                continue;
            }
            final double rest = each.rate * Math.exp(-(toNs - each.untilNs) / (double)tauNs);
            rate += rest;
            square += each.variance * rest * rest;
        }
        return new SnapshotFlow(keys, agentHigh, agentLow, dataSource, rate, square, one, List.copyOf(still), total,
            frames, error, samples, firstNs, lastNs, consistent,
            values.stream().map(value -> value.at(decay, windows, toNs, tauNs)).toList());
    }

    /* The same flow of the same source, seen elsewhere too, as of the same time. */
    SnapshotFlow plus(final SnapshotFlow other)
    {
        final List<Held> both = new ArrayList<>(held);
        both.addAll(other.held);
        Collections.sort(both);
        final List<SnapshotValue> sums = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++)
        {
            sums.add(values.get(i).plus(other.values.get(i)));
        }
        return new SnapshotFlow(keys, agentHigh, agentLow, dataSource, decaying + other.decaying,
            variance + other.variance, Math.max(one, other.one), List.copyOf(both), total + other.total,
            frames + other.frames, error + other.error, samples + other.samples, Math.min(firstNs, other.firstNs),
            Math.max(lastNs, other.lastNs), consistent && other.consistent, List.copyOf(sums));
    }

    double rate()
    {
        double rate = decaying;
        for (final Held each : held)
        {
            rate += each.rate;
        }
        return Math.max(0, rate);
    }

    double rateVariance()
    {
        double square = variance;
        for (final Held each : held)
        {
            square += each.variance * each.rate * each.rate;
        }
        return square;
    }

    /**
     * A rate that is held.
     *
     * @param untilNs  until when, epoch nanoseconds.
     * @param rate     value units per second.
     * @param variance as a share of the square of the rate.
     */
    record Held(long untilNs, double rate, double variance) implements Comparable<Held>
    {
        @Override
        public int compareTo(final Held other)
        {
            final int time = Long.compare(untilNs, other.untilNs);
            final int order = 0 != time ? time : Double.compare(rate, other.rate);
            return 0 != order ? order : Double.compare(variance, other.variance);
        }
    }
}
