package io.weir.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

class CaptureWriterTest
{
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET = 14;

    @Test
    void shouldWriteTheBytesOfADatagram() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out))
        {
            writer.source(0, 0xFFFF_C000_0201L, 40_000).destination(0, 0xFFFF_C633_6407L, 6343);
            writer.write(Packets.text("-abc-"), 1, 3, 1_700_000_000_000_000_123L);
            assertEquals(1, writer.datagrams());
        }

        // Checksums by hand: the IPv4 words sum to 0xEC5B + 0x1_0000s, UDP with its pseudo header likewise.
        assertEquals("4d3cb2a1" + "02000400" + "00000000" + "00000000" + "00000400" + "01000000" +
            "00f15365" + "7b000000" + "2d000000" + "2d000000" +
            "020000000002" + "020000000001" + "0800" +
            "4500001f" + "00004000" + "4011" + checksum("4500001f000040004011c0000201c6336407") +
            "c0000201" + "c6336407" +
            "9c40" + "18c7" + "000b" + checksum("c0000201c6336407" + "0011000b" + "9c4018c7000b61626300") + "616263",
            HexFormat.of().formatHex(out.toByteArray()));
    }

    @ParameterizedTest
    @CsvSource({ "0, true", "1, true", "2, true", "3, true", "1400, true", "65507, true", "0, false", "1, false",
        "2, false", "3, false", "1399, false", "65527, false" })
    void shouldWriteSoundChecksumsAndReadItsOwn(final int length, final boolean v4) throws IOException
    {
        final byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        final long high = v4 ? 0 : Packets.V6_HIGH;
        final long low = v4 ? Packets.V4_SOURCE : 0xFFFF_FFFF_FFFF_FFFFL;
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out))
        {
            writer.source(high, low, 65_535).destination(high, low + 1, 1);
            writer.write(payload, 0, length, 4_294_967_295_999_999_999L);
        }

        final byte[] file = out.toByteArray();
        final int ip = FILE_HEADER + RECORD_HEADER + ETHERNET;
        if (v4)
        {
            assertEquals(0xFFFF, fold(sum(file, ip, 20)));
            assertEquals(0xFFFF, fold(sum(file, ip + 12, 8) + 17 + 8 + length + sum(file, ip + 20, 8 + length)));
        }
        else
        {
            assertEquals(0xFFFF, fold(sum(file, ip + 8, 32) + 17 + 8 + length + sum(file, ip + 40, 8 + length)));
        }
        try (CaptureReader reader = Packets.open(file))
        {
            assertTrue(reader.next());
            assertArrayEquals(payload,
                Arrays.copyOfRange(reader.buffer(), reader.offset(), reader.offset() + reader.length()));
            assertEquals(4_294_967_295_999_999_999L, reader.timeNs());
            assertEquals(high, reader.sourceHigh());
            assertEquals(low, reader.sourceLow());
            assertEquals(65_535, reader.sourcePort());
            assertEquals(high, reader.destinationHigh());
            assertEquals(low + 1, reader.destinationLow());
            assertEquals(1, reader.destinationPort());
            assertFalse(reader.next());
        }
    }

    @Test
    void shouldWriteAllOnesForAChecksumOfZero() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final int payload = ~fold(0x0A00_0001L + 0x0A00_0002L + 17 + 10 + 10 + 1 + 2) & 0xFFFF;
        try (CaptureWriter writer = CaptureWriter.to(out))
        {
            writer.source(0, 0xFFFF_0A00_0001L, 1).destination(0, 0xFFFF_0A00_0002L, 2);
            writer.write(Packets.bytes(payload >> 8, payload), 0, 2, 0);
        }

        final byte[] file = out.toByteArray();
        final int checksum = FILE_HEADER + RECORD_HEADER + ETHERNET + 20 + 6;
        assertEquals("ffff", HexFormat.of().formatHex(file, checksum, checksum + 2));
    }

    @Test
    void shouldWriteIpv6WhenOneAddressIsIpv6() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out))
        {
            writer.source(0, Packets.V4_SOURCE, 1).destination(Packets.V6_HIGH, 1, 2);
            writer.write(Packets.text("x"), 0, 1, 0);
        }

        try (CaptureReader reader = Packets.open(out.toByteArray()))
        {
            assertTrue(reader.next());
            assertEquals(Packets.V4_SOURCE, reader.sourceLow());
            assertEquals(Packets.V6_HIGH, reader.destinationHigh());
        }
    }

    @Test
    void shouldWriteFilesPlainAndCompressed(@TempDir final Path folder) throws IOException
    {
        for (final String name : new String[]{ "out.pcap", "out.pcap.gz" })
        {
            final Path path = folder.resolve(name);
            try (CaptureWriter writer = CaptureWriter.create(path))
            {
                for (int i = 0; i < 1_000; i++)
                {
                    writer.write(new byte[1_400], 0, i, i);
                }
            }
            try (CaptureReader reader = CaptureReader.open(path))
            {
                for (int i = 0; i < 1_000; i++)
                {
                    assertTrue(reader.next());
                    assertEquals(i, reader.length());
                    assertEquals(i, reader.timeNs());
                }
                assertFalse(reader.next());
            }
        }
        assertTrue(Files.size(folder.resolve("out.pcap.gz")) < Files.size(folder.resolve("out.pcap")) / 10);
    }

    @Test
    void shouldWriteTheSameBytesTwiceAndBearASecondClose() throws IOException
    {
        assertArrayEquals(some(), some());
    }

    @Test
    void shouldRefuseWhatNoDatagramOrStampCanBe() throws IOException
    {
        try (CaptureWriter writer = CaptureWriter.to(OutputStream.nullOutputStream()))
        {
            final byte[] payload = new byte[70_000];
            assertThrows(IllegalArgumentException.class, () -> writer.source(0, 0, -1));
            assertThrows(IllegalArgumentException.class, () -> writer.destination(0, 0, 65_536));
            assertThrows(IllegalArgumentException.class, () -> writer.write(payload, 0, 65_508, 0));
            assertThrows(IllegalArgumentException.class, () -> writer.write(payload, 0, -1, 0));
            assertThrows(IllegalArgumentException.class, () -> writer.write(payload, 0, 1, -1));
            assertThrows(IllegalArgumentException.class, () -> writer.write(payload, 0, 1, Long.MAX_VALUE));
            writer.source(Packets.V6_HIGH, 1, 1);
            assertThrows(IllegalArgumentException.class, () -> writer.write(payload, 0, 65_528, 0));
        }
    }

    @Test
    void shouldAllocateNothingPerDatagram() throws IOException
    {
        try (CaptureWriter writer = CaptureWriter.to(OutputStream.nullOutputStream()))
        {
            final byte[] payload = new byte[1_400];
            final Runnable task = () ->
            {
                try
                {
                    for (int i = 0; i < 20_000; i++)
                    {
                        writer.write(payload, 0, payload.length, i);
                    }
                }
                catch (final IOException e)
                {
                    throw new UncheckedIOException(e);
                }
            };
            assertEquals(0, Allocation.steadyBytesOf(task));
        }
    }

    private static byte[] some() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final CaptureWriter writer = CaptureWriter.to(out);
        writer.write(Packets.text("one"), 0, 3, 1);
        writer.write(Packets.text("two"), 0, 3, 2);
        writer.close();
        writer.close();
        return out.toByteArray();
    }

    private static String checksum(final String hex)
    {
        final byte[] words = HexFormat.of().parseHex(hex);
        return HexFormat.of().toHexDigits((short)~fold(sum(words, 0, words.length)));
    }

    private static long sum(final byte[] bytes, final int from, final int length)
    {
        long sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += (bytes[from + i] & 0xFFL) << (0 == (i & 1) ? 8 : 0);
        }
        return sum;
    }

    private static int fold(final long sum)
    {
        return 0 == sum ? 0 : (int)((sum - 1) % 0xFFFF) + 1;
    }
}
