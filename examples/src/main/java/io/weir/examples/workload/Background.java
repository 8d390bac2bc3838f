package io.weir.examples.workload;

/** Reports of flows drawn by popularity, at random times: the traffic that is always there. */
final class Background implements RecordSource
{
    private static final double NS_PER_S = 1e9;

    private final WorkloadSpec spec;
    private final FlowPopulation population;
    private final ZipfSampler sampler;
    private final SplitMix random;
    private final SyntheticFlow flow = new SyntheticFlow();
    private final double meanGapNs;
    private double elapsedNs;
    private int rank;
    private long left;

    Background(final WorkloadSpec spec)
    {
        this.spec = spec;
        population = new FlowPopulation(spec.flows(), spec.seed());
        sampler = new ZipfSampler(spec.flows(), spec.zipf());
        random = new SplitMix(spec.seed());
        meanGapNs = NS_PER_S / spec.recordsPerSecond();
        left = spec.records();
        plan();
    }

    private void plan()
    {
        elapsedNs += random.nextExponential(meanGapNs);
        rank = sampler.next(random);
    }

    @Override
    public long nextNs()
    {
        return 0 == left ? NEVER : spec.startNs() + (long)elapsedNs;
    }

    @Override
    public int exporter()
    {
        return population.exporter(rank, spec.exporters());
    }

    @Override
    public void report(final SimulatedExporter exporter)
    {
        final long nowNs = nextNs();
        flow.become(population, rank);
        if (WorkloadProtocol.SFLOW == spec.protocol())
        {
            exporter.report(flow, spec.samplingRate(), nowNs, nowNs);
        }
        else
        {
            final long frames = 1 + (long)random.nextExponential(spec.meanFrames() - 1);
            final double length = 1 == frames ? 0 : random.nextExponential(spec.meanDuration().toNanos());
            final long durationNs = (long)Math.min(length, spec.maxDuration().toNanos());
            exporter.report(flow, frames, nowNs - durationNs, nowNs);
        }
        left--;
        plan();
    }
}
