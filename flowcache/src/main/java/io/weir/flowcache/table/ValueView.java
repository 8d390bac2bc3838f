package io.weir.flowcache.table;

import java.util.Arrays;
import java.util.List;

/** The further values of one slot, read with the words of its {@link SlotView}. Reused; for one thread. */
final class ValueView
{
    final long[] words;
    private final ValueLayout layout;
    private final DecayClock clock;
    private final ValueCell[] cells;
    private final DistinctPool pool;
    /** Copies of the blocks of sets, by value and span. */
    private final long[][] blocks;

    ValueView(final SlotLayout slots, final DecayClock clock, final DistinctPool pool)
    {
        layout = slots.values;
        this.pool = pool;
        blocks = new long[layout.count * ValueLayout.SPANS][];
        this.clock = clock;
        words = new long[layout.stride];
        cells = new ValueCell[layout.count];
        for (int i = 0; i < cells.length; i++)
        {
            cells[i] = new ValueCell(layout.statistic(i));
        }
    }

    /* Read the words of a slot. Returns false if a set could not be read. */
    boolean read(final Segment segment, final int index)
    {
        final int base = index * layout.stride;
        for (int i = 0; i < layout.stride; i++)
        {
            words[i] = SlotAccess.wordOpaque(segment.values, base + i);
        }
        boolean whole = true;
        for (int i = 0; i < layout.count; i++)
        {
            for (int span = 0; Statistic.DISTINCT == layout.statistic(i) && span < ValueLayout.SPANS; span++)
            {
                whole &= readSet(i, span);
            }
        }
        return whole;
    }

    private boolean readSet(final int value, final int span)
    {
        final int at = layout.at(value, span);
        if (!DistinctPool.isBlock(words[at]))
        {
            return true;
        }
        final int place = value * ValueLayout.SPANS + span;
        final int length = DistinctPool.isSketch(words[at]) ? HyperLogLog.WORDS : DistinctSet.EXACT;
        if (null == blocks[place] || blocks[place].length < length)
        {
            blocks[place] = new long[length];
        }
        if (pool.read(words[at], blocks[place]))
        {
            return true;
        }
        words[at] = 0;
        return false;
    }

    /* Copy the words, each set as the number of its copy in a list. */
    void copyTo(final long[] into, final int at, final List<long[]> sets)
    {
        System.arraycopy(words, 0, into, at, words.length);
        for (int i = 0; i < layout.count; i++)
        {
            for (int span = 0; Statistic.DISTINCT == layout.statistic(i) && span < ValueLayout.SPANS; span++)
            {
                final long set = words[layout.at(i, span)];
                if (DistinctPool.isBlock(set))
                {
                    into[at + layout.at(i, span)] = set & ~0xFFFF_FFFFL | sets.size();
                    sets.add(Arrays.copyOf(blocks[i * ValueLayout.SPANS + span],
                        DistinctPool.isSketch(set) ? HyperLogLog.WORDS : DistinctSet.EXACT));
                }
            }
        }
    }

    /* Take what was copied. */
    void wrap(final long[] copy, final int at, final List<long[]> sets)
    {
        System.arraycopy(copy, at, words, 0, words.length);
        for (int i = 0; i < layout.count; i++)
        {
            for (int span = 0; Statistic.DISTINCT == layout.statistic(i) && span < ValueLayout.SPANS; span++)
            {
                final long set = words[layout.at(i, span)];
                if (DistinctPool.isBlock(set))
                {
                    blocks[i * ValueLayout.SPANS + span] = sets.get((int)set);
                }
            }
        }
    }

    int count()
    {
        return layout.count;
    }

    Statistic statistic(final int value)
    {
        return layout.statistic(value);
    }

    /* Add what a value is at a time, where the slot was seen last before it, to a cell. */
    void addTo(final ValueCell cell, final int value, final long landmarkNs, final long timeNs)
    {
        if (Statistic.RATE == layout.statistic(value))
        {
            cell.add(Decay.rateAt(real(layout.at(value)), landmarkNs, real(layout.at(value) + ValueLayout.HELD),
                untilNs(value), clock.tauNs, timeNs), 1);
            return;
        }
        addWindowsTo(cell, cell, value, timeNs);
    }

