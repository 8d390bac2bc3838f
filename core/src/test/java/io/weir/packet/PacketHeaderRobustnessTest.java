package io.weir.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.Mutator;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

class PacketHeaderRobustnessTest
{
    private static final int MUTATIONS = 200_000;
    private static final int PORT_ROUNDS = 50_000;
    private static final int PACKETS = 500_000;
    private static final int MARGIN = 600;
    private static final String IPV6 = "600abcde" + "0400" + "0040" + PacketHeaderDecoderTest.ADDRESSES6;

    private static final List<byte[]> SEEDS = List.of(
        seed("0800" + PacketHeaderDecoderTest.IPV4_TCP),
        seed("81000064" + "0800" + PacketHeaderDecoderTest.IPV4_TCP),
        seed("88a80064" + "810000c8" + "86dd" + IPV6 + "3c00010400000000" + "2c00010400000000" + "060000010000cafe" +
            PacketHeaderDecoderTest.TCP),
        seed("86dd" + IPV6 + "3300000000000000" + "1104" + "00".repeat(22) + "0035c350001400000000000000000000"),
        seed("0806" + "0001080006040001" + "0200000000030a000001" + "0200000000040a000002"),
        seed("0030aaaa030000000800" + PacketHeaderDecoderTest.IPV4_TCP),
        seed("0800" + "4f00005c12340000401100" + "00" + PacketHeaderDecoderTest.ADDRESSES4 + "01".repeat(40) +
            "0035c35000080000"),
        seed("0800" + "4500001c12340000400100" + "00" + PacketHeaderDecoderTest.ADDRESSES4 + "0800000000000000"),
        PacketHex.bytes(PacketHex.outer(17, PacketHex.udp(40_000, 53, PacketHex.dnsQuery("www.example.com", 1)))),
        PacketHex.bytes(PacketHex.outer(17, PacketHex.udp(49_152, 4791, "06c0ffff0000012a80000007" + "00".repeat(16)))),
        PacketHex.bytes(PacketHex.outer(17, PacketHex.udp(49_152, 4791, "11c0ffff0000012a80000007" + "62000000"))),
        PacketHex.bytes(PacketHex.outer(1, "0303000000000000" + PacketHex.ipv4(7, 17, "003500a100080000"))),
        PacketHex.bytes(PacketHex.outer(51, "3304" + "00".repeat(22) + "0604" + "00".repeat(22) + PacketHex.TCP)));
    private static final List<byte[]> TUNNELS =
        PacketTunnelTest.tunnels().stream().map(tunnel -> PacketHex.bytes(tunnel.get(1))).toList();
    private static final int[] PROTOCOLS = { 1, 5, 7, 11, 12, 13, 14, 15, 16, 17 };

    private final PacketHeaderDecoder decoder = new PacketHeaderDecoder();

    private static byte[] seed(final String afterMacs)
    {
        return HexFormat.of().parseHex(PacketHeaderDecoderTest.MACS + afterMacs);
    }

    private FlowRecord decode(final byte[] buffer, final int offset, final int length, final int protocol)
    {
        final FlowRecord record = new FlowRecord();
        decoder.decode(buffer, offset, length, protocol, record, 0, FieldSet.ALL);
        return record;
    }

    /* References are compared by where they point to, relative to the header. */
    private static long value(final FlowRecord record, final int slot, final int offset)
    {
        return record.get(slot) - (Slots.DNS_QNAME == slot % Slots.LAYER_STRIDE && slot < Slots.AGENT ?
            (long)offset << 32 : 0);
    }

    private void assertSameAnywhere(final byte[] buffer, final int offset, final int length, final int protocol)
    {
        final FlowRecord alone = decode(Arrays.copyOfRange(buffer, offset, offset + length), 0, length, protocol);
        final FlowRecord among = decode(buffer, offset, length, protocol);
        for (int word = 0; word < Slots.WORDS; word++)
        {
            assertEquals(alone.present(word), among.present(word));
            final long fields = word < Slots.LAYERS ? (1L << Slots.TUNNEL) - 1 : -1;
            for (long left = alone.present(word) & fields; 0 != left; left &= left - 1)
            {
                final int slot = word * Slots.WORD_SLOTS + Long.numberOfTrailingZeros(left);
                assertEquals(value(alone, slot, 0), value(among, slot, offset));
            }
        }
    }

    /* A shorter capture of the same packet may lack fields, and must not change any that it has. */
    @Test
    void BAD_H01_shouldReadAsFarAsTheBytesGo()
    {
        for (final byte[] seed : SEEDS)
        {
            readAsFarAsTheBytesGo(seed, PacketHeaderDecoder.ETHERNET);
        }
        for (final List<String> tunnel : PacketTunnelTest.tunnels())
        {
            readAsFarAsTheBytesGo(PacketHex.bytes(tunnel.get(1)), PacketHeaderDecoder.ETHERNET);
        }
        for (final List<String> link : PacketLinkTest.links())
        {
            readAsFarAsTheBytesGo(PacketHex.bytes(link.get(2)), Integer.parseInt(link.get(0)));
        }
    }

