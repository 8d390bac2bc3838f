package io.weir.flowcache.table;

import java.util.List;

/**
 * Where the words of a slot's further values are, beside its other words.
 * <pre>
 * v0        window64   number of the window of t in which the slot was last updated
 * then of a rate:
 * +0        S  double, forward-decayed sum, relative to the epoch of the slot's last update
 * +1        H  double, rate held
 * +2        U64        unit until which
 * +3        total64, scaled
 * of any other, for the window of v0, the window before it, and the life of the flow or its record:
 * +0        mean: double, sum of weighted numbers; least and largest: double, NaN for none;
 *           distinct: a set of {@link DistinctPool}
 * [+1       mean: double, sum of weights]
 * </pre>
 * What is told at a time is of two windows, the one of that time and the one before: of the last t to 2t. Immutable.
 */
final class ValueLayout
{
    static final int WINDOW = 0;
    static final int HELD = 1;
    static final int UNTIL = 2;
    static final int TOTAL = 3;
    static final int WEIGHT = 1;
    /* Spans of time. */
    static final int CURRENT = 0;
    static final int PREVIOUS = 1;
    static final int LIFE = 2;

    private static final int HEAD = 1;
    static final int SPANS = 3;

    final int count;
    final int stride;
    private final Statistic[] statistics;
    private final int[] at;

    ValueLayout(final List<Statistic> statistics)
    {
        this.statistics = statistics.toArray(new Statistic[0]);
        count = this.statistics.length;
        at = new int[count];
        int next = HEAD;
        for (int i = 0; i < count; i++)
        {
            at[i] = next;
            next += this.statistics[i].words + SPANS * this.statistics[i].spanWords;
        }
        stride = 0 == count ? 0 : next;
    }

    Statistic statistic(final int value)
    {
        return statistics[value];
    }

    /* First word of a value. */
    int at(final int value)
    {
        return at[value];
    }

    /* First word of a value's span. */
    int at(final int value, final int span)
    {
        return at[value] + span * statistics[value].spanWords;
    }
}
