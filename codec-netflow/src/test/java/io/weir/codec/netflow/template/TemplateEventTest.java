package io.weir.codec.netflow.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.template.TemplateTable.Outcome;
import io.weir.exporter.Protocol;
import io.weir.testkit.Allocation;
import io.weir.wire.DecodeStatus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Templates are told of when they come, change, are taken back, grow old or are refused. */
class TemplateEventTest
{
    private static final long NOW_NS = 1_700_000_000_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Duration LIFETIME = Duration.ofSeconds(100);
    private static final int PORT = 4_000;
    private static final TemplateSource SOURCE = new TemplateSource(Protocol.IPFIX, 0, 0xFFFF_C000_0201L, 7);
    private static final TemplateSource OTHER = new TemplateSource(Protocol.IPFIX, 0, 0xFFFF_C000_0202L, 7);

    private final List<String> events = new ArrayList<>();
    private final TemplateStore store =
        new TemplateStore(TemplateScope.SESSION_THEN_ADDRESS, 4, 6, LIFETIME, event -> events.add(text(event)));
    private final TemplateTable table = store.newTable(SOURCE);

    private static String text(final TemplateEvent event)
    {
        assertEquals(null == event.template(), TemplateEvent.Kind.REFUSED == event.kind());
        return event.kind() + " " + event.source().address() + " " + event.port() + " " + event.id() +
            (null == event.template() ? " " + event.reason() : " " + event.template().fieldLength(0));
    }

    private static Template template(final int id, final int length)
    {
        return Template.builder(TemplateFormat.IPFIX_DATA, id).field(1, length).build();
    }

    private static Outcome install(final TemplateTable into, final Template template, final long nowNs)
    {
        return install(into, PORT, template, nowNs);
    }

    private static Outcome install(
        final TemplateTable into, final int port, final Template template, final long nowNs)
    {
        final byte[] wire = new byte[template.encodedLength()];
        template.encode(wire, 0);
        final TemplateView view = new TemplateView();
        assertEquals(DecodeStatus.OK, view.wrap(template.format(), wire, 0, wire.length));
        return into.install(view, port, nowNs);
    }

    @Test
    void shouldTellWhatHappensToATemplate()
    {
        assertEquals(Outcome.LEARNED, install(table, template(256, 4), NOW_NS));
        assertEquals(Outcome.REPEATED, install(table, template(256, 4), NOW_NS + 1));
        assertEquals(Outcome.CHANGED, install(table, template(256, 8), NOW_NS + 2));
        assertEquals(Outcome.LEARNED, install(table, 5_000, template(256, 8), NOW_NS + 2));
        assertTrue(table.withdraw(PORT, 256, NOW_NS + 3));
        assertFalse(table.withdraw(PORT, 256, NOW_NS + 3));
        assertFalse(table.withdraw(PORT, 999, NOW_NS + 3));
        table.clear(NOW_NS + 4);
        assertEquals(List.of(
            "LEARNED 192.0.2.1 4000 256 4", "CHANGED 192.0.2.1 4000 256 8", "LEARNED 192.0.2.1 5000 256 8",
            "WITHDRAWN 192.0.2.1 4000 256 8", "EXPIRED 192.0.2.1 5000 256 8"), events);
    }

    @Test
    void shouldForgetWhatIsTakenBackAndTakeItAgain()
    {
        install(table, template(256, 4), NOW_NS);
        install(table, template(257, 4), NOW_NS);
        install(table, Template.builder(TemplateFormat.IPFIX_OPTIONS, 258).scope(149, 4).field(34, 4).build(), NOW_NS);
        install(table, 5_000, template(257, 4), NOW_NS);
        assertEquals(4, store.size());
        table.withdrawAll(PORT, false, NOW_NS);
        assertNull(table.find(PORT, 256, NOW_NS));
        assertNotNull(table.find(5_000, 257, NOW_NS));
        assertNotNull(table.find(PORT, 258, NOW_NS));
        assertEquals(2, store.size());
        assertEquals(2, table.size());
        assertEquals(Outcome.LEARNED, install(table, template(256, 4), NOW_NS));
        assertNotNull(table.find(PORT, 256, NOW_NS));
        assertEquals(3, store.size());
    }

    @Test
    void shouldSweepWhatIsNotRepeated()
    {
        final TemplateTable other = store.newTable(OTHER);
        install(table, template(256, 4), NOW_NS);
        install(table, template(257, 4), NOW_NS);
        install(other, template(256, 4), NOW_NS);
        install(table, template(257, 4), NOW_NS + 50 * SECOND_NS);
        events.clear();
        store.onTime(NOW_NS + 100 * SECOND_NS);
        assertEquals(List.of(), events);
        store.onTime(NOW_NS + 100 * SECOND_NS + 20_000_000);
        assertEquals(List.of("EXPIRED 192.0.2.1 4000 256 4", "EXPIRED 192.0.2.2 4000 256 4"), events);
        assertEquals(1, store.size());
        assertEquals(2, store.expiredCount());
        assertNotNull(table.find(PORT, 257, NOW_NS + 100 * SECOND_NS));
    }

    @Test
    void shouldGiveBackTheRoomOfAnExporterThatIsForgotten()
    {
        for (int round = 0; round < 100; round++)
        {
            final TemplateTable spoofed =
                store.newTable(new TemplateSource(Protocol.NETFLOW9, 0, 0xFFFF_0A00_0000L + round, 0));
            for (int id = 256; id < 260; id++)
            {
                assertEquals(Outcome.LEARNED, install(spoofed, template(id, 4), NOW_NS));
            }
            spoofed.close();
            assertEquals(Outcome.REFUSED, install(spoofed, template(300, 4), NOW_NS));
            store.onTime(NOW_NS + round * 20_000_000L);
            assertEquals(0, store.size());
        }
        assertEquals(400, store.expiredCount());
    }

    @Test
    void shouldTellRefusalsOnceASecond()
    {
        for (int i = 0; i < 3_000; i++)
        {
            table.onRefused(DecodeStatus.TEMPLATE, PORT, 256, NOW_NS + i * 1_000_000L);
        }
        assertEquals(List.of("REFUSED 192.0.2.1 4000 256 TEMPLATE", "REFUSED 192.0.2.1 4000 256 TEMPLATE",
            "REFUSED 192.0.2.1 4000 256 TEMPLATE"), events);
    }

    @Test
    void shouldSweepWithoutAllocationWhileNothingIsOld()
    {
        for (int i = 0; i < 6; i++)
        {
            install(store.newTable(new TemplateSource(Protocol.IPFIX, 0, i, 0)), template(256, 4), NOW_NS);
        }
        final Runnable sweeps = () ->
        {
            for (int i = 0; i < 1_000; i++)
            {
                store.onTime(NOW_NS + i * 20_000_000L);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(sweeps));
        assertEquals(6, store.size());
    }
}
