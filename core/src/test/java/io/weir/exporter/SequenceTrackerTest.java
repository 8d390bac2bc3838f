package io.weir.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTrackerTest
{
    private static final long UPTIME_MS = 10_000_000;

    private final Exporter exporter = new Exporter(
        Protocol.NETFLOW5, 0, 1, 0, 1, 0,
        new DeviceState(new AtomicInteger(), null, null, SequenceRoom.of(1)), 300_000);

    @Test
    void shouldCountNothingWhenInOrder()
    {
        for (int i = 0; i < 1_000; i++)
        {
            exporter.onSequence(5_000 + 30L * i, 30, UPTIME_MS + i);
        }
        assertCounts(0, 0, 0, 0);
    }

    @Test
    void shouldCountMissingUnits()
    {
        exporter.onSequence(100, 10, UPTIME_MS);
        exporter.onSequence(140, 10, UPTIME_MS);
        assertCounts(30, 0, 0, 0);
    }

    @Test
    void shouldTakeLateUnitsBackFromTheLoss()
    {
        exporter.onSequence(100, 10, UPTIME_MS);
        exporter.onSequence(140, 10, UPTIME_MS + 3);
        exporter.onSequence(120, 10, UPTIME_MS + 1);
        assertCounts(20, 0, 1, 0);
        exporter.onSequence(130, 10, UPTIME_MS + 2);
        exporter.onSequence(110, 10, UPTIME_MS + 1);
        assertCounts(0, 0, 3, 0);
    }

    @Test
    void shouldCallTheSameDatagramADuplicateOnTimeOrLate()
    {
        exporter.onSequence(100, 10, UPTIME_MS);
        exporter.onSequence(100, 10, UPTIME_MS);
        exporter.onSequence(120, 10, UPTIME_MS + 2);
        exporter.onSequence(110, 10, UPTIME_MS + 1);
        exporter.onSequence(110, 10, UPTIME_MS + 1);
        exporter.onSequence(100, 10, UPTIME_MS);
        assertCounts(0, 3, 1, 0);
    }

    @Test
    void shouldNotForgetDatagramsForThoseOfNoUnits()
    {
        exporter.onSequence(100, 10, -1);
        for (int i = 0; i < 1_000; i++)
        {
            exporter.onSequence(110, 0, -1);
        }
        exporter.onSequence(110, 10, -1);
        exporter.onSequence(100, 10, -1);
        exporter.onSequence(110, 10, -1);
        assertCounts(0, 2, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({ "1, 0", "63, 0", "64, 0", "65, 7", "200, 7" })
    void shouldTakeBackWithinAWindowOf64Arrivals(final int displacement, final int lost)
    {
        exporter.onSequence(100, 7, UPTIME_MS);
        for (int i = 0; i < displacement; i++)
        {
            exporter.onSequence(114 + 7L * i, 7, UPTIME_MS + 2 + i);
        }
        exporter.onSequence(107, 7, UPTIME_MS + 1);
        assertCounts(lost, 0, 1, 0);
    }

    @ParameterizedTest
    @CsvSource({ "1, 1, 0", "63, 1, 0", "64, 0, 1", "200, 0, 1" })
    void shouldKnowDuplicatesAmongTheLast64Arrivals(final int between, final int duplicate, final int outOfOrder)
    {
        exporter.onSequence(0, 1, UPTIME_MS);
        for (int i = 1; i <= between; i++)
        {
            exporter.onSequence(i, 1, UPTIME_MS + i);
        }
        exporter.onSequence(0, 1, UPTIME_MS);
        assertCounts(0, duplicate, outOfOrder, 0);
    }

    @Test
    void shouldGoOnAcrossTheWrapOfTheSequence()
    {
        exporter.onSequence(0xFFFF_FFF8L, 4, UPTIME_MS);
        exporter.onSequence(0, 4, UPTIME_MS + 2);
        assertCounts(4, 0, 0, 0);
        exporter.onSequence(0xFFFF_FFFCL, 4, UPTIME_MS + 1);
        assertCounts(0, 0, 1, 0);
        exporter.onSequence(4, 4, UPTIME_MS + 3);
        assertCounts(0, 0, 1, 0);
    }

    @Test
    void shouldGoOnAcrossTheWrapOfTheUptime()
    {
        exporter.onSequence(1, 1, 0xFFFF_FFFFL);
        exporter.onSequence(2, 1, 5);
        exporter.onSequence(3, 1, 100_000);
        assertCounts(0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, 900, 999, 1_001, 1_500, 50_000, 200_000, 4_000_000_000L })
    void shouldSeeARestartWithoutLossWhenTheUptimeGoesBack(final long firstSequence)
    {
        for (int i = 0; i < 1_000; i++)
        {
            exporter.onSequence(i, 1, UPTIME_MS + i);
        }
        exporter.onSequence(firstSequence, 1, 2_000);
        assertCounts(0, 0, 0, 1);
        exporter.onSequence(firstSequence + 1, 1, 2_100);
        exporter.onSequence(firstSequence + 3, 1, 2_300);
        assertCounts(1, 0, 0, 1);
    }

    @Test
    void shouldAccountStragglersOfTheLifeBeforeARestartThere()
    {
        exporter.onSequence(1_000, 1, UPTIME_MS);
        exporter.onSequence(1_003, 1, UPTIME_MS + 3);
        exporter.onSequence(0, 1, 1_000);
        exporter.onSequence(1_002, 1, UPTIME_MS + 2);
        exporter.onSequence(1, 1, 1_001);
        exporter.onSequence(1_003, 1, UPTIME_MS + 3);
        exporter.onSequence(1_004, 1, UPTIME_MS + 4);
        exporter.onSequence(2, 1, 1_002);
        assertCounts(1, 1, 1, 1);
    }

    @Test
    void shouldNotBeMisledByOneForgedNumber()
    {
        for (int i = 0; i < 1_000; i++)
        {
            exporter.onSequence(i, 1, UPTIME_MS + i);
            if (0 == i % 10)
            {
                exporter.onSequence(0x8000_0000L + 97L * i, 1, UPTIME_MS + i);
            }
        }
        assertCounts(0, 0, 0, 0);
        assertEquals(100, exporter.count(ExporterCounter.IMPLAUSIBLE));
    }

    @ParameterizedTest
    @ValueSource(longs = { 100_000, 0x8000_0000L, 0xFFF0_0000L })
    void shouldFollowAJumpWhenTwoDatagramsAgree(final long jump)
    {
        exporter.onSequence(500, 1, -1);
        exporter.onSequence(500 + jump, 1, -1);
        exporter.onSequence(503 + jump, 1, -1);
        exporter.onSequence(504 + jump, 1, -1);
        assertCounts(2, 0, 0, 1);
        assertEquals(0, exporter.count(ExporterCounter.IMPLAUSIBLE));
    }

    @ParameterizedTest
    @CsvSource({ "65536, 65536, 0", "65537, 0, 1" })
    void shouldCallAJumpOfUpTo65536Loss(final long jump, final long lost, final int implausible)
    {
        exporter.onSequence(0, 1, UPTIME_MS);
        exporter.onSequence(1 + jump, 1, UPTIME_MS);
        exporter.onSequence(1, 1, UPTIME_MS + 1);
        assertEquals(lost - (lost > 0 ? 1 : 0), exporter.count(ExporterCounter.LOST));
        assertEquals(implausible, exporter.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void shouldFollowAShortStepBackAfterAWindowOfAgreement()
    {
        for (int i = 0; i < 1_000; i++)
        {
            exporter.onSequence(i, 1, -1);
        }
        for (int i = 0; i < 200; i++)
        {
            exporter.onSequence(i, 1, -1);
        }
        assertCounts(0, 0, SequenceTracker.WINDOW - 1, 1);
    }

    @Test
    void shouldCountNoLossWhenAnExporterNeverMovesItsSequence()
    {
        for (int i = 0; i < 1_000; i++)
        {
            exporter.onSequence(0, 30, UPTIME_MS + i);
        }
        assertEquals(0, exporter.count(ExporterCounter.LOST));
        assertEquals(0, exporter.count(ExporterCounter.RESTARTS));
    }

    @Test
    void shouldTakeDatagramsWithoutUnits()
    {
        exporter.onSequence(10, 0, UPTIME_MS);
        exporter.onSequence(10, 5, UPTIME_MS + 1);
        exporter.onSequence(15, 0, UPTIME_MS + 2);
        exporter.onSequence(20, 5, UPTIME_MS + 3);
        assertCounts(5, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 0, 0", "2, 1, 50, 0, 0", "3, 30, 10, 0, 0", "4, 30, 0, 20, 0", "5, 1, 0, 0, 32", "6, 30, 0, 0, 32",
        "7, 1, 30, 0, 32", "8, 30, 20, 20, 16", "9, 1, 50, 20, 16", "10, 30, 1, 1, 16"
    })
    void BAD_Z04_shouldBeExactBehindARelayThatLosesRepeatsAndReorders(
        final long seed,
        final int maxUnits,
        final int lossPercent,
        final int duplicatePercent,
        final int maxDelay)
    {
        final FaultyRelay relay = new FaultyRelay(seed, maxUnits);
        for (int life = 0; life < 3; life++)
        {
            relay.life(20_000, lossPercent, duplicatePercent, maxDelay);
        }

        relay.deliverTo(exporter);

        assertTrue(exporter.count(ExporterCounter.LOST) > 0 || 0 == lossPercent);
        assertCounts(relay.lost, relay.duplicate, relay.outOfOrder, relay.restarts);
        assertEquals(0, exporter.count(ExporterCounter.IMPLAUSIBLE));
    }

    @Test
    void shouldLoseNothingWhenTheStreamMovesBetweenWorkers() throws Exception
    {
        final int workers = 3;
        final int burst = 16;
        exporter.onSequence(0, 5, UPTIME_MS);
        final ExecutorService pool = Executors.newFixedThreadPool(workers);
        try
        {
            final CyclicBarrier round = new CyclicBarrier(workers);
            final List<Future<?>> results = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++)
            {
                final int first = worker;
                results.add(pool.submit(() ->
                {
                    for (int i = 0; i < 3_000; i++)
                    {
                        round.await();
                        for (int k = 0; k < burst; k++)
                        {
                            final long index = ((long)i * burst + k) * workers + first;
                            exporter.onSequence(5 + index * 5, 5, UPTIME_MS + index);
                        }
                    }
                    return null;
                }));
            }
            for (final Future<?> result : results)
            {
                result.get();
            }
        }
        finally
        {
            pool.shutdownNow();
        }
        assertEquals(0, exporter.count(ExporterCounter.LOST));
        assertEquals(0, exporter.count(ExporterCounter.DUPLICATE));
        assertEquals(0, exporter.count(ExporterCounter.RESTARTS));
    }

    @Test
    void shouldCallNothingLostBehindUnitsThatAreUnknown()
    {
        exporter.onSequence(100, 5, -1);
        exporter.onSequence(105, Exporter.UNITS_UNKNOWN, -1);
        exporter.onSequence(150, 5, -1);
        assertCounts(0, 0, 0, 0);
        exporter.onSequence(160, 5, -1);
        assertCounts(5, 0, 0, 0);
        exporter.onSequence(105, Exporter.UNITS_UNKNOWN, -1);
        assertCounts(5, 1, 0, 0);
    }

    @Test
    void shouldTellTheDatagramThatFollowsARestart()
    {
        assertEquals(false, exporter.onSequence(100, 1, UPTIME_MS));
        assertEquals(false, exporter.onSequence(101, 1, UPTIME_MS));
        assertEquals(true, exporter.onSequence(0, 1, 10));
        assertEquals(false, exporter.onSequence(1, 1, 20));
    }

    @ParameterizedTest
    @CsvSource({ "1, 7", "7, 1", "1400, 7", "-7, 7" })
    void shouldTellThatNumbersContradictWhatIsSent(final int step, final int units)
    {
        for (int i = 0; i <= SequenceTracker.CONTRADICTION; i++)
        {
            assertTrue(exporter.snapshot().isLossReliable());
            exporter.onSequence(1_000_000 + (long)step * i, units, -1);
        }
        assertEquals(1, exporter.count(ExporterCounter.SEQUENCE_CONTRADICTIONS));
        assertFalse(exporter.snapshot().isLossReliable());
    }

    @Test
    void shouldNotTakeLossRepetitionOrLatenessForContradiction()
    {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++)
        {
            if (random.nextInt(10) < 3)
            {
                exporter.onSequence(7L * i + 7 * random.nextInt(5), 7, -1);
            }
        }
        for (int i = 0; i < 10_000; i++)
        {
            exporter.onSequence(2_000_000 + 1_000L * i, Exporter.UNITS_UNKNOWN, -1);
        }
        assertTrue(exporter.snapshot().isLossReliable());
    }

    @Test
    void shouldAllocateNothingInSteadyState()
    {
        final FaultyRelay relay = new FaultyRelay(99, 30);
        relay.life(50_000, 20, 10, 16);
        relay.life(50_000, 20, 10, 16);
        assertEquals(0, Allocation.steadyBytesOf(() -> relay.deliverTo(exporter)));
    }

    private void assertCounts(final long lost, final long duplicate, final long outOfOrder, final long restarts)
    {
        assertEquals(
            List.of(lost, duplicate, outOfOrder, restarts),
            List.of(exporter.count(ExporterCounter.LOST), exporter.count(ExporterCounter.DUPLICATE),
                exporter.count(ExporterCounter.OUT_OF_ORDER), exporter.count(ExporterCounter.RESTARTS)),
            "lost, duplicate, out of order, restarts");
    }

    /** Loses, repeats and delays the datagrams of an exporter, and knows what a receiver can know of it. */
    private static final class FaultyRelay
    {
        private final SplittableRandom random;
        private final int maxUnits;
        private final List<Datagram> arrivals = new ArrayList<>();
        private long restarts = -1;
        private long lost;
        private long duplicate;
        private long outOfOrder;

        FaultyRelay(final long seed, final int maxUnits)
        {
            random = new SplittableRandom(seed);
            this.maxUnits = maxUnits;
        }

        /* Starts near the wrap; the first datagram is never late, as nobody could know that anything is missing. */
        void life(final int datagrams, final int lossPercent, final int duplicatePercent, final int maxDelay)
        {
            restarts++;
            final List<Datagram> copies = new ArrayList<>();
            final long uptime = 1_000 + random.nextInt(20_000);
            long sequence = 0xFFFF_FFFFL - random.nextInt(datagrams * maxUnits) + random.nextInt(1_000);
            long position = 0;
            for (int i = 0; i < datagrams; i++)
            {
                final int units = 1 + random.nextInt(maxUnits);
                final boolean isFirst = 0 == i;
                if (isFirst || random.nextInt(100) >= lossPercent)
                {
                    final long delay = isFirst ? 0 : random.nextInt(maxDelay + 1);
                    copies.add(new Datagram(position + delay, sequence & 0xFFFF_FFFFL, units, uptime + 10L * i, i));
                    if (random.nextInt(100) < duplicatePercent)
                    {
                        final long later = isFirst ? 1 : random.nextInt(maxDelay + 1);
                        copies.add(new Datagram(position + later, sequence & 0xFFFF_FFFFL, units, uptime + 10L * i, i));
                    }
                }
                position++;
                sequence += units;
            }
            copies.sort(Comparator.comparingLong(Datagram::position));
            account(copies);
            arrivals.addAll(copies);
        }

        private void account(final List<Datagram> copies)
        {
            final boolean[] seen = new boolean[copies.stream().mapToInt(Datagram::index).max().orElseThrow() + 1];
            int highest = -1;
            long covered = 0;
            for (final Datagram datagram : copies)
            {
                if (seen[datagram.index])
                {
                    duplicate++;
                    continue;
                }
                seen[datagram.index] = true;
                covered += datagram.units;
                outOfOrder += datagram.index < highest ? 1 : 0;
                highest = Math.max(highest, datagram.index);
            }
            final int last = highest;
            final Datagram first = copies.get(0);
            final Datagram end = copies.stream().filter(d -> d.index == last).findFirst().orElseThrow();
            lost += (end.sequence + end.units - first.sequence & 0xFFFF_FFFFL) - covered;
        }

        void deliverTo(final Exporter to)
        {
            for (int i = 0; i < arrivals.size(); i++)
            {
                final Datagram datagram = arrivals.get(i);
                to.onSequence(datagram.sequence, datagram.units, datagram.uptimeMs);
            }
        }

        private record Datagram(long position, long sequence, int units, long uptimeMs, int index)
        {
        }
    }
}
