package io.weir.codec.netflow.template;

import java.util.Arrays;

/**
 * A template: what the records of a data set look like. Immutable. Made by a {@link TemplateView}.
 *
 * <p>In an options template the scope fields come first. Those of NetFlow version 9 have scope types in place of
 * element ids.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-3.4">RFC 7011, section 3.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3954#section-5.2">RFC 3954, sections 5.2 and 6.1</a>
 */
public final class Template
{
    /** Length of a field whose length stands before each value. */
    public static final int VARIABLE_LENGTH = 0xFFFF;
    /** Scope of NetFlow version 9: the whole exporter. */
    public static final int SCOPE_SYSTEM = 1;
    /** Scope of NetFlow version 9: an interface. */
    public static final int SCOPE_INTERFACE = 2;

    private static final int ID_SHIFT = 16;
    private static final int ENTERPRISE_SHIFT = 32;

    private final TemplateFormat format;
    private final int id;
    private final int scopeFieldCount;
    private final long[] fields;
    private final byte[] definition;
    private final int minRecordLength;
    private final boolean variable;

    Template(
        final TemplateFormat format,
        final int id,
        final int scopeFieldCount,
        final long[] fields,
        final byte[] definition)
    {
        this.format = format;
        this.id = id;
        this.scopeFieldCount = scopeFieldCount;
        this.fields = fields;
        this.definition = definition;
        int length = 0;
        boolean anyVariable = false;
        for (final long field : fields)
        {
            final boolean isVariable = VARIABLE_LENGTH == (field & VARIABLE_LENGTH);
            anyVariable |= isVariable;
            length += isVariable ? 1 : (int)(field & VARIABLE_LENGTH);
        }
        this.minRecordLength = length;
        this.variable = anyVariable;
    }

    static long field(final long enterprise, final int elementId, final int length)
    {
        return enterprise << ENTERPRISE_SHIFT | (long)elementId << ID_SHIFT | length;
    }

    /**
     * Begin to describe a template.
     *
     * @param format of its set.
     * @param id     256..65535.
     * @return a builder without fields.
     */
    public static TemplateBuilder builder(final TemplateFormat format, final int id)
    {
        return new TemplateBuilder(format, id);
    }

    /** {@return layout that it had on the wire} */
    public TemplateFormat format()
    {
        return format;
    }

    /** {@return id, which is that of the data sets, 256..65535} */
    public int id()
    {
        return id;
    }

    /** {@return number of fields, scope fields included} */
    public int fieldCount()
    {
        return fields.length;
    }

    /** {@return number of scope fields, which come first; 0 in a template for flows} */
    public int scopeFieldCount()
    {
        return scopeFieldCount;
    }

    /**
     * Element of a field.
     *
     * @param index of the field.
     * @return element id without the enterprise bit, 0..32767; in NetFlow version 9 the plain type, 0..65535.
     */
    public int elementId(final int index)
    {
        return (int)(fields[index] >>> ID_SHIFT) & 0xFFFF;
    }

    /**
     * Enterprise of a field's element.
     *
     * @param index of the field.
     * @return private enterprise number; 0 for IANA's elements and always in NetFlow version 9.
     */
    public long enterprise(final int index)
    {
        return fields[index] >>> ENTERPRISE_SHIFT;
    }

    /**
     * Length of a field.
     *
     * @param index of the field.
     * @return bytes, or {@link #VARIABLE_LENGTH}.
     */
    public int fieldLength(final int index)
    {
        return (int)fields[index] & VARIABLE_LENGTH;
    }

    /** {@return whether records differ in length} */
    public boolean isVariable()
    {
        return variable;
    }

    /** {@return bytes of the shortest record, and of every one unless {@link #isVariable()}; at least 1} */
    public int minRecordLength()
    {
        return minRecordLength;
    }

    /** {@return bytes that it takes in a template set} */
    public int encodedLength()
    {
        return definition.length;
    }

    /**
     * Write it as it stands in a template set, without the set's header.
     *
     * @param buffer to write.
     * @param offset of its first byte.
     * @throws IndexOutOfBoundsException if it does not fit.
     */
    public void encode(final byte[] buffer, final int offset)
    {
        System.arraycopy(definition, 0, buffer, offset, definition.length);
    }

    /**
     * Whether records of another template look the same.
     *
     * @param other whose id does not matter.
     * @return true if it has the same elements with the same lengths in the same order.
     */
    public boolean hasSameFields(final Template other)
    {
        return scopeFieldCount == other.scopeFieldCount && Arrays.equals(fields, other.fields);
    }

    /**
     * Whether a template on the wire says the same.
     *
     * @param otherFormat of that template.
     * @param buffer      holding it.
     * @param offset      of its first byte.
     * @param length      of it in bytes.
     * @return true if it has the same format and the same bytes.
     */
    boolean isSame(final TemplateFormat otherFormat, final byte[] buffer, final int offset, final int length)
    {
        return format == otherFormat &&
            Arrays.equals(definition, 0, definition.length, buffer, offset, offset + length);
    }
}
