package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyValue;
import io.weir.record.FieldSet;

import java.util.List;

/** A filter as a tree, as the parser makes it. Immutable. */
sealed interface Expression
{
    /**
     * Whether it is true of a record.
     *
     * @param context whose record to look at.
     * @return true if it is.
     */
    boolean test(KeyContext context);

    /** {@return number of comparisons in it} */
    int comparisons();

    /** {@return what a decoder must fill for it} */
    FieldSet fields();

    private static FieldSet fieldsOf(final List<Expression> parts)
    {
        FieldSet fields = FieldSet.NONE;
        for (final Expression part : parts)
        {
            fields = fields.union(part.fields());
        }
        return fields;
    }

    /**
     * True when all its parts are.
     *
     * @param parts two or more.
     */
    record All(List<Expression> parts) implements Expression
    {
        @Override
        public boolean test(final KeyContext context)
        {
            return parts.stream().allMatch(part -> part.test(context));
        }

        @Override
        public int comparisons()
        {
            return parts.stream().mapToInt(Expression::comparisons).sum();
        }

        @Override
        public FieldSet fields()
        {
            return fieldsOf(parts);
        }
    }

    /**
     * True when one of its parts is.
     *
     * @param parts two or more.
     */
    record Any(List<Expression> parts) implements Expression
    {
        @Override
        public boolean test(final KeyContext context)
        {
            return parts.stream().anyMatch(part -> part.test(context));
        }

        @Override
        public int comparisons()
        {
            return parts.stream().mapToInt(Expression::comparisons).sum();
        }

        @Override
        public FieldSet fields()
        {
            return fieldsOf(parts);
        }
    }

    /**
     * True when the key of a record has one of some values, or is absent where that is asked for; or the opposite.
     *
     * @param key      on the left.
     * @param values   on the right, of a key that is not of texts.
     * @param orAbsent whether absence is among the values.
     * @param negated  whether it is the opposite.
     */
    record Comparison(Key key, ValueSet values, boolean orAbsent, boolean negated) implements Expression
    {
        @Override
        public boolean test(final KeyContext context)
        {
            final boolean found = key.isPresent(context) ?
                values.contains(key.high(context), key.low(context)) : orAbsent;
            return negated != found;
        }

        @Override
        public int comparisons()
        {
            return 1;
        }

        @Override
        public FieldSet fields()
        {
            return key.fields();
        }
    }

    /**
     * True when the text of a key is one of some texts or matches one of some patterns, or is absent where that is
     * asked for; or the opposite.
     *
     * @param key      on the left.
     * @param texts    on the right.
     * @param orAbsent whether absence is among the values.
     * @param negated  whether it is the opposite.
     */
    record TextComparison(Key key, TextSet texts, boolean orAbsent, boolean negated) implements Expression
    {
        @Override
        public boolean test(final KeyContext context)
        {
            final KeyValue text = key.text(context);
            return negated != (null == text ? orAbsent : texts.contains(text));
        }

        @Override
        public int comparisons()
        {
            return 1;
        }

        @Override
        public FieldSet fields()
        {
            return key.fields();
        }
    }
}
