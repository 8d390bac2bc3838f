package io.weir.record;

/**
 * IPv6 extension headers of one packet in a {@code long}: 4 bits each, in order, from the lowest bits on. 0 ends them.
 * Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8200">RFC 8200, section 4</a>
 */
public final class Ip6Extensions
{
    private static final int BITS = 4;
    private static final int[] NUMBERS = { -1, 0, 43, 44, 51, 60, 135, 139, 140 };

    private Ip6Extensions()
    {
    }

    /**
     * Code of an extension header.
     *
     * @param number its next header value.
     * @return 1..8, or 0 when it is none.
     */
    public static int code(final int number)
    {
        for (int code = 1; code < NUMBERS.length; code++)
        {
            if (NUMBERS[code] == number)
            {
                return code;
            }
        }
        return 0;
    }

    /**
     * How many there are.
     *
     * @param packed headers.
     * @return 0..16.
     */
    public static int count(final long packed)
    {
        return (Long.SIZE - Long.numberOfLeadingZeros(packed) + BITS - 1) / BITS;
    }

    /**
     * Their numbers.
     *
     * @param packed headers.
     * @return such as {@code 0-60-44}; empty when there are none. A code without a number is written as {@code ?}.
     */
    public static String format(final long packed)
    {
        final StringBuilder text = new StringBuilder();
        for (long left = packed; 0 != left; left >>>= BITS)
        {
            final int code = (int)left & 0xF;
            text.append(0 == text.length() ? "" : "-");
            text.append(0 == code || code >= NUMBERS.length ? "?" : Integer.toString(NUMBERS[code]));
        }
        return text.toString();
    }

    /**
     * Headers from their numbers.
     *
     * @param text such as {@link #format} gives.
     * @return packed headers.
     * @throws NumberFormatException if a number is none of an extension header, or there are more than 16.
     */
    public static long parse(final String text)
    {
        long packed = 0;
        int at = 0;
        for (final String number : text.split("-", -1))
        {
            final int code = code(Integer.parseInt(number));
            if (0 == code || at >= Long.SIZE)
            {
                throw new NumberFormatException(text);
            }
            packed |= (long)code << at;
            at += BITS;
        }
        return packed;
    }
}
