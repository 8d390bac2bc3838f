package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

class FlowTotalsTest
{
    private final AtomicInteger inAll = new AtomicInteger();
    private final FlowTotals totals = new FlowTotals(1_024, inAll, 4_096);
    private final long[] difference = new long[3];

    @Test
    void shouldGiveTheWholeAtFirstAndThenWhatIsMore()
    {
        assertDifference(7, 1_000, 10, 5, 1_000, 10, FlowTotals.UNKNOWN_END);
        assertDifference(7, 1_500, 12, 9, 500, 2, 5);
        assertDifference(7, 1_500, 12, 11, 0, 0, 9);
        assertDifference(9, 40, 1, 11, 40, 1, FlowTotals.UNKNOWN_END);
    }

    @Test
    void shouldBeginAnewWhenATotalGoesBack()
    {
        assertDifference(7, 1_000, 10, 5, 1_000, 10, FlowTotals.UNKNOWN_END);
        assertDifference(7, 300, 3, 9, 300, 3, FlowTotals.UNKNOWN_END);
        assertDifference(7, 400, 2, 10, 400, 2, FlowTotals.UNKNOWN_END);
        assertDifference(7, 500, 4, 12, 100, 2, 10);
    }

    @Test
    void shouldKnowWhichFlowsHaveToldOfThemselves()
    {
        totals.note(7, 1);
        assertFalse(totals.remove(9));
        assertTrue(totals.remove(7));
        assertFalse(totals.remove(7));
        assertEquals(0, totals.size());
    }

    @Test
    void shouldForgetNobodyWhileThereIsRoomToGrow()
    {
        final SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++)
        {
            final FlowTotals roomy = new FlowTotals(16_384, new AtomicInteger(), 1 << 20);
            for (int i = 0; i < 500; i++)
            {
                assertEquals(0, roomy.difference(random.nextLong() | 1, 10, 1, i, difference));
            }
            assertEquals(500, roomy.size());
        }
    }

    @Test
    void shouldForgetTheOldestOfNeighboursWhenThereIsNoRoomAndSayHowMany()
    {
        int forgotten = 0;
        for (int i = 0; i < 50_000; i++)
        {
            forgotten += totals.difference(2L * i * 0x9E37_79B9L + 1, 10, 1, i, difference);
        }
        assertTrue(totals.size() <= 1_024);
        assertEquals(50_000, totals.size() + forgotten);
        assertEquals(1_024, inAll.get());
        totals.clear();
        assertEquals(0, inAll.get());
    }

    @Test
    void shouldStayWithinTheBoundOnAllAndLeaveTotalsAsTheyAreWithoutRoom()
    {
        inAll.set(4_090);
        assertEquals(1, totals.difference(7, 100, 1, 0, difference));
        assertArrayEquals(new long[]{ 100, 1, FlowTotals.UNKNOWN_END }, difference);
        assertEquals(4_090, inAll.get());
        assertEquals(0, new FlowTotals(0, inAll, 0).difference(7, 100, 1, 0, difference));
        assertArrayEquals(new long[]{ 100, 1, FlowTotals.UNKNOWN_END }, difference);
    }

    private void assertDifference(
        final long key,
        final long octets,
        final long packets,
        final long endMs,
        final long... expected)
    {
        assertEquals(0, totals.difference(key, octets, packets, endMs, difference));
        assertArrayEquals(expected, difference);
    }
}
