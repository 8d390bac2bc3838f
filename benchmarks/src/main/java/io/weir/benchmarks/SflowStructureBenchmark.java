package io.weir.benchmarks;

import io.weir.codec.sflow.SflowDecoder;
import io.weir.record.FieldSet;

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
 * Cost of a sample of sFlow by what it holds, header and exporter accounting of the datagram included; 6 samples a
 * datagram, in datagrams that fit the caches. For counters, the cost of one structure.
 */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class SflowStructureBenchmark
{
    private static final int RECORDS = 3_000;

    /** Fields that are wanted: the 5-tuple with bytes and frames, or every one. */
    @Param({ "SEVEN", "ALL" })
    public String wanted;

    /** What a sample holds. */
    @Param({ "HEADER", "SWITCH_ROUTER", "GATEWAY", "SAMPLED_IPV4", "TUNNEL", "APPLICATION", "COUNTERS_INTERFACE",
        "COUNTERS_HOST" })
    public String group;

    private DecodeLoop loop;

    /** A benchmark. */
    public SflowStructureBenchmark()
    {
    }

    /** Make the datagrams. */
    @Setup
    public void setup()
    {
        loop = new DecodeLoop(SflowSamples.of(SflowSamples.Group.valueOf(group)), SflowDecoder.provider(),
            "ALL".equals(wanted) ? FieldSet.ALL : Traffic.SEVEN_FIELDS);
    }

    /**
     * Decode.
     *
     * @return something that depends on every sample.
     */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long sample()
    {
        return loop.run(RECORDS);
    }
}
