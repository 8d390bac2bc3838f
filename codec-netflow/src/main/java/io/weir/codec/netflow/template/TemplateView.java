package io.weir.codec.netflow.template;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.Arrays;

/**
 * View of one template record in a template set. Valid until the buffer changes or {@link #wrap} is called again. Not
 * thread safe.
 *
 * <pre>
 *   data template            options template, version 9      options template, IPFIX
 * +--------+--------+      +--------+--------+--------+      +--------+--------+--------+
 * |   id   | fields |      |   id   | scope  | option |      |   id   | fields | scopes |
 * +--------+--------+      |        | bytes  | bytes  |      +--------+--------+--------+
 *                          +--------+--------+--------+
 *   then for each field: type, length; in IPFIX an enterprise number of 32 bits follows when the type's top bit is set
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-3.4">RFC 7011, section 3.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3954#section-5.2">RFC 3954, sections 5.2 and 6.1</a>
 */
public final class TemplateView
{
    /** Lowest id of a template. */
    public static final int MIN_ID = 256;
    /** Most fields of a template. */
    public static final int MAX_FIELDS = 512;
    /** Longest record that a template may describe, in bytes, values of variable length not counted. */
    public static final int MAX_RECORD_LENGTH = 16_384;

    private static final int DATA_HEADER_LENGTH = 4;
    private static final int OPTIONS_HEADER_LENGTH = 6;
    private static final int SPECIFIER_LENGTH = 4;
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int ENTERPRISE_LENGTH = 4;
    private static final int ALL_TEMPLATES = 2;
    private static final int ALL_OPTIONS_TEMPLATES = 3;

    private byte[] buffer = new byte[0];
    private int offset;
    private int length;
    private int headerLength;
    private TemplateFormat format = TemplateFormat.V9_DATA;
    private int id;
    private int fieldCount;
    private int scopeFieldCount;

    /** A view of no template. */
    public TemplateView()
    {
    }

    /**
     * Place the view over a template record.
     *
     * @param newFormat of the set that holds it.
     * @param newBuffer holding the record.
     * @param newOffset of its first byte.
     * @param available bytes from there to the end of the set.
     * @return {@link DecodeStatus#OK}, {@link DecodeStatus#TEMPLATE} when it breaks its specification or a bound, or
     *     {@link DecodeStatus#TEMPLATE_ZERO} when its records would have no bytes. {@link #length()} means something
     *     after {@code OK} only.
     */
    public DecodeStatus wrap(
        final TemplateFormat newFormat,
        final byte[] newBuffer,
        final int newOffset,
        final int available)
    {
        buffer = newBuffer;
        offset = newOffset;
        format = newFormat;
        fieldCount = 0;
        scopeFieldCount = 0;
        length = DATA_HEADER_LENGTH;
        if (available < DATA_HEADER_LENGTH)
        {
            return DecodeStatus.TEMPLATE;
        }
        id = Wire.u16(newBuffer, newOffset);
        if (isWithdrawalOnTheWire())
        {
            return DecodeStatus.OK;
        }
        headerLength = newFormat.isOptions() ? OPTIONS_HEADER_LENGTH : DATA_HEADER_LENGTH;
        if (id < MIN_ID || available < headerLength || !readCounts())
        {
            return DecodeStatus.TEMPLATE;
        }
        return measure(available);
    }

    private boolean isWithdrawalOnTheWire()
    {
        return !format.isVersion9() && 0 == Wire.u16(buffer, offset + 2) &&
            (id >= MIN_ID || (format.isOptions() ? ALL_OPTIONS_TEMPLATES : ALL_TEMPLATES) == id);
    }

    private boolean readCounts()
    {
        final int first = Wire.u16(buffer, offset + 2);
        if (!format.isOptions())
        {
            fieldCount = first;
            return fieldCount > 0 && fieldCount <= MAX_FIELDS;
        }
        final int second = Wire.u16(buffer, offset + 4);
        if (format.isVersion9())
        {
            scopeFieldCount = first / SPECIFIER_LENGTH;
            fieldCount = scopeFieldCount + second / SPECIFIER_LENGTH;
            return 0 == first % SPECIFIER_LENGTH && 0 == second % SPECIFIER_LENGTH && scopeFieldCount > 0 &&
                fieldCount <= MAX_FIELDS;
        }
        fieldCount = first;
        scopeFieldCount = second;
        return scopeFieldCount > 0 && scopeFieldCount <= fieldCount && fieldCount <= MAX_FIELDS;
    }

    private DecodeStatus measure(final int available)
    {
        int at = headerLength;
        int recordLength = 0;
        for (int i = 0; i < fieldCount; i++)
        {
            if (available - at < SPECIFIER_LENGTH)
            {
                return DecodeStatus.TEMPLATE;
            }
            final int fieldLength = Wire.u16(buffer, offset + at + 2);
            recordLength += Template.VARIABLE_LENGTH == fieldLength ? 1 : fieldLength;
            at += specifierLength(at);
        }
        if (at > available || recordLength > MAX_RECORD_LENGTH)
        {
            return DecodeStatus.TEMPLATE;
        }
        length = at;
        return 0 == recordLength ? DecodeStatus.TEMPLATE_ZERO : DecodeStatus.OK;
    }

    private int specifierLength(final int at)
    {
        return SPECIFIER_LENGTH + (hasEnterprise(at) ? ENTERPRISE_LENGTH : 0);
    }

    private boolean hasEnterprise(final int at)
    {
        return !format.isVersion9() && 0 != (Wire.u16(buffer, offset + at) & ENTERPRISE_BIT);
    }

    /** {@return bytes of the record, to the next one} */
    public int length()
    {
        return length;
    }

    /** {@return id of the template; of a withdrawal of all templates 2 or 3} */
    public int id()
    {
        return id;
    }

    /** {@return number of fields, scope fields included; 0 in a withdrawal} */
    public int fieldCount()
    {
        return fieldCount;
    }

    /** {@return number of scope fields} */
    public int scopeFieldCount()
    {
        return scopeFieldCount;
    }

    /** {@return whether it is, or takes back, an options template} */
    public boolean isOptions()
    {
        return format.isOptions();
    }

    /** {@return whether it takes a template back, or all of them, instead of defining one} */
    public boolean isWithdrawal()
    {
        return 0 == fieldCount;
    }

    /**
     * Whether it says what a template says that is already known. Allocates nothing.
     *
     * @param template to compare with.
     * @return true if it is the same.
     */
    public boolean isSame(final Template template)
    {
        return template.isSame(format, buffer, offset, length);
    }

    /** {@return the template as an object, which does not depend on the buffer} */
    public Template toTemplate()
    {
        final long[] fields = new long[fieldCount];
        int at = headerLength;
        for (int i = 0; i < fieldCount; i++)
        {
            final boolean isPrivate = hasEnterprise(at);
            final int type = Wire.u16(buffer, offset + at);
            fields[i] = Template.field(
                isPrivate ? Wire.u32(buffer, offset + at + SPECIFIER_LENGTH) : 0,
                isPrivate ? type & ~ENTERPRISE_BIT : type,
                Wire.u16(buffer, offset + at + 2));
            at += specifierLength(at);
        }
        return new Template(format, id, scopeFieldCount, fields,
            Arrays.copyOfRange(buffer, offset, offset + length));
    }
}
