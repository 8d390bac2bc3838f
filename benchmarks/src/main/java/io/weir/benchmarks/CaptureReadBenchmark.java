package io.weir.benchmarks;

import io.weir.capture.CaptureReader;
import io.weir.capture.CaptureWriter;
import io.weir.examples.workload.DatagramRing;
import io.weir.examples.workload.WorkloadProtocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Cost of a datagram of a capture that lies in the page cache, opening of the file included: 100,000 datagrams. */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class CaptureReadBenchmark
{
    private static final int DATAGRAMS = 100_000;
    private static final int RING = 10_000;

    /** Bytes of a payload, cut from datagrams of about 1400. */
    @Param({ "200", "1400" })
    public int payload;

    private Path capture;

    /** A benchmark. */
    public CaptureReadBenchmark()
    {
    }

    /**
     * Write the capture.
     *
     * @throws IOException if that fails.
     */
    @Setup
    public void setup() throws IOException
    {
        capture = Files.createTempFile("weir-benchmark", ".pcap");
        final DatagramRing ring = Traffic.ring(WorkloadProtocol.NETFLOW5, RING, 1e6);
        try (CaptureWriter writer = CaptureWriter.create(capture))
        {
            for (int i = 0; i < DATAGRAMS; i++)
            {
                ring.next();
                writer.source(ring.sourceHigh(), ring.sourceLow(), ring.sourcePort());
                writer.write(ring.buffer(), ring.offset(), Math.min(payload, ring.length()), ring.timeNs());
            }
        }
    }

    /**
     * Read the capture.
     *
     * @return something that depends on every datagram.
     * @throws IOException if that fails.
     */
    @Benchmark
    @OperationsPerInvocation(DATAGRAMS)
    public long datagram() throws IOException
    {
        long sum = 0;
        int datagrams = 0;
        try (CaptureReader reader = CaptureReader.open(capture))
        {
            while (reader.next())
            {
                datagrams++;
                sum += reader.timeNs() ^ reader.buffer()[reader.offset()] ^ reader.length();
            }
        }
        if (DATAGRAMS != datagrams)
        {
            throw new IllegalStateException("read " + datagrams + " datagrams of " + DATAGRAMS);
        }
        return sum;
    }

    /**
     * Delete the capture.
     *
     * @throws IOException if that fails.
     */
    @TearDown
    public void tearDown() throws IOException
    {
        Files.deleteIfExists(capture);
    }
}
