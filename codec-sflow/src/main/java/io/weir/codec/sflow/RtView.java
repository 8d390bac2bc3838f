package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * What samples of custom metrics and of custom flows share: the name of a data source, and a cursor over named values.
 * Not thread safe.
 */
public abstract class RtView
{
    static final int WORD = 4;
    static final int HYPER = 8;

    private byte[] buffer;
    private int offset;
    private int end;
    private int next;
    private long valuesLeft;
    private int nameOffset;
    private int nameLength;
    private int type;
    private int valueOffset;
    private int valueLength;

    RtView()
    {
    }

    /* A head of some words stands between the name of the data source and the number of values. */
    final DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length, final int headLength)
    {
        if (length < WORD)
        {
            return DecodeStatus.LENGTH;
        }
        final long padded = SflowFormat.padded(Wire.u32(newBuffer, newOffset));
        if (padded > length - 2 * WORD - headLength)
        {
            return DecodeStatus.LENGTH;
        }
        buffer = newBuffer;
        offset = newOffset;
        end = newOffset + length;
        next = newOffset + WORD + (int)padded + headLength + WORD;
        valuesLeft = Wire.u32(newBuffer, next - WORD);
        return DecodeStatus.OK;
    }

    final long headWord(final int index)
    {
        return Wire.u32(buffer, offset + WORD + (int)SflowFormat.padded(sourceLength()) + index * WORD);
    }

    /* Bytes of a value of fixed width, 0 for a text, below 0 for a type that is not known. */
    abstract int width(int valueType);

    /** {@return offset in the buffer of the name of the data source} */
    public final int sourceOffset()
    {
        return offset + WORD;
    }

    /** {@return bytes of the name of the data source} */
    public final int sourceLength()
    {
        return Wire.i32(buffer, offset);
    }

    /** {@return true until the announced values are read, or the cursor met a fault that ends the sample} */
    public final boolean hasValue()
    {
        return valuesLeft > 0;
    }

    /**
     * Move to the next value.
     *
     * @return {@link DecodeStatus#OK}; or, with no value and nothing after it, {@link DecodeStatus#COUNT} when no bytes
     *     are left for it, {@link DecodeStatus#LENGTH} when a text is longer than the bytes that are left,
     *     {@link DecodeStatus#UNKNOWN_TYPE} for a type whose width is not known.
     */
    public final DecodeStatus nextValue()
    {
        final DecodeStatus status = read();
        valuesLeft = DecodeStatus.OK == status ? valuesLeft - 1 : 0;
        return status;
    }

    private DecodeStatus read()
    {
        if (end - next < WORD)
        {
            return DecodeStatus.COUNT;
        }
        final long name = Wire.u32(buffer, next);
        if (SflowFormat.padded(name) > end - next - 2 * WORD)
        {
            return DecodeStatus.LENGTH;
        }
        final int typeAt = next + WORD + (int)SflowFormat.padded(name);
        final int width = width(Wire.i32(buffer, typeAt));
        final int at = typeAt + WORD;
        if (width < 0)
        {
            return DecodeStatus.UNKNOWN_TYPE;
        }
        if (end - at < Math.max(WORD, width) ||
            0 == width && SflowFormat.padded(Wire.u32(buffer, at)) > end - at - WORD)
        {
            return DecodeStatus.LENGTH;
        }
        nameOffset = next + WORD;
        nameLength = (int)name;
        type = Wire.i32(buffer, typeAt);
        valueOffset = 0 == width ? at + WORD : at;
        valueLength = 0 == width ? Wire.i32(buffer, at) : width;
        next = 0 == width ? at + WORD + (int)SflowFormat.padded(valueLength) : at + width;
        return DecodeStatus.OK;
    }

    /** {@return offset in the buffer of the name of the value} */
    public final int nameOffset()
    {
        return nameOffset;
    }

    /** {@return bytes of the name of the value} */
    public final int nameLength()
    {
        return nameLength;
    }

    /** {@return type of the value, one of the constants of the view} */
    public final int type()
    {
        return type;
    }

    /** {@return offset in the buffer of the value; of a text, after its length} */
    public final int valueOffset()
    {
        return valueOffset;
    }

    /** {@return bytes of the value; of a text, without padding} */
    public final int valueLength()
    {
        return valueLength;
    }

    /** {@return bytes behind the cursor; those after the last announced value belong to nothing} */
    public final int remaining()
    {
        return end - next;
    }
}
