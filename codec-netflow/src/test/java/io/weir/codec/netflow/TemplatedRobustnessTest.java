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
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/** Any bytes, in any order, over the life of an exporter. */
class TemplatedRobustnessTest
{
    @Test
    void BAD_T03_shouldDeliverNothingOfATruncatedMessage()
    {
        for (final byte[] message : new byte[][]{ Messages.data(1, false), Messages.data(1, true) })
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
        final List<byte[]> seeds = Messages.seeds();
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
            final byte[] message = Messages.random(random);
            final FieldSet some = Messages.randomFields(random);
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
        final byte[] version9 = Messages.data(1, false);
        final byte[] ipfix = Messages.data(2, true);
        final byte[] broken = Messages.data(3, true);
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
        final byte[] known = Messages.data(1, true);
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
        assertEquals(DecodeStatus.OK, kit.decode(Messages.data(2, true)));
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
}
