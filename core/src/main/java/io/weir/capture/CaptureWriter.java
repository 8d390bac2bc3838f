package io.weir.capture;

import io.weir.wire.IpText;
import io.weir.wire.Wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Writes UDP datagrams to a pcap file with stamps in nanoseconds, as Ethernet, IPv4 or IPv6, and UDP with checksums.
 *
 * <p>The same calls write the same bytes. Allocates nothing per datagram. Not thread safe.
 *
 * <pre>{@code
 * try (CaptureWriter capture = CaptureWriter.create(path))
 * {
 *     capture.source(high, low, 50_000).destination(collectorHigh, collectorLow, 6343);
 *     capture.write(buffer, 0, length, timeNs);
 * }
 * }</pre>
 */
public final class CaptureWriter implements AutoCloseable
{
    /** Longest payload of a datagram over IPv4. */
    public static final int MAX_PAYLOAD_V4 = 65_507;
    /** Longest payload of a datagram over IPv6. */
    public static final int MAX_PAYLOAD_V6 = 65_527;

    private static final int SNAP_LENGTH = 262_144;
    private static final int LINK_ETHERNET = 1;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int UDP = 17;
    private static final int HOPS = 64;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final long SOURCE_MAC = 0x0200_0000_0001L;
    private static final long DESTINATION_MAC = 0x0200_0000_0002L;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int UDP_LENGTH = 8;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int BUFFER_LENGTH = 256 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private int used;
    private long sourceHigh;
    private long sourceLow = UdpDissector.PAYLOAD_SOURCE_LOW;
    private int sourcePort = UdpDissector.PAYLOAD_SOURCE_PORT;
    private long destinationHigh;
    private long destinationLow = UdpDissector.PAYLOAD_SOURCE_LOW + 1;
    private int destinationPort = UdpDissector.PAYLOAD_SOURCE_PORT;
    private int identification;
    private long datagrams;

    private CaptureWriter(final OutputStream out)
    {
        this.out = out;
        putLittle(0, PcapSource.MAGIC_NS);
        putLittle(4, 4 << 16 | 2);
        putLittle(16, SNAP_LENGTH);
        putLittle(20, LINK_ETHERNET);
        used = 24;
    }

    /**
     * Begin a file, in place of one that is there. A name that ends in {@code .gz} makes it compressed.
     *
     * @param path of the file.
     * @return a writer that has written the file header; sources are 192.0.2.1 until said otherwise.
     * @throws IOException when it cannot be written.
     */
    public static CaptureWriter create(final Path path) throws IOException
    {
        final OutputStream file = Files.newOutputStream(path);
        return path.toString().endsWith(".gz") ? to(new GZIPOutputStream(file)) : to(file);
    }

    /**
     * Write to a stream, such as standard output.
     *
     * @param out closed with the writer.
     * @return a writer that has written the file header; sources are 192.0.2.1 until said otherwise.
     */
    public static CaptureWriter to(final OutputStream out)
    {
        return new CaptureWriter(out);
    }

    /**
     * Set the source of the datagrams that follow.
     *
     * @param high 64 bits of the address.
     * @param low  64 bits of the address, IPv4 in its mapped form.
     * @param port 0..65535.
     * @return this for a fluent API.
     * @throws IllegalArgumentException when the port is none; nothing is changed.
     */
    public CaptureWriter source(final long high, final long low, final int port)
    {
        sourcePort = checkPort(port);
        sourceHigh = high;
        sourceLow = low;
        return this;
    }

    /**
     * Set the destination of the datagrams that follow.
     *
     * @param high 64 bits of the address.
     * @param low  64 bits of the address, IPv4 in its mapped form.
     * @param port 0..65535.
     * @return this for a fluent API.
     * @throws IllegalArgumentException when the port is none; nothing is changed.
     */
    public CaptureWriter destination(final long high, final long low, final int port)
    {
        destinationPort = checkPort(port);
        destinationHigh = high;
        destinationLow = low;
        return this;
    }

    private static int checkPort(final int port)
    {
        if (port < 0 || port > 65_535)
        {
            throw new IllegalArgumentException("port is not within 0..65535: " + port);
        }
        return port;
    }

