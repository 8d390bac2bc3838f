package io.weir.codec.sflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Mutator;
import io.weir.testkit.Vectors;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class SflowRobustnessTest
{
    private static final int MUTATIONS = 200_000;
    private static final int DATAGRAMS = 1_000_000;
    /** A divisor of the datagrams: rotation goes on without a break, so that exporters keep the state they grew. */
    private static final int POOL = 1000;
    private static final int MARGIN = 700;
    /** Fewest bytes of a record on the wire: an entry of the list of a counter structure. */
    private static final int MIN_PIECE = 8;

    private static final List<byte[]> SEEDS = seeds();

    private static List<byte[]> seeds()
    {
        final List<byte[]> seeds = new ArrayList<>();
        for (final String id : List.of("S01", "S02", "S03", "S04", "S06", "S07", "S09", "S10", "S12", "S14", "S15",
            "S16", "S18", "S20", "S21", "S22", "S24"))
        {
            seeds.addAll(Vectors.datagrams(id));
        }
        seeds.add(Datagrams.twoFlows());
        seeds.add(Datagrams.countersAndFlow());
        seeds.add(Datagrams.custom(SflowFormat.RTMETRIC, Datagrams.metricBody()));
        seeds.add(Datagrams.custom(SflowFormat.RTFLOW, Datagrams.rtflowBody()));
        seeds.add(OlderDatagrams.everything(2));
        seeds.add(OlderDatagrams.everything(4));
        seeds.addAll(Datagrams.everyCounterStructure());
        seeds.addAll(Datagrams.everyFlowStructure());
        return seeds;
    }

    /* Decodes twice: alone in an array of its own size, and among poison. Nothing outside the datagram may be read. */
    private static void assertSameAnywhere(
        final DecoderKit alone, final DecoderKit among, final byte[] buffer, final int offset, final int length)
    {
        alone.clear();
        among.clear();
        final DecodeStatus status = alone.decode(Arrays.copyOfRange(buffer, offset, offset + length));
        assertEquals(status, among.decode(buffer, offset, length));
        assertEquals(alone.digest(), among.digest());
        assertTrue((alone.flowCount() + alone.counterCount()) * MIN_PIECE <= length);
    }

    @Test
    void BAD_T03_shouldSurviveEveryTruncation()
    {
        final DecoderKit alone = DecoderKit.digesting(SflowDecoder.provider());
        final DecoderKit among = DecoderKit.digesting(SflowDecoder.provider());
        for (final byte[] seed : SEEDS)
        {
            final byte[] buffer = new byte[seed.length + 2 * MARGIN];
            for (int length = 0; length <= seed.length; length++)
            {
                Arrays.fill(buffer, (byte)0x45);
                System.arraycopy(seed, 0, buffer, MARGIN, length);
                assertSameAnywhere(alone, among, buffer, MARGIN, length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 0x00, 0x01, 0x7F, 0x80, 0xFF })
    void BAD_T04_shouldSurviveEveryByteSetTo(final int value)
    {
        final DecoderKit alone = DecoderKit.digesting(SflowDecoder.provider());
        final DecoderKit among = DecoderKit.digesting(SflowDecoder.provider());
        for (final byte[] seed : SEEDS)
        {
            final byte[] buffer = new byte[seed.length + 2 * MARGIN];
            Arrays.fill(buffer, (byte)0x60);
            for (int i = 0; i < seed.length; i++)
            {
                System.arraycopy(seed, 0, buffer, MARGIN, seed.length);
                buffer[MARGIN + i] = (byte)value;
                assertSameAnywhere(alone, among, buffer, MARGIN, seed.length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 0x7FFF_FFFFL, 0x7FFF_FFFCL, 0x8000_0000L, 0xFFFF_FFF8L, 0xFFFF_FFFCL, 0xFFFF_FFFFL })
    void shouldSurviveEveryWordWithTopBitSet(final long value)
    {
        final DecoderKit alone = DecoderKit.digesting(SflowDecoder.provider());
        final DecoderKit among = DecoderKit.digesting(SflowDecoder.provider());
        for (final byte[] seed : SEEDS)
        {
            final byte[] buffer = new byte[seed.length + 2 * MARGIN];
            for (int i = 0; i + 4 <= seed.length; i += 4)
            {
                System.arraycopy(seed, 0, buffer, MARGIN, seed.length);
                Wire.putU32(buffer, MARGIN + i, value);
                assertSameAnywhere(alone, among, buffer, MARGIN, seed.length);
            }
        }
    }

    @Test
    void shouldSurviveMutations()
    {
        final DecoderKit alone = DecoderKit.digesting(SflowDecoder.provider());
        final DecoderKit among = DecoderKit.digesting(SflowDecoder.provider());
        final Mutator mutator = new Mutator(0x5F10_0005L);
        final byte[] buffer = new byte[3000];
        int rejected = 0;
        for (int i = 0; i < MUTATIONS; i++)
        {
            Arrays.fill(buffer, (byte)i);
            final int length = mutator.mutate(SEEDS.get(mutator.nextInt(SEEDS.size())), buffer, MARGIN);
            assertSameAnywhere(alone, among, buffer, MARGIN, length);
        }
        for (int i = 0; i < DecodeStatus.COUNT_OF; i++)
        {
            rejected += DecodeStatus.OK == DecodeStatus.of(i) ? 0 : (int)alone.outcomes(DecodeStatus.of(i));
        }
        assertEquals(MUTATIONS, rejected + alone.outcomes(DecodeStatus.OK));
        assertTrue(rejected > MUTATIONS / 20 && rejected < MUTATIONS * 19 / 20, "rejected: " + rejected);
        for (final DecodeStatus fault : List.of(DecodeStatus.LENGTH, DecodeStatus.COUNT, DecodeStatus.TRAILING,
            DecodeStatus.UNKNOWN_TYPE, DecodeStatus.HEADER_LENGTH))
        {
            assertTrue(alone.faults(fault) > 0, fault.name());
        }
    }

    @Test
    void shouldAllocateNothingOverGoodDatagrams()
    {
        final List<byte[]> datagrams = new ArrayList<>(Datagrams.everyCounterStructure());
        datagrams.addAll(Datagrams.everyFlowStructure());
        datagrams.add(Vectors.datagrams("S12").get(0));
        datagrams.add(Datagrams.twoFlows());
        datagrams.add(Datagrams.countersAndFlow());
        datagrams.add(Datagrams.custom(SflowFormat.RTMETRIC, Datagrams.metricBody()));
        datagrams.add(OlderDatagrams.everything(2));
        datagrams.add(OlderDatagrams.everything(4));
        assertAllocatesNothing(datagrams);
    }

    @Test
    void shouldAllocateNothingOverMalformedDatagrams()
    {
        final Mutator mutator = new Mutator(0xBAD_5EEDL);
        final byte[] buffer = new byte[3000];
        final List<byte[]> pool = new ArrayList<>();
        while (pool.size() < POOL)
        {
            final int length = mutator.mutate(SEEDS.get(mutator.nextInt(SEEDS.size())), buffer, 0);
            pool.add(Arrays.copyOf(buffer, length));
        }
        assertAllocatesNothing(pool);
    }

    private static void assertAllocatesNothing(final List<byte[]> datagrams)
    {
        final byte[][] pool = datagrams.toArray(byte[][]::new);
        final DecoderKit kit = DecoderKit.digesting(SflowDecoder.provider());
        decodeInRotation(kit, pool, DATAGRAMS);
        assertEquals(0, Allocation.steadyBytesOf(() -> decodeInRotation(kit, pool, DATAGRAMS)));
    }

    private static void decodeInRotation(final DecoderKit kit, final byte[][] pool, final int datagrams)
    {
        for (int i = 0; i < datagrams; i++)
        {
            kit.decode(pool[i % pool.length]);
        }
    }
}
