package io.weir.flowcache.table;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Forward decay for one time constant: instead of shrinking every sum as time goes by, each new value is weighted by
 * {@code w = exp((now - landmark) / tau)} and a sum is read as {@code S / w}. Values, ranks and crossing times are
 * those of the lazily decayed average, but an untouched sum needs no work and one exponential serves a datagram.
 *
 * <p>So that weights stay within range, the landmark moves on once per epoch of about 16 tau. A sum belongs to the
 * epoch of its last update, which its slot tells in units of 2^24 ns (16.8 ms); epochs are whole numbers of units.
 *
 * <p>Single writer. The final fields may be read by any thread.
 *
 * @see <a href="https://dimacs.rutgers.edu/~graham/pubs/papers/fwddecay.pdf">Cormode, Shkapenyuk, Srivastava, Xu:
 *     Forward Decay, 2009</a>
 */
public final class DecayClock
{
    /** Nanoseconds of a time unit in a slot, as a shift. */
    static final int UNIT_SHIFT = 24;

    private static final double EPOCH_TAUS = 16.0;
    /* Longest time for which a rate is held. */
    private static final long MAX_HELD_NS = 86_400L * 1_000_000_000L;

    final long tauNs;
    final double tauS;
    final long baseNs;
    final long epochUnits;

    private final AtomicLong latestUnits = new AtomicLong();
    private long nowNs;
    private long nowUnits;
    private long epochStartUnits;
    private double weight;

    /**
     * A clock.
     *
     * @param tauNs  time constant.
     * @param baseNs epoch nanoseconds from which units count; no time is before it.
     */
    public DecayClock(final long tauNs, final long baseNs)
    {
        this.tauNs = tauNs;
        this.tauS = tauNs / 1e9;
        this.baseNs = baseNs;
        this.epochUnits = Math.max(1, (long)Math.ceil(EPOCH_TAUS * tauNs / (1L << UNIT_SHIFT)));
        nowNs = baseNs;
        weight = 1;
    }

    /**
     * Move on.
     *
     * @param newNowNs epoch nanoseconds; an earlier time than before is ignored.
     */
    public void advance(final long newNowNs)
    {
        if (newNowNs <= nowNs)
        {
            return;
        }
        nowNs = newNowNs;
        nowUnits = newNowNs - baseNs >>> UNIT_SHIFT;
        latestUnits.setOpaque(nowUnits);
        if (nowUnits - epochStartUnits >= epochUnits)
        {
            epochStartUnits = nowUnits - nowUnits % epochUnits;
        }
        weight = Math.exp((newNowNs - baseNs - (epochStartUnits << UNIT_SHIFT)) / (double)tauNs);
    }

    /** {@return time constant in nanoseconds} */
    public long tauNs()
    {
        return tauNs;
    }

    long nowNs()
    {
        return nowNs;
    }

    long nowUnits()
    {
        return nowUnits;
    }

    long epochStartUnits()
    {
        return epochStartUnits;
    }

    long landmarkNs()
    {
        return baseNs + (epochStartUnits << UNIT_SHIFT);
    }

    /* Weight of a value that comes now. */
    double weight()
    {
        return weight;
    }

    /* Weight, relative to the current landmark, of a value that came or comes at another time. */
    double weightAt(final long timeNs)
    {
        return Math.exp((timeNs - landmarkNs()) / (double)tauNs);
    }

    /* Landmark of the epoch in which a unit lies. */
    long landmarkNsOf(final long units)
    {
        return baseNs + (units - units % epochUnits << UNIT_SHIFT);
    }

    /* Factor that brings a sum, last touched at some units before the current epoch, to the current landmark. */
    double toCurrentEpoch(final long units)
    {
        final long sumEpochStart = units - units % epochUnits;
        return Math.exp(-(double)(epochStartUnits - sumEpochStart << UNIT_SHIFT) / tauNs);
    }

    long nsOf(final long units)
    {
        return baseNs + (units << UNIT_SHIFT);
    }

    /* Number of the window of one time constant in which a time lies. */
    long windowOf(final long timeNs)
    {
        return Math.floorDiv(timeNs, tauNs);
    }

    long windowStartNs(final long window)
    {
        return window * tauNs;
    }

    /* Units of a time, rounded up. */
    long unitsCeil(final long timeNs)
    {
        return timeNs - baseNs + (1L << UNIT_SHIFT) - 1 >>> UNIT_SHIFT;
    }

    /* What a rate that was held until a time leaves in a decayed sum. */
    double settled(final double rate, final long untilNs)
    {
        return rate * tauS * weightAt(untilNs);
    }

    /* Units until which the rate of a record of so many nanoseconds is held. */
    long heldUntil(final long lengthNs)
    {
        return unitsCeil(nowNs + Math.min(MAX_HELD_NS, lengthNs));
    }

    /* What a rate that is held until a unit brings from now on. */
    double heldMass(final double rate, final long until)
    {
        return 0 == rate ? 0 : rate * (nsOf(until) - nowNs) / 1e9;
    }

    /* Seconds from now to the start of a unit. */
    double secondsUntil(final long units)
    {
        return (nsOf(units) - nowNs) / 1e9;
    }

    /* Units of the latest time, for readers: no slot was seen later but by what is not published yet. */
    long latestUnits()
    {
        return latestUnits.getOpaque();
    }

    /* Whole units from 32 bits of them: those nearest to a reference. */
    static long unitsNear(final long reference, final int units32)
    {
        return reference + (units32 - (int)reference);
    }

    /* Whole units from 32 bits of them: the latest that are not after a reference. */
    static long unitsBefore(final long reference, final int units32)
    {
        return reference - ((int)reference - units32 & 0xFFFF_FFFFL);
    }
}
