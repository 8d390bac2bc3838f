package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of a subTemplateList or subTemplateMultiList, and cursor over its records. Placed by
 * {@link DataRecordView#subTemplateList} or {@link DataRecordView#subTemplateMultiList}; valid until the buffer changes
 * or it is placed again. Copies nothing. Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-------------------------------+---------------+
 * |   semantic    |          template id          |  length, these
 * +---------------+-------------------------------+---------------+
 *  4 included: of |                   records                     |
 *  a multi list   |
 * +---------------+-----------------------------------------------+
 * </pre>
 *
 * <p>A multi list has a template id, a length and records as often as there is room; groups of records whose template
 * is not known are skipped and counted.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6313#section-4.5.2">RFC 6313, sections 4.5.2 and 4.5.3</a>
 */
public final class SubTemplateListView
{
    private static final int SEMANTIC_LENGTH = 1;
    private static final int ID_LENGTH = 2;
    private static final int GROUP_HEADER_LENGTH = 4;
    private static final byte[] NOTHING = new byte[SEMANTIC_LENGTH + ID_LENGTH];

    private byte[] buffer = NOTHING;
    private DataRecordView parent;
    private int offset;
    private int end;
    private int next;
    private int groupEnd;
    private boolean isMulti;
    private int templateId;
    private Template template;
    private int unknownGroups;
    private DecodeStatus status = DecodeStatus.OK;

    /** A view of no list: it has no records until it is placed. */
    public SubTemplateListView()
    {
    }

    DecodeStatus wrap(
        final DataRecordView newParent,
        final boolean multi,
        final byte[] newBuffer,
        final int newOffset,
        final int length)
    {
        parent = newParent;
        isMulti = multi;
        buffer = newBuffer;
        offset = newOffset;
        end = newOffset + length;
        unknownGroups = 0;
        template = null;
        templateId = 0;
        next = newOffset + SEMANTIC_LENGTH;
        groupEnd = next;
        status = length < SEMANTIC_LENGTH + (multi ? 0 : ID_LENGTH) ? DecodeStatus.SHORT : DecodeStatus.OK;
        if (DecodeStatus.OK != status)
        {
            buffer = NOTHING;
            offset = 0;
        }
        else if (!multi)
        {
            openGroup(ID_LENGTH, end);
            status = null == template ? DecodeStatus.MISSING_TEMPLATE : DecodeStatus.OK;
        }
        return status;
    }

    private void openGroup(final int headerLength, final int newGroupEnd)
    {
        templateId = Wire.u16(buffer, next);
        template = parent.find(templateId);
        next += headerLength;
        groupEnd = newGroupEnd;
    }

    /** {@return how the records belong together: 0 none, 1 one, 2 one or more, 3 all, 4 ordered, 255 unknown} */
    public int semantic()
    {
        return Wire.u8(buffer, offset);
    }

    /** {@return id of the template of the record at the cursor, or of the whole list unless it is a multi list} */
    public int templateId()
    {
        return templateId;
    }

    /** {@return groups of a multi list that were skipped so far because their template is not known} */
    public int unknownGroups()
    {
        return unknownGroups;
    }

    /** {@return {@link DecodeStatus#OK} as long as everything fits and the template of a simple list is known} */
    public DecodeStatus status()
    {
        return status;
    }

    /**
     * Go to the next record.
     *
     * @param record to place over it, its cursor before the first field; another than the record that holds the list.
     * @return false behind the last record, or when the next one does not fit: see {@link #status()}.
     */
    public boolean next(final DataRecordView record)
    {
        while (DecodeStatus.OK == status)
        {
            if (null != template && groupEnd - next >= template.minRecordLength())
            {
                return place(record);
            }
            next = groupEnd;
            if (!isMulti || !nextGroup())
            {
                return false;
            }
        }
        return false;
    }

    private boolean place(final DataRecordView record)
    {
        record.wrapNested(parent, template, buffer, next, groupEnd - next);
        final int length = record.measure();
        if (length < 0)
        {
            status = DecodeStatus.SHORT;
            return false;
        }
        next += length;
        return true;
    }

    private boolean nextGroup()
    {
        if (next >= end)
        {
            return false;
        }
        final int length = end - next < GROUP_HEADER_LENGTH ? 0 : Wire.u16(buffer, next + ID_LENGTH);
        if (length < GROUP_HEADER_LENGTH || length > end - next)
        {
            status = DecodeStatus.SET_LENGTH;
            return false;
        }
        openGroup(GROUP_HEADER_LENGTH, next + length);
        unknownGroups += null == template ? 1 : 0;
        return true;
    }
}
