package io.weir.flowcache.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Accounting of one table. The writer counts in plain fields and publishes them together, between batches, under a
 * sequence; any thread reads what was published last.
 */
public final class TableCounters
{
    /** Value of every record. */
    public static final int IN = 0;
    /** Value of the flows in the table. */
    public static final int LIVE = 1;
    /** Value of flows that expired. */
    public static final int EXPORTED = 2;
    /** Value of flows that were evicted. */
    public static final int OTHER = 3;
    /** Value of records that lack a key. */
    public static final int FILTERED = 4;
    /** Number of records. */
    public static final int RECORDS = 5;
    /** Records that lack a key or the value. */
    public static final int FILTERED_RECORDS = 6;
    /** Flows in the table. */
    public static final int FLOWS = 7;
    /** Flows that were evicted. */
    public static final int EVICTED_FLOWS = 8;
    /** Flows that expired. */
    public static final int EXPIRED_FLOWS = 9;
    /** Interval records that were held. */
    public static final int HELD_RECORDS = 10;
    /** Interval records without usable times. */
    public static final int BAD_TIMES = 11;
    /** Records whose scaled value was cut. */
    public static final int CLAMPED = 12;
    /** Records with a text for which there was no room. */
    public static final int TEXT_OVERFLOWS = 13;
    /** Records of flows that were cut while the flow went on. */
    public static final int CUT_RECORDS = 14;
    /** Values that were left out of a count of distinct ones, for want of room. */
    public static final int DISTINCT_OVERFLOWS = 15;
    /** Number of counters. */
    public static final int COUNT = 16;

    private static final int READ_TRIES = 64;
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[COUNT];
    private final long[] published = new long[COUNT + 1];

    TableCounters()
    {
    }

    /**
     * Count. For the writer.
     *
     * @param counter to add to.
     * @param amount  to add.
     */
    public void add(final int counter, final long amount)
    {
        counts[counter] += amount;
    }

    long countPlain(final int counter)
    {
        return counts[counter];
    }

    void publish()
    {
        final long version = published[COUNT];
        CELLS.setOpaque(published, COUNT, version + 1);
        VarHandle.storeStoreFence();
        for (int i = 0; i < COUNT; i++)
        {
            published[i] = counts[i];
        }
        CELLS.setRelease(published, COUNT, version + 2);
    }

    /**
     * Add what was published last.
     *
     * @param sums to add to, {@link #COUNT} of them.
     * @return false if the counters could not be read at one instant within a bound of tries; they are added singly.
     */
    public boolean addTo(final long[] sums)
    {
        final long[] copy = new long[COUNT];
        boolean consistent = false;
        for (int i = 0; i < READ_TRIES && !consistent; i++)
        {
            final long version = (long)CELLS.getAcquire(published, COUNT);
            for (int j = 0; j < COUNT; j++)
            {
                copy[j] = (long)CELLS.getOpaque(published, j);
            }
            VarHandle.acquireFence();
            consistent = 0 == (version & 1) && version == (long)CELLS.getOpaque(published, COUNT);
            if (!consistent)
            {
                Thread.onSpinWait();
            }
        }
        for (int j = 0; j < COUNT; j++)
        {
            sums[j] += copy[j];
        }
        return consistent;
    }
}
