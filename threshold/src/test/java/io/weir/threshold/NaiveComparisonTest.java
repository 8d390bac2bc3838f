package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.TAU;
import static io.weir.threshold.Harness.bytesFor;
import static io.weir.threshold.Harness.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

class NaiveComparisonTest
{
    private static final int FLOWS = 12;
    private static final int SOURCES = 3;
    private static final long TICK_NS = 8 * MS;

    private final List<ThresholdSpec> specs = List.of(
        spec("plain").raiseAbove(1000).timeout(Duration.ofMillis(300)).byFlow(true).build(),
        spec("hysteresis").raiseAbove(1300).clearBelow(900).timeout(Duration.ofMillis(150)).byFlow(true).build(),
        spec("instant").raiseAbove(1600).timeout(Duration.ZERO).byFlow(true).build(),
        spec("source").raiseAbove(1500).clearBelow(1200).timeout(Duration.ofMillis(200)).build(),
        spec("source-plain").raiseAbove(2000).timeout(Duration.ofMillis(100)).build());

    private final Harness harness = new Harness(specs.toArray(new ThresholdSpec[0]));
    private final NaiveEngine naive = new NaiveEngine(TAU, specs, START);
    private final List<NaiveEngine.Event> events = new ArrayList<>();
    private long tick = START;

    @ParameterizedTest
    @CsvSource({ "1, 0, 50000, 1500", "2, 0.02, 40000, 700", "3, 0.5, 20000, 300" })
    void shouldFindTheEventsOfAnEngineThatEvaluatesEveryMillisecond(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        final Random random = new Random(seed);
        long now = START;
        for (int i = 0; i < updates; i++)
        {
            now += (long)(-Math.log(1 - random.nextDouble()) * 4 * MS);
            tickUntil(now);
            final long shift = (now - START) / (1500 * MS);
            final int key = (int)((shift + (long)(FLOWS * random.nextDouble() * random.nextDouble())) % FLOWS);
            final int source = key % SOURCES;
            final boolean interval = random.nextDouble() < intervals;
            final long duration = interval ? 2 * S + (long)(random.nextDouble() * 3 * S) : 0;
            final double cube = Math.pow(random.nextDouble(), 3);
            final double bytes = interval ? cube * 150 / intervals : bytesFor(cube * 150);
            naive.update(key, source, bytes, duration, now);
            if (interval)
            {
                harness.table.interval(key, source, bytes, duration, now);
            }
            else
            {
                harness.table.sample(key, source, bytes, now);
            }
            drain();
        }
        tickUntil(now + 60 * S);
        naive.evaluateUntil(now + 60 * S);
        assertSameEvents(minEvents);
    }

    private void tickUntil(final long now)
    {
        while (tick <= now)
        {
            harness.table.tick(tick);
            drain();
            for (final NaiveEngine.Event event : events.subList(Math.max(0, events.size() - 1), events.size()))
            {
                assertTrue(event.timeNs() <= tick);
            }
            tick += TICK_NS;
        }
    }

    private void drain()
    {
        for (final ThresholdEvent event : harness.events)
        {
            final String scope = event.thresholdId().startsWith("source") ?
                "source " + event.dataSource() : "flow " + event.flowKey();
            events.add(new NaiveEngine.Event(event.thresholdId() + " " + scope, event.state(), event.timestampNs()));
        }
        harness.events.clear();
    }

    private void assertSameEvents(final int minEvents)
    {
        final List<NaiveEngine.Event> expected = byAlarm(naive.events);
        final List<NaiveEngine.Event> actual = byAlarm(events);
        assertTrue(expected.size() > minEvents, () -> "only " + expected.size() + " events");
        assertEquals(
            expected.stream().map(e -> e.alarm() + " " + e.state()).collect(Collectors.toList()),
            actual.stream().map(e -> e.alarm() + " " + e.state()).collect(Collectors.toList()));
        for (int i = 0; i < expected.size(); i++)
        {
            assertEquals(expected.get(i).timeNs(), actual.get(i).timeNs(), 1000, expected.get(i).toString());
        }
        assertEquals(0, harness.watcher.trackedFlows());
        assertEquals(0, harness.alarms.counters(0, 0, 0).tracked());
    }

    private static List<NaiveEngine.Event> byAlarm(final List<NaiveEngine.Event> events)
    {
        return events.stream().sorted(Comparator.comparing(NaiveEngine.Event::alarm)).collect(Collectors.toList());
    }
}
