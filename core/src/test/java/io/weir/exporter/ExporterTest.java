package io.weir.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.weir.wire.DecodeStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExporterTest
{
    private static final long TIME_NS = 1_700_000_000_000_000_000L;

    private final Exporter exporter =
        new Exporter(Protocol.SFLOW5, 0, 0xFFFF_C000_0201L, 0x2001_0DB8_0000_0000L, 1, 42,
            new DeviceState(new AtomicInteger(), null, null, SequenceRoom.of(1)), 300_000);

    @Test
    void shouldTellWhoItIs()
    {
        final ExporterSnapshot snapshot = exporter.snapshot();
        assertEquals(Protocol.SFLOW5, snapshot.protocol());
        assertEquals("192.0.2.1", snapshot.source());
        assertEquals("2001:DB8::1", snapshot.agent());
        assertEquals(42, snapshot.domain());
    }

    @Test
    void shouldKeepWhenItWasSeenFirstAndLast()
    {
        exporter.onDatagram(TIME_NS, 100);
        exporter.onDatagram(TIME_NS + 5, 50);

        final ExporterSnapshot snapshot = exporter.snapshot();
        assertEquals(TIME_NS, snapshot.firstSeenNs());
        assertEquals(TIME_NS + 5, snapshot.lastSeenNs());
        assertEquals(2, snapshot.count(ExporterCounter.DATAGRAMS));
        assertEquals(150, snapshot.count(ExporterCounter.DATAGRAM_BYTES));
    }

    @ParameterizedTest
    @EnumSource(DecodeStatus.class)
    void shouldCountOutcomesAndFaultsByReason(final DecodeStatus status)
    {
        exporter.onOutcome(status);
        exporter.onFault(status);
        exporter.onFault(status);

        final ExporterSnapshot snapshot = exporter.snapshot();
        final boolean rejected = DecodeStatus.Kind.REJECT == status.kind();
        for (final DecodeStatus other : DecodeStatus.values())
        {
            assertEquals(rejected && other == status ? 1 : 0, snapshot.rejected(other));
            assertEquals(other == status ? 2 : 0, snapshot.faults(other));
        }
        assertEquals(rejected ? 0 : 1, snapshot.count(ExporterCounter.DECODED));
    }

    @ParameterizedTest
    @EnumSource(ExporterCounter.class)
    void shouldKeepEveryCounterByItself(final ExporterCounter counter)
    {
        exporter.add(counter, 7);
        for (final ExporterCounter other : ExporterCounter.values())
        {
            assertEquals(other == counter ? 7 : 0, exporter.snapshot().count(other));
        }
    }

    @Test
    void shouldKeepTheRateAndClockThatItToldLast()
    {
        exporter.samplingRate(1_000);
        exporter.samplingRate(512);
        exporter.onExportTime(TIME_NS / 1_000_000 - 300_000, TIME_NS);
        exporter.onExportTime(TIME_NS / 1_000_000 + 300_001, TIME_NS);

        final ExporterSnapshot snapshot = exporter.snapshot();
        assertEquals(512, snapshot.samplingRate());
        assertEquals(300_001, snapshot.clockOffsetMs());
        assertEquals(1, snapshot.count(ExporterCounter.CLOCK_SKEW));
    }

    @Test
    void shouldKeepTheFirstStateOfADecoder()
    {
        assertNull(exporter.decoderState());
        final DecoderState first = () ->
        {
        };
        assertSame(first, exporter.decoderState(first));
        assertSame(first, exporter.decoderState(() ->
        {
        }));
        assertSame(first, exporter.decoderState());
    }

    @Test
    void shouldLoseNoCountWhenOtherWorkersCountBesideTheOneThatMetItFirst() throws Exception
    {
        final ExecutorService pool = Executors.newFixedThreadPool(3);
        try
        {
            final List<Future<?>> results = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++)
            {
                results.add(pool.submit(this::count));
            }
            count();
            for (final Future<?> result : results)
            {
                result.get();
            }
        }
        finally
        {
            pool.shutdownNow();
        }
        assertEquals(400_000, exporter.count(ExporterCounter.DATAGRAMS));
        assertEquals(1_200_000, exporter.count(ExporterCounter.DATAGRAM_BYTES));
        assertEquals(400_000, exporter.count(ExporterCounter.DECODED));
        assertEquals(400_000, exporter.faults(DecodeStatus.TRAILING));
    }

    private void count()
    {
        for (int i = 0; i < 100_000; i++)
        {
            exporter.onDatagram(TIME_NS, 3);
            exporter.onOutcome(DecodeStatus.OK);
            exporter.onFault(DecodeStatus.TRAILING);
        }
    }
}
