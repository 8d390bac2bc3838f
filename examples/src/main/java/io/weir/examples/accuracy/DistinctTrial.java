package io.weir.examples.accuracy;

import io.weir.examples.workload.SplitMix;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.wire.IpText;

import java.time.Duration;

/** Targets that as many different sources as told send to, each source up to three times. */
public final class DistinctTrial
{
    private double square;
    private double largest;

    /**
     * Send the traffic.
     *
     * @param sources of each target.
     * @param targets number of them.
     * @param seed    of the sources.
     */
    public DistinctTrial(final int sources, final int targets, final long seed)
    {
        final GeneratedTraffic traffic = new GeneratedTraffic(FlowSpec.builder(GeneratedTraffic.FLOWS)
            .keys("ipdestination").value("count:ipsource").timeConstant(Duration.ofHours(1)).build());
        final SplitMix random = new SplitMix(seed);
        for (int target = 0; target < targets; target++)
        {
            final long base = (long)target * sources;
            for (int i = 0; i < sources; i++)
            {
                for (int again = random.nextInt(3); again >= 0; again--)
                {
                    traffic.packet(SplitMix.mix(base + i) & 0xFFFF_FFFFL, target, 1, 100, 1);
                }
            }
            final FlowRow row =
                traffic.cache.flow(GeneratedTraffic.FLOWS, IpText.v4(target)).orElseThrow();
            final double error = row.value() / sources - 1;
            square += error * error / targets;
            largest = Math.max(largest, Math.abs(error));
        }
    }

    /** {@return root of the mean square of the relative errors} */
    public double standardError()
    {
        return Math.sqrt(square);
    }

    /** {@return largest relative error} */
    public double largestError()
    {
        return largest;
    }
}
