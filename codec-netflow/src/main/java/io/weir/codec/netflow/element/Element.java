package io.weir.codec.netflow.element;

import static java.util.Objects.requireNonNull;

/**
 * An information element. Immutable.
 *
 * @param enterprise private enterprise number, 0 for IANA's own and for the private types of NetFlow version 9.
 * @param id         0..32767, or to 65535 for a private type of NetFlow version 9.
 * @param name       in the words of the registry, such as {@code octetDeltaCount}.
 * @param type       of its values.
 * @param semantics  of its values.
 * @see <a href="https://www.iana.org/assignments/ipfix/ipfix.xhtml">IANA, IPFIX Information Elements</a>
 */
public record Element(long enterprise, int id, String name, ElementType type, ElementSemantics semantics)
{
    /**
     * Check the numbers.
     *
     * @param enterprise private enterprise number.
     * @param id         of the element.
     * @param name       of the element.
     * @param type       of its values.
     * @param semantics  of its values.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public Element
    {
        requireNonNull(name);
        requireNonNull(type);
        requireNonNull(semantics);
        if (enterprise < 0 || enterprise > 0xFFFF_FFFFL || id < 0 || id > 0xFFFF)
        {
            throw new IllegalArgumentException(
                name + ": number is out of range: enterprise=" + enterprise + " id=" + id);
        }
    }
}
