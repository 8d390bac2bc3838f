package io.weir.codec.netflow.element;

/**
 * What the values of an element are, beyond their type.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7012#section-3.2">RFC 7012, section 3.2</a>
 */
public enum ElementSemantics
{
    /** Nothing particular. */
    DEFAULT("default"),
    /** A measured value. */
    QUANTITY("quantity"),
    /** A count since the flow, or the exporter, began. */
    TOTAL_COUNTER("totalCounter"),
    /** A count since the last record. */
    DELTA_COUNTER("deltaCounter"),
    /** A number that names something. */
    IDENTIFIER("identifier"),
    /** Bits of which each means something. */
    FLAGS("flags"),
    /** A list of values. */
    LIST("list"),
    /** A counter of SNMP. */
    SNMP_COUNTER("snmpCounter"),
    /** A gauge of SNMP. */
    SNMP_GAUGE("snmpGauge");

    private static final ElementSemantics[] ALL = values();

    private final String label;

    ElementSemantics(final String label)
    {
        this.label = label;
    }

    /** {@return name in the IANA registry} */
    public String label()
    {
        return label;
    }

    /** {@return whether values of records may be added up} */
    public boolean isCounter()
    {
        return TOTAL_COUNTER == this || DELTA_COUNTER == this;
    }

    /**
     * Semantics by their number in type records.
     *
     * @param number 0..255.
     * @return the semantics, {@link #DEFAULT} for a number that is not known.
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5610#section-3.6">RFC 5610, section 3.6</a>
     */
    public static ElementSemantics ofNumber(final int number)
    {
        return number >= 0 && number < values().length ? values()[number] : DEFAULT;
    }

    static ElementSemantics ofLabel(final String label)
    {
        for (final ElementSemantics semantics : ALL)
        {
            if (semantics.label.equals(label))
            {
                return semantics;
            }
        }
        throw new IllegalArgumentException("unknown element semantics: " + label);
    }
}
