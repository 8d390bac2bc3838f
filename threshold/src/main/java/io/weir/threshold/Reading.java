package io.weir.threshold;

import io.weir.flowcache.FlowRow;
import io.weir.flowcache.WatchedFlow;

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
 */
record Reading(
    String agent,
    String dataSource,
    String flowKey,
    double value,
    double standardError,
    double perSample,
    long samples)
{
    static Reading of(final WatchedFlow flow, final long ns)
    {
        final FlowRow row = flow.row(ns);
        return new Reading(row.agent(), row.dataSource(), row.key(), row.rate(), Math.sqrt(flow.varianceAt(ns)),
            flow.rateOfOneSample(), row.samples());
    }

    /* Of the flow of an event: its texts are known, so that none is made. */
    static Reading of(final WatchedFlow flow, final long ns, final ThresholdEvent known)
    {
        return new Reading(known.agent(), known.dataSource(), known.flowKey(), flow.rateAt(ns),
            Math.sqrt(flow.varianceAt(ns)), flow.rateOfOneSample(), flow.samples());
    }
}
