package io.weir.benchmarks;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.ErrorHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.collector.Worker;
import io.weir.examples.workload.DatagramRing;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterLimits;
import io.weir.exporter.ExporterTable;
import io.weir.time.TimeSource;

import org.HdrHistogram.Histogram;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long datagrams of known exporters take, from when they are due until they have been decoded, by themselves and
 * while a million datagrams a second of made up sources come between them, in process and in one order. The clock is
 * the CPU time of the thread, so that others on the machine do not count, but for the caches that they empty; a look at
 * it takes a few hundred nanoseconds, which the figures contain.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.weir.benchmarks.FloodLatency
 * </pre>
 */
public final class FloodLatency
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long ROUND_NS = 2_000_000_000L;
    private static final long KNOWN_NS = 100_000;
    private static final long FORGED_NS = 1_000;
    private static final int ROUNDS = 3;
    private static final int EXPORTERS_AT_MOST = 64;
    private static final long FORGED_NETWORK = 0xFFFF_0A00_0000L;
    private static final int FORGED_HOSTS = 1 << 24;

    private final TimeSource time = TimeSource.system();
    private final ExporterTable exporters = new ExporterTable(ExporterLimits.builder().build());
    private final Worker worker = new Worker(new SinkContext(RunMode.LIVE, 0, time), exporters,
        List.of(SflowDecoder.provider(), NetflowDecoder.provider()), List.of(), ErrorHandler.IGNORE);
    private final DatagramRing ring = Traffic.ring(WorkloadProtocol.NETFLOW5, Traffic.NETFLOW5_DATAGRAMS, 1_000_000);
    private final SplittableRandom random = new SplittableRandom(9);
    private long known;
    private long forged;

    private FloodLatency()
    {
    }

    /**
     * Measure and print.
     *
     * @param args none.
     */
    public static void main(final String[] args)
    {
        final FloodLatency latency = new FloodLatency();
        latency.run(false);
        latency.run(true);
        for (int round = 0; round < ROUNDS; round++)
        {
            print("known alone", latency.run(false));
            print("in a flood", latency.run(true));
        }
        final long decoded = latency.exporters.snapshots().stream()
            .filter(exporter -> exporter.count(ExporterCounter.DECODED) >= latency.known / EXPORTERS_AT_MOST)
            .mapToLong(exporter -> exporter.count(ExporterCounter.DECODED)).sum();
        System.out.println(latency.known + " of known exporters, decoded " + decoded + "; " + latency.forged +
            " of others; " + latency.worker.counters());
    }

    private static void print(final String name, final Histogram latency)
    {
        System.out.printf(Locale.ROOT, "%-12s p50 %d, p90 %d, p99 %d, p99.9 %d ns of %d%n", name,
            latency.getValueAtPercentile(50), latency.getValueAtPercentile(90), latency.getValueAtPercentile(99),
            latency.getValueAtPercentile(99.9), latency.getTotalCount());
    }

    private Histogram run(final boolean flood)
    {
        final Histogram latency = new Histogram(ROUND_NS, 2);
        final long startNs = cpuNs();
        long knownNs = startNs + KNOWN_NS;
        long forgedNs = flood ? startNs : Long.MAX_VALUE;
        while (knownNs - startNs < ROUND_NS)
        {
            final long nowNs = cpuNs();
            while (forgedNs <= nowNs && forgedNs < knownNs)
            {
                take(FORGED_NETWORK | random.nextInt(FORGED_HOSTS));
                forged++;
                forgedNs += FORGED_NS;
            }
            if (knownNs <= nowNs)
            {
                ring.next();
                take(ring.sourceLow());
                known++;
                latency.recordValue(Math.min(ROUND_NS, cpuNs() - knownNs));
                knownNs += KNOWN_NS;
            }
        }
        return latency;
    }

    private static long cpuNs()
    {
        return THREADS.getCurrentThreadCpuTime();
    }

    private void take(final long sourceLow)
    {
        worker.onDatagram(ring.buffer(), ring.offset(), ring.length(), 0, sourceLow, ring.sourcePort(), time.epochNs());
    }
}
