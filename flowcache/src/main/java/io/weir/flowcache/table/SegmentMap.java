package io.weir.flowcache.table;

import java.util.Arrays;

/**
 * Extendible hashing: a directory indexed by the upper bits of a hash points to segments; a segment that is full is
 * split in two, two halves that have become empty are merged, and only their own slots move. Directory and list of
 * segments are replaced, never changed, so that readers see either state. Single writer.
 */
final class SegmentMap
{
    private static final int SIZE = 1 << Segment.SHIFT;
    private static final int MIN_SIZE = 64;
    private static final int HOME_SHIFT = 32;
    private static final int MAX_DEPTH = 18;

    private final SlotLayout layout;
    private final Hash hash;
    private final int maxDepth;
    private final int mask;
    private volatile Segment[] directory;
    private volatile Segment[] byId;
    private Segment[] writerDirectory;
    private long[][] writerSlots;
    private int depth;
    private int count;
    private long live;

    SegmentMap(final SlotLayout layout, final Hash hash, final long capacity)
    {
        this.layout = layout;
        this.hash = hash;
        final int size = capacity >= SIZE / 2 ? SIZE :
            Math.max(MIN_SIZE, Integer.highestOneBit((int)capacity * 4 - 1));
        int bits = 0;
        while (capacity > (long)SIZE / 4 << bits)
        {
            bits++;
        }
        maxDepth = SIZE == size ? Math.min(MAX_DEPTH, bits + 1) : 0;
        mask = size - 1;
        final Segment first = new Segment(0, 0, 0, false, size, layout);
        publish(new Segment[]{ first }, new Segment[]{ first });
    }

    static int tag(final long hash)
    {
        final int tag = (int)hash;
        return 0 == (tag & ~1) ? tag + 2 : tag;
    }

    static int home(final long hash)
    {
        return (int)(hash >>> HOME_SHIFT);
    }

    /* Segment of a hash. For the writer. */
    Segment of(final long hash)
    {
        return writerDirectory[index(hash, depth)];
    }

    /* Slots of the segment of a hash. For the writer, who saves a step on the way to them. */
    long[] slotsOf(final long hash)
    {
        return writerSlots[index(hash, depth)];
    }

    /* Directory as readers see it. */
    Segment[] directory()
    {
        return directory;
    }

    /* Segment of a hash in a directory that a reader holds. */
    static Segment of(final long hash, final Segment[] directory)
    {
        return directory[index(hash, Integer.numberOfTrailingZeros(directory.length))];
    }

    private static int index(final long hash, final int depth)
    {
        return (int)(hash >>> 1 >>> 63 - depth);
    }

    /* Segments by their id, null where one was merged into another. */
    Segment[] byId()
    {
        return byId;
    }

    /* Mask of a place in a segment; all are of one size. */
    int mask()
    {
        return mask;
    }

    /* Number of flows. */
    long live()
    {
        return live;
    }

    /* Number of slots. */
    long slots()
    {
        return (long)count * (mask + 1);
    }

    void onAdded(final Segment segment)
    {
        segment.live++;
        live++;
    }

    void onLost()
    {
        live--;
    }

    boolean canSplit(final Segment segment)
    {
        return segment.depth < maxDepth;
    }

    /*
     * Empty a slot: the tag becomes EMPTY where the chain of probes ends here anyway, which may end it for the tombs
     * before it too, else TOMB.
     */
    void erase(final Segment segment, final int index)
    {
        segment.live--;
        live--;
        final int next = SlotAccess.tag(segment.slots[(index + 1 & segment.mask) * segment.stride]);
        if (SlotAccess.EMPTY != next)
        {
            retag(segment, index, SlotAccess.TOMB);
            segment.tombs++;
            return;
        }
        retag(segment, index, SlotAccess.EMPTY);
        int before = index - 1 & segment.mask;
        while (SlotAccess.TOMB == SlotAccess.tag(segment.slots[before * segment.stride]))
        {
            retag(segment, before, SlotAccess.EMPTY);
            segment.tombs--;
            before = before - 1 & segment.mask;
        }
    }

    private static void retag(final Segment segment, final int index, final int tag)
    {
        final int base = index * segment.stride;
        final long word = SlotAccess.beginWrite(segment.slots, base);
        SlotAccess.endWrite(segment.slots, base, tag, word);
    }

    /* Put a copy with room for held rates in the place of a segment; slots stay at their index. */
    Segment widen(final Segment old)
    {
        final Segment wide = new Segment(old.id, old.depth, old.prefix, true, old.size(), layout);
        for (int i = 0; i < old.size(); i++)
        {
            System.arraycopy(old.slots, i * old.stride, wide.slots, i * wide.stride, old.stride);
        }
        if (null != old.values)
        {
            System.arraycopy(old.values, 0, wide.values, 0, old.values.length);
        }
        wide.live = old.live;
        wide.tombs = old.tombs;
        wide.evictedBound = old.evictedBound;
        final Segment[] segments = byId.clone();
        segments[old.id] = wide;
        final Segment[] newDirectory = writerDirectory.clone();
        for (int i = 0; i < newDirectory.length; i++)
        {
            newDirectory[i] = old == newDirectory[i] ? wide : newDirectory[i];
        }
        publish(newDirectory, segments);
        return wide;
    }

