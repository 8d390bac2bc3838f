package io.weir.flowcache;

/** Called for flows, see {@link FlowCache#visit}. */
@FunctionalInterface
public interface FlowVisitor
{
    /**
     * A flow of one source.
     *
     * @param flow reused; valid during the call.
     */
    void onFlow(FlowView flow);
}
