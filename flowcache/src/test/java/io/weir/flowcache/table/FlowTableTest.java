package io.weir.flowcache.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

class FlowTableTest
{
    private static final long SEED = 5;
    private static final long TAU_NS = 2_000_000_000L;

    private final DecayClock clock = new DecayClock(TAU_NS, 0);

    private FlowTable table(final int words, final long capacity, final boolean expires)
    {
        final TableConfig config =
            new TableConfig(new Hash(SEED, 0, 0, 0), words, 0, 0, capacity, 64,
                new TableConfig.Timeouts(1_000_000_000L, expires, 0, false));
        return new FlowTable(config, clock);
    }

    private static void add(final FlowTable table, final long first, final long second, final long value)
    {
        final int at = table.nextRow();
        table.rows()[at] = first;
        table.rows()[at + 1] = second;
        table.commitRow(value, 1, 1, 0);
    }

    private static long count(final FlowTable table, final int counter)
    {
        final long[] sums = new long[TableCounters.COUNT];
        assertTrue(table.counters().addTo(sums));
        return sums[counter];
    }

    /* Second words that bring the hash of a pair to the same value, by one who knows the seed. */
    private static long colliding(final long first)
    {
        final SplittableRandom secrets = new SplittableRandom(SEED);
        final long start = secrets.nextLong();
        final long multiplier = secrets.nextLong() | 1;
        final long a = start ^ first;
        final long afterFirst = (a * multiplier ^ Math.multiplyHigh(a, multiplier)) + 0x9E37_79B9_7F4A_7C15L;
        return afterFirst ^ 12_345;
    }

