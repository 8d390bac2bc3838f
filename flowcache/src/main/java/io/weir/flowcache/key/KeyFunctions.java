package io.weir.flowcache.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes keys of calls such as {@code mask:ipsource:24}: a name and its arguments, divided by colons. An argument in
 * brackets is a call again; a backslash takes the next character for itself. Not thread safe, one for each text.
 */
final class KeyFunctions
{
    static final List<String> NAMES = List.of("mask", "bits", "range", "null", "or", "eq");

    static final Map<String, String> USAGE = usage();

    private static final int MAX_DEPTH = 8;
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    private final String text;
    private int at;
    private int depth;

    private KeyFunctions(final String text)
    {
        this.text = text;
    }

    private static Map<String, String> usage()
    {
        final Map<String, String> usage = new LinkedHashMap<>();
        usage.put("mask:KEY:BITS", "address with all but its first bits 0");
        usage.put("bits:KEY:MASK", "bits of a number, mask in decimal or 0x hexadecimal");
        usage.put("range:KEY:LOW:HIGH", "true or false: whether a number is in a range, either bound may be empty");
        usage.put("null:KEY:DEFAULT", "a text, null unless told, where the key is missing");
        usage.put("or:KEY:KEY...", "the first key that is present");
        usage.put("eq:KEY:KEY", "true or false: whether two keys that are present are equal");
        return Collections.unmodifiableMap(usage);
    }

    /* Whether a text can only be a call. */
    static boolean isCall(final String text)
    {
        final int colon = text.indexOf(':');
        return colon > 0 && NAMES.contains(text.substring(0, colon));
    }

    /* The key of a call; IllegalArgumentException tells where it is wrong. */
    static Key parse(final String text)
    {
        final KeyFunctions functions = new KeyFunctions(text);
        final Key key = functions.call();
        if (functions.at < text.length())
        {
            throw functions.wrong("unexpected '" + text.charAt(functions.at) + "'", functions.at);
        }
        return key;
    }

    private IllegalArgumentException wrong(final String what, final int index)
    {
        return new IllegalArgumentException("'" + text + "': " + what + " at " + (index + 1));
    }

    private Key call()
    {
        if (++depth > MAX_DEPTH)
        {
            throw wrong("nested too deeply: maxDepth=" + MAX_DEPTH, at);
        }
        final int start = at;
        final String function = token();
        final List<Argument> arguments = new ArrayList<>();
        while (at < text.length() && ':' == text.charAt(at))
        {
            at++;
            arguments.add(argument());
        }
        depth--;
        final String name = text.substring(start, at);
        switch (function)
        {
            case "mask":
                count(function, arguments, 2, 2, start);
                return mask(name, arguments);
            case "bits":
                count(function, arguments, 2, 2, start);
                return bits(name, arguments);
            case "range":
                count(function, arguments, 2, 3, start);
                return range(name, arguments);
            case "null":
                count(function, arguments, 1, 2, start);
                return orDefault(name, arguments);
            case "or":
                count(function, arguments, 2, Integer.MAX_VALUE, start);
                return or(name, arguments);
            case "eq":
                count(function, arguments, 2, 2, start);
                return equal(name, arguments);
            default:
                throw new IllegalArgumentException(wrong("unknown function '" + function + "'", start).getMessage() +
                    Suggestions.text(function, NAMES));
        }
    }

    private void count(
        final String function,
        final List<Argument> arguments,
        final int min,
        final int max,
        final int start)
    {
        if (arguments.size() < min || arguments.size() > max)
        {
            throw wrong(function + " takes " + (min == max ? min : max == Integer.MAX_VALUE ? min + " or more" :
                min + " or " + max) + " arguments, not " + arguments.size(), start);
        }
    }

    private Argument argument()
    {
        final int start = at;
        if (at == text.length() || '[' != text.charAt(at))
        {
            return new Argument(token(), null, start);
        }
        at++;
        final Key key = call();
        if (at == text.length() || ']' != text.charAt(at))
        {
            throw wrong("expected ']' for the '[' at " + (start + 1), at);
        }
        at++;
        return new Argument(null, key, start);
    }

    private String token()
    {
        final StringBuilder token = new StringBuilder();
        while (at < text.length() && ":[]".indexOf(text.charAt(at)) < 0)
        {
            at += '\\' == text.charAt(at) && at + 1 < text.length() ? 1 : 0;
            token.append(text.charAt(at++));
        }
        return token.toString();
    }

    private Key key(final Argument argument)
    {
        if (null != argument.key)
        {
            return argument.key;
        }
        return Keys.find(argument.text).orElseThrow(() -> new IllegalArgumentException(
            wrong("unknown key '" + argument.text + "'", argument.at).getMessage() + Keys.suggest(argument.text)));
    }

