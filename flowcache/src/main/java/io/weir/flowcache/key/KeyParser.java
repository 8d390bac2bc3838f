package io.weir.flowcache.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.record.Field;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes keys of calls such as {@code mask:ipsource:24}: a name and its arguments, divided by colons. An argument in
 * brackets is a call again; a backslash takes the next character for itself. Not thread safe, one for each text.
 */
final class KeyParser
{
    /* Functions that are always there. */
    static final List<String> NAMES = List.of("group", "map", "mask", "bits", "prefix", "suffix", "first", "range",
        "null", "or", "eq", "if", "concat", "uri", "ifname");

    static final Map<String, String> USAGE = usage();

    private static final int MAX_DEPTH = 8;
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    private final KeyRegistry registry;
    private final String text;
    private int at;
    private int depth;

    private KeyParser(final KeyRegistry registry, final String text)
    {
        this.registry = registry;
        this.text = text;
    }

    private static Map<String, String> usage()
    {
        final Map<String, String> usage = new LinkedHashMap<>();
        usage.put("group:KEY:GROUP...", "label of the most specific network, of the first group that has one");
        usage.put("map:KEY:MAP...", "label of a value, of the first map that has it");
        usage.put("mask:KEY:BITS", "address with all but its first bits 0");
        usage.put("bits:KEY:MASK", "bits of a number, mask in decimal or 0x hexadecimal");
        usage.put("prefix:KEY:DELIMITER:COUNT", "first tokens of a text");
        usage.put("suffix:KEY:DELIMITER:COUNT", "last tokens of a text");
        usage.put("first:KEY:DELIMITER:TOKEN...", "the first of some tokens that occurs in a text");
        usage.put("range:KEY:LOW:HIGH", "true or false: whether a number is in a range, either bound may be empty");
        usage.put("null:KEY:DEFAULT", "a text, null unless told, where the key is missing");
        usage.put("or:KEY:KEY...", "the first key that is present");
        usage.put("eq:KEY:KEY", "true or false: whether two keys that are present are equal");
        usage.put("if:KEY:VALUE:THEN:ELSE", "one text or the other; a key or a call in its place stands in brackets");
        usage.put("concat:DELIMITER:KEY:KEY...", "texts of keys, joined");
        usage.put("ifname:KEY", "name of inputifindex or outputifindex, from options records");
        usage.put("uri:KEY:PART", "part of a URI: " + String.join(", ", UriKey.PARTS));
        return Collections.unmodifiableMap(usage);
    }

