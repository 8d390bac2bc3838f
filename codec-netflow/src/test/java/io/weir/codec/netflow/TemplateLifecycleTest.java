package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.codec.netflow.template.FileTemplateStorage;
import io.weir.codec.netflow.template.TemplateEvent;
import io.weir.exporter.ExporterCounter;
import io.weir.testkit.DecoderKit;
import io.weir.wire.DecodeStatus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of templates as messages come: events, withdrawals over streams and over UDP, restarts of weir. */
class TemplateLifecycleTest
{
    @TempDir
    private Path folder;

    private final List<String> events = new ArrayList<>();

    private void onEvent(final TemplateEvent event)
    {
        events.add(event.kind() + " " + event.id());
    }

    @Test
    void shouldTellWhatHappensToTemplates()
    {
        final DecoderKit kit =
            DecoderKit.keeping(NetflowDecoder.builder().templateListener(this::onEvent).build());
        kit.decode(Message.v9(0, 1).template(256, 8, 4).template(257, 8, 4).template(300, 8, 0).bytes());
        kit.decode(Message.v9(1, 1).template(256, 8, 4).template(257, 12, 4).bytes());
        assertEquals(List.of("LEARNED 256", "LEARNED 257", "REFUSED 300", "CHANGED 257"), events);
        assertEquals(4, kit.count(ExporterCounter.TEMPLATES));
        assertEquals(1, kit.count(ExporterCounter.TEMPLATES_CHANGED));
        kit.decode(Message.v9(0, 1, 5).template(256, 8, 4).bytes());
        assertEquals(Set.of("EXPIRED 256", "EXPIRED 257"), Set.copyOf(events.subList(4, 6)), "restart");
        assertEquals(List.of("LEARNED 256"), events.subList(6, events.size()));
    }

    @Test
    void I06_shouldObeyWithdrawalsOverStreamsOnly()
    {
        for (final boolean isStream : new boolean[]{ false, true })
        {
            events.clear();
            final DecoderKit kit =
                DecoderKit.keeping(NetflowDecoder.builder().templateListener(this::onEvent).build()).stream(isStream);
            kit.decode(Message.ipfix(0, 1).template(256, 8, 4).template(257, 8, 4).optionsTemplate(258, 1, 149, 4)
                .bytes());
            kit.decode(Message.ipfix(0, 1).template(256).set(256).u32(1).bytes());
            assertEquals(isStream ? 0 : 1, (int)kit.flowCount());
            assertEquals(isStream ? 1 : 0, (int)kit.faults(DecodeStatus.MISSING_TEMPLATE));
            kit.decode(Message.ipfix(0, 1).template(2).set(257).u32(1).bytes());
            assertEquals(isStream ? 0 : 2, (int)kit.flowCount());
            kit.decode(Message.ipfix(0, 1).set(258).u32(1).bytes());
            assertEquals(1, kit.count(ExporterCounter.OPTIONS_RECORDS));
            kit.decode(Message.ipfix(0, 1).set(3).u16(3).u16(0).bytes());
            kit.decode(Message.ipfix(0, 1).set(258).u32(1).bytes());
            assertEquals(isStream ? 1 : 2, (int)kit.count(ExporterCounter.OPTIONS_RECORDS));
            assertEquals(3, kit.count(ExporterCounter.WITHDRAWALS));
            assertEquals(isStream ? List.of("LEARNED 256", "LEARNED 257", "LEARNED 258", "WITHDRAWN 256",
                "WITHDRAWN 257", "WITHDRAWN 258") : List.of("LEARNED 256", "LEARNED 257", "LEARNED 258"), events);
        }
    }

    @Test
    void shouldDecodeFromTheFirstDatagramAfterARestart()
    {
        final FileTemplateStorage storage = new FileTemplateStorage(folder.resolve("templates"));
        final NetflowDecoder.Provider before = NetflowDecoder.builder().templateStorage(storage).build();
        DecoderKit.keeping(before).decode(Message.ipfix(0, 1).template(256, 8, 4).bytes());
        before.onClose();
        assertEquals(1, before.templates().saveCount());

        final DecoderKit after = DecoderKit.keeping(NetflowDecoder.builder().templateStorage(storage).build());
        after.decode(Message.ipfix(0, 2).set(256).u32(1).bytes());
        assertEquals(0, after.flowCount(), "of another domain");
        after.decode(Message.ipfix(0, 1).set(256).u32(1).bytes());
        assertEquals(1, after.flowCount());
        assertEquals(2, after.exporters().size());
    }
}