    private long number(final Argument argument, final long max)
    {
        try
        {
            final boolean isHex = null != argument.text && argument.text.startsWith("0x");
            final long number = null == argument.text ? -1 : isHex ?
                Long.parseUnsignedLong(argument.text.substring(2), 16) : Long.parseUnsignedLong(argument.text);
            if (Long.compareUnsigned(number, max) <= 0 && null != argument.text)
            {
                return number;
            }
        }
        catch (final NumberFormatException e)
        {
            throw new IllegalArgumentException(wrong("expected a number", argument.at).getMessage(), e);
        }
        throw wrong("expected a number, 0.." + Long.toUnsignedString(max), argument.at);
    }

    private static boolean isTyped(final Key key)
    {
        return !(key instanceof FunctionKey) || ((FunctionKey)key).isTyped();
    }

    private Key mask(final String name, final List<Argument> arguments)
    {
        final Key key = key(arguments.get(0));
        if (!FunctionKey.isAddress(key) || !isTyped(key))
        {
            throw wrong("mask needs the key of an address", arguments.get(0).at);
        }
        final int length = (int)number(arguments.get(1), KeyType.IPV4 == key.type() ? V4_BITS : V6_BITS);
        final long mask4 = 0 == length ? -1L << V4_BITS : -1L << V4_BITS - Math.min(length, V4_BITS);
        final long high = length >= Long.SIZE ? -1 : 0 == length ? 0 : -1L << Long.SIZE - length;
        final long low = length >= V6_BITS ? -1 : length <= Long.SIZE ? 0 : -1L << V6_BITS - length;
        return new FunctionKey.Masked(name, key, key.bits(),
            KeyType.IPV4 == key.type() ? new long[]{ -1, mask4, mask4 } : new long[]{ high, low, mask4 });
    }

    private Key bits(final String name, final List<Argument> arguments)
    {
        final Key key = key(arguments.get(0));
        if (!key.isNumber() && KeyType.TCP_FLAGS != key.type() || !isTyped(key))
        {
            throw wrong("bits needs the key of a number", arguments.get(0).at);
        }
        final long mask = number(arguments.get(1), -1);
        return new FunctionKey.Masked(name, key, key.bits(), new long[]{ 0, mask, mask });
    }

    private Key range(final String name, final List<Argument> arguments)
    {
        final Key key = key(arguments.get(0));
        if (!key.isNumber() || key.bits() > Long.SIZE)
        {
            throw wrong("range needs the key of a number", arguments.get(0).at);
        }
        final Argument first = arguments.get(1);
        final Argument last = 3 == arguments.size() ? arguments.get(2) : new Argument("", null, at);
        final long from = "".equals(first.text) ? 0 : number(first, -1);
        final long to = "".equals(last.text) ? -1 : number(last, -1);
        if (Long.compareUnsigned(from, to) > 0)
        {
            throw wrong("the range ends below its begin", first.at);
        }
        return new FunctionKey.Range(name, key, from, to);
    }

    private Key orDefault(final String name, final List<Argument> arguments)
    {
        final Key key = key(arguments.get(0));
        final String text = arguments.size() < 2 ? "null" : arguments.get(1).text;
        if (null == text)
        {
            throw wrong("the default is a text; 'or' takes another key", arguments.get(1).at);
        }
        long[] value = null;
        try
        {
            value = key.parse(text);
        }
        catch (final IllegalArgumentException e)
        {
            if (V6_BITS == key.bits())
            {
                throw new IllegalArgumentException(wrong("the default of '" + key.name() +
                    "' must be an address, such as ::", arguments.size() < 2 ? at : arguments.get(1).at)
                    .getMessage(), e);
            }
        }
        return new FunctionKey.OrDefault(name, key, text, value);
    }

    private Key or(final String name, final List<Argument> arguments)
    {
        Key last = key(arguments.get(arguments.size() - 1));
        for (int i = arguments.size() - 2; i >= 0; i--)
        {
            final Key[] pair = comparable(key(arguments.get(i)), last, arguments.get(i).at);
            last = new FunctionKey.Or(name, pair[0], pair[1]);
        }
        return last;
    }

    private Key equal(final String name, final List<Argument> arguments)
    {
        final Key[] pair = comparable(key(arguments.get(0)), key(arguments.get(1)), arguments.get(0).at);
        return new FunctionKey.Equal(name, pair[0], pair[1]);
    }

    private Key[] comparable(final Key left, final Key right, final int place)
    {
        if (!isTyped(left) || !isTyped(right))
        {
            throw wrong("a default that is no value of its key cannot be compared or joined", place);
        }
        if (left.type() == right.type())
        {
            return new Key[]{ left, right };
        }
        if (!FunctionKey.isAddress(left) || !FunctionKey.isAddress(right))
        {
            throw wrong("'" + left.name() + "' and '" + right.name() + "' are not of one kind", place);
        }
        return new Key[]{ new FunctionKey.AnyAddress(left), new FunctionKey.AnyAddress(right) };
    }

    /* A text or the key of a nested call, and where it begins. */
    private static final class Argument
    {
        private final String text;
        private final Key key;
        private final int at;

        Argument(final String text, final Key key, final int at)
        {
            this.text = text;
            this.key = key;
            this.at = at;
        }
    }
}