    /* The key of a call; IllegalArgumentException tells where it is wrong. */
    static Key parse(final KeyRegistry registry, final String text)
    {
        final KeyParser parser = new KeyParser(registry, text);
        final Key key = parser.call();
        if (parser.at < text.length())
        {
            throw parser.wrong("unexpected '" + text.charAt(parser.at) + "'", parser.at);
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
        if (arguments.isEmpty() && !NAMES.contains(function) && !registry.hasFunction(function))
        {
            return key(new Argument(function, null, start));
        }
        final Key known = registry.pooled(name);
        return null != known ? known : registry.pool(name, make(function, name, arguments, start));
    }

    private Key make(final String function, final String name, final List<Argument> arguments, final int start)
    {
        switch (function)
        {
            case "group":
            case "map":
                count(function, arguments, 2, Integer.MAX_VALUE, start);
                return labels(function, name, arguments);
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
            case "if":
                count(function, arguments, 4, 4, start);
                return choice(name, arguments);
            default:
                return makeText(function, name, arguments, start);
        }
    }

    private Key makeText(final String function, final String name, final List<Argument> arguments, final int start)
    {
        switch (function)
        {
            case "prefix":
            case "suffix":
                count(function, arguments, 3, 3, start);
                return new TextKey.Tokens(name, registry.text(key(arguments.get(0))), delimiter(arguments.get(1)),
                    tokens(arguments.get(2)), "suffix".equals(function));
            case "first":
                count(function, arguments, 3, Integer.MAX_VALUE, start);
                return new TextKey.First(name, registry.text(key(arguments.get(0))), delimiter(arguments.get(1)),
                    arguments.stream().skip(2).map(this::token).toArray(Label[]::new));
            case "concat":
                count(function, arguments, 2, Integer.MAX_VALUE, start);
                return new TextKey.Joined(name, literal(arguments.get(0)).getBytes(UTF_8),
                    arguments.stream().skip(1).map(argument -> registry.text(key(argument))).toList());
            case "uri":
                count(function, arguments, 2, 2, start);
                return uri(name, arguments);
            case "ifname":
                count(function, arguments, 1, 1, start);
                return interfaceName(name, arguments.get(0));
            default:
                return callersFunction(function, name, arguments, start);
        }
    }

    private Key interfaceName(final String name, final Argument of)
    {
        final Key key = key(of);
        final boolean isInput = !key.isComputed() && Field.INPUT_IFINDEX.equals(key.field());
        if (!isInput && (key.isComputed() || !Field.OUTPUT_IFINDEX.equals(key.field())))
        {
            throw wrong("ifname takes inputifindex or outputifindex, not '" + key.name() + "'", of.at);
        }
        return registry.text(
            Keys.text(name, isInput ? Field.INPUT_NAME : Field.OUTPUT_NAME, "name of the interface"));
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
        return registry.find(argument.text).orElseThrow(() -> new IllegalArgumentException(
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
        if (KeyType.TEXT == key.type())
        {
            return new TextKey.Either(name, TextKey.of(key), new TextKey.Constant(registry.label(text)));
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
            last = KeyType.TEXT == last.type() ?
                new TextKey.Either(name, TextKey.of(pair[0]), TextKey.of(pair[1])) :
                new FunctionKey.Or(name, pair[0], pair[1]);
        }
        return last;
    }

    private Key equal(final String name, final List<Argument> arguments)
    {
        final Key[] pair = comparable(key(arguments.get(0)), key(arguments.get(1)), arguments.get(0).at);
        return KeyType.TEXT == pair[0].type() ?
            new FunctionKey.EqualTexts(name, TextKey.of(pair[0]), TextKey.of(pair[1])) :
            new FunctionKey.Equal(name, pair[0], pair[1]);
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

    private String literal(final Argument argument)
    {
        if (null == argument.text)
        {
            throw wrong("expected a text, not a key in brackets", argument.at);
        }
        return argument.text;
    }

    private byte[] delimiter(final Argument argument)
    {
        if (literal(argument).isEmpty())
        {
            throw wrong("the delimiter is empty; a colon is written \\:", argument.at);
        }
        return argument.text.getBytes(UTF_8);
    }

    private int tokens(final Argument argument)
    {
        final int count = (int)number(argument, KeyValue.MAX_TEXT);
        if (0 == count)
        {
            throw wrong("expected a number, 1.." + KeyValue.MAX_TEXT, argument.at);
        }
        return count;
    }

    private Label token(final Argument argument)
    {
        if (literal(argument).isEmpty())
        {
            throw wrong("the token is empty", argument.at);
        }
        return registry.label(argument.text);
    }

    private Key uri(final String name, final List<Argument> arguments)
    {
        final String part = literal(arguments.get(1));
        if (!UriKey.PARTS.contains(part))
        {
            throw new IllegalArgumentException(wrong("unknown part '" + part + "'", arguments.get(1).at).getMessage() +
                ": must be one of " + String.join(", ", UriKey.PARTS));
        }
        return new UriKey(name, registry.text(key(arguments.get(0))), part);
    }

    private Key choice(final String name, final List<Argument> arguments)
    {
        final Key key = key(arguments.get(0));
        final String value = literal(arguments.get(1));
        final Condition condition;
        if (KeyType.TEXT == key.type())
        {
            condition = new Condition(name, TextKey.of(key), value.getBytes(UTF_8));
        }
        else
        {
            try
            {
                condition = new Condition(name, key, key.parse(value));
            }
            catch (final IllegalArgumentException e)
            {
                throw new IllegalArgumentException(wrong("'" + value + "' is not a value of '" + key.name() + "'",
                    arguments.get(1).at).getMessage(), e);
            }
        }
        final Key yes = keyOrText(arguments.get(2));
        final Key no = keyOrText(arguments.get(3));
        if (KeyType.TEXT == yes.type() || KeyType.TEXT == no.type())
        {
            return new TextKey.Choice(name, condition, registry.text(yes), registry.text(no));
        }
        final Key[] pair = comparable(yes, no, arguments.get(2).at);
        return new FunctionKey.Choice(name, condition, pair[0], pair[1]);
    }

    private Key keyOrText(final Argument argument)
    {
        return null != argument.key ? argument.key : new TextKey.Constant(registry.label(argument.text));
    }

    private Key labels(final String function, final String name, final List<Argument> arguments)
    {
        final Key key = key(arguments.get(0));
        final List<String> tables = new ArrayList<>();
        final boolean isGroup = "group".equals(function);
        if (isGroup && (!FunctionKey.isAddress(key) || !isTyped(key)))
        {
            throw wrong("group needs the key of an address", arguments.get(0).at);
        }
        for (final Argument table : arguments.subList(1, arguments.size()))
        {
            final Set<String> known = isGroup ? registry.groupNames() : registry.mapNames();
            if (!known.contains(literal(table)))
            {
                throw new UnresolvedException(wrong("unknown " + function + " '" + table.text + "'", table.at)
                    .getMessage() + Suggestions.text(table.text, known));
            }
            tables.add(table.text);
        }
        try
        {
            return isGroup ? registry.groupKey(name, key, tables) : registry.mapKey(name, key, tables);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(wrong("the map does not fit the key", arguments.get(1).at).getMessage() +
                ": " + e.getMessage(), e);
        }
    }

    private Key callersFunction(
        final String function,
        final String name,
        final List<Argument> arguments,
        final int start)
    {
        final KeyFunction called = registry.function(function);
        if (null == called)
        {
            throw new UnresolvedException(wrong("unknown function '" + function + "'", start).getMessage() +
                Suggestions.text(function, registry.functionNames()));
        }
        count(function, arguments, 1, 2, start);
        final Key key = key(arguments.get(0));
        if (!isTyped(key))
        {
            throw wrong("a default that is no value of its key cannot be given to a function", arguments.get(0).at);
        }
        final String attribute = arguments.size() < 2 ? "" : literal(arguments.get(1));
        final KeyType type;
        try
        {
            type = called.type(key.type(), attribute);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(
                wrong(function + ": " + e.getMessage(), arguments.get(0).at).getMessage(), e);
        }
        final Key argument = KeyType.TEXT == key.type() ? registry.text(key) : key;
        final CallKey.Call call = new CallKey.Call(called, argument, attribute);
        switch (type)
        {
            case TEXT:
                return new CallKey.OfText(name, argument, call);
            case NUMBER:
            case ADDRESS:
            case BOOLEAN:
                return new CallKey(name, type, argument, call);
            default:
                throw wrong(function + " gives " + type + ", not a text, address, number or statement", start);
        }
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
