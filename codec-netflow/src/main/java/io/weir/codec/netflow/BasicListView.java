package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of a basicList, and cursor over its values, which are all of one element. Placed by
 * {@link DataRecordView#basicList}; valid until the buffer changes or it is placed again. Copies nothing. Not thread
 * safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-+-----------------------------+---------------+
 * |   semantic    |E|         element id          |  length of a
 * +---------------+-+-----------------------------+---------------+
 *      value      |      enterprise number, where E is set        |
 * +---------------+---------------+-------------------------------+
 * |                             values                            |
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6313#section-4.5.1">RFC 6313, section 4.5.1</a>
 */
public final class BasicListView
{
    private static final int HEADER_LENGTH = 5;
    private static final int ENTERPRISE_LENGTH = 4;
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int LONG_LENGTH = 255;
    private static final byte[] NOTHING = new byte[HEADER_LENGTH];

    private byte[] buffer = NOTHING;
    private int offset;
    private int end;
    private int next;
    private int valueOffset;
    private int valueLength;
    private DecodeStatus status = DecodeStatus.OK;

    /** A view of no list: it has no values until it is placed. */
    public BasicListView()
    {
    }

    /* A list cannot have values of no length: there would be no end to them. */
    DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        buffer = NOTHING;
        offset = 0;
        next = 0;
        end = 0;
        if (length < HEADER_LENGTH)
        {
            status = DecodeStatus.SHORT;
            return status;
        }
        final boolean hasEnterprise = 0 != (Wire.u16(newBuffer, newOffset + 1) & ENTERPRISE_BIT);
        final int header = HEADER_LENGTH + (hasEnterprise ? ENTERPRISE_LENGTH : 0);
        status = length < header ? DecodeStatus.SHORT :
            0 == Wire.u16(newBuffer, newOffset + 3) ? DecodeStatus.FIELD_LENGTH : DecodeStatus.OK;
        if (DecodeStatus.OK == status)
        {
            buffer = newBuffer;
            offset = newOffset;
            next = newOffset + header;
            end = newOffset + length;
        }
        return status;
    }

    /** {@return how the values belong together: 0 none, 1 exactly one, 2 one or more, 3 all, 4 ordered, 255 unknown} */
    public int semantic()
    {
        return Wire.u8(buffer, offset);
    }

    /** {@return id of the element that the values are of} */
    public int elementId()
    {
        return Wire.u16(buffer, offset + 1) & ~ENTERPRISE_BIT;
    }

    /** {@return private enterprise number of that element, 0 for IANA's} */
    public long enterprise()
    {
        return 0 == (Wire.u16(buffer, offset + 1) & ENTERPRISE_BIT) ? 0 : Wire.u32(buffer, offset + HEADER_LENGTH);
    }

    /** {@return bytes of each value, or {@link Template#VARIABLE_LENGTH}} */
    public int elementLength()
    {
        return Wire.u16(buffer, offset + 3);
    }

    /**
     * Go to the next value.
     *
     * @return false behind the last value, or when the next one does not fit: see {@link #status()}.
     */
    public boolean next()
    {
        if (DecodeStatus.OK != status || next >= end)
        {
            return false;
        }
        int length = elementLength();
        int at = next;
        if (Template.VARIABLE_LENGTH == length)
        {
            length = Wire.u8(buffer, at);
            at++;
            if (LONG_LENGTH == length)
            {
                length = end - at < 2 ? end : Wire.u16(buffer, at);
                at += 2;
            }
        }
        if (length > end - at)
        {
            status = DecodeStatus.SHORT;
            return false;
        }
        valueOffset = at;
        valueLength = length;
        next = at + length;
        return true;
    }

    /** {@return {@link DecodeStatus#OK} as long as everything fits} */
    public DecodeStatus status()
    {
        return status;
    }

    /** {@return offset of the value in the buffer of the record} */
    public int valueOffset()
    {
        return valueOffset;
    }

    /** {@return bytes of the value} */
    public int valueLength()
    {
        return valueLength;
    }

    /** {@return whether the value can be read as a number: 1 to 8 bytes} */
    public boolean isNumber()
    {
        return valueLength >= 1 && valueLength <= Long.BYTES;
    }

    /** {@return the value as an unsigned number, where {@link #isNumber()}} */
    public long number()
    {
        return DataRecordView.number(buffer, valueOffset, valueLength);
    }
}
