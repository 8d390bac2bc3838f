package io.weir.threshold;

import static io.weir.threshold.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class EventLogTest
{
    @Test
    void shouldHoldTheLastEvents()
    {
        final EventLog log = new EventLog(4);
        assertEquals(1, log.oldest());
        assertNull(log.at(1));
        for (long id = 1; id <= 10; id++)
        {
            assertEquals(id, log.claim());
            log.publish(event(id));
        }
        assertEquals(10, log.lastClaimed());
        assertEquals(7, log.oldest());
        for (long id = 7; id <= 10; id++)
        {
            assertEquals(id, log.at(id).eventId());
        }
        assertNull(log.at(11));
        assertEquals(7, log.at(3).eventId());
        assertEquals(10, log.watermark(1));
    }

    @Test
    void shouldShowNoEventThatIsClaimedOnly()
    {
        final EventLog log = new EventLog(4);
        log.claim();
        log.claim();
        log.publish(event(2));
        assertNull(log.at(1));
        assertEquals(0, log.watermark(1));
        log.publish(event(1));
        assertEquals(1, log.at(1).eventId());
        assertEquals(2, log.watermark(1));
    }

    @Test
    void shouldKeepTheNewerEventWhenAProducerWasLapped()
    {
        final EventLog log = new EventLog(2);
        for (int i = 0; i < 3; i++)
        {
            log.claim();
        }
        final ThresholdEvent newer = event(3);
        log.publish(newer);
        log.publish(event(1));
        assertSame(newer, log.at(1));
        assertSame(newer, log.at(3));
    }

    @Test
    void shouldGiveEveryReaderEachEventOnceOrCountItWhenSeveralProduce() throws Exception
    {
        final int producers = 3;
        final int readers = 3;
        final long each = 200_000;
        final long total = producers * each;
        final EventLog log = new EventLog(256);
        final AtomicInteger running = new AtomicInteger(producers);
        final ExecutorService pool = Executors.newFixedThreadPool(producers + readers);
        final List<Future<long[]>> results = new ArrayList<>();
        for (int i = 0; i < readers; i++)
        {
            results.add(pool.submit(() -> read(log, total)));
        }
        for (int i = 0; i < producers; i++)
        {
            pool.submit(() ->
            {
                for (long n = 0; n < each; n++)
                {
                    log.publish(event(log.claim()));
                }
                running.decrementAndGet();
            });
        }
        for (final Future<long[]> result : results)
        {
            final long[] readAndLost = result.get();
            assertEquals(total, readAndLost[0] + readAndLost[1]);
            assertTrue(readAndLost[0] > 0);
        }
        assertEquals(0, running.get());
        pool.shutdown();
    }

    private static long[] read(final EventLog log, final long total)
    {
        long read = 0;
        long lost = 0;
        long next = 1;
        while (next <= total)
        {
            final ThresholdEvent event = log.at(next);
            if (null == event)
            {
                Thread.onSpinWait();
            }
            else if (event.eventId() == next)
            {
                assertEquals(next * 31, event.timestampNs());
                assertEquals(next, event.samples());
                read++;
                next++;
            }
            else
            {
                assertEquals(0, (event.eventId() - next) % log.capacity());
                lost++;
                next++;
            }
        }
        return new long[] { read, lost };
    }
}
