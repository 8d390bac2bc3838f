package io.weir.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

class TokenBucketTest
{
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private static long taken(final TokenBucket bucket, final long timeNs, final int tries)
    {
        long taken = 0;
        for (int i = 0; i < tries; i++)
        {
            taken += bucket.take(timeNs) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void BAD_Z15_shouldGiveTheBurstAndThenATokenExactlyWhenItIsFull()
    {
        final TokenBucket bucket = new TokenBucket(3, 5);
        assertEquals(5, taken(bucket, T0, 10));
        assertFalse(bucket.take(T0 + 333_333_333L));
        assertTrue(bucket.take(T0 + 333_333_334L));
        assertFalse(bucket.take(T0 + 666_666_666L));
        assertTrue(bucket.take(T0 + 666_666_667L));
        assertFalse(bucket.take(T0 + SECOND - 1));
        assertTrue(bucket.take(T0 + SECOND));
    }

    @Test
    void BAD_Z15_shouldAddNothingWhileTheClockStandsOrGoesBack()
    {
        final TokenBucket bucket = new TokenBucket(1_000, 2);
        assertEquals(2, taken(bucket, T0, 5));
        assertFalse(bucket.take(T0 - SECOND));
        assertFalse(bucket.take(T0));
        assertTrue(bucket.take(T0 + 1_000_000));
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "7, 3", "1000, 1", "1000000000, 1000000000", "1, 1000000000", "1000000000, 1" })
    void BAD_Z15_shouldNeverGiveMoreThanItsRateAndBurstAndNeverLess(final long perSecond, final long burst)
    {
        final SplittableRandom random = new SplittableRandom(5);
        final TokenBucket bucket = new TokenBucket(perSecond, burst);
        final int drained = (int)Math.min(burst, 1_000);
        assertEquals(drained, taken(bucket, T0, drained));
        long available = (burst - drained) * SECOND;
        long timeNs = T0;
        for (int i = 0; i < 20_000; i++)
        {
            final long stepNs = random.nextLong(0, 2 * SECOND / Math.min(perSecond, 1_000_000) + 1);
            timeNs += stepNs;
            available = Math.min(burst * SECOND, available + stepNs * perSecond);
            assertEquals(available >= SECOND, bucket.take(timeNs));
            available -= available >= SECOND ? SECOND : 0;
        }
    }

    @Test
    void BAD_Z15_shouldBeFullAgainAfterAnyTime()
    {
        final TokenBucket bucket = new TokenBucket(1_000_000_000L, 4);
        assertEquals(4, taken(bucket, 0, 9));
        assertEquals(4, taken(bucket, Long.MAX_VALUE - 1, 9));
    }

    @Test
    void shouldAllocateNothing()
    {
        final TokenBucket bucket = new TokenBucket(10, 10);
        assertEquals(0, Allocation.steadyBytesOf(() -> taken(bucket, T0, 10_000)));
    }
}
