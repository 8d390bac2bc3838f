package io.weir.codec.netflow.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.Protocol;
import io.weir.wire.DecodeStatus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates outlive a store, and what is not a snapshot of templates is reported and does no harm. */
class TemplateStorageTest
{
    private static final long NOW_NS = 1_700_000_000_000_000_000L;
    private static final Duration LIFETIME = Duration.ofSeconds(5_400);
    private static final TemplateSource V4 = new TemplateSource(Protocol.NETFLOW9, 0, 0xFFFF_C000_0201L, 7);
    private static final TemplateSource V6 =
        new TemplateSource(Protocol.IPFIX, 0x2001_0DB8_0000_0000L, 1, 0xFFFF_FFFFL);

    @TempDir
    private Path folder;

    private final List<Throwable> errors = new ArrayList<>();

    private TemplateStore store(final TemplateStorage storage)
    {
        return store(TemplateScope.SESSION_THEN_ADDRESS, storage);
    }

    private TemplateStore store(final TemplateScope scope, final TemplateStorage storage)
    {
        final TemplateStore store = new TemplateStore(scope, 16, 100, LIFETIME);
        store.storage(storage, Runnable::run, errors::add);
        return store;
    }

    private static void install(
        final TemplateTable into, final int port, final Template template, final long nowNs)
    {
        final byte[] wire = new byte[template.encodedLength()];
        template.encode(wire, 0);
        final TemplateView view = new TemplateView();
        assertEquals(DecodeStatus.OK, view.wrap(template.format(), wire, 0, wire.length));
        into.install(view, port, nowNs);
    }

    private static Template v9(final int id, final int length)
    {
        return Template.builder(TemplateFormat.V9_DATA, id).field(1, length).field(40_005, 1).build();
    }

    @Test
    void shouldRestoreWhatWasSaved()
    {
        final FileTemplateStorage file = new FileTemplateStorage(folder.resolve("templates"));
        final TemplateStore before = store(file);
        final TemplateTable v4 = before.newTable(V4);
        install(v4, 4_000, v9(256, 4), NOW_NS + 5);
        install(v4, 5_000, v9(256, 8), NOW_NS + 3);
        final Template options = Template.builder(TemplateFormat.IPFIX_OPTIONS, 65_535).scope(149, 4)
            .field(0xFFFF_FFFFL, 82, Template.VARIABLE_LENGTH).build();
        install(before.newTable(V6), 65_535, options, NOW_NS);
        before.save();

        final TemplateStore after = store(file);
        assertEquals(3, after.size());
        final TemplateTable restored = after.newTable(V4);
        assertEquals(4, restored.find(4_000, 256, NOW_NS).fieldLength(0));
        assertEquals(8, restored.find(5_000, 256, NOW_NS).fieldLength(0));
        assertEquals(4, restored.find(1, 256, NOW_NS).fieldLength(0), "the latest of the address");
        assertNull(restored.find(5_000, 256, NOW_NS + 6 + LIFETIME.toNanos()), "with the time of the last repetition");
        assertEquals(0xFFFF_FFFFL, after.newTable(V6).find(65_535, 65_535, NOW_NS).enterprise(1));
        assertEquals(0, after.newTable(V4).size(), "handed out once");
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldForgetRestoredTemplatesWhenTheirTimeIsOver()
    {
        final FileTemplateStorage file = new FileTemplateStorage(folder.resolve("templates"));
        final TemplateStore before = store(TemplateScope.ADDRESS, file);
        install(before.newTable(V4), 4_000, v9(256, 4), NOW_NS);
        before.save();
        final TemplateStore after = store(TemplateScope.ADDRESS, file);
        assertEquals(1, after.size());
        after.onTime(NOW_NS + LIFETIME.toNanos() + 1);
        assertEquals(0, after.size());
        assertEquals(0, after.newTable(V4).size());
    }

    @Test
    void shouldSaveAWhileAfterAChangeAndWhenTemplatesWereRepeatedForLong() throws IOException
    {
        final FileTemplateStorage file = new FileTemplateStorage(folder.resolve("templates"));
        final TemplateStore store = store(file);
        final TemplateTable table = store.newTable(V4);
        store.onTime(NOW_NS);
        install(table, 1, v9(256, 4), NOW_NS);
        store.onTime(NOW_NS + TemplateSaver.DELAY_NS);
        assertEquals(0, store.saveCount());
        assertNull(file.load());
        store.onTime(NOW_NS + TemplateSaver.DELAY_NS + 20_000_000);
        assertEquals(1, store.saveCount());
        install(table, 1, v9(256, 4), NOW_NS + 300_000_000_000L);
        store.onTime(NOW_NS + 300_000_000_000L);
        assertEquals(1, store.saveCount(), "repeated, not changed");
        store.onTime(NOW_NS + 2 * TemplateSaver.REFRESH_NS);
        assertEquals(2, store.saveCount());
        store.newTable(V6);
        table.clear(NOW_NS);
        store.onTime(NOW_NS + 3 * TemplateSaver.REFRESH_NS);
        assertEquals(3, store.saveCount());
        assertEquals(12, file.load().length);
        try (var files = Files.list(folder))
        {
            assertEquals(1, files.count(), "nothing is left beside the file");
        }
    }

    @Test
    void shouldReportAndIgnoreEveryDamage()
    {
        final TemplateStore before = store(new FileTemplateStorage(folder.resolve("templates")));
        install(before.newTable(V4), 4_000, v9(256, 4), NOW_NS);
        install(before.newTable(V6), 4_000, v9(257, 4), NOW_NS);
        final byte[] good = TemplateSnapshot.encode(before.saved());
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 3_000; i++)
        {
            final byte[] bad = Arrays.copyOf(good, 0 == i % 3 ? random.nextInt(good.length) : good.length);
            for (int flips = i % 3; flips > 0 && bad.length > 0; flips--)
            {
                bad[random.nextInt(bad.length)] ^= (byte)(1 << random.nextInt(8));
            }
            if (Arrays.equals(good, bad))
            {
                continue;
            }
            errors.clear();
            final TemplateStore after = store(new Fixed(bad));
            assertEquals(1, errors.size());
            assertEquals(1, after.storageFailures());
            assertEquals(0, after.size(), "all or nothing");
        }
    }

