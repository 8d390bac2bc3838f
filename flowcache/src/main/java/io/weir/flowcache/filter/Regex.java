package io.weir.flowcache.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A regular expression that must match the whole of a text, in time linear in the length of the text: an automaton of
 * at most {@value #MAX_STATES} states whose reachable states are followed together, so that no expression can run for
 * long. Not thread safe.
 *
 * <p>It knows literals, {@code .}, classes such as {@code [^a-f0-9]}, the escapes {@code \d \D \w \W \s \S} and a
 * backslash before punctuation, groups, {@code |}, {@code * + ?} and {@code {n,m}}.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/363347.363387">Thompson, Regular expression search algorithm, 1968</a>
 */
final class Regex
{
    static final int MAX_STATES = 2000;

    static final int MATCH = 0;

    /* State i steps over a character of sets[i] to ways[i][0]; without a set it goes either way without a character. */
    private final List<int[]> sets = new ArrayList<>();
    private final List<int[]> ways = new ArrayList<>();
    private final int start;
    private final int[] seen;
    private final int[] stack;
    private int[] reached;
    private int[] before;
    private int count;
    private int mark;

    private Regex(final RegexNode node)
    {
        state(null, MATCH, MATCH);
        start = emit(node, MATCH);
        reached = new int[sets.size()];
        before = new int[sets.size()];
        seen = new int[sets.size()];
        stack = new int[2 * sets.size() + 1];
    }

    /**
     * Compile an expression.
     *
     * @param pattern to compile.
     * @return the expression.
     * @throws IllegalArgumentException if it is none, or is too large; the message tells why.
     */
    static Regex of(final String pattern)
    {
        return new Regex(new RegexParser(pattern).parse());
    }

    /* The same as a table that any thread may use, and that costs a look-up for each character. */
    TextPattern pattern()
    {
        return new RegexTable(this).pattern();
    }

    int states()
    {
        return sets.size();
    }

    /* Ranges of characters that lead on from a state, null where it leads on without one. */
    int[] set(final int state)
    {
        return sets.get(state);
    }

    /* States that one or more states lead to without a character, themselves included; in ascending order. */
    int[] closure(final int[] from)
    {
        begin();
        for (final int state : from)
        {
            follow(state);
        }
        final int[] closed = Arrays.copyOf(reached, count);
        Arrays.sort(closed);
        return closed;
    }

    int start()
    {
        return start;
    }

    /* Where a character leads to. */
    int next(final int state)
    {
        return ways.get(state)[0];
    }

    boolean matches(final String text)
    {
        begin();
        follow(start);
        for (int i = 0; i < text.length(); i++)
        {
            final int states = count;
            final char character = text.charAt(i);
            begin();
            for (int j = 0; j < states; j++)
            {
                final int[] set = sets.get(before[j]);
                if (null != set && holds(set, character))
                {
                    follow(ways.get(before[j])[0]);
                }
            }
        }
        return mark == seen[MATCH];
    }

    private void begin()
    {
        final int[] swap = before;
        before = reached;
        reached = swap;
        count = 0;
        mark++;
    }

    /* Reach a state, and all that it leads to without a character. */
    private void follow(final int state)
    {
        int depth = 0;
        stack[depth++] = state;
        while (depth > 0)
        {
            final int next = stack[--depth];
            if (mark != seen[next])
            {
                seen[next] = mark;
                reached[count++] = next;
                if (null == sets.get(next))
                {
                    stack[depth++] = ways.get(next)[1];
                    stack[depth++] = ways.get(next)[0];
                }
            }
        }
    }

    static boolean holds(final int[] ranges, final char character)
    {
        for (int i = 0; i < ranges.length; i += 2)
        {
            if (character >= ranges[i] && character <= ranges[i + 1])
            {
                return true;
            }
        }
        return false;
    }

    private int state(final int[] set, final int first, final int second)
    {
        if (MAX_STATES == sets.size())
        {
            throw new IllegalArgumentException("too large: maxStates=" + MAX_STATES);
        }
        sets.add(set);
        ways.add(new int[]{ first, second });
        return sets.size() - 1;
    }

    /* The state from which a node leads to another state. */
    private int emit(final RegexNode node, final int then)
    {
        if (node instanceof RegexNode.Set set)
        {
            return state(set.ranges(), then, then);
        }
        int entry = then;
        if (node instanceof RegexNode.Sequence sequence)
        {
            for (int i = sequence.parts().size() - 1; i >= 0; i--)
            {
                entry = emit(sequence.parts().get(i), entry);
            }
        }
        else if (node instanceof RegexNode.Choice choice)
        {
            entry = emit(choice.parts().get(0), then);
            for (int i = 1; i < choice.parts().size(); i++)
            {
                entry = state(null, entry, emit(choice.parts().get(i), then));
            }
        }
        else if (node instanceof RegexNode.Repeat repeat)
        {
            entry = emitRepeat(repeat, then);
        }
        return entry;
    }

    private int emitRepeat(final RegexNode.Repeat repeat, final int then)
    {
        int entry = then;
        if (RegexNode.Repeat.NO_LIMIT == repeat.max())
        {
            entry = state(null, then, then);
            ways.get(entry)[0] = emit(repeat.part(), entry);
        }
        for (int i = repeat.min(); i < repeat.max(); i++)
        {
            entry = state(null, emit(repeat.part(), entry), then);
        }
        for (int i = 0; i < repeat.min(); i++)
        {
            // With a state of its own even where the part has none, so that the bound of states bounds this too.
            final int part = emit(repeat.part(), entry);
            entry = state(null, part, part);
        }
        return entry;
    }
}
