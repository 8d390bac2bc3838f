package io.weir.flowcache.key;

import static java.util.Objects.requireNonNull;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/**
 * A flow key: a name for a value that records may hold. Immutable.
 *
 * <p>Several keys may read one field: {@code ipsource} and {@code ip6source} both read the source address and differ
 * in the kind of layer that they ask for. Whether a record holds a key is one masked compare of one word of its
 * presence bits. The key of a call of a function, such as {@code mask:ipsource:24}, is computed from other keys.
 */
public sealed class Key permits FunctionKey
{
    private final String name;
    private final KeyType type;
    private final int bits;
    private final int shift;
    private final Field field;
    private final FieldSet fields;
    private final int highSlot;
    private final int lowSlot;
    private final int presenceWord;
    private final long presenceMask;
    private final String description;

    Key(
        final String name,
        final KeyType type,
        final int bits,
        final int shift,
        final Field field,
        final long kinds,
        final String description)
    {
        this(name, type, bits, shift, field, description, Slots.bit(field.slot()) | kinds);
    }

    /* A key that is computed: no bits tell its presence. */
    Key(final String name, final KeyType type, final int bits, final Field field)
    {
        this(name, type, bits, 0, field, "computed", 0);
    }

    private Key(
        final String name,
        final KeyType type,
        final int bits,
        final int shift,
        final Field field,
        final String description,
        final long presenceMask)
    {
        this.name = requireNonNull(name);
        this.type = requireNonNull(type);
        this.bits = bits;
        this.shift = shift;
        this.field = requireNonNull(field);
        this.fields = FieldSet.of(field);
        highSlot = field.slot();
        lowSlot = highSlot + field.slots() - 1;
        presenceWord = Slots.word(highSlot);
        this.presenceMask = presenceMask;
        this.description = requireNonNull(description);

    }

    /* The same key of an inner packet: the bits of its presence are those of another word. */
    Key layer(final int layer)
    {
        return new Key(name + '.' + layer, type, bits, shift, field.layer(layer),
            description + ", of inner packet " + layer, presenceMask);
    }

    /** {@return name in definitions and in JSON} */
    public String name()
    {
        return name;
    }

    /** {@return what the bits mean} */
    public KeyType type()
    {
        return type;
    }

    /** {@return width in a packed key in bits, 1..128; a text is packed as a number that stands for it} */
    public int bits()
    {
        return bits;
    }

    /** {@return position of the value's lowest bit within the last slot of its field} */
    public int shift()
    {
        return shift;
    }

    /** {@return the field that holds the value} */
    public Field field()
    {
        return field;
    }

    /** {@return what a decoder must fill for this key} */
    public FieldSet fields()
    {
        return fields;
    }

    /** {@return the word of presence bits that tells whether a record holds this key} */
    public int presenceWord()
    {
        return presenceWord;
    }

    /** {@return bits of that word which must all be set} */
    public long presenceMask()
    {
        return presenceMask;
    }

    /** {@return one line for people} */
    public String description()
    {
        return description;
    }

    /** {@return whether the value is computed from other keys, which field, shift and presence bits do not tell} */
    public boolean isComputed()
    {
        return false;
    }

    /** {@return whether {@link #value} is a number, not text} */
    public boolean isNumber()
    {
        return KeyType.NUMBER == type;
    }

    /**
     * Whether the record of a context holds this key.
     *
     * @param context to compute with.
     * @return true if it does.
     */
    public boolean isPresent(final KeyContext context)
    {
        return isPresent(context.record());
    }

    /**
     * High 64 bits of the value.
     *
     * @param context whose record holds this key.
     * @return the bits, 0 where the key has no more than 64.
     */
    public long high(final KeyContext context)
    {
        return high(context.record());
    }

    /**
     * Low 64 bits of the value; of a text, the number that stands for it.
     *
     * @param context whose record holds this key.
     * @return the bits, those above the key's width 0; 0 for a text for which there is no room.
     */
    public long low(final KeyContext context)
    {
        return low(context.record());
    }

    /**
     * Text of the key of a text.
     *
     * @param context to compute with.
     * @return the text until the context turns to another record; null where the record lacks the key, and for keys
     *     that are not of texts.
     */
    public KeyValue text(final KeyContext context)
    {
        return null;
    }

    /* Append the text of a value. */
    void write(final long high, final long low, final KeyValue into)
    {
        type.write(high, low, into);
    }

    /**
     * Whether a record holds this key.
     *
     * @param record to look at.
     * @return true if it does.
     */
    public boolean isPresent(final FlowRecord record)
    {
        return presenceMask == (record.present(presenceWord) & presenceMask);
    }

    /**
     * High 64 bits of the value.
     *
     * @param record that holds this key.
     * @return the bits, 0 where the key has no more than 64.
     */
    public long high(final FlowRecord record)
    {
        return bits > Long.SIZE ? record.get(highSlot) : 0;
    }

    /**
     * Low 64 bits of the value.
     *
     * @param record that holds this key.
     * @return the bits, those above the key's width 0.
     */
    public long low(final FlowRecord record)
    {
        final long low = record.get(lowSlot) >>> shift;
        return type.canonical(bits >= Long.SIZE ? low : low & (1L << bits) - 1);
    }

    /**
     * Text of a value.
     *
     * @param high 64 bits, as {@link #high} gives them.
     * @param low  64 bits, as {@link #low} gives them.
     * @return the text.
     */
    public String format(final long high, final long low)
    {
        return type.format(high, low);
    }

    /**
     * Text of the value in a record.
     *
     * @param record to look at.
     * @return the text, null when the record lacks the key.
     */
    public String format(final FlowRecord record)
    {
        if (KeyType.TEXT != type)
        {
            return isPresent(record) ? format(high(record), low(record)) : null;
        }
        final KeyValue text = TextKey.of(this).text(KeyContext.of(record));
        return null == text ? null : text.toString();
    }

    /**
     * Value in a record, as JSON writes it.
     *
     * @param record to look at.
     * @return a {@link Long} where {@link #isNumber}, else a {@link String}; null when the record lacks the key. A
     *     number of 2^63 or more, which no sound record holds, is given as text.
     */
    public Object value(final FlowRecord record)
    {
        final long low = isNumber() && isPresent(record) ? low(record) : -1;
        return low >= 0 ? (Object)low : format(record);
    }

    /**
     * Bits of a text; not for keys of texts.
     *
     * @param text as {@link #format(long, long)} writes it.
     * @return high and low 64 bits.
     * @throws IllegalArgumentException if the text is not a value of this key.
     */
    public long[] parse(final String text)
    {
        final long[] value = new long[2];
        try
        {
            type.parse(text, value);
        }
        catch (final NumberFormatException e)
        {
            throw new IllegalArgumentException(name + ": not a value of this key: '" + text + "'", e);
        }
        if (0 != (bits < Long.SIZE ? value[1] >>> bits : 0))
        {
            throw new IllegalArgumentException(name + ": value is out of range: '" + text + "' bits=" + bits);
        }
        return value;
    }

    @Override
    public String toString()
    {
        return name;
    }
}
