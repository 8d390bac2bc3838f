package io.weir.benchmarks;

import io.weir.examples.workload.FlowPopulation;
import io.weir.examples.workload.SplitMix;
import io.weir.examples.workload.ZipfSampler;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/**
 * A long sequence of samples of 5-tuple flows, read from memory in order so that choosing a flow costs no cache miss of
 * its own. Zipf: each sample is of a random flow. Uniform: each flow comes once, in random order, before any returns.
 */
final class FlowStream
{
    /** Samples that are handed over together, as if they had come in one datagram. */
    static final int BATCH = 30;

    private static final int STRIDE = 3;
    private static final int MIN_SAMPLES = 1 << 20;
    private static final int SAMPLES_PER_FLOW = 4;
    private static final int INTERFACES = 16;
    private static final int PERCENT = 100;
    private static final long HELD_MS = 10_000;
    private static final long AGENT = 0xFFFF_C612_0001L;
    private static final long START_MS = 1_767_225_600_000L;
    private static final long SAMPLING_RATE = 1000;
    private static final long SEED = 20_260_102;
    private static final long PRESENT = 3L << Slots.IP_SOURCE | 3L << Slots.IP_DESTINATION |
        Slots.bit(Slots.L4_PROTOCOL) | Slots.bit(Slots.L4_SOURCE_PORT) | Slots.bit(Slots.L4_DESTINATION_PORT) |
        Slots.bit(Slots.IPV4) | Slots.bit(Slots.TCP);
    private static final long META = 3L << Slots.AGENT | Slots.bit(Slots.DATA_SOURCE) |
        Slots.bit(Slots.BYTES) | Slots.bit(Slots.FRAMES) | Slots.bit(Slots.SAMPLING_RATE);
    private static final long TIMES = Slots.bit(Slots.START_TIME) | Slots.bit(Slots.END_TIME);

    private final long[] samples;
    private final int flows;
    private int next;

    private FlowStream(final long[] samples, final int flows, final int next)
    {
        this.samples = samples;
        this.flows = flows;
        this.next = next;
    }

    /**
     * A sequence.
     *
     * @param population   number of flows, a colon, and the exponent of their Zipf popularity or {@code uniform}.
     * @param intervalRate percentage of flows that are told by interval records of 10 s instead of samples.
     * @return the sequence, at its start.
     */
    static FlowStream of(final String population, final int intervalRate)
    {
        final int colon = population.indexOf(':');
        final int flows = Integer.parseInt(population.substring(0, colon));
        final String popularity = population.substring(colon + 1);
        final int[] ranks = "uniform".equals(popularity) ?
            permutations(flows) : sampled(flows, Double.parseDouble(popularity));
        final FlowPopulation flowsByRank = new FlowPopulation(flows, SEED);
        final long[] samples = new long[ranks.length * STRIDE];
        for (int i = 0; i < ranks.length; i++)
        {
            write(samples, i * STRIDE, flowsByRank, ranks[i], intervalRate);
        }
        return new FlowStream(samples, flows, 0);
    }

    private static int[] permutations(final int flows)
    {
        final int laps = Math.max(1, MIN_SAMPLES / flows);
        final int[] ranks = new int[laps * flows];
        final SplitMix random = new SplitMix(SEED);
        for (int i = 0; i < ranks.length; i++)
        {
            final int first = i / flows * flows;
            final int other = first + random.nextInt(i - first + 1);
            ranks[i] = ranks[other];
            ranks[other] = i - first;
        }
        return ranks;
    }

    private static int[] sampled(final int flows, final double exponent)
    {
        final int[] ranks = new int[Math.max(MIN_SAMPLES, SAMPLES_PER_FLOW * flows)];
        final SplitMix random = new SplitMix(SEED);
        final ZipfSampler sampler = new ZipfSampler(flows, exponent);
        for (int i = 0; i < ranks.length; i++)
        {
            ranks[i] = sampler.next(random);
        }
        return ranks;
    }

    private static void write(
        final long[] samples,
        final int at,
        final FlowPopulation population,
        final int rank,
        final int intervalRate)
    {
        final long bits = population.bits(rank);
        final long interval = (bits >>> 24 & 0xFF) * PERCENT < 256L * intervalRate ? 1 : 0;
        samples[at] = (long)population.source(rank) << 32 | population.destination(rank) & 0xFFFF_FFFFL;
        samples[at + 1] = (long)population.sourcePort(rank) << 48 | (long)population.destinationPort(rank) << 32 |
            population.protocol(rank);
        samples[at + 2] = interval << 32 | (bits >>> 48 & INTERFACES - 1) << 16 | population.frameBytes(rank);
    }

    /**
     * The same sequence from another place, for another thread.
     *
     * @param part  of the parts, from 0.
     * @param parts how many.
     * @return the sequence.
     */
    FlowStream part(final int part, final int parts)
    {
        final int all = samples.length / STRIDE;
        return new FlowStream(samples, flows, (int)((long)all * part / parts) * STRIDE);
    }

    /** {@return distinct flows} */
    int flows()
    {
        return flows;
    }

    /**
     * The next sample.
     *
     * @param record to fill, as a decoder does.
     */
    void next(final FlowRecord record)
    {
        final long addresses = samples[next];
        final long transport = samples[next + 1];
        final long rest = samples[next + 2];
        next = next + STRIDE == samples.length ? 0 : next + STRIDE;
        record.clear();
        record.putUnmarked(Slots.IP_SOURCE, 0);
        record.putUnmarked(Slots.IP_SOURCE + 1, 0xFFFF_0000_0000L | addresses >>> 32);
        record.putUnmarked(Slots.IP_DESTINATION, 0);
        record.putUnmarked(Slots.IP_DESTINATION + 1, 0xFFFF_0000_0000L | addresses & 0xFFFF_FFFFL);
        record.putUnmarked(Slots.L4_SOURCE_PORT, transport >>> 48);
        record.putUnmarked(Slots.L4_DESTINATION_PORT, transport >>> 32 & 0xFFFF);
        record.putUnmarked(Slots.L4_PROTOCOL, transport & 0xFF);
        record.mark(0, PRESENT);
        record.putUnmarked(Slots.AGENT, 0);
        record.putUnmarked(Slots.AGENT + 1, AGENT);
        record.putUnmarked(Slots.DATA_SOURCE, rest >>> 16 & 0xFFFF);
        record.putUnmarked(Slots.BYTES, rest & 0xFFFF);
        record.putUnmarked(Slots.FRAMES, 1);
        if (0 == rest >>> 32)
        {
            record.putUnmarked(Slots.SAMPLING_RATE, SAMPLING_RATE);
            record.mark(Slots.META_WORD, META);
        }
        else
        {
            record.putUnmarked(Slots.SAMPLING_RATE, 1);
            record.putUnmarked(Slots.START_TIME, START_MS);
            record.putUnmarked(Slots.END_TIME, START_MS + HELD_MS);
            record.mark(Slots.META_WORD, META | TIMES);
        }
    }
}
