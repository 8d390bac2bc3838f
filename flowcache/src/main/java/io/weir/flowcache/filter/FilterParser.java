package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.Keys;
import io.weir.flowcache.key.Suggestions;

import java.util.ArrayList;
import java.util.List;

/** Parses one filter by recursive descent, as deep as its parentheses. Not thread safe. */
final class FilterParser
{
    private static final String ENDS_BARE = ",&|()\"";
    private static final String ENDS_NAME = "=!~&|(),\"";
    private static final char END = '\0';

    private final String text;
    private int at;
    private int depth;
    private int regexes;

    FilterParser(final String text)
    {
        this.text = text;
    }

    Expression parse()
    {
        if (text.length() > Filter.MAX_LENGTH)
        {
            throw new IllegalArgumentException("filter: too long: length=" + text.length() + " max=" +
                Filter.MAX_LENGTH);
        }
        final Expression expression = any();
        if (END != peek())
        {
            throw wrong(')' == peek() ? "')' has no '(' before it" :
                "expected '&', '|' or ',', found '" + peek() + "'");
        }
        return expression;
    }

    private IllegalArgumentException wrong(final String what)
    {
        return wrong(what, at);
    }

    private static IllegalArgumentException wrong(final String what, final int index)
    {
        return new IllegalArgumentException("filter: " + what + " at " + (index + 1));
    }

    /* The next character that is not a blank. */
    private char peek()
    {
        while (at < text.length() && Character.isWhitespace(text.charAt(at)))
        {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private boolean take(final char expected)
    {
        final boolean taken = at < text.length() && expected == peek();
        at += taken ? 1 : 0;
        return taken;
    }

    private Expression any()
    {
        final List<Expression> parts = new ArrayList<>();
        do
        {
            parts.add(all());
        }
        while (take('|'));
        return 1 == parts.size() ? parts.get(0) : new Expression.Any(List.copyOf(parts));
    }

    private Expression all()
    {
        final List<Expression> parts = new ArrayList<>();
        do
        {
            parts.add(fact());
        }
        while (take('&'));
        return 1 == parts.size() ? parts.get(0) : new Expression.All(List.copyOf(parts));
    }

    private Expression fact()
    {
        if (!take('('))
        {
            return comparison();
        }
        if (++depth > Filter.MAX_DEPTH)
        {
            throw wrong("nested too deeply: maxDepth=" + Filter.MAX_DEPTH, at - 1);
        }
        final int opened = at;
        final Expression expression = any();
        if (!take(')'))
        {
            throw wrong("expected ')' for the '(' at " + opened + ", found " + found());
        }
        depth--;
        return expression;
    }

    private String found()
    {
        return END == peek() ? "the end" : "'" + peek() + "'";
    }

    private Expression comparison()
    {
        final Key key = key();
        final int operatorAt = at;
        final boolean negated = take('!');
        final boolean isRegex = take('~');
        if (!isRegex && !take('='))
        {
            throw wrong("expected an operator after '" + key.name() + "'", operatorAt);
        }
        if (isRegex && key.bits() > Filter.MAX_REGEX_BITS)
        {
            throw wrong("'" + key.name() + "' takes no regular expression, as it has more than " +
                Filter.MAX_REGEX_BITS + " bits" + (Networks.isAddress(key) ? ": use a network such as " +
                (key.name().contains("6") ? "2001:db8::/32" : "10.0.0.0/8") : ""), operatorAt);
        }
        final List<ValueSet.Range> ranges = new ArrayList<>();
        boolean orAbsent = false;
        do
        {
            orAbsent |= !value(key, isRegex, ranges);
        }
        while (take(','));
        return new Expression.Comparison(key, ValueSet.of(ranges), orAbsent, negated);
    }

    private Key key()
    {
        peek();
        final int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) &&
            ENDS_NAME.indexOf(text.charAt(at)) < 0)
        {
            at += '\\' == text.charAt(at) && at + 1 < text.length() ? 2 : 1;
        }
        final String name = text.substring(start, at);
        if (name.isEmpty())
        {
            throw wrong("expected a key or '(', found " + found(), start);
        }
        try
        {
            return Keys.find(name).orElseThrow(() -> new IllegalArgumentException(
                wrong("unknown key '" + name + "'", start).getMessage() +
                Suggestions.text(name, Keys.all().stream().map(Key::name).toList())));
        }
        catch (final IllegalArgumentException e)
        {
            throw e.getMessage().startsWith("filter: ") ? e : new IllegalArgumentException(
                wrong("wrong call of a function", start).getMessage() + ": " + e.getMessage(), e);
        }
    }

    /* Whether it is a value, not null. */
    private boolean value(final Key key, final boolean isRegex, final List<ValueSet.Range> into)
    {
        final boolean isQuoted = '"' == peek();
        final int start = at;
        final String value = isQuoted ? quoted() : bare();
        if (!isQuoted && "null".equals(value))
        {
            return false;
        }
        if (isRegex && ++regexes > Filter.MAX_REGEXES)
        {
            throw wrong("too many regular expressions: max=" + Filter.MAX_REGEXES, start);
        }
        try
        {
            if (isRegex)
            {
                addMatching(key, Regex.of(value), into);
            }
            else if (Networks.isAddress(key) && value.indexOf('/') >= 0)
            {
                into.addAll(Networks.parse(key, value));
            }
            else
            {
                final long[] bits = key.parse(value);
                into.add(ValueSet.Range.of(bits[0], bits[1]));
            }
            return true;
        }
        catch (final IllegalArgumentException e)
        {
            final boolean saysNoMore = e.getMessage().startsWith(key.name());
            throw new IllegalArgumentException(
                wrong("'" + value + "' is not a " + (isRegex ? "regular expression" : "value of " + key.name()), start)
                .getMessage() + (saysNoMore ? "" : ": " + e.getMessage()), e);
        }
    }

    private static void addMatching(final Key key, final Regex regex, final List<ValueSet.Range> into)
    {
        for (long value = 0; value < 1L << key.bits(); value++)
        {
            if (regex.matches(key.format(0, value)))
            {
                into.add(ValueSet.Range.of(0, value));
            }
        }
    }

    private String bare()
    {
        final int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) &&
            ENDS_BARE.indexOf(text.charAt(at)) < 0)
        {
            at++;
        }
        if (start == at)
        {
            throw wrong("expected a value, found " + found());
        }
        if (at < text.length() && ('(' == text.charAt(at) || '"' == text.charAt(at)))
        {
            throw wrong("'" + text.charAt(at) + "' within a value: put the value in quotes,");
        }
        return text.substring(start, at);
    }

    private String quoted()
    {
        final int opened = at++;
        final StringBuilder value = new StringBuilder();
        while (at < text.length() && '"' != text.charAt(at))
        {
            final boolean isQuote = '\\' == text.charAt(at) && at + 1 < text.length() && '"' == text.charAt(at + 1);
            at += isQuote ? 1 : 0;
            value.append(text.charAt(at++));
        }
        if (at == text.length())
        {
            throw wrong("the quote is not closed", opened);
        }
        at++;
        return value.toString();
    }
}
