package io.weir.capture;

import static io.weir.capture.Packets.bytes;
import static io.weir.capture.Packets.cut;
import static io.weir.capture.Packets.ethernet;
import static io.weir.capture.Packets.ethernetV4;
import static io.weir.capture.Packets.ipv4;
import static io.weir.capture.Packets.ipv6;
import static io.weir.capture.Packets.join;
import static io.weir.capture.Packets.pcap;
import static io.weir.capture.Packets.read;
import static io.weir.capture.Packets.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

class LinkTypeTest
{
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final byte[] V4 = ipv4(udp("four"));
    private static final byte[] V6 = ipv6(Packets.UDP, udp("six"));

    @Test
    void shouldReadAFrameWrittenOutInHex() throws IOException
    {
        final String frame =
            "020000000002" + "020000000001" + "0800" +
            "4500001f" + "00014000" + "40110000" + "c0000201" + "c6336407" +
            "9c40" + "18c7" + "000b" + "0000" + "616263";

        try (CaptureReader reader = Packets.open(pcap(ETHERNET, HexFormat.of().parseHex(frame))))
        {
            assertTrue(reader.next());
            assertEquals("abc", Packets.payload(reader));
            assertEquals(0xFFFF_C000_0201L, reader.sourceLow());
            assertEquals(0xFFFF_C633_6407L, reader.destinationLow());
            assertEquals(40_000, reader.sourcePort());
            assertEquals(6343, reader.destinationPort());
        }
    }

    @Test
    void shouldReadEthernet() throws IOException
    {
        assertGiven(ETHERNET, ethernet(bytes(8, 0), V4), ethernet(bytes(0x86, 0xDD), V6));
    }

    @Test
    void shouldReadIpv6Addresses() throws IOException
    {
        try (CaptureReader reader = Packets.open(pcap(RAW, V6)))
        {
            assertTrue(reader.next());
            assertEquals(Packets.V6_HIGH, reader.sourceHigh());
            assertEquals(1, reader.sourceLow());
            assertEquals(Packets.V6_HIGH, reader.destinationHigh());
            assertEquals(2, reader.destinationLow());
            assertEquals(Packets.SOURCE_PORT, reader.sourcePort());
        }
    }

    @Test
    void shouldReadEthernetBehindAnyVlanTags() throws IOException
    {
        assertGiven(ETHERNET,
            ethernet(bytes(0x81, 0, 0, 5, 8, 0), V4),
            ethernet(bytes(0x88, 0xA8, 0, 5, 0x81, 0, 0, 6, 0x91, 0, 0, 7, 0x92, 0, 0, 8, 0x93, 0, 0, 9, 0x86, 0xDD),
                V6));
        final byte[] tags = new byte[4 * 100];
        for (int i = 0; i < tags.length; i += 4)
        {
            tags[i] = (byte)0x81;
        }
        assertEquals(List.of("four"), read(pcap(ETHERNET, ethernet(join(tags, bytes(8, 0)), V4))).payloads());
    }

    @Test
    void BAD_T15_shouldCountTagsWithoutAnEnd() throws IOException
    {
        final byte[] tags = new byte[200];
        for (int i = 0; i < tags.length; i += 4)
        {
            tags[i + 2] = (byte)0x81;
        }
        assertSkipped(SkipReason.MALFORMED, ETHERNET, ethernet(bytes(0x81, 0), tags), ethernet(bytes(0x81, 0), tags));
    }

    @Test
    void shouldReadIpBehindASnapHeader() throws IOException
    {
        assertGiven(ETHERNET,
            ethernet(bytes(0, 100, 0xAA, 0xAA, 3, 0, 0, 0, 8, 0), V4),
            ethernet(bytes(0x81, 0, 0, 5, 0, 100, 0xAA, 0xAA, 3, 0, 0, 0, 0x86, 0xDD), V6));
    }

    @ParameterizedTest
    @ValueSource(ints = { 12, 14, 101, 228, 229 })
    void shouldReadRawIp(final int linkType) throws IOException
    {
        assertGiven(linkType, V4, V6);
    }

