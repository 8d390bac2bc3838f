package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.NOTE;
import static io.weir.collector.TestDecoder.NO_STATUS;
import static io.weir.collector.TestDecoder.REJECT;
import static io.weir.collector.TestDecoder.THROW;
import static io.weir.collector.TestDecoder.THROW_UNIDENTIFIED;
import static io.weir.collector.TestDecoder.datagram;
import static io.weir.collector.TestDecoder.padded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.ExporterTable;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.testkit.Allocation;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class WorkerTest
{
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final long SOURCE = 0xFFFF_C000_0201L;

    private final TestSink first = new TestSink();
    private final TestSink second = new TestSink();
    private final List<Throwable> errors = new ArrayList<>();
    private final ExporterTable exporters = new ExporterTable(8);
    private final Worker worker = worker(first, second);

    private Worker worker(final RecordSink... sinks)
    {
        return new Worker(new SinkContext(RunMode.LIVE, 0, new ManualTime(T0)), exporters,
            List.of(TestDecoder.provider()), List.of(sinks), errors::add);
    }

    private void take(final byte[] bytes)
    {
        take(worker, bytes, T0);
    }

    private static void take(final Worker taker, final byte[] bytes, final long timeNs)
    {
        taker.onDatagram(bytes, 0, bytes.length, 0, SOURCE, 40_000, timeNs);
    }

    private void assertCounted(final long received, final long decoded, final Map<DecodeStatus, Long> rejected)
    {
        final CountersSnapshot counters = worker.counters();
        assertEquals(rejected, counters.rejectedByReason());
        assertEquals(decoded, counters.decoded());
        assertEquals(received, counters.received());
        assertEquals(received, counters.decoded() + counters.rejected());
    }

    @Test
    void BAD_T01_shouldCountAnEmptyDatagram()
    {
        take(new byte[0]);
        assertCounted(1, 0, Map.of(DecodeStatus.EMPTY, 1L));
        assertEquals(List.of(), first.told());
    }

    @Test
    void shouldTellTheTimeOfTheNextDatagramByOneLookAtTheClock()
    {
        final List<Long> looks = new ArrayList<>();
        final Worker live = new Worker(new SinkContext(RunMode.LIVE, 0, () ->
        {
            looks.add(T0 + looks.size() + 1);
            return T0 + looks.size();
        }), exporters, List.of(TestDecoder.provider()), List.of(first), errors::add);
        live.onListener(0, T0);
        take(live, datagram(DECODE, 1, 1), T0);
        assertEquals(T0 + 1, live.followingNs(), "when the datagram had passed");
        assertEquals(1, looks.size());
        take(live, new byte[2], T0 + 1);
        assertEquals(T0 + 2, live.followingNs(), "one that is not decoded takes no time");
        live.onRejected(DecodeStatus.TRUNCATED, 9);
        assertEquals(T0 + 3, live.followingNs());
        assertEquals(T0 + 4, live.followingNs(), "a time is given once");
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3 })
    void BAD_T02_shouldCountADatagramShorterThanItsFirstWordAsShort(final int length)
    {
        take(Arrays.copyOf(datagram(DECODE, 1), length));
        assertCounted(1, 0, Map.of(DecodeStatus.SHORT, 1L));
        assertEquals(length, worker.counters().bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 2, 3, 4, 11, 0xFFFF })
    void BAD_T06_shouldCountWhatNoDecoderClaimsAsVersion(final int version)
    {
        take(new byte[]{(byte)(version >>> 8), (byte)version, 0, 0, 0, 0, 0, 0});
        assertCounted(1, 0, Map.of(DecodeStatus.VERSION, 1L));
        assertEquals(List.of(), exporters.snapshots());
    }

    @Test
    void BAD_T08_shouldDecodeADatagramOfTheLargestSize()
    {
        take(padded(65_507, DECODE, 1, 7));
        take(padded(65_535, DECODE, 1, 8));
        assertCounted(2, 2, Map.of());
        assertEquals(List.of("start " + T0, "record 7", "end", "start " + T0, "record 8", "end"), first.told());
    }

    @Test
    void shouldRefuseWhatIsLargerThanAnyDatagram()
    {
        take(padded(65_536, DECODE, 1, 7));
        assertCounted(1, 0, Map.of(DecodeStatus.LENGTH, 1L));
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 53, 65_535 })
    void BAD_T11_shouldTakeAnySourcePort(final int port)
    {
        final byte[] bytes = datagram(DECODE, 1, 1);
        worker.onDatagram(bytes, 0, bytes.length, 0, SOURCE, port, T0);
        assertCounted(1, 1, Map.of());
    }

    @Test
    void shouldReadOnlyTheGivenRange()
    {
        final byte[] bytes = datagram(DECODE, 1, 5);
        final byte[] poisoned = new byte[bytes.length + 20];
        Arrays.fill(poisoned, (byte)0xA5);
        System.arraycopy(bytes, 0, poisoned, 9, bytes.length);
        worker.onDatagram(poisoned, 9, bytes.length, 0, SOURCE, 40_000, T0);
        assertEquals(List.of("start " + T0, "record 5", "end"), first.told());
        assertEquals(bytes.length, worker.counters().bytes());
    }

    @Test
    void shouldGiveEveryRecordToEverySinkInOrder()
    {
        take(datagram(DECODE, 1, 5, 6));
        final List<String> expected = List.of("start " + T0, "record 5", "record 6", "end");
        assertEquals(expected, first.told());
        assertEquals(expected, second.told());
    }

    @Test
    void shouldKeepTheAccountsOfTheExporterInStep()
    {
        take(datagram(DECODE, 1, 1));
        take(datagram(NOTE, 1, 1));
        take(datagram(REJECT, 1, 1));
        take(datagram(THROW, 1, 1));
        take(datagram(NO_STATUS, 1, 1));
        take(datagram(THROW_UNIDENTIFIED, 1));
        assertCounted(6, 2, Map.of(DecodeStatus.COUNT, 1L, DecodeStatus.INTERNAL, 3L));
        final ExporterSnapshot exporter = exporters.snapshots().get(0);
        assertEquals(5, exporter.count(ExporterCounter.DATAGRAMS));
        assertEquals(2, exporter.count(ExporterCounter.DECODED));
        assertEquals(1, exporter.rejected(DecodeStatus.COUNT));
        assertEquals(2, exporter.rejected(DecodeStatus.INTERNAL));
        assertEquals(3, errors.size());
        assertEquals(3, worker.counters().errors());
    }

    @Test
    void shouldRefuseExportersBeyondTheLimit()
    {
        final byte[] bytes = datagram(DECODE, 1, 1);
        for (int i = 0; i < 10; i++)
        {
            worker.onDatagram(bytes, 0, bytes.length, 0, SOURCE + i, 40_000, T0);
        }
        assertCounted(10, 8, Map.of(DecodeStatus.EXPORTER_LIMIT, 2L));
        assertEquals(8, exporters.snapshots().size());
    }

    @Test
    void shouldCarryOnAfterADecoderThrew()
    {
        take(datagram(THROW, 1, 5));
        take(datagram(DECODE, 1, 6));
        assertEquals(
            List.of("start " + T0, "record 5", "end", "start " + T0, "record 6", "end"), first.told());
        assertCounted(2, 1, Map.of(DecodeStatus.INTERNAL, 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "wanted, ''",
        "start,  'start'",
        "record, 'start record-1 end'",
        "end,    'start record-1 record-2 end'",
    })
    void shouldKeepASinkThatThrowsFromTheOthers(final String callback, final String told)
    {
        first.failing = callback;
        take(datagram(DECODE, 1, 1, 2));
        assertEquals(
            told, String.join(" ", first.told()).replace("start " + T0, "start").replace("record ", "record-"));
        assertEquals(List.of("start " + T0, "record 1", "record 2", "end"), second.told());
        assertEquals(List.of(first.failure), errors);
        assertCounted(1, 0, Map.of(DecodeStatus.INTERNAL, 1L));
        assertEquals(1, exporters.snapshots().get(0).rejected(DecodeStatus.INTERNAL));

        first.failing = "";
        first.told().clear();
        take(datagram(DECODE, 1, 3));
        assertEquals(List.of("start " + T0, "record 3", "end"), first.told());
        assertCounted(2, 1, Map.of(DecodeStatus.INTERNAL, 1L));
    }

    @Test
    void shouldTellTheErrorHandlerOfATickThatThrewAndCountNoDatagram()
    {
        first.failing = "tick";
        worker.onTick(T0);
        assertEquals(1, second.handlers.get(0).ticks);
        assertEquals(List.of(first.failure), errors);
        assertCounted(0, 0, Map.of());
        assertEquals(1, worker.counters().errors());
    }

    @Test
    void shouldIgnoreWhatTheErrorHandlerThrows()
    {
        final Worker fragile = new Worker(new SinkContext(RunMode.LIVE, 0, new ManualTime(T0)), exporters,
            List.of(TestDecoder.provider()), List.of(first), error ->
            {
                throw new IllegalStateException("handler");
            });
        take(fragile, datagram(THROW, 1), T0);
        take(fragile, datagram(DECODE, 1), T0);
        assertEquals(2, fragile.counters().received());
        assertEquals(1, fragile.counters().decoded());
    }

    @ParameterizedTest
    @ValueSource(strings = { "wanted", "start", "record", "end", "tick" })
    void shouldNotCatchAnErrorOfTheVirtualMachine(final String callback)
    {
        first.failing = callback;
        first.failure = new StackOverflowError();
        final StackOverflowError thrown =
            assertThrows(StackOverflowError.class, () -> take(datagram(DECODE, 1, 1)));
        assertSame(first.failure, thrown);
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldLetAChangeOfWantedFieldsTakeEffectBetweenDatagrams()
    {
        first.wanted = FieldSet.NONE;
        second.wanted = FieldSet.of(Field.FRAMES);
        take(datagram(DECODE, 1, 1));
        first.wanted = FieldSet.of(Field.BYTES);
        take(datagram(DECODE, 1, 2));
        first.wanted = FieldSet.NONE;
        take(datagram(DECODE, 1, 3));
        assertEquals(
            List.of("record absent", "record 2", "record absent"),
            second.told().stream().filter(line -> line.startsWith("record")).toList());
    }

    @Test
    void shouldNotLetAChangeOfWantedFieldsTakeEffectWithinADatagram()
    {
        first.wanted = FieldSet.NONE;
        second.wanted = FieldSet.NONE;
        first.onStart = () -> first.wanted = FieldSet.of(Field.BYTES);
        take(datagram(DECODE, 1, 1));
        take(datagram(DECODE, 1, 2));
        assertEquals(
            List.of("record absent", "record 2"),
            first.told().stream().filter(line -> line.startsWith("record")).toList());
    }

    @Test
    void shouldTickBeforeADatagramWhenNoneCameForEightMilliseconds()
    {
        take(worker, datagram(DECODE, 1, 1), T0);
        take(worker, datagram(DECODE, 1, 1), T0 + Worker.TICK_NS - 1);
        take(worker, datagram(DECODE, 1, 1), T0 + Worker.TICK_NS);
        worker.onTick(T0 + Worker.TICK_NS + 5);
        take(worker, datagram(DECODE, 1, 1), T0 + 2 * Worker.TICK_NS);
        take(worker, new byte[0], T0 + 2 * Worker.TICK_NS + 5);
        assertEquals(
            List.of(T0, T0 + Worker.TICK_NS, T0 + Worker.TICK_NS + 5, T0 + 2 * Worker.TICK_NS + 5),
            first.handlers.get(0).tickTimes);
    }

    @Test
    void shouldCountWhatAReceiverRefuses()
    {
        worker.onRejected(DecodeStatus.TRUNCATED, 64);
        worker.onRejected(DecodeStatus.CLOSED, 10);
        assertCounted(2, 0, Map.of(DecodeStatus.TRUNCATED, 1L, DecodeStatus.CLOSED, 1L));
        assertEquals(74, worker.counters().bytes());
    }

    @Test
    void shouldAccountForAnyBytesExactlyOnce()
    {
        final SplittableRandom random = new SplittableRandom(7);
        final Worker quiet = worker();
        final int count = 200_000;
        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            final byte[] seed = datagram(random.nextInt(7), random.nextInt(12), 1, 2, 3);
            final byte[] cut = Arrays.copyOf(seed, random.nextInt(seed.length + 1));
            if (cut.length > 0)
            {
                cut[random.nextInt(cut.length)] = (byte)random.nextInt();
            }
            bytes += cut.length;
            take(quiet, cut, T0 + i);
        }
        final CountersSnapshot counters = quiet.counters();
        assertEquals(count, counters.received());
        assertEquals(count, counters.decoded() + counters.rejected());
        assertEquals(bytes, counters.bytes());
        assertEquals(counters.rejected(DecodeStatus.INTERNAL), counters.errors());
        long datagrams = 0;
        for (final ExporterSnapshot exporter : exporters.snapshots())
        {
            long outcomes = exporter.count(ExporterCounter.DECODED);
            for (int i = 0; i < DecodeStatus.COUNT_OF; i++)
            {
                outcomes += exporter.rejected(DecodeStatus.of(i));
            }
            assertEquals(exporter.count(ExporterCounter.DATAGRAMS), outcomes);
            datagrams += outcomes;
        }
        assertTrue(datagrams > 0 && datagrams < count);
    }

    @Test
    void shouldAllocateNothingOverAMillionDatagrams()
    {
        final RecordSink counting = context -> new CountingHandler();
        final Worker quiet = worker(counting, counting);
        final byte[][] mixed = {
            datagram(DECODE, 1, 1, 2, 3), datagram(NOTE, 2, 4), datagram(REJECT, 3, 5), new byte[0], new byte[3],
            new byte[64], datagram(DECODE, 4, 6),
        };
        final Runnable million = () ->
        {
            for (int i = 0; i < 1_000_000; i++)
            {
                take(quiet, mixed[i % mixed.length], T0 + i * 1_000L);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(million));
        assertEquals(0, quiet.counters().received() % 1_000_000);
    }

    private static final class CountingHandler implements RecordHandler
    {
        private static final FieldSet WANTED = FieldSet.of(Field.BYTES);
        private long count;

        @Override
        public FieldSet wanted()
        {
            return WANTED;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            count++;
        }
    }
}
