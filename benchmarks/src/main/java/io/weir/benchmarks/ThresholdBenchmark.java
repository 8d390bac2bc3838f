package io.weir.benchmarks;

import io.weir.flowcache.FlowCache;
import io.weir.threshold.Dispatch;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdSpec;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of an update of a flow whose definition has no, one or a thousand thresholds by flow: the difference is the cost
 * of thresholds. 100,000 flows of Zipf exponent 1; time passes so that 1,000,000 samples take a second.
 */
@Fork(value = 3, jvmArgsAppend = { "-Xms2g", "-Xmx2g" })
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class ThresholdBenchmark
{
    private static final int SAMPLES = 100 * FlowStream.BATCH;
    /** The largest flow sends about 7 % of 800 GB/s. */
    private static final double BEYOND_ALL = 1e12;
    /** Five flows are above it, a tenth of the samples are theirs. */
    private static final double BELOW_SOME = 1e10;

    /** Thresholds by flow, each at a level of its own. */
    @Param({ "0", "1", "1000" })
    public int thresholds;

    /** Whether no flow reaches the thresholds, or a few are above them all the time. */
    @Param({ "NONE", "SOME" })
    public String active;

    private CacheFeed feed;
    private ThresholdEngine engine;

    /** A benchmark. */
    public ThresholdBenchmark()
    {
    }

    /** Fill the cache and let the rates settle. */
    @Setup
    public void setup()
    {
        final FlowStream stream = FlowStream.of("100000:1.0", 0);
        final FlowCache flows = FlowCache.builder().hashSeed(1).build();
        flows.define(CacheFeed.fiveTuples(stream.flows()));
        engine = ThresholdEngine.builder(flows).dispatch(Dispatch.POLL).build();
        final double level = "NONE".equals(active) ? BEYOND_ALL : BELOW_SOME;
        for (int i = 0; i < thresholds; i++)
        {
            engine.define(ThresholdSpec.builder("threshold" + i).metric(CacheFeed.FLOWS)
                .raiseAbove(level * (1 + i * 1e-6)).clearBelow(level / 2).byFlow(true)
                .timeout(Duration.ofSeconds(1)).build());
        }
        feed = new CacheFeed(flows, CacheFeed.RECORDS_PER_SECOND);
        feed.stream(stream);
        feed.run(400_000 * FlowStream.BATCH);
        final int alarms = engine.active().size();
        if ("NONE".equals(active) || 0 == thresholds ? 0 != alarms : 0 == alarms)
        {
            throw new IllegalStateException("alarms are not as meant: alarms=" + alarms);
        }
    }

    /** Update flows. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public void update()
    {
        feed.run(SAMPLES);
    }
}
