package io.weir.codec.netflow.element;

/**
 * Abstract data type of an information element.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7012#section-3.1">RFC 7012, section 3.1</a>
 */
public enum ElementType
{
    /** Bytes without a meaning of their own. */
    OCTET_ARRAY("octetArray"),
    /** Unsigned, 8 bits. */
    UNSIGNED8("unsigned8"),
    /** Unsigned, up to 16 bits. */
    UNSIGNED16("unsigned16"),
    /** Unsigned, up to 32 bits. */
    UNSIGNED32("unsigned32"),
    /** Unsigned, up to 64 bits. */
    UNSIGNED64("unsigned64"),
    /** Unsigned, up to 256 bits. */
    UNSIGNED256("unsigned256"),
    /** Signed, 8 bits. */
    SIGNED8("signed8"),
    /** Signed, up to 16 bits. */
    SIGNED16("signed16"),
    /** Signed, up to 32 bits. */
    SIGNED32("signed32"),
    /** Signed, up to 64 bits. */
    SIGNED64("signed64"),
    /** IEEE single precision. */
    FLOAT32("float32"),
    /** IEEE double precision, or single when it is sent in 4 bytes. */
    FLOAT64("float64"),
    /** 1 for true, 2 for false. */
    BOOLEAN("boolean"),
    /** Ethernet address. */
    MAC_ADDRESS("macAddress"),
    /** UTF-8. */
    STRING("string"),
    /** Seconds since the Unix epoch, 32 bits. */
    DATE_TIME_SECONDS("dateTimeSeconds"),
    /** Milliseconds since the Unix epoch, 64 bits. */
    DATE_TIME_MILLISECONDS("dateTimeMilliseconds"),
    /** NTP timestamp of which the lowest 11 bits do not count. */
    DATE_TIME_MICROSECONDS("dateTimeMicroseconds"),
    /** NTP timestamp. */
    DATE_TIME_NANOSECONDS("dateTimeNanoseconds"),
    /** IPv4 address. */
    IPV4_ADDRESS("ipv4Address"),
    /** IPv6 address. */
    IPV6_ADDRESS("ipv6Address"),
    /** List of values of one element. */
    BASIC_LIST("basicList"),
    /** List of records of one template. */
    SUB_TEMPLATE_LIST("subTemplateList"),
    /** List of records of several templates. */
    SUB_TEMPLATE_MULTI_LIST("subTemplateMultiList");

    private static final ElementType[] ALL = values();

    private final String label;

    ElementType(final String label)
    {
        this.label = label;
    }

    /** {@return name in the IANA registry} */
    public String label()
    {
        return label;
    }

    /**
     * Type by its number in type records.
     *
     * @param number 0..255.
     * @return the type, or null when there is none of that number.
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5610#section-3.1">RFC 5610, section 3.1</a>
     */
    public static ElementType ofNumber(final int number)
    {
        // The number of unsigned256 was given last; here it stands among its like.
        final int last = values().length - 1;
        return number < 0 || number > last ? null : last == number ? UNSIGNED256 :
            values()[number < UNSIGNED256.ordinal() ? number : number + 1];
    }

    static ElementType ofLabel(final String label)
    {
        for (final ElementType type : ALL)
        {
            if (type.label.equals(label))
            {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown element type: " + label);
    }
}
