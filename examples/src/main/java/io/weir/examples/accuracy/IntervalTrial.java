package io.weir.examples.accuracy;

import io.weir.examples.workload.SplitMix;
import io.weir.flowcache.Aggregation;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.wire.IpText;

import java.time.Duration;

/**
 * Flows of 20,000 packets a second, a mix of sizes, of which each packet is sampled by chance, by one or several data
 * sources. What the packets that were not sampled add to the true rate is known exactly.
 */
public final class IntervalTrial
{
    private static final int[] SIZES = { 40, 576, 40, 1500, 40, 576, 40, 576, 40, 40, 576, 40 };
    private static final long TAU_NS = Duration.ofSeconds(2).toNanos();
    private static final long GAP_NS = 50_000;
    private static final int PACKETS = (int)(6 * TAU_NS / GAP_NS);

    private final long[] samplingRates;
    private final double trueRate = trueRate();
    private int covered;
    private double meanRate;

    /**
     * Send the flows, one after the other.
     *
     * @param samplingRates packets of which one is sampled, by each data source.
     * @param aggregation   of the rates of the data sources.
     * @param flows         number of flows.
     * @param seed          of the samples.
     */
    public IntervalTrial(
        final long[] samplingRates, final Aggregation aggregation, final int flows, final long seed)
    {
        this.samplingRates = samplingRates.clone();
        final GeneratedTraffic traffic = new GeneratedTraffic(
            FlowSpec.builder(GeneratedTraffic.FLOWS).keys("ipsource").aggregation(aggregation).build());
        final SplitMix random = new SplitMix(seed);
        for (int flow = 0; flow < flows; flow++)
        {
            final long startNs = traffic.elapsedNs();
            send(traffic, flow, random);
            traffic.advanceTo(startNs + PACKETS * GAP_NS);
            traffic.cache.flow(GeneratedTraffic.FLOWS, IpText.v4(flow)).ifPresent(row -> judge(row, flows));
        }
    }

    /* Packets are skipped as many at a time as chance says. */
    private void send(final GeneratedTraffic traffic, final int flow, final SplitMix random)
    {
        final long startNs = traffic.elapsedNs();
        final int[] next = new int[samplingRates.length];
        for (int i = 0; i < next.length; i++)
        {
            next[i] = skip(random, samplingRates[i]);
        }
        while (true)
        {
            int first = 0;
            for (int i = 1; i < next.length; i++)
            {
                first = next[i] < next[first] ? i : first;
            }
            if (next[first] >= PACKETS)
            {
                return;
            }
            traffic.advanceTo(startNs + next[first] * GAP_NS);
            traffic.packet(flow, 1, first, SIZES[next[first] % SIZES.length], samplingRates[first]);
            next[first] += 1 + skip(random, samplingRates[first]);
        }
    }

    private static int skip(final SplitMix random, final long rate)
    {
        return (int)Math.min(PACKETS, Math.log(1 - random.nextDouble()) / Math.log1p(-1.0 / rate));
    }

    private static double trueRate()
    {
        double rate = 0;
        for (int i = 0; i < PACKETS; i++)
        {
            rate += SIZES[i % SIZES.length] * Math.exp(-(PACKETS - i) * GAP_NS / (double)TAU_NS) / (TAU_NS / 1e9);
        }
        return rate;
    }

    private void judge(final FlowRow row, final int flows)
    {
        covered += row.low() <= trueRate && trueRate <= row.high() ? 1 : 0;
        meanRate += row.rate() / flows;
    }

    /** {@return flows whose interval holds the true rate} */
    public int covered()
    {
        return covered;
    }

    /** {@return how much larger the mean of the rates is than the true rate, as a share of it} */
    public double bias()
    {
        return meanRate / trueRate - 1;
    }
}