    @Test
    void shouldReadLinuxCooked() throws IOException
    {
        final byte[] head = bytes(0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0);
        assertGiven(113, join(head, bytes(8, 0), V4), join(head, bytes(0x81, 0, 0, 9, 0x86, 0xDD), V6));
    }

    @Test
    void shouldReadLinuxCookedV2() throws IOException
    {
        final byte[] tail = bytes(0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0);
        assertGiven(276, join(bytes(8, 0), tail, V4), join(bytes(0x86, 0xDD), tail, V6));
        assertEquals(List.of("four"), read(pcap(276, join(bytes(0x81, 0), tail, bytes(0, 9, 8, 0), V4))).payloads());
    }

    @ParameterizedTest
    @ValueSource(ints = { 10, 23, 24, 28, 30 })
    void shouldReadBsdLoopbackInBothByteOrders(final int family) throws IOException
    {
        assertGiven(0, join(bytes(2, 0, 0, 0), V4), join(bytes(family, 0, 0, 0), V6));
        assertGiven(0, join(bytes(0, 0, 0, 2), V4), join(bytes(0, 0, 0, family), V6));
        assertGiven(108, join(bytes(0, 0, 0, 2), V4), join(bytes(0, 0, 0, family), V6));
    }

    @Test
    void shouldReadIpv4WithOptions() throws IOException
    {
        final byte[] options = join(V4, new byte[4]);
        options[0] = 0x46;
        options[3] += 4;
        System.arraycopy(V4, 20, options, 24, V4.length - 20);

        assertEquals(List.of("four"), read(pcap(RAW, options)).payloads());
    }

