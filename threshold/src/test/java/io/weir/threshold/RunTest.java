package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.exporter.ExporterTable;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs of a cache as a collector or a replay makes them. */
@Timeout(60)
class RunTest
{
    private final Feed feed = new Feed(RunMode.LIVE);
    private final ManualTime time = new ManualTime(START);
    private final DatagramContext context = new DatagramContext(new ExporterTable(1));
    private final FlowRecord record = new FlowRecord();
    private RecordHandler handler;

    private void start(final RunMode mode)
    {
        handler = feed.flows.newHandler(new SinkContext(mode, 0, time));
        feed.flows.onStart(mode);
    }

    private void sample(final int port, final long bytes, final long nowNs)
    {
        time.advanceTo(nowNs);
        context.begin(0, 0, 0, nowNs, 0);
        handler.onDatagramStart(context);
        record.clear();
        record.put(Field.IP_VERSION, 4).put(Field.L4_PROTOCOL, 17).put(Field.L4_SOURCE_PORT, port)
            .put(Field.BYTES, bytes).put(Field.FRAMES, 1);
        handler.onFlowRecord(record);
        handler.onDatagramEnd();
    }

    private static ThresholdSpec spec()
    {
        return Harness.spec("t").raiseAbove(1000).byFlow(true).build();
    }

    private static List<String> texts(final List<ThresholdEvent> events)
    {
        return events.stream().map(e -> e.state() + " " + e.flowKey() + " " + e.reason()).collect(Collectors.toList());
    }

    @Test
    void shouldCallListenersOnADaemonThreadWhileALiveRunLasts() throws Exception
    {
        final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
        engine.define(spec());
        final BlockingQueue<ThresholdEvent> events = new LinkedBlockingQueue<>();
        final List<Thread> threads = new ArrayList<>();
        engine.addListener(event ->
        {
            threads.add(Thread.currentThread());
            events.add(event);
        });
        start(RunMode.LIVE);
        sample(53, 4000, START);
        assertEquals("RAISED 53 ABOVE", texts(List.of(events.take())).get(0));
        sample(54, 4000, START + MS);
        feed.flows.onClose();
        assertEquals(List.of("RAISED 54 ABOVE"), texts(new ArrayList<>(events)));
        assertTrue(threads.get(0).isDaemon());
        threads.get(0).join();
        assertFalse(threads.contains(Thread.currentThread()));
    }

    @Test
    void shouldCallListenersInlineInAReplayWhateverTheDispatch()
    {
        final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
        engine.define(spec());
        final List<Thread> threads = new ArrayList<>();
        engine.addListener(event -> threads.add(Thread.currentThread()));
        start(RunMode.REPLAY);
        sample(53, 4000, START);
        feed.flows.onClose();
        assertEquals(List.of(Thread.currentThread()), threads);
    }

    @Test
    void shouldLeaveAlarmsActiveAtTheEndOfARunAndClearThemWhenAnotherBegins()
    {
        final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
        engine.define(spec());
        final List<ThresholdEvent> events = new ArrayList<>();
        engine.addListener(events::add);
        start(RunMode.REPLAY);
        sample(53, 4000, START);
        feed.flows.onClose();
        assertEquals(List.of("RAISED 53 ABOVE"), texts(engine.active()));
        start(RunMode.REPLAY);
        sample(53, 4000, START + S);
        feed.flows.onClose();
        assertEquals(List.of("RAISED 53 ABOVE", "CLEARED 53 FLOW_REMOVED", "RAISED 53 ABOVE"), texts(events));
        assertEquals(1, engine.active().size());
        assertEquals(1, engine.counters().tracked());
    }

    @Test
    void shouldNotLetTheEndOfARunWaitForAListenerThatBlocks() throws Exception
    {
        final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
        engine.define(spec());
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        engine.addListener(event ->
        {
            entered.countDown();
            awaitQuietly(release);
        });
        start(RunMode.LIVE);
        sample(53, 4000, START);
        entered.await();
        final long begin = System.nanoTime();
        feed.flows.onClose();
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30));
        release.countDown();
    }

    @Test
    void shouldLetAListenerCloseTheRunAndChangeTheEngine() throws Exception
    {
        final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
        engine.define(spec());
        final CountDownLatch closed = new CountDownLatch(1);
        engine.addListener(event ->
        {
            engine.remove("t");
            engine.addListener(other -> closed.countDown());
            feed.flows.onClose();
            closed.countDown();
        });
        start(RunMode.LIVE);
        sample(53, 4000, START);
        closed.await();
        assertEquals(List.of(), engine.definitions());
        assertEquals(1, engine.events(0, 10, Duration.ZERO).size());
    }

    private static void awaitQuietly(final CountDownLatch latch)
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }
}
