package io.weir.record;

import static java.util.Objects.requireNonNull;

/**
 * An information element as keys see it. Immutable.
 *
 * @param enterprise private enterprise number, 0 for IANA's elements and the types of NetFlow version 9.
 * @param id         of the element.
 * @param name       of the element.
 * @param kind       of its values.
 */
public record NamedElement(long enterprise, int id, String name, Kind kind)
{
    /** What a value is. */
    public enum Kind
    {
        /** An unsigned number, or bytes that are read as one. */
        NUMBER,
        /** An IPv4 address. */
        IPV4,
        /** An IPv6 address. */
        IPV6,
        /** An Ethernet address. */
        MAC,
        /** UTF-8. */
        TEXT
    }

    /**
     * Check the values.
     *
     * @param enterprise private enterprise number.
     * @param id         of the element.
     * @param name       of the element.
     * @param kind       of its values.
     */
    public NamedElement
    {
        requireNonNull(name);
        requireNonNull(kind);
    }

    /**
     * The field of its values.
     *
     * @return the field.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public Field field()
    {
        return Kind.TEXT == kind ? Field.elementText(enterprise, id) : Field.element(enterprise, id);
    }
}