    @Test
    void shouldReadIpv6BehindExtensionHeaders() throws IOException
    {
        final byte[] hopByHop = bytes(43, 0, 0, 0, 0, 0, 0, 0);
        final byte[] routing = bytes(60, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        final byte[] destination = bytes(51, 0, 0, 0, 0, 0, 0, 0);
        final byte[] authentication = bytes(44, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        final byte[] wholeInOneFragment = bytes(17, 0, 0, 0, 1, 2, 3, 4);

        final Packets.Result result = read(pcap(RAW,
            ipv6(0, join(hopByHop, routing, destination, authentication, wholeInOneFragment, udp("deep")))));

        assertEquals(List.of("deep"), result.payloads());
        assertEquals(0, result.stats().fragments());
    }

    @Test
    void BAD_T15_shouldCountMoreThanEightExtensionHeaders() throws IOException
    {
        byte[] chain = udp("deep");
        for (int i = 0; i < 9; i++)
        {
            chain = join(bytes(0 == i ? 17 : 60, 0, 0, 0, 0, 0, 0, 0), chain);
        }
        final byte[] eight = java.util.Arrays.copyOfRange(chain, 8, chain.length);

        assertEquals(List.of("deep"), read(pcap(RAW, ipv6(60, eight))).payloads());
        assertSkipped(SkipReason.MALFORMED, RAW, ipv6(60, chain));
    }

    @Test
    void shouldCountWhatIsNotIp() throws IOException
    {
        assertSkipped(SkipReason.NOT_IP, ETHERNET, ethernet(bytes(8, 6), new byte[28]),
            ethernet(bytes(0, 38, 0x42, 0x42, 3), new byte[40]));
        assertSkipped(SkipReason.NOT_IP, RAW, bytes(0x50, 1, 2, 3));
        assertSkipped(SkipReason.NOT_IP, 0, bytes(7, 0, 0, 0, 1));
    }

    @Test
    void shouldCountWhatIsNotUdp() throws IOException
    {
        assertSkipped(SkipReason.NOT_UDP, ETHERNET, ethernetV4(ipv4(6, 1, 0, new byte[20])),
            ethernet(bytes(0x86, 0xDD), ipv6(58, new byte[8])),
            ethernet(bytes(0x86, 0xDD), ipv6(60, join(bytes(6, 0, 0, 0, 0, 0, 0, 0), new byte[20]))),
            ethernet(bytes(0x86, 0xDD), Packets.ipv6Fragment(58, 1, 0, true, new byte[8])));
    }

    @Test
    void BAD_T15_shouldCountPacketsThatContradictThemselves() throws IOException
    {
        final byte[] versionFive = V4.clone();
        versionFive[0] = 0x55;
        final byte[] headerTooShort = V4.clone();
        headerTooShort[0] = 0x44;
        final byte[] totalBelowHeader = V4.clone();
        totalBelowHeader[3] = 19;
        final byte[] totalZero = V4.clone();
        totalZero[3] = 0;
        final byte[] totalAboveFrame = V4.clone();
        totalAboveFrame[2] = 1;
        final byte[] headerAboveTotal = V4.clone();
        headerAboveTotal[0] = 0x4F;
        final byte[] noRoomForUdp = ipv4(new byte[7]);
        final byte[] udpAbovePacket = V4.clone();
        udpAbovePacket[25] += 1;
        final byte[] udpBelowHeader = V4.clone();
        udpBelowHeader[25] = 7;
        final byte[][] packets = { versionFive, headerTooShort, totalBelowHeader, totalZero, totalAboveFrame,
            headerAboveTotal, noRoomForUdp, udpAbovePacket, udpBelowHeader };
        for (int i = 0; i < packets.length; i++)
        {
            packets[i] = ethernetV4(packets[i]);
        }
        assertSkipped(SkipReason.MALFORMED, ETHERNET, packets);
    }

    @Test
    void BAD_T15_shouldCountIpv6PacketsThatContradictThemselves() throws IOException
    {
        final byte[] versionFour = V6.clone();
        versionFour[0] = 0x40;
        final byte[] lengthZero = V6.clone();
        lengthZero[5] = 0;
        final byte[] lengthAboveFrame = V6.clone();
        lengthAboveFrame[4] = 1;
        final byte[] extensionBeyond = ipv6(60, join(bytes(17, 255, 0, 0, 0, 0, 0, 0), udp("x")));
        final byte[] extensionCut = ipv6(60, bytes(17, 0, 0, 0));
        assertSkipped(SkipReason.MALFORMED, ETHERNET,
            ethernet(bytes(0x86, 0xDD), versionFour), ethernet(bytes(0x86, 0xDD), lengthZero),
            ethernet(bytes(0x86, 0xDD), lengthAboveFrame), ethernet(bytes(0x86, 0xDD), extensionBeyond),
            ethernet(bytes(0x86, 0xDD), extensionCut));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 12, 101, 108, 113, 276 })
    void BAD_T15_shouldCountEveryTooShortPacket(final int linkType) throws IOException
    {
        final byte[] head = switch (linkType)
        {
            case 0, 108 -> bytes(0, 0, 0, 30);
            case 1 -> ethernet(bytes(0x86, 0xDD), new byte[0]);
            case 113 -> join(new byte[14], bytes(0x86, 0xDD));
            case 276 -> join(bytes(0x86, 0xDD), new byte[18]);
            default -> new byte[0];
        };
        final byte[] whole = join(head, ipv6(60, join(bytes(17, 0, 0, 0, 0, 0, 0, 0), udp("abc"))));
        for (int length = 0; length < whole.length; length++)
        {
            assertSkipped(SkipReason.MALFORMED, linkType, cut(whole, length));
        }
        assertEquals(List.of("abc"), read(pcap(linkType, whole)).payloads());
    }

    private static void assertGiven(final int linkType, final byte[] v4, final byte[] v6) throws IOException
    {
        final Packets.Result result = read(pcap(linkType, v4, v6));
        assertEquals(List.of("four", "six"), result.payloads());
        assertEquals(0, result.stats().skipped());
    }

    private static void assertSkipped(final SkipReason reason, final int linkType, final byte[]... packets)
        throws IOException
    {
        final Packets.Result result = read(pcap(linkType, packets));
        assertEquals(List.of(), result.payloads());
        assertEquals(packets.length, result.stats().packets());
        assertEquals(packets.length, result.stats().skipped(reason), result.stats()::toString);
    }
}
