package io.weir.flowcache.key;

/** Reads addresses as people write them, without name look-up. Stateless. */
final class AddressParser
{
    private static final int GROUPS = 8;
    private static final int PARTS = 4;

    private AddressParser()
    {
    }

    /**
     * Parse an IPv4 address, or an IPv6 address without zone or dotted tail.
     *
     * @param text to parse.
     * @param into high and low 64 bits, IPv4 in its mapped form.
     * @return false if the text is not an address.
     */
    static boolean parse(final String text, final long[] into)
    {
        return text.indexOf(':') < 0 ? parse4(text, into) : parse6(text, into);
    }

    private static boolean parse4(final String text, final long[] into)
    {
        final String[] parts = text.split("\\.", -1);
        long address = 0xFFFF;
        for (final String part : parts)
        {
            final int value = number(part, 10, 3);
            if (value < 0 || value > 0xFF)
            {
                return false;
            }
            address = address << 8 | value;
        }
        into[0] = 0;
        into[1] = address;
        return PARTS == parts.length;
    }

    private static boolean parse6(final String text, final long[] into)
    {
        final int gap = text.indexOf("::");
        final String[] before = split(gap < 0 ? text : text.substring(0, gap));
        final String[] after = split(gap < 0 ? "" : text.substring(gap + 2));
        final int given = before.length + after.length;
        if (gap < 0 ? GROUPS != given : given >= GROUPS)
        {
            return false;
        }
        into[0] = 0;
        into[1] = 0;
        return place(before, 0, into) && place(after, GROUPS - after.length, into);
    }

    private static String[] split(final String groups)
    {
        return groups.isEmpty() ? new String[0] : groups.split(":", -1);
    }

    private static boolean place(final String[] groups, final int first, final long[] into)
    {
        for (int i = 0; i < groups.length; i++)
        {
            final int value = number(groups[i], 16, 4);
            if (value < 0)
            {
                return false;
            }
            final int position = first + i;
            into[position >>> 2] |= (long)value << 48 - 16 * (position & 3);
        }
        return true;
    }

    private static int number(final String digits, final int radix, final int maxDigits)
    {
        if (digits.isEmpty() || digits.length() > maxDigits)
        {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++)
        {
            final int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0)
            {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
