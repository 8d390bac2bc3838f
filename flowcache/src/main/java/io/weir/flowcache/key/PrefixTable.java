package io.weir.flowcache.key;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Longest prefix match over addresses of one family, aligned to the upper end of 128 bits. Immutable; a lookup does not
 * allocate.
 *
 * <p>The prefixes are laid flat: places where the answer changes, in ascending order, each with the answer from there
 * on. The range between the first and the last of them is divided into equal parts, each of which knows where to begin,
 * so that a search looks at the few places of one part only.
 */
final class PrefixTable
{
    /** No prefix matches. */
    static final int NONE = -1;

    private static final int MAX_PARTS = 1 << 16;
    private static final int PARTS_PER_PLACE = 4;

    private final long[] highs;
    /* Null when all are 0: no prefix is longer than 64 bits. */
    private final long[] lows;
    private final int[] answers;
    private final long base;
    private final int shift;
    private final int[] parts;

    PrefixTable(final List<Prefix> prefixes)
    {
        final List<Place> places = flatten(prefixes);
        highs = places.stream().mapToLong(Place::high).toArray();
        final long[] allLows = places.stream().mapToLong(Place::low).toArray();
        answers = places.stream().mapToInt(Place::answer).toArray();
        boolean isLong = false;
        for (final long low : allLows)
        {
            isLong |= 0 != low;
        }
        lows = isLong ? allLows : null;
        base = highs.length > 1 ? highs[1] : 0;
        final long range = highs[highs.length - 1] - base;
        final int wanted = Math.min(MAX_PARTS, Integer.highestOneBit(PARTS_PER_PLACE * highs.length));
        int bits = 0;
        while (0 != range >>> bits && Long.compareUnsigned(range >>> bits, wanted) >= 0)
        {
            bits++;
        }
        shift = bits;
        parts = new int[(int)(range >>> shift) + 2];
        int place = 0;
        for (int part = 0; part < parts.length - 1; part++)
        {
            final long start = base + ((long)part << shift);
            while (place + 1 < highs.length && compare(place + 1, start, 0) <= 0)
            {
                place++;
            }
            parts[part] = place;
        }
        parts[parts.length - 1] = highs.length - 1;
    }

    private static List<Place> flatten(final List<Prefix> prefixes)
    {
        final List<Prefix> sorted = new ArrayList<>(prefixes);
        sorted.sort(Comparator.naturalOrder());
        final List<Place> places = new ArrayList<>();
        places.add(new Place(0, 0, NONE));
        final Deque<Prefix> open = new ArrayDeque<>();
        for (final Prefix prefix : sorted)
        {
            close(open, prefix, places);
            add(places, prefix.high(), prefix.low(), prefix.answer());
            open.push(prefix);
        }
        close(open, null, places);
        return places;
    }

    /* End the prefixes that end before another begins, all when there is no other. */
    private static void close(final Deque<Prefix> open, final Prefix before, final List<Place> places)
    {
        while (!open.isEmpty() && (null == before || !open.peek().holds(before)))
        {
            final Prefix ended = open.pop();
            final long low = ended.endLow() + 1;
            final long high = 0 == low ? ended.endHigh() + 1 : ended.endHigh();
            if (0 != (high | low))
            {
                add(places, high, low, open.isEmpty() ? NONE : open.peek().answer());
            }
        }
    }

    private static void add(final List<Place> places, final long high, final long low, final int answer)
    {
        final Place last = places.get(places.size() - 1);
        if (last.high() == high && last.low() == low)
        {
            // The first place stays in front of all prefixes, even of one that begins there too.
            if (places.size() > 1)
            {
                places.remove(places.size() - 1);
            }
        }
        places.add(new Place(high, low, answer));
    }

    private int compare(final int place, final long high, final long low)
    {
        final int byHigh = Long.compareUnsigned(highs[place], high);
        return 0 != byHigh || null == lows ? byHigh : Long.compareUnsigned(lows[place], low);
    }

    /* Answer of the longest prefix that holds an address, NONE for none. */
    int find(final long high, final long low)
    {
        if (Long.compareUnsigned(high, base) < 0)
        {
            return answers[0];
        }
        final long part = high - base >>> shift;
        if (Long.compareUnsigned(part, parts.length - 2) > 0)
        {
            return answers[answers.length - 1];
        }
        int from = parts[(int)part];
        int to = parts[(int)part + 1];
        while (from < to)
        {
            final int middle = from + to + 1 >>> 1;
            if (compare(middle, high, low) <= 0)
            {
                from = middle;
            }
            else
            {
                to = middle - 1;
            }
        }
        return answers[from];
    }

    /**
     * A place from which on another answer holds.
     *
     * @param high   64 bits.
     * @param low    64 bits.
     * @param answer from there on.
     */
    private record Place(long high, long low, int answer)
    {
    }

    /**
     * Addresses that begin alike.
     *
     * @param high   64 bits of the first.
     * @param low    64 bits of the first.
     * @param bits   that they have in common, 0..128.
     * @param answer for them, 0 or more.
     */
    record Prefix(long high, long low, int bits, int answer) implements Comparable<Prefix>
    {
        long endHigh()
        {
            return high | (bits >= Long.SIZE ? 0 : -1L >>> bits);
        }

        long endLow()
        {
            return low | (bits <= Long.SIZE ? -1 : bits >= 2 * Long.SIZE ? 0 : -1L >>> bits - Long.SIZE);
        }

        /* Whether another, which does not begin before this one, begins within it. */
        boolean holds(final Prefix other)
        {
            final int byHigh = Long.compareUnsigned(other.high, endHigh());
            return byHigh < 0 || 0 == byHigh && Long.compareUnsigned(other.low, endLow()) <= 0;
        }

        @Override
        public int compareTo(final Prefix other)
        {
            final int byHigh = Long.compareUnsigned(high, other.high);
            final int byLow = Long.compareUnsigned(low, other.low);
            return 0 != byHigh ? byHigh : 0 != byLow ? byLow : Integer.compare(bits, other.bits);
        }
    }
}
