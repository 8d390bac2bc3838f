package io.weir.flowcache.table;

import java.util.Arrays;

/**
 * A set of hashes as it is read and merged: exact up to {@link #EXACT} of them, a {@link HyperLogLog} beyond. What it
 * is depends on what was added alone, not on the order. Does not allocate once it has been a sketch. Not thread safe.
 */
final class DistinctSet
{
    /** Most hashes that are kept themselves. */
    static final int EXACT = 16;

    private final long[] hashes = new long[EXACT];
    private int count;
    private long[] registers;
    private int[] ranks;
    private boolean sketch;

    void clear()
    {
        count = 0;
        sketch = false;
    }

    void add(final long hash)
    {
        if (sketch)
        {
            HyperLogLog.add(registers, 0, hash);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            if (hash == hashes[i])
            {
                return;
            }
        }
        if (count < EXACT)
        {
            hashes[count++] = hash;
            return;
        }
        beSketch();
        HyperLogLog.add(registers, 0, hash);
    }

    /* Add hashes up to the first 0. */
    void addAll(final long[] others)
    {
        for (int i = 0; i < others.length && 0 != others[i]; i++)
        {
            add(others[i]);
        }
    }

    void addRegisters(final long[] others)
    {
        if (!sketch)
        {
            beSketch();
        }
        HyperLogLog.unite(registers, others);
    }

    void add(final DistinctSet other)
    {
        if (other.sketch)
        {
            addRegisters(other.registers);
            return;
        }
        for (int i = 0; i < other.count; i++)
        {
            add(other.hashes[i]);
        }
    }

    private void beSketch()
    {
        if (null == registers)
        {
            registers = new long[HyperLogLog.WORDS];
            ranks = new int[HyperLogLog.RANKS];
        }
        else
        {
            Arrays.fill(registers, 0);
        }
        sketch = true;
        for (int i = 0; i < count; i++)
        {
            HyperLogLog.add(registers, 0, hashes[i]);
        }
    }

    /* Number of hashes: exact where they are kept themselves. */
    double size()
    {
        return sketch ? HyperLogLog.estimate(registers, ranks) : count;
    }

    /* Words that hold this set: its hashes in order, or its registers. */
    long[] toWords()
    {
        final long[] words = sketch ? registers.clone() : Arrays.copyOf(hashes, count);
        if (!sketch)
        {
            Arrays.sort(words);
        }
        return words;
    }

    /* Be the set that words hold. */
    void restore(final long[] words)
    {
        clear();
        if (HyperLogLog.WORDS == words.length && HyperLogLog.isSketch(words))
        {
            addRegisters(words);
            return;
        }
        long before = 0;
        for (final long hash : words)
        {
            if (words.length > EXACT || hash <= before || hash >>> 62 != 1)
            {
                throw new IllegalArgumentException("a set of " + words.length + " words is none");
            }
            before = hash;
            add(hash);
        }
    }
}
