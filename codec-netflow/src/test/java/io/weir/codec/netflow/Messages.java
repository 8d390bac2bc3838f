package io.weir.codec.netflow;

import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.testkit.Vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Messages of version 9 and IPFIX for tests of whatever may come: made at random, and to be mutated. */
final class Messages
{
    private static final int[] ELEMENTS = {
        1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 21, 22, 27, 28, 31, 32, 34, 48, 56, 58, 60, 61, 62, 80,
        82, 96, 139, 150, 151, 152, 153, 154, 157, 158, 159, 160, 161, 176, 177, 180, 192, 225, 231, 232, 233, 243, 256,
        298, 302, 305, 306, 352, 371, 999
    };
    private static final int[] LENGTHS = { 0, 1, 2, 3, 4, 4, 4, 6, 8, 8, 16, 20, Message.VARIABLE };

    private Messages()
    {
    }

    /* Some of the well-known fields. */
    static FieldSet randomFields(final SplittableRandom random)
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

    /* A template of fields that are known, of lengths that mostly suit them, and a few records. */
    static byte[] random(final SplittableRandom random)
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

    /* Records of two templates, one of variable length, and a sampling rate. */
    static byte[] data(final long sequence, final boolean isIpfix)
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

    /* To be mutated: what is rare on the wire is common here. */
    static List<byte[]> seeds()
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
