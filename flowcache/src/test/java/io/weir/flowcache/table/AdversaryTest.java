package io.weir.flowcache.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

/**
 * Traffic made to hurt: time is counted in slots looked at and segments made, memory in slots, and what is said of the
 * flows stays true. {@code -Dweir.adversary=10000000} for as many one-packet flows as that.
 */
class AdversaryTest
{
    private static final long SEED = 5;
    private static final long TAU_NS = 2_000_000_000L;
    private static final long US = 1000;
    private static final int ONE_PACKET_FLOWS = Integer.getInteger("weir.adversary", 300_000);
    private static final int HEAVY = 100;
    private static final long HEAVY_KEY = 1L << 50;

    private final DecayClock clock = new DecayClock(TAU_NS, 0);
    private final Hash hash = new Hash(SEED, 0, 0, 0);
    private final long[] key = new long[2];
    private FlowTable table;
    private long nowNs;
    private long sent;
    private long slotsLookedAt;
    private int mostLookedAt;

    private void open(final long capacity)
    {
        final TableConfig.Timeouts timeouts = new TableConfig.Timeouts(TAU_NS, true, 0, false);
        table = new FlowTable(new TableConfig(hash, 2, 0, 0, capacity, 64, timeouts), clock);
    }

    private void add(final long first, final long second, final long value)
    {
        key[0] = first;
        key[1] = second;
        final int looked = probes();
        slotsLookedAt += looked;
        mostLookedAt = Math.max(mostLookedAt, looked);
        final int at = table.nextRow();
        table.rows()[at] = first;
        table.rows()[at + 1] = second;
        table.commitRow(value, 1, 1, 0);
        sent += value;
    }

    /* Slots that a lookup of the key passes, up to the end of its chain. */
    private int probes()
    {
        final long keyHash = hash.of(key, 0, 2);
        final Segment segment = SegmentMap.of(keyHash, table.directory());
        int probes = 1;
        int index = SegmentMap.home(keyHash) & segment.mask;
        while (SlotAccess.EMPTY != SlotAccess.tag(segment.slots[index * segment.stride]) && !isKey(segment, index))
        {
            probes++;
            index = index + 1 & segment.mask;
        }
        return probes;
    }

    private boolean isKey(final Segment segment, final int index)
    {
        final int base = index * segment.stride;
        return segment.isLive(index) && key[0] == segment.slots[base + 1] && key[1] == segment.slots[base + 2];
    }

    private void flush()
    {
        nowNs += 30 * US;
        clock.advance(nowNs);
        table.flush();
    }

    private long count(final int counter)
    {
        final long[] sums = new long[TableCounters.COUNT];
        assertTrue(table.counters().addTo(sums));
        return sums[counter];
    }

    private SlotView find(final long first, final long second)
    {
        key[0] = first;
        key[1] = second;
        final SlotCursor cursor = table.newCursor();
        assertTrue(table.find(key, 0, cursor), () -> "lost " + Long.toHexString(first));
        return cursor.view();
    }

    /* What left and what is there is what came, to the last unit, slot by slot. */
    private void checkAccounts()
    {
        final long[] live = new long[2];
        table.newReader().forEach(view ->
        {
            live[0] += view.total();
            live[1]++;
        });
        assertEquals(sent, count(TableCounters.IN));
        assertEquals(live[0], count(TableCounters.LIVE));
        assertEquals(live[1], count(TableCounters.FLOWS));
        assertEquals(sent - live[0] - count(TableCounters.EXPORTED), count(TableCounters.OTHER));
    }

    private long slots()
    {
        long slots = 0;
        for (final Segment segment : table.segmentsById())
        {
            slots += segment.size();
        }
        return slots;
    }

    /* Second words that bring the hash of a pair to the same value, by one who knows the seed. */
    private static long colliding(final long first)
    {
        final SplittableRandom secrets = new SplittableRandom(SEED);
        final long start = secrets.nextLong();
        final long multiplier = secrets.nextLong() | 1;
        final long a = start ^ first;
        return (a * multiplier ^ Math.multiplyHigh(a, multiplier)) + 0x9E37_79B9_7F4A_7C15L ^ 12_345;
    }

    @ParameterizedTest
    @ValueSource(longs = { 3000, 1 << 20 })
    void shouldBoundTimeAndKeepHeavyFlowsUnderChosenCollisions(final long capacity)
    {
        open(capacity);
        final int collisions = 40_000;
        for (int i = 0; i < collisions; i++)
        {
            add(i + 1, colliding(i + 1), 10);
            add(HEAVY_KEY | i % HEAVY, 1, 1000);
            add(0, colliding(0), 1000);
            flush();
        }
        assertEquals(collisions * 1000L, find(0, colliding(0)).total());
        for (int i = 0; i < HEAVY; i++)
        {
            assertEquals(collisions / HEAVY * 1000L, find(HEAVY_KEY | i, 1).total());
        }
        assertTrue(mostLookedAt <= FlowTable.MAX_PROBE + 1 + 2, "most=" + mostLookedAt);
        assertEquals(Math.min(capacity, FlowTable.MAX_PROBE + HEAVY), count(TableCounters.FLOWS), 2.0);
        assertEquals((collisions + 1 + HEAVY - count(TableCounters.FLOWS)) * 10, count(TableCounters.OTHER));
        assertEquals(1, table.segmentsById().length);
        checkAccounts();
    }

