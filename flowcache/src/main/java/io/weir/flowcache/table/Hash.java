package io.weir.flowcache.table;

import java.util.SplittableRandom;

/**
 * Seeded hash of packed keys: each word is multiplied by a secret to 128 bits and folded to 64. Whoever does not know
 * the seed cannot choose keys that collide. Immutable.
 *
 * <p>The source of a key takes part by its upper bits only, so that flows of one key from up to {@link #GROUP} sources
 * are neighbours in a table, and a key seen by thousands of sources does not crowd one place.
 */
public final class Hash
{
    /** Sources whose flows of one key share a home. */
    public static final int GROUP = 16;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final long first;
    private final long second;
    private final long third;
    private final int sourceWord;
    private final long keyMask;
    private final long mask0;
    private final long mask1;
    private final int groupShift;
    private final long groupMask;

    /**
     * A hash for keys of one layout.
     *
     * @param seed           secret.
     * @param sourceWord     word that holds the source.
     * @param sourcePosition of the source within that word.
     * @param sourceMask     bits of the source within that word, 0 for none.
     */
    public Hash(final long seed, final int sourceWord, final int sourcePosition, final long sourceMask)
    {
        final SplittableRandom secrets = new SplittableRandom(seed);
        first = secrets.nextLong();
        second = secrets.nextLong() | 1;
        third = secrets.nextLong() | 1;
        this.sourceWord = sourceWord;
        keyMask = ~sourceMask;
        mask0 = 0 == sourceWord ? keyMask : -1;
        mask1 = 1 == sourceWord ? keyMask : -1;
        groupShift = sourcePosition + Integer.numberOfTrailingZeros(GROUP);
        groupMask = 0 == sourceMask ? 0 : (sourceMask >>> sourcePosition) / GROUP;
    }

    /**
     * Hash of a packed key.
     *
     * @param key    words.
     * @param offset of the first.
     * @param words  number of them.
     * @return 64 bits.
     */
    public long of(final long[] key, final int offset, final int words)
    {
        return grouped(ofKey(key, offset, words), key[offset + sourceWord] >>> groupShift & groupMask);
    }

    /**
     * Hash of a packed key without its source.
     *
     * @param key    words.
     * @param offset of the first.
     * @param words  number of them.
     * @return 64 bits, to be {@link #grouped}.
     */
    long ofKey(final long[] key, final int offset, final int words)
    {
        long hash = fold(first ^ key[offset] & mask0, second) + GOLDEN;
        if (words > 1)
        {
            hash = fold(hash ^ key[offset + 1] & mask1, second) + GOLDEN;
        }
        for (int i = 2; i < words; i++)
        {
            hash = fold(hash ^ (i == sourceWord ? key[offset + i] & keyMask : key[offset + i]), second) + GOLDEN;
        }
        return fold(hash, third);
    }

    /**
     * Hash of a key for one group of sources.
     *
     * @param keyHash without the source.
     * @param group   number of the source divided by {@link #GROUP}.
     * @return 64 bits.
     */
    long grouped(final long keyHash, final long group)
    {
        return 0 == group ? keyHash : fold(keyHash ^ group * GOLDEN, second);
    }

    private static long fold(final long a, final long b)
    {
        return a * b ^ Math.multiplyHigh(a, b);
    }
}
