package io.weir.flowcache.key;

import io.weir.record.FieldSet;

import java.util.List;

/**
 * A key whose value is a text. In a packed key it is the number that the shard's table of texts gives it.
 */
abstract class TextKey extends FunctionKey
{
    /** Bits of the number of a text. */
    static final int BITS = Integer.SIZE;

    TextKey(final String name, final FieldSet fields, final Key first)
    {
        super(name, KeyType.TEXT, BITS, fields, first);
    }

    /* The texts of any key. */
    static TextKey of(final Key key)
    {
        if (key instanceof TextKey text)
        {
            return text;
        }
        return KeyType.TEXT == key.type() && !key.isComputed() ? new OfField(key) : new OfValue(key);
    }

    private static FieldSet fieldsOf(final List<TextKey> keys)
    {
        FieldSet fields = FieldSet.NONE;
        for (final Key key : keys)
        {
            fields = fields.union(key.fields());
        }
        return fields;
    }

    @Override
    public KeyValue text(final KeyContext context)
    {
        return context.value(this);
    }

    @Override
    public final boolean isPresent(final KeyContext context)
    {
        return null != text(context);
    }

    @Override
    public final long high(final KeyContext context)
    {
        return 0;
    }

    @Override
    public final long low(final KeyContext context)
    {
        return context.intern(text(context));
    }

    /** A text of the record. */
    static final class OfField extends TextKey
    {
        private final Key key;
        private final TextForm form;

        OfField(final Key key)
        {
            super(key.name(), key.fields(), key);
            this.key = key;
            form = TextForm.of(key.field().slot());
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            if (!key.isPresent(context.record()))
            {
                return false;
            }
            form.read(context.record(), key.field().slot(), into);
            return true;
        }
    }

    /** How a number, an address or another value is written. */
    static final class OfValue extends TextKey
    {
        private final Key key;

        OfValue(final Key key)
        {
            super(key.name(), key.fields(), key);
            this.key = key;
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            if (!key.isPresent(context))
            {
                return false;
            }
            key.write(key.high(context), key.low(context), into);
            return true;
        }
    }

    /** The same text for every record. */
    static final class Constant extends TextKey
    {
        private final Label[] labels;

        Constant(final Label label)
        {
            super(label.toString(), FieldSet.NONE, Keys.all().get(0));
            labels = new Label[]{ label };
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            into.text(labels, 0);
            return true;
        }
    }

    /** The first of two texts that is there. */
    static final class Either extends TextKey
    {
        private final TextKey first;
        private final TextKey second;

        Either(final String name, final TextKey first, final TextKey second)
        {
            super(name, first.fields().union(second.fields()), first);
            this.first = first;
            this.second = second;
        }

        @Override
        public KeyValue text(final KeyContext context)
        {
            final KeyValue text = first.text(context);
            return null == text ? second.text(context) : text;
        }
    }

    /** One of two texts, as a condition tells. */
    static final class Choice extends TextKey
    {
        private final Condition condition;
        private final TextKey yes;
        private final TextKey no;

        Choice(final String name, final Condition condition, final TextKey yes, final TextKey no)
        {
            super(name, condition.fields().union(yes.fields()).union(no.fields()), condition);
            this.condition = condition;
            this.yes = yes;
            this.no = no;
        }

        @Override
        public KeyValue text(final KeyContext context)
        {
            return (condition.isTrue(context) ? yes : no).text(context);
        }
    }

    /** The first or last tokens of a text. */
    static final class Tokens extends TextKey
    {
        private final TextKey key;
        private final byte[] delimiter;
        private final int count;
        private final boolean isSuffix;

        Tokens(final String name, final TextKey key, final byte[] delimiter, final int count, final boolean isSuffix)
        {
            super(name, key.fields(), key);
            this.key = key;
            this.delimiter = delimiter;
            this.count = count;
            this.isSuffix = isSuffix;
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            final KeyValue text = key.text(context);
            if (null == text)
            {
                return false;
            }
            final int delimiters = isSuffix ? delimiters(text) - count : count - 1;
            int at = 0;
            int end = delimiters < 0 ? 0 : text.indexOf(delimiter, 0);
            for (int i = 0; i < delimiters && end >= 0; i++)
            {
                at = end + delimiter.length;
                end = text.indexOf(delimiter, at);
            }
            if (isSuffix)
            {
                into.part(text, delimiters < 0 ? 0 : end + delimiter.length, text.textLength());
            }
            else
            {
                into.part(text, 0, end < 0 ? text.textLength() : end);
            }
            return true;
        }

        private int delimiters(final KeyValue text)
        {
            int found = 0;
            for (int at = text.indexOf(delimiter, 0); at >= 0; at = text.indexOf(delimiter, at + delimiter.length))
            {
                found++;
            }
            return found;
        }
    }

    /** The first of some tokens that is among those of a text. */
    static final class First extends TextKey
    {
        private final TextKey key;
        private final byte[] delimiter;
        private final Label[] tokens;

        First(final String name, final TextKey key, final byte[] delimiter, final Label[] tokens)
        {
            super(name, key.fields(), key);
            this.key = key;
            this.delimiter = delimiter;
            this.tokens = tokens;
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            final KeyValue text = key.text(context);
            for (int i = 0; null != text && i < tokens.length; i++)
            {
                if (holds(text, tokens[i].bytes()))
                {
                    into.text(tokens, i);
                    return true;
                }
            }
            return false;
        }

        private boolean holds(final KeyValue text, final byte[] token)
        {
            int at = text.indexOf(token, 0);
            while (at >= 0 && !(isStart(text, at) && isEnd(text, at + token.length)))
            {
                at = text.indexOf(token, at + 1);
            }
            return at >= 0;
        }

        private boolean isStart(final KeyValue text, final int at)
        {
            return 0 == at || text.isAt(delimiter, at - delimiter.length);
        }

        private boolean isEnd(final KeyValue text, final int at)
        {
            return text.textLength() == at || text.isAt(delimiter, at);
        }
    }

    /** Texts one after the other. */
    static final class Joined extends TextKey
    {
        private final byte[] delimiter;
        private final TextKey[] keys;

        Joined(final String name, final byte[] delimiter, final List<TextKey> keys)
        {
            super(name, fieldsOf(keys), keys.get(0));
            this.delimiter = delimiter;
            this.keys = keys.toArray(new TextKey[0]);
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            for (int i = 0; i < keys.length; i++)
            {
                final KeyValue text = keys[i].text(context);
                if (null == text)
                {
                    return false;
                }
                if (i > 0)
                {
                    into.append(delimiter);
                }
                into.append(text);
            }
            return true;
        }
    }
}
