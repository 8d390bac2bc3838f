package io.weir.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;

class WorkerCountersTest
{
    private static final int DATAGRAMS = 3_000_000;
    private static final int BYTES_EACH = 100;

    @Test
    void shouldBalanceForAReaderAtAnyMoment() throws InterruptedException
    {
        final WorkerCounters counters = new WorkerCounters();
        final Thread writer = new Thread(() ->
        {
            for (int i = 0; i < DATAGRAMS; i++)
            {
                counters.count(DecodeStatus.of(i % DecodeStatus.COUNT_OF), BYTES_EACH);
            }
        });
        writer.start();
        long before = 0;
        while (before < DATAGRAMS)
        {
            final CountersSnapshot seen = CountersSnapshot.sum(counters);
            assertTrue(seen.received() >= before, () -> "went back to " + seen);
            assertEquals(seen.received(), seen.decoded() + seen.rejected());
            assertTrue(seen.bytes() >= before * BYTES_EACH, seen::toString);
            before = seen.received();
        }
        writer.join();
        assertEquals((long)DATAGRAMS * BYTES_EACH, CountersSnapshot.sum(counters).bytes());
    }
}
