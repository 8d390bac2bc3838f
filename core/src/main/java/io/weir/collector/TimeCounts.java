package io.weir.collector;

import org.HdrHistogram.Histogram;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Times counted by how long they were, in nanoseconds up to a minute and with an error of 1 %. Single writer, which
 * never waits, allocates nothing and only stores; any number of readers.
 *
 * <p>The counts only grow: a reader takes what they grew by. A place stands for the same times as one of a
 * {@link Histogram} of two digits: the eight leading bits of a time, and how many follow.
 */
final class TimeCounts
{
    private static final long MAX_NS = 60_000_000_000L;
    private static final int DIGITS = 2;
    private static final int LEADING_BITS = 8;
    private static final int PLACES_OF_LENGTH = 1 << LEADING_BITS - 1;
    private static final long SHORTEST = (1 << LEADING_BITS) - 1;
    private static final int LENGTH = place(MAX_NS) + 1;

    private final AtomicLongArray counts = new AtomicLongArray(LENGTH);
    private final long[] moved = new long[LENGTH];

    /** {@return a histogram of such times, empty} */
    static Histogram empty()
    {
        return new Histogram(MAX_NS, DIGITS);
    }

    /**
     * Count a time. Released: who sees a count that was released later, such as that of datagrams, sees this one.
     *
     * @param ns nanoseconds; below 0 counts as 0, above a minute as a minute.
     */
    void record(final long ns)
    {
        final int place = place(Math.max(0, Math.min(MAX_NS, ns)));
        counts.setRelease(place, counts.getPlain(place) + 1);
    }

    /**
     * Move what was counted since the last call.
     *
     * @param into place to add it to.
     */
    void moveTo(final Histogram into)
    {
        synchronized (moved)
        {
            for (int i = 0; i < LENGTH; i++)
            {
                final long count = counts.getAcquire(i);
                if (count != moved[i])
                {
                    into.recordValueWithCount(time(i), count - moved[i]);
                    moved[i] = count;
                }
            }
        }
    }

    private static int place(final long ns)
    {
        final int following = Long.SIZE - LEADING_BITS - Long.numberOfLeadingZeros(ns | SHORTEST);
        return following * PLACES_OF_LENGTH + (int)(ns >>> following);
    }

    private static long time(final int place)
    {
        final int following = Math.max(0, place / PLACES_OF_LENGTH - 1);
        return (long)(place - following * PLACES_OF_LENGTH) << following;
    }
}
