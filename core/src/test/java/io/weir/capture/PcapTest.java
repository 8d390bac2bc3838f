package io.weir.capture;

import static io.weir.capture.Packets.bytes;
import static io.weir.capture.Packets.cut;
import static io.weir.capture.Packets.frame;
import static io.weir.capture.Packets.join;
import static io.weir.capture.Packets.pcap;
import static io.weir.capture.Packets.pcapHeader;
import static io.weir.capture.Packets.read;
import static io.weir.capture.Packets.record;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class PcapTest
{
    private static final int US = 0xA1B2C3D4;
    private static final int NS = 0xA1B23C4D;
    private static final int ETHERNET = 1;

    @ParameterizedTest
    @CsvSource({ "true, true", "true, false", "false, true", "false, false" })
    void BAD_T15_shouldReadBothMagicsInBothByteOrders(final boolean bigEndian, final boolean ns) throws IOException
    {
        final ByteOrder order = bigEndian ? BIG_ENDIAN : LITTLE_ENDIAN;
        final byte[] frame = frame("first");

        final Packets.Result result = read(join(
            pcapHeader(order, ns ? NS : US, ETHERNET),
            record(order, 1_700_000_000, 123_456, frame.length, frame),
            record(order, 0xFFFF_FFFF, 999_999, frame.length, frame("again"))));

        assertNull(result.fault());
        assertEquals(List.of("first", "again"), result.payloads());
        final long unit = ns ? 1 : 1_000;
        assertEquals(
            List.of(1_700_000_000_000_000_000L + 123_456 * unit, 4_294_967_295_000_000_000L + 999_999 * unit),
            result.times());
        assertEquals(2, result.stats().packets());
        assertEquals(2, result.stats().datagrams());
    }

    @Test
    void shouldGiveAddressesAndPorts() throws IOException
    {
        try (CaptureReader reader = Packets.open(pcap(ETHERNET, frame("x"))))
        {
            assertEquals(CaptureFormat.PCAP, reader.format());
            assertTrue(reader.next());
            assertEquals(0, reader.sourceHigh());
            assertEquals(Packets.V4_SOURCE, reader.sourceLow());
            assertEquals(Packets.SOURCE_PORT, reader.sourcePort());
            assertEquals(0, reader.destinationHigh());
            assertEquals(Packets.V4_DESTINATION, reader.destinationLow());
            assertEquals(Packets.DESTINATION_PORT, reader.destinationPort());
            assertFalse(reader.next());
            assertFalse(reader.next());
        }
    }

    @Test
    void shouldTellAnEmptyCapture() throws IOException
    {
        final Packets.Result result = read(pcapHeader(LITTLE_ENDIAN, US, ETHERNET));

        assertNull(result.fault());
        assertEquals(0, result.stats().packets());
    }

    @Test
    void shouldGiveAnEmptyDatagram() throws IOException
    {
        final Packets.Result result = read(pcap(ETHERNET, frame("")));

        assertEquals(List.of(""), result.payloads());
    }

    @Test
    void BAD_T15_shouldGiveWhatCameBeforeTheCutAtEveryLength() throws IOException
    {
        final byte[] whole = pcap(ETHERNET, frame("one"), frame("three"));
        final int second = 24 + 16 + frame("one").length;
        for (int length = 4; length < 24; length++)
        {
            final CaptureException fault = Packets.openFault(cut(whole, length));
            assertEquals(0, fault.offset());
            assertEquals(Packets.FILE, fault.file());
            assertTrue(fault.isCut());
        }
        for (int length = 24; length < whole.length; length++)
        {
            final Packets.Result result = read(cut(whole, length));
            assertEquals(length < second ? List.of() : List.of("one"), result.payloads(), "cut at " + length);
            if (24 == length || second == length)
            {
                assertNull(result.fault());
            }
            else
            {
                assertNotNull(result.fault(), "cut at " + length);
                assertTrue(result.fault().isCut());
                assertEquals(length < second ? 24 : second, result.fault().offset());
                assertTrue(result.fault().getMessage().startsWith("test.pcap: at offset "));
            }
        }
    }

    @Test
    void BAD_T15_shouldBeAtTheEndAfterAFault() throws IOException
    {
        try (CaptureReader reader = Packets.open(cut(pcap(ETHERNET, frame("one")), 40)))
        {
            assertThrows(CaptureException.class, reader::next);
            assertFalse(reader.next());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 262_145, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF })
    void BAD_T15_shouldRefuseACapturedLengthBeyondTheLimit(final int captured) throws IOException
    {
        final byte[] good = pcap(ETHERNET, frame("one"));
        final byte[] header = ByteBuffer.allocate(16).order(LITTLE_ENDIAN).putInt(0).putInt(0).putInt(captured)
            .putInt(captured).array();

        final Packets.Result result = read(join(good, header, new byte[300_000]));

        assertEquals(List.of("one"), result.payloads());
        assertEquals(good.length, result.fault().offset());
        assertFalse(result.fault().isCut());
        assertTrue(result.fault().getMessage().contains(String.valueOf(captured & 0xFFFF_FFFFL)));
    }

    @Test
    void shouldReadTheLongestRecord() throws IOException
    {
        final byte[] longest = cut(frame("padded"), PacketSource.MAX_CAPTURED);

        final Packets.Result result = read(pcap(ETHERNET, longest, longest, frame("last")));

        assertNull(result.fault());
        assertEquals(List.of("padded", "padded", "last"), result.payloads());
    }

    @Test
    void BAD_T15_shouldGoByTheHeadersWhenCapturedIsAboveOriginal() throws IOException
    {
        final Packets.Result result = read(join(
            pcapHeader(LITTLE_ENDIAN, US, ETHERNET), record(LITTLE_ENDIAN, 1, 0, 10, frame("whole"))));

        assertEquals(List.of("whole"), result.payloads());
        assertEquals(1, result.stats().lengthMismatches());
    }

    @Test
    void BAD_T15_shouldCountPacketsThatTheSnapLengthCut() throws IOException
    {
        final byte[] frame = frame("0123456789");
        for (int captured = 0; captured < frame.length; captured++)
        {
            final Packets.Result result = read(join(
                pcapHeader(LITTLE_ENDIAN, US, ETHERNET),
                record(LITTLE_ENDIAN, 1, 0, frame.length, cut(frame, captured)),
                record(LITTLE_ENDIAN, 2, 0, frame.length, frame)));

            assertEquals(List.of("0123456789"), result.payloads());
            assertEquals(1, result.stats().skipped(SkipReason.CUT), "captured " + captured);
            assertEquals(1, result.stats().skipped());
        }
    }

    @Test
    void shouldGiveADatagramOfWhichOnlyTheFramePaddingIsCut() throws IOException
    {
        final byte[] frame = frame("whole");

        final Packets.Result result = read(join(
            pcapHeader(LITTLE_ENDIAN, US, ETHERNET), record(LITTLE_ENDIAN, 1, 0, frame.length + 20, frame)));

        assertEquals(List.of("whole"), result.payloads());
    }

    @Test
    void BAD_T15_shouldGiveTimesAsTheyAreWhenZeroOrGoingBack() throws IOException
    {
        final byte[] frame = frame("t");

        final Packets.Result result = read(join(
            pcapHeader(LITTLE_ENDIAN, US, ETHERNET),
            record(LITTLE_ENDIAN, 5, 0, frame.length, frame),
            record(LITTLE_ENDIAN, 0, 0, frame.length, frame),
            record(LITTLE_ENDIAN, 4, 7, frame.length, frame)));

        assertEquals(List.of(5_000_000_000L, 0L, 4_000_007_000L), result.times());
    }

    @Test
    void BAD_T15_shouldCountPacketsOfAnUnknownLinkType() throws IOException
    {
        final Packets.Result result = read(pcap(147, frame("x"), frame("y")));

        assertEquals(List.of(), result.payloads());
        assertEquals(2, result.stats().packets());
        assertEquals(2, result.stats().skipped(SkipReason.LINK_TYPE));
        assertEquals("packets 2, datagrams 0, PCAP_LINK_TYPE 2", result.stats().toString());
    }

    @Test
    void shouldIgnoreTheFrameCheckBitsBesideTheLinkType() throws IOException
    {
        final Packets.Result result = read(pcap(0x4400_0000 | ETHERNET, frame("x")));

        assertEquals(List.of("x"), result.payloads());
    }

    @Test
    void shouldReadWithinAGzip() throws IOException
    {
        final byte[] whole = pcap(ETHERNET, frame("one"), frame("two"));

        final Packets.Result result = read(Packets.gzip(whole));

        assertNull(result.fault());
        assertEquals(List.of("one", "two"), result.payloads());
    }

    @Test
    void shouldReadGzipMembersOneAfterTheOther() throws IOException
    {
        final byte[] whole = pcap(ETHERNET, frame("one"), frame("two"));

        final Packets.Result result = read(
            join(Packets.gzip(cut(whole, 50)), Packets.gzip(java.util.Arrays.copyOfRange(whole, 50, whole.length))));

        assertEquals(List.of("one", "two"), result.payloads());
    }

    @Test
    void BAD_T15_shouldReportEveryCutOfAGzip() throws IOException
    {
        final byte[] gzip = Packets.gzip(pcap(ETHERNET, frame("one"), frame("two")));
        for (int length = 2; length < gzip.length; length++)
        {
            final byte[] cut = cut(gzip, length);
            final CaptureException fault = assertThrows(CaptureException.class, () ->
            {
                try (CaptureReader reader = Packets.open(cut))
                {
                    while (reader.next())
                    {
                        assertTrue(reader.length() > 0);
                    }
                }
            }, "cut at " + length);
            assertTrue(fault.isCut(), "cut at " + length);
        }
    }

    @Test
    void BAD_T15_shouldTellADamagedGzipFromACutOne() throws IOException
    {
        final byte[] gzip = Packets.gzip(pcap(ETHERNET, frame("one")));
        final byte[] noDeflate = gzip.clone();
        noDeflate[2] = 7;
        gzip[gzip.length - 6] ^= 1;

        assertFalse(Packets.openFault(noDeflate).isCut());
        final Packets.Result result = read(gzip);
        assertEquals(List.of("one"), result.payloads());
        assertFalse(result.fault().isCut());
    }

    @Test
    void BAD_T15_shouldGiveWhatIsGoodBeforeACutInAGzip() throws IOException
    {
        byte[] content = pcapHeader(LITTLE_ENDIAN, US, ETHERNET);
        final java.util.Random random = new java.util.Random(7);
        final byte[] noise = new byte[1_000];
        final byte[][] records = new byte[500][];
        for (int i = 0; i < records.length; i++)
        {
            random.nextBytes(noise);
            final byte[] frame = frame(new String(noise, java.nio.charset.StandardCharsets.ISO_8859_1));
            records[i] = record(LITTLE_ENDIAN, i, 0, frame.length, frame);
        }
        content = join(content, join(records));
        final byte[] gzip = Packets.gzip(content);

        final Packets.Result result = read(cut(gzip, gzip.length / 2));

        assertNotNull(result.fault());
        assertTrue(result.payloads().size() > 200, "gave " + result.payloads().size());
        assertTrue(result.fault().getMessage().contains("gzip"));
    }

    @Test
    void shouldReadAFileAndNameIt(@TempDir final Path folder) throws IOException
    {
        final Path path = folder.resolve("broken.pcap");
        Files.write(path, join(pcap(ETHERNET, frame("one")), bytes(1, 2, 3)));

        try (CaptureReader reader = CaptureReader.open(path))
        {
            assertTrue(reader.next());
            final CaptureException fault = assertThrows(CaptureException.class, reader::next);
            assertEquals(path.toString(), fault.file());
            assertEquals(Files.size(path) - 3, fault.offset());
        }
    }

    @Test
    void shouldReportAFileThatIsNotThereAndAFolder(@TempDir final Path folder)
    {
        assertThrows(FileNotFoundException.class, () -> CaptureReader.open(folder.resolve("none")));
        assertThrows(IOException.class, () -> CaptureReader.open(folder));
    }
}
