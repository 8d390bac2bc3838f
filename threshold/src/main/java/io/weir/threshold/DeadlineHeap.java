package io.weir.threshold;

import java.util.Arrays;

/**
 * Deadlines in order: a four-ary heap whose entries know their place, so that a deadline can be moved or cancelled in
 * logarithmic time and nothing stale stays behind. Equal deadlines come in the order in which they were scheduled.
 * Grows with the number of entries, which its user bounds. Single writer.
 */
final class DeadlineHeap
{
    /** Room of a heap for many, to begin with. */
    static final int INITIAL_CAPACITY = 64;

    private static final int ARITY_SHIFT = 2;

    private long[] deadlines;
    private long[] orders;
    private Timed[] entries;
    private int size;
    private long nextOrder;

    DeadlineHeap(final int initialCapacity)
    {
        deadlines = new long[initialCapacity];
        orders = new long[initialCapacity];
        entries = new Timed[initialCapacity];
    }

    /** {@return the earliest deadline, {@link Long#MAX_VALUE} for none} */
    long firstDeadline()
    {
        return 0 == size ? Long.MAX_VALUE : deadlines[0];
    }

    int size()
    {
        return size;
    }

    /**
     * The deadline of an entry.
     *
     * @param entry that may be in this heap, and in no other.
     * @return its deadline, {@link Long#MAX_VALUE} where it has none.
     */
    long deadlineOf(final Timed entry)
    {
        return entry.isScheduled() ? deadlines[entry.heapIndex] : Long.MAX_VALUE;
    }

    /** {@return the entry with the earliest deadline; there must be one} */
    Timed first()
    {
        return entries[0];
    }

    /** {@return the entry with the earliest deadline, taken out; there must be one} */
    Timed pop()
    {
        final Timed first = entries[0];
        cancel(first);
        return first;
    }

    /**
     * Set the deadline of an entry, which may have one already.
     *
     * @param entry      to schedule.
     * @param deadlineNs epoch nanoseconds.
     */
    void schedule(final Timed entry, final long deadlineNs)
    {
        final long order = nextOrder++;
        int index = entry.heapIndex;
        if (index < 0)
        {
            if (size == entries.length)
            {
                deadlines = Arrays.copyOf(deadlines, size * 2);
                orders = Arrays.copyOf(orders, size * 2);
                entries = Arrays.copyOf(entries, size * 2);
            }
            index = size++;
        }
        place(entry, deadlineNs, order, index);
    }

    /**
     * Take an entry out, if it is in.
     *
     * @param entry to take out.
     */
    void cancel(final Timed entry)
    {
        final int index = entry.heapIndex;
        if (index >= 0)
        {
            entry.heapIndex = -1;
            final int last = --size;
            final Timed moved = entries[last];
            entries[last] = null;
            if (index != last)
            {
                place(moved, deadlines[last], orders[last], index);
            }
        }
    }

    private void place(final Timed entry, final long deadline, final long order, final int from)
    {
        int index = from;
        while (index > 0)
        {
            final int parent = (index - 1) >> ARITY_SHIFT;
            if (!before(deadline, order, parent))
            {
                break;
            }
            move(parent, index);
            index = parent;
        }
        if (index == from)
        {
            int child = firstChild(index);
            while (child >= 0 && !before(deadline, order, child))
            {
                move(child, index);
                index = child;
                child = firstChild(index);
            }
        }
        set(index, entry, deadline, order);
    }

    private int firstChild(final int index)
    {
        final int begin = (index << ARITY_SHIFT) + 1;
        final int end = Math.min(begin + (1 << ARITY_SHIFT), size);
        int first = begin < end ? begin : -1;
        for (int child = begin + 1; child < end; child++)
        {
            if (before(deadlines[child], orders[child], first))
            {
                first = child;
            }
        }
        return first;
    }

    private boolean before(final long deadline, final long order, final int index)
    {
        return deadline < deadlines[index] || deadline == deadlines[index] && order < orders[index];
    }

    private void move(final int from, final int to)
    {
        set(to, entries[from], deadlines[from], orders[from]);
    }

    private void set(final int index, final Timed entry, final long deadline, final long order)
    {
        entries[index] = entry;
        deadlines[index] = deadline;
        orders[index] = order;
        entry.heapIndex = index;
    }
}
