package io.weir.flowcache.table;

/**
 * Finds a slot for a flow that is new to a table: a free one among its probes, in a segment that grows where it is
 * full, at the cost of the coldest of some neighbours where it may not. Bounded: at most one split and one eviction per
 * flow make room, unless all keys of a segment collide. For the table's writer.
 */
final class Placement
{
    private static final int NEIGHBOURS = 8;

    private final FlowTable table;
    private final SegmentMap segments;
    private final TopGate top;
    private final Sweeper sweeper;
    private final long capacity;

    Placement(final FlowTable table, final SegmentMap segments, final TopGate top, final Sweeper sweeper)
    {
        this.table = table;
        this.segments = segments;
        this.top = top;
        this.sweeper = sweeper;
        capacity = table.config.capacity();
    }

    /* A free slot for a hash whose key is not in the table. Returns its ref. */
    long place(final long hash)
    {
        if (segments.live() >= capacity)
        {
            makeRoom(hash);
        }
        Segment segment = segments.of(hash);
        while (true)
        {
            if (mustGrow(segment))
            {
                segment = grow(segment, hash);
            }
            final int index = freeIndex(segment, hash);
            if (index >= 0)
            {
                return TopGate.ref(segment, index);
            }
            if (segment.live >= segment.size() >>> 1 && segments.canSplit(segment))
            {
                segment = grow(segment, hash);
            }
            else
            {
                table.remove(segment, coldest(segment, SegmentMap.home(hash)), EndReason.EVICTED);
            }
        }
    }

    /*
     * Whether a segment is so full that chains of probes grow long, and something can be done about it. Tombs alone do
     * so too: where each flow that comes pushes another out, neither they nor the flows become more, and the chains
     * grow together all the same.
     */
    private boolean mustGrow(final Segment segment)
    {
        final int size = segment.size();
        return segment.tombs >= size >>> 2 || segment.live + segment.tombs >= size - (size >>> 2) - (size >>> 4) &&
            (segment.tombs >= size >>> 3 || segment.live >= size >>> 1 && segments.canSplit(segment));
    }

    /* First slot of a key's probes that holds no flow, -1 for none. */
    private static int freeIndex(final Segment segment, final long hash)
    {
        int index = SegmentMap.home(hash) & segment.mask;
        for (int probe = 0; probe < FlowTable.MAX_PROBE; probe++)
        {
            if (!segment.isLive(index))
            {
                return index;
            }
            index = index + 1 & segment.mask;
        }
        return -1;
    }

    /* Split a segment, or clear its tombs where that is enough or all that is left to do. */
    private Segment grow(final Segment segment, final long hash)
    {
        top.beginChange();
        top.forget(segment);
        segments.replace(segment, this);
        top.endChange();
        sweeper.onReplaced(segment.id);
        return segments.of(hash);
    }

    /* Merge a segment with the other half of what was one, where both are almost empty. Returns whether it was. */
    boolean shrink(final Segment segment)
    {
        final Segment other = segments.mergeable(segment);
        if (null == other)
        {
            return false;
        }
        top.beginChange();
        top.forget(segment);
        top.forget(other);
        final Segment merged = segments.merge(segment, other, this);
        top.endChange();
        sweeper.onReplaced(merged.id);
        return true;
    }

    /* A slot was copied to the segment that takes its place. */
    void onMoved(final Segment segment, final int index)
    {
        if (0 != (segment.slots[index * segment.stride + table.layout.frames] & SlotLayout.FLAG_TOP))
        {
            top.restore(segment, index);
        }
    }

    /* A slot of a segment that is being replaced finds no place. */
    void onNoPlace(final Segment segment, final int index)
    {
        table.account(segment, index, EndReason.EVICTED);
        segments.onLost();
    }

    /* Push the coldest of some neighbours of a home out of a table that is full. */
    private void makeRoom(final long hash)
    {
        final Segment segment = segments.of(hash);
        if (segment.live > 0)
        {
            table.remove(segment, coldest(segment, SegmentMap.home(hash)), EndReason.EVICTED);
        }
        else
        {
            sweeper.evictNext();
        }
    }

    private int coldest(final Segment segment, final int home)
    {
        int coldest = -1;
        double least = 0;
        int seen = 0;
        int index = home & segment.mask;
        for (int i = 0; i < segment.size() && seen < NEIGHBOURS; i++)
        {
            if (segment.isLive(index))
            {
                seen++;
                final double score = table.score(segment, index);
                if (coldest < 0 || score < least)
                {
                    coldest = index;
                    least = score;
                }
            }
            index = index + 1 & segment.mask;
        }
        return coldest;
    }
}
