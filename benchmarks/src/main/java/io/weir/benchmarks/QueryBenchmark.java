package io.weir.benchmarks;

import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSnapshot;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cost of a query of 1,000,000 live flows while nothing is written. Rows are allocated: that is their purpose. */
@Fork(value = 3, jvmArgsAppend = { "-Xms4g", "-Xmx4g" })
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class QueryBenchmark
{
    private static final int FLOWS = 1_000_000;
    private static final int SAMPLES = 4_000_000 / FlowStream.BATCH * FlowStream.BATCH;
    private static final int TOP = 20;

    private FlowCache flows;
    private String key;
    private long bytes;

    /** A benchmark. */
    public QueryBenchmark()
    {
    }

    /** Fill the cache. */
    @Setup
    public void setup()
    {
        flows = FlowCache.builder().hashSeed(1).build();
        flows.define(CacheFeed.fiveTuples(FLOWS));
        final CacheFeed feed = new CacheFeed(flows, CacheFeed.RECORDS_PER_SECOND);
        feed.stream(FlowStream.of(FLOWS + ":uniform", 0));
        feed.run(FLOWS);
        feed.stream(FlowStream.of(FLOWS + ":1.0", 0));
        feed.run(SAMPLES);
        if (flows.accounting(CacheFeed.FLOWS).flows() != FLOWS)
        {
            throw new IllegalStateException("flows are missing: " + flows.accounting(CacheFeed.FLOWS));
        }
        key = flows.topFlows(CacheFeed.FLOWS, TOP).get(TOP - 1).key();
    }

    /**
     * The largest twenty.
     *
     * @return the rows.
     */
    @Benchmark
    public List<FlowRow> top20()
    {
        return flows.topFlows(CacheFeed.FLOWS, TOP);
    }

    /**
     * One flow by its keys.
     *
     * @return the row.
     */
    @Benchmark
    public Optional<FlowRow> oneFlow()
    {
        return flows.flow(CacheFeed.FLOWS, key);
    }

    /**
     * A row of every flow, with the texts of its keys.
     *
     * @return something that depends on every row.
     */
    @Benchmark
    public long everyFlow()
    {
        bytes = 0;
        flows.forEach(CacheFeed.FLOWS, row -> bytes += row.total());
        return bytes;
    }

    /**
     * The total of every flow, without texts.
     *
     * @return something that depends on every flow.
     */
    @Benchmark
    public long visit()
    {
        bytes = 0;
        flows.visit(CacheFeed.FLOWS, flow -> bytes += flow.total());
        return bytes;
    }

    /**
     * A copy of every flow.
     *
     * @return the copy.
     */
    @Benchmark
    public FlowSnapshot snapshot()
    {
        return flows.snapshot(CacheFeed.FLOWS);
    }
}
