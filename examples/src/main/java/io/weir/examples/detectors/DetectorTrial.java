package io.weir.examples.detectors;

import io.weir.collector.RunMode;
import io.weir.examples.workload.SplitMix;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.ShardHandle;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.threshold.AlarmState;
import io.weir.threshold.DetectorSpec;
import io.weir.threshold.SamplingAdvice;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdEvent;
import io.weir.threshold.ThresholdSpec;
import io.weir.time.ManualTime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One stream of simulated samples through a real flow cache, watched by several detectors at one threshold. Samples
 * come at random, as if each packet had been drawn; sizes are equal, or a mix of 40, 576 and 1500 bytes. Not thread
 * safe.
 */
public final class DetectorTrial
{
    /** Detectors that are compared, in the order of {@link #names}. */
    private static final List<Candidate> CANDIDATES = List.of(
        new Candidate("rate t=2s", Duration.ofSeconds(2), 0, DetectorSpec.rate()),
        new Candidate("rate t=1s z=3", Duration.ofSeconds(1), 3, DetectorSpec.rate()),
        new Candidate("cusum", Duration.ofSeconds(2), 0, DetectorSpec.cusum()));

    private static final int[] EQUAL = { 1000 };
    private static final int[] MIXED = { 40, 40, 40, 40, 40, 40, 40, 576, 576, 576, 576, 1500 };
    private static final double NS_PER_S = 1e9;
    private static final long TICK_NS = 8_000_000L;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int SAMPLING_RATE = 1000;

    private final int[] sizes;
    private final double samplesAtThreshold;
    private final SplitMix random;
    private final ManualTime time = new ManualTime(START_NS);
    private final FlowRecord record = new FlowRecord();
    private final List<ThresholdEvent> events = new ArrayList<>();
    private final ShardHandle shard;
    private long nowNs = START_NS;
    private long tickNs = START_NS;

    /**
     * A trial.
     *
     * @param mixed              whether packet sizes are mixed.
     * @param samplesAtThreshold samples per second that the threshold brings.
     * @param seed               of the samples.
     */
    public DetectorTrial(final boolean mixed, final double samplesAtThreshold, final long seed)
    {
        sizes = mixed ? MIXED : EQUAL;
        this.samplesAtThreshold = samplesAtThreshold;
        random = new SplitMix(seed);
        final FlowCache flows = FlowCache.builder().hashSeed(1).build();
        final ThresholdEngine engine = ThresholdEngine.builder(flows).build();
        final double threshold = samplesAtThreshold * SAMPLING_RATE * meanSize();
        for (int i = 0; i < CANDIDATES.size(); i++)
        {
            final Candidate candidate = CANDIDATES.get(i);
            flows.define(FlowSpec.builder("flow" + i).keys("udpsourceport").value("bytes")
                .timeConstant(candidate.timeConstant).build());
            engine.define(ThresholdSpec.builder("detector" + i).metric("flow" + i).raiseAbove(threshold)
                .confidence(candidate.confidence).detector(candidate.detector).byFlow(true).build());
        }
        engine.addListener(events::add);
        shard = flows.newShard(RunMode.REPLAY, time);
    }

    /** {@return names of the detectors} */
    public static List<String> names()
    {
        return CANDIDATES.stream().map(Candidate::name).toList();
    }

    /**
     * What the calculator says of a detector.
     *
     * @param index              of it in {@link #names}.
     * @param mixed              whether packet sizes are mixed.
     * @param samplesAtThreshold samples per second that the threshold brings.
     * @return the advice.
     */
    public static SamplingAdvice advice(
        final int index, final boolean mixed, final double samplesAtThreshold)
    {
        final Candidate candidate = CANDIDATES.get(index);
        return new SamplingAdvice(candidate.detector, candidate.timeConstant, candidate.confidence,
            samplesAtThreshold, mixed ? sizeVariation(MIXED) : 0);
    }

    private static double sizeVariation(final int[] sizes)
    {
        double sum = 0;
        double squares = 0;
        for (final int size : sizes)
        {
            sum += size;
            squares += (double)size * size;
        }
        return Math.sqrt(squares * sizes.length / (sum * sum) - 1);
    }

    private double meanSize()
    {
        double sum = 0;
        for (final int size : sizes)
        {
            sum += size;
        }
        return sum / sizes.length;
    }

    /**
     * Count alarms while a flow sends steadily.
     *
     * @param times rate as a multiple of the threshold.
     * @param hours for how long.
     * @return alarms per hour, by detector.
     */
    public double[] alarmsPerHour(final double times, final double hours)
    {
        send(0, times, 30 * NS_PER_S);
        events.clear();
        send(0, times, hours * 3600 * NS_PER_S);
        final double[] alarms = new double[CANDIDATES.size()];
        for (final ThresholdEvent event : events)
        {
            alarms[index(event)] += AlarmState.RAISED == event.state() ? 1 / hours : 0;
        }
        return alarms;
    }

    /**
     * Measure how long after it begins a flow raises its alarm.
     *
     * @param times  rate as a multiple of the threshold.
     * @param trials flows, one after another, each from nothing.
     * @return mean seconds, by detector; infinite where a flow was missed.
     */
    public double[] delays(final double times, final int trials)
    {
        final double[] sums = new double[CANDIDATES.size()];
        for (int i = 1; i <= trials; i++)
        {
            events.clear();
            final long beginNs = nowNs;
            send(i, times, 20 * NS_PER_S);
            final Map<Integer, Long> first = new HashMap<>();
            events.forEach(event -> first.putIfAbsent(index(event), event.timestampNs() - beginNs));
            for (int j = 0; j < sums.length; j++)
            {
                sums[j] += first.containsKey(j) ? first.get(j) / NS_PER_S / trials : Double.POSITIVE_INFINITY;
            }
            send(0, 1e-6, 20 * NS_PER_S);
        }
        return sums;
    }

    private static int index(final ThresholdEvent event)
    {
        return Integer.parseInt(event.thresholdId().substring("detector".length()));
    }

    private void send(final int port, final double times, final double forNs)
    {
        final long endNs = nowNs + (long)forNs;
        final double gapNs = NS_PER_S / (times * samplesAtThreshold);
        while (true)
        {
            final long nextNs = nowNs + Math.max(1, (long)random.nextExponential(gapNs));
            nowNs = Math.min(nextNs, endNs);
            while (tickNs <= nowNs)
            {
                time.advanceTo(tickNs);
                shard.onTick(tickNs);
                tickNs += TICK_NS;
            }
            time.advanceTo(nowNs);
            if (nextNs >= endNs)
            {
                return;
            }
            record.clear();
            record.put(Field.IP_VERSION, 4).put(Field.L4_PROTOCOL, 17).put(Field.L4_SOURCE_PORT, port)
                .put(Field.BYTES, sizes[random.nextInt(sizes.length)]).put(Field.FRAMES, 1)
                .put(Field.SAMPLING_RATE, SAMPLING_RATE);
            shard.begin(nowNs);
            shard.onFlowRecord(record);
            shard.end();
        }
    }

    private record Candidate(String name, Duration timeConstant, double confidence, DetectorSpec detector)
    {
    }
}
