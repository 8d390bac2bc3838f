package io.weir.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
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
    private static final int PACKETS = 1_000_000;
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
        seed("0800" + "4500001c12340000400100" + "00" + PacketHeaderDecoderTest.ADDRESSES4 + "0800000000000000"));

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

    private void assertSameAnywhere(final byte[] buffer, final int offset, final int length, final int protocol)
    {
        final FlowRecord alone = decode(Arrays.copyOfRange(buffer, offset, offset + length), 0, length, protocol);
        final FlowRecord among = decode(buffer, offset, length, protocol);
        assertEquals(alone.present(0), among.present(0));
        for (long left = alone.present(0) & (1L << Slots.CUT) - 1; 0 != left; left &= left - 1)
        {
            final int slot = Long.numberOfTrailingZeros(left);
            assertEquals(alone.get(slot), among.get(slot));
        }
        for (int layer = 1; layer < Slots.WORDS; layer++)
        {
            assertEquals(0, alone.present(layer));
        }
    }

    /* A shorter capture of the same packet may lack fields, and must not change any that it has. */
    @Test
    void BAD_H01_shouldReadAsFarAsTheBytesGo()
    {
        for (final byte[] seed : SEEDS)
        {
            final FlowRecord whole = decode(seed, 0, seed.length, PacketHeaderDecoder.ETHERNET);
            final byte[] buffer = new byte[seed.length + 2 * MARGIN];
            int fields = 0;
            for (int length = 0; length <= seed.length; length++)
            {
                Arrays.fill(buffer, (byte)0x45);
                System.arraycopy(seed, 0, buffer, MARGIN, length);
                assertSameAnywhere(buffer, MARGIN, length, PacketHeaderDecoder.ETHERNET);
                final FlowRecord cut = decode(buffer, MARGIN, length, PacketHeaderDecoder.ETHERNET);
                final long there = cut.present(0) & ~(1L << Slots.CUT);
                assertEquals(there, there & whole.present(0), "cut at " + length);
                assertTrue(Long.bitCount(there) >= fields, "cut at " + length);
                assertTrue(there == whole.present(0) || cut.has(Slots.CUT), "cut at " + length);
                for (final Field field : Field.wellKnown())
                {
                    assertEquals(cut.has(field) ? whole.get(field.slot()) : 0, cut.has(field) ?
                        cut.get(field.slot()) : 0, field + " cut at " + length);
                }
                fields = Long.bitCount(there);
            }
        }
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
            final int length = mutator.mutate(SEEDS.get(mutator.nextInt(SEEDS.size())), buffer, MARGIN);
            final int skip = Math.min(length, 14 * (i & 1));
            assertSameAnywhere(buffer, MARGIN + skip, length - skip,
                0 == skip ? PacketHeaderDecoder.ETHERNET : PacketHeaderDecoder.IPV4);
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
            final byte[] seed = SEEDS.get(i % SEEDS.size());
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
