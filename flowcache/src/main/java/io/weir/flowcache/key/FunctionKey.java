package io.weir.flowcache.key;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;

/**
 * A key whose value is computed from other keys of the record. Immutable; computing does not allocate. What costs more
 * than to compute it anew is remembered by the context, see {@link #compute}.
 */
abstract non-sealed class FunctionKey extends Key
{
    private final FieldSet fields;
    private final int place;

    FunctionKey(final String name, final KeyType type, final int bits, final FieldSet fields, final Key first)
    {
        super(name, type, bits, first.field());
        this.fields = fields;
        final int hash = (name.hashCode() + type.ordinal()) * 0x9E37_79B9;
        place = hash >>> 16 ^ hash;
    }

    /* Where a context looks first for the value. */
    final int place()
    {
        return place;
    }

    @Override
    public final FieldSet fields()
    {
        return fields;
    }

    @Override
    public final boolean isComputed()
    {
        return true;
    }

    /* Whether every value is one of its type. */
    boolean isTyped()
    {
        return true;
    }

    @Override
    public abstract boolean isPresent(KeyContext context);

    @Override
    public abstract long high(KeyContext context);

    @Override
    public abstract long low(KeyContext context);

    @Override
    public final boolean isPresent(final FlowRecord record)
    {
        return isPresent(KeyContext.of(record));
    }

    @Override
    public final long high(final FlowRecord record)
    {
        return high(KeyContext.of(record));
    }

    @Override
    public final long low(final FlowRecord record)
    {
        return low(KeyContext.of(record));
    }

    /* Compute a value that KeyContext.value remembers; false where the record lacks it. */
    boolean compute(final KeyContext context, final KeyValue into)
    {
        throw new UnsupportedOperationException(name());
    }

    static boolean isAddress(final Key key)
    {
        return KeyType.IPV4 == key.type() || KeyType.IPV6 == key.type() || KeyType.ADDRESS == key.type();
    }

    /** Some of the bits of a key: a network of an address, or a masked number. */
    static final class Masked extends FunctionKey
    {
        private static final long MAPPED = 0xFFFFL << 32;

        private final Key key;
        private final long highMask;
        private final long lowMask;
        private final long mappedMask;

        Masked(final String name, final Key key, final int bits, final long[] masks)
        {
            super(name, key.type(), bits, key.fields(), key);
            this.key = key;
            highMask = masks[0];
            lowMask = masks[1];
            mappedMask = KeyType.ADDRESS == key.type() ? masks[2] : masks[1];
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return key.isPresent(context);
        }

        @Override
        public long high(final KeyContext context)
        {
            return key.high(context) & highMask;
        }

        @Override
        public long low(final KeyContext context)
        {
            return masked(key.high(context), key.low(context));
        }

        private long masked(final long high, final long low)
        {
            final boolean isMapped = MAPPED == (low & ~0xFFFF_FFFFL) && 0 == high;
            return low & (isMapped ? mappedMask : lowMask);
        }

        @Override
        public long[] parse(final String text)
        {
            final long[] value = super.parse(text);
            if (0 != (value[0] & ~highMask) || value[1] != masked(value[0], value[1]))
            {
                throw new IllegalArgumentException(name() + ": has bits outside of the mask: '" + text + "'");
            }
            return value;
        }
    }

    /** Whether a number lies between two others, both included. */
    static final class Range extends FunctionKey
    {
        private final Key key;
        private final long first;
        private final long last;

        Range(final String name, final Key key, final long first, final long last)
        {
            super(name, KeyType.BOOLEAN, 1, key.fields(), key);
            this.key = key;
            this.first = first;
            this.last = last;
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return key.isPresent(context);
        }

        @Override
        public long high(final KeyContext context)
        {
            return 0;
        }

        @Override
        public long low(final KeyContext context)
        {
            final long low = key.low(context);
            return Long.compareUnsigned(low, first) >= 0 && Long.compareUnsigned(low, last) <= 0 ? 1 : 0;
        }
    }

    /** Whether two keys have the same value. */
    static final class Equal extends FunctionKey
    {
        private final Key left;
        private final Key right;

        Equal(final String name, final Key left, final Key right)
        {
            super(name, KeyType.BOOLEAN, 1, left.fields().union(right.fields()), left);
            this.left = left;
            this.right = right;
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return left.isPresent(context) && right.isPresent(context);
        }

        @Override
        public long high(final KeyContext context)
        {
            return 0;
        }

        @Override
        public long low(final KeyContext context)
        {
            return left.high(context) == right.high(context) && left.low(context) == right.low(context) ? 1 : 0;
        }
    }

    /** The first of two keys that a record holds. */
    static final class Or extends FunctionKey
    {
        private final Key first;
        private final Key second;

        Or(final String name, final Key first, final Key second)
        {
            super(name, first.type(), Math.max(first.bits(), second.bits()), first.fields().union(second.fields()),
                first);
            this.first = first;
            this.second = second;
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return first.isPresent(context) || second.isPresent(context);
        }

        @Override
        public long high(final KeyContext context)
        {
            return (first.isPresent(context) ? first : second).high(context);
        }

        @Override
        public long low(final KeyContext context)
        {
            return (first.isPresent(context) ? first : second).low(context);
        }
    }

    /** An address of one family as one of either. */
    static final class AnyAddress extends FunctionKey
    {
        private static final long MAPPED = 0xFFFFL << 32;

        private final Key key;
        private final long bitsToSet;

        AnyAddress(final Key key)
        {
            super(key.name(), KeyType.ADDRESS, 2 * Long.SIZE, key.fields(), key);
            this.key = key;
            bitsToSet = KeyType.IPV4 == key.type() ? MAPPED : 0;
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return key.isPresent(context);
        }

        @Override
        public long high(final KeyContext context)
        {
            return key.high(context);
        }

        @Override
        public long low(final KeyContext context)
        {
            return key.low(context) | bitsToSet;
        }
    }

    /**
     * A key, or a default where a record lacks it. A default that is a value of the key stands for just that; another
     * takes the bits above the key's, which no value has.
     */
    static final class OrDefault extends FunctionKey
    {
        private final Key key;
        private final String text;
        private final long absentHigh;
        private final long absentLow;
        private final boolean isValue;

        OrDefault(final String name, final Key key, final String text, final long[] value)
        {
            super(name, key.type(), null == value ? key.bits() + 1 : key.bits(), key.fields(), key);
            this.key = key;
            this.text = text;
            isValue = null != value;
            final boolean isWide = key.bits() >= Long.SIZE;
            absentHigh = isValue ? value[0] : isWide ? 1L << key.bits() - Long.SIZE : 0;
            absentLow = isValue ? value[1] : isWide ? 0 : 1L << key.bits();
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return true;
        }

        @Override
        boolean isTyped()
        {
            return isValue;
        }

        @Override
        public boolean isNumber()
        {
            return isValue && key.isNumber();
        }

        @Override
        public long high(final KeyContext context)
        {
            return key.isPresent(context) ? key.high(context) : absentHigh;
        }

        @Override
        public long low(final KeyContext context)
        {
            return key.isPresent(context) ? key.low(context) : absentLow;
        }

        @Override
        void write(final long high, final long low, final KeyValue into)
        {
            if (!isValue && high == absentHigh && low == absentLow)
            {
                into.append(text);
            }
            else
            {
                key.write(high, low, into);
            }
        }

        @Override
        public String format(final long high, final long low)
        {
            return !isValue && high == absentHigh && low == absentLow ? text : key.format(high, low);
        }

        @Override
        public long[] parse(final String value)
        {
            return !isValue && text.equals(value) ? new long[]{ absentHigh, absentLow } : key.parse(value);
        }
    }

    /** One of two keys of one kind, as a condition tells. */
    static final class Choice extends FunctionKey
    {
        private final Condition condition;
        private final Key yes;
        private final Key no;

        Choice(final String name, final Condition condition, final Key yes, final Key no)
        {
            super(name, yes.type(), Math.max(yes.bits(), no.bits()),
                condition.fields().union(yes.fields()).union(no.fields()), yes);
            this.condition = condition;
            this.yes = yes;
            this.no = no;
        }

        private Key chosen(final KeyContext context)
        {
            return condition.isTrue(context) ? yes : no;
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return chosen(context).isPresent(context);
        }

        @Override
        public long high(final KeyContext context)
        {
            return chosen(context).high(context);
        }

        @Override
        public long low(final KeyContext context)
        {
            return chosen(context).low(context);
        }
    }

    /** Whether two texts that are present are the same. */
    static final class EqualTexts extends FunctionKey
    {
        private final TextKey left;
        private final TextKey right;

        EqualTexts(final String name, final TextKey left, final TextKey right)
        {
            super(name, KeyType.BOOLEAN, 1, left.fields().union(right.fields()), left);
            this.left = left;
            this.right = right;
        }

        @Override
        public boolean isPresent(final KeyContext context)
        {
            return left.isPresent(context) && right.isPresent(context);
        }

        @Override
        public long high(final KeyContext context)
        {
            return 0;
        }

        @Override
        public long low(final KeyContext context)
        {
            return left.text(context).isText(right.text(context)) ? 1 : 0;
        }
    }
}
