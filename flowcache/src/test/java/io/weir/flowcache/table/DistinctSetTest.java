package io.weir.flowcache.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class DistinctSetTest
{
    /** Standard error that is stated. */
    private static final double STATED = 0.0325;
    private static final int TRIALS = 100;

    @ParameterizedTest
    @ValueSource(ints = { 17, 100, 700, 2000, 3500, 10_000, 100_000 })
    void shouldEstimateWithinTheStatedError(final int size)
    {
        double bias = 0;
        double square = 0;
        final int trials = size > 10_000 ? TRIALS / 4 : TRIALS;
        for (int trial = 0; trial < trials; trial++)
        {
            final DistinctHash hash = new DistinctHash(trial);
            final DistinctSet set = new DistinctSet();
            for (int i = 0; i < size; i++)
            {
                set.add(hash.of(0, i));
            }
            final double error = set.size() / size - 1;
            bias += error / trials;
            square += error * error / trials;
        }
        // What is measured of so few trials is itself uncertain by 7 %, or 14 %.
        assertTrue(Math.sqrt(square) < STATED * 1.3, size + ": " + Math.sqrt(square));
        assertTrue(Math.abs(bias) < 4 * STATED / Math.sqrt(trials), size + ": " + bias);
    }

    @Test
    void shouldBeExactUpToSixteen()
    {
        final DistinctHash hash = new DistinctHash(1);
        final DistinctSet set = new DistinctSet();
        for (int i = 1; i <= 16; i++)
        {
            for (int j = 0; j < 3 * i; j++)
            {
                set.add(hash.of(0, j % i));
            }
            assertEquals(i, set.size());
        }
        set.add(hash.of(0, 99));
        assertEquals(17, set.size(), 1);
        set.clear();
        assertEquals(0, set.size());
    }

    /* What sets united in any order and grouping are is the set of all their hashes. */
    @Test
    void shouldUniteInAnyOrder()
    {
        final Random random = new Random(3);
        final DistinctHash hash = new DistinctHash(5);
        for (int round = 0; round < 2000; round++)
        {
            final Set<Long> all = new HashSet<>();
            final List<DistinctSet> sets = new ArrayList<>();
            final DistinctSet whole = new DistinctSet();
            for (int i = 0; i < 4; i++)
            {
                final DistinctSet set = new DistinctSet();
                final int size = random.nextInt(0 == random.nextInt(2) ? 12 : 60);
                for (int j = 0; j < size; j++)
                {
                    final long added = hash.of(0, random.nextInt(100));
                    set.add(added);
                    whole.add(added);
                    all.add(added);
                }
                sets.add(set);
            }
            final double expected = all.size() <= DistinctSet.EXACT && sets.stream().allMatch(s -> isExact(s)) ?
                all.size() : whole.size();
            for (int order = 0; order < 3; order++)
            {
                Collections.shuffle(sets, random);
                final DistinctSet left = united(united(sets.get(0), sets.get(1)), united(sets.get(2), sets.get(3)));
                final DistinctSet right = united(sets.get(0), united(sets.get(1), united(sets.get(2), sets.get(3))));
                assertEquals(expected, left.size());
                assertEquals(expected, right.size());
            }
        }
    }

    private static boolean isExact(final DistinctSet set)
    {
        return set.size() <= DistinctSet.EXACT && set.size() == Math.rint(set.size());
    }

    private static DistinctSet united(final DistinctSet one, final DistinctSet other)
    {
        final DistinctSet both = new DistinctSet();
        both.add(one);
        both.add(other);
        return both;
    }

    @Test
    void shouldTellValuesApart()
    {
        final DistinctHash hash = new DistinctHash(9);
        final Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 1000; i++)
        {
            hashes.add(hash.of(0, i));
            hashes.add(hash.of(i + 1, 0));
            final byte[] text = ("text " + i).getBytes(StandardCharsets.UTF_8);
            hashes.add(hash.of(text, 0, text.length));
            hashes.add(hash.of(text, 0, 5));
        }
        assertEquals(3001, hashes.size());
        assertNotEquals(hash.of(0, 1), new DistinctHash(10).of(0, 1));
        assertNotEquals(hash.identity(), new DistinctHash(10).identity());
        final byte[] shifted = "..text 7".getBytes(StandardCharsets.UTF_8);
        assertTrue(hashes.contains(hash.of(shifted, 2, 6)));
    }

    @Test
    void shouldCountWhatFindsNoRoomAndReuseWhatIsGivenBack()
    {
        final TableCounters counters = new TableCounters();
        final DistinctHash hash = new DistinctHash(2);
        final BlockPool exact = new BlockPool(DistinctSet.EXACT);
        final DistinctPool pool = new DistinctPool(counters, exact.chunkBytes());
        final List<Long> sets = new ArrayList<>();
        for (int i = 0; i < 129; i++)
        {
            sets.add(pool.add(pool.add(0, hash.of(0, 2 * i)), hash.of(0, 2 * i + 1)));
        }
        assertEquals(1, counters.countPlain(TableCounters.DISTINCT_OVERFLOWS));
        final long[] block = new long[HyperLogLog.WORDS];
        assertTrue(pool.read(sets.get(0), block));
        assertEquals(hash.of(0, 1), block[1]);
        final long old = sets.get(0);
        pool.release(old);
        assertTrue(!pool.read(old, block), "a set that was given back is not read");
        long again = pool.add(sets.get(128), hash.of(0, 257));
        assertTrue(pool.read(again, block) && hash.of(0, 256) == block[0] && hash.of(0, 257) == block[1]);
        assertTrue(!pool.read(old, block), "nor the one that follows it");
        for (int i = 0; i < 14; i++)
        {
            again = pool.add(again, hash.of(0, 1000 + i));
        }
        assertEquals(1, counters.countPlain(TableCounters.DISTINCT_OVERFLOWS));
        assertEquals(again, pool.add(again, hash.of(0, 2000)), "no room for a sketch");
        assertEquals(2, counters.countPlain(TableCounters.DISTINCT_OVERFLOWS));
        assertEquals(again, pool.add(again, hash.of(0, 1003)), "what is known is no loss");
        assertEquals(2, counters.countPlain(TableCounters.DISTINCT_OVERFLOWS));
    }
}
