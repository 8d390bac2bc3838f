package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateTable;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one data record, and cursor over its fields. Valid until the buffer changes or {@link #wrap} is called again.
 * Not thread safe.
 *
 * <p>A field may hold a list, of values or of records, which has a view of its own. Records in a list may hold lists
 * again, {@value #MAX_DEPTH} deep.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-7">RFC 7011, section 7, on variable length</a>
 */
public final class DataRecordView
{
    /** How deep lists within lists can be read. */
    public static final int MAX_DEPTH = 2;

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
    private TemplateTable templates;
    private int port;
    private long nowNs;
    private int depth;

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
        depth = 0;
        template = newTemplate;
        buffer = newBuffer;
        start = newOffset;
        limit = newOffset + available;
        next = newOffset;
        field = -1;
        status = DecodeStatus.OK;
    }

    /* Where the templates of lists are found. */
    void templates(final TemplateTable newTemplates, final int newPort, final long newNowNs)
    {
        templates = newTemplates;
        port = newPort;
        nowNs = newNowNs;
    }

    Template find(final int id)
    {
        final Template found = null == templates ? null : templates.find(port, id, nowNs);
        return null == found || found.format().isOptions() ? null : found;
    }

    void wrapNested(
        final DataRecordView parent,
        final Template newTemplate,
        final byte[] newBuffer,
        final int newOffset,
        final int available)
    {
        final int newDepth = parent.depth + 1;
        templates(parent.templates, parent.port, parent.nowNs);
        wrap(newTemplate, newBuffer, newOffset, available);
        depth = newDepth;
    }

    /* Length of the record, -1 when it does not fit; the cursor is before the first field then. */
    int measure()
    {
        boolean fits = template.minRecordLength() <= limit - start;
        if (fits && !template.isVariable())
        {
            return template.minRecordLength();
        }
        while (nextField())
        {
            fits = true;
        }
        final int length = fits && DecodeStatus.OK == status ? length() : -1;
        rewind();
        return length;
    }

    /**
     * Place a view over the basicList that the field holds.
     *
     * @param list to place.
     * @return {@link DecodeStatus#OK}, or why it has no values: {@link DecodeStatus#SHORT},
     *     {@link DecodeStatus#FIELD_LENGTH} for values of no length.
     */
    public DecodeStatus basicList(final BasicListView list)
    {
        return list.wrap(buffer, fieldOffset, fieldLength);
    }

    /**
     * Place a view over the subTemplateList that the field holds. Templates are known in the records that a
     * {@link DataRecordListener} is given, and in the lists of those.
     *
     * @param list to place.
     * @return {@link DecodeStatus#OK}, or why it has no records: {@link DecodeStatus#SHORT},
     *     {@link DecodeStatus#MISSING_TEMPLATE}, {@link DecodeStatus#LIMIT} below {@link #MAX_DEPTH}.
     */
    public DecodeStatus subTemplateList(final SubTemplateListView list)
    {
        return MAX_DEPTH == depth ? DecodeStatus.LIMIT :
            list.wrap(this, false, buffer, fieldOffset, fieldLength);
    }

    /**
     * Place a view over the subTemplateMultiList that the field holds, as {@link #subTemplateList}.
     *
     * @param list to place.
     * @return {@link DecodeStatus#OK}, {@link DecodeStatus#SHORT}, or {@link DecodeStatus#LIMIT} below
     *     {@link #MAX_DEPTH}.
     */
    public DecodeStatus subTemplateMultiList(final SubTemplateListView list)
    {
        return MAX_DEPTH == depth ? DecodeStatus.LIMIT : list.wrap(this, true, buffer, fieldOffset, fieldLength);
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

    /* Texts of fixed length are filled up with zeros. */
    static int textLength(final byte[] buffer, final int at, final int length)
    {
        int end = at + length;
        while (end > at && 0 == buffer[end - 1])
        {
            end--;
        }
        return end - at;
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
