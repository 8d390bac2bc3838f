package io.weir.codec.netflow.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.template.TemplateTable.Outcome;
import io.weir.exporter.Protocol;
import io.weir.testkit.Allocation;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTableTest
{
    private static final long NOW_NS = 1_700_000_000_000_000_000L;
    private static final TemplateSource SOURCE =
        new TemplateSource(Protocol.IPFIX, 0, 0xFFFF_C000_0201L, 7);
    private static final Duration LIFETIME = Duration.ofSeconds(100);

    private final TemplateView view = new TemplateView();
    private final TemplateStore store = store(TemplateScope.SESSION_THEN_ADDRESS);
    private final TemplateTable table = store.newTable(SOURCE);

    @Test
    void shouldKeepTheObjectWhenATemplateIsRepeated()
    {
        install(table, 1, 256, 4, NOW_NS);
        final Template first = table.find(1, 256, NOW_NS);
        install(table, 1, 256, 4, NOW_NS + 1);
        assertSame(first, table.find(1, 256, NOW_NS));
        install(table, 1, 256, 8, NOW_NS + 2);
        assertNotSame(first, table.find(1, 256, NOW_NS));
        assertEquals(8, table.find(1, 256, NOW_NS).fieldLength(0));
        assertEquals(1, table.size());
        assertEquals(1, store.size());
    }

    @ParameterizedTest
    @EnumSource(TemplateScope.class)
    void shouldFindByTheScope(final TemplateScope scope)
    {
        final TemplateTable scoped = store(scope).newTable(SOURCE);
        install(scoped, 1, 256, 4, NOW_NS);
        install(scoped, 2, 256, 8, NOW_NS);

        final boolean byAddress = TemplateScope.ADDRESS == scope;
        assertEquals(byAddress ? 8 : 4, scoped.find(1, 256, NOW_NS).fieldLength(0));
        assertEquals(8, scoped.find(2, 256, NOW_NS).fieldLength(0));
        if (TemplateScope.SESSION == scope)
        {
            assertNull(scoped.find(3, 256, NOW_NS));
        }
        else
        {
            assertEquals(8, scoped.find(3, 256, NOW_NS).fieldLength(0));
        }
        assertEquals(byAddress ? 1 : 2, scoped.size());
    }

    @Test
    void shouldForgetATemplateThatIsNotRepeated()
    {
        install(table, 1, 256, 4, NOW_NS);
        final long lifetimeNs = LIFETIME.toNanos();
        assertNotNull(table.find(1, 256, NOW_NS + lifetimeNs));
        assertNull(table.find(1, 256, NOW_NS + lifetimeNs + 1));
        install(table, 1, 256, 4, NOW_NS + lifetimeNs);
        assertNotNull(table.find(1, 256, NOW_NS + 2 * lifetimeNs));
    }

    @Test
    void shouldMakeRoomOfTemplatesThatAreNotRepeated()
    {
        for (int id = 256; id < 272; id++)
        {
            assertEquals(Outcome.LEARNED, install(table, 1, id, 4, NOW_NS));
        }
        assertEquals(Outcome.REFUSED, install(table, 1, 300, 4, NOW_NS));
        install(table, 1, 260, 4, NOW_NS + 60_000_000_000L);
        final long later = NOW_NS + LIFETIME.toNanos() + 1;
        assertEquals(Outcome.LEARNED, install(table, 1, 300, 4, later));
        assertEquals(2, table.size());
        assertEquals(2, store.size());
        assertNotNull(table.find(1, 260, later));
        assertNotNull(table.find(1, 300, later));
    }

    @Test
    void shouldBoundTheTemplatesOfAllTablesTogether()
    {
        final TemplateStore small = new TemplateStore(TemplateScope.SESSION, 16, 3, LIFETIME);
        final TemplateTable first = small.newTable(SOURCE);
        final TemplateTable second = small.newTable(SOURCE);
        install(first, 1, 256, 4, NOW_NS);
        install(first, 1, 257, 4, NOW_NS);
        assertEquals(Outcome.LEARNED, install(second, 1, 256, 4, NOW_NS));
        assertEquals(Outcome.REFUSED, install(second, 1, 257, 4, NOW_NS));
        assertEquals(Outcome.CHANGED, install(second, 1, 256, 8, NOW_NS));
        first.clear(NOW_NS);
        assertNull(first.find(1, 256, NOW_NS));
        assertEquals(1, small.size());
        assertEquals(Outcome.LEARNED, install(second, 1, 257, 4, NOW_NS));
    }

    @Test
    void shouldAllocateNothingWhenTemplatesAreRepeatedAndFound()
    {
        final byte[] wire = wire(256, 4);
        final Runnable task = () ->
        {
            for (int i = 0; i < 100_000; i++)
            {
                view.wrap(TemplateFormat.IPFIX_DATA, wire, 0, wire.length);
                table.install(view, 1, NOW_NS + i);
                table.find(1, 256, NOW_NS);
                table.find(2, 256, NOW_NS);
                table.find(1, 999, NOW_NS);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(task));
    }

    @Test
    void shouldGiveEveryReaderWholeTemplatesWhileOthersInstall() throws Exception
    {
        final int threads = 4;
        final ExecutorService pool = Executors.newFixedThreadPool(threads);
        try
        {
            for (int round = 0; round < 20; round++)
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
        final TemplateStore wide =
            new TemplateStore(TemplateScope.SESSION_THEN_ADDRESS, 1_024, 65_536, LIFETIME);
        final TemplateTable shared = wide.newTable(SOURCE);
        final CountDownLatch start = new CountDownLatch(threads);
        final List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++)
        {
            final SplittableRandom random = new SplittableRandom(round * 7L + thread);
            results.add(pool.submit(() ->
            {
                start.countDown();
                start.await();
                for (int i = 0; i < 3_000; i++)
                {
                    final int id = 256 + random.nextInt(1 + i / 20);
                    if (0 == random.nextInt(3))
                    {
                        assertNotSame(Outcome.REFUSED,
                            install(shared, random.nextInt(3), id, 1 + random.nextInt(8), NOW_NS));
                    }
                    final Template found = shared.find(random.nextInt(4), id, NOW_NS);
                    assertTrue(null == found || id == found.id() && 2 == found.fieldCount() &&
                        found.minRecordLength() == found.fieldLength(0) + 2);
                }
                return null;
            }));
        }
        for (final Future<?> result : results)
        {
            result.get();
        }
        assertEquals(wide.size(), shared.size());
    }

    @Test
    void shouldRefuseBoundsThatAreOutOfRange()
    {
        assertThrows(IllegalArgumentException.class, () -> new TemplateStore(TemplateScope.SESSION, 0, 1, LIFETIME));
        assertThrows(IllegalArgumentException.class, () -> new TemplateStore(TemplateScope.SESSION, 1, 0, LIFETIME));
        assertThrows(IllegalArgumentException.class,
            () -> new TemplateStore(TemplateScope.SESSION, 1, 1, Duration.ZERO));
    }

    @Test
    void shouldShowWhatATemplateSays()
    {
        final byte[] wire = HexFormat.of().parseHex("010000020002" + "8005000400010009" + "0008ffff");
        assertEquals(DecodeStatus.OK, view.wrap(TemplateFormat.IPFIX_OPTIONS, wire, 0, wire.length));
        assertEquals(wire.length, view.length());
        assertEquals(2, view.scopeFieldCount());
        final Template template = view.toTemplate();
        assertEquals(256, template.id());
        assertEquals(2, template.fieldCount());
        assertEquals(2, template.scopeFieldCount());
        assertEquals(5, template.elementId(0));
        assertEquals(65_545, template.enterprise(0));
        assertEquals(4, template.fieldLength(0));
        assertEquals(0, template.enterprise(1));
        assertEquals(Template.VARIABLE_LENGTH, template.fieldLength(1));
        assertTrue(template.isVariable());
        assertEquals(5, template.minRecordLength());
        assertTrue(template.format().isOptions());
        assertTrue(view.isSame(template));
        assertEquals(DecodeStatus.OK, view.wrap(TemplateFormat.IPFIX_DATA, wire(256, 4), 0, 12));
        assertTrue(!view.isSame(template));
    }

    private static TemplateStore store(final TemplateScope scope)
    {
        return new TemplateStore(scope, 16, 1_000, LIFETIME);
    }

    private static byte[] wire(final int id, final int length)
    {
        final byte[] wire = new byte[12];
        Wire.putU16(wire, 0, id);
        Wire.putU16(wire, 2, 2);
        Wire.putU16(wire, 4, 1);
        Wire.putU16(wire, 6, length);
        Wire.putU16(wire, 8, 10);
        Wire.putU16(wire, 10, 2);
        return wire;
    }

    private static Outcome install(
        final TemplateTable into,
        final int port,
        final int id,
        final int length,
        final long nowNs)
    {
        final TemplateView template = new TemplateView();
        final byte[] wire = wire(id, length);
        assertEquals(DecodeStatus.OK, template.wrap(TemplateFormat.IPFIX_DATA, wire, 0, wire.length));
        return into.install(template, port, nowNs);
    }
}
