package io.weir.flowcache.table;

/**
 * A power of two of slots, 4096 in all but small tables, with its part of the hash space. The slots are read by any
 * thread; the counts belong to the writer. A segment that is replaced is never written again, so that a reader who
 * still holds it sees its slots as they were.
 */
final class Segment
{
    static final int SHIFT = 12;

    final int id;
    final int depth;
    /** Upper bits of the hashes of its keys, as many as {@link #depth}. */
    final int prefix;
    final boolean held;
    final int stride;
    final int mask;
    final long[] slots;
    /** Words of further values; null for none. */
    final long[] values;

    int live;
    int tombs;
    float evictedBound;

    Segment(
        final int id,
        final int depth,
        final int prefix,
        final boolean held,
        final int size,
        final SlotLayout layout)
    {
        this.id = id;
        this.depth = depth;
        this.prefix = prefix;
        this.held = held;
        stride = held ? layout.heldStride : layout.stride;
        mask = size - 1;
        slots = new long[size * stride];
        values = 0 == layout.values.count ? null : new long[size * layout.values.stride];
    }

    int size()
    {
        return mask + 1;
    }

    boolean isLive(final int index)
    {
        final int tag = SlotAccess.tag(slots[index * stride]);
        return SlotAccess.EMPTY != tag && SlotAccess.TOMB != tag;
    }
}
