package io.weir.flowcache;

/**
 * Takes the flow records of definitions with {@code log}, on the thread that writes the table, one after the other:
 * nothing is queued, and so nothing lost. Blocking here blocks the worker; a listener that needs a thread of its own
 * copies what it needs. What it throws is counted, see {@link FlowCache#listenerFailures}, and goes no further.
 */
@FunctionalInterface
public interface FlowListener
{
    /**
     * A record of a flow is complete. Its totals begin where the record before ended, so that the totals of all
     * records of a flow add up to those of the flow.
     *
     * @param flow   reused; valid during the call.
     * @param reason why the record ends.
     */
    void onFlow(FlowView flow, FlowEndReason reason);

    /**
     * A flow has begun; of definitions with {@code flowStart} only.
     *
     * @param flow after its first update; reused, valid during the call.
     */
    default void onFlowStart(final FlowView flow)
    {
    }
}
