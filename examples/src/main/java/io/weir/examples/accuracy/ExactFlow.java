package io.weir.examples.accuracy;

/** A flow beside the cache: its sum, and the textbook's average, which decays at every packet. Not thread safe. */
class ExactFlow
{
    /** Time constant, that of a definition which tells none. */
    static final long TAU_NS = 2_000_000_000L;

    private long total;
    private double rate;
    private long lastNs;

    final void add(final long value, final long nowNs)
    {
        rate = rateAt(nowNs) + value / (TAU_NS / 1e9);
        lastNs = nowNs;
        total += value;
    }

    final long total()
    {
        return total;
    }

    final double rateAt(final long nowNs)
    {
        return rate * Math.exp(-(nowNs - lastNs) / (double)TAU_NS);
    }
}
