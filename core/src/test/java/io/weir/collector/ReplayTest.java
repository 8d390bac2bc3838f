package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.REJECT;
import static io.weir.collector.TestDecoder.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.capture.CaptureException;
import io.weir.capture.CaptureWriter;
import io.weir.exporter.ExporterCounter;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class ReplayTest
{
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long DAY = 86_400_000L * MS;

    @TempDir
    private Path folder;

    private final TestSink sink = new TestSink();

    private Path capture(final String name, final long... timesNs) throws IOException
    {
        final Path path = folder.resolve(name);
        try (CaptureWriter writer = CaptureWriter.create(path))
        {
            for (int i = 0; i < timesNs.length; i++)
            {
                final byte[] bytes = datagram(DECODE, 1, i);
                writer.write(bytes, 0, bytes.length, timesNs[i]);
            }
        }
        return path;
    }

    private Replay replay(final Path... files)
    {
        return Replay.of(files).decoders(TestDecoder.provider()).sink(sink);
    }

    @Test
    void shouldUseCaptureTimeAsTheClock() throws IOException
    {
        final ReplayResult result = replay(capture("a.pcap", T0, T0 + 3 * MS, T0 + 20 * MS)).run();
        assertEquals(3, result.datagrams());
        assertEquals(3, result.counters().decoded());
        assertEquals(T0, result.firstTimeNs());
        assertEquals(T0 + 20 * MS, result.lastTimeNs());
        assertEquals(0, result.timesBack());
        assertTrue(result.complete());
        assertTrue(result.fault().isEmpty());
        assertEquals(
            List.of("start " + T0, "record 0", "end", "start " + (T0 + 3 * MS), "record 1", "end",
            "start " + (T0 + 20 * MS), "record 2", "end"), sink.told());
        assertEquals(List.of(T0, T0 + 8 * MS, T0 + 16 * MS), sink.handlers.get(0).tickTimes);
    }

    @Test
    void shouldStandAtTheFirstDatagramWhenTheSinksAreMadeAndAtTheLastWhenItIsDone() throws IOException
    {
        final List<Long> times = new ArrayList<>();
        final RecordSink watching = context ->
        {
            times.add(context.time().epochNs());
            return sink.newHandler(context);
        };
        Replay.of(capture("a.pcap", T0, T0 + 20 * MS)).decoders(TestDecoder.provider()).sink(watching).run();
        times.add(sink.handlers.get(0).context.time().epochNs());
        assertEquals(List.of(T0, T0 + 20 * MS), times);
        assertEquals(RunMode.REPLAY, sink.handlers.get(0).context.mode());
    }

    @Test
    void shouldTellTheSinksOfStartAndEnd() throws IOException
    {
        replay(capture("a.pcap", T0)).run();
        assertEquals(List.of("handler 0 REPLAY", "start REPLAY", "close"), sink.lifecycle);
    }

    @Test
    void shouldGiveTheSameEveryTime() throws IOException
    {
        final long[] times = new long[500];
        Arrays.setAll(times, i -> T0 + i * 777_777L * (1 + i % 50));
        final Path path = capture("a.pcap", times);
        final ReplayResult one = replay(path).run();
        final ReplayResult two = replay(path).run();
        assertEquals(sink.handlers.get(0).told, sink.handlers.get(1).told);
        assertEquals(sink.handlers.get(0).tickTimes, sink.handlers.get(1).tickTimes);
        assertEquals(one.counters().toString(), two.counters().toString());
        assertEquals(one.timesBack(), two.timesBack());
    }

    @Test
    void shouldReadSeveralFilesIntoOneState() throws IOException
    {
        final ReplayResult result = replay(capture("a.pcap", T0, T0 + MS), capture("b.pcap.gz", T0 + 2 * MS)).run();
        assertEquals(3, result.datagrams());
        assertEquals(1, sink.handlers.size());
        assertEquals(1, result.exporters().size());
        assertEquals(3, result.exporters().get(0).count(ExporterCounter.DATAGRAMS));
        assertEquals("192.0.2.1", result.exporters().get(0).source());
    }

    @Test
    void shouldCountOutcomes() throws IOException
    {
        final Path path = folder.resolve("mixed.pcap");
        try (CaptureWriter writer = CaptureWriter.create(path))
        {
            final List<byte[]> datagrams = List.of(datagram(DECODE, 1, 1), datagram(REJECT, 1, 1), new byte[0],
                new byte[3], new byte[50]);
            for (final byte[] bytes : datagrams)
            {
                writer.write(bytes, 0, bytes.length, T0);
            }
        }
        final CountersSnapshot counters = replay(path).run().counters();
        assertEquals(5, counters.received());
        assertEquals(1, counters.decoded());
        assertEquals(
            Map.of(DecodeStatus.COUNT, 1L, DecodeStatus.EMPTY, 1L, DecodeStatus.SHORT, 1L, DecodeStatus.VERSION, 1L),
            counters.rejectedByReason());
    }

    @Test
    void shouldTickEveryEightMillisecondsInAShortGap() throws IOException
    {
        replay(capture("a.pcap", T0, T0 + 2_000 * MS)).run();
        final List<Long> ticks = sink.handlers.get(0).tickTimes;
        assertEquals(251, ticks.size());
        for (int i = 0; i < ticks.size(); i++)
        {
            assertEquals(T0 + i * 8 * MS, ticks.get(i));
        }
    }

    @Test
    void shouldCrossAGapOfYearsInAFewThousandTicksNoneLateByMoreThanASmallPartOfTheGap() throws IOException
    {
        final long end = T0 + 5_000 * DAY;
        replay(capture("a.pcap", T0, end)).run();
        final List<Long> ticks = sink.handlers.get(0).tickTimes;
        assertTrue(ticks.size() > 1_000 && ticks.size() < 10_000, ticks::toString);
        assertEquals(end, ticks.get(ticks.size() - 1));
        for (int i = 1; i < ticks.size(); i++)
        {
            final long step = ticks.get(i) - ticks.get(i - 1);
            final long gap = ticks.get(i - 1) - T0;
            assertTrue(step > 0 && step <= Math.max(8 * MS, gap / 256 + 1), "step " + step + " after " + gap);
        }
    }

    @Test
    void BAD_T15_shouldNotLetTimeGoBack() throws IOException
    {
        final ReplayResult result =
            replay(capture("a.pcap", T0, T0 + 5 * MS, T0 - DAY, T0 + 4 * MS, T0 + 6 * MS)).run();
        assertEquals(2, result.timesBack());
        assertEquals(5, result.counters().decoded());
        assertEquals(T0 + 6 * MS, result.lastTimeNs());
        assertEquals(
            List.of("start " + T0, "start " + (T0 + 5 * MS), "start " + (T0 + 5 * MS), "start " + (T0 + 5 * MS),
            "start " + (T0 + 6 * MS)),
            sink.told().stream().filter(line -> line.startsWith("start")).toList());
    }

    @Test
    void BAD_T15_shouldTakeRecordsStampedZeroThenNow() throws IOException
    {
        final ReplayResult result = replay(capture("a.pcap", 0, 0, T0)).run();
        assertEquals(3, result.counters().decoded());
        assertEquals(0, result.firstTimeNs());
        assertEquals(T0, result.lastTimeNs());
    }

    @Test
    void BAD_T15_shouldUseWhatCameBeforeTheFaultAndTellIt() throws IOException
    {
        final Path whole = capture("whole.pcap", T0, T0 + MS, T0 + 2 * MS);
        final byte[] bytes = Files.readAllBytes(whole);
        final Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(bytes, bytes.length - 5));
        final ReplayResult result = replay(cut, capture("next.pcap", T0 + 3 * MS)).run();
        assertEquals(3, result.counters().decoded());
        assertTrue(result.complete());
        final IOException fault = result.fault().orElseThrow();
        assertEquals(CaptureException.class, fault.getClass());
        assertTrue(fault.getMessage().contains("cut.pcap") && fault.getMessage().contains("offset"), fault::getMessage);
    }

    @Test
    void shouldThrowTheFaultWhenNothingCameBeforeIt() throws IOException
    {
        final byte[] bytes = Files.readAllBytes(capture("whole.pcap", T0));
        final Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(bytes, bytes.length - 5));
        final CaptureException thrown = assertThrows(CaptureException.class, () -> replay(cut).run());
        assertTrue(thrown.getMessage().contains("cut.pcap"), thrown::getMessage);
        assertEquals(List.of(), sink.lifecycle);
    }

    @Test
    void shouldRefuseAnEmptyCapture() throws IOException
    {
        final IOException thrown = assertThrows(IOException.class, () -> replay(capture("empty.pcap")).run());
        assertTrue(thrown.getMessage().contains("empty.pcap: holds no datagram"), thrown::getMessage);
    }

    @Test
    void shouldTellAnEmptyCaptureAmongOthersAsAFault() throws IOException
    {
        final ReplayResult result = replay(capture("empty.pcap"), capture("a.pcap", T0)).run();
        assertEquals(1, result.datagrams());
        assertEquals(1, result.faults().size());
        assertTrue(result.faults().get(0).getMessage().contains("empty.pcap"), result.faults()::toString);
    }

    @Test
    void shouldNameAFileThatIsNotThereOrIsAFolder()
    {
        final Path missing = folder.resolve("missing.pcap");
        final IOException absent = assertThrows(IOException.class, () -> replay(missing).run());
        assertEquals(missing + ": there is no such file", absent.getMessage());
        final IOException directory = assertThrows(IOException.class, () -> replay(folder).run());
        assertEquals(folder + ": is a directory, not a capture", directory.getMessage());
    }

    @Test
    void shouldNotStartTheSinksWhenALaterFileIsNotThere() throws IOException
    {
        final Path there = capture("a.pcap", T0);
        assertThrows(IOException.class, () -> replay(there, folder.resolve("missing.pcap")).run());
        assertEquals(List.of(), sink.lifecycle);
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0, -1, Double.NaN })
    void shouldRefuseASpeedThatIsNotAboveZero(final double speed) throws IOException
    {
        final Replay replay = replay(capture("a.pcap", T0)).speed(speed);
        final IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, replay::run);
        assertEquals("speed: " + speed + " is not above 0", thrown.getMessage());
    }

    @Test
    void shouldRefuseToRunWithoutDecodersOrFiles() throws IOException
    {
        final Path path = capture("a.pcap", T0);
        assertEquals("decoders: none given, at least one is needed",
            assertThrows(IllegalArgumentException.class, () -> Replay.of(path).run()).getMessage());
        assertEquals("files: none given, at least one is needed",
            assertThrows(IllegalArgumentException.class, () -> replay().run()).getMessage());
    }

    @Test
    void shouldTakeItsTimeAtASpeed() throws IOException
    {
        final Path path = capture("a.pcap", T0, T0 + 40 * MS, T0 + 200 * MS);
        final long beganNs = System.nanoTime();
        assertTrue(replay(path).speed(10).run().complete());
        final long tookNs = System.nanoTime() - beganNs;
        assertTrue(tookNs >= 20 * MS, () -> "took " + tookNs);
        assertEquals(26, sink.handlers.get(0).tickTimes.size());
    }

    @Test
    void shouldStopAfterTheDatagramAtHand() throws IOException
    {
        final Replay replay = replay(capture("a.pcap", T0, T0 + MS, T0 + 2 * MS));
        sink.onStart = () ->
        {
            if (3 == sink.told().size())
            {
                replay.stop();
            }
        };
        final ReplayResult result = replay.run();
        assertEquals(2, result.datagrams());
        assertFalse(result.complete());
        assertEquals(T0 + MS, result.lastTimeNs());
    }

    @Test
    void shouldStopWhileItWaitsForTheNextDatagram() throws IOException
    {
        final Replay replay = replay(capture("a.pcap", T0, T0 + DAY)).speed(1);
        sink.onStart = () -> new Thread(replay::stop).start();
        final ReplayResult result = replay.run();
        assertEquals(1, result.datagrams());
        assertFalse(result.complete());
    }

    @Test
    void shouldStopWhenInterrupted() throws IOException
    {
        final Replay replay = replay(capture("a.pcap", T0, T0 + DAY)).speed(1);
        sink.onStart = Thread.currentThread()::interrupt;
        final ReplayResult result = replay.run();
        assertTrue(Thread.interrupted());
        assertEquals(1, result.datagrams());
        assertFalse(result.complete());
    }

    @Test
    void shouldTellHowFarItIs() throws IOException
    {
        final Path path = capture("a.pcap", T0, T0 + MS);
        final List<String> told = new ArrayList<>();
        replay(path).progress((file, datagrams, timeNs, fraction) ->
            told.add(file.getFileName() + " " + datagrams + " " + (timeNs - T0) + " " + fraction)).run();
        assertEquals("a.pcap 2 1000000 1.0", told.get(told.size() - 1));
    }

    @Test
    void shouldCloseTheSinksWhenOneOfThemThrowsAtTheStart() throws IOException
    {
        final RecordSink broken = new RecordSink()
        {
            @Override
            public RecordHandler newHandler(final SinkContext context)
            {
                return sink.newHandler(context);
            }

            @Override
            public void onStart(final RunMode mode)
            {
                throw new IllegalStateException("start");
            }
        };
        final Path path = capture("a.pcap", T0);
        assertThrows(IllegalStateException.class, () -> replay(path).sink(broken).run());
        assertEquals("close", sink.lifecycle.get(sink.lifecycle.size() - 1));
    }

    @Test
    void shouldCarryOnWhenASinkThrows() throws IOException
    {
        sink.failing = "record";
        final List<Throwable> errors = new ArrayList<>();
        final ReplayResult result = replay(capture("a.pcap", T0, T0 + MS)).errorHandler(errors::add).run();
        assertEquals(2, result.counters().rejected(DecodeStatus.INTERNAL));
        assertEquals(List.of(sink.failure, sink.failure), errors);
    }
}
