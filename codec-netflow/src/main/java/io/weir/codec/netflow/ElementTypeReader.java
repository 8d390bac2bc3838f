package io.weir.codec.netflow;

import io.weir.codec.netflow.element.Element;
import io.weir.codec.netflow.element.ElementSemantics;
import io.weir.codec.netflow.element.ElementTable;
import io.weir.codec.netflow.element.ElementType;
import io.weir.codec.netflow.template.Template;

import java.nio.charset.StandardCharsets;

/**
 * Learns elements of enterprises from type records: options records in which exporters describe them. Not thread safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5610#section-3">RFC 5610, section 3</a>
 */
final class ElementTypeReader
{
    private static final int INFORMATION_ELEMENT_ID = 303;
    private static final int DATA_TYPE = 339;
    private static final int NAME = 341;
    private static final int SEMANTICS = 344;
    private static final int ENTERPRISE = 346;
    private static final int MAX_NAME_LENGTH = 256;
    private static final int ID_MASK = 0x7FFF;

    private ElementTypeReader()
    {
    }

    /* Whether records of a template describe elements. */
    static boolean isTypeRecord(final Template template)
    {
        boolean hasId = false;
        boolean hasName = false;
        for (int i = 0; i < template.fieldCount(); i++)
        {
            hasId |= 0 == template.enterprise(i) && INFORMATION_ELEMENT_ID == template.elementId(i);
            hasName |= 0 == template.enterprise(i) && NAME == template.elementId(i);
        }
        return hasId && hasName;
    }

    /* Read a record from its cursor on, which is known to fit its set. */
    static void read(final DataRecordView record, final ElementTable elements)
    {
        long enterprise = 0;
        int id = -1;
        ElementType type = ElementType.OCTET_ARRAY;
        ElementSemantics semantics = ElementSemantics.DEFAULT;
        String name = "";
        while (record.nextField())
        {
            if (0 != record.enterprise())
            {
                continue;
            }
            if (NAME == record.elementId() && record.fieldLength() <= MAX_NAME_LENGTH)
            {
                name = text(record);
            }
            if (!record.isNumber())
            {
                continue;
            }
            switch (record.elementId())
            {
                case INFORMATION_ELEMENT_ID:
                    id = (int)record.number() & ID_MASK;
                    break;
                case ENTERPRISE:
                    enterprise = record.number() & 0xFFFF_FFFFL;
                    break;
                case DATA_TYPE:
                    type = ElementType.ofNumber((int)record.number());
                    break;
                case SEMANTICS:
                    semantics = ElementSemantics.ofNumber((int)record.number());
                    break;
                default:
                    break;
            }
        }
        if (id >= 0 && 0 != enterprise)
        {
            elements.learn(
                new Element(enterprise, id, name, null == type ? ElementType.OCTET_ARRAY : type, semantics));
        }
    }

    private static String text(final DataRecordView record)
    {
        int length = record.fieldLength();
        while (length > 0 && 0 == record.buffer()[record.fieldOffset() + length - 1])
        {
            length--;
        }
        return new String(record.buffer(), record.fieldOffset(), length, StandardCharsets.UTF_8);
    }
}
