package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.TAU;
import static io.weir.threshold.Harness.bytesFor;
import static io.weir.threshold.Harness.spec;
import static io.weir.threshold.Instants.assertWithin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
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

    private final NaiveEngine naive = new NaiveEngine(TAU, specs, START);
    private final List<ThresholdEvent> found = new ArrayList<>();
    private final List<NaiveEngine.Event> events = new ArrayList<>();
    private long tick = START;

    /** What the two engines are compared on. */
    private interface Subject
    {
        void tick(long nowNs);

        void update(int key, int source, long bytes, long durationNs, long nowNs);
    }

    private final class Fake implements Subject
    {
        final Harness harness = new Harness(found, specs.toArray(new ThresholdSpec[0]));

        @Override
        public void tick(final long nowNs)
        {
            harness.table.tick(nowNs);
        }

        @Override
        public void update(final int key, final int source, final long bytes, final long durationNs, final long nowNs)
        {
            if (durationNs > 0)
            {
                harness.table.interval(key, source, bytes, durationNs, nowNs);
            }
            else
            {
                harness.table.sample(key, source, bytes, nowNs);
            }
        }
    }

    private final class Cache implements Subject
    {
        final Feed feed = new Feed(RunMode.REPLAY);
        final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();

        Cache()
        {
            specs.forEach(engine::define);
            engine.addListener(found::add);
            feed.tick(START);
        }

        @Override
        public void tick(final long nowNs)
        {
            feed.tick(nowNs);
        }

        @Override
        public void update(final int key, final int source, final long bytes, final long durationNs, final long nowNs)
        {
            feed.interval(key, source, bytes, durationNs / MS, nowNs);
        }
    }

    @ParameterizedTest
    @CsvSource({ "1, 0, 50000, 1500", "2, 0.02, 40000, 700", "3, 0.5, 20000, 300" })
    void shouldFindTheEventsOfAnEngineThatEvaluatesEveryMillisecond(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        final Fake fake = new Fake();
        run(fake, seed, intervals, updates, minEvents);
        assertEquals(0, fake.harness.watcher.trackedFlows());
        assertEquals(0, fake.harness.alarms.counters(0, 0, 0).tracked());
    }

    @ParameterizedTest
    @CsvSource({ "4, 0, 50000, 1500", "5, 0.02, 40000, 700", "6, 0.5, 20000, 300" })
    void shouldFindTheSameOnAFlowCache(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        final Cache cache = new Cache();
        run(cache, seed, intervals, updates, minEvents);
        assertEquals(0, cache.engine.counters().tracked());
        assertEquals(found.size(), 0);
    }

    private void run(
        final Subject subject, final long seed, final double intervals, final int updates, final int minEvents)
    {
        final Random random = new Random(seed);
        long now = START;
        for (int i = 0; i < updates; i++)
        {
            now += (long)(-Math.log(1 - random.nextDouble()) * 4 * MS);
            final boolean interval = random.nextDouble() < intervals;
            final long duration = interval ? 2001 * MS + random.nextInt(3000) * MS : 0;
            if (interval)
            {
                // A slot keeps the end of a held rate in units of 2^24 ns; here the ends fall on them.
                now += -(now - START + duration) & (1 << 24) - 1;
            }
            tickUntil(subject, now);
            final long shift = (now - START) / (1500 * MS);
            final int key = (int)((shift + (long)(FLOWS * random.nextDouble() * random.nextDouble())) % FLOWS);
            final double cube = Math.pow(random.nextDouble(), 3);
            // An interval record of no bytes would hold nothing, and so end nothing; here each holds something.
            final long bytes = interval ? 1 + Math.round(cube * 200 / intervals) : Math.round(bytesFor(cube * 150));
            naive.update(key, key % SOURCES, bytes, duration, now);
            subject.update(key, key % SOURCES, bytes, duration, now);
            drain();
        }
        tickUntil(subject, now + 60 * S);
        naive.evaluateUntil(now + 60 * S);
        assertSameEvents(minEvents);
    }

    private void tickUntil(final Subject subject, final long now)
    {
        while (tick <= now)
        {
            subject.tick(tick);
            for (final ThresholdEvent event : found)
            {
                assertTrue(event.timestampNs() <= tick && event.timestampNs() > tick - TICK_NS);
            }
            drain();
            tick += TICK_NS;
        }
    }

    private void drain()
    {
        for (final ThresholdEvent event : found)
        {
            final String scope = event.thresholdId().startsWith("source") ?
                "source " + event.dataSource() : "flow " + event.flowKey();
            events.add(new NaiveEngine.Event(event.thresholdId() + " " + scope, event.state(), event.timestampNs()));
        }
        found.clear();
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
            assertWithin(1000, expected.get(i).timeNs(), actual.get(i).timeNs());
        }
    }

    private static List<NaiveEngine.Event> byAlarm(final List<NaiveEngine.Event> events)
    {
        return events.stream().sorted(Comparator.comparing(NaiveEngine.Event::alarm)).collect(Collectors.toList());
    }
}
