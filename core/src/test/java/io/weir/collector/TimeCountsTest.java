package io.weir.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testkit.Allocation;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeCountsTest
{
    private static final long MAX_NS = 60_000_000_000L;

    private final TimeCounts counts = new TimeCounts();

    private Histogram move()
    {
        final Histogram moved = TimeCounts.empty();
        counts.moveTo(moved);
        return moved;
    }

    @Test
    void shouldCountLikeAHistogramOfTwoDigits()
    {
        final Histogram expected = TimeCounts.empty();
        long ns = 0;
        while (ns <= MAX_NS)
        {
            for (long near = Math.max(0, ns - 1); near <= Math.min(MAX_NS, ns + 1); near++)
            {
                expected.recordValue(near);
                counts.record(near);
            }
            ns += 1 + ns / 200;
        }
        assertEquals(expected, move());
    }

    @ParameterizedTest
    @CsvSource({ "-1, 0", "-9223372036854775808, 0", "60000000001, 60000000000", "9223372036854775807, 60000000000" })
    void shouldCountWhatIsOutsideAsTheNearest(final long ns, final long counted)
    {
        counts.record(ns);
        final Histogram moved = move();
        assertEquals(1, moved.getTotalCount());
        assertEquals(1, moved.getCountAtValue(counted));
    }

    @Test
    void shouldMoveEachTimeOnce()
    {
        counts.record(7);
        counts.record(7);
        counts.record(1_000_000);
        assertEquals(3, move().getTotalCount());
        counts.record(7);
        final Histogram moved = move();
        assertEquals(1, moved.getTotalCount());
        assertEquals(1, moved.getCountAtValue(7));
        assertEquals(0, move().getTotalCount());
    }

    @Test
    void shouldAllocateNothing()
    {
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 1_000; i++)
            {
                counts.record((long)i << 20);
            }
        }));
    }
}
