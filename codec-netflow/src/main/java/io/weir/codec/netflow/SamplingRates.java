package io.weir.codec.netflow;

import io.weir.exporter.NetworkSet;

import java.util.List;

/**
 * Sampling rates that the caller knows better than the exporters. Immutable.
 *
 * @param overrides   first match counts.
 * @param defaultRate of exporters that do not tell; 0 for none.
 */
record SamplingRates(List<Override> overrides, long defaultRate)
{
    static final SamplingRates NONE = new SamplingRates(List.of(), 0);

    /* Rate of an exporter, whatever it tells; 0 for none. */
    long override(final long addressHigh, final long addressLow)
    {
        for (int i = 0; i < overrides.size(); i++)
        {
            if (overrides.get(i).exporters().contains(addressHigh, addressLow))
            {
                return overrides.get(i).rate();
            }
        }
        return 0;
    }

    /**
     * Rate of some exporters.
     *
     * @param exporters by address.
     * @param rate      N of "one in N".
     */
    record Override(NetworkSet exporters, long rate)
    {
    }
}
