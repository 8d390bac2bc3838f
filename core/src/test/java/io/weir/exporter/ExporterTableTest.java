package io.weir.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testkit.Allocation;
import io.weir.wire.DecodeStatus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

class ExporterTableTest
{
    private static final long V4 = 0xFFFF_0000_0000L;

    @Test
    void shouldTellStreamsApartByEveryPartOfTheirKey()
    {
        final ExporterTable table = new ExporterTable(16);
        final Exporter exporter = table.find(Protocol.IPFIX, 1, 2, 3, 4, 5);

        assertSame(exporter, table.find(Protocol.IPFIX, 1, 2, 3, 4, 5));
        assertNotSame(exporter, table.find(Protocol.NETFLOW9, 1, 2, 3, 4, 5));
        assertNotSame(exporter, table.find(Protocol.IPFIX, 9, 2, 3, 4, 5));
        assertNotSame(exporter, table.find(Protocol.IPFIX, 1, 9, 3, 4, 5));
        assertNotSame(exporter, table.find(Protocol.IPFIX, 1, 2, 9, 4, 5));
        assertNotSame(exporter, table.find(Protocol.IPFIX, 1, 2, 3, 9, 5));
        assertNotSame(exporter, table.find(Protocol.IPFIX, 1, 2, 3, 4, 9));
        assertEquals(5, table.exporterCount());
        assertEquals(7, table.domainCount());
    }

    @Test
    void shouldRefuseNewExportersWhenFullAndKeepTheKnownOnes()
    {
        final ExporterTable table = new ExporterTable(100);
        final List<Exporter> known = new ArrayList<>();
        for (int i = 0; i < 100; i++)
        {
            known.add(table.find(Protocol.SFLOW5, 0, V4 | i, 0, V4 | i, 0));
        }

        for (int i = 100; i < 10_000; i++)
        {
            assertNull(table.find(Protocol.SFLOW5, 0, V4 | i, 0, V4 | i, 0));
            assertEquals(DecodeStatus.EXPORTER_LIMIT, table.refusal(0, V4 | i, 0, V4 | i));
        }

        for (int i = 0; i < 100; i++)
        {
            assertSame(known.get(i), table.find(Protocol.SFLOW5, 0, V4 | i, 0, V4 | i, 0));
            assertNotNull(table.find(Protocol.SFLOW5, 0, V4 | i, 0, V4 | i, 1));
        }
        assertEquals(100, table.exporterCount());
        assertEquals(200, table.domainCount());
    }

    @Test
    void shouldRefuseDomainsOfOneExporterAndAdmitThoseOfOthers()
    {
        final ExporterTable table = new ExporterTable(10);
        for (int domain = 0; domain < ExporterTable.DEFAULT_MAX_DOMAINS; domain++)
        {
            assertNotNull(table.find(Protocol.NETFLOW9, 0, V4 | 1, 0, V4 | 1, domain));
        }

        assertNull(table.find(Protocol.NETFLOW9, 0, V4 | 1, 0, V4 | 1, 0xFFFF_FFFFL));
        assertEquals(DecodeStatus.DOMAIN_LIMIT, table.refusal(0, V4 | 1, 0, V4 | 1));
        assertNotNull(table.find(Protocol.NETFLOW9, 0, V4 | 1, 0, V4 | 1, 255));
        assertNotNull(table.find(Protocol.NETFLOW9, 0, V4 | 2, 0, V4 | 2, 0xFFFF_FFFFL));
    }

    @Test
    void shouldBoundTheDomainsOfAllExportersTogether()
    {
        final ExporterTable table = new ExporterTable(1_000, 10, 25);
        int admitted = 0;
        for (int i = 0; i < 200; i++)
        {
            admitted += null == table.find(Protocol.IPFIX, 0, V4 | i / 10, 0, V4 | i / 10, i % 10) ? 0 : 1;
        }

        assertEquals(25, admitted);
        assertEquals(25, table.snapshots().size());
        assertEquals(DecodeStatus.DOMAIN_LIMIT, table.refusal(0, V4 | 2, 0, V4 | 2));
        assertEquals(DecodeStatus.EXPORTER_LIMIT, table.refusal(0, V4 | 3, 0, V4 | 3));
    }

    @Test
    void shouldListExportersInTheOrderOfTheirFirstDatagrams()
    {
        final ExporterTable table = new ExporterTable(1_000);
        for (int i = 0; i < 500; i++)
        {
            table.find(Protocol.SFLOW5, 0, V4 | 500 - i, 0, V4 | 500 - i, i % 3);
        }

        final List<ExporterSnapshot> snapshots = table.snapshots();
        assertEquals(500, snapshots.size());
        for (int i = 0; i < 500; i++)
        {
            assertEquals("0.0." + (500 - i >> 8) + '.' + (500 - i & 0xFF), snapshots.get(i).source());
            assertEquals(i % 3, snapshots.get(i).domain());
        }
    }

