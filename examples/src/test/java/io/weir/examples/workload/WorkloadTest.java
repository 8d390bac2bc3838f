package io.weir.examples.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.RecordHandler;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.ExporterTable;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.wire.DecodeStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The datagrams of a workload are sound, repeatable, and hold what was asked for. */
class WorkloadTest
{
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    @ParameterizedTest
    @EnumSource
    void shouldHoldWhatWasAskedFor(final WorkloadProtocol protocol)
    {
        final Workload workload = new Workload(WorkloadSpec.builder(protocol)
            .records(20_000).flows(1000, 1.1).exporters(4).seed(9).maxDelay(Duration.ofMillis(100)).build());
        final Reader reader = new Reader(protocol);
        long lastNs = Long.MIN_VALUE;
        long records = 0;
        while (workload.next())
        {
            assertTrue(workload.timeNs() >= lastNs, "time never goes back");
            lastNs = workload.timeNs();
            records += workload.records();
            reader.read(workload);
        }
        assertEquals(20_000, records);
        assertEquals(20_000, reader.records);
        assertEquals(4, reader.agents.size());
        assertTrue(reader.tuples.size() > 700 && reader.tuples.size() <= 1000, () -> "flows " + reader.tuples.size());
        assertEquals(0, reader.count(ExporterCounter.LOST));
        assertEquals(0, reader.count(ExporterCounter.RESTARTS));
        assertEquals(0, reader.count(ExporterCounter.OUT_OF_ORDER));
        assertEquals(2.0, (lastNs - workload.spec().startNs()) / 1e9, 0.3, "seconds for 20,000 at 10,000 a second");
    }

    @ParameterizedTest
    @EnumSource
    void shouldRepeatEveryByte(final WorkloadProtocol protocol)
    {
        final WorkloadSpec spec = WorkloadSpec.builder(protocol).records(3000).exporters(2).seed(5).build();
        final Workload first = new Workload(spec);
        final Workload second = new Workload(spec);
        while (first.next())
        {
            assertTrue(second.next());
            assertEquals(first.timeNs(), second.timeNs());
            assertEquals(first.sourceLow(), second.sourceLow());
            assertArrayEquals(bytes(first), bytes(second));
        }
        assertFalse(second.next());
        assertFalse(second.next(), "the end is the end");
    }

    private static byte[] bytes(final Workload workload)
    {
        return Arrays.copyOf(workload.buffer(), workload.length());
    }

    @Test
    void shouldReportAnInjectedFlowExactlyInNetflow()
    {
        final Injection elephant = Injection.elephant(
            1, 0x0A00_0001, 0xAC10_0001, 30e6, START_NS + SECOND_NS, START_NS + 6 * SECOND_NS + SECOND_NS / 2);
        final Workload workload = new Workload(WorkloadSpec.builder(WorkloadProtocol.NETFLOW5).startNs(START_NS)
            .records(1000).recordsPerSecond(100).exporters(2)
            .flowRecords(20, Duration.ofSeconds(1), Duration.ofSeconds(2)).injections(List.of(elephant)).build());
        final Reader reader = new Reader(WorkloadProtocol.NETFLOW5);
        while (workload.next())
        {
            reader.read(workload);
        }
        assertEquals(elephant.ipBytesPerSecond() * 5.5, reader.bytesFrom(0x0A00_0001L), 1500);
        assertEquals(3, reader.recordsFrom(0x0A00_0001L), "after 2, 4 and 5.5 s");
        assertEquals(5500, reader.durationFrom(0x0A00_0001L), "milliseconds in all");
    }

    @Test
    void shouldSampleAFloodFromSpoofedSources()
    {
        final Injection flood =
            Injection.synFlood(0, 0xAC10_0001, 443, 100_000, START_NS, START_NS + 4 * SECOND_NS);
        final Workload workload = new Workload(WorkloadSpec.builder(WorkloadProtocol.SFLOW).startNs(START_NS)
            .records(100).recordsPerSecond(20).samplingRate(100).injections(List.of(flood)).build());
        final Reader reader = new Reader(WorkloadProtocol.SFLOW);
        while (workload.next())
        {
            reader.read(workload);
        }
        // 4000 samples are expected; their number is random with a deviation of 63.
        assertEquals(4000, reader.synOnly, 5 * 63);
        assertTrue(reader.tuples.size() > reader.synOnly * 0.99, "sources differ");
    }

