package io.weir.capture;

import static io.weir.capture.Packets.ipv4;
import static io.weir.capture.Packets.ipv6Fragment;
import static io.weir.capture.Packets.join;
import static io.weir.capture.Packets.pcap;
import static io.weir.capture.Packets.pcapHeader;
import static io.weir.capture.Packets.read;
import static io.weir.capture.Packets.record;
import static io.weir.capture.Packets.udp;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class FragmentTest
{
    private static final int RAW = 101;
    private static final int MORE = 0x2000;
    private static final String TEXT = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final byte[] DATAGRAM = udp(TEXT);

    @Test
    void BAD_T15_shouldPutFragmentsTogether() throws IOException
    {
        final Packets.Result result = read(pcap(RAW, v4(1, 0, 16, true), v4(1, 16, 32, true), v4(1, 32, 44, false)));

        assertEquals(List.of(TEXT), result.payloads());
        assertEquals(List.of(1_002_000_000_000L), result.times());
        final CaptureStats stats = result.stats();
        assertEquals(3, stats.packets());
        assertEquals(3, stats.fragments());
        assertEquals(1, stats.reassembled());
        assertEquals(1, stats.datagrams());
        assertEquals(0, stats.skipped());
        assertEquals(0, stats.incomplete());
    }

    @Test
    void BAD_T15_shouldPutFragmentsTogetherInAnyOrder() throws IOException
    {
        final List<byte[]> fragments = new ArrayList<>();
        for (int offset = 0; offset < 40; offset += 8)
        {
            fragments.add(v4(1, offset, offset + 8, true));
        }
        fragments.add(v4(1, 40, 44, false));
        final Random random = new Random(11);
        for (int i = 0; i < 200; i++)
        {
            Collections.shuffle(fragments, random);
            assertEquals(List.of(TEXT), read(pcap(RAW, fragments.toArray(new byte[0][]))).payloads());
        }
    }

    @Test
    void BAD_T15_shouldPutIpv6FragmentsTogether() throws IOException
    {
        final byte[] behindOptions = join(Packets.bytes(17, 0, 0, 0, 0, 0, 0, 0), DATAGRAM);

        final Packets.Result result = read(pcap(RAW,
            ipv6Fragment(60, 0xCAFE_0001, 16, false, Arrays.copyOfRange(behindOptions, 16, 52)),
            ipv6Fragment(17, 0xCAFE_0002, 0, true, Arrays.copyOfRange(DATAGRAM, 0, 24)),
            ipv6Fragment(17, 0xCAFE_0002, 24, false, Arrays.copyOfRange(DATAGRAM, 24, 44)),
            ipv6Fragment(60, 0xCAFE_0001, 0, true, Arrays.copyOfRange(behindOptions, 0, 16))));

        assertEquals(List.of(TEXT, TEXT), result.payloads());
        assertEquals(2, result.stats().reassembled());
    }

    @Test
    void shouldKeepDatagramsApart() throws IOException
    {
        final byte[] otherSource = v4(1, 0, 16, true);
        otherSource[15] ^= 1;

        final Packets.Result result = read(pcap(RAW,
            v4(1, 0, 16, true), v4(2, 0, 16, true), otherSource, v4(2, 16, 44, false), v4(1, 16, 44, false)));

        assertEquals(List.of(TEXT, TEXT), result.payloads());
        assertEquals(1, result.stats().incomplete());
    }

    @Test
    void shouldKeepInterfacesApart() throws IOException
    {
        final PcapngBytes file = new PcapngBytes();
        file.section(LITTLE_ENDIAN).interfaceOf(RAW, 0).interfaceOf(RAW, 0);
        for (final byte[] fragment : List.of(v4(1, 0, 16, true), v4(1, 16, 44, false)))
        {
            file.enhanced(0, 1, fragment).enhanced(1, 1, fragment);
        }

        assertEquals(List.of(TEXT, TEXT), read(file.bytes()).payloads());
    }

    @Test
    void BAD_T15_shouldIgnoreARepeatedFragment() throws IOException
    {
        final Packets.Result result = read(pcap(RAW,
            v4(1, 0, 16, true), v4(1, 0, 16, true), v4(1, 32, 44, false), v4(1, 32, 44, false), v4(1, 16, 32, true)));

        assertEquals(List.of(TEXT), result.payloads());
        assertEquals(5, result.stats().fragments());
        assertEquals(2, result.stats().duplicateFragments());
    }

    @Test
    void BAD_T15_shouldRejectOverlappingFragments() throws IOException
    {
        final byte[] other = v4(1, 0, 16, true);
        other[20 + 8] ^= 1;
        final byte[][][] cases = {
            { v4(1, 0, 24, true), v4(1, 16, 44, false), v4(1, 16, 44, false) },
            { v4(1, 0, 16, true), other, v4(1, 16, 44, false) },
            { v4(1, 24, 44, false), v4(1, 0, 32, true), v4(1, 0, 24, true) },
            { v4(1, 24, 44, false), v4(1, 16, 40, false), v4(1, 0, 16, true) },
            { v4(1, 40, 44, false), v4(1, 40, 48, true), v4(1, 0, 40, true) },
            { v4(1, 32, 40, true), v4(1, 16, 28, false), v4(1, 0, 16, true) },
        };
        for (int i = 0; i < cases.length; i++)
        {
            final Packets.Result result = read(pcap(RAW, cases[i]));
            assertEquals(List.of(), result.payloads(), "case " + i);
            assertEquals(1, result.stats().rejected(), "case " + i);
            assertEquals(0, result.stats().incomplete(), "case " + i);
            assertEquals(3, result.stats().fragments(), "case " + i);
        }
    }

    @Test
    void BAD_T15_shouldRejectFragmentsThatMakeNoSoundDatagram() throws IOException
    {
        final byte[] tooLong = DATAGRAM.clone();
        tooLong[5]++;

        final Packets.Result result = read(pcap(RAW,
            ipv4(17, 1, MORE, Arrays.copyOf(tooLong, 24)), ipv4(17, 1, 3, Arrays.copyOfRange(tooLong, 24, 44)),
            ipv6Fragment(60, 9, 0, true, new byte[]{ 44, 0, 0, 0, 0, 0, 0, 0 }),
            ipv6Fragment(60, 9, 8, false, new byte[]{ 17, 0, 0, 1, 0, 0, 0, 9 }),
            ipv6Fragment(60, 10, 0, true, new byte[]{ 6, 0, 0, 0, 0, 0, 0, 0 }),
            ipv6Fragment(60, 10, 8, false, new byte[20])));

        assertEquals(List.of(), result.payloads());
        assertEquals(3, result.stats().rejected());
        assertEquals(0, result.stats().reassembled());
    }

    @Test
    void BAD_T15_shouldCountFragmentsThatCannotBe() throws IOException
    {
        final Packets.Result result = read(pcap(RAW,
            ipv4(17, 1, MORE, new byte[12]),
            ipv4(17, 1, MORE, new byte[0]),
            ipv4(17, 1, 0x1FFF, new byte[8]),
            ipv6Fragment(17, 1, 0, true, new byte[4])));

        assertEquals(4, result.stats().skipped(SkipReason.MALFORMED));
        assertEquals(0, result.stats().fragments());
    }

    @Test
    void BAD_T15_shouldPutTheLongestDatagramTogether() throws IOException
    {
        final byte[] longest = udp("x".repeat(65_507));
        final List<byte[]> fragments = new ArrayList<>();
        for (int offset = 0; offset < longest.length; offset += 1480)
        {
            final int end = Math.min(longest.length, offset + 1480);
            fragments.add(ipv4(17, 1, offset / 8 | (end < longest.length ? MORE : 0),
                Arrays.copyOfRange(longest, offset, end)));
        }

        final Packets.Result result = read(atOnce(fragments));

        assertEquals(65_507, result.payloads().get(0).length());
    }

    @Test
    void BAD_T15_shouldGiveUpFragmentsByCaptureTime() throws IOException
    {
        final byte[] first = v4(1, 0, 16, true);
        final byte[] last = v4(1, 16, 44, false);

        assertEquals(List.of(TEXT), read(timed(first, 100, last, 130)).payloads());
        assertEquals(List.of(TEXT), read(timed(first, 100, last, 70)).payloads());
        final Packets.Result late = read(timed(first, 100, last, 131));
        assertEquals(List.of(), late.payloads());
        assertEquals(2, late.stats().incomplete());
        assertEquals(List.of(), read(timed(first, 100, last, 69)).payloads());
    }

    @Test
    void BAD_T15_shouldGiveUpTheOldestOfTooMany() throws IOException
    {
        final List<byte[]> packets = new ArrayList<>();
        for (int id = 0; id < 65; id++)
        {
            packets.add(v4(id, 0, 16, true));
        }
        for (int id = 64; id >= 0; id--)
        {
            packets.add(v4(id, 16, 44, false));
        }
        final CaptureStats stats = read(atOnce(packets)).stats();

        assertEquals(64, stats.reassembled());
        assertEquals(2, stats.incomplete());
        assertEquals(130, stats.fragments());
    }

    @Test
    void BAD_T15_shouldAccountForEveryPacketAndDatagramOfAFlood() throws IOException
    {
        final Random random = new Random(3);
        final int[][] pieces = { { 0, 16 }, { 16, 32 }, { 32, 44 }, { 8, 24 } };
        final byte[][] packets = new byte[5_000][];
        for (int i = 0; i < packets.length; i++)
        {
            final int[] piece = pieces[random.nextInt(20) > 0 ? random.nextInt(3) : 3];
            packets[i] = v4(random.nextInt(100), piece[0], piece[1], 44 != piece[1]);
        }
        byte[] file = pcapHeader(LITTLE_ENDIAN, 0xA1B2C3D4, RAW);
        final byte[][] records = new byte[packets.length][];
        for (int i = 0; i < packets.length; i++)
        {
            records[i] = record(LITTLE_ENDIAN, i / 20, 0, packets[i].length, packets[i]);
        }
        file = join(file, join(records));

        final CaptureStats stats = read(file).stats();

        assertEquals(5_000, stats.packets());
        assertTrue(stats.reassembled() > 0 && stats.incomplete() > 0 && stats.rejected() > 0, stats::toString);
        assertEquals(stats.packets(), stats.datagrams() - stats.reassembled() + stats.fragments() + stats.skipped());
    }

    private static byte[] atOnce(final List<byte[]> packets)
    {
        byte[] file = pcapHeader(LITTLE_ENDIAN, 0xA1B2C3D4, RAW);
        for (final byte[] packet : packets)
        {
            file = join(file, record(LITTLE_ENDIAN, 1, 0, packet.length, packet));
        }
        return file;
    }

    private static byte[] timed(
        final byte[] first,
        final int firstSeconds,
        final byte[] second,
        final int secondSeconds)
    {
        return join(
            pcapHeader(LITTLE_ENDIAN, 0xA1B2C3D4, RAW),
            record(LITTLE_ENDIAN, firstSeconds, 0, first.length, first),
            record(LITTLE_ENDIAN, secondSeconds, 0, second.length, second));
    }

    private static byte[] v4(final int id, final int from, final int to, final boolean more)
    {
        return ipv4(17, id, from / 8 | (more ? MORE : 0), Arrays.copyOfRange(DATAGRAM, from, to));
    }
}
