package io.weir.benchmarks;

import io.weir.flowcache.FlowCache;

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
 * of thresholds. 100,000 flows of Zipf exponent 1, unless told otherwise; time passes so that 1,000,000 samples take a
 * second.
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
    private static final int SETTLING = 10_000_000 / FlowStream.BATCH * FlowStream.BATCH;

    /** Thresholds by flow, each at a level of its own. */
    @Param({ "0", "1", "1000" })
    public int thresholds;

    /** Whether no flow reaches the thresholds, or the two largest are above them all the time. */
    @Param({ "NONE", "TWO" })
    public String active;

    /** Flows and their popularity; few stay in the caches, so that the cost of thresholds stands out. */
    @Param("100000:1.0")
    public String population;

    private CacheFeed feed;

    /** A benchmark. */
    public ThresholdBenchmark()
    {
    }

    /** Fill the cache and let the rates settle. */
    @Setup
    public void setup()
    {
        final FlowStream stream = FlowStream.of(population, 0);
        final FlowCache flows = FlowCache.builder().hashSeed(1).build();
        flows.define(CacheFeed.fiveTuples(stream.flows()));
        final Thresholds engine = new Thresholds(flows);
        feed = new CacheFeed(flows, CacheFeed.RECORDS_PER_SECOND);
        feed.stream(stream);
        feed.run(SETTLING);
        final boolean reached = "TWO".equals(active);
        if (reached)
        {
            engine.defineBelowTwo(thresholds);
        }
        else
        {
            engine.defineAboveAll(thresholds);
        }
        feed.run(SETTLING);
        engine.check(reached && thresholds > 0);
    }

    /** Update flows. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public void update()
    {
        feed.run(SAMPLES);
    }
}
