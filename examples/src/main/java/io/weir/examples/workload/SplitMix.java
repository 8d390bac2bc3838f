package io.weir.examples.workload;

/**
 * Seeded source of random numbers whose sequence is fixed by this code alone, so that a seed gives the same datagrams
 * on every JDK. Not thread safe. Allocates nothing.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number
 *     generators</a>
 */
public final class SplitMix
{
    private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long state;

    /**
     * Start a sequence.
     *
     * @param seed any value.
     */
    public SplitMix(final long seed)
    {
        state = seed;
    }

    /**
     * The bijection that a sequence is made of: neighbouring inputs give unrelated outputs.
     *
     * @param value any.
     * @return the mixed value.
     */
    public static long mix(final long value)
    {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    /** {@return the next 64 random bits} */
    public long nextLong()
    {
        state += GAMMA;
        return mix(state);
    }

    /**
     * The next number below a bound.
     *
     * @param bound 1 or more.
     * @return 0..bound-1; the bias is below bound / 2^32.
     */
    public int nextInt(final int bound)
    {
        return (int)((nextLong() >>> 32) * bound >>> 32);
    }

    /** {@return the next number of 0 (inclusive) to 1 (exclusive)} */
    public double nextDouble()
    {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    /**
     * The next gap of a Poisson process.
     *
     * @param mean of the gaps.
     * @return 0 or more.
     */
    public double nextExponential(final double mean)
    {
        return -mean * StrictMath.log(1.0 - nextDouble());
    }
}
