package io.weir.benchmarks;

import io.weir.flowcache.FlowCache;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a batch of 30 samples of new flows holds the writer up while the table grows from nothing to 1,000,000
 * flows: a histogram, whose tail shows the batches that split a segment, and the garbage collector.
 */
@Fork(value = 3, jvmArgsAppend = { "-Xms4g", "-Xmx4g" })
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class GrowthBenchmark
{
    private static final int FLOWS = 1_000_000;

    private FlowStream stream;
    private CacheFeed feed;
    private int seen;

    /** A benchmark. */
    public GrowthBenchmark()
    {
    }

    /** Make the stream of samples. */
    @Setup(Level.Trial)
    public void setup()
    {
        stream = FlowStream.of(FLOWS + ":uniform", 0);
        seen = FLOWS;
    }

    /** Begin with an empty table when all flows have come; only then does this take time of its own. */
    @Setup(Level.Invocation)
    public void renew()
    {
        if (seen + FlowStream.BATCH > FLOWS)
        {
            final FlowCache flows = FlowCache.builder().hashSeed(1).build();
            flows.define(CacheFeed.fiveTuples(FLOWS));
            feed = new CacheFeed(flows, CacheFeed.RECORDS_PER_SECOND);
            feed.stream(stream.part(0, 1));
            seen = 0;
        }
    }

    /** Hand over a batch of new flows. */
    @Benchmark
    public void batch()
    {
        seen += FlowStream.BATCH;
        feed.run(FlowStream.BATCH);
    }
}
