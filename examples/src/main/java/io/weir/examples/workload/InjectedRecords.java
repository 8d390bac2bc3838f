package io.weir.examples.workload;

/**
 * Interval records of an injected flow, as a router with an active timeout exports them: one each time the timeout
 * ends, and one when the flow ends. Frames are exact: none is lost to rounding.
 */
final class InjectedRecords implements RecordSource
{
    private static final double NS_PER_S = 1e9;

    private final Injection injection;
    private final long activeTimeoutNs;
    private final SyntheticFlow flow = new SyntheticFlow();
    private long fromNs;
    private long framesReported;

    /**
     * Records of an injection.
     *
     * @param injection       to report, not spoofed.
     * @param activeTimeoutNs of the router.
     */
    InjectedRecords(final Injection injection, final long activeTimeoutNs)
    {
        this.injection = injection;
        this.activeTimeoutNs = activeTimeoutNs;
        fromNs = injection.startNs();
    }

    @Override
    public long nextNs()
    {
        return fromNs >= injection.endNs() ? NEVER : Math.min(fromNs + activeTimeoutNs, injection.endNs());
    }

    @Override
    public int exporter()
    {
        return injection.exporter();
    }

    @Override
    public void report(final SimulatedExporter exporter)
    {
        final long nowNs = nextNs();
        final double seconds = (nowNs - injection.startNs()) / NS_PER_S;
        final long frames = Math.round(seconds * injection.framesPerSecond()) - framesReported;
        flow.become(injection, null);
        if (frames > 0)
        {
            exporter.report(flow, frames, fromNs, nowNs);
        }
        framesReported += frames;
        fromNs = nowNs;
    }
}
