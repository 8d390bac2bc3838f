package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyType;
import io.weir.wire.IpText;

import java.util.List;

/** Networks as ranges of values of an address key. Stateless. */
final class Networks
{
    private static final int V4_BITS = 32;
    private static final int BITS = 128;
    private static final int MAPPED_BITS = BITS - V4_BITS;
    private static final long MAPPED_START = 0xFFFF_0000_0000L;
    private static final long MAPPED_END = 0xFFFF_FFFF_FFFFL;

    private Networks()
    {
    }

    static boolean isAddress(final Key key)
    {
        return KeyType.IPV4 == key.type() || KeyType.IPV6 == key.type() || KeyType.ADDRESS == key.type();
    }

    /* Ranges of a network such as 10.0.0.0/8; IllegalArgumentException, without a place, when it is none. */
    static List<ValueSet.Range> parse(final Key key, final String text)
    {
        final int slash = text.indexOf('/');
        final long[] address = key.parse(text.substring(0, slash));
        final boolean isDotted = text.indexOf(':') < 0;
        final int given = length(text.substring(slash + 1), isDotted ? V4_BITS : BITS);
        final int bits = isDotted ? given + MAPPED_BITS : given;
        final long maskHigh = bits >= Long.SIZE ? -1 : 0 == bits ? 0 : -1L << Long.SIZE - bits;
        final long maskLow = bits >= BITS ? -1 : bits <= Long.SIZE ? 0 : -1L << BITS - bits;
        if (0 != (address[0] & ~maskHigh | address[1] & ~maskLow))
        {
            final long high = address[0] & maskHigh;
            final long low = address[1] & maskLow;
            throw new IllegalArgumentException("bits are set behind the prefix: the network is " +
                (KeyType.IPV4 == key.type() ? IpText.v4(low) : isDotted ? IpText.of(high, low) :
                IpText.v6(high, low)) + "/" + given);
        }
        final long endHigh = address[0] | ~maskHigh;
        final long endLow = address[1] | ~maskLow;
        if (KeyType.ADDRESS == key.type() && bits < MAPPED_BITS && holdsMapped(address, endHigh, endLow))
        {
            // What is left of it on either side of the mapped addresses.
            final ValueSet.Range before = new ValueSet.Range(0, address[1], 0, MAPPED_START - 1);
            final ValueSet.Range after = new ValueSet.Range(0, MAPPED_END + 1, endHigh, endLow);
            return 0 == endHigh && MAPPED_END == endLow ? List.of(before) : List.of(before, after);
        }
        return List.of(new ValueSet.Range(address[0], address[1], endHigh, endLow));
    }

    private static boolean holdsMapped(final long[] start, final long endHigh, final long endLow)
    {
        return 0 == start[0] && Long.compareUnsigned(start[1], MAPPED_START) < 0 &&
            (0 != endHigh || Long.compareUnsigned(endLow, MAPPED_END) >= 0);
    }

    private static int length(final String text, final int max)
    {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > max)
        {
            throw new IllegalArgumentException("the length of a prefix is 0.." + max);
        }
        return Integer.parseInt(text);
    }
}
