package io.weir.examples.demo;

import io.weir.examples.workload.Injection;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.examples.workload.WorkloadSpec;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdSpec;
import io.weir.wire.IpText;

import java.time.Duration;
import java.util.List;

/**
 * The script of the demonstration, scaled to its duration: two switches that send sFlow, two routers that send IPFIX,
 * an elephant flow through a router and a SYN flood through a switch. Immutable.
 *
 * <p>With a duration of 20 s the time constant t is 1 s and the elephant lasts from 3 s to 11 s. The router reports it
 * every 2t: raised about 2.7 s after it began; its last record is held for 2t, so it is cleared about 4.4 s after it
 * ended. The flood, from 6 s to 13 s, is sampled: raised after about 0.7 s, cleared about 2.4 s after it ended.
 */
public final class DemoScenario
{
    /** Shortest duration: below it, the scheduling of threads matters more than the traffic. */
    public static final Duration MIN_DURATION = Duration.ofSeconds(2);
    /** Longest duration. */
    public static final Duration MAX_DURATION = Duration.ofHours(24);
    /** Name of the elephant, its flow and its threshold. */
    public static final String ELEPHANT = "elephant";
    /** Name of the flood, its flow and its threshold. */
    public static final String SYN_FLOOD = "synflood";
    /** Name of the flow that shows the traffic of each exporter. */
    public static final String EXPORTERS = "exporters";

    private static final int FIRST_SWITCH = 0x7F00_0101;
    private static final int FIRST_ROUTER = 0x7F00_0201;
    private static final int DEVICES = 2;
    private static final int ELEPHANT_SOURCE = 0x0AFE_0001;
    private static final int ELEPHANT_DESTINATION = 0xAC1E_0001;
    private static final int VICTIM = 0xAC1F_0001;
    private static final int VICTIM_PORT = 443;
    private static final String SYN_ONLY = ".......S.";

    private static final double ELEPHANT_BYTES = 40e6;
    private static final double FLOOD_FRAMES = 120_000;
    private static final int BACKGROUND_FLOWS = 2000;
    private static final double ZIPF = 1.0;
    private static final double SAMPLES_PER_SECOND = 200;
    private static final long SAMPLING_RATE = 200;
    private static final double RECORDS_PER_SECOND = 500;
    private static final double FRAMES_OF_RECORD = 20;

    private static final double ELEPHANT_START = 0.15;
    private static final double ELEPHANT_END = 0.55;
    private static final double FLOOD_START = 0.30;
    private static final double FLOOD_END = 0.65;
    private static final int TIME_CONSTANTS = 20;
    private static final int ACTIVE_TIMEOUT = 2;
    private static final int SETTLED = 4;
    private static final Duration MAX_TIME_CONSTANT = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofMillis(50);

    private final long startNs;
    private final long durationNs;
    private final long seed;
    private final Duration timeConstant;
    private final Injection elephant;
    private final Injection flood;
    private final WorkloadSpec switches;
    private final WorkloadSpec routers;

    /**
     * A scenario.
     *
     * @param startNs  epoch nanoseconds at which the traffic begins.
     * @param duration of the whole.
     * @param seed     of the traffic.
     * @throws IllegalArgumentException if the duration is out of range.
     */
    public DemoScenario(final long startNs, final Duration duration, final long seed)
    {
        if (duration.compareTo(MIN_DURATION) < 0 || duration.compareTo(MAX_DURATION) > 0)
        {
            throw new IllegalArgumentException("demo: duration is out of range: duration=" + duration.toMillis() +
                " ms range=" + MIN_DURATION.toMillis() + ".." + MAX_DURATION.toMillis());
        }
        this.startNs = startNs;
        this.seed = seed;
        durationNs = duration.toNanos();
        final Duration scaled = duration.dividedBy(TIME_CONSTANTS);
        timeConstant = scaled.compareTo(MAX_TIME_CONSTANT) > 0 ? MAX_TIME_CONSTANT : scaled;
        elephant = Injection.elephant(0, ELEPHANT_SOURCE, ELEPHANT_DESTINATION, ELEPHANT_BYTES,
            at(ELEPHANT_START), at(ELEPHANT_END));
        flood = Injection.synFlood(1, VICTIM, VICTIM_PORT, FLOOD_FRAMES, at(FLOOD_START), at(FLOOD_END));
        switches = WorkloadSpec.builder(WorkloadProtocol.SFLOW).startNs(startNs).seed(seed)
            .exporters(DEVICES).firstExporter(FIRST_SWITCH).flows(BACKGROUND_FLOWS, ZIPF)
            .recordsPerSecond(SAMPLES_PER_SECOND).samplingRate(SAMPLING_RATE).maxDelay(MAX_DELAY)
            .injections(List.of(flood)).build();
        routers = WorkloadSpec.builder(WorkloadProtocol.IPFIX).startNs(startNs).seed(seed + 1)
            .exporters(DEVICES).firstExporter(FIRST_ROUTER).flows(BACKGROUND_FLOWS, ZIPF)
            .recordsPerSecond(RECORDS_PER_SECOND).maxDelay(MAX_DELAY)
            .flowRecords(FRAMES_OF_RECORD, timeConstant, timeConstant.multipliedBy(ACTIVE_TIMEOUT))
            .injections(List.of(elephant)).build();
    }

