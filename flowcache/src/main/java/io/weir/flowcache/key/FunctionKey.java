package io.weir.flowcache.key;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;

/** A key whose value is computed from other keys of the record. Immutable; computing does not allocate. */
abstract non-sealed class FunctionKey extends Key
{
    private final FieldSet fields;

    FunctionKey(final String name, final KeyType type, final int bits, final FieldSet fields, final Key first)
    {
        super(name, type, bits, first.field());
        this.fields = fields;
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
    public abstract boolean isPresent(FlowRecord record);

    @Override
    public abstract long high(FlowRecord record);

    @Override
    public abstract long low(FlowRecord record);

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
        public boolean isPresent(final FlowRecord record)
        {
            return key.isPresent(record);
        }

        @Override
        public long high(final FlowRecord record)
        {
            return key.high(record) & highMask;
        }

        @Override
        public long low(final FlowRecord record)
        {
            return masked(key.high(record), key.low(record));
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
        public boolean isPresent(final FlowRecord record)
        {
            return key.isPresent(record);
        }

        @Override
        public long high(final FlowRecord record)
        {
            return 0;
        }

        @Override
        public long low(final FlowRecord record)
        {
            final long low = key.low(record);
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
        public boolean isPresent(final FlowRecord record)
        {
            return left.isPresent(record) && right.isPresent(record);
        }

        @Override
        public long high(final FlowRecord record)
        {
            return 0;
        }

        @Override
        public long low(final FlowRecord record)
        {
            return left.high(record) == right.high(record) && left.low(record) == right.low(record) ? 1 : 0;
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
        public boolean isPresent(final FlowRecord record)
        {
            return first.isPresent(record) || second.isPresent(record);
        }

        @Override
        public long high(final FlowRecord record)
        {
            return (first.isPresent(record) ? first : second).high(record);
        }

        @Override
        public long low(final FlowRecord record)
        {
            return (first.isPresent(record) ? first : second).low(record);
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
        public boolean isPresent(final FlowRecord record)
        {
            return key.isPresent(record);
        }

        @Override
        public long high(final FlowRecord record)
        {
            return key.high(record);
        }

        @Override
        public long low(final FlowRecord record)
        {
            return key.low(record) | bitsToSet;
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
        public boolean isPresent(final FlowRecord record)
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
        public long high(final FlowRecord record)
        {
            return key.isPresent(record) ? key.high(record) : absentHigh;
        }

        @Override
        public long low(final FlowRecord record)
        {
            return key.isPresent(record) ? key.low(record) : absentLow;
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
}
