package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyType;
import io.weir.flowcache.key.KeyValue;
import io.weir.record.FlowRecord;

/**
 * One comparison of a program, and where to go on. Immutable; a record, whose components are constants to the compiler
 * where the step itself is one.
 *
 * @param key          on the left.
 * @param form         how the comparison is made.
 * @param presenceWord word of presence bits that tells whether a record has the key.
 * @param presenceMask bits of that word which must be set.
 * @param lowSlot      slot of the low 64 bits.
 * @param shift        of the value within the slot.
 * @param lowMask      bits of the value.
 * @param start        first value of a range.
 * @param length       last value of a range, less the first; plus 2^63, as is what it is compared with, so that a
 *                     compare with sign does for one without.
 * @param values       on the right, null for texts.
 * @param texts        on the right, null for values.
 * @param onFound      where to go when the key has one of the values.
 * @param onOther      where to go when it has another.
 * @param onAbsent     where to go when the record lacks it.
 */
record FilterStep(
    Key key,
    Form form,
    int presenceWord,
    long presenceMask,
    int lowSlot,
    int shift,
    long lowMask,
    long start,
    long length,
    ValueSet values,
    TextSet texts,
    int onFound,
    int onOther,
    int onAbsent)
{
    static FilterStep of(final Expression.Comparison comparison, final int onFound, final int onOther)
    {
        final Key key = comparison.key();
        final ValueSet values = comparison.values();
        final boolean isPlain = !key.isComputed() && key.bits() <= Long.SIZE &&
            KeyType.INTERFACE != key.type() && KeyType.DIRECTION != key.type();
        final boolean isRange = isPlain && values.isRange();
        return new FilterStep(
            key,
            isRange ? Form.RANGE : isPlain ? Form.PLAIN : key.isComputed() ? Form.COMPUTED : Form.WIDE,
            key.presenceWord(),
            key.presenceMask(),
            key.field().slot() + key.field().slots() - 1,
            key.shift(),
            key.bits() >= Long.SIZE ? -1 : (1L << key.bits()) - 1,
            isRange ? values.firstLow() : 0,
            isRange ? values.lastLow() - values.firstLow() + Long.MIN_VALUE : 0,
            values,
            null,
            onFound,
            onOther,
            comparison.orAbsent() ? onFound : onOther);
    }

    static FilterStep of(final Expression.TextComparison comparison, final int onFound, final int onOther)
    {
        return new FilterStep(comparison.key(), Form.TEXT, 0, 0, 0, 0, 0, 0, 0, null, comparison.texts(),
            onFound, onOther, comparison.orAbsent() ? onFound : onOther);
    }

    int run(final KeyContext context)
    {
        if (Form.TEXT == form)
        {
            final KeyValue text = key.text(context);
            return null == text ? onAbsent : texts.contains(text) ? onFound : onOther;
        }
        if (Form.COMPUTED == form)
        {
            return !key.isPresent(context) ? onAbsent :
                values.contains(key.high(context), key.low(context)) ? onFound : onOther;
        }
        final FlowRecord record = context.record();
        if (presenceMask != (record.present(presenceWord) & presenceMask))
        {
            return onAbsent;
        }
        if (Form.WIDE == form)
        {
            return values.contains(key.high(record), key.low(record)) ? onFound : onOther;
        }
        final long low = record.get(lowSlot) >>> shift & lowMask;
        final boolean found = Form.RANGE == form ?
            low - start + Long.MIN_VALUE <= length : values.contains(0, low);
        return found ? onFound : onOther;
    }

    /** How a comparison is made. */
    enum Form
    {
        /** Bits of one slot lie in one range. */
        RANGE,
        /** Bits of one slot are one of several values. */
        PLAIN,
        /** The value takes more than bits of one slot. */
        WIDE,
        /** The key is computed. */
        COMPUTED,
        /** The key is a text. */
        TEXT
    }
}