    /* Add what a value is in the window of a time, and in the one before, to cells. */
    void addWindowsTo(final ValueCell current, final ValueCell previous, final int value, final long timeNs)
    {
        final long age = Math.max(0, clock.windowOf(timeNs) - words[ValueLayout.WINDOW]);
        if (age <= 1)
        {
            addSpan(0 == age ? current : previous, value, ValueLayout.CURRENT);
        }
        if (0 == age)
        {
            addSpan(previous, value, ValueLayout.PREVIOUS);
        }
    }

    /* The part of a rate that decays, whatever is held. */
    double decayingAt(final int value, final long landmarkNs, final long timeNs)
    {
        return real(layout.at(value)) * Math.exp(-(timeNs - landmarkNs) / (double)clock.tauNs) / clock.tauS;
    }

    double heldRate(final int value)
    {
        return real(layout.at(value) + ValueLayout.HELD);
    }

    /* Add what a value is over the life of the flow, or its record, to a cell. */
    void addLifeTo(final ValueCell cell, final int value)
    {
        if (Statistic.RATE == layout.statistic(value))
        {
            cell.add(words[layout.at(value) + ValueLayout.TOTAL], 1);
            return;
        }
        addSpan(cell, value, ValueLayout.LIFE);
    }

    private void addSpan(final ValueCell cell, final int value, final int span)
    {
        final int at = layout.at(value, span);
        if (Statistic.DISTINCT == layout.statistic(value))
        {
            DistinctPool.addTo(cell.set(), words[at], blocks[value * ValueLayout.SPANS + span]);
        }
        else if (Statistic.AVERAGE == layout.statistic(value))
        {
            cell.add(real(at), real(at + ValueLayout.WEIGHT));
        }
        else if (!Double.isNaN(real(at)))
        {
            cell.add(real(at), 1);
        }
    }

    double valueAt(final int value, final long landmarkNs, final long timeNs)
    {
        cells[value].clear();
        addTo(cells[value], value, landmarkNs, timeNs);
        return cells[value].value();
    }

    double lifeValue(final int value)
    {
        cells[value].clear();
        addLifeTo(cells[value], value);
        return cells[value].value();
    }

    /* First instant from which a value stays below a level, or there is none, if no update comes. */
    long fallsBelowNs(final int value, final long landmarkNs, final double level, final long fromNs)
    {
        if (Statistic.RATE == layout.statistic(value))
        {
            return Decay.fallsBelow(valueAt(value, landmarkNs, fromNs), real(layout.at(value) + ValueLayout.HELD),
                untilNs(value), clock.tauNs, level, fromNs);
        }
        final long window = words[ValueLayout.WINDOW];
        final long one = Math.max(fromNs, clock.windowStartNs(window + 1));
        final long none = Math.max(fromNs, clock.windowStartNs(window + 2));
        return none > fromNs && valueAt(value, landmarkNs, none - 1) >= level ? none :
            one > fromNs && valueAt(value, landmarkNs, fromNs) >= level ? one : fromNs;
    }

    /* First instant at which a value is above a level if no update comes. */
    long risesAboveNs(final int value, final long landmarkNs, final double level, final long fromNs)
    {
        if (Statistic.RATE == layout.statistic(value))
        {
            return Decay.risesAbove(valueAt(value, landmarkNs, fromNs), real(layout.at(value) + ValueLayout.HELD),
                untilNs(value), clock.tauNs, level, fromNs);
        }
        if (valueAt(value, landmarkNs, fromNs) > level)
        {
            return fromNs;
        }
        final long one = Math.max(fromNs, clock.windowStartNs(words[ValueLayout.WINDOW] + 1));
        return one > fromNs && valueAt(value, landmarkNs, one) > level ? one : Long.MAX_VALUE;
    }

    long untilNs(final int value)
    {
        return clock.nsOf(words[layout.at(value) + ValueLayout.UNTIL]);
    }

    private double real(final int at)
    {
        return Double.longBitsToDouble(words[at]);
    }
}
