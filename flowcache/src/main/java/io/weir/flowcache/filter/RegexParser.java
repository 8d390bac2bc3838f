package io.weir.flowcache.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parses one regular expression. Not thread safe. */
final class RegexParser
{
    private static final int MAX_DEPTH = 32;
    private static final int MAX_REPEAT = 1000;
    private static final int[] ANY = { 0, Character.MAX_VALUE };
    private static final int[] DIGIT = { '0', '9' };
    private static final int[] WORD = { '0', '9', 'A', 'Z', '_', '_', 'a', 'z' };
    private static final int[] SPACE = { '\t', '\r', ' ', ' ' };
    private static final String SPECIAL = "*+?{}()[]|^$";

    private final String pattern;
    private int at;
    private int depth;

    RegexParser(final String pattern)
    {
        this.pattern = pattern;
    }

    RegexNode parse()
    {
        final RegexNode node = choice();
        if (at < pattern.length())
        {
            throw wrong("'" + pattern.charAt(at) + "' has nothing to close");
        }
        return node;
    }

    private IllegalArgumentException wrong(final String what)
    {
        return new IllegalArgumentException(what + " after " + at + " characters");
    }

    private boolean take(final char expected)
    {
        final boolean taken = at < pattern.length() && expected == pattern.charAt(at);
        at += taken ? 1 : 0;
        return taken;
    }

    private RegexNode choice()
    {
        if (++depth > MAX_DEPTH)
        {
            throw wrong("nested too deeply: maxDepth=" + MAX_DEPTH);
        }
        final List<RegexNode> parts = new ArrayList<>();
        do
        {
            parts.add(sequence());
        }
        while (take('|'));
        depth--;
        return new RegexNode.Choice(parts);
    }

    private RegexNode sequence()
    {
        final List<RegexNode> parts = new ArrayList<>();
        while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0)
        {
            parts.add(repeat(atom()));
        }
        return new RegexNode.Sequence(parts);
    }

    private RegexNode atom()
    {
        final char next = pattern.charAt(at++);
        switch (next)
        {
            case '(':
                return group();
            case '[':
                return new RegexNode.Set(characters());
            case '.':
                return new RegexNode.Set(ANY);
            case '\\':
                return new RegexNode.Set(escape());
            default:
                if (SPECIAL.indexOf(next) >= 0)
                {
                    at--;
                    throw wrong("unexpected '" + next + "'; the whole text is matched; a backslash makes it a literal");
                }
                return new RegexNode.Set(new int[]{ next, next });
        }
    }

    private RegexNode group()
    {
        if (take('?') && !take(':'))
        {
            throw wrong("only (?: is supported");
        }
        final RegexNode node = choice();
        if (!take(')'))
        {
            throw wrong("expected ')'");
        }
        return node;
    }

    private RegexNode repeat(final RegexNode part)
    {
        final RegexNode repeated;
        if (take('*'))
        {
            repeated = new RegexNode.Repeat(part, 0, RegexNode.Repeat.NO_LIMIT);
        }
        else if (take('+'))
        {
            repeated = new RegexNode.Repeat(part, 1, RegexNode.Repeat.NO_LIMIT);
        }
        else if (take('?'))
        {
            repeated = new RegexNode.Repeat(part, 0, 1);
        }
        else if (take('{'))
        {
            final int min = number();
            final int max = !take(',') ? min : at < pattern.length() && '}' == pattern.charAt(at) ?
                RegexNode.Repeat.NO_LIMIT : number();
            if (!take('}'))
            {
                throw wrong("expected '}'");
            }
            if (RegexNode.Repeat.NO_LIMIT != max && max < min)
            {
                throw wrong("repetition ends below its begin");
            }
            repeated = new RegexNode.Repeat(part, min, max);
        }
        else
        {
            repeated = part;
        }
        return repeated;
    }

    private int number()
    {
        int value = 0;
        final int start = at;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9' && value <= MAX_REPEAT)
        {
            value = value * 10 + pattern.charAt(at++) - '0';
        }
        if (start == at || value > MAX_REPEAT)
        {
            throw wrong("expected a number, 0.." + MAX_REPEAT);
        }
        return value;
    }

    private int[] characters()
    {
        final boolean negated = take('^');
        int[] set = new int[0];
        while (!take(']'))
        {
            final int[] first = member();
            if (2 == first.length && first[0] == first[1] && at + 1 < pattern.length() &&
                '-' == pattern.charAt(at) && ']' != pattern.charAt(at + 1))
            {
                at++;
                final int[] last = member();
                if (2 != last.length || last[0] != last[1] || last[0] < first[0])
                {
                    throw wrong("not a range of characters");
                }
                set = both(set, new int[]{ first[0], last[0] });
            }
            else
            {
                set = both(set, first);
            }
        }
        if (0 == set.length)
        {
            throw wrong("empty class");
        }
        return negated ? not(set) : set;
    }

    private int[] member()
    {
        if (at == pattern.length())
        {
            throw wrong("expected ']'");
        }
        final char next = pattern.charAt(at++);
        return '\\' == next ? escape() : new int[]{ next, next };
    }

    private int[] escape()
    {
        if (at == pattern.length())
        {
            throw wrong("nothing follows the backslash");
        }
        final char next = pattern.charAt(at++);
        switch (next)
        {
            case 'd':
                return DIGIT;
            case 'D':
                return not(DIGIT);
            case 'w':
                return WORD;
            case 'W':
                return not(WORD);
            case 's':
                return SPACE;
            case 'S':
                return not(SPACE);
            default:
                if (Character.isLetterOrDigit(next))
                {
                    at--;
                    throw wrong("unknown escape '\\" + next + "'");
                }
                return new int[]{ next, next };
        }
    }

    private static int[] both(final int[] set, final int[] other)
    {
        final int[] union = Arrays.copyOf(set, set.length + other.length);
        System.arraycopy(other, 0, union, set.length, other.length);
        return union;
    }

    /* What no range of a set holds. */
    private static int[] not(final int[] set)
    {
        final List<Integer> ends = new ArrayList<>();
        int from = 0;
        while (from <= Character.MAX_VALUE)
        {
            int covered = -1;
            int next = Character.MAX_VALUE + 1;
            for (int i = 0; i < set.length; i += 2)
            {
                covered = set[i] <= from && set[i + 1] >= from ? Math.max(covered, set[i + 1]) : covered;
                next = set[i] > from ? Math.min(next, set[i]) : next;
            }
            if (covered < 0)
            {
                ends.add(from);
                ends.add(next - 1);
            }
            from = covered < 0 ? next : covered + 1;
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }
}
