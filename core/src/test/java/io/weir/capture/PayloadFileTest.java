package io.weir.capture;

import static io.weir.capture.Packets.bytes;
import static io.weir.capture.Packets.cut;
import static io.weir.capture.Packets.join;
import static io.weir.capture.Packets.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

class PayloadFileTest
{
    private static final byte[] MESSAGE =
        bytes(0, 10, 0, 20, 0x65, 0x00, 0x00, 0x01, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0, 4);
    private static final byte[] SHORT_MESSAGE =
        bytes(0, 10, 0, 16, 0x65, 0x00, 0x00, 0x02, 0, 0, 0, 2, 0, 0, 0, 0);

    @Test
    void shouldReadADatagramFromTheAddressForDocumentation() throws IOException
    {
        final byte[] sflow = bytes(0, 0, 0, 5, 0, 0, 0, 1, 10, 0, 0, 1);
        try (CaptureReader reader = Packets.open(sflow))
        {
            assertEquals(CaptureFormat.DATAGRAM, reader.format());
            assertTrue(reader.next());
            assertEquals(12, reader.length());
            assertEquals(5, reader.buffer()[reader.offset() + 3]);
            assertEquals(0, reader.sourceHigh());
            assertEquals(0xFFFF_C000_0201L, reader.sourceLow());
            assertEquals(40_000, reader.sourcePort());
            assertEquals(0, reader.destinationLow());
            assertEquals(0, reader.destinationPort());
            assertEquals(0, reader.timeNs());
            assertFalse(reader.next());
            assertEquals(1, reader.stats().packets());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 65_535 })
    void shouldReadADatagramOfAnyLength(final int length) throws IOException
    {
        final Packets.Result result = read(new byte[length]);

        assertEquals(1, result.payloads().size());
        assertEquals(length, result.payloads().get(0).length());
    }

    @Test
    void shouldTellAFileOfNoBytes() throws IOException
    {
        final Packets.Result result = read(new byte[0]);

        assertNull(result.fault());
        assertEquals(0, result.stats().packets());
    }

    @Test
    void BAD_T15_shouldRefuseAFileThatIsNoCaptureAndNoDatagram() throws IOException
    {
        final Packets.Result result = read(new byte[65_536]);

        assertEquals(0, result.stats().packets());
        assertEquals(0, result.fault().offset());
    }

    @Test
    void shouldReadMessagesOfAnIpfixFileAtTheirExportTime() throws IOException
    {
        try (CaptureReader reader = Packets.open(join(MESSAGE, SHORT_MESSAGE, MESSAGE)))
        {
            assertEquals(CaptureFormat.IPFIX, reader.format());
            assertTrue(reader.next());
            assertEquals(20, reader.length());
            assertEquals(0x6500_0001L * 1_000_000_000L, reader.timeNs());
            assertTrue(reader.next());
            assertEquals(16, reader.length());
            assertEquals(0x6500_0002L * 1_000_000_000L, reader.timeNs());
            assertEquals(0xFFFF_C000_0201L, reader.sourceLow());
            assertTrue(reader.next());
            assertFalse(reader.next());
        }
    }

    @Test
    void shouldTakeOneMessageForAnIpfixFile() throws IOException
    {
        assertEquals(CaptureFormat.IPFIX, Packets.open(MESSAGE).format());
        assertEquals(CaptureFormat.IPFIX, Packets.open(Packets.gzip(MESSAGE)).format());
    }

    @Test
    void shouldTakeAMessageOfAnotherLengthThanTheFileForADatagram() throws IOException
    {
        for (int length = 1; length < MESSAGE.length; length++)
        {
            assertEquals(List.of(length), lengths(cut(MESSAGE, length)), "cut at " + length);
        }
        assertEquals(List.of(21), lengths(join(MESSAGE, bytes(0))));
        assertEquals(List.of(24), lengths(join(MESSAGE, bytes(0, 0, 0, 0))));
        assertEquals(List.of(24), lengths(join(MESSAGE, bytes(0, 10, 0, 15))));
    }

    @Test
    void BAD_T15_shouldGiveTheMessagesBeforeACut() throws IOException
    {
        final byte[] whole = join(MESSAGE, MESSAGE, SHORT_MESSAGE);
        for (int length = 44; length < whole.length; length++)
        {
            final Packets.Result result = read(cut(whole, length));
            assertEquals(2, result.payloads().size());
            assertEquals(40, result.fault().offset());
        }
    }

    @Test
    void BAD_T15_shouldGiveTheMessagesBeforeSomethingElse() throws IOException
    {
        final Packets.Result result = read(join(MESSAGE, MESSAGE, new byte[20]));

        assertEquals(2, result.payloads().size());
        assertEquals(40, result.fault().offset());
        final byte[] tooShort = join(MESSAGE, MESSAGE, bytes(0, 10, 0, 15), new byte[20]);
        assertEquals(40, read(tooShort).fault().offset());
    }

    @Test
    void shouldCloseTheStreamWhenItCannotBeOpened()
    {
        final boolean[] closed = new boolean[1];
        final java.io.InputStream in = new java.io.ByteArrayInputStream(bytes(0xA1, 0xB2, 0xC3, 0xD4))
        {
            @Override
            public void close()
            {
                closed[0] = true;
            }
        };

        assertThrows(CaptureException.class, () -> CaptureReader.open(in, "cut"));
        assertTrue(closed[0]);
    }

    private static List<Integer> lengths(final byte[] file) throws IOException
    {
        return read(file).payloads().stream().map(String::length).toList();
    }
}
