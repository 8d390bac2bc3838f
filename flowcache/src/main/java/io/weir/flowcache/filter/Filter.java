package io.weir.flowcache.filter;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;

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
 * <p>Regular expressions cost nothing while records flow: a key of at most {@value #MAX_REGEX_BITS} bits has so few
 * values that each is tried once, when the filter is parsed, in time linear in its text. They are refused on wider
 * keys, where they would run for every record. They know literals, {@code .}, classes, groups, alternatives and
 * repetition.
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
    /** Widest key on which a regular expression may be used. */
    public static final int MAX_REGEX_BITS = 16;

    private final String text;
    private final Expression expression;
    private final FieldSet fields;
    private final FilterProgram program;

    private Filter(final String text, final Expression expression)
    {
        this.text = text;
        this.expression = expression;
        this.fields = null == expression ? FieldSet.NONE : expression.fields();
        this.program = FilterProgram.of(expression);
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
        return text.isBlank() ? ALL : new Filter(text, new FilterParser(text).parse());
    }

    /**
     * Whether a record is to be counted. Does not allocate; the number of comparisons is bounded by the filter.
     *
     * @param record to look at.
     * @return true if it is.
     */
    public boolean matches(final FlowRecord record)
    {
        return program.matches(record);
    }

    /* What matches must say, from the tree that the parser made. */
    boolean interpret(final FlowRecord record)
    {
        return null == expression || expression.test(record);
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