    private long at(final double fraction)
    {
        return startNs + (long)(durationNs * fraction);
    }

    /**
     * The same scenario at another time.
     *
     * @param newStartNs epoch nanoseconds at which the traffic begins.
     * @return the scenario.
     */
    public DemoScenario startingAt(final long newStartNs)
    {
        return new DemoScenario(newStartNs, Duration.ofNanos(durationNs), seed);
    }

    /** {@return epoch nanoseconds at which the traffic begins} */
    public long startNs()
    {
        return startNs;
    }

    /** {@return epoch nanoseconds at which the demonstration is over} */
    public long endNs()
    {
        return startNs + durationNs;
    }

    /** {@return traffic of the switches and of the routers} */
    public List<WorkloadSpec> workloads()
    {
        return List.of(switches, routers);
    }

    /** {@return flows to define} */
    public List<FlowSpec> flows()
    {
        return List.of(
            FlowSpec.builder(ELEPHANT).keys("ipsource,ipdestination").value("bytes").timeConstant(timeConstant).build(),
            FlowSpec.builder(SYN_FLOOD).keys("ipdestination,tcpflags").value("frames").timeConstant(timeConstant)
                .build(),
            FlowSpec.builder(EXPORTERS).keys("agent").value("bytes").timeConstant(timeConstant).build());
    }

    /** {@return thresholds to define: half of the rate that is injected, cleared below a quarter of it} */
    public List<ThresholdSpec> thresholds()
    {
        return List.of(
            threshold(ELEPHANT, elephant.ipBytesPerSecond()), threshold(SYN_FLOOD, flood.framesPerSecond()));
    }

    private ThresholdSpec threshold(final String name, final double rate)
    {
        return ThresholdSpec.builder(name).metric(name).raiseAbove(rate / 2).clearBelow(rate / 4).byFlow(true)
            .timeout(timeConstant).build();
    }

    /** {@return what is injected, and so has to be found} */
    public List<Anomaly> anomalies()
    {
        final long tNs = timeConstant.toNanos();
        return List.of(
            new Anomaly(
                ELEPHANT,
                "IPFIX from " + address(routers, elephant) + " every " + ACTIVE_TIMEOUT * timeConstant.toMillis() +
                    " ms",
                IpText.v4(ELEPHANT_SOURCE & 0xFFFF_FFFFL) + ',' + IpText.v4(ELEPHANT_DESTINATION & 0xFFFF_FFFFL),
                elephant.ipBytesPerSecond(),
                elephant.startNs(),
                elephant.endNs(),
                elephant.startNs() + (ACTIVE_TIMEOUT + SETTLED) * tNs,
                elephant.endNs()),
            new Anomaly(
                SYN_FLOOD,
                "sFlow from " + address(switches, flood) + " one in " + SAMPLING_RATE,
                IpText.v4(VICTIM & 0xFFFF_FFFFL) + ',' + SYN_ONLY,
                flood.framesPerSecond(),
                flood.startNs(),
                flood.endNs(),
                flood.startNs() + SETTLED * tNs,
                flood.endNs()));
    }

    private static String address(final WorkloadSpec spec, final Injection injection)
    {
        return IpText.v4(spec.firstExporter() + injection.exporter() & 0xFFFF_FFFFL);
    }
}
