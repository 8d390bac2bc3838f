package io.weir.flowcache.table;

import java.util.Arrays;

/**
 * Adds records to the further values of slots. Within the write section of a slot, before its other words change, by
 * the table's writer.
 */
final class ValueWriter
{
    private static final long EMPTY = Double.doubleToRawLongBits(Double.NaN);

    private final SlotLayout slots;
    private final ValueLayout layout;
    private final DecayClock clock;
    private final DistinctPool sets;
    private long window;

    ValueWriter(final SlotLayout slots, final DecayClock clock, final DistinctPool sets)
    {
        this.sets = sets;
        this.slots = slots;
        layout = slots.values;
        this.clock = clock;
        follow();
    }

    /* Follow the clock to its time. */
    void follow()
    {
        window = clock.windowOf(clock.nowNs());
    }

    /* Set the words of a slot that begins. */
    void clear(final Segment segment, final int index)
    {
        final long[] words = segment.values;
        final int base = index * layout.stride;
        words[base + ValueLayout.WINDOW] = window;
        for (int i = 0; i < layout.count; i++)
        {
            if (Statistic.RATE == layout.statistic(i))
            {
                Arrays.fill(words, base + layout.at(i), base + layout.at(i) + Statistic.RATE.words, 0);
            }
            else
            {
                clear(words, base, i, ValueLayout.CURRENT);
                clear(words, base, i, ValueLayout.PREVIOUS);
                clear(words, base, i, ValueLayout.LIFE);
            }
        }
    }

    private void clear(final long[] words, final int base, final int value, final int span)
    {
        final int at = base + layout.at(value, span);
        switch (layout.statistic(value))
        {
            case AVERAGE:
                words[at] = 0;
                words[at + ValueLayout.WEIGHT] = 0;
                break;
            case DISTINCT:
                words[at] = 0;
                break;
            default:
                words[at] = EMPTY;
                break;
        }
    }

    /* The flow of a slot is gone: give back what its sets take. The slot itself is not written. */
    void release(final Segment segment, final int index)
    {
        final int base = index * layout.stride;
        for (int i = 0; i < layout.count; i++)
        {
            for (int span = 0; Statistic.DISTINCT == layout.statistic(i) && span < ValueLayout.SPANS; span++)
            {
                sets.release(segment.values[base + layout.at(i, span)]);
            }
        }
    }

    private void release(final long[] words, final int base, final int value, final int span)
    {
        if (Statistic.DISTINCT == layout.statistic(value))
        {
            sets.release(words[base + layout.at(value, span)]);
        }
    }

    /* What was gathered over the life of the flow is told: it begins anew. */
    void cut(final Segment segment, final int index)
    {
        final int base = index * layout.stride;
        for (int i = 0; i < layout.count; i++)
        {
            if (Statistic.RATE == layout.statistic(i))
            {
                segment.values[base + layout.at(i) + ValueLayout.TOTAL] = 0;
            }
            else
            {
                release(segment.values, base, i, ValueLayout.LIFE);
                clear(segment.values, base, i, ValueLayout.LIFE);
            }
        }
    }

    /* All rates are gone. */
    void cool(final Segment segment, final int index)
    {
        final int base = index * layout.stride;
        for (int i = 0; i < layout.count; i++)
        {
            if (Statistic.RATE == layout.statistic(i))
            {
                segment.values[base + layout.at(i)] = 0;
                segment.values[base + layout.at(i) + ValueLayout.HELD] = 0;
            }
        }
    }

