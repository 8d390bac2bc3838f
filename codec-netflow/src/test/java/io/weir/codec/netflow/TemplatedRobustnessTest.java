package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.DecoderProvider;
import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Mutator;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/** Any bytes, in any order, over the life of an exporter. */
class TemplatedRobustnessTest
{
    private static final int[] ELEMENTS = {
        1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 21, 22, 27, 28, 31, 32, 34, 48, 56, 58, 60, 61, 62, 80,
        82, 96, 139, 150, 151, 152, 153, 154, 157, 158, 159, 160, 161, 176, 177, 180, 192, 225, 231, 232, 233, 243, 256,
        298, 302, 305, 306, 352, 371, 999
    };
    private static final int[] LENGTHS = { 0, 1, 2, 3, 4, 4, 4, 6, 8, 8, 16, 20, Message.VARIABLE };

    @Test
    void BAD_T03_shouldDeliverNothingOfATruncatedMessage()
    {
        for (final byte[] message : new byte[][]{ data(1, false), data(1, true) })
        {
            final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.provider());
            for (int length = 0; length < message.length; length++)
            {
                final DecodeStatus status = kit.decode(Arrays.copyOf(message, length));
                if (DecodeStatus.OK == status)
                {
                    assertEquals(9, message[1], "only version 9 has no length of its own");
                }
            }
            assertTrue(kit.flowCount() < 3L * message.length);
            assertEquals(0, kit.outcomes(DecodeStatus.INTERNAL));
        }
    }

    @Test
    void shouldReadNothingBesideAndRepeatItselfUnder200000Mutations()
    {
        final List<byte[]> seeds = seeds();
        final Mutator mutator = new Mutator(9);
        final byte[] first = new byte[4_096];
        final byte[] second = new byte[4_200];
        final DecoderKit clean = DecoderKit.digesting(withoutFlowTotals());
        final DecoderKit poisoned = DecoderKit.digesting(withoutFlowTotals());
        long records = 0;
        for (int i = 0; i < 200_000; i++)
        {
            final int length = mutator.mutate(seeds.get(mutator.nextInt(seeds.size())), first, 0);
            Arrays.fill(second, (byte)0x5A);
            System.arraycopy(first, 0, second, 47, length);
            clean.clear();
            poisoned.clear();

            assertEquals(clean.decode(first, 0, length), poisoned.decode(second, 47, length));
            assertEquals(clean.digest(), poisoned.digest());
            records += clean.flowCount();
        }
        assertTrue(records > 25_000, "records " + records);
        assertTrue(clean.count(ExporterCounter.TEMPLATES) > 10_000);
        assertTrue(clean.faults(DecodeStatus.TEMPLATE) > 1_000);
    }

    /* Which flows are forgotten for want of room depends on a seed of chance. */
    private static DecoderProvider withoutFlowTotals()
    {
        return NetflowDecoder.builder().maxFlowTotals(0, 0).build();
    }

    @Test
    void shouldGiveTheSameValuesWhateverElseIsWanted()
    {
        final SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 3_000; round++)
        {
            final byte[] message = randomMessage(random);
            final FieldSet some = randomFields(random);
            final DecoderKit all = DecoderKit.keeping(NetflowDecoder.provider());
            final DecoderKit part = DecoderKit.keeping(NetflowDecoder.provider()).wanting(some);

            assertEquals(all.decode(message), part.decode(message));

            assertEquals(all.flowCount(), part.flowCount());
            for (int i = 0; i < all.flows().size(); i++)
            {
                assertPart(all.flows().get(i), part.flows().get(i), some);
            }
        }
    }

    @Test
    void shouldAllocateNothingOnceTemplatesAreKnown()
    {
        final DecoderKit kit = DecoderKit.digesting(NetflowDecoder.provider());
        final byte[] version9 = data(1, false);
        final byte[] ipfix = data(2, true);
        final byte[] broken = data(3, true);
        broken[broken.length - 45] ^= 0x7F;
        final byte[] badTemplate = Message.v9(1, 0).template(300, 1, 0).bytes();
        final Runnable task = () ->
        {
            for (int i = 0; i < 50_000; i++)
            {
                kit.decode(version9, 0, version9.length);
                kit.decode(ipfix, 0, ipfix.length);
                kit.decode(ipfix, 0, ipfix.length - 1 - i % ipfix.length);
                kit.decode(broken, 0, broken.length);
                kit.decode(badTemplate, 0, badTemplate.length);
            }
        };

        assertEquals(0, Allocation.steadyBytesOf(task));
        assertTrue(kit.flowCount() >= 300_000);
    }

    @Test
    void BAD_Z01_shouldRefuseAFloodOfSpoofedExportersWithoutAllocatingAndServeTheKnownOne()
    {
        final DecoderKit kit = DecoderKit.digesting(NetflowDecoder.provider());
        final byte[] known = data(1, true);
        assertEquals(DecodeStatus.OK, kit.decode(known));
        final SplittableRandom random = new SplittableRandom(3);
        final byte[] spoofed = Message.v9(1, 0).template(256, 1, 4).bytes();
        final Runnable flood = () ->
        {
            for (int i = 0; i < 200_000; i++)
            {
                kit.from(0, 0xFFFF_0000_0000L | random.nextInt() & 0xFFFF_FFFFL, random.nextInt(65_536));
                Wire.putU32(spoofed, NetflowV9View.SOURCE_ID_OFFSET, random.nextInt());
                kit.decode(spoofed, 0, spoofed.length);
            }
        };
        flood.run();

        assertEquals(0, Allocation.steadyBytesOf(flood));
        assertTrue(kit.outcomes(DecodeStatus.EXPORTER_LIMIT) > 300_000);
        assertEquals(4_096, kit.exporters().stream().map(exporter -> exporter.source()).distinct().count());
        kit.from(DecoderKit.SOURCE_HIGH, DecoderKit.SOURCE_LOW, DecoderKit.SOURCE_PORT).clear();
        assertEquals(DecodeStatus.OK, kit.decode(data(2, true)));
        assertEquals(3, kit.flowCount());
    }

    private static void assertPart(final FlowRecord all, final FlowRecord part, final FieldSet wanted)
    {
        for (final Field field : Field.wellKnown())
        {
            final boolean isWanted = wanted.has(field) || Field.SAMPLING_RATE.equals(field);
            assertEquals(isWanted && all.has(field), part.has(field), field.name());
            for (int i = 0; i < field.slots() && part.has(field); i++)
            {
                assertEquals(all.get(field.slot() + i), part.get(field.slot() + i), field.name());
            }
        }
        for (int kind = Slots.CUT; kind < Slots.WORD_SLOTS; kind++)
        {
            assertEquals(all.has(kind), part.has(kind), "kind " + kind);
        }
    }

    private static FieldSet randomFields(final SplittableRandom random)
    {
        final List<Field> fields = new ArrayList<>();
        for (final Field field : Field.wellKnown())
        {
            if (0 == random.nextInt(6))
            {
                fields.add(field);
            }
        }
        return FieldSet.of(fields.toArray(new Field[0]));
    }

    private static byte[] randomMessage(final SplittableRandom random)
    {
        final boolean isIpfix = random.nextBoolean();
        final Message message = isIpfix ? Message.ipfix(1, random.nextInt(3)) : Message.v9(1, random.nextInt(3));
        final int[] fields = new int[2 * (1 + random.nextInt(24))];
        for (int i = 0; i < fields.length; i += 2)
        {
            fields[i] = ELEMENTS[random.nextInt(ELEMENTS.length)];
            fields[i + 1] = usualLength(fields[i], random);
        }
        message.template(256, fields).set(256);
        for (int record = 1 + random.nextInt(4); record > 0; record--)
        {
            for (int i = 1; i < fields.length; i += 2)
            {
                value(message, fields[i - 1], fields[i], random);
            }
        }
        return message.bytes();
    }

    private static int usualLength(final int element, final SplittableRandom random)
    {
        if (0 == random.nextInt(3))
        {
            return LENGTHS[random.nextInt(LENGTHS.length)];
        }
        return 8 == element || 12 == element || 15 == element ? 4 :
            27 == element || 28 == element || 62 == element ? 16 : 4 == element ? 1 : 8;
    }

    private static void value(
        final Message message,
        final int element,
        final int length,
        final SplittableRandom random)
    {
        int bytes = length;
        if (Message.VARIABLE == length)
        {
            bytes = random.nextInt(12);
            message.u8(bytes);
        }
        final boolean isZero = 0 == random.nextInt(3);
        for (int i = 0; i < bytes; i++)
        {
            final int value = 4 == element ? new int[]{ 1, 6, 17, 58, 50 }[random.nextInt(5)] : random.nextInt(256);
            message.u8(isZero ? 0 : value);
        }
    }

    private static byte[] data(final long sequence, final boolean isIpfix)
    {
        final Message message = isIpfix ? Message.ipfix(sequence, 0) : Message.v9(sequence, 0);
        message.template(256, 8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 1, 8, 2, 4, 21, 4, 22, 4)
            .template(257, 27, 16, 28, 16, 82, Message.VARIABLE, 1, 8, 152, 8, 153, 8)
            .optionsTemplate(258, 1, 1, 4, 34, 4).set(258).u32(1).u32(100).set(256);
        for (int i = 0; i < 2; i++)
        {
            message.u32(0x0A00_0001L + i).u32(0x0A00_0002L).u16(443).u16(5_000 + i).u8(6).u64(1_000).u32(10)
                .u32(4_999_000).u32(4_998_000);
        }
        return message.set(257).u64(0x2001_0DB8_0000_0000L).u64(1).u64(0x2001_0DB8_0000_0000L).u64(2)
            .u8(3).fill('a', 3).u64(7).u64(1_000_000).u64(2_000_000).bytes();
    }

    private static List<byte[]> seeds()
    {
        final List<byte[]> seeds = new ArrayList<>(List.of(data(1, false), data(1, true)));
        for (final String id : List.of("N05", "N07", "N08", "N10", "N11", "N13", "N14", "N15", "N18", "I01", "I02",
            "I03", "I05", "I06", "I07", "I09", "I11", "I12", "I14", "I15", "I17", "I18", "I19", "I20", "I22", "I24",
            "I26", "I27", "I28"))
        {
            seeds.addAll(Vectors.datagrams(id));
        }
        return seeds;
    }
}