    @Test
    void shouldBoundTimeAndMemoryAndKeepHeavyFlowsUnderFloodOfFlows()
    {
        final int capacity = 20_000;
        open(capacity);
        final SplittableRandom random = new SplittableRandom(3);
        final long[] heavy = new long[HEAVY];
        for (int i = 0; i < ONE_PACKET_FLOWS; i++)
        {
            add(i, random.nextLong(), 64);
            if (0 == i % 10)
            {
                final int which = random.nextInt(HEAVY);
                heavy[which] += 1000;
                add(HEAVY_KEY | which, 1, 1000);
            }
            if (0 == i % 30)
            {
                flush();
                table.sweep();
            }
        }
        flush();
        for (int i = 0; i < HEAVY; i++)
        {
            final SlotView view = find(HEAVY_KEY | i, 1);
            assertTrue(view.total() <= heavy[i] && heavy[i] <= view.total() + view.evictionBound());
            assertEquals(heavy[i], view.total(), 0.02 * heavy[i]);
        }
        assertEquals(capacity, count(TableCounters.FLOWS));
        assertTrue(slots() <= 8L * capacity, "slots=" + slots());
        final double looked = (double)slotsLookedAt / count(TableCounters.RECORDS);
        assertTrue(looked < 8, "slots looked at for a record on average: " + looked);
        for (final Segment segment : table.segmentsById())
        {
            assertTrue(segment.tombs <= segment.size() / 4, () -> "tombs=" + segment.tombs);
        }
        checkAccounts();
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldStayExactThroughLeapsOfTheClock(final boolean holds)
    {
        open(1 << 12);
        final SplittableRandom random = new SplittableRandom(9);
        final long[] leaps = { 0, 1, -1, 1L << 24, TAU_NS, -TAU_NS, 16 * TAU_NS, 17 * TAU_NS, 3_600_000 * US * US,
            86_400_000 * US * US, 1L << 54, (1L << 56) + 1, 1L << 58, Long.MIN_VALUE / 2 };
        for (int i = 0; i < 20_000; i++)
        {
            final int at = table.nextRow();
            table.rows()[at] = random.nextInt(50);
            table.rows()[at + 1] = 0;
            final long value = random.nextInt(1500);
            table.commitRow(value, 1, 1, holds && 0 == random.nextInt(3) ? random.nextLong(1L << 62) : 0);
            sent += value;
            final long leap = leaps[random.nextInt(0 == i % 1000 ? leaps.length : 7)];
            nowNs = Math.min(Math.max(0, nowNs + leap), Long.MAX_VALUE >>> 1);
            clock.advance(nowNs);
            table.flush();
            table.sweep();
            if (0 == i % 32)
            {
                checkRates(1500.0 * 20_000);
            }
        }
        assertTrue(count(TableCounters.EXPIRED_FLOWS) > 0);
        checkAccounts();
    }

    private void checkRates(final double most)
    {
        table.newReader().forEach(view ->
        {
            final double rate = view.rateAt(clock.nowNs());
            assertTrue(rate >= 0 && rate <= most, () -> "rate=" + rate);
            assertTrue(view.varianceAt(clock.nowNs()) >= 0);
        });
    }

    @Test
    void shouldTakeEverySentinel()
    {
        open(1 << 12);
        final long[] words = { 0, 1, -1, 2, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 0xFFFF_FFFFL, 0xFFFF_FFFEL };
        final long[] values = { 0, 1, (1L << 40) - 1 };
        final long[] frames = { 0, 1, SlotLayout.MAX_FRAMES };
        final long[] rates = { 1, 2, 1 << 30, Long.MAX_VALUE };
        final long[] lengths = { 0, 1, TAU_NS, TAU_NS + 1, Long.MAX_VALUE };
        int rows = 0;
        for (final long first : words)
        {
            for (final long second : words)
            {
                for (int i = 0; i < values.length * frames.length * rates.length * lengths.length; i++)
                {
                    final int at = table.nextRow();
                    table.rows()[at] = first;
                    table.rows()[at + 1] = second;
                    final long value = values[i % 3];
                    table.commitRow(value, frames[i / 3 % 3], rates[i / 9 % 4], lengths[i / 36]);
                    sent += value;
                    rows++;
                }
                flush();
            }
        }
        assertEquals(words.length * words.length, count(TableCounters.FLOWS));
        assertEquals(rows, count(TableCounters.RECORDS));
        table.newReader().forEach(view ->
        {
            assertEquals(sent / (words.length * words.length), view.total());
            assertEquals(SlotLayout.MAX_FRAMES, view.frames());
            assertTrue(Double.isFinite(view.rateAt(nowNs)) && view.varianceAt(nowNs) >= 0);
        });
        checkAccounts();
    }

    @Test
    void shouldNeverGiveAFlowTheTagOfAnEmptySlot()
    {
        for (final long low : new long[]{ 0, 1, 2, 3, 0xFFFF_FFFFL })
        {
            final int tag = SegmentMap.tag(0x1234_5678L << 32 | low);
            assertTrue(SlotAccess.EMPTY != tag && SlotAccess.TOMB != tag, "low=" + low);
        }
    }
}
