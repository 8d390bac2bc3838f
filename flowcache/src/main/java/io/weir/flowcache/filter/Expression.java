package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;

import java.util.List;

/** A filter as a tree, as the parser makes it. Immutable. */
sealed interface Expression
{
    /**
     * Whether it is true of a record.
     *
     * @param record to look at.
     * @return true if it is.
     */
    boolean test(FlowRecord record);

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
        public boolean test(final FlowRecord record)
        {
            return parts.stream().allMatch(part -> part.test(record));
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
        public boolean test(final FlowRecord record)
        {
            return parts.stream().anyMatch(part -> part.test(record));
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
     * @param values   on the right.
     * @param orAbsent whether absence is among the values.
     * @param negated  whether it is the opposite.
     */
    record Comparison(Key key, ValueSet values, boolean orAbsent, boolean negated) implements Expression
    {
        @Override
        public boolean test(final FlowRecord record)
        {
            final boolean found = key.isPresent(record) ?
                values.contains(key.high(record), key.low(record)) : orAbsent;
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
}
