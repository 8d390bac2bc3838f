package io.weir.collector;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Address of a sender as two longs and a port, IPv4 in the form {@code ::ffff:a.b.c.d}. Reused for every datagram of a
 * worker; not thread safe.
 *
 * <p>Does not allocate for a sender seen just before, nor for any IPv4 sender. An IPv6 address is copied by the JDK
 * each time it is looked at, so that the last ones are remembered, in a table that is bounded: of two addresses that
 * share a place in it, the later one stays.
 */
public final class SourceAddress
{
    private static final int IPV6_LENGTH = 16;
    private static final int CACHE_LENGTH = 1024;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final boolean HASH_IS_ADDRESS = hashIsAddress();

    private final InetAddress[] cached = new InetAddress[CACHE_LENGTH];
    private final long[] cachedHigh = new long[CACHE_LENGTH];
    private final long[] cachedLow = new long[CACHE_LENGTH];
    private InetSocketAddress last;
    private long high;
    private long low;
    private int port;

    /** No sender yet: all zero. */
    public SourceAddress()
    {
    }

    /**
     * Take the address of a sender.
     *
     * @param sender of the datagram at hand, resolved.
     */
    public void set(final InetSocketAddress sender)
    {
        if (sender == last)
        {
            return;
        }
        last = sender;
        port = sender.getPort();
        final InetAddress address = sender.getAddress();
        if (HASH_IS_ADDRESS && address instanceof Inet4Address)
        {
            high = 0;
            low = V4_MAPPED | address.hashCode() & 0xFFFF_FFFFL;
        }
        else
        {
            lookUp(address);
        }
    }

    /** {@return high 64 bits of the address} */
    public long high()
    {
        return high;
    }

    /** {@return low 64 bits of the address; {@code 0xFFFF_xxxxxxxx} for IPv4} */
    public long low()
    {
        return low;
    }

    /** {@return 0..65535} */
    public int port()
    {
        return port;
    }

    private void lookUp(final InetAddress address)
    {
        final int slot = (address.hashCode() * 0x9E37_79B9 >>> 16) % CACHE_LENGTH;
        if (!address.equals(cached[slot]))
        {
            final byte[] bytes = address.getAddress();
            long newHigh = 0;
            long newLow = IPV6_LENGTH == bytes.length ? 0 : 0xFFFF;
            for (int i = 0; i < bytes.length; i++)
            {
                newHigh = newHigh << 8 | newLow >>> 56;
                newLow = newLow << 8 | bytes[i] & 0xFF;
            }
            cached[slot] = address;
            cachedHigh[slot] = newHigh;
            cachedLow[slot] = newLow;
        }
        high = cachedHigh[slot];
        low = cachedLow[slot];
    }

    // The hash of an IPv4 address is the address and has always been, though no document says so.
    private static boolean hashIsAddress()
    {
        try
        {
            return 0xC633_6401 == InetAddress.getByAddress(new byte[]{(byte)198, 51, 100, 1}).hashCode() &&
                0x0A00_00FF == InetAddress.getByAddress(new byte[]{10, 0, 0, (byte)255}).hashCode();
        }
        catch (final UnknownHostException e)
        {
            return false;
        }
    }
}
