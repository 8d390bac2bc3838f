package io.weir.benchmarks;

import io.weir.examples.workload.WorkloadProtocol;
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
 * Cost of an sFlow flow sample, from the bytes of its datagram into the flow record, header and exporter accounting of
 * the datagram included. 5 to 7 samples a datagram, each with a raw header of up to 128 bytes, extended switch and
 * extended router; a million samples in turn.
 */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class SflowDecodeBenchmark
{
    private static final int RECORDS = 3_000;

    /** Fields that are wanted: the 5-tuple with bytes and frames, or every one. */
    @Param({ "SEVEN", "ALL" })
    public String wanted;

    /** Datagrams that are decoded in turn; by default they hold a million records. */
    @Param("165000")
    public int datagrams;

    private DecodeLoop loop;

    /** A benchmark. */
    public SflowDecodeBenchmark()
    {
    }

    /** Make the datagrams. */
    @Setup
    public void setup()
    {
        loop = new DecodeLoop(WorkloadProtocol.SFLOW, datagrams,
            "ALL".equals(wanted) ? FieldSet.ALL : Traffic.SEVEN_FIELDS);
    }

    /**
     * Decode.
     *
     * @return something that depends on every record.
     */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long sample()
    {
        return loop.run(RECORDS);
    }
}