    /* Put two halves in the place of a segment, or a copy of it without tombs where it is not full of flows. */
    void replace(final Segment old, final Placement placement)
    {
        final boolean split = old.live >= old.size() >>> 1 && canSplit(old);
        final int oneDepth = split ? old.depth + 1 : old.depth;
        final int prefix = split ? old.prefix << 1 : old.prefix;
        final Segment low = new Segment(old.id, oneDepth, prefix, old.held, old.size(), layout);
        final Segment high = split ?
            new Segment(freeId(), oneDepth, prefix | 1, old.held, old.size(), layout) : low;
        for (int i = 0; i < old.size(); i++)
        {
            if (old.isLive(i))
            {
                final long slotHash = hash.of(old.slots, i * old.stride + 1, layout.keyWords);
                final Segment half = 0 == (index(slotHash, oneDepth) & 1) ? low : high;
                copy(old, i, slotHash, half, placement);
            }
        }
        low.evictedBound = old.evictedBound;
        high.evictedBound = old.evictedBound;
        final Segment[] segments = Arrays.copyOf(byId, Math.max(byId.length, high.id + 1));
        segments[low.id] = low;
        segments[high.id] = high;
        final int newDepth = Math.max(depth, oneDepth);
        final Segment[] newDirectory = new Segment[1 << newDepth];
        for (int i = 0; i < newDirectory.length; i++)
        {
            final Segment before = writerDirectory[i >>> newDepth - depth];
            newDirectory[i] = before != old ? before : 0 == (i >>> newDepth - oneDepth & 1) ? low : high;
        }
        depth = newDepth;
        publish(newDirectory, segments);
    }

    private int freeId()
    {
        int id = 0;
        while (id < byId.length && null != byId[id])
        {
            id++;
        }
        return id;
    }

    /* The other half of what was one segment, where both together fill but a quarter of one; else null. */
    Segment mergeable(final Segment segment)
    {
        final int few = segment.size() >>> 2;
        if (0 == segment.depth || segment.live > few)
        {
            return null;
        }
        final Segment other = writerDirectory[(segment.prefix ^ 1) << depth - segment.depth];
        return other.depth == segment.depth && segment.live + other.live <= few ? other : null;
    }

    /* Put one segment in the place of two halves. Returns it. */
    Segment merge(final Segment one, final Segment other, final Placement placement)
    {
        final int id = Math.min(one.id, other.id);
        final Segment merged =
            new Segment(id, one.depth - 1, one.prefix >>> 1, one.held || other.held, one.size(), layout);
        for (final Segment old : new Segment[]{ one, other })
        {
            for (int i = 0; i < old.size(); i++)
            {
                if (old.isLive(i))
                {
                    copy(old, i, hash.of(old.slots, i * old.stride + 1, layout.keyWords), merged, placement);
                }
            }
        }
        merged.evictedBound = Math.max(one.evictedBound, other.evictedBound);
        final Segment[] segments = byId.clone();
        segments[Math.max(one.id, other.id)] = null;
        segments[id] = merged;
        final Segment[] newDirectory = writerDirectory.clone();
        for (int i = 0; i < newDirectory.length; i++)
        {
            newDirectory[i] = one == newDirectory[i] || other == newDirectory[i] ? merged : newDirectory[i];
        }
        publish(newDirectory, segments);
        return merged;
    }

    private void publish(final Segment[] newDirectory, final Segment[] segments)
    {
        final long[][] slots = new long[newDirectory.length][];
        for (int i = 0; i < slots.length; i++)
        {
            slots[i] = newDirectory[i].slots;
        }
        count = 0;
        for (final Segment segment : segments)
        {
            count += null == segment ? 0 : 1;
        }
        writerSlots = slots;
        writerDirectory = newDirectory;
        byId = segments;
        directory = newDirectory;
    }

    private void copy(
        final Segment old,
        final int from,
        final long slotHash,
        final Segment into,
        final Placement placement)
    {
        int index = home(slotHash) & into.mask;
        for (int probe = 0; probe < FlowTable.MAX_PROBE; probe++)
        {
            if (!into.isLive(index))
            {
                System.arraycopy(old.slots, from * old.stride, into.slots, index * into.stride, old.stride);
                if (null != old.values)
                {
                    final int words = layout.values.stride;
                    System.arraycopy(old.values, from * words, into.values, index * words, words);
                }
                into.live++;
                placement.onMoved(into, index);
                return;
            }
            index = index + 1 & into.mask;
        }
        placement.onNoPlace(old, from);
    }
}
