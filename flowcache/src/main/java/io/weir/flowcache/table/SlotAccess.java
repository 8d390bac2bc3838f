package io.weir.flowcache.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Memory order of slots. The first word of a slot is a tag of 32 hash bits over a sequence of 32 bits: odd while the
 * slot is being written. The one writer never waits; a reader takes the words it read when the sequence was even and is
 * the same afterwards.
 */
final class SlotAccess
{
    /** Tag of a slot that was never used, or whose chain of probes ends with it. */
    static final int EMPTY = 0;
    /** Tag of a slot that was used and may lie amid a chain of probes. */
    static final int TOMB = 1;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long SEQUENCE_MASK = 0xFFFF_FFFFL;

    private SlotAccess()
    {
    }

    static int tag(final long word)
    {
        return (int)(word >>> 32);
    }

    /* Begin to write a slot; pairs with {@link #firstAcquire}. Returns the first word as it was. */
    static long beginWrite(final long[] slots, final int base)
    {
        final long word = slots[base];
        WORDS.setOpaque(slots, base, word & ~SEQUENCE_MASK | word + 1 & SEQUENCE_MASK);
        VarHandle.storeStoreFence();
        return word;
    }

    /* End writing a slot; a release that pairs with {@link #firstAcquire}. */
    static void endWrite(final long[] slots, final int base, final long tag, final long word)
    {
        WORDS.setRelease(slots, base, tag << 32 | word + 2 & SEQUENCE_MASK);
    }

    /* First word of a slot, before its other words are read. */
    static long firstAcquire(final long[] slots, final int base)
    {
        return (long)WORDS.getAcquire(slots, base);
    }

    /* A word of a slot, between {@link #firstAcquire} and {@link #firstAfter}. */
    static long wordOpaque(final long[] slots, final int index)
    {
        return (long)WORDS.getOpaque(slots, index);
    }

    /* First word of a slot, after its other words were read. */
    static long firstAfter(final long[] slots, final int base)
    {
        VarHandle.acquireFence();
        return (long)WORDS.getOpaque(slots, base);
    }

    /* Write one word that stands for itself, such as flags. */
    static void setOpaque(final long[] slots, final int index, final long word)
    {
        WORDS.setOpaque(slots, index, word);
    }
}
