package io.weir.flowcache.table;

import io.weir.wire.Wire;

import java.util.SplittableRandom;

/**
 * Seeded hash of values that are to be told apart: numbers, addresses and texts become 62 bits that stand for them. Two
 * of a million values share them once in ten million times. Immutable.
 */
public final class DistinctHash
{
    /** Set in every hash, above its bits, so that none is 0. */
    static final long MARK = 1L << 62;

    private final long first;
    private final long second;

    /**
     * A hash.
     *
     * @param seed secret, so that nobody can choose values that look alike.
     */
    public DistinctHash(final long seed)
    {
        final SplittableRandom secrets = new SplittableRandom(~seed);
        first = secrets.nextLong();
        second = secrets.nextLong();
    }

    /**
     * Hash of a number or an address.
     *
     * @param high 64 bits, 0 of a number.
     * @param low  64 bits.
     * @return the hash.
     */
    public long of(final long high, final long low)
    {
        return marked(mix(mix(low ^ first) + high ^ second));
    }

    /**
     * Hash of a text.
     *
     * @param text   array that holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return the hash.
     */
    public long of(final byte[] text, final int offset, final int length)
    {
        long hash = first ^ length;
        int at = offset;
        for (final int end = offset + length; end - at >= Long.BYTES; at += Long.BYTES)
        {
            hash = mix(hash ^ Wire.u64(text, at)) + second;
        }
        long rest = 0;
        for (final int end = offset + length; at < end; at++)
        {
            rest = rest << 8 | text[at] & 0xFF;
        }
        return marked(mix(mix(hash ^ rest) + second));
    }

    /** {@return a number that tells hashes of different seeds apart, and not the seed} */
    public long identity()
    {
        return mix(mix(first) ^ second);
    }

    private static long marked(final long hash)
    {
        return hash >>> 2 | MARK;
    }

    /* Finalizer of SplitMix64. */
    private static long mix(final long value)
    {
        final long once = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        final long twice = (once ^ once >>> 27) * 0x94D0_49BB_1331_11EBL;
        return twice ^ twice >>> 31;
    }
}
