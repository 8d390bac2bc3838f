package io.weir.codec.netflow;

import io.weir.record.SamplingSource;

import java.util.Arrays;

/**
 * Sampling rates that an exporter announced for one domain in options records, and what the caller says of it.
 * Immutable: a change makes a new one.
 *
 * <p>Ids of samplers and of selectors are one space, compared by value whatever their lengths.
 */
final class Sampling
{
    static final int MAX_ENTRIES = 1_024;

    private static final long INTERFACE = 1L << 62;

    private static final long[] NOTHING = new long[0];
    private static final Sampling UNKNOWN = new Sampling(0, 0, 0, NOTHING, NOTHING);

    private final long override;
    private final long defaultRate;
    private final long domainRate;
    private final long[] keys;
    private final long[] rates;

    private Sampling(
        final long override,
        final long defaultRate,
        final long domainRate,
        final long[] keys,
        final long[] rates)
    {
        this.override = override;
        this.defaultRate = defaultRate;
        this.domainRate = domainRate;
        this.keys = keys;
        this.rates = rates;
    }

    /* What the caller says: a rate whatever the exporter tells, and one for when it does not; 0 for none. */
    static Sampling of(final long override, final long defaultRate)
    {
        return 0 == override && 0 == defaultRate ? UNKNOWN :
            new Sampling(override, defaultRate, 0, NOTHING, NOTHING);
    }

    boolean isOverridden()
    {
        return override > 0;
    }

    /* Rate of records for which there is none of their own; 0 when it is not known. */
    long effectiveRate()
    {
        return override > 0 ? override : domainRate > 0 ? domainRate : defaultRate;
    }

    SamplingSource effectiveSource()
    {
        return override > 0 ? SamplingSource.OVERRIDE :
            domainRate > 0 ? SamplingSource.DOMAIN : SamplingSource.DEFAULT;
    }

    long selectorRate(final long selector)
    {
        return rate(selector & ~INTERFACE);
    }

    long interfaceRate(final long index)
    {
        return rate(index & ~INTERFACE | INTERFACE);
    }

    boolean isByInterface()
    {
        return keys.length > 0 && keys[keys.length - 1] >= INTERFACE;
    }

    private long rate(final long key)
    {
        final int at = Arrays.binarySearch(keys, key);
        return at >= 0 ? rates[at] : 0;
    }

    Sampling withDomain(final long rate)
    {
        return rate == domainRate ? this : new Sampling(override, defaultRate, rate, keys, rates);
    }

    Sampling withSelector(final long selector, final long rate)
    {
        return with(selector & ~INTERFACE, rate);
    }

    Sampling withInterface(final long index, final long rate)
    {
        return with(index & ~INTERFACE | INTERFACE, rate);
    }

    private Sampling with(final long key, final long rate)
    {
        final int at = Arrays.binarySearch(keys, key);
        if (at >= 0)
        {
            if (rate == rates[at])
            {
                return this;
            }
            final long[] newRates = rates.clone();
            newRates[at] = rate;
            return new Sampling(override, defaultRate, domainRate, keys, newRates);
        }
        return keys.length < MAX_ENTRIES ?
            new Sampling(override, defaultRate, domainRate, inserted(keys, -at - 1, key),
                inserted(rates, -at - 1, rate)) : this;
    }

    private static long[] inserted(final long[] into, final int at, final long value)
    {
        final long[] larger = new long[into.length + 1];
        System.arraycopy(into, 0, larger, 0, at);
        larger[at] = value;
        System.arraycopy(into, at, larger, at + 1, into.length - at);
        return larger;
    }
}
