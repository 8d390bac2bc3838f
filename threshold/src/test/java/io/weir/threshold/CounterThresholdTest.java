package io.weir.threshold;

import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.exporter.ExporterTable;
import io.weir.metric.MetricFilter;
import io.weir.metric.MetricTable;
import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Counter;
import io.weir.record.CounterSchema.Kind;
import io.weir.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Thresholds on counter metrics. */
@Timeout(60)
class CounterThresholdTest
{
    private static final CounterSchema GAUGES = new CounterSchema(0, 1, "gauges", List.of(
        new Counter("load_one", Kind.GAUGE, 4), new Counter("ifspeed", Kind.GAUGE, 8)));

    private final Feed feed = new Feed(RunMode.REPLAY);
    private final ManualTime time = new ManualTime(START);
    private final MetricTable table = MetricTable.builder().maxAge(Duration.ofMinutes(1)).build();
    private final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).metrics(table).build();
    private final List<ThresholdEvent> events = new ArrayList<>();
    private final Row row = new Row(1);

    CounterThresholdTest()
    {
        engine.addListener(events::add);
    }

    /** Feeds one row, as a worker of its own. */
    private final class Row
    {
        private final RecordHandler handler = table.newHandler(new SinkContext(RunMode.REPLAY, 0, time));
        private final DatagramContext context = new DatagramContext(new ExporterTable(4));
        private final CounterRecord record = new CounterRecord();
        private final int source;
        private long sequence;

        Row(final int source)
        {
            this.source = source;
        }

        void value(final long value, final long speed, final long atNs)
        {
            tick(atNs);
            context.begin(0, 0xFFFF_0A00_0001L, 6343, START + atNs, 100);
            handler.onDatagramStart(context);
            record.origin(0, 0xFFFF_0A00_0001L, 0, source, ++sequence, atNs / 1_000_000);
            record.begin(GAUGES);
            record.put(0, value);
            record.put(1, speed);
            handler.onCounterRecord(record);
            handler.onDatagramEnd();
        }

        void tick(final long atNs)
        {
            time.advanceTo(START + atNs);
            handler.onTick(START + atNs);
        }
    }

    private static ThresholdSpec.Builder spec()
    {
        return ThresholdSpec.builder("load").metric("load_one");
    }

    private List<String> texts()
    {
        return events.stream().map(event -> event.state() + " " + event.reason() + " " +
            (event.timestampNs() - START) / S).collect(Collectors.toList());
    }

    @Test
    void shouldRaiseAndClearOnTime()
    {
        engine.define(spec().raiseAbove(10).clearBelow(8).timeout(Duration.ofSeconds(5)).build());
        row.value(10, 1, 0);
        row.value(11, 1, 20 * S);
        row.value(9, 1, 40 * S);
        row.value(7, 1, 60 * S);
        row.tick(64 * S);
        assertEquals(List.of("RAISED ABOVE 20"), texts());
        row.tick(70 * S);
        assertEquals(List.of("RAISED ABOVE 20", "CLEARED BELOW 65"), texts());
        final ThresholdEvent event = events.get(0);
        assertEquals(11.0, event.value());
        assertEquals("10.0.0.1", event.agent());
        assertEquals("1", event.dataSource());
        assertEquals("load_one", event.metric());
        assertEquals("", event.flowKey());
        assertEquals(11.0, event.high());
    }

    @Test
    void shouldWaitBeforeItRaises()
    {
        engine.define(spec().raiseAbove(10).holdFor(Duration.ofSeconds(30)).build());
        row.value(11, 1, 0);
        row.value(5, 1, 20 * S);
        row.value(11, 1, 40 * S);
        row.value(12, 1, 60 * S);
        row.tick(80 * S);
        assertEquals(List.of("RAISED ABOVE 70"), texts());
    }

    @Test
    void shouldRaiseWhenThereIsTooLittle()
    {
        engine.define(spec().lowerBelow(10).clearAbove(12).timeout(Duration.ZERO).build());
        row.value(3, 1, 0);
        assertEquals(List.of(), texts());
        row.value(10, 1, 10 * S);
        row.value(9, 1, 20 * S);
        row.value(12, 1, 30 * S);
        row.value(13, 1, 40 * S);
        assertEquals(List.of("RAISED BELOW 20", "CLEARED ABOVE 40"), texts());
    }

    @Test
    void shouldRaiseOnlyForSelectedRows()
    {
        engine.define(spec().raiseAbove(10).filter(MetricFilter.ALL.where("ifspeed", "1000", "2000")).build());
        row.value(11, 10, 0);
        assertEquals(List.of(), texts());
        new Row(2).value(11, 2000, S);
        assertEquals(List.of("RAISED ABOVE 1"), texts());
        assertEquals("2", events.get(0).dataSource());
    }

    @Test
    void shouldTellThatARowStoppedAndThatItIsBack()
    {
        engine.define(spec().detector(DetectorSpec.absent(Duration.ofSeconds(45))).timeout(Duration.ZERO).build());
        row.value(1, 1, 0);
        row.value(1, 1, 20 * S);
        for (int second = 21; second < 200; second++)
        {
            row.tick(second * S);
        }
        assertEquals(0, table.size());
        row.value(1, 1, 200 * S);
        row.value(1, 1, 220 * S);
        assertEquals(List.of("RAISED ABSENT 65", "CLEARED SEEN 200"), texts());
        assertEquals(START + 20 * S, events.get(0).onsetNs());
    }

    @Test
    void shouldClearWhenTheRowAgesOutAndWhenTheThresholdGoes()
    {
        engine.define(spec().raiseAbove(10).build());
        row.value(11, 1, 0);
        for (int second = 1; second < 90; second++)
        {
            row.tick(second * S);
        }
        assertEquals("CLEARED ROW_EXPIRED", texts().get(1).replaceAll(" [0-9]+$", ""));
        row.value(11, 1, 100 * S);
        engine.define(spec().raiseAbove(20).build());
        row.tick(101 * S);
        engine.remove("load");
        row.value(30, 1, 120 * S);
        assertEquals("RAISED ABOVE 100,CLEARED THRESHOLD_REDEFINED 101",
            String.join(",", texts().subList(2, events.size())));
        assertEquals(0, engine.counters().tracked());
        assertEquals(List.of(), engine.active());
    }

    @Test
    void shouldRefuseWhatCountersDoNotHave()
    {
        assertThrows(IllegalArgumentException.class, () -> engine.define(spec().raiseAbove(1).byFlow(true).build()));
        assertThrows(IllegalArgumentException.class,
            () -> engine.define(spec().raiseAbove(1).detector(DetectorSpec.cusum()).build()));
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> ThresholdEngine.builder(feed.flows).build().define(spec().raiseAbove(1).build()))
            .getMessage().contains("unknown metric"));
    }

    @Test
    void shouldKeepEventsOfOneAlarmInTurnWhenWorkersMeet() throws Exception
    {
        engine.define(spec().raiseAbove(10).timeout(Duration.ZERO).build());
        final ExecutorService pool = Executors.newFixedThreadPool(2);
        final List<Future<?>> feeding = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++)
        {
            final Row mine = new Row(10 + worker);
            feeding.add(pool.submit(() ->
            {
                for (int i = 1; i <= 10_000; i++)
                {
                    mine.value(0 == i % 2 ? 5 : 15, 1, i * 1_000_000L);
                }
            }));
        }
        for (final Future<?> future : feeding)
        {
            future.get();
        }
        pool.shutdown();
        row.tick(100 * S);
        // A sample that waits while another worker is inside is seen as the row is then: some come and go unseen.
        final ThresholdCounters counters = engine.counters();
        assertTrue(counters.raised() > 100);
        assertEquals(counters.raised(), counters.cleared());
        final Set<String> active = new HashSet<>();
        events.forEach(event -> assertTrue(AlarmState.RAISED == event.state() ?
            active.add(event.dataSource()) : active.remove(event.dataSource())));
        assertEquals(List.of(), engine.active());
    }
}
