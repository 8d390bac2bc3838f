package io.weir.threshold;

import io.weir.flowcache.FlowRow;
import io.weir.flowcache.WatchedFlow;

import java.util.List;

/**
 * What an event tells of its flow or row. Immutable.
 *
 * @param agent         address of the exporter.
 * @param dataSource    within the exporter.
 * @param flowKey       joined key.
 * @param value         at the time.
 * @param standardError of the value.
 * @param perSample     what one more sample would add.
 * @param samples       from which it was measured.
 * @param values        further values of the flow.
 */
record Reading(
    String agent,
    String dataSource,
    String flowKey,
    double value,
    double standardError,
    double perSample,
    long samples,
    List<Double> values)
{
    Reading(final String agent, final String dataSource, final String flowKey, final double value, final long samples)
    {
        this(agent, dataSource, flowKey, value, 0, 0, samples, List.of());
    }

    static Reading of(final WatchedFlow flow, final Detector detector, final long ns)
    {
        final FlowRow row = flow.row(ns);
        return of(flow, detector, ns, row.agent(), row.dataSource(), row.key(), row.values().size());
    }

    /* Of the flow of an event: its texts are known, so that none is made. */
    static Reading of(
        final WatchedFlow flow, final Detector detector, final long ns, final ThresholdEvent known)
    {
        return of(flow, detector, ns, known.agent(), known.dataSource(), known.flowKey(), known.values().size());
    }

    private static Reading of(
        final WatchedFlow flow,
        final Detector detector,
        final long ns,
        final String agent,
        final String dataSource,
        final String flowKey,
        final int values)
    {
        final boolean isRate = detector.isOnRate();
        return new Reading(agent, dataSource, flowKey, detector.valueAt(flow, ns),
            isRate ? Math.sqrt(flow.varianceAt(ns)) : 0, isRate ? flow.rateOfOneSample() : 0, flow.samples(),
            values(flow, ns, values));
    }

    private static List<Double> values(final WatchedFlow flow, final long ns, final int count)
    {
        if (0 == count)
        {
            return List.of();
        }
        final Double[] values = new Double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = flow.value(i + 1, ns);
        }
        return List.of(values);
    }
}