    private void readAsFarAsTheBytesGo(final byte[] seed, final int protocol)
    {
        final FlowRecord whole = decode(seed, 0, seed.length, protocol);
        final byte[] buffer = new byte[seed.length + 2 * MARGIN];
        int fields = 0;
        for (int length = 0; length <= seed.length; length++)
        {
            Arrays.fill(buffer, (byte)0x45);
            System.arraycopy(seed, 0, buffer, MARGIN, length);
            assertSameAnywhere(buffer, MARGIN, length, protocol);
            final FlowRecord cut = decode(buffer, MARGIN, length, protocol);
            int there = 0;
            boolean same = true;
            boolean isCut = false;
            for (int layer = 0; layer < Slots.LAYERS; layer++)
            {
                final long present = cut.present(layer) & ~(1L << Slots.CUT);
                assertEquals(present, present & whole.present(layer), "cut at " + length);
                there += Long.bitCount(present);
                same &= present == whole.present(layer);
                isCut |= 0 != (cut.present(layer) & 1L << Slots.CUT);
            }
            assertTrue(there >= fields, "cut at " + length);
            assertTrue(same || isCut, "cut at " + length);
            assertSameValues(cut, whole, length);
            fields = there;
        }
    }

    private static void assertSameValues(final FlowRecord cut, final FlowRecord whole, final int length)
    {
        for (int slot = 0; slot < Slots.AGENT; slot++)
        {
            if (cut.has(slot) && slot % Slots.LAYER_STRIDE < Slots.TUNNEL)
            {
                assertEquals(whole.get(slot), value(cut, slot, MARGIN), "slot " + slot + " cut at " + length);
            }
        }
        final String stack = PacketStack.format(whole.get(Slots.STACK), whole.get(Slots.STACK + 1));
        assertTrue(!cut.has(Slots.STACK) ||
            stack.startsWith(PacketStack.format(cut.get(Slots.STACK), cut.get(Slots.STACK + 1))), "cut at " + length);
    }

    @Test
    void shouldSurviveEveryByteSetToEveryValue()
    {
        for (final byte[] seed : SEEDS)
        {
            final byte[] buffer = new byte[seed.length + 2 * MARGIN];
            for (int i = 0; i < seed.length; i++)
            {
                for (int value = 0; value < 256; value++)
                {
                    System.arraycopy(seed, 0, buffer, MARGIN, seed.length);
                    buffer[MARGIN + i] = (byte)value;
                    assertSameAnywhere(buffer, MARGIN, seed.length, PacketHeaderDecoder.ETHERNET);
                }
            }
        }
    }

    @Test
    void shouldSurviveMutations()
    {
        final Mutator mutator = new Mutator(0x4EAD_E4L);
        final byte[] buffer = new byte[2 * MARGIN + 600];
        for (int i = 0; i < MUTATIONS; i++)
        {
            Arrays.fill(buffer, (byte)i);
            final List<byte[]> seeds = 0 == (i & 2) ? SEEDS : TUNNELS;
            final int length = mutator.mutate(seeds.get(mutator.nextInt(seeds.size())), buffer, MARGIN);
            final int skip = Math.min(length, 14 * (i & 1));
            assertSameAnywhere(buffer, MARGIN + skip, length - skip,
                0 == skip ? PacketHeaderDecoder.ETHERNET : PROTOCOLS[mutator.nextInt(PROTOCOLS.length)]);
        }
    }

    @Test
    void shouldSurviveRandomBytesBehindEveryPort()
    {
        final Mutator mutator = new Mutator(11);
        final int[] ports = { 53, 1701, 2152, 3544, 4789, 4790, 4791, 6081, 6635, 8472 };
        final byte[] packet = PacketHex.bytes(PacketHex.outer(17, PacketHex.udp(1, "00".repeat(200))));
        for (int i = 0; i < PORT_ROUNDS; i++)
        {
            final int port = ports[i % ports.length];
            packet[36] = (byte)(port >>> 8);
            packet[37] = (byte)port;
            for (int at = 42; at < packet.length; at++)
            {
                packet[at] = (byte)(mutator.nextInt(4) < 3 ? mutator.nextInt(256) & mutator.nextInt(256) : 0x45);
            }
            assertSameAnywhere(packet, 0, 42 + mutator.nextInt(200), PacketHeaderDecoder.ETHERNET);
        }
    }

    @Test
    void shouldAllocateNothing()
    {
        final Mutator mutator = new Mutator(7);
        final byte[][] packets = new byte[512][];
        final byte[] buffer = new byte[1000];
        for (int i = 0; i < packets.length; i++)
        {
            final List<byte[]> seeds = 0 == (i & 2) ? SEEDS : TUNNELS;
            final byte[] seed = seeds.get(i % seeds.size());
            packets[i] = 0 == (i & 1) ? seed : Arrays.copyOf(buffer, mutator.mutate(seed, buffer, 0));
        }
        final FlowRecord record = new FlowRecord();
        decodeInRotation(packets, record);
        assertEquals(0, Allocation.steadyBytesOf(() -> decodeInRotation(packets, record)));
    }

    private void decodeInRotation(final byte[][] packets, final FlowRecord record)
    {
        for (int i = 0; i < PACKETS; i++)
        {
            final byte[] packet = packets[i & packets.length - 1];
            record.clear();
            decoder.decode(packet, 0, packet.length, PacketHeaderDecoder.ETHERNET, record, 0, FieldSet.ALL);
        }
    }
}
