package io.weir.exporter;

import io.weir.wire.IpText;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A set of IPv4 and IPv6 networks. Immutable. A lookup is a binary search over intervals that do not overlap, and does
 * not allocate: about 17 steps for 100,000 networks.
 *
 * <p>The mapped form of an IPv4 address, {@code ::ffff:192.0.2.1}, is that IPv4 address. No shorter IPv6 prefix than
 * that form's 96 bits contains IPv4 addresses: {@code ::/0} is every IPv6 address and no IPv4 address.
 */
public final class NetworkSet
{
    /** No network. */
    public static final NetworkSet EMPTY = new NetworkSet(List.of());

    private static final int BITS = 128;
    private static final int V4_BITS = 32;
    private static final int MAPPED_BITS = BITS - V4_BITS;
    private static final long MAPPED_START = 0xFFFF_0000_0000L;
    private static final long MAPPED_END = 0xFFFF_FFFF_FFFFL;
    private static final String PART = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(PART + "(\\." + PART + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    private final long[] startHigh;
    private final long[] startLow;
    private final long[] endHigh;
    private final long[] endLow;

    private NetworkSet(final List<Interval> merged)
    {
        startHigh = merged.stream().mapToLong(interval -> interval.startHigh).toArray();
        startLow = merged.stream().mapToLong(interval -> interval.startLow).toArray();
        endHigh = merged.stream().mapToLong(interval -> interval.endHigh).toArray();
        endLow = merged.stream().mapToLong(interval -> interval.endLow).toArray();
    }

    /**
     * A set of networks, which may overlap.
     *
     * @param networks such as {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or an address alone. Names are not looked
     *                 up, an IPv6 zone is not accepted, bits behind the prefix must be zero.
     * @return the set.
     * @throws IllegalArgumentException if a text is not a network; the message tells it.
     */
    public static NetworkSet of(final Collection<String> networks)
    {
        final List<Interval> intervals = new ArrayList<>();
        networks.forEach(network -> addIntervals(network, intervals));
        intervals.sort(Comparator.naturalOrder());
        final List<Interval> merged = new ArrayList<>();
        for (final Interval next : intervals)
        {
            final Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (null == last || compare(next.startHigh, next.startLow, last.endHigh, last.endLow) > 0)
            {
                merged.add(next);
            }
            else if (compare(next.endHigh, next.endLow, last.endHigh, last.endLow) > 0)
            {
                merged.set(merged.size() - 1,
                    new Interval(last.startHigh, last.startLow, next.endHigh, next.endLow));
            }
        }
        return new NetworkSet(merged);
    }

    /** {@return whether there is no network} */
    public boolean isEmpty()
    {
        return 0 == startHigh.length;
    }

    /**
     * Whether an address is in one of the networks.
     *
     * @param high 64 bits.
     * @param low  64 bits; {@code 0xFFFF_xxxxxxxx} for IPv4.
     * @return true if it is.
     */
    public boolean contains(final long high, final long low)
    {
        int from = 0;
        int to = startHigh.length;
        while (from < to)
        {
            final int middle = from + to >>> 1;
            if (compare(startHigh[middle], startLow[middle], high, low) > 0)
            {
                to = middle;
            }
            else
            {
                from = middle + 1;
            }
        }
        return from > 0 && compare(high, low, endHigh[from - 1], endLow[from - 1]) <= 0;
    }

    /**
     * An address from its text. Names are not looked up.
     *
     * @param text of an IPv4 or IPv6 address without zone.
     * @return high and low 64 bits.
     * @throws IllegalArgumentException if it is not an address.
     */
    public static long[] address(final String text)
    {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches())
        {
            throw new IllegalArgumentException(text + " is not an IPv4 or IPv6 address");
        }
        try
        {
            final byte[] bytes = InetAddress.getByName(text).getAddress();
            long high = 0;
            long low = BITS / Byte.SIZE == bytes.length ? 0 : 0xFFFF;
            for (final byte part : bytes)
            {
                high = high << Byte.SIZE | low >>> Long.SIZE - Byte.SIZE;
                low = low << Byte.SIZE | part & 0xFF;
            }
            return new long[]{ high, low };
        }
        catch (final UnknownHostException e)
        {
            throw new IllegalArgumentException(text + " is not an IPv4 or IPv6 address", e);
        }
    }

    private static void addIntervals(final String network, final List<Interval> into)
    {
        final int slash = network.indexOf('/');
        final long[] address = address(slash < 0 ? network : network.substring(0, slash));
        final boolean isMapped = IpText.isV4(address[0], address[1]);
        final boolean isDotted = isMapped && network.indexOf(':') < 0;
        final int given = slash < 0 ? isDotted ? V4_BITS : BITS :
            length(network, network.substring(slash + 1), isDotted ? V4_BITS : BITS);
        final int bits = isDotted ? given + MAPPED_BITS : given;
        final long maskHigh = bits >= Long.SIZE ? -1 : bits <= 0 ? 0 : -1L << Long.SIZE - bits;
        final long maskLow = bits >= BITS ? -1 : bits <= Long.SIZE ? 0 : -1L << BITS - bits;
        if (0 != (address[0] & ~maskHigh) || 0 != (address[1] & ~maskLow))
        {
            throw new IllegalArgumentException(network + " has bits behind its prefix; the network is " +
                IpText.of(address[0] & maskHigh, address[1] & maskLow) + "/" + given);
        }
        final Interval all = new Interval(address[0], address[1], address[0] | ~maskHigh, address[1] | ~maskLow);
        if (bits < MAPPED_BITS && compare(all.startHigh, all.startLow, 0, MAPPED_START) <= 0 &&
            compare(all.endHigh, all.endLow, 0, MAPPED_END) >= 0)
        {
            // What is left of it on either side of the mapped addresses.
            addUnlessEmpty(new Interval(all.startHigh, all.startLow, 0, MAPPED_START - 1), into);
            addUnlessEmpty(new Interval(0, MAPPED_END + 1, all.endHigh, all.endLow), into);
        }
        else
        {
            into.add(all);
        }
    }

    private static void addUnlessEmpty(final Interval interval, final List<Interval> into)
    {
        if (compare(interval.startHigh, interval.startLow, interval.endHigh, interval.endLow) <= 0)
        {
            into.add(interval);
        }
    }

    private static int length(final String network, final String text, final int max)
    {
        if (!LENGTH.matcher(text).matches() || Integer.parseInt(text) > max)
        {
            throw new IllegalArgumentException(network + " has a prefix length outside 0.." + max);
        }
        return Integer.parseInt(text);
    }

    private static int compare(final long high, final long low, final long otherHigh, final long otherLow)
    {
        final int byHigh = Long.compareUnsigned(high, otherHigh);
        return 0 != byHigh ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    /** Addresses from one to another, both included. */
    private record Interval(long startHigh, long startLow, long endHigh, long endLow) implements Comparable<Interval>
    {
        @Override
        public int compareTo(final Interval other)
        {
            return compare(startHigh, startLow, other.startHigh, other.startLow);
        }
    }
}
