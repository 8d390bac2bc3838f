package io.weir.capture;

import java.util.Arrays;

/** The interfaces of a pcapng section: link type, snap length, and how their stamps become epoch nanoseconds. */
final class PcapngInterfaces
{
    static final int MAX = 65_536;
    static final int OPTION_END = 0;
    static final int OPTION_RESOLUTION = 9;
    static final int OPTION_OFFSET = 14;

    private static final int BINARY = 0x80;
    private static final int DEFAULT_RESOLUTION = 6;
    private static final int NS_RESOLUTION = 9;
    private static final int MAX_POWER_OF_TEN = 19;
    private static final long NS_PER_S = 1_000_000_000L;

    private int[] linkTypes = new int[4];
    private long[] snapLengths = new long[4];
    private int[] resolutions = new int[4];
    private long[] offsets = new long[4];
    private int size;

    void clear()
    {
        size = 0;
    }

    int size()
    {
        return size;
    }

    // Add an interface with the default resolution; false when there are too many.
    boolean add(final int linkType, final long snapLength)
    {
        if (MAX == size)
        {
            return false;
        }
        if (linkTypes.length == size)
        {
            linkTypes = Arrays.copyOf(linkTypes, 2 * size);
            snapLengths = Arrays.copyOf(snapLengths, 2 * size);
            resolutions = Arrays.copyOf(resolutions, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size);
        }
        linkTypes[size] = linkType;
        snapLengths[size] = snapLength;
        resolutions[size] = DEFAULT_RESOLUTION;
        offsets[size] = 0;
        size++;
        return true;
    }

    // Option if_tsresol of the interface added last: a negative power of 10, or of 2 when the top bit is set.
    void resolution(final int resolution)
    {
        resolutions[size - 1] = resolution;
    }

    // Option if_tsoffset of the interface added last.
    void offset(final long seconds)
    {
        offsets[size - 1] = seconds;
    }

    int linkType(final int index)
    {
        return linkTypes[index];
    }

    long snapLength(final int index)
    {
        return snapLengths[index];
    }

    // Time of a stamp, which is unsigned; beyond what a long holds, the nearest it does.
    long timeNs(final int index, final long stamp)
    {
        final int resolution = resolutions[index];
        final long ns;
        if (DEFAULT_RESOLUTION == resolution)
        {
            ns = multiply(stamp, 1_000);
        }
        else if (0 != (resolution & BINARY))
        {
            ns = binary(stamp, resolution & ~BINARY);
        }
        else
        {
            ns = decimal(stamp, resolution);
        }
        return 0 == offsets[index] ? ns : addSeconds(ns, offsets[index]);
    }

    private static long decimal(final long stamp, final int digits)
    {
        if (digits <= NS_RESOLUTION)
        {
            return multiply(stamp, powerOfTen(NS_RESOLUTION - digits));
        }
        if (digits - NS_RESOLUTION > MAX_POWER_OF_TEN)
        {
            return 0;
        }
        // 10^19 does not fit a signed long, but an unsigned one.
        final long quotient = Long.divideUnsigned(stamp, powerOfTen(digits - NS_RESOLUTION));
        return quotient < 0 ? Long.MAX_VALUE : quotient;
    }

    private static long binary(final long stamp, final int bits)
    {
        if (0 == bits)
        {
            return multiply(stamp, NS_PER_S);
        }
        final long seconds = bits < Long.SIZE ? stamp >>> bits : 0;
        final long fraction = bits <= Long.SIZE ? stamp << Long.SIZE - bits : stamp >>> bits - Long.SIZE;
        final long high = Math.multiplyHigh(fraction, NS_PER_S) + (fraction < 0 ? NS_PER_S : 0);
        final long whole = multiply(seconds, NS_PER_S);
        return whole > Long.MAX_VALUE - high ? Long.MAX_VALUE : whole + high;
    }

    private static long multiply(final long unsigned, final long factor)
    {
        return unsigned < 0 || unsigned > Long.MAX_VALUE / factor ? Long.MAX_VALUE : unsigned * factor;
    }

    private static long addSeconds(final long ns, final long seconds)
    {
        if (seconds > 0)
        {
            final long add = multiply(seconds, NS_PER_S);
            return ns > Long.MAX_VALUE - add ? Long.MAX_VALUE : ns + add;
        }
        final long least = Long.MIN_VALUE / NS_PER_S;
        return ns + Math.max(seconds, least) * NS_PER_S;
    }

    private static long powerOfTen(final int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= 10;
        }
        return power;
    }
}
