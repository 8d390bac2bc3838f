package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.TAU;
import static io.weir.threshold.Harness.bytesFor;
import static io.weir.threshold.Harness.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;

class NaiveComparisonTest
{
    private static final int FLOWS = 12;
    private static final int SOURCES = 3;
    private static final long TICK_NS = 8 * MS;

    private static final int MANY = Integer.getInteger("weir.naive.updates", 0);

    private List<ThresholdSpec> specs = List.of(
        spec("plain").raiseAbove(1000).timeout(Duration.ofMillis(300)).byFlow(true).build(),
        spec("hysteresis").raiseAbove(1300).clearBelow(900).timeout(Duration.ofMillis(150)).byFlow(true).build(),
        spec("instant").raiseAbove(1600).timeout(Duration.ZERO).byFlow(true).build(),
        spec("source").raiseAbove(1500).clearBelow(1200).timeout(Duration.ofMillis(200)).build(),
        spec("source-plain").raiseAbove(2000).timeout(Duration.ofMillis(100)).build());

    private final List<ThresholdSpec> waits = List.of(
        spec("held").raiseAbove(1200).clearBelow(1000).holdFor(Duration.ofMillis(200))
            .timeout(Duration.ofMillis(150)).byFlow(true).build(),
        spec("few").raiseAbove(1000).minSamples(100).timeout(Duration.ofMillis(100)).byFlow(true).build(),
        spec("low").lowerBelow(300).clearAbove(400).holdFor(Duration.ofMillis(100))
            .timeout(Duration.ofMillis(200)).byFlow(true).build(),
        spec("source-held").raiseAbove(1500).clearBelow(1300).holdFor(Duration.ofMillis(100)).build(),
        spec("source-low").lowerBelow(600).clearAbove(700).timeout(Duration.ofMillis(100)).build());

    private final List<ThresholdSpec> detectors = List.of(
        spec("cusum").raiseAbove(900).detector(DetectorSpec.cusum(1.1, 0.4)).timeout(Duration.ofMillis(200))
            .byFlow(true).build(),
        spec("baseline").raiseAbove(400).clearBelow(300).detector(DetectorSpec.baseline(Duration.ofSeconds(8), 1.3))
            .timeout(Duration.ofMillis(100)).byFlow(true).build(),
        spec("quantile").raiseAbove(1000).clearBelow(500)
            .detector(DetectorSpec.quantile(0.8, Duration.ofSeconds(5))).timeout(Duration.ofMillis(100))
            .byFlow(true).build(),
        spec("seasonal").raiseAbove(300).clearBelow(250)
            .detector(DetectorSpec.seasonal(Duration.ofSeconds(6), 6, 1.2)).timeout(Duration.ofMillis(100))
            .byFlow(true).build(),
        spec("absent").detector(DetectorSpec.absent(Duration.ofMillis(400))).timeout(Duration.ZERO)
            .byFlow(true).build());

    private final List<ThresholdSpec> confident = List.of(
        spec("sure").raiseAbove(700).confidence(1).timeout(Duration.ofMillis(200)).byFlow(true).build(),
        spec("surer").raiseAbove(600).clearBelow(500).confidence(2).timeout(Duration.ofMillis(100)).byFlow(true)
            .build(),
        spec("sure-held").raiseAbove(500).confidence(1.5).holdFor(Duration.ofMillis(150)).byFlow(true).build(),
        spec("source-sure").raiseAbove(800).confidence(1).timeout(Duration.ofMillis(100)).build());

    private NaiveEngine naive;
    private final List<ThresholdEvent> found = new ArrayList<>();
    private final List<NaiveEngine.Event> events = new ArrayList<>();
    private long tick = START;
    private int samplingRate = 1;
    private int compared;

    /** What the two engines are compared on. */
    private interface Subject
    {
        void tick(long nowNs);

        void update(int key, int source, long bytes, long durationNs, int samplingRate, long nowNs);
    }

    private final class Fake implements Subject
    {
        final Harness harness;

        Fake(final Harness harness)
        {
            this.harness = harness;
        }

        @Override
        public void tick(final long nowNs)
        {
            do
            {
                harness.table.tick(nowNs);
            }
            while (harness.table.isBehind());
        }

        @Override
        public void update(
            final int key,
            final int source,
            final long bytes,
            final long durationNs,
            final int samplingRate,
            final long nowNs)
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
        public void update(
            final int key,
            final int source,
            final long bytes,
            final long durationNs,
            final int samplingRate,
            final long nowNs)
        {
            feed.update(key, source, bytes, durationNs / MS, samplingRate, nowNs);
        }
    }

    @ParameterizedTest
    @CsvSource({ "1, 0, 30000, 900", "2, 0.02, 20000, 350", "3, 0.5, 10000, 150" })
    void shouldFindTheEventsOfAnEngineThatEvaluatesEveryMillisecond(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        final Fake fake = fake();
        run(fake, seed, intervals, updates, minEvents);
        assertEquals(0, fake.harness.watcher.trackedFlows());
        assertEquals(0, fake.harness.alarms.counters(0, 0, 0).tracked());
    }

