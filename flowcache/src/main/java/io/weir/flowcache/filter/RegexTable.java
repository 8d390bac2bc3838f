package io.weir.flowcache.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes the table of a regular expression: its states are sets of states of the expression that are reached together,
 * its columns classes of characters that no part of the expression tells apart.
 *
 * @see <a href="https://doi.org/10.1147/rd.32.0114">Rabin and Scott, Finite automata and their decision problems</a>
 */
final class RegexTable
{
    private static final int MAX_STATES = 2000;
    private static final int MAX_CELLS = 1 << 16;

    private final Regex regex;
    private final int[] classStarts;
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();
    private final List<int[]> sets = new ArrayList<>();

    RegexTable(final Regex regex)
    {
        this.regex = regex;
        final TreeSet<Integer> starts = new TreeSet<>(List.of(0));
        for (int state = 0; state < regex.states(); state++)
        {
            final int[] ranges = null == regex.set(state) ? new int[0] : regex.set(state);
            for (int i = 0; i < ranges.length; i += 2)
            {
                starts.add(ranges[i]);
                if (ranges[i + 1] < Character.MAX_VALUE)
                {
                    starts.add(ranges[i + 1] + 1);
                }
            }
        }
        classStarts = starts.stream().mapToInt(Integer::intValue).toArray();
    }

    TextPattern pattern()
    {
        final List<int[]> rows = new ArrayList<>();
        number(new int[0]);
        number(regex.closure(new int[]{ regex.start() }));
        for (int state = 0; state < sets.size(); state++)
        {
            rows.add(row(sets.get(state)));
            if (sets.size() > MAX_STATES || (long)sets.size() * classStarts.length > MAX_CELLS)
            {
                throw new IllegalArgumentException("too many ways to match: give fewer or shorter repetitions");
            }
        }
        final int[] next = new int[rows.size() * classStarts.length];
        final boolean[] accepts = new boolean[rows.size()];
        for (int state = 0; state < rows.size(); state++)
        {
            System.arraycopy(rows.get(state), 0, next, state * classStarts.length, classStarts.length);
            accepts[state] = Arrays.binarySearch(sets.get(state), Regex.MATCH) >= 0;
        }
        return new TextPattern(classStarts, next, accepts);
    }

    private int number(final int[] set)
    {
        final List<Integer> key = Arrays.stream(set).boxed().toList();
        final Integer known = numbers.putIfAbsent(key, sets.size());
        if (null == known)
        {
            sets.add(set);
            return sets.size() - 1;
        }
        return known;
    }

    private int[] row(final int[] set)
    {
        final int[] row = new int[classStarts.length];
        final int[] reached = new int[set.length];
        for (int i = 0; i < row.length; i++)
        {
            final char unit = (char)classStarts[i];
            int count = 0;
            for (final int state : set)
            {
                if (null != regex.set(state) && Regex.holds(regex.set(state), unit))
                {
                    reached[count++] = regex.next(state);
                }
            }
            row[i] = number(0 == count ? new int[0] : regex.closure(Arrays.copyOf(reached, count)));
        }
        return row;
    }
}
