package io.weir.flowcache.table;

import java.util.Arrays;

/**
 * Sketch of a set in 1024 registers of a byte each, eight in a long: 1 KiB, whatever its size. The standard error of
 * the estimate is 1.04 / sqrt(1024), 3.25 %. Sketches of one seed are united register by register, which gives the
 * sketch of the united sets. Stateless.
 *
 * @see <a href="https://arxiv.org/abs/1702.01284">Ertl: New cardinality estimation algorithms for HyperLogLog sketches,
 *     2017, section 4, algorithm 6</a>
 */
final class HyperLogLog
{
    /** Longs of a sketch. */
    static final int WORDS = 128;

    private static final int REGISTERS = 8 * WORDS;
    private static final int INDEX_BITS = 10;
    /** Bits of a hash that are not an index. */
    private static final int RANK_BITS = 62 - INDEX_BITS;
    /** Different values of a register. */
    static final int RANKS = RANK_BITS + 2;
    private static final long BYTE = 0xFF;

    private HyperLogLog()
    {
    }

    /* Add a hash. */
    static void add(final long[] words, final int base, final long hash)
    {
        final int register = (int)hash & REGISTERS - 1;
        final long rest = (hash & DistinctHash.MARK - 1) >>> INDEX_BITS;
        final long rank = Long.numberOfLeadingZeros(rest) - (Long.SIZE - RANK_BITS) + 1;
        final int at = base + (register >>> 3);
        final int shift = (register & 7) << 3;
        if (rank > (words[at] >>> shift & BYTE))
        {
            words[at] = words[at] & ~(BYTE << shift) | rank << shift;
        }
    }

    /* Unite a sketch with another. */
    static void unite(final long[] words, final long[] others)
    {
        for (int i = 0; i < WORDS; i++)
        {
            final long ours = words[i];
            final long theirs = others[i];
            if (ours == theirs)
            {
                continue;
            }
            long united = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 8)
            {
                united |= Math.max(ours >>> shift & BYTE, theirs >>> shift & BYTE) << shift;
            }
            words[i] = united;
        }
    }

    /* How many different hashes were added. The array is for counting, of {@link #RANKS}. */
    static double estimate(final long[] words, final int[] ranks)
    {
        Arrays.fill(ranks, 0);
        for (int i = 0; i < WORDS; i++)
        {
            for (int shift = 0; shift < Long.SIZE; shift += 8)
            {
                ranks[(int)(words[i] >>> shift & BYTE)]++;
            }
        }
        double sum = REGISTERS * tau(1 - ranks[RANK_BITS + 1] / (double)REGISTERS);
        for (int i = RANK_BITS; i >= 1; i--)
        {
            sum = (sum + ranks[i]) / 2;
        }
        sum += REGISTERS * sigma(ranks[0] / (double)REGISTERS);
        return REGISTERS * (double)REGISTERS / (2 * Math.log(2) * sum);
    }

    /* Whether all registers are within their range. */
    static boolean isSketch(final long[] words)
    {
        for (int i = 0; i < WORDS; i++)
        {
            for (int shift = 0; shift < Long.SIZE; shift += 8)
            {
                if ((words[i] >>> shift & BYTE) >= RANKS)
                {
                    return false;
                }
            }
        }
        return true;
    }

    /* Correction for registers that are 0. */
    private static double sigma(final double share)
    {
        if (1 == share)
        {
            return Double.POSITIVE_INFINITY;
        }
        double power = share;
        double factor = 1;
        double sum = share;
        double before;
        do
        {
            power *= power;
            before = sum;
            sum += power * factor;
            factor += factor;
        }
        while (before != sum);
        return sum;
    }

    /* Correction for registers that are full. */
    private static double tau(final double share)
    {
        if (0 == share || 1 == share)
        {
            return 0;
        }
        double root = share;
        double factor = 1;
        double sum = 1 - share;
        double before;
        do
        {
            root = Math.sqrt(root);
            before = sum;
            factor /= 2;
            sum -= (1 - root) * (1 - root) * factor;
        }
        while (before != sum);
        return sum / 3;
    }
}