    @ParameterizedTest
    @ValueSource(longs = { 3000, 1 << 20 })
    void BAD_Z06_shouldBoundKeysThatAllCollide(final long capacity)
    {
        final FlowTable table = table(2, capacity, false);
        final Hash hash = new Hash(SEED, 0, 0, 0);
        final long expected = hash.of(new long[]{ 1, colliding(1) }, 0, 2);
        for (int i = 0; i < 40_000; i++)
        {
            assertEquals(expected, hash.of(new long[]{ i, colliding(i) }, 0, 2));
            add(table, i, colliding(i), 10);
        }
        for (int i = 0; i < 5000; i++)
        {
            add(table, 1L << 40 | i, i, 10);
        }
        table.flush();
        assertTrue(count(table, TableCounters.FLOWS) >= Math.min(capacity, 5064) - 64);
        assertTrue(count(table, TableCounters.FLOWS) <= 5064);
        assertEquals(450_000, count(table, TableCounters.LIVE) + count(table, TableCounters.OTHER));
        assertTrue(table.segmentsById().length <= 4, "segments=" + table.segmentsById().length);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldKeepEveryFlowInOneSlotThroughErasureAndReuse(final boolean expires)
    {
        final FlowTable table = table(2, 2000, expires);
        final SplittableRandom random = new SplittableRandom(1);
        long now = 0;
        for (int i = 0; i < 400_000; i++)
        {
            add(table, random.nextInt(expires ? 3000 : 6000), 0, 1);
            now += random.nextInt(20_000_000);
            clock.advance(now);
            table.flush();
            table.sweep();
            if (0 == i % 10_000)
            {
                checkUnique(table);
            }
        }
        checkUnique(table);
        assertEquals(400_000, count(table, TableCounters.LIVE) + count(table, TableCounters.OTHER) +
            count(table, TableCounters.EXPORTED));
    }

    private static void checkUnique(final FlowTable table)
    {
        final Map<Long, Long> seen = new HashMap<>();
        final SlotCursor cursor = table.newCursor();
        table.newReader().forEach(view ->
        {
            assertEquals(null, seen.put(view.words()[1], view.total()));
            assertTrue(table.find(view.words(), 1, cursor));
            assertEquals(view.words()[1], cursor.keyWord(0));
        });
        assertEquals(count(table, TableCounters.FLOWS), seen.size());
        final Segment segment = table.segmentsById()[0];
        assertEquals(seen.size(), segment.live);
        int tombs = 0;
        for (int i = 0; i < segment.size(); i++)
        {
            tombs += SlotAccess.TOMB == SlotAccess.tag(segment.slots[i * segment.stride]) ? 1 : 0;
        }
        assertEquals(tombs, segment.tombs);
    }

    @Test
    void shouldSplitSegmentsAndKeepEveryFlow()
    {
        final FlowTable table = table(2, 1 << 20, false);
        for (int i = 0; i < 700_000; i++)
        {
            add(table, i, 1, i);
        }
        table.flush();
        assertEquals(700_000, count(table, TableCounters.FLOWS));
        assertEquals(0, count(table, TableCounters.EVICTED_FLOWS));
        final SlotCursor cursor = table.newCursor();
        for (int i = 0; i < 700_000; i++)
        {
            assertTrue(table.find(new long[]{ i, 1 }, 0, cursor));
            assertEquals(i, cursor.view().total());
        }
        long slots = 0;
        for (final Segment segment : table.segmentsById())
        {
            slots += segment.size();
        }
        assertTrue(700_000.0 / slots > 0.34, "slots=" + slots);
    }

    @Test
    void shouldGiveSegmentsBackAfterABurst()
    {
        final FlowTable table = table(2, 1 << 20, true);
        for (int burst = 1; burst <= 3; burst++)
        {
            for (int i = 0; i < 100_000; i++)
            {
                add(table, i, burst, 1);
            }
            table.flush();
            assertTrue(segments(table) > 32);
            for (int i = 0; i < 4000; i++)
            {
                clock.advance(clock.nowNs() + 8_000_000);
                add(table, -1 - i % 500, 0, 1);
                table.flush();
                table.sweep();
            }
            assertEquals(1, segments(table));
            assertEquals(500, count(table, TableCounters.FLOWS));
            final SlotCursor cursor = table.newCursor();
            for (int i = 0; i < 500; i++)
            {
                assertTrue(table.find(new long[]{ -1 - i, 0 }, 0, cursor));
                assertEquals(8 * burst, cursor.view().total());
            }
            checkUnique(table);
        }
        assertEquals(0, count(table, TableCounters.EVICTED_FLOWS));
        assertEquals(300_000, count(table, TableCounters.EXPORTED));
    }

    private static long segments(final FlowTable table)
    {
        return java.util.Arrays.stream(table.segmentsById()).filter(java.util.Objects::nonNull).count();
    }

    @Test
    void shouldFillToCapacityOfAGrowingTableWithoutEviction()
    {
        final FlowTable table = table(2, 1 << 17, false);
        for (int i = 0; i < 1 << 17; i++)
        {
            add(table, i * 7919L, i, 1);
        }
        table.flush();
        assertEquals(1 << 17, count(table, TableCounters.FLOWS));
        assertEquals(0, count(table, TableCounters.OTHER));
    }

    @Test
    void shouldSelectByRank()
    {
        final SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 2000; round++)
        {
            final int count = random.nextInt(1, 200);
            final double[] values = random.doubles(count).map(v -> Math.floor(v * 20)).toArray();
            final double[] sorted = values.clone();
            java.util.Arrays.sort(sorted);
            final int rank = random.nextInt(1, count + 1);
            assertEquals(sorted[count - rank], Select.largest(values, count, rank));
        }
    }

    @Test
    void shouldWrapSequenceOfASlotWithoutTouchingItsTag()
    {
        final long[] slots = { 0x1234_5678_FFFF_FFFEL };
        final long word = SlotAccess.beginWrite(slots, 0);
        assertEquals(0x1234_5678_FFFF_FFFFL, slots[0]);
        SlotAccess.endWrite(slots, 0, word >>> 32, word);
        assertEquals(0x1234_5678_0000_0000L, slots[0]);
    }
}