    @ParameterizedTest
    @CsvSource({ "4, 0, 20000, 600", "5, 0.02, 10000, 170", "6, 0.5, 10000, 150" })
    void shouldFindTheSameOnAFlowCache(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        final Cache cache = new Cache();
        run(cache, seed, intervals, updates, minEvents);
        assertEquals(0, cache.engine.counters().tracked());
        assertEquals(found.size(), 0);
    }

    @ParameterizedTest
    @CsvSource({ "7, 0, 8000, 100", "8, 0.02, 6000, 50", "9, 0.5, 3000, 20" })
    void shouldFindTheSameForThresholdsThatWait(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        specs = waits;
        run(fake(), seed, intervals, updates, minEvents);
    }

    @ParameterizedTest
    @CsvSource({ "10, 0, 3000, 100", "24, 0.02, 6000, 60" })
    void shouldFindTheSameForEveryDetector(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        specs = detectors;
        run(fake(), seed, intervals, updates, minEvents);
    }

    @ParameterizedTest
    @CsvSource({ "12, 0, 5000, 60", "13, 0.02, 4000, 60" })
    void shouldFindTheSameWithConfidence(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        specs = confident;
        samplingRate = 8;
        run(new Cache(), seed, intervals, updates, minEvents);
    }

    @ParameterizedTest
    @CsvSource({ "14, 0, 4000, 100", "15, 0.02, 6000, 60" })
    void shouldFindTheSameWhenOneDeadlineIsHandledAtATime(
        final long seed, final double intervals, final int updates, final int minEvents)
    {
        run(new Fake(Harness.live(found, 1, specs.toArray(new ThresholdSpec[0]))), seed, intervals, updates, minEvents);
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(named = "weir.naive.updates", matches = "[0-9]+")
    @CsvSource({ "21, 0.02, rates", "22, 0, rates", "23, 0.02, waits", "24, 0.02, detectors", "25, 0.02, confident" })
    void shouldFindTheSameOverAsManyUpdatesAsAreAskedFor(final long seed, final double intervals, final String which)
    {
        specs = Map.of("rates", specs, "waits", waits, "detectors", detectors, "confident", confident).get(which);
        samplingRate = confident == specs ? 8 : 1;
        // The cache knows to 17 ms when it saw a flow first, from which some detectors begin.
        run(detectors == specs ? fake() : new Cache(), seed, intervals, MANY, 0);
        assertTrue(0 < compared, () -> which + ": no events");
    }

    private Fake fake()
    {
        return new Fake(new Harness(found, specs.toArray(new ThresholdSpec[0])));
    }

    private void run(
        final Subject subject, final long seed, final double intervals, final int updates, final int minEvents)
    {
        naive = new NaiveEngine(TAU, specs, START);
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
            final int rate = interval ? 1 : samplingRate;
            final long bytes = interval ? 1 + Math.round(cube * 200 / intervals) :
                Math.round(bytesFor(cube * 150) / rate);
            naive.update(key, key % SOURCES, bytes * rate, duration, rate, now);
            subject.update(key, key % SOURCES, bytes, duration, rate, now);
            drain();
        }
        tickUntil(subject, now + 60 * S);
        naive.evaluateUntil(now + 60 * S);
        assertSameEvents(minEvents);
        assertEquals(List.of(), specs.stream().map(ThresholdSpec::id).filter(id -> minEvents > 50 &&
            events.stream().noneMatch(event -> event.alarm().startsWith(id + " "))).collect(Collectors.toList()));
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
        compared = expected.size();
        assertTrue(expected.size() > minEvents, () -> "only " + expected.size() + " events");
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++)
        {
            final int index = i;
            final Supplier<String> times = () ->
                "event " + index + ": " + time(expected, index) + " " + time(actual, index);
            assertEquals(text(expected, i), text(actual, i), times);
            // The naive quantile adds up steps; all else is found by bisection.
            // The cache keeps the error of a rate with seven digits.
            final long tolerance =
                expected.get(i).alarm().startsWith("quantile") || samplingRate > 1 ? TICK_NS : 1000;
            assertTrue(Math.abs(expected.get(i).timeNs() - actual.get(i).timeNs()) <= tolerance,
                () -> text(expected, index) + " " + times.get());
        }
    }

    private static String time(final List<NaiveEngine.Event> all, final int index)
    {
        return index < all.size() ? (all.get(index).timeNs() - START) / 1e9 + " s" : "never";
    }

    private static String text(final List<NaiveEngine.Event> all, final int index)
    {
        return index < all.size() ? all.get(index).alarm() + " " + all.get(index).state() : "nothing";
    }

    private static List<NaiveEngine.Event> byAlarm(final List<NaiveEngine.Event> events)
    {
        return events.stream().sorted(Comparator.comparing(NaiveEngine.Event::alarm)).collect(Collectors.toList());
    }
}
