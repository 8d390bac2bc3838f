package io.weir.examples.accuracy;

import io.weir.examples.workload.SplitMix;
import io.weir.examples.workload.ZipfSampler;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.wire.IpText;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sampled packets of many flows, a few of them large, in the cache and beside it: the textbook's average that decays at
 * every packet, and sums.
 */
public final class RateTrial
{
    /** Flows that are asked for as the largest. */
    public static final int TOP = 1000;

    private static final int FLOWS = 100_000;
    private static final double MEAN_GAP_NS = 20_000;

    private final ExactFlow[] flows = Stream.generate(ExactFlow::new).limit(FLOWS).toArray(ExactFlow[]::new);
    private final GeneratedTraffic traffic = new GeneratedTraffic(
        FlowSpec.builder(GeneratedTraffic.FLOWS).keys("ipsource").n(TOP).build());

    /**
     * Send the traffic.
     *
     * @param packets number of samples.
     * @param seed    of them.
     */
    public RateTrial(final int packets, final long seed)
    {
        final SplitMix random = new SplitMix(seed);
        final ZipfSampler popularity = new ZipfSampler(FLOWS, 1.0);
        for (int i = 0; i < packets; i++)
        {
            traffic.advanceTo(traffic.elapsedNs() + (long)random.nextExponential(MEAN_GAP_NS));
            final int flow = popularity.next(random);
            final long bytes = 40 + random.nextInt(1461);
            final long rate = 1L << random.nextInt(13);
            traffic.packet(flow, 1, 1, bytes, rate);
            flows[flow].add(bytes * rate, traffic.elapsedNs());
        }
    }

    /** {@return largest relative difference between a rate and the textbook's, over all flows} */
    public double largestRateError()
    {
        double largest = 0;
        for (int flow = 0; flow < FLOWS; flow++)
        {
            if (flows[flow].total() > 0)
            {
                final double exact = flows[flow].rateAt(traffic.elapsedNs());
                largest = Math.max(largest, Math.abs(row(flow).rate() - exact) / exact);
            }
        }
        return largest;
    }

    /** {@return flows whose total is not exactly the sum of their samples} */
    public int wrongTotals()
    {
        int wrong = 0;
        for (int flow = 0; flow < FLOWS; flow++)
        {
            wrong += flows[flow].total() > 0 && flows[flow].total() != row(flow).total() ? 1 : 0;
        }
        return wrong;
    }

    private FlowRow row(final int flow)
    {
        return traffic.cache.flow(GeneratedTraffic.FLOWS, IpText.v4(flow)).orElseThrow();
    }

    /** {@return how many of the {@value #TOP} largest flows are found, each with the rate of its rank} */
    public int rightTop()
    {
        final double[] exact = new double[FLOWS];
        for (int flow = 0; flow < FLOWS; flow++)
        {
            exact[flow] = flows[flow].rateAt(traffic.elapsedNs());
        }
        Arrays.sort(exact);
        final List<FlowRow> top = traffic.cache.topFlows(GeneratedTraffic.FLOWS, TOP);
        int right = 0;
        for (int i = 0; i < top.size(); i++)
        {
            final double expected = exact[FLOWS - 1 - i];
            right += Math.abs(top.get(i).rate() - expected) <= 1e-9 * expected ? 1 : 0;
        }
        return right;
    }
}
