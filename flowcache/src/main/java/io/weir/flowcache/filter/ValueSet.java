package io.weir.flowcache.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Values of a key of up to 128 bits, as ranges that neither overlap nor touch, in ascending order. Immutable. A lookup
 * is a binary search and does not allocate.
 */
final class ValueSet
{
    private final long[] startHigh;
    private final long[] startLow;
    private final long[] endHigh;
    private final long[] endLow;

    private ValueSet(final List<Range> ranges)
    {
        startHigh = ranges.stream().mapToLong(Range::startHigh).toArray();
        startLow = ranges.stream().mapToLong(Range::startLow).toArray();
        endHigh = ranges.stream().mapToLong(Range::endHigh).toArray();
        endLow = ranges.stream().mapToLong(Range::endLow).toArray();
    }

    static ValueSet of(final List<Range> ranges)
    {
        final List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.naturalOrder());
        final List<Range> merged = new ArrayList<>();
        for (final Range next : sorted)
        {
            final Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (null == last || !last.reaches(next))
            {
                merged.add(next);
            }
            else if (compare(next.endHigh, next.endLow, last.endHigh, last.endLow) > 0)
            {
                merged.set(merged.size() - 1, new Range(last.startHigh, last.startLow, next.endHigh, next.endLow));
            }
        }
        return new ValueSet(merged);
    }

    boolean contains(final long high, final long low)
    {
        int from = 0;
        int to = startLow.length;
        while (from < to)
        {
            final int middle = from + to >>> 1;
            if (compare(startHigh[middle], startLow[middle], high, low) > 0)
            {
                to = middle;
            }
            else
            {
                from = middle + 1;
            }
        }
        return from > 0 && compare(high, low, endHigh[from - 1], endLow[from - 1]) <= 0;
    }

    /* Whether it is one range of values of 64 bits. */
    boolean isRange()
    {
        return 1 == startLow.length && 0 == endHigh[0];
    }

    long firstLow()
    {
        return startLow[0];
    }

    long lastLow()
    {
        return endLow[0];
    }

    private static int compare(final long high, final long low, final long otherHigh, final long otherLow)
    {
        final int byHigh = Long.compareUnsigned(high, otherHigh);
        return 0 != byHigh ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    /**
     * Values from one to another, both included.
     *
     * @param startHigh high 64 bits of the first.
     * @param startLow  low 64 bits of the first.
     * @param endHigh   high 64 bits of the last.
     * @param endLow    low 64 bits of the last.
     */
    record Range(long startHigh, long startLow, long endHigh, long endLow) implements Comparable<Range>
    {
        static Range of(final long high, final long low)
        {
            return new Range(high, low, high, low);
        }

        @Override
        public int compareTo(final Range other)
        {
            return compare(startHigh, startLow, other.startHigh, other.startLow);
        }

        /* Whether the next range, which does not begin before this one, overlaps or follows without a gap. */
        boolean reaches(final Range next)
        {
            if (compare(next.startHigh, next.startLow, endHigh, endLow) <= 0)
            {
                return true;
            }
            final long afterLow = endLow + 1;
            return next.startLow == afterLow && next.startHigh == (0 == afterLow ? endHigh + 1 : endHigh);
        }
    }
}
