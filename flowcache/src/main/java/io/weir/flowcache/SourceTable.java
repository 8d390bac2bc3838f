package io.weir.flowcache;

import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.Keys;
import io.weir.wire.IpText;

import java.util.Arrays;

/**
 * Sources of one shard, numbered in the order in which they came, so that a key holds one in 24 bits. A source is an
 * agent and one of its data sources, or an agent as a whole. Bounded: sources beyond the bound share number 0.
 *
 * <p>Single writer; any thread reads a number that it found in a slot.
 */
final class SourceTable
{
    /** Stands for all data sources of an agent. */
    static final long WHOLE_AGENT = -1;
    /** Number of a source that came when the table was full. */
    static final int OVERFLOW = 0;

    private static final int ENTRY = 3;
    private static final int MAX_IDS = 1 << KeyProgram.SOURCE_BITS;
    private static final int RECENT = 64;
    private static final int RECENT_ENTRY = 4;

    private final int maxSources;
    private volatile long[] entries = new long[16 * ENTRY];
    private int[] index = new int[32];
    private volatile int count = 1;
    private final long[] recent = new long[RECENT * RECENT_ENTRY];

    SourceTable(final int maxSources)
    {
        this.maxSources = Math.min(maxSources, MAX_IDS - 1);
        Arrays.fill(entries, 0, ENTRY, 0);
    }

    /* Number of a source, given to it when it is new. For the writer. */
    int intern(final long agentHigh, final long agentLow, final long dataSource)
    {
        final int at = ((int)(dataSource + agentLow) & RECENT - 1) * RECENT_ENTRY;
        if (dataSource != recent[at] || agentLow != recent[at + 1] || agentHigh != recent[at + 2] ||
            OVERFLOW == recent[at + 3])
        {
            recent[at] = dataSource;
            recent[at + 1] = agentLow;
            recent[at + 2] = agentHigh;
            recent[at + 3] = find(agentHigh, agentLow, dataSource);
        }
        return (int)recent[at + 3];
    }

    private int find(final long agentHigh, final long agentLow, final long dataSource)
    {
        int at = home(agentHigh, agentLow, dataSource);
        while (0 != index[at])
        {
            if (is(index[at], agentHigh, agentLow, dataSource))
            {
                return index[at];
            }
            at = at + 1 & index.length - 1;
        }
        return add(agentHigh, agentLow, dataSource);
    }

    private boolean is(final int id, final long agentHigh, final long agentLow, final long dataSource)
    {
        final long[] array = entries;
        final int at = id * ENTRY;
        return agentLow == array[at + 1] && dataSource == array[at + 2] && agentHigh == array[at];
    }

    private int home(final long agentHigh, final long agentLow, final long dataSource)
    {
        long hash = (agentHigh * 31 + agentLow) * 0x9E37_79B9_7F4A_7C15L;
        hash = (hash ^ hash >>> 29 ^ dataSource) * 0xBF58_476D_1CE4_E5B9L;
        return (int)(hash >>> 32) & index.length - 1;
    }

    private int add(final long agentHigh, final long agentLow, final long dataSource)
    {
        final int id = count;
        if (id > maxSources)
        {
            return OVERFLOW;
        }
        if (id * ENTRY == entries.length)
        {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        final long[] array = entries;
        array[id * ENTRY] = agentHigh;
        array[id * ENTRY + 1] = agentLow;
        array[id * ENTRY + 2] = dataSource;
        count = id + 1;
        if (2 * count > index.length)
        {
            index = new int[index.length * 2];
            for (int i = 1; i < id; i++)
            {
                place(i);
            }
        }
        place(id);
        return id;
    }

    private void place(final int id)
    {
        final long[] array = entries;
        int at = home(array[id * ENTRY], array[id * ENTRY + 1], array[id * ENTRY + 2]);
        while (0 != index[at])
        {
            at = at + 1 & index.length - 1;
        }
        index[at] = id;
    }

    /* Highest number given so far. */
    int maxId()
    {
        return count - 1;
    }

    long agentHigh(final int id)
    {
        return entries[id * ENTRY];
    }

    long agentLow(final int id)
    {
        return entries[id * ENTRY + 1];
    }

    long dataSource(final int id)
    {
        return entries[id * ENTRY + 2];
    }

    static String agentText(final long high, final long low)
    {
        return 0 == (high | low) ? "" : IpText.of(high, low);
    }

    static String dataSourceText(final long dataSource)
    {
        return WHOLE_AGENT == dataSource ? "" : Keys.require("source", "datasource").format(0, dataSource);
    }
}
