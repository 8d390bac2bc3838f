package io.weir.exporter;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory that the sequences of all exporters of a table may take together, beyond the little that each begins with.
 * Streams that a forger makes up spend it as well as true ones; those that come too late forget earlier. Thread safe.
 */
final class SequenceRoom
{
    private static final int LEAST_LONGS = 1 << 14;
    private static final int LONGS_OF_EXPORTER = 96;

    private final AtomicInteger left;

    SequenceRoom(final int longs)
    {
        left = new AtomicInteger(longs);
    }

    /* Enough for a full window of as many streams as there may be exporters, and for the gaps of some. */
    static SequenceRoom of(final int maxExporters)
    {
        return new SequenceRoom(Math.max(LEAST_LONGS, LONGS_OF_EXPORTER * maxExporters));
    }

    /* Take room, all of it or none. */
    boolean take(final int longs)
    {
        if (left.get() < longs)
        {
            return false;
        }
        if (left.addAndGet(-longs) < 0)
        {
            left.addAndGet(longs);
            return false;
        }
        return true;
    }

    void giveBack(final int longs)
    {
        left.addAndGet(longs);
    }

    int left()
    {
        return left.get();
    }
}