    @ParameterizedTest
    @EnumSource
    void shouldCycleWithoutLossAndWithoutAllocation(final WorkloadProtocol protocol)
    {
        final Workload workload = new Workload(WorkloadSpec.builder(protocol).exporters(3).build());
        final DatagramRing ring = DatagramRing.of(workload, 100);
        final Reader reader = new Reader(protocol);
        long lastNs = Long.MIN_VALUE;
        long records = 0;
        for (int i = 0; i < 350; i++)
        {
            ring.next();
            assertTrue(ring.timeNs() > lastNs || i % 100 != 0 && ring.timeNs() == lastNs, "time goes on");
            lastNs = ring.timeNs();
            records += i < 100 ? ring.records() : 0;
            reader.read(ring.buffer(), ring.offset(), ring.length(), ring.sourceLow(), ring.timeNs());
        }
        assertEquals(ring.totalRecords(), records);
        assertEquals(100, ring.size());
        assertEquals(0, reader.count(ExporterCounter.LOST));
        assertEquals(0, reader.count(ExporterCounter.DUPLICATE));
        final Runnable laps = () ->
        {
            for (int i = 0; i < 100_000; i++)
            {
                ring.next();
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(laps));
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteWithoutAllocation(final WorkloadProtocol protocol)
    {
        final Workload workload = new Workload(WorkloadSpec.builder(protocol).exporters(3).build());
        final Runnable datagrams = () ->
        {
            for (int i = 0; i < 20_000; i++)
            {
                workload.next();
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(datagrams));
    }

    @Test
    void shouldRefuseWhatIsOutOfRange()
    {
        final WorkloadSpec.Builder builder = WorkloadSpec.builder(WorkloadProtocol.SFLOW);
        assertThrows(IllegalArgumentException.class, () -> builder.flows(0, 1).build());
        assertThrows(IllegalArgumentException.class, () -> builder.flows(1, 9).build());
        assertThrows(IllegalArgumentException.class, () -> builder.flows(1, 1).exporters(0).build());
        assertThrows(IllegalArgumentException.class, () -> builder.exporters(1).recordsPerSecond(0).build());
        assertThrows(IllegalArgumentException.class, () -> builder.recordsPerSecond(1).samplingRate(0).build());
        assertThrows(IllegalArgumentException.class, () -> builder.samplingRate(1).injections(
            List.of(Injection.elephant(1, 1, 2, 1e6, 0, 1))).build());
        assertThrows(IllegalArgumentException.class, () -> Injection.elephant(0, 1, 2, 1e6, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> DatagramRing.of(new Workload(
            WorkloadSpec.builder(WorkloadProtocol.SFLOW).records(1).build()), 2));
    }

    /** Decodes datagrams and remembers what was in them. */
    private static final class Reader implements RecordHandler
    {
        private static final long V4_MAPPED = 0xFFFF_0000_0000L;
        private static final int SYN = 2;

        private final ExporterTable exporters = new ExporterTable(100);
        private final DatagramContext context = new DatagramContext(exporters);
        private final DatagramDecoder decoder;
        private final Set<Long> agents = new HashSet<>();
        private final Set<List<Long>> tuples = new HashSet<>();
        private final java.util.Map<Long, long[]> bySource = new java.util.HashMap<>();
        private long records;
        private long synOnly;

        Reader(final WorkloadProtocol protocol)
        {
            decoder = (WorkloadProtocol.SFLOW == protocol ?
                SflowDecoder.provider() : NetflowDecoder.provider()).newDecoder();
            context.wanted(FieldSet.ALL);
        }

        void read(final Workload workload)
        {
            read(workload.buffer(), 0, workload.length(), workload.sourceLow(), workload.timeNs());
        }

        void read(
            final byte[] buffer, final int offset, final int length, final long sourceLow, final long timeNs)
        {
            context.begin(0, sourceLow, 50_000, timeNs, length);
            assertEquals(DecodeStatus.OK, decoder.decode(buffer, offset, length, context, this));
            for (final DecodeStatus status : DecodeStatus.values())
            {
                assertEquals(0, context.exporter().faults(status), status::name);
            }
        }

        @Override
        public FieldSet wanted()
        {
            return FieldSet.ALL;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            records++;
            agents.add(record.get(Slots.AGENT + 1));
            final long source = record.get(Slots.IP_SOURCE + 1) & ~V4_MAPPED;
            tuples.add(List.of(source, record.get(Slots.IP_DESTINATION + 1), record.get(Slots.L4_PROTOCOL),
                record.get(Slots.L4_SOURCE_PORT), record.get(Slots.L4_DESTINATION_PORT)));
            final long[] sums = bySource.computeIfAbsent(source, key -> new long[3]);
            sums[0] += record.get(Slots.BYTES);
            sums[1]++;
            sums[2] += record.getOr(Slots.END_TIME, 0) - record.getOr(Slots.START_TIME, 0);
            synOnly += record.has(Slots.TCP_FLAGS) && SYN == record.get(Slots.TCP_FLAGS) ? 1 : 0;
        }

        long bytesFrom(final long source)
        {
            return bySource.get(source)[0];
        }

        long recordsFrom(final long source)
        {
            return bySource.get(source)[1];
        }

        long durationFrom(final long source)
        {
            return bySource.get(source)[2];
        }

        long count(final ExporterCounter counter)
        {
            return exporters.snapshots().stream().mapToLong((final ExporterSnapshot e) -> e.count(counter)).sum();
        }
    }
}
