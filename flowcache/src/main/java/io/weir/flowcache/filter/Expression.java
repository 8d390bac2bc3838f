package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeySource;
import io.weir.flowcache.key.KeyValue;
import io.weir.record.FieldSet;

import java.util.List;
import java.util.Set;

/** A filter as a tree, as the parser makes it. Immutable. */
sealed interface Expression
{
    /**
     * Whether it is true of a record or a flow.
     *
     * @param source of its keys.
     * @return true if it is.
     */
    boolean test(KeySource source);

    /** {@return number of comparisons in it} */
    int comparisons();

    /** {@return what a decoder must fill for it} */
    FieldSet fields();

    /**
     * Collect the names of the keys that it compares.
     *
     * @param into to add to.
     */
    void addKeys(Set<String> into);

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
        public boolean test(final KeySource source)
        {
            return parts.stream().allMatch(part -> part.test(source));
        }

        @Override
        public void addKeys(final Set<String> into)
        {
            parts.forEach(part -> part.addKeys(into));
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
        public boolean test(final KeySource source)
        {
            return parts.stream().anyMatch(part -> part.test(source));
        }

        @Override
        public void addKeys(final Set<String> into)
        {
            parts.forEach(part -> part.addKeys(into));
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
        public boolean test(final KeySource source)
        {
            final boolean found = source.isPresent(key) ?
                values.contains(source.high(key), source.low(key)) : orAbsent;
            return negated != found;
        }

        @Override
        public void addKeys(final Set<String> into)
        {
            into.add(key.name());
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
        public boolean test(final KeySource source)
        {
            final KeyValue text = source.text(key);
            return negated != (null == text ? orAbsent : texts.contains(text));
        }

        @Override
        public void addKeys(final Set<String> into)
        {
            into.add(key.name());
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
