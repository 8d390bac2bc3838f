package io.weir.capture;

import io.weir.wire.Wire;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The UDP datagrams of a capture file, one after the other, in a reused buffer.
 *
 * <p>Files are told apart by their first bytes: pcap, pcapng, IPFIX messages back to back (RFC 5655), any of them
 * compressed by gzip; any other file is the payload of one datagram, sent by 192.0.2.1 port 40000 at the Unix epoch.
 * Datagrams of an IPFIX file have the same source and the export time of their message. Link types: Ethernet with any
 * VLAN tags, raw IP, Linux cooked v1 and v2, BSD loopback. IP fragments are put together.
 *
 * <pre>{@code
 * try (CaptureReader capture = CaptureReader.open(path))
 * {
 *     while (capture.next())
 *     {
 *         worker.onDatagram(capture.buffer(), capture.offset(), capture.length(), ...);
 *     }
 * }
 * }</pre>
 *
 * <p>Files are not trusted. Memory is bounded whatever they hold, a broken one is a {@link CaptureException} after
 * what is good before the fault, and packets that give no datagram are counted by reason, see {@link #stats()}. Stamps
 * are given as they are in the file, also when they go back. Allocates nothing per datagram. Not thread safe.
 */
public final class CaptureReader implements AutoCloseable
{
    private final CaptureStats stats = new CaptureStats();
    private final CapturedPacket packet = new CapturedPacket();
    private final UdpDissector dissector = new UdpDissector(stats);
    private final CaptureInput input;
    private final CaptureFormat format;
    private final PacketSource source;
    private boolean ended;

    private CaptureReader(final CaptureInput input) throws IOException
    {
        this.input = input;
        format = formatOf(input);
        source = sourceOf(input, format);
    }

    /**
     * Open a file.
     *
     * @param path of the file.
     * @return a reader before its first datagram.
     * @throws CaptureException when the file's header is broken.
     * @throws IOException      when it cannot be read.
     */
    public static CaptureReader open(final Path path) throws IOException
    {
        // Unlike a channel, this stream is not closed when its thread is interrupted.
        final InputStream in = path.getFileSystem() == FileSystems.getDefault() ?
            new FileInputStream(path.toFile()) : Files.newInputStream(path);
        return open(in, path.toString());
    }

    /**
     * Read a stream, such as standard input.
     *
     * @param in   from its begin; closed with the reader.
     * @param name for the messages of exceptions.
     * @return a reader before its first datagram.
     * @throws CaptureException when the header is broken; the stream is closed.
     * @throws IOException      when it cannot be read; the stream is closed.
     */
    public static CaptureReader open(final InputStream in, final String name) throws IOException
    {
        try
        {
            return new CaptureReader(new CaptureInput(name, in));
        }
        catch (final IOException e)
        {
            in.close();
            throw e;
        }
    }

    private static CaptureFormat formatOf(final CaptureInput input) throws IOException
    {
        if (input.require(4))
        {
            final int magic = Wire.i32(input.buffer(), input.position());
            if (PcapSource.isMagic(magic))
            {
                return CaptureFormat.PCAP;
            }
            if (PcapngSource.SECTION == magic)
            {
                return CaptureFormat.PCAPNG;
            }
        }
        return PayloadSource.isIpfixFile(input) ? CaptureFormat.IPFIX : CaptureFormat.DATAGRAM;
    }

    private static PacketSource sourceOf(final CaptureInput input, final CaptureFormat format) throws IOException
    {
        switch (format)
        {
            case PCAP:
                return new PcapSource(input);

            case PCAPNG:
                return new PcapngSource(input);

            default:
                return new PayloadSource(input, CaptureFormat.IPFIX == format);
        }
    }

    /**
     * Advance to the next datagram.
     *
     * @return false at the end, and after an exception.
     * @throws CaptureException when the file is broken here; the datagrams before were good.
     * @throws IOException      when it cannot be read.
     */
    public boolean next() throws IOException
    {
        try
        {
            while (!ended && source.next(packet))
            {
                stats.packets++;
                if (dissector.onPacket(input.buffer(), packet))
                {
                    stats.datagrams++;
                    return true;
                }
            }
        }
        catch (final IOException e)
        {
            end();
            throw e;
        }
        end();
        return false;
    }

    private void end()
    {
        if (!ended)
        {
            ended = true;
            dissector.end();
        }
    }

    /** {@return the array that holds the datagram; valid until the next call of {@link #next()}} */
    public byte[] buffer()
    {
        return dissector.buffer();
    }

    /** {@return index in {@link #buffer()} of the datagram's first byte} */
    public int offset()
    {
        return dissector.offset();
    }

    /** {@return length of the datagram in bytes, 0 to 65535} */
    public int length()
    {
        return dissector.length();
    }

    /** {@return when it was captured, nanoseconds since the Unix epoch, as the file says; 0 when it does not} */
    public long timeNs()
    {
        return packet.timeNs;
    }

    /** {@return high 64 bits of the source address} */
    public long sourceHigh()
    {
        return dissector.sourceHigh();
    }

    /** {@return low 64 bits of the source address, IPv4 in its mapped form} */
    public long sourceLow()
    {
        return dissector.sourceLow();
    }

    /** {@return source port} */
    public int sourcePort()
    {
        return dissector.sourcePort();
    }

    /** {@return high 64 bits of the destination address; 0 when the file has no packets} */
    public long destinationHigh()
    {
        return dissector.destinationHigh();
    }

    /** {@return low 64 bits of the destination address, IPv4 in its mapped form; 0 when the file has no packets} */
    public long destinationLow()
    {
        return dissector.destinationLow();
    }

    /** {@return destination port; 0 when the file has no packets} */
    public int destinationPort()
    {
        return dissector.destinationPort();
    }

    /** {@return what the file is} */
    public CaptureFormat format()
    {
        return format;
    }

    /** {@return counts so far, live} */
    public CaptureStats stats()
    {
        return stats;
    }

    @Override
    public void close() throws IOException
    {
        ended = true;
        input.close();
    }
}
