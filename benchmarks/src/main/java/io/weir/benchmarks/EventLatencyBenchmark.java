package io.weir.benchmarks;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.netflow.NetflowV5Writer;
import io.weir.collector.Collector;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.AlarmState;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdEvent;
import io.weir.threshold.ThresholdSpec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time from before a datagram is sent over loopback to the listener's call, for a datagram that makes a flow cross a
 * threshold: the kernel, both wake-ups and the dispatch thread included. A histogram, one datagram at a time.
 */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class EventLatencyBenchmark
{
    private static final String THRESHOLD = "elephant";
    private static final long BYTES = 1_000_000_000;
    private static final long MAX_WAIT_NS = 1_000_000_000;
    private static final int PROTOCOL_TCP = 6;
    private static final int HTTPS = 443;

    private final byte[] datagram = new byte[NetflowV5Writer.MAX_LENGTH];
    private final ByteBuffer payload = ByteBuffer.wrap(datagram);
    private final NetflowV5Writer writer = new NetflowV5Writer();
    private Collector collector;
    private DatagramChannel channel;
    private long sent;
    private volatile long raised;

    /** A benchmark. */
    public EventLatencyBenchmark()
    {
    }

    /**
     * Start a collector.
     *
     * @throws IOException if that fails.
     */
    @Setup
    public void setup() throws IOException
    {
        final FlowCache flows = FlowCache.builder().build();
        flows.define(FlowSpec.builder(CacheFeed.FLOWS).keys(CacheFeed.FIVE_TUPLE).value("bytes")
            .timeConstant(Duration.ofMillis(10)).build());
        final ThresholdEngine thresholds = ThresholdEngine.builder(flows).build();
        thresholds.define(ThresholdSpec.builder(THRESHOLD).metric(CacheFeed.FLOWS).raiseAbove(BYTES)
            .clearBelow(BYTES).byFlow(true).timeout(Duration.ZERO).build());
        thresholds.addListener(this::onEvent, THRESHOLD);
        collector = Collector.builder().decoders(NetflowDecoder.provider())
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sink(flows).start();
        channel = DatagramChannel.open();
        channel.connect(collector.addresses().get(0));
    }

    private void onEvent(final ThresholdEvent event)
    {
        if (AlarmState.RAISED == event.state())
        {
            raised++;
        }
    }

    /**
     * Send a datagram, wait for its event.
     *
     * @return number of events.
     * @throws IOException if that fails.
     */
    @Benchmark
    public long datagramToListener() throws IOException
    {
        sent++;
        writer.begin(datagram, 0).nextRecord()
            .addresses(0x0A00_0000L | sent & 0xFF_FFFF, 0xAC10_0001L)
            .counters(1_000, BYTES)
            .transport(PROTOCOL_TCP, HTTPS, (int)(sent >>> 24) & 0xFFFF, 0);
        payload.limit(writer.length()).position(0);
        channel.write(payload);
        final long startNs = System.nanoTime();
        while (raised < sent)
        {
            if (System.nanoTime() - startNs > MAX_WAIT_NS)
            {
                throw new IllegalStateException("no event: sent=" + sent + " " + collector.counters());
            }
            Thread.onSpinWait();
        }
        return raised;
    }

    /**
     * Stop the collector.
     *
     * @throws IOException if that fails.
     */
    @TearDown
    public void tearDown() throws IOException
    {
        channel.close();
        collector.close();
    }
}
