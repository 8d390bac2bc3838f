package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.ShardHandle;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.threshold.Dispatch;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdSpec;
import io.weir.time.ManualTime;

import org.HdrHistogram.Histogram;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;

/**
 * What 100,000 alarms that end in the same second do to the thread that writes: how long it is away from its traffic at
 * a time. Not a JMH benchmark, because the longest of the calls is what matters.
 *
 * <pre>
 * java -Xms2g -Xmx2g -cp benchmarks/target/benchmarks.jar io.weir.benchmarks.ClearStorm [alarms] [rounds]
 * </pre>
 *
 * <p>{@code spread}: the alarms of flows end over a second. {@code sources}: those of as many data sources, each
 * shared by its flows, do. {@code at once}: all end at the same instant. {@code threshold}, {@code definition}: all end
 * because these are removed. A call is a tick or a datagram of 30 records; ticks come every 8 ms and at once while the
 * thread is behind. Time of the thread tells what weir does, the clock adds what collections and other processes take.
 * "Behind" is the longest that it took, with nothing else to do, until nothing was due.
 */
public final class ClearStorm
{
    private static final String FLOWS = "flows";
    private static final String THRESHOLD = "threshold";
    private static final double LEVEL = 1e6;
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long TICK_NS = 8_000_000;
    private static final long S = 1_000_000_000;
    private static final long AGENT = 0xFFFF_C612_0001L;
    private static final int BATCH = 30;
    private static final int WARM_UP = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private final int alarms;
    private final Histogram cpu = new Histogram(S, 3);
    private final Histogram clock = new Histogram(S, 3);
    private final FlowRecord record = new FlowRecord();
    private long behindNs;
    private long bytes;

    private ClearStorm(final int alarms)
    {
        this.alarms = alarms;
    }

    /** How alarms end. */
    private enum Ending
    {
        SPREAD, SOURCES, AT_ONCE, THRESHOLD, DEFINITION;

        String text()
        {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Measure all and print a table.
     *
     * @param args number of alarms, 100,000 unless told; rounds, 10 unless told.
     */
    public static void main(final String[] args)
    {
        final int alarms = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        final int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        System.out.printf("%-12s %30s %30s %12s %12s%n", "us a call", "thread p50, p99, p99.99, max",
            "clock p50, p99, p99.99, max", "behind ms", "B an alarm");
        for (final Ending ending : Ending.values())
        {
            final ClearStorm storm = new ClearStorm(alarms);
            for (int round = 0; round < WARM_UP + rounds; round++)
            {
                if (WARM_UP == round)
                {
                    storm.reset();
                }
                storm.run(ending);
            }
            System.out.printf(Locale.ROOT, "%-12s %30s %30s %12.1f %12d%n", ending.text(), text(storm.cpu),
                text(storm.clock), storm.behindNs / 1e6, storm.bytes / rounds / alarms);
        }
    }

    private static String text(final Histogram histogram)
    {
        return String.format(Locale.ROOT, "%.0f %.0f %.0f %.0f", histogram.getValueAtPercentile(50) / 1e3,
            histogram.getValueAtPercentile(99) / 1e3, histogram.getValueAtPercentile(99.99) / 1e3,
            histogram.getMaxValue() / 1e3);
    }

    private void reset()
    {
        cpu.reset();
        clock.reset();
        behindNs = 0;
        bytes = 0;
    }

    private void run(final Ending ending)
    {
        final FlowCache flows = FlowCache.builder().hashSeed(1).build();
        final boolean shared = Ending.SOURCES == ending;
        flows.define(FlowSpec.builder(FLOWS).keys("l4sourceport,ipsource").value("bytes").capacity(4L * alarms)
            .idleTimeout(Duration.ofDays(30)).build());
        final ThresholdEngine engine = ThresholdEngine.builder(flows).dispatch(Dispatch.POLL).build();
        engine.define(ThresholdSpec.builder(THRESHOLD).metric(FLOWS).raiseAbove(LEVEL).byFlow(!shared)
            .timeout(Duration.ofSeconds(1)).build());
        final ManualTime time = new ManualTime(START_NS);
        final ShardHandle shard = flows.newShard(time);
        shard.onTick(START_NS);
        for (int i = 0; i < alarms; i++)
        {
            // A rate of so many times the level: with t = 2 s they fall over a second.
            final double times = Ending.AT_ONCE == ending ? 1.3 : 1.01 + 0.64 * i / alarms;
            put(i, shared ? i : 1, (long)(2 * LEVEL * times));
            shard.begin(START_NS);
            shard.onFlowRecord(record);
            shard.end();
        }
        if (engine.active().size() != alarms)
        {
            throw new IllegalStateException("not all were raised: " + engine.active().size());
        }
        if (Ending.THRESHOLD == ending)
        {
            engine.remove(THRESHOLD);
        }
        else if (Ending.DEFINITION == ending)
        {
            flows.remove(FLOWS);
        }
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final long endNs = START_NS + 4 * S;
        for (long nowNs = START_NS; nowNs <= endNs; nowNs += TICK_NS)
        {
            time.advanceTo(nowNs);
            step(shard, nowNs);
        }
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        if (!engine.active().isEmpty())
        {
            throw new IllegalStateException("not all were cleared: " + engine.active().size());
        }
    }

    /* One tick, those that catch up, and a datagram of other flows. */
    private void step(final ShardHandle shard, final long nowNs)
    {
        final long beginNs = System.nanoTime();
        do
        {
            final long cpuNs = THREADS.getCurrentThreadCpuTime();
            final long clockNs = System.nanoTime();
            shard.onTick(nowNs);
            clock.recordValue(System.nanoTime() - clockNs);
            cpu.recordValue(THREADS.getCurrentThreadCpuTime() - cpuNs);
        }
        while (shard.isBehind());
        behindNs = Math.max(behindNs, System.nanoTime() - beginNs);
        final long cpuNs = THREADS.getCurrentThreadCpuTime();
        final long clockNs = System.nanoTime();
        shard.begin(nowNs);
        for (int i = 0; i < BATCH; i++)
        {
            put(alarms + i, 0, 1);
            shard.onFlowRecord(record);
        }
        shard.end();
        clock.recordValue(System.nanoTime() - clockNs);
        cpu.recordValue(THREADS.getCurrentThreadCpuTime() - cpuNs);
    }

    private void put(final int flow, final int source, final long size)
    {
        record.clear();
        record.putAddress4(Slots.AGENT, AGENT);
        record.put(Slots.DATA_SOURCE, source);
        record.putIpVersion(0, 4);
        record.putL4Protocol(0, 17);
        record.put(Slots.L4_SOURCE_PORT, flow & 0xFFFF);
        record.putAddress4(Slots.IP_SOURCE, flow);
        record.put(Slots.BYTES, size);
        record.put(Slots.FRAMES, 1);
    }
}
