package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one data record, and cursor over its fields. Valid until the buffer changes or {@link #wrap} is called again.
 * Not thread safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-7">RFC 7011, section 7, on variable length</a>
 */
public final class DataRecordView
{
    private static final int LONG_LENGTH = 255;

    private byte[] buffer;
    private Template template;
    private int start;
    private int limit;
    private int next;
    private int field;
    private int fieldOffset;
    private int fieldLength;
    private DecodeStatus status = DecodeStatus.OK;

    /** A view of no record. */
    public DataRecordView()
    {
    }

    /**
     * Place the view over a record and the cursor before its first field.
     *
     * @param newTemplate of the record.
     * @param newBuffer   holding the record.
     * @param newOffset   of its first byte.
     * @param available   bytes from there to the end of the set.
     */
    public void wrap(final Template newTemplate, final byte[] newBuffer, final int newOffset, final int available)
    {
        template = newTemplate;
        buffer = newBuffer;
        start = newOffset;
        limit = newOffset + available;
        next = newOffset;
        field = -1;
        status = DecodeStatus.OK;
    }

    /** Go back before the first field. */
    public void rewind()
    {
        next = start;
        field = -1;
        status = DecodeStatus.OK;
    }

    /**
     * Go to the next field.
     *
     * @return false behind the last field, or when the next one does not fit: see {@link #status()}.
     */
    public boolean nextField()
    {
        if (DecodeStatus.OK != status || field + 1 >= template.fieldCount())
        {
            return false;
        }
        field++;
        fieldOffset = next;
        fieldLength = template.fieldLength(field);
        if (Template.VARIABLE_LENGTH == fieldLength && !readLength())
        {
            status = DecodeStatus.SHORT;
            return false;
        }
        if (fieldLength > limit - fieldOffset)
        {
            status = DecodeStatus.SHORT;
            return false;
        }
        next = fieldOffset + fieldLength;
        return true;
    }

    private boolean readLength()
    {
        if (next >= limit)
        {
            return false;
        }
        fieldLength = Wire.u8(buffer, next);
        fieldOffset = next + 1;
        if (LONG_LENGTH == fieldLength)
        {
            if (limit - next < 3)
            {
                return false;
            }
            fieldLength = Wire.u16(buffer, next + 1);
            fieldOffset = next + 3;
        }
        return true;
    }

    /** {@return {@link DecodeStatus#SHORT} once the cursor has met a field that does not fit its set} */
    public DecodeStatus status()
    {
        return status;
    }

    /** {@return bytes from the first field to the end of the one at the cursor: of the whole record at its end} */
    public int length()
    {
        return next - start;
    }

    /** {@return template of the record} */
    public Template template()
    {
        return template;
    }

    /** {@return index of the field in its template} */
    public int fieldIndex()
    {
        return field;
    }

    /** {@return element id of the field} */
    public int elementId()
    {
        return template.elementId(field);
    }

    /** {@return private enterprise number of the field's element, 0 for IANA's} */
    public long enterprise()
    {
        return template.enterprise(field);
    }

    /** {@return whether the field is part of the scope, in an options record} */
    public boolean isScope()
    {
        return field < template.scopeFieldCount();
    }

    /** {@return array that holds the record} */
    public byte[] buffer()
    {
        return buffer;
    }

    /** {@return offset of the value in the buffer} */
    public int fieldOffset()
    {
        return fieldOffset;
    }

    /** {@return bytes of the value} */
    public int fieldLength()
    {
        return fieldLength;
    }

    /** {@return whether the value can be read as a number: 1 to 8 bytes} */
    public boolean isNumber()
    {
        return fieldLength >= 1 && fieldLength <= Long.BYTES;
    }

    /** {@return the value as an unsigned number, where {@link #isNumber()}} */
    public long number()
    {
        return number(buffer, fieldOffset, fieldLength);
    }

    static long number(final byte[] from, final int offset, final int length)
    {
        long value = 0;
        for (int i = 0; i < length; i++)
        {
            value = value << 8 | Wire.u8(from, offset + i);
        }
        return value;
    }
}
