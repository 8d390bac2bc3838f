package io.weir.codec.netflow;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was last told of the flows of one exporter and domain, to make differences of counters that run from the
 * beginning of a flow, and to know which flows have told of themselves before their end. Guarded by its own monitor.
 *
 * <p>A table of {@value #ENTRY} longs an entry: key, octets, packets and end. It grows by doubling within the bounds of
 * one domain and of all together. When it may not grow, a newcomer takes the place of the neighbour whose end is
 * furthest back, which is counted: that flow, should it come again, counts from its beginning.
 */
final class FlowTotals
{
    static final long UNKNOWN_END = Long.MIN_VALUE;

    private static final int ENTRY = 4;
    private static final int FIRST_ENTRIES = 64;
    private static final int PROBES = 8;
    private static final long[] NOTHING = new long[0];

    private final int maxFlows;
    private final AtomicInteger flowsInAll;
    private final int maxFlowsInAll;
    private long[] table = NOTHING;
    private int size;
    private boolean closed;

    private long octets;
    private long packets;
    private long previousEndMs;

    FlowTotals(final int maxFlows, final AtomicInteger flowsInAll, final int maxFlowsInAll)
    {
        this.maxFlows = maxFlows;
        this.flowsInAll = flowsInAll;
        this.maxFlowsInAll = maxFlowsInAll;
    }

    /*
     * Note totals, and leave in the array given what they are more than before: octets, packets, and the end that was
     * noted before, or UNKNOWN_END for a flow that was not known. A flow whose totals have gone back began anew.
     * Returns how many other flows had to be forgotten.
     */
    synchronized int difference(
        final long key,
        final long newOctets,
        final long newPackets,
        final long endMs,
        final long[] into)
    {
        octets = newOctets;
        packets = newPackets;
        previousEndMs = UNKNOWN_END;
        final int forgotten = put(key, newOctets, newPackets, endMs);
        into[0] = octets;
        into[1] = packets;
        into[2] = previousEndMs;
        return forgotten;
    }

    /* Note that a flow has told of itself. Returns how many other flows had to be forgotten. */
    synchronized int note(final long key, final long endMs)
    {
        return put(key, 0, 0, endMs);
    }

    /* Forget a flow; whether it was known. */
    synchronized boolean remove(final long key)
    {
        final int at = find(table, key);
        if (at >= 0 && key == table[at])
        {
            table[at] = 0;
            size--;
            return true;
        }
        return false;
    }

    synchronized void clear()
    {
        flowsInAll.addAndGet(-table.length / ENTRY);
        table = NOTHING;
        size = 0;
    }

    /* Give all memory back, for good. */
    synchronized void close()
    {
        closed = true;
        clear();
    }

    private int put(final long key, final long newOctets, final long newPackets, final long endMs)
    {
        int at = find(table, key);
        int forgotten = 0;
        for (int before = -1; at < 0 && before != table.length; at = find(table, key))
        {
            before = table.length;
            forgotten += grow();
        }
        if (0 == table.length)
        {
            return 0 == maxFlows || 0 == maxFlowsInAll ? 0 : 1;
        }
        if (at < 0)
        {
            at = oldest(key);
            forgotten++;
        }
        else if (key == table[at])
        {
            difference(at, newOctets, newPackets);
        }
        else
        {
            size++;
        }
        table[at] = key;
        table[at + 1] = newOctets;
        table[at + 2] = newPackets;
        table[at + 3] = endMs;
        return forgotten;
    }

    private void difference(final int at, final long newOctets, final long newPackets)
    {
        final long moreOctets = newOctets - table[at + 1];
        final long morePackets = newPackets - table[at + 2];
        if (moreOctets >= 0 && morePackets >= 0)
        {
            octets = moreOctets;
            packets = morePackets;
            previousEndMs = table[at + 3];
        }
    }

    /* Index of a flow's entry, or of a free one for it, or -1. Keys are never 0. */
    private static int find(final long[] in, final long key)
    {
        int free = -1;
        final int entries = in.length / ENTRY;
        for (int i = 0; i < Math.min(PROBES, entries); i++)
        {
            final int at = ENTRY * ((int)key + i & entries - 1);
            if (key == in[at])
            {
                return at;
            }
            free = free < 0 && 0 == in[at] ? at : free;
        }
        return free;
    }

    private int oldest(final long key)
    {
        final int entries = table.length / ENTRY;
        int oldest = ENTRY * ((int)key & entries - 1);
        for (int i = 1; i < PROBES; i++)
        {
            final int at = ENTRY * ((int)key + i & entries - 1);
            oldest = table[at + 3] < table[oldest + 3] ? at : oldest;
        }
        return oldest;
    }

    /* Make the table larger where that is allowed. Returns how many flows found no place in the largest allowed. */
    private int grow()
    {
        int entries = table.length / ENTRY;
        int lost = 0;
        long[] larger = table;
        do
        {
            final int more = 0 == entries ? FIRST_ENTRIES : entries;
            if (closed || entries + more > maxFlows || !reserve(more))
            {
                break;
            }
            entries += more;
            larger = new long[entries * ENTRY];
            lost = moveTo(larger);
        }
        while (lost > 0);
        table = larger;
        size -= lost;
        return lost;
    }

    private boolean reserve(final int entries)
    {
        if (flowsInAll.addAndGet(entries) > maxFlowsInAll)
        {
            flowsInAll.addAndGet(-entries);
            return false;
        }
        return true;
    }

    private int moveTo(final long[] larger)
    {
        int lost = 0;
        for (int from = 0; from < table.length; from += ENTRY)
        {
            final int at = 0 == table[from] ? -1 : find(larger, table[from]);
            if (at >= 0)
            {
                System.arraycopy(table, from, larger, at, ENTRY);
            }
            lost += 0 != table[from] && at < 0 ? 1 : 0;
        }
        return lost;
    }

    synchronized int size()
    {
        return size;
    }
}
