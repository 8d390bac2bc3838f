package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;

/**
 * Reads the names of interfaces, VRFs and applications in options records. Not thread safe. Allocates only for names
 * that are new.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6759#section-5.2">RFC 6759, section 5.2, on application names</a>
 */
final class NameReader
{
    private static final int INGRESS_INTERFACE = 10;
    private static final int EGRESS_INTERFACE = 14;
    private static final int INTERFACE_NAME = 82;
    private static final int INTERFACE_DESCRIPTION = 83;
    private static final int APPLICATION_ID = 95;
    private static final int APPLICATION_NAME = 96;
    private static final int INGRESS_VRF = 234;
    private static final int EGRESS_VRF = 235;
    private static final int VRF_NAME = 236;
    private static final long NONE = -1;

    private long interfaceId;
    private long vrfId;
    private long applicationId;
    private int nameKind;
    private int nameOffset;
    private int nameLength;
    private boolean isDescription;

    /* Whether records of a template tell names. */
    static boolean hasNames(final Template template)
    {
        for (int i = template.scopeFieldCount(); i < template.fieldCount(); i++)
        {
            if (0 == template.enterprise(i) && 0 != kind(template.elementId(i)))
            {
                return true;
            }
        }
        return false;
    }

    private static int kind(final int elementId)
    {
        switch (elementId)
        {
            case INTERFACE_NAME:
            case INTERFACE_DESCRIPTION:
                return ExporterNames.INTERFACE;
            case APPLICATION_NAME:
                return ExporterNames.APPLICATION;
            case VRF_NAME:
                return ExporterNames.VRF;
            default:
                return 0;
        }
    }

    /* Read a record from its cursor on, which is known to fit its set; false when there was no room for its name. */
    boolean read(final DataRecordView record, final ExporterNames names)
    {
        interfaceId = NONE;
        vrfId = NONE;
        applicationId = NONE;
        nameKind = 0;
        nameLength = 0;
        isDescription = false;
        while (record.nextField())
        {
            if (0 == record.enterprise())
            {
                take(record);
            }
        }
        final long id = ExporterNames.INTERFACE == nameKind ? interfaceId :
            ExporterNames.VRF == nameKind ? vrfId : applicationId;
        return 0 == nameKind || NONE == id || names.learn(nameKind, id, record.buffer(), nameOffset, nameLength);
    }

    private void take(final DataRecordView record)
    {
        final int id = record.elementId();
        if (record.isScope() && record.template().format().isVersion9())
        {
            interfaceId = Template.SCOPE_INTERFACE == id && record.isNumber() ? record.number() : interfaceId;
            return;
        }
        if (0 != kind(id))
        {
            takeName(record, id);
        }
        else if (APPLICATION_ID == id)
        {
            applicationId =
                ExporterNames.applicationId(record.buffer(), record.fieldOffset(), record.fieldLength());
        }
        else if (record.isNumber())
        {
            interfaceId = INGRESS_INTERFACE == id || EGRESS_INTERFACE == id ? record.number() : interfaceId;
            vrfId = INGRESS_VRF == id || EGRESS_VRF == id ? record.number() : vrfId;
        }
    }

    /* The name is preferred to the description, wherever they stand. */
    private void takeName(final DataRecordView record, final int id)
    {
        final boolean isOtherDescription = INTERFACE_DESCRIPTION == id;
        if (0 == nameKind || isDescription && !isOtherDescription)
        {
            nameKind = kind(id);
            nameOffset = record.fieldOffset();
            nameLength = record.fieldLength();
            isDescription = isOtherDescription;
        }
    }
}