    @Test
    void shouldRefuseWhatBreaksBoundsEvenWithARightChecksum()
    {
        final TemplateStore before = store(new Fixed(null));
        for (int i = 0; i < 20; i++)
        {
            final TemplateTable table = before.newTable(new TemplateSource(Protocol.IPFIX, 0, i, 0));
            for (int id = 0; id < 6 && before.size() < 100; id++)
            {
                install(table, 1, Template.builder(TemplateFormat.IPFIX_DATA, 256 + id).field(1, 4).build(), NOW_NS);
            }
        }
        final byte[] snapshot = TemplateSnapshot.encode(before.saved());
        final TemplateStore small = new TemplateStore(TemplateScope.SESSION, 3, 10, LIFETIME);
        small.storage(new Fixed(snapshot), Runnable::run, errors::add);
        assertEquals(10, small.size());
        assertTrue(small.newTable(new TemplateSource(Protocol.IPFIX, 0, 0, 0)).size() <= 3);
    }

    @Test
    void shouldGoOnWhenTheStorageFails() throws IOException
    {
        final TemplateStore store = store(new FileTemplateStorage(folder.resolve("missing").resolve("templates")));
        store.save();
        assertEquals(1, store.storageFailures());
        assertEquals(1, errors.size());
        assertEquals(0, store.saveCount());

        final Path tooLong = folder.resolve("long");
        try (var channel = Files.newByteChannel(tooLong, StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE, StandardOpenOption.SPARSE))
        {
            channel.position(80L * 1_024 * 1_024).write(ByteBuffer.wrap(new byte[1]));
        }
        assertThrows(IOException.class, () -> new FileTemplateStorage(tooLong).load());
        assertNotNull(store.newTable(V4));
        assertFalse(Files.exists(folder.resolve("missing")));
    }

    /* A storage that holds the bytes given. */
    private record Fixed(byte[] bytes) implements TemplateStorage
    {
        @Override
        public byte[] load()
        {
            return bytes;
        }

        @Override
        public void save(final byte[] snapshot)
        {
            // Not looked at.
        }
    }
}
