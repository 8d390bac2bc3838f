package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.flowcache.key.KeyType;
import io.weir.flowcache.key.UnresolvedException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parses one filter by recursive descent, as deep as its parentheses. Not thread safe. */
final class FilterParser
{
    private static final String ENDS_BARE = ",&|()\"";
    private static final String ENDS_NAME = "=!~&|(),\"";
    private static final char END = '\0';

    private final String text;
    private final KeyRegistry registry;
    private int at;
    private int depth;
    private int regexes;

    FilterParser(final String text, final KeyRegistry registry)
    {
        this.text = text;
        this.registry = registry;
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
        final boolean isText = KeyType.TEXT == key.type() || isRegex && key.bits() > Filter.MAX_REGEX_BITS;
        final List<ValueSet.Range> ranges = new ArrayList<>();
        final List<byte[]> texts = new ArrayList<>();
        final List<TextPattern> patterns = new ArrayList<>();
        boolean orAbsent = false;
        do
        {
            final int start = start();
            final boolean isQuoted = '"' == text.charAt(start);
            final String value = isQuoted ? quoted() : bare();
            if (!isQuoted && "null".equals(value))
            {
                orAbsent = true;
            }
            else if (isRegex)
            {
                addRegex(key, value, start, isText ? patterns : null, ranges);
            }
            else if (isText)
            {
                texts.add(value.getBytes(StandardCharsets.UTF_8));
            }
            else
            {
                addValue(key, value, start, ranges);
            }
        }
        while (take(','));
        return isText ?
            new Expression.TextComparison(registry.textOf(key), new TextSet(texts, patterns), orAbsent, negated) :
            new Expression.Comparison(key, ValueSet.of(ranges), orAbsent, negated);
    }

    /* Where a value begins. */
    private int start()
    {
        if (END == peek())
        {
            throw wrong("expected a value, found the end");
        }
        return at;
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
            return registry.find(name).orElseThrow(() -> registry.unknown(name, " at " + (start + 1)));
        }
        catch (final UnresolvedException e)
        {
            throw new UnresolvedException("filter", e);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(e.getMessage().startsWith("unknown key") ? "filter: " + e.getMessage() :
                wrong("wrong call of a function", start).getMessage() + ": " + e.getMessage(), e);
        }
    }

    private void addRegex(
        final Key key,
        final String value,
        final int start,
        final List<TextPattern> patterns,
        final List<ValueSet.Range> ranges)
    {
        if (++regexes > Filter.MAX_REGEXES)
        {
            throw wrong("too many regular expressions: max=" + Filter.MAX_REGEXES, start);
        }
        try
        {
            if (null == patterns)
            {
                addMatching(key, Regex.of(value), ranges);
            }
            else
            {
                patterns.add(Regex.of(value).pattern());
            }
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(
                wrong("'" + value + "' is not a regular expression", start).getMessage() + ": " + e.getMessage(), e);
        }
    }

    private void addValue(
        final Key key,
        final String value,
        final int start,
        final List<ValueSet.Range> into)
    {
        try
        {
            if (Networks.isAddress(key) && value.indexOf('/') >= 0)
            {
                into.addAll(Networks.parse(key, value));
            }
            else
            {
                final long[] bits = key.parse(value);
                into.add(ValueSet.Range.of(bits[0], bits[1]));
            }
        }
        catch (final IllegalArgumentException e)
        {
            final boolean saysNoMore = e.getMessage().startsWith(key.name());
            throw registry.notAValue(key, wrong("'" + value + "' is not a value of " + key.name(), start).getMessage() +
                (saysNoMore ? "" : ": " + e.getMessage()), e);
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
