package io.weir.threshold;

/**
 * What a threshold engine counted up to one moment. Immutable.
 *
 * @param events    published, raised and cleared together.
 * @param raised    alarms raised.
 * @param cleared   alarms cleared, for whatever reason; {@code raised - cleared} are active.
 * @param tracked   flows watched closely now, because an alarm depends on them, against the engine's limit.
 * @param refused   times that a flow above a threshold was passed over because the limit was reached.
 * @param delivered calls of listeners with an event.
 * @param lost      events lost by listeners that were too slow, summed over listeners.
 * @param errors    exceptions of listeners and refusals of the executor.
 */
public record ThresholdCounters(
    long events, long raised, long cleared, long tracked, long refused, long delivered, long lost, long errors)
{
}
