package io.weir.examples.workload;

/** Packet samples of an injection: the frames are sampled at random, one in N. Also its records, one for each frame. */
final class InjectedSamples implements RecordSource
{
    private static final double NS_PER_S = 1e9;

    private final Injection injection;
    private final long framesOfReport;
    private final double meanGapNs;
    private final SplitMix random;
    private final SyntheticFlow flow = new SyntheticFlow();
    private double elapsedNs;

    /**
     * Samples of an injection.
     *
     * @param injection      to report.
     * @param framesOfReport that each report stands for.
     * @param seed           of the times, and of what the injection leaves open.
     */
    InjectedSamples(final Injection injection, final long framesOfReport, final long seed)
    {
        this.injection = injection;
        this.framesOfReport = framesOfReport;
        meanGapNs = NS_PER_S * framesOfReport / injection.framesPerSecond();
        random = new SplitMix(seed);
        elapsedNs = random.nextExponential(meanGapNs);
    }

    @Override
    public long nextNs()
    {
        final double timeNs = injection.startNs() + elapsedNs;
        return timeNs > injection.endNs() ? NEVER : injection.startNs() + (long)elapsedNs;
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
        flow.become(injection, random);
        exporter.report(flow, framesOfReport, nowNs, nowNs);
        elapsedNs += random.nextExponential(meanGapNs);
    }
}