    @Test
    void shouldFindWhatItAdmittedLikeAMap()
    {
        final SplittableRandom random = new SplittableRandom(11);
        final ExporterTable table = new ExporterTable(5_000, 300, 65_536, 0);
        final Map<List<Long>, Exporter> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++)
        {
            final long source = random.nextInt(400);
            final long agent = random.nextInt(3);
            final long domain = random.nextInt(20) * 0x1_0000_0001L;
            final Exporter exporter = table.find(Protocol.IPFIX, agent, source, source, agent, domain);
            final Exporter before = model.putIfAbsent(List.of(source, agent, domain), exporter);
            assertNotNull(exporter);
            assertTrue(null == before || before == exporter);
        }
        assertEquals(model.size(), table.domainCount());
    }

    @Test
    void shouldGrowRatherThanProbeFurtherWhenAddressesCollide()
    {
        final ExporterTable table = new ExporterTable(4_096, 256, 65_536, 77);
        final List<Long> colliding = new ArrayList<>();
        for (long address = 0; colliding.size() < 300; address++)
        {
            if (0 == (hash(77, address) & 0x3FF))
            {
                colliding.add(address);
            }
        }

        final List<Exporter> admitted = new ArrayList<>();
        for (final long address : colliding)
        {
            admitted.add(table.find(Protocol.SFLOW5, 0, address, 0, address, 0));
        }

        for (int i = 0; i < 300; i++)
        {
            assertNotNull(admitted.get(i));
            assertSame(admitted.get(i), table.find(Protocol.SFLOW5, 0, colliding.get(i), 0, colliding.get(i), 0));
        }
    }

    @Test
    void shouldAllocateNothingWhenItFindsOrRefuses()
    {
        final ExporterTable table = new ExporterTable(64, 2, 1_000);
        final Runnable task = () ->
        {
            for (int i = 0; i < 200_000; i++)
            {
                table.find(Protocol.SFLOW5, 0, V4 | i, 0, V4 | i, 0);
                table.find(Protocol.SFLOW5, 0, V4 | i & 63, 0, V4 | i & 63, i >> 6 & 15);
                table.refusal(0, V4 | i, 0, V4 | i);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(task));
        assertEquals(64, table.exporterCount());
        assertEquals(128, table.domainCount());
    }

    @Test
    void shouldRefuseBoundsThatAreOutOfRange()
    {
        assertEquals("exporters: maxExporters is out of range: maxExporters=0 range=1..1048576",
            assertThrows(IllegalArgumentException.class, () -> new ExporterTable(0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ExporterTable(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ExporterTable(1, 1, -1));
    }

    @Test
    void shouldGiveEveryThreadTheSameExporterWhenFindsAndAdmissionsRace() throws Exception
    {
        final int threads = 4;
        final ExecutorService pool = Executors.newFixedThreadPool(threads);
        try
        {
            for (int round = 0; round < 25; round++)
            {
                race(pool, threads, round);
            }
        }
        finally
        {
            pool.shutdownNow();
        }
    }

    private static void race(final ExecutorService pool, final int threads, final int round) throws Exception
    {
        final ExporterTable table = new ExporterTable(1_000);
        final Map<Long, Exporter> first = new ConcurrentHashMap<>();
        final CountDownLatch start = new CountDownLatch(threads);
        final List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++)
        {
            final SplittableRandom random = new SplittableRandom(round * 31L + thread);
            results.add(pool.submit(() ->
            {
                start.countDown();
                start.await();
                for (int i = 0; i < 4_000; i++)
                {
                    final long key = random.nextInt(1 + i / 2);
                    final long address = key >>> 2;
                    final Exporter exporter = table.find(Protocol.SFLOW5, 0, address, 7, address, key & 3);
                    assertEquals(address, exporter.sourceLow);
                    assertEquals(7, exporter.agentHigh());
                    assertEquals(key & 3, exporter.domain());
                    exporter.add(ExporterCounter.DATAGRAMS, 1);
                    final Exporter before = first.putIfAbsent(key, exporter);
                    assertTrue(null == before || before == exporter);
                }
                return null;
            }));
        }
        for (final Future<?> result : results)
        {
            result.get();
        }
        assertEquals(first.size(), table.domainCount());
        assertEquals(4_000L * threads,
            table.snapshots().stream().mapToLong(e -> e.count(ExporterCounter.DATAGRAMS)).sum());
    }

    private static long hash(final long seed, final long address)
    {
        final long golden = 0x9E37_79B9_7F4A_7C15L;
        final long source = ExporterTable.fold(address ^ seed, seed + golden);
        final long both = ExporterTable.fold(address ^ source ^ seed + 2 * golden, seed + 3 * golden);
        return both ^ both >>> 32;
    }
}
