package io.weir.benchmarks;

import io.weir.packet.PacketHeaderDecoder;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;

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

/** Cost of a sampled packet header of up to 128 bytes, from its bytes into the flow record. 32,768 headers in turn. */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class PacketHeaderBenchmark
{
    private static final int HEADERS = 32_768;

    /** Fields that are wanted: the 5-tuple, or every one. */
    @Param({ "SEVEN", "ALL" })
    public String wanted;

    /** Packets: untagged IPv4 with TCP or UDP as in the other benchmarks, or a fifth each of tagged and of IPv6. */
    @Param({ "IPV4", "MIXED" })
    public String packets;

    private final PacketHeaderDecoder decoder = new PacketHeaderDecoder();
    private final FlowRecord record = new FlowRecord();
    private Headers headers;
    private FieldSet fields;

    /** A benchmark. */
    public PacketHeaderBenchmark()
    {
    }

    /** Make the headers. */
    @Setup
    public void setup()
    {
        headers = new Headers(HEADERS, "MIXED".equals(packets));
        fields = "ALL".equals(wanted) ? FieldSet.ALL : Traffic.SEVEN_FIELDS;
        for (int i = 0; i < HEADERS; i++)
        {
            if (DecodeStatus.OK != decode(i) || !record.has(Slots.L4_SOURCE_PORT) || record.has(Slots.MALFORMED))
            {
                throw new IllegalStateException("header " + i + " is not decoded");
            }
        }
    }

    private DecodeStatus decode(final int index)
    {
        record.clear();
        return decoder.decode(headers.bytes, index * Headers.STRIDE, headers.lengths[index],
            PacketHeaderDecoder.ETHERNET, record, 0, fields);
    }

    /**
     * Decode.
     *
     * @return something that depends on every header.
     */
    @Benchmark
    @OperationsPerInvocation(HEADERS)
    public long header()
    {
        long sum = 0;
        for (int i = 0; i < HEADERS; i++)
        {
            decode(i);
            sum += record.present(0) ^ record.get(Slots.L4_SOURCE_PORT);
        }
        return sum;
    }
}
