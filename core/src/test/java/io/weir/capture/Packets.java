package io.weir.capture;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bytes of packets, layer by layer, and what a reader makes of a file. */
final class Packets
{
    static final String FILE = "test.pcap";
    static final long V4_SOURCE = 0xFFFF_0A01_0203L;
    static final long V4_DESTINATION = 0xFFFF_0A01_0204L;
    static final long V6_HIGH = 0x2001_0DB8_0000_0000L;
    static final int SOURCE_PORT = 50_001;
    static final int DESTINATION_PORT = 6343;
    static final int UDP = 17;

    private Packets()
    {
    }

    /** What a file gave: payloads with stamps, and the fault at its end if there was one. */
    record Result(List<String> payloads, List<Long> times, CaptureStats stats, CaptureException fault)
    {
    }

    static Result read(final byte[] file) throws IOException
    {
        final List<String> payloads = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        try (CaptureReader reader = open(file))
        {
            try
            {
                while (reader.next())
                {
                    payloads.add(payload(reader));
                    times.add(reader.timeNs());
                }
            }
            catch (final CaptureException e)
            {
                return new Result(payloads, times, reader.stats(), e);
            }
            return new Result(payloads, times, reader.stats(), null);
        }
    }

    static CaptureReader open(final byte[] file) throws IOException
    {
        return CaptureReader.open(new ByteArrayInputStream(file), FILE);
    }

    static CaptureException openFault(final byte[] file)
    {
        return assertThrows(CaptureException.class, () -> open(file));
    }

    static String payload(final CaptureReader reader)
    {
        return new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1);
    }

    static byte[] text(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(final int... values)
    {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++)
        {
            bytes[i] = (byte)values[i];
        }
        return bytes;
    }

    static byte[] join(final byte[]... parts)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final byte[] part : parts)
        {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] cut(final byte[] whole, final int length)
    {
        return Arrays.copyOf(whole, length);
    }

    static byte[] gzip(final byte[] content) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out))
        {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    static byte[] udp(final String payload)
    {
        final byte[] text = text(payload);
        return join(
            ByteBuffer.allocate(8).putShort((short)SOURCE_PORT).putShort((short)DESTINATION_PORT)
                .putShort((short)(8 + text.length)).array(),
            text);
    }

    static byte[] ipv4(final byte[] payload)
    {
        return ipv4(UDP, 0x1234, 0, payload);
    }

    static byte[] ipv4(final int protocol, final int id, final int fragment, final byte[] payload)
    {
        return join(
            ByteBuffer.allocate(20).putShort((short)0x4500).putShort((short)(20 + payload.length)).putShort((short)id)
                .putShort((short)fragment).put((byte)64).put((byte)protocol).putShort((short)0)
                .putInt((int)V4_SOURCE).putInt((int)V4_DESTINATION).array(),
            payload);
    }

    static byte[] ipv6(final int nextHeader, final byte[] payload)
    {
        return join(
            ByteBuffer.allocate(40).putInt(0x6000_0000).putShort((short)payload.length).put((byte)nextHeader)
                .put((byte)64).putLong(V6_HIGH).putLong(1).putLong(V6_HIGH).putLong(2).array(),
            payload);
    }

    static byte[] ipv6Fragment(
        final int nextHeader,
        final int id,
        final int offset,
        final boolean more,
        final byte[] payload)
    {
        return ipv6(44, join(
            ByteBuffer.allocate(8).put((byte)nextHeader).put((byte)0).putShort((short)(offset | (more ? 1 : 0)))
                .putInt(id).array(),
            payload));
    }

    // Ethernet with tags and type as given.
    static byte[] ethernet(final byte[] tagsAndType, final byte[] payload)
    {
        return join(bytes(2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1), tagsAndType, payload);
    }

    static byte[] ethernetV4(final byte[] ip)
    {
        return ethernet(bytes(8, 0), ip);
    }

    static byte[] frame(final String payload)
    {
        return ethernetV4(ipv4(udp(payload)));
    }

    static byte[] pcapHeader(final ByteOrder order, final int magic, final int linkType)
    {
        return ByteBuffer.allocate(24).order(order).putInt(magic).putShort((short)2).putShort((short)4)
            .putInt(0).putInt(0).putInt(65_535).putInt(linkType).array();
    }

    static byte[] record(
        final ByteOrder order,
        final int seconds,
        final int fraction,
        final int original,
        final byte[] data)
    {
        return join(
            ByteBuffer.allocate(16).order(order).putInt(seconds).putInt(fraction).putInt(data.length).putInt(original)
                .array(),
            data);
    }

    static byte[] pcap(final int linkType, final byte[]... packets)
    {
        byte[] file = pcapHeader(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, linkType);
        for (int i = 0; i < packets.length; i++)
        {
            file = join(file, record(ByteOrder.LITTLE_ENDIAN, 1_000 + i, 0, packets[i].length, packets[i]));
        }
        return file;
    }
}
