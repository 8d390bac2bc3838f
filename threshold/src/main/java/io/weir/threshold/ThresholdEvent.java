package io.weir.threshold;

/**
 * An alarm was raised or cleared. Immutable.
 *
 * @param eventId     unique and increasing in one engine, from 1.
 * @param timestampNs epoch nanoseconds at which it happened: RAISED, when the value went above; CLEARED, when the value
 *                    had been below for the timeout. Found analytically, so it may lie a little before the event.
 * @param thresholdId of the threshold.
 * @param agent       address of the exporter; empty where the flow's scope is the network.
 * @param dataSource  of the flow, such as an interface index; empty where the flow's scope is wider.
 * @param metric      name of the flow definition.
 * @param threshold   level above which the threshold raises, in the value's unit per second.
 * @param value       of the flow at that time, in the same unit.
 * @param low         lower end of the value's 95 % interval.
 * @param high        upper end of the value's 95 % interval.
 * @param samples     from which the flow was measured.
 * @param flowKey     joined key of the flow: the one that crossed; without {@code byFlow} a CLEARED event has the flow
 *                    that fell last.
 * @param state       RAISED or CLEARED.
 * @param episodeId   event id of the RAISED event: it joins the pair.
 * @param reason      why.
 */
public record ThresholdEvent(
    long eventId,
    long timestampNs,
    String thresholdId,
    String agent,
    String dataSource,
    String metric,
    double threshold,
    double value,
    double low,
    double high,
    long samples,
    String flowKey,
    AlarmState state,
    long episodeId,
    EventReason reason)
{
    private static final long NS_PER_MS = 1_000_000L;

    /** {@return epoch milliseconds at which it happened} */
    public long timestampMs()
    {
        return Math.floorDiv(timestampNs, NS_PER_MS);
    }
}
