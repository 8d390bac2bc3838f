package io.weir.testkit;

import java.util.SplittableRandom;

/** Damages datagrams in the ways that find defects: bits, bytes, words, cuts, growth, moved and repeated pieces. */
public final class Mutator
{
    /** Bytes that a mutation may add. */
    public static final int MAX_GROWTH = 64;

    private static final int[] WORDS = {
        0, 1, 2, 3, 4, 7, 8, 15, 16, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x1_0000, 0x3FFF_FFFF, 0x4000_0000, 0x7FFF_FFFC,
        0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFC, 0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFF
    };

    private final SplittableRandom random;

    /**
     * A mutator that repeats itself.
     *
     * @param seed of its random numbers.
     */
    public Mutator(final long seed)
    {
        random = new SplittableRandom(seed);
    }

    /**
     * Pick one of several seeds.
     *
     * @param bound exclusive.
     * @return 0 to bound - 1.
     */
    public int nextInt(final int bound)
    {
        return random.nextInt(bound);
    }

    /**
     * Damage a datagram, 1 to 8 times.
     *
     * @param datagram to read.
     * @param into     to write, at least {@link #MAX_GROWTH} longer than the datagram.
     * @param offset   of the result in {@code into}.
     * @return length of the result.
     */
    public int mutate(final byte[] datagram, final byte[] into, final int offset)
    {
        System.arraycopy(datagram, 0, into, offset, datagram.length);
        int length = datagram.length;
        for (int left = 1 + random.nextInt(8); left > 0 && length > 0; left--)
        {
            length = mutateOnce(into, offset, length, datagram.length + MAX_GROWTH);
        }
        return length;
    }

    private int mutateOnce(final byte[] into, final int offset, final int length, final int limit)
    {
        final int at = offset + random.nextInt(length);
        switch (random.nextInt(10))
        {
            case 0:
                into[at] ^= (byte)(1 << random.nextInt(8));
                return length;
            case 1:
                into[at] = (byte)random.nextInt();
                return length;
            case 2:
                return random.nextInt(length + 1);
            case 3:
                return grow(into, offset, length, limit);
            case 4:
                return move(into, offset, length);
            default:
                return word(into, offset, length);
        }
    }

    private int grow(final byte[] into, final int offset, final int length, final int limit)
    {
        final int added = random.nextInt(limit - length + 1);
        final byte fill = (byte)(random.nextBoolean() ? 0 : random.nextInt());
        for (int i = 0; i < added; i++)
        {
            into[offset + length + i] = fill;
        }
        return length + added;
    }

    private int move(final byte[] into, final int offset, final int length)
    {
        final int size = random.nextInt(length) + 1;
        final int from = random.nextInt(length - size + 1);
        final int to = random.nextInt(length - size + 1);
        System.arraycopy(into, offset + from, into, offset + to, size);
        return length;
    }

    /* Lengths and counts are 16 or 32 bits, most of them aligned: aim there. */
    private int word(final byte[] into, final int offset, final int length)
    {
        final int bytes = random.nextBoolean() ? 4 : 2;
        if (length < bytes)
        {
            return length;
        }
        final int align = random.nextInt(4) > 0 ? bytes - 1 : 0;
        final int at = offset + (random.nextInt(length - bytes + 1) & ~align);
        final int value = random.nextInt(8) > 0 ?
            WORDS[random.nextInt(WORDS.length)] : random.nextInt(2 * length);
        for (int i = 0; i < bytes; i++)
        {
            into[at + i] = (byte)(value >>> 8 * (bytes - 1 - i));
        }
        return length;
    }
}