    /**
     * Write a datagram. It goes over IPv4 when both addresses are IPv4, else over IPv6.
     *
     * @param payload to read.
     * @param offset  of its first byte.
     * @param length  in bytes, at most {@link #MAX_PAYLOAD_V4} or {@link #MAX_PAYLOAD_V6}.
     * @param timeNs  nanoseconds since the Unix epoch, from 0 to those of the year 2106.
     * @throws IllegalArgumentException when the length or the time cannot be written; nothing is.
     * @throws IOException              when it cannot be written.
     */
    public void write(final byte[] payload, final int offset, final int length, final long timeNs) throws IOException
    {
        final boolean v4 = IpText.isV4(sourceHigh, sourceLow) && IpText.isV4(destinationHigh, destinationLow);
        if (length < 0 || length > (v4 ? MAX_PAYLOAD_V4 : MAX_PAYLOAD_V6))
        {
            throw new IllegalArgumentException("no datagram is this long: " + length);
        }
        if (timeNs < 0 || timeNs / NS_PER_S > 0xFFFF_FFFFL)
        {
            throw new IllegalArgumentException("pcap has no stamp for this time: " + timeNs + " ns");
        }
        final int udpLength = UDP_LENGTH + length;
        final int packetLength = ETHERNET_LENGTH + (v4 ? IPV4_LENGTH : IPV6_LENGTH) + udpLength;
        if (BUFFER_LENGTH - used < RECORD_HEADER_LENGTH + packetLength)
        {
            flushBuffer();
        }
        putLittle(used, (int)(timeNs / NS_PER_S));
        putLittle(used + 4, (int)(timeNs % NS_PER_S));
        putLittle(used + 8, packetLength);
        putLittle(used + 12, packetLength);
        final int frame = used + RECORD_HEADER_LENGTH;
        Wire.putU48(buffer, frame, DESTINATION_MAC);
        Wire.putU48(buffer, frame + 6, SOURCE_MAC);
        Wire.putU16(buffer, frame + 12, v4 ? TYPE_IPV4 : TYPE_IPV6);
        final int ip = frame + ETHERNET_LENGTH;
        final int udp = v4 ? putIpv4(ip, udpLength) : putIpv6(ip, udpLength);
        System.arraycopy(payload, offset, buffer, udp + UDP_LENGTH, length);
        putUdp(udp, udpLength, sum(v4 ? ip + 12 : ip + 8, v4 ? 8 : 32));
        used += RECORD_HEADER_LENGTH + packetLength;
        datagrams++;
    }

    private int putIpv4(final int at, final int udpLength)
    {
        Wire.putU16(buffer, at, 0x4500);
        Wire.putU16(buffer, at + 2, IPV4_LENGTH + udpLength);
        Wire.putU16(buffer, at + 4, identification++);
        Wire.putU16(buffer, at + 6, DONT_FRAGMENT);
        Wire.putU8(buffer, at + 8, HOPS);
        Wire.putU8(buffer, at + 9, UDP);
        Wire.putU16(buffer, at + 10, 0);
        Wire.putU32(buffer, at + 12, sourceLow);
        Wire.putU32(buffer, at + 16, destinationLow);
        Wire.putU16(buffer, at + 10, ~fold(sum(at, IPV4_LENGTH)));
        return at + IPV4_LENGTH;
    }

    private int putIpv6(final int at, final int udpLength)
    {
        Wire.putU32(buffer, at, 0x6000_0000L);
        Wire.putU16(buffer, at + 4, udpLength);
        Wire.putU8(buffer, at + 6, UDP);
        Wire.putU8(buffer, at + 7, HOPS);
        Wire.putU64(buffer, at + 8, sourceHigh);
        Wire.putU64(buffer, at + 16, sourceLow);
        Wire.putU64(buffer, at + 24, destinationHigh);
        Wire.putU64(buffer, at + 32, destinationLow);
        return at + IPV6_LENGTH;
    }

    private void putUdp(final int at, final int udpLength, final long addressSum)
    {
        Wire.putU16(buffer, at, sourcePort);
        Wire.putU16(buffer, at + 2, destinationPort);
        Wire.putU16(buffer, at + 4, udpLength);
        Wire.putU16(buffer, at + 6, 0);
        final int checksum = ~fold(addressSum + UDP + udpLength + sum(at, udpLength)) & 0xFFFF;
        // 0 says "no checksum", so the other zero of ones' complement stands for it.
        Wire.putU16(buffer, at + 6, 0 == checksum ? 0xFFFF : checksum);
    }

    // Sum of 16-bit words, an odd byte at the end padded with zero; the carries are kept.
    private long sum(final int at, final int bytes)
    {
        long sum = 0;
        int i = at;
        for (final int end = at + (bytes & ~3); i < end; i += 4)
        {
            sum += Wire.u32(buffer, i);
        }
        if (0 != (bytes & 2))
        {
            sum += Wire.u16(buffer, i);
            i += 2;
        }
        if (0 != (bytes & 1))
        {
            sum += (long)Wire.u8(buffer, i) << 8;
        }
        return sum;
    }

    private static int fold(final long sum)
    {
        long folded = sum;
        while (0 != folded >>> 16)
        {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int)folded;
    }

    private void putLittle(final int at, final int value)
    {
        Wire.putU32(buffer, at, Integer.reverseBytes(value));
    }

    /** {@return datagrams written} */
    public long datagrams()
    {
        return datagrams;
    }

    private void flushBuffer() throws IOException
    {
        out.write(buffer, 0, used);
        used = 0;
    }

    /** Write out what is buffered and close the file. A second call does nothing. */
    @Override
    public void close() throws IOException
    {
        try (out)
        {
            flushBuffer();
        }
    }
}
