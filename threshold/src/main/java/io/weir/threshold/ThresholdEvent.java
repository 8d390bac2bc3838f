package io.weir.threshold;

import io.weir.flowcache.table.Interval;

import java.util.List;

/**
 * An alarm was raised or cleared. Immutable.
 *
 * @param eventId       unique and increasing in one engine, from 1.
 * @param timestampNs   epoch nanoseconds at which it happened: RAISED, when the value went above; CLEARED, when the
 *                      value had been below for the timeout. Found analytically, so it may lie a little before the
 *                      event.
 * @param thresholdId   of the threshold.
 * @param severity      name of the threshold's level; empty where it has one only.
 * @param agent         address of the exporter; empty where the flow's scope is the network.
 * @param dataSource    of the flow, such as an interface index; empty where the flow's scope is wider.
 * @param metric        name of the flow definition or of the counter metric.
 * @param threshold     level at which the threshold raises, in the metric's unit.
 * @param value         at that time, in the same unit: a flow's rate or the value that is watched; the rate where the
 *                      detector adds up or remembers something.
 * @param standardError of the value, by the chance of sampling; 0 where nothing was left to chance, and for values
 *                      other than the first rate of a flow.
 * @param perSample     what one more sample would add to the value; 0 for values other than the first rate of a flow.
 * @param samples       from which the flow was measured.
 * @param flowKey       joined key of the flow: the one that crossed; without {@code byFlow} a CLEARED event has the
 *                      flow that fell last. Empty for a counter metric.
 * @param values        further values of the flow at that time, in the order of its definition; empty for none.
 * @param state         RAISED or CLEARED.
 * @param episodeId     event id of the RAISED event: it joins the pair.
 * @param onsetNs       epoch nanoseconds at which what raised the alarm began, where the detector tells; else the time
 *                      at which the alarm was raised.
 * @param reason        why.
 */
public record ThresholdEvent(
    long eventId,
    long timestampNs,
    String thresholdId,
    String severity,
    String agent,
    String dataSource,
    String metric,
    double threshold,
    double value,
    double standardError,
    double perSample,
    long samples,
    String flowKey,
    List<Double> values,
    AlarmState state,
    long episodeId,
    long onsetNs,
    EventReason reason)
{
    private static final long NS_PER_MS = 1_000_000L;

    /** {@return epoch milliseconds at which it happened} */
    public long timestampMs()
    {
        return Math.floorDiv(timestampNs, NS_PER_MS);
    }

    /** {@return lower end of the value's 95 % interval; found when asked for} */
    public double low()
    {
        return Interval.low(value, standardError * standardError);
    }

    /** {@return upper end of the value's 95 % interval; found when asked for} */
    public double high()
    {
        return Interval.high(value, standardError * standardError, perSample);
    }
}
