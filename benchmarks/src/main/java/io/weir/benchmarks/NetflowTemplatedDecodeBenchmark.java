package io.weir.benchmarks;

import io.weir.codec.netflow.NetflowDecoder;
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
 * Cost of a data record of NetFlow version 9 or IPFIX, from the bytes of its datagram into the flow record, header and
 * exporter accounting of the datagram included. Traffic of routers in a template of 20 fields, a million records in
 * turn; beside it a few hundred datagrams that fit the caches, half of whose records are IPv6, or all of whose records
 * have two fields of variable length.
 */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class NetflowTemplatedDecodeBenchmark
{
    private static final int RECORDS = 3_000;
    private static final int DATAGRAMS = 45_000;

    /** Fields that are wanted: the 5-tuple with bytes and frames, or every one. */
    @Param({ "SEVEN", "ALL" })
    public String wanted;

    /** Datagrams: of routers, or made by hand. */
    @Param({ "NETFLOW9", "IPFIX", "IPFIX_BOTH_FAMILIES", "IPFIX_VARIABLE" })
    public String messages;

    private DecodeLoop loop;

    /** A benchmark. */
    public NetflowTemplatedDecodeBenchmark()
    {
    }

    /** Make the datagrams. */
    @Setup
    public void setup()
    {
        final FieldSet fields = "ALL".equals(wanted) ? FieldSet.ALL : Traffic.SEVEN_FIELDS;
        switch (messages)
        {
            case "IPFIX_BOTH_FAMILIES":
                loop = new DecodeLoop(IpfixMessages.ofBothFamilies(), NetflowDecoder.provider(), fields);
                break;
            case "IPFIX_VARIABLE":
                loop = new DecodeLoop(IpfixMessages.ofVariableLength(), NetflowDecoder.provider(), fields);
                break;
            default:
                loop = new DecodeLoop(WorkloadProtocol.valueOf(messages), DATAGRAMS, fields);
                break;
        }
    }

    /**
     * Decode.
     *
     * @return something that depends on every record.
     */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long record()
    {
        return loop.run(RECORDS);
    }
}
