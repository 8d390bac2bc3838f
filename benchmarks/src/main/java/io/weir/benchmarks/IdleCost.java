package io.weir.benchmarks;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Collector;
import io.weir.collector.DatagramChannelReceiver;
import io.weir.collector.ReceiverProvider;
import io.weir.collector.netty.NettyReceiver;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * CPU time that a collector takes while nothing comes, with a cache of one definition behind it, for each receiver. Not
 * a JMH benchmark, because what is measured is another thread.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.weir.benchmarks.IdleCost
 * </pre>
 */
public final class IdleCost
{
    private static final long WARM_UP_MS = 3_000;
    private static final long MEASURED_MS = 10_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private IdleCost()
    {
    }

    /**
     * Measure all and print a table.
     *
     * @param args none.
     * @throws InterruptedException if interrupted.
     */
    public static void main(final String[] args) throws InterruptedException
    {
        final Map<String, ReceiverProvider> receivers = new LinkedHashMap<>();
        receivers.put("channel", DatagramChannelReceiver.provider());
        receivers.put("Netty NIO", NettyReceiver.nio());
        receivers.put("Netty epoll", NettyReceiver.epoll());
        for (final Map.Entry<String, ReceiverProvider> receiver : receivers.entrySet())
        {
            System.out.printf(
                Locale.ROOT, "%-12s %.2f %% of a core%n", receiver.getKey(), percentOfCore(receiver.getValue()));
        }
    }

    private static double percentOfCore(final ReceiverProvider provider) throws InterruptedException
    {
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final FlowCache flows = FlowCache.builder().build();
        flows.define(FlowSpec.builder("pairs").keys("ipsource,ipdestination").value("bytes").build());
        final Collector collector = Collector.builder().receiver(provider).sink(flows)
            .decoders(SflowDecoder.provider(), NetflowDecoder.provider())
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).threadFactory(task ->
            {
                final Thread thread = new Thread(task, "receiver");
                threads.add(thread);
                return thread;
            }).start();
        try (collector)
        {
            Thread.sleep(WARM_UP_MS);
            final long beforeNs = cpuNs(threads);
            final long startNs = System.nanoTime();
            Thread.sleep(MEASURED_MS);
            return 100.0 * (cpuNs(threads) - beforeNs) / (System.nanoTime() - startNs);
        }
    }

    private static long cpuNs(final List<Thread> threads)
    {
        return threads.stream().mapToLong(thread -> THREADS.getThreadCpuTime(thread.getId())).sum();
    }
}
