package io.weir.record;

/**
 * Interface of a flow in the form that {@link Slots#INPUT_IFINDEX} holds: a format and a full 32-bit value.
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, typedef interface</a>
 */
public final class InterfaceIndex
{
    /** The value is an ifIndex; 0 is unknown. */
    public static final int FORMAT_IFINDEX = 0;
    /** The packet was discarded; the value is the reason. */
    public static final int FORMAT_DISCARD = 1;
    /** The packet left through several interfaces; the value is their number, 0 when not known. */
    public static final int FORMAT_MULTIPLE = 2;
    /** The packet came from, or stayed in, the device itself. */
    public static final int FORMAT_INTERNAL = 3;

    private static final int COMPACT_VALUE_BITS = 30;
    private static final int COMPACT_VALUE_MASK = 0x3FFF_FFFF;
    private static final long INTERNAL_VALUE = 0x3FFF_FFFFL;

    private InterfaceIndex()
    {
    }

    /**
     * Combine a format and a value.
     *
     * @param format one of the constants, 0..3.
     * @param value  unsigned 32 bits.
     * @return both in one long.
     */
    public static long of(final int format, final long value)
    {
        return (long)format << 32 | value;
    }

    /**
     * Interface from its compact 32-bit form, in which the two highest bits are the format.
     *
     * @param compact as on the wire.
     * @return format and value.
     */
    public static long ofCompact(final int compact)
    {
        return INTERNAL_VALUE == compact ?
            of(FORMAT_INTERNAL, 0) : of(compact >>> COMPACT_VALUE_BITS, compact & COMPACT_VALUE_MASK);
    }

    /**
     * Interface from its expanded form of two 32-bit words.
     *
     * @param format as on the wire.
     * @param value  as on the wire, never masked.
     * @return format and value; a format above 3 is kept by its two lowest bits.
     */
    public static long ofExpanded(final long format, final long value)
    {
        return FORMAT_IFINDEX == format && INTERNAL_VALUE == value ?
            of(FORMAT_INTERNAL, 0) : of((int)format & 3, value);
    }

    /**
     * Format of an interface.
     *
     * @param packed format and value.
     * @return one of the constants, 0..3.
     */
    public static int format(final long packed)
    {
        return (int)(packed >>> 32);
    }

    /**
     * Value of an interface.
     *
     * @param packed format and value.
     * @return 0..2^32-1.
     */
    public static long value(final long packed)
    {
        return packed & 0xFFFF_FFFFL;
    }
}
