package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.record.FieldSet;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Mutator;
import io.weir.wire.DecodeStatus;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Classes made of programs, against the interpreter of the same programs. */
class ProgramTemplateTest
{
    private static final int ROUNDS = Integer.getInteger("weir.program.rounds", 500);
    private static final int MUTATIONS = Integer.getInteger("weir.program.mutations", 5_000);
    private static final int NEVER = Integer.MAX_VALUE;
    /* Which flows are forgotten for want of room depends on a seed of chance. */
    private final NetflowDecoder.Builder settings = NetflowDecoder.builder().maxFlowTotals(0, 0);

    private DecoderKit kit(final int recordsBeforeClass, final FieldSet wanted)
    {
        return DecoderKit.digesting(settings.recordsBeforeClass(recordsBeforeClass).build()).wanting(wanted);
    }

    private static void assertSame(final DecoderKit interpreted, final DecoderKit compiled)
    {
        assertEquals(interpreted.flowCount(), compiled.flowCount());
        assertEquals(interpreted.digest(), compiled.digest());
        for (final ExporterCounter counter : ExporterCounter.values())
        {
            assertEquals(interpreted.count(counter), compiled.count(counter), counter.label());
        }
        for (final DecodeStatus status : DecodeStatus.values())
        {
            assertEquals(interpreted.faults(status), compiled.faults(status), status.name());
        }
    }

    @Test
    void shouldGiveWhatTheInterpreterGivesWhateverIsWantedOfWhateverTemplate()
    {
        final SplittableRandom random = new SplittableRandom(17);
        long records = 0;
        for (int round = 0; round < ROUNDS; round++)
        {
            final byte[] message = Messages.random(random);
            final FieldSet wanted = 0 == round % 3 ? FieldSet.ALL : Messages.randomFields(random);
            final DecoderKit interpreted = kit(NEVER, wanted);
            final DecoderKit compiled = kit(1, wanted);

            for (int i = 0; i < 2; i++)
            {
                assertEquals(interpreted.decode(message), compiled.decode(message));
                assertSame(interpreted, compiled);
            }
            records += compiled.flowCount();
        }
        assertTrue(records > ROUNDS, "records " + records);
    }

    @ParameterizedTest
    @EnumSource(BiflowMode.class)
    void shouldGiveWhatTheInterpreterGivesUnderMutations(final BiflowMode biflows)
    {
        settings.biflows(biflows).direction(DirectionRule.values()[1 + biflows.ordinal()]);
        final List<byte[]> seeds = Messages.seeds();
        final Mutator mutator = new Mutator(31);
        final byte[] message = new byte[4_096];
        final byte[] moved = new byte[4_200];
        final DecoderKit interpreted = kit(NEVER, FieldSet.ALL);
        final DecoderKit compiled = kit(1, FieldSet.ALL);
        for (int i = 0; i < MUTATIONS; i++)
        {
            final int length = mutator.mutate(seeds.get(mutator.nextInt(seeds.size())), message, 0);
            Arrays.fill(moved, (byte)0x5A);
            System.arraycopy(message, 0, moved, 47, length);
            final long timeNs = DecoderKit.TIME_NS + i * ProgramCache.IDLE_NS / ProgramCache.MAX_CLASSES;
            assertEquals(
                interpreted.at(timeNs).decode(message, 0, length), compiled.at(timeNs).decode(moved, 47, length));
            assertEquals(interpreted.digest(), compiled.digest());
        }
        assertSame(interpreted, compiled);
    }

    @Test
    void shouldAllocateNothingOnceTheClassIsMade()
    {
        final DecoderKit kit = kit(1_000, FieldSet.ALL);
        final byte[] message = Messages.data(1, true);
        final Runnable task = () ->
        {
            for (int i = 0; i < 20_000; i++)
            {
                kit.decode(message, 0, message.length);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(task));
    }
}
