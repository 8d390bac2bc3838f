package io.weir.wire;

/**
 * Addresses as text, and text as addresses. An address is two longs; IPv4 is {@code ::ffff:a.b.c.d}, that is a high of
 * 0 and a low of {@code 0xFFFF_xxxxxxxx}. Stateless. Allocates: for queries, events and configuration only.
 */
public final class IpText
{
    private static final int GROUPS = 8;

    private IpText()
    {
    }

    /**
     * Whether an address is IPv4 in its mapped form.
     *
     * @param high 64 bits.
     * @param low  64 bits.
     * @return true if it is.
     */
    public static boolean isV4(final long high, final long low)
    {
        return 0 == high && 0xFFFF == low >>> 32;
    }

    /**
     * Text of an address: dotted for IPv4, else IPv6.
     *
     * @param high 64 bits.
     * @param low  64 bits.
     * @return the text.
     */
    public static String of(final long high, final long low)
    {
        return isV4(high, low) ? v4(low & 0xFFFF_FFFFL) : v6(high, low);
    }

    /**
     * Dotted text of an IPv4 address.
     *
     * @param address 0..2^32-1.
     * @return such as {@code 192.0.2.1}.
     */
    public static String v4(final long address)
    {
        return (address >>> 24 & 0xFF) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "." +
            (address & 0xFF);
    }

    /**
     * Text of an IPv6 address: upper case, the longest run of two or more zero groups compressed.
     *
     * @param high 64 bits.
     * @param low  64 bits.
     * @return such as {@code 2001:DB8::1}.
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952, section 4, but for the case of the digits</a>
     */
    public static String v6(final long high, final long low)
    {
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++)
        {
            int end = i;
            while (end < GROUPS && 0 == group(high, low, end))
            {
                end++;
            }
            if (end - i > bestLength)
            {
                bestStart = i;
                bestLength = end - i;
            }
        }
        final StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++)
        {
            if (i == bestStart)
            {
                text.append("::");
                i += bestLength - 1;
            }
            else
            {
                if (!text.isEmpty() && ':' != text.charAt(text.length() - 1))
                {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(high, low, i)).toUpperCase(java.util.Locale.ROOT));
            }
        }
        return text.toString();
    }

    private static int group(final long high, final long low, final int index)
    {
        final long half = index < 4 ? high : low;
        return (int)(half >>> 48 - 16 * (index & 3)) & 0xFFFF;
    }
}
