package io.weir.capture;

import static io.weir.capture.Packets.frame;
import static io.weir.capture.Packets.ipv4;
import static io.weir.capture.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class CaptureAllocationTest
{
    private static final int PACKETS = 30_000;
    /** Datagrams after which the reader's window has its size. */
    private static final int WARM_UP = 1_000;

    @Test
    void shouldAllocateNothingPerDatagramOfAPcapFile(@TempDir final Path folder) throws IOException
    {
        final byte[] whole = udp("0123456789abcdefghijklmnopqrstuvwxyz");
        final byte[] records = record(
            frame("a datagram"),
            Packets.ethernetV4(ipv4(17, 1, 0x2000, Arrays.copyOfRange(whole, 0, 16))),
            Packets.ethernetV4(ipv4(17, 1, 2, Arrays.copyOfRange(whole, 16, 44))),
            Packets.ethernetV4(ipv4(6, 1, 0, new byte[20])));
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(Packets.pcapHeader(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1));
        for (int i = 0; i < PACKETS; i++)
        {
            file.writeBytes(records);
        }

        assertNothingAllocated(Files.write(folder.resolve("test.pcap"), file.toByteArray()), 2 * PACKETS);
    }

    @Test
    void shouldAllocateNothingPerDatagramOfAPcapngFile(@TempDir final Path folder) throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(ByteOrder.BIG_ENDIAN).interfaceOf(1, 0, file.resolution(0x94));
        for (int i = 0; i < PACKETS; i++)
        {
            file.enhanced(0, i, frame("a datagram")).block(5, new byte[20]);
        }

        assertNothingAllocated(Files.write(folder.resolve("test.pcapng"), file.bytes()), PACKETS);
    }

    @Test
    void shouldAllocateNothingPerMessageOfACompressedIpfixFile(@TempDir final Path folder) throws IOException
    {
        final byte[] message = Packets.bytes(0, 10, 0, 20, 1, 2, 3, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0, 4);
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < PACKETS; i++)
        {
            file.writeBytes(message);
        }

        assertNothingAllocated(
            Files.write(folder.resolve("test.ipfix.gz"), Packets.gzip(file.toByteArray())), PACKETS);
    }

    private static byte[] record(final byte[]... packets)
    {
        byte[] records = new byte[0];
        for (final byte[] packet : packets)
        {
            records = Packets.join(records, Packets.record(ByteOrder.LITTLE_ENDIAN, 1, 2, packet.length, packet));
        }
        return records;
    }

    private static void assertNothingAllocated(final Path file, final int datagrams) throws IOException
    {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++)
        {
            // Linking and compiling may allocate in a round, the datagrams would in each.
            least = Math.min(least, bytesOfReading(file, datagrams));
        }
        assertEquals(0, least);
    }

    private static long bytesOfReading(final Path file, final int datagrams) throws IOException
    {
        try (CaptureReader reader = CaptureReader.open(file))
        {
            readSome(reader, WARM_UP);
            final long bytes = Allocation.bytesOf(() -> readSome(reader, datagrams - 2 * WARM_UP));
            readSome(reader, 2 * WARM_UP);
            assertEquals(datagrams, reader.stats().datagrams());
            return bytes;
        }
    }

    private static void readSome(final CaptureReader reader, final int datagrams)
    {
        try
        {
            for (int i = 0; i < datagrams; i++)
            {
                reader.next();
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
