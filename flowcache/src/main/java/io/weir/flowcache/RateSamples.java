package io.weir.flowcache;

import static java.util.Objects.requireNonNull;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Rates of a definition's flows over time as a histogram, within 1 %: at each {@link #sample} the rate of every flow of
 * every source is recorded. Sampled once a second, its percentiles tell how large rates were, and for how much of the
 * time. Not thread safe, but {@link #sinceLast} is for any thread.
 */
public final class RateSamples
{
    private static final long MAX_RATE = 1L << 53;
    private static final int DIGITS = 2;

    private final FlowCache cache;
    private final String definition;
    private final SingleWriterRecorder rates = new SingleWriterRecorder(1, MAX_RATE, DIGITS);

    /**
     * Samples of a definition.
     *
     * @param cache      that has it.
     * @param definition name of it.
     */
    public RateSamples(final FlowCache cache, final String definition)
    {
        this.cache = requireNonNull(cache, "cache");
        this.definition = requireNonNull(definition, "definition");
    }

    /**
     * Record the rates of all flows as they are now, rounded to whole numbers; those below a half are left out. Looks
     * at every flow, so it is nothing for a thread that feeds the cache, but in a replay.
     *
     * @throws IllegalArgumentException if there is no such definition.
     */
    public void sample()
    {
        cache.visit(definition, flow ->
        {
            final long rate = Math.round(flow.rate());
            if (rate > 0)
            {
                rates.recordValue(Math.min(rate, MAX_RATE));
            }
        });
    }

    /** {@return rates, units per second, of all samples since the last call, for the caller to keep} */
    public synchronized Histogram sinceLast()
    {
        return rates.getIntervalHistogram();
    }
}
