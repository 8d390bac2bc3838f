package io.weir.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The bound on what the sequences of all exporters remember. */
class SequenceRoomTest
{
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final int ROOM = 96;
    private static final int DOMAINS = 80;

    private final SequenceRoom room = new SequenceRoom(ROOM);
    private final DeviceState device = new DeviceState(new AtomicInteger(), null, null, room);
    private final Exporter exporter = exporter();

    private Exporter exporter()
    {
        return new Exporter(Protocol.IPFIX, 0, 1, 0, 1, 0, device, 300_000);
    }

    private static long forgotten(final Exporter exporter)
    {
        return exporter.count(ExporterCounter.SEQUENCE_FORGOTTEN);
    }

    @BeforeEach
    void spend()
    {
        assertTrue(room.take(ROOM));
        assertEquals(0, room.left());
    }

    @Test
    void shouldCountWellWhatIsInOrderWithoutRoom()
    {
        for (int i = 0; i < 1_000; i++)
        {
            exporter.onSequence(5 * i, 5, -1);
        }
        exporter.onSequence(5_010, 5, -1);
        assertEquals(10, exporter.count(ExporterCounter.LOST));
        assertEquals(0, exporter.count(ExporterCounter.DUPLICATE));
        assertEquals(997 + 1, forgotten(exporter), "all but the first four, and a gap");
    }

    @Test
    void shouldKnowTheLastFourWithoutRoom()
    {
        for (int i = 0; i < 1_001; i++)
        {
            exporter.onSequence(i, 1, -1);
        }
        for (int i = 997; i < 1_001; i++)
        {
            exporter.onSequence(i, 1, -1);
        }
        assertEquals(4, exporter.count(ExporterCounter.DUPLICATE));
        exporter.onSequence(900, 1, -1);
        assertEquals(4, exporter.count(ExporterCounter.DUPLICATE));
        assertEquals(1, exporter.count(ExporterCounter.OUT_OF_ORDER));
    }

    @Test
    void shouldKnowTheWholeWindowAgainOnceThereIsRoom()
    {
        for (int i = 0; i < 1_002; i++)
        {
            exporter.onSequence(i, 1, -1);
        }
        final long before = forgotten(exporter);
        room.giveBack(ROOM);
        for (int i = 1_002; i < 1_050; i++)
        {
            exporter.onSequence(i, 1, -1);
        }
        for (int i = 998; i < 1_050; i++)
        {
            exporter.onSequence(i, 1, -1);
        }
        assertEquals(52, exporter.count(ExporterCounter.DUPLICATE));
        assertEquals(before, forgotten(exporter));
    }

    @Test
    void shouldFollowARestartWithoutRoomForTheLifeBefore()
    {
        exporter.onSequence(1_000, 1, 10_000_000);
        assertTrue(exporter.onSequence(0, 1, 1_000));
        exporter.onSequence(1, 1, 1_001);
        assertEquals(1, exporter.count(ExporterCounter.RESTARTS));
        assertEquals(0, exporter.count(ExporterCounter.LOST));
        assertEquals(1, forgotten(exporter));
    }

    @Test
    void shouldGiveAllBackWhenTheExporterIsForgotten()
    {
        final ExporterTable table = new ExporterTable(
            ExporterLimits.builder().maxExporters(1).idleExpiry(Duration.ofMinutes(30)).build());
        for (int round = 0; round < 5; round++)
        {
            for (int domain = 0; domain < DOMAINS; domain++)
            {
                final Exporter greedy = table.find(Protocol.IPFIX, 0, 1, 0, 1, domain);
                greedy.onDatagram(T0, 100);
                greedy.onOutcome(DecodeStatus.OK);
                for (int i = 0; i < 10; i++)
                {
                    greedy.onSequence(3 * i, 1, 0 == i ? 10_000_000 : 1_000 + i);
                }
                assertEquals(0, forgotten(greedy), "round " + round);
            }
            table.expire(T0 + Duration.ofMinutes(31).toNanos());
            assertEquals(0, table.exporterCount());
        }
    }
}
