package io.weir.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import org.junit.jupiter.api.Test;

class TimeTest
{
    @Test
    void shouldTellTheWallClockAndNeverGoBack()
    {
        final long beforeMs = System.currentTimeMillis();
        final TimeSource time = TimeSource.system();
        final long first = time.epochNs();
        final long afterMs = System.currentTimeMillis();
        assertTrue(first >= beforeMs * TimeSource.NS_PER_MS, () -> first + " is before " + beforeMs);
        assertTrue(first <= (afterMs + 1) * TimeSource.NS_PER_MS, () -> first + " is after " + afterMs);
        long last = first;
        for (int i = 0; i < 100_000; i++)
        {
            final long next = time.epochNs();
            assertTrue(next >= last);
            last = next;
        }
        assertTrue(last > first);
    }

    @Test
    void shouldNotAllocate()
    {
        final TimeSource time = TimeSource.system();
        final long[] sum = new long[1];
        assertEquals(0, Allocation.steadyBytesOf(() ->
        {
            for (int i = 0; i < 10_000; i++)
            {
                sum[0] += time.epochNs();
            }
        }));
        assertTrue(0 != sum[0]);
    }

    @Test
    void shouldMoveForwardOnly()
    {
        final ManualTime time = new ManualTime(100);
        time.advance(5);
        time.advance(-50);
        assertEquals(105, time.epochNs());
        time.advanceTo(104);
        assertEquals(105, time.epochNs());
        time.advanceTo(200);
        assertEquals(200, time.epochNs());
    }
}