    /*
     * Add the values of a row, those that its mask says are there. A record longer than t is held by each rate as it is
     * by the slot's first one.
     */
    void add(final Segment segment, final int index, final long[] rows, final int row)
    {
        final long[] words = segment.values;
        final int base = index * layout.stride;
        if (words[base + ValueLayout.WINDOW] != window)
        {
            turn(words, base);
        }
        final int rowValues = row + FlowTable.ROW_KEY + slots.keyWords;
        final long present = rows[rowValues];
        final long seen = segment.slots[index * segment.stride + slots.seen];
        final long lastSeen = DecayClock.unitsBefore(clock.nowUnits(), (int)seen);
        final double toEpoch = lastSeen < clock.epochStartUnits() ? clock.toCurrentEpoch(lastSeen) : 1;
        for (int i = 0; i < layout.count; i++)
        {
            final boolean has = 0 != (present >>> i & 1);
            final long number = rows[rowValues + 1 + i];
            if (Statistic.RATE == layout.statistic(i))
            {
                settle(words, base + layout.at(i), toEpoch);
                if (has)
                {
                    addRate(words, base + layout.at(i), number, rows[row + FlowTable.ROW_HELD]);
                }
            }
            else if (has)
            {
                add(words, base + layout.at(i, ValueLayout.CURRENT), i, number, rows[row + FlowTable.ROW_RATE]);
                add(words, base + layout.at(i, ValueLayout.LIFE), i, number, rows[row + FlowTable.ROW_RATE]);
            }
        }
    }

    /* Bring a rate to the current epoch; what was held until before now becomes part of its decayed sum. */
    private void settle(final long[] words, final int at, final double toEpoch)
    {
        double sum = real(words[at]) * toEpoch;
        final double rate = real(words[at + ValueLayout.HELD]);
        final long untilNs = clock.nsOf(words[at + ValueLayout.UNTIL]);
        if (0 != rate && untilNs <= clock.nowNs())
        {
            sum += clock.settled(rate, untilNs);
            words[at + ValueLayout.HELD] = 0;
        }
        words[at] = bits(sum);
    }

    /* Add to a rate what a record has, or join it with what is held still, by mass, until their common end. */
    private void addRate(final long[] words, final int at, final long number, final long lengthNs)
    {
        words[at + ValueLayout.TOTAL] += number;
        if (lengthNs <= clock.tauNs)
        {
            words[at] = bits(real(words[at]) + number * clock.weight());
            return;
        }
        final double rate = real(words[at + ValueLayout.HELD]);
        final long until = words[at + ValueLayout.UNTIL];
        final long end = clock.heldUntil(lengthNs);
        final long joinedEnd = 0 == rate ? end : Math.max(until, end);
        final double joined = (clock.heldMass(rate, until) + number) / clock.secondsUntil(joinedEnd);
        words[at] = bits(real(words[at]) - (joined - rate) * clock.tauS * clock.weight());
        words[at + ValueLayout.HELD] = bits(joined);
        words[at + ValueLayout.UNTIL] = joinedEnd;
    }

    private void add(final long[] words, final int at, final int value, final long number, final long rate)
    {
        final double before = real(words[at]);
        switch (layout.statistic(value))
        {
            case AVERAGE:
                words[at] = bits(before + (double)number * rate);
                words[at + ValueLayout.WEIGHT] = bits(real(words[at + ValueLayout.WEIGHT]) + rate);
                break;
            case DISTINCT:
                words[at] = sets.add(words[at], number);
                break;
            case MIN:
                words[at] = before <= number ? words[at] : bits(number);
                break;
            default:
                words[at] = before >= number ? words[at] : bits(number);
                break;
        }
    }

    /* Another window has begun: the one before stays, where it was this one. */
    private void turn(final long[] words, final int base)
    {
        final boolean next = words[base + ValueLayout.WINDOW] + 1 == window;
        for (int i = 0; i < layout.count; i++)
        {
            final int spanWords = layout.statistic(i).spanWords;
            if (spanWords > 0)
            {
                release(words, base, i, ValueLayout.PREVIOUS);
            }
            if (next && spanWords > 0)
            {
                System.arraycopy(words, base + layout.at(i, ValueLayout.CURRENT),
                    words, base + layout.at(i, ValueLayout.PREVIOUS), spanWords);
            }
            else if (spanWords > 0)
            {
                release(words, base, i, ValueLayout.CURRENT);
                clear(words, base, i, ValueLayout.PREVIOUS);
            }
            if (spanWords > 0)
            {
                clear(words, base, i, ValueLayout.CURRENT);
            }
        }
        words[base + ValueLayout.WINDOW] = window;
    }

    private static double real(final long bits)
    {
        return Double.longBitsToDouble(bits);
    }

    private static long bits(final double real)
    {
        return Double.doubleToRawLongBits(real);
    }
}
