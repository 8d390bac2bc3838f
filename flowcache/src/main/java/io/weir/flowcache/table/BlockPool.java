package io.weir.flowcache.table;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Blocks of words of one size, in chunks that come as they are needed and stay. A block begins with a word of its own:
 * how often it was given back, over a sequence that is odd while it is written. Whoever has a number and a turn of a
 * block reads what is of that turn, or is told that it is gone. Single writer, any number of readers.
 */
final class BlockPool
{
    private static final int CHUNK_SHIFT = 7;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int READ_TRIES = 64;
    /** Bits of a turn that a reference holds. */
    private static final int TURN_MASK = (1 << 30) - 1;

    private final int words;
    private volatile long[][] chunks = new long[0][];
    private int[] free = new int[CHUNK];
    private int freeCount;

    BlockPool(final int words)
    {
        this.words = words;
    }

    /* Bytes by which the pool grows. */
    long chunkBytes()
    {
        return (long)CHUNK * (1 + words) * Long.BYTES;
    }

    boolean isEmpty()
    {
        return 0 == freeCount;
    }

    /* Make room for more blocks. */
    void grow()
    {
        final long[][] before = chunks;
        final long[][] more = Arrays.copyOf(before, before.length + 1);
        more[before.length] = new long[CHUNK * (1 + words)];
        chunks = more;
        free = Arrays.copyOf(free, more.length * CHUNK);
        for (int i = CHUNK - 1; i >= 0; i--)
        {
            free[freeCount++] = before.length << CHUNK_SHIFT | i;
        }
    }

    /* Number of a block whose words are 0. */
    int take()
    {
        final int block = free[--freeCount];
        final long word = beginWrite(block);
        final int at = at(block);
        Arrays.fill(chunk(block), at, at + words, 0);
        endWrite(block, word);
        return block;
    }

    void give(final int block)
    {
        final long[] chunk = chunk(block);
        final long word = SlotAccess.beginWrite(chunk, at(block) - 1);
        SlotAccess.endWrite(chunk, at(block) - 1, (word >>> 32) + 1, word);
        free[freeCount++] = block;
    }

    /* Chunk that holds a block. For the writer. */
    long[] chunk(final int block)
    {
        return chunks[block >>> CHUNK_SHIFT];
    }

    /* First word of a block in its chunk. */
    int at(final int block)
    {
        return (block & CHUNK - 1) * (1 + words) + 1;
    }

    int turn(final int block)
    {
        return (int)(chunk(block)[at(block) - 1] >>> 32) & TURN_MASK;
    }

    /* Begin to write the words of a block. */
    long beginWrite(final int block)
    {
        return SlotAccess.beginWrite(chunk(block), at(block) - 1);
    }

    void endWrite(final int block, final long word)
    {
        SlotAccess.endWrite(chunk(block), at(block) - 1, word >>> 32, word);
    }

    /* Copy the words of a block as they were at one instant. Returns false if it is of another turn, or too busy. */
    boolean read(final int block, final int turn, final long[] into)
    {
        final long[][] all = chunks;
        if (block >>> CHUNK_SHIFT >= all.length)
        {
            return false;
        }
        final long[] chunk = all[block >>> CHUNK_SHIFT];
        final int at = at(block);
        for (int i = 0; i < READ_TRIES; i++)
        {
            final long before = SlotAccess.firstAcquire(chunk, at - 1);
            if (turn != ((int)(before >>> 32) & TURN_MASK))
            {
                return false;
            }
            for (int j = 0; j < words; j++)
            {
                into[j] = SlotAccess.wordOpaque(chunk, at + j);
            }
            VarHandle.acquireFence();
            if (0 == (before & 1) && before == SlotAccess.wordOpaque(chunk, at - 1))
            {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
