package io.weir.benchmarks;

import io.weir.examples.workload.WorkloadProtocol;

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
 * Cost of a record from the bytes of its datagram to the updated flow with rate, interval and place among the largest:
 * a worker with decoder, cache and a threshold by flow. A million records in turn, of 217 thousand distinct 5-tuples.
 */
@Fork(value = 3, jvmArgsAppend = { "-Xms4g", "-Xmx4g" })
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class PipelineBenchmark
{
    private static final int RECORDS = 3_000;

    /** Of the exporters. */
    @Param({ "NETFLOW5", "SFLOW" })
    public WorkloadProtocol protocol;

    /** Definitions that are live; the first has a threshold by flow that a few flows cross. */
    @Param({ "1", "8" })
    public int definitions;

    /** Records that come in a second of the worker's time. */
    @Param("1000000")
    public double recordsPerSecond;

    private Pipeline pipeline;

    /** A benchmark. */
    public PipelineBenchmark()
    {
    }

    /** Make the datagrams, and see all of them twice. */
    @Setup
    public void setup()
    {
        pipeline = new Pipeline(protocol, definitions, recordsPerSecond);
    }

    /** Take datagrams. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void record()
    {
        pipeline.run(RECORDS);
    }
}
