package io.weir.flowcache.table;

/**
 * The sets of distinct values of a table's slots. A word of a slot stands for a set:
 * <pre>
 * 0                                nothing
 * 01 | hash62                      the hash of the one value
 * 10 | turn30 | block32            up to 16 hashes
 * 11 | turn30 | block32            a sketch
 * </pre>
 * The memory of blocks is bounded; a value for which there is no room is counted and left out. Single writer; any
 * thread reads.
 */
final class DistinctPool
{
    private static final int KIND_SHIFT = 62;
    private static final int HASH = 1;
    private static final int EXACT = 2;
    private static final int SKETCH = 3;

    private final BlockPool exact = new BlockPool(DistinctSet.EXACT);
    private final BlockPool sketches = new BlockPool(HyperLogLog.WORDS);
    private final TableCounters counters;
    private long bytesLeft;

    DistinctPool(final TableCounters counters, final long maxBytes)
    {
        this.counters = counters;
        bytesLeft = maxBytes;
    }

    /* Add a hash to a set. Returns the word that stands for the set from now on. */
    long add(final long set, final long hash)
    {
        switch ((int)(set >>> KIND_SHIFT))
        {
            case HASH:
                return set == hash ? set : addToHash(set, hash);
            case EXACT:
                return addToExact(set, hash);
            case SKETCH:
                final int block = (int)set;
                final long word = sketches.beginWrite(block);
                HyperLogLog.add(sketches.chunk(block), sketches.at(block), hash);
                sketches.endWrite(block, word);
                return set;
            default:
                return hash;
        }
    }

    private long addToHash(final long set, final long hash)
    {
        if (!hasRoom(exact))
        {
            return set;
        }
        final int block = exact.take();
        final long word = exact.beginWrite(block);
        exact.chunk(block)[exact.at(block)] = set;
        exact.chunk(block)[exact.at(block) + 1] = hash;
        exact.endWrite(block, word);
        return reference(EXACT, exact, block);
    }

    private long addToExact(final long set, final long hash)
    {
        final int block = (int)set;
        final long[] chunk = exact.chunk(block);
        final int at = exact.at(block);
        for (int i = 0; i < DistinctSet.EXACT; i++)
        {
            if (hash == chunk[at + i])
            {
                return set;
            }
            if (0 == chunk[at + i])
            {
                final long word = exact.beginWrite(block);
                chunk[at + i] = hash;
                exact.endWrite(block, word);
                return set;
            }
        }
        if (!hasRoom(sketches))
        {
            return set;
        }
        final int wide = sketches.take();
        final long word = sketches.beginWrite(wide);
        for (int i = 0; i < DistinctSet.EXACT; i++)
        {
            HyperLogLog.add(sketches.chunk(wide), sketches.at(wide), chunk[at + i]);
        }
        HyperLogLog.add(sketches.chunk(wide), sketches.at(wide), hash);
        sketches.endWrite(wide, word);
        exact.give(block);
        return reference(SKETCH, sketches, wide);
    }

    private boolean hasRoom(final BlockPool pool)
    {
        if (!pool.isEmpty())
        {
            return true;
        }
        if (bytesLeft < pool.chunkBytes())
        {
            counters.add(TableCounters.DISTINCT_OVERFLOWS, 1);
            return false;
        }
        bytesLeft -= pool.chunkBytes();
        pool.grow();
        return true;
    }

    private static long reference(final long kind, final BlockPool pool, final int block)
    {
        return kind << KIND_SHIFT | (long)pool.turn(block) << Integer.SIZE | block;
    }

    /* A set is wanted no more. */
    void release(final long set)
    {
        switch ((int)(set >>> KIND_SHIFT))
        {
            case EXACT:
                exact.give((int)set);
                break;
            case SKETCH:
                sketches.give((int)set);
                break;
            default:
                break;
        }
    }

    /* Whether what a word stands for lies in a block. */
    static boolean isBlock(final long set)
    {
        return set < 0;
    }

    static boolean isSketch(final long set)
    {
        return SKETCH == set >>> KIND_SHIFT;
    }

    /* Copy the block of a set. Returns false if it is gone, or too busy. */
    boolean read(final long set, final long[] into)
    {
        final BlockPool pool = isSketch(set) ? sketches : exact;
        return pool.read((int)set, (int)(set >>> Integer.SIZE) & (1 << KIND_SHIFT - Integer.SIZE) - 1, into);
    }

    /* Add what a word stands for, and the copy of its block, to a set. */
    static void addTo(final DistinctSet into, final long set, final long[] block)
    {
        if (isSketch(set))
        {
            into.addRegisters(block);
        }
        else if (isBlock(set))
        {
            into.addAll(block);
        }
        else if (0 != set)
        {
            into.add(set);
        }
    }
}
