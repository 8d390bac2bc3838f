package io.weir.flowcache.table;

import java.util.ArrayList;
import java.util.List;

/**
 * The slots of a table as they were when it was copied, each at one instant, not all at the same. For one thread at a
 * time.
 */
public final class TableCopy
{
    private static final int READ_TRIES = 64;

    private final List<long[]> chunks = new ArrayList<>();
    private final List<Integer> strides = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final List<long[]> sets = new ArrayList<>();
    private final SlotView view;
    private final int valueWords;
    private long size;

    TableCopy(final FlowTable table)
    {
        view = new SlotView(table);
        valueWords = table.layout.values.stride;
    }

    void add(final Segment segment)
    {
        final int stride = segment.stride;
        final int whole = stride + valueWords;
        final long[] chunk = new long[Math.min(segment.live + 64, segment.size()) * whole];
        int at = 0;
        for (int i = 0; i < segment.size() && at < chunk.length; i++)
        {
            if (segment.isLive(i))
            {
                copy(segment, i, chunk, at);
                at += whole;
                size++;
            }
        }
        chunks.add(chunk);
        strides.add(stride);
        lengths.add(at);
    }

    private void copy(final Segment segment, final int index, final long[] into, final int at)
    {
        if (valueWords > 0)
        {
            view.read(segment, index);
            view.copyTo(into, at, segment.stride, sets);
            return;
        }
        final long[] slots = segment.slots;
        final int stride = segment.stride;
        final int base = index * stride;
        for (int i = 0; i < READ_TRIES; i++)
        {
            final long before = SlotAccess.firstAcquire(slots, base);
            for (int j = 1; j < stride; j++)
            {
                into[at + j] = SlotAccess.wordOpaque(slots, base + j);
            }
            final long after = SlotAccess.firstAfter(slots, base);
            if (0 == (before & 1) && before == after)
            {
                into[at] = before;
                return;
            }
            Thread.onSpinWait();
        }
        // Read word by word; the odd sequence in the first one tells.
        into[at] = SlotAccess.firstAcquire(slots, base) | 1;
    }

    /** {@return number of flows} */
    public long size()
    {
        return size;
    }

    /**
     * Visit every flow of the copy.
     *
     * @param visitor to call with a view that is reused.
     */
    public void forEach(final TableReader.SlotVisitor visitor)
    {
        for (int i = 0; i < chunks.size(); i++)
        {
            final int stride = strides.get(i);
            for (int at = 0; at < lengths.get(i); at += stride + valueWords)
            {
                if (view.wrap(chunks.get(i), at, stride, sets))
                {
                    visitor.onSlot(view);
                }
            }
        }
    }
}
