package io.weir.capture;

import static io.weir.capture.Packets.cut;
import static io.weir.capture.Packets.frame;
import static io.weir.capture.Packets.ipv4;
import static io.weir.capture.Packets.read;
import static io.weir.capture.Packets.udp;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

class PcapngTest
{
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final long US = 1_700_000_000_123_456L;

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void BAD_T15_shouldReadBothByteOrders(final boolean bigEndian) throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(bigEndian ? BIG_ENDIAN : LITTLE_ENDIAN).interfaceOf(ETHERNET, 0)
            .enhanced(0, US, frame("enhanced")).obsolete(0, US + 1, frame("obsolete"))
            .simple(frame("simple").length, frame("simple"));

        try (CaptureReader reader = Packets.open(file.bytes()))
        {
            assertEquals(CaptureFormat.PCAPNG, reader.format());
        }
        final Packets.Result result = read(file.bytes());
        assertNull(result.fault());
        assertEquals(List.of("enhanced", "obsolete", "simple"), result.payloads());
        assertEquals(List.of(US * 1_000, (US + 1) * 1_000, 0L), result.times());
        assertEquals(3, result.stats().packets());
    }

    @Test
    void shouldReadAFileWrittenOutInHex() throws IOException
    {
        final byte[] file = HexFormat.of().parseHex(
            "0a0d0d0a" + "0000001c" + "1a2b3c4d" + "00010000" + "ffffffffffffffff" + "0000001c" +
            "00000001" + "00000020" + "00650000" + "00040000" + "00090001" + "09000000" + "00000000" + "00000020" +
            "00000006" + "00000040" + "00000000" + "00000000" + "00000007" + "0000001d" + "0000001d" +
            "4500001d" + "00010000" + "40110000" + "0a000001" + "0a000002" + "c000" + "18c7" + "0009" + "0000" +
            "7a000000" + "00000040");

        final Packets.Result result = read(file);

        assertNull(result.fault());
        assertEquals(List.of("z"), result.payloads());
        assertEquals(List.of(7L), result.times());
    }

    @Test
    void shouldReadSeveralSectionsAndInterfaces() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0).interfaceOf(RAW, 0, file.resolution(9))
            .enhanced(1, 5, ipv4(udp("raw"))).enhanced(0, 5, frame("ethernet"));
        file.section(BIG_ENDIAN).interfaceOf(RAW, 0).enhanced(0, 6, ipv4(udp("second")));

        final Packets.Result result = read(file.bytes());

        assertNull(result.fault());
        assertEquals(List.of("raw", "ethernet", "second"), result.payloads());
        assertEquals(List.of(5L, 5_000L, 6_000L), result.times());
    }

    @Test
    void BAD_T15_shouldForgetInterfacesAtANewSection() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0).section(LITTLE_ENDIAN);
        final int offset = file.size();
        file.enhanced(0, 1, frame("x"));

        final Packets.Result result = read(file.bytes());

        assertEquals(0, result.stats().packets());
        assertEquals(offset, result.fault().offset());
    }

    @Test
    void shouldReadMoreInterfacesThanItBeginsWith() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN);
        for (int i = 0; i < 100; i++)
        {
            file.interfaceOf(99 == i ? ETHERNET : RAW, 0, file.resolution(i % 10));
        }
        file.enhanced(99, 3, frame("last"));

        assertEquals(List.of("last"), read(file.bytes()).payloads());
    }

    @Test
    void BAD_T15_shouldBoundTheInterfaces() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN);
        for (int i = 0; i < 65_536; i++)
        {
            file.interfaceOf(RAW, 0);
        }
        assertNull(read(file.bytes()).fault());
        final int offset = file.size();
        file.interfaceOf(RAW, 0);

        assertEquals(offset, read(file.bytes()).fault().offset());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 3000000000", "3, 3, 3000000", "6, 3, 3000", "9, 3, 3", "12, 3999, 3", "18, 7000000000, 7",
        "28, -1, 1", "29, -1, 0", "127, -1, 0", "6, -1, 9223372036854775807", "0, 9223372037, 9223372036854775807",
        "9, -1, 9223372036854775807", "128, 5, 5000000000", "129, 5, 2500000000", "138, 1536, 1500000000",
        "160, 6442450944, 1500000000", "158, 1610612736, 1500000000", "192, -9223372036854775808, 500000000",
        "193, -9223372036854775808, 250000000", "255, -1, 0", "128, -1, 9223372036854775807" })
    void shouldTurnStampsOfAnyResolutionIntoNanoseconds(final int resolution, final long stamp, final long ns)
        throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0, file.resolution(resolution))
            .enhanced(0, stamp, frame("t"));

        assertEquals(List.of(ns), read(file.bytes()).times());
    }

    @ParameterizedTest
    @CsvSource({ "100, 100000003000", "-1, -999997000", "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372035999997000" })
    void shouldAddTheTimeOffset(final long seconds, final long ns) throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(BIG_ENDIAN).interfaceOf(ETHERNET, 0, file.timeOffset(seconds)).enhanced(0, 3, frame("t"));

        assertEquals(List.of(ns), read(file.bytes()).times());
    }

    @Test
    void shouldPassOptionsThatItDoesNotKnowAndStopAtTheirEnd() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0, file.option(2, Packets.text("eth0")),
            file.option(9, Packets.bytes(9, 9)), file.resolution(9), file.option(0, new byte[0]), file.resolution(0))
            .enhanced(0, 3, frame("t"));

        assertEquals(List.of(3L), read(file.bytes()).times());
    }

    @Test
    void BAD_T15_shouldRefuseAnOptionBeyondItsBlock() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0, Packets.bytes(2, 0, 1, 0));

        assertEquals(28, read(file.bytes()).fault().offset());
    }

    @Test
    void shouldSkipUnknownBlocksOfAnySize() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0).block(5, new byte[12]).block(0x0BAD, new byte[0])
            .block(0x8000_0001, new byte[2_000_000]).enhanced(0, 1, frame("after"));

        final Packets.Result result = read(file.bytes());

        assertNull(result.fault());
        assertEquals(List.of("after"), result.payloads());
    }

    @Test
    void shouldCutASimplePacketAtTheSnapLengthOfTheFirstInterface() throws IOException
    {
        final byte[] frame = frame("0123456789");
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 48).simple(frame.length, cut(frame, 48))
            .simple(frame("012345").length, frame("012345"));

        final Packets.Result result = read(file.bytes());

        assertNull(result.fault());
        assertEquals(List.of("012345"), result.payloads());
        assertEquals(1, result.stats().skipped(SkipReason.CUT));
    }

    @Test
    void BAD_T15_shouldCountPacketsThatTheSnapLengthCut() throws IOException
    {
        final byte[] frame = frame("0123456789");
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0).enhanced(0, 1, frame.length, cut(frame, 45));

        assertEquals(1, read(file.bytes()).stats().skipped(SkipReason.CUT));
    }

    @Test
    void BAD_T15_shouldGiveWhatCameBeforeTheCutAtEveryLength() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        final List<Integer> boundaries = new ArrayList<>(List.of(0));
        final List<Integer> packetEnds = new ArrayList<>();
        file.section(LITTLE_ENDIAN);
        boundaries.add(file.size());
        file.interfaceOf(ETHERNET, 0);
        boundaries.add(file.size());
        file.enhanced(0, 1, frame("one"));
        boundaries.add(file.size());
        packetEnds.add(file.size());
        file.block(5, new byte[20]);
        boundaries.add(file.size());
        file.simple(frame("two").length, frame("two"));
        boundaries.add(file.size());
        packetEnds.add(file.size());
        final byte[] whole = file.bytes();

        for (int length = 4; length < whole.length; length++)
        {
            final int cut = length;
            final Packets.Result result = read(cut(whole, length));
            final long given = packetEnds.stream().filter(end -> end <= cut).count();
            assertEquals(given, result.payloads().size(), "cut at " + length);
            if (boundaries.contains(length))
            {
                assertNull(result.fault(), "cut at " + length);
            }
            else
            {
                assertNotNull(result.fault(), "cut at " + length);
                assertTrue(result.fault().isCut());
                final int begin = boundaries.stream().filter(offset -> offset <= cut).reduce(0, Math::max);
                assertEquals(begin, result.fault().offset());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 4, 8, 11, 13, 28, 30, 0x7FFF_FFFC, 0xFFFF_FFFC, 0xFFFF_FFFF })
    void BAD_T15_shouldRefuseABlockLengthThatCannotBe(final int length) throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0).enhanced(0, 1, frame("good"));
        final int offset = file.size();
        file.raw(little(6, length)).raw(new byte[100]);

        final Packets.Result result = read(file.bytes());

        assertEquals(List.of("good"), result.payloads());
        assertEquals(offset, result.fault().offset());
    }

    @ParameterizedTest
    @CsvSource({ "5, 0xFFFFFFFC", "5, 8", "0x0A0D0D0A, 24", "1, 16", "3, 12", "2, 28" })
    void BAD_T15_shouldRefuseAnyBlockWhoseLengthCannotBe(final String type, final String length) throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN);
        file.raw(little(Long.decode(type).intValue(), Long.decode(length).intValue(), 0x1A2B3C4D))
            .raw(new byte[100]);

        assertEquals(28, read(file.bytes()).fault().offset());
    }

    @Test
    void BAD_T15_shouldRefuseAPacketWhoseCapturedLengthIsBeyondItsBlock() throws IOException
    {
        for (final int captured : new int[]{ 45, 1 << 20, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF })
        {
            final PcapngBytes file = new PcapngBytes();
            file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0);
            final int offset = file.size();
            file.block(6, Packets.join(little(0, 0, 0, captured, captured), cut(frame("x"), 44)));

            assertEquals(offset, read(file.bytes()).fault().offset());
        }
    }

    @Test
    void BAD_T15_shouldRefuseATrailerThatDiffers() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0).enhanced(0, 1, frame("good"));
        final int offset = file.size();
        file.enhanced(0, 1, frame("bad"));
        final byte[] bytes = file.bytes();
        bytes[bytes.length - 4] ^= 4;

        final Packets.Result result = read(bytes);

        assertEquals(List.of("good"), result.payloads());
        assertEquals(offset, result.fault().offset());
    }

    @Test
    void BAD_T15_shouldRefuseASectionWithoutByteOrderOrOfAnotherVersion() throws IOException
    {
        final byte[] section = new PcapngBytes().section(LITTLE_ENDIAN).bytes();
        final byte[] noOrder = section.clone();
        noOrder[8] = 0;
        final byte[] version2 = section.clone();
        version2[12] = 2;

        assertTrue(read(noOrder).fault().getMessage().contains("byte-order"));
        assertTrue(read(version2).fault().getMessage().contains("version 2"));
    }

    @Test
    void BAD_T15_shouldRefuseAPacketBeforeItsInterface() throws IOException
    {
        final PcapngBytes enhanced = new PcapngBytes();
        enhanced.section(LITTLE_ENDIAN).interfaceOf(ETHERNET, 0).enhanced(0x8000_0000, 1, frame("x"));
        final PcapngBytes simple = new PcapngBytes();
        simple.section(LITTLE_ENDIAN).simple(4, new byte[4]);

        assertEquals(48, read(enhanced.bytes()).fault().offset());
        assertEquals(28, read(simple.bytes()).fault().offset());
    }

    @Test
    void shouldReadWithinAGzip() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(BIG_ENDIAN).interfaceOf(ETHERNET, 0).enhanced(0, 1, frame("zipped"));

        assertEquals(List.of("zipped"), read(Packets.gzip(file.bytes())).payloads());
    }

    private static byte[] little(final int... values)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (final int value : values)
        {
            buffer.putInt(value);
        }
        return buffer.array();
    }
}
