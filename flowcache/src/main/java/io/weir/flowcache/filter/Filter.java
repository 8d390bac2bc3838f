package io.weir.flowcache.filter;

import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.flowcache.key.KeySource;
import io.weir.flowcache.key.UnresolvedException;
import io.weir.record.FieldSet;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which records a definition counts. Immutable.
 *
 * <pre>
 * expr       := term { '|' term }        term := fact { '&amp;' fact }        fact := '(' expr ')' | comparison
 * comparison := key op value { ',' value }                            op   := '=' | '!=' | '~' | '!~'
 * value      := bare | '"' text '"' | null
 * </pre>
 *
 * <p>A key may be the call of a function, such as {@code mask:ipsource:24}. {@code =} is true when the key has any of
 * the values, {@code ~} when its text as a whole matches any of the regular expressions; {@code !=} and {@code !~} are
 * exactly their opposites. The value {@code null} stands for a record that lacks the key, which no other value does:
 * {@code vlan!=5} is true of a record without a VLAN, {@code vlan!=5,null} is not. On the right of an address,
 * {@code 10.0.0.0/8} is the network; as in the allow-list of exporters no network shorter than {@code ::ffff:0:0/96}
 * holds IPv4 addresses of a key of either family. {@code &} binds tighter than {@code |}. A bare value ends at a blank
 * or at one of {@code , & | ( )}; within quotes a quote is written {@code \"} and everything else stands for itself.
 *
 * <p>Regular expressions are tables before records flow: a text costs a look-up for each of its characters, whatever
 * the expression, and the key of a number of at most 16 bits, whose few values are each tried once when the filter is
 * parsed, costs nothing. They know literals, {@code .}, classes, groups, alternatives and repetition; one
 * whose table would be too large is refused.
 */
public final class Filter
{
    /** Counts every record. */
    public static final Filter ALL = new Filter("", null);
    /** Most characters of a filter. */
    public static final int MAX_LENGTH = 65_536;
    /** Deepest nesting of parentheses. */
    public static final int MAX_DEPTH = 64;
    /** Most regular expressions in a filter. */
    public static final int MAX_REGEXES = 64;
    /** Widest key whose values are tried one by one when a filter is parsed. */
    static final int MAX_REGEX_BITS = 16;

    private final String text;
    private final Expression expression;
    private final FieldSet fields;
    private final FilterProgram program;

    private Filter(final String text, final Expression expression)
    {
        this.text = text;
        this.expression = expression;
        this.fields = null == expression ? FieldSet.NONE : expression.fields();
        this.program = new FilterProgram(expression);
    }

    /**
     * Parse a filter.
     *
     * @param text of it, blank for {@link #ALL}.
     * @return the filter.
     * @throws IllegalArgumentException if the text is not a filter; the message tells where, counted from 1, and what
     *     was expected there.
     */
    public static Filter parse(final String text)
    {
        return parse(text, new KeyRegistry());
    }

    /**
     * Parse a filter whose keys may refer to groups, maps and functions of a cache.
     *
     * @param text     of it, blank for {@link #ALL}.
     * @param registry that knows them.
     * @return the filter.
     * @throws IllegalArgumentException if the text is not a filter; the message tells where, counted from 1, and what
     *     was expected there.
     */
    public static Filter parse(final String text, final KeyRegistry registry)
    {
        return text.isBlank() ? ALL : new Filter(text, new FilterParser(text, registry).parse());
    }

    /**
     * Check a filter, as far as that can be done without the groups, maps and functions of a cache.
     *
     * @param text of it.
     * @throws IllegalArgumentException if the text is not a filter.
     */
    public static void check(final String text)
    {
        try
        {
            parse(text);
        }
        catch (final UnresolvedException e)
        {
            // Only the cache can tell.
            return;
        }
    }

    /**
     * Whether a record is to be counted. Does not allocate; the number of comparisons is bounded by the filter.
     *
     * @param context whose record to look at.
     * @return true if it is.
     */
    public boolean matches(final KeyContext context)
    {
        return program.matches(context);
    }

    FilterProgram program()
    {
        return program;
    }

    /**
     * What {@link #matches} says, of anything that has keys: a record, or a flow.
     *
     * @param source of the keys.
     * @return true if it matches.
     */
    public boolean interpret(final KeySource source)
    {
        return null == expression || expression.test(source);
    }

    /** {@return names of the keys that it compares} */
    public Set<String> keys()
    {
        final Set<String> keys = new LinkedHashSet<>();
        if (null != expression)
        {
            expression.addKeys(keys);
        }
        return keys;
    }

    /** {@return what a decoder must fill for this filter} */
    public FieldSet fields()
    {
        return fields;
    }

    @Override
    public String toString()
    {
        return text;
    }
}
