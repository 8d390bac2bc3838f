package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.bytesFor;
import static io.weir.threshold.Harness.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowEndReason;
import io.weir.testkit.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

class ShardWatcherLoadTest
{
    private static final List<DetectorSpec> DETECTORS = List.of(DetectorSpec.rate(), DetectorSpec.cusum(1, 0.2),
        DetectorSpec.baseline(Duration.ofSeconds(5), 1.2), DetectorSpec.seasonal(Duration.ofSeconds(10), 10, 1.5),
        DetectorSpec.quantile(0.8, Duration.ofSeconds(3)), DetectorSpec.absent(Duration.ofMillis(800)),
        DetectorSpec.ratio("frames", 100));

    @ParameterizedTest
    @CsvSource({ "LIVE, true", "REPLAY, true", "LIVE, false" })
    void shouldClearManyAlarmsThatEndInTheSameSecondOnTime(final RunMode mode, final boolean byFlow)
    {
        final int flows = 100_000;
        final Harness harness = new Harness(mode, spec("t").raiseAbove(1000).byFlow(byFlow).build());
        final Random random = new Random(7);
        for (int key = 0; key < flows; key++)
        {
            harness.table.sample(key, byFlow ? key & 255 : key, bytesFor(1001 + 640 * random.nextDouble()), START);
        }
        assertEquals(flows, harness.events.size());
        assertEquals(flows, harness.alarms.active().size());
        harness.events.clear();
        final Set<Long> cleared = new HashSet<>();
        for (long ns = 0; ns <= 2 * S; ns += 8 * MS)
        {
            do
            {
                final long before = harness.alarms.counters(0, 0, 0).cleared();
                harness.table.tick(START + ns);
                final long clears = harness.alarms.counters(0, 0, 0).cleared() - before;
                assertTrue(RunMode.REPLAY == mode || clears <= ShardWatcher.BUDGET, () -> clears + " in one tick");
            }
            while (harness.watcher.isBehind());
            for (final ThresholdEvent event : harness.events)
            {
                assertEquals(AlarmState.CLEARED, event.state());
                assertTrue(event.timestampNs() <= START + ns && event.timestampNs() > START + ns - 8 * MS);
                assertTrue(cleared.add(event.episodeId()));
                assertEquals(1000 * Math.exp(-0.5), event.value(), 1e-3);
            }
            harness.events.clear();
        }
        assertEquals(flows, cleared.size());
        assertEquals(0, harness.alarms.active().size());
        assertEquals(0, harness.table.activeFlows());
        assertEquals(0, harness.watcher.trackedFlows());
    }

    @Test
    void shouldEndTheAlarmsOfADefinitionThatIsGonePieceByPiece()
    {
        final Harness harness = new Harness(RunMode.LIVE,
            spec("flow").raiseAbove(1000).byFlow(true).build(), spec("source").raiseAbove(1000).build());
        final int flows = 1000;
        for (int key = 0; key < flows; key++)
        {
            harness.table.sample(key, key % 500, bytesFor(3000), START);
        }
        harness.redefine(ShardWatcher.BUDGET, FlowEndReason.REDEFINED, START + MS);
        assertTrue(harness.table.isBehind());
        // The new table has the same flows, which raise once the alarms of the old one are over.
        long before = harness.alarms.counters(0, 0, 0).cleared();
        for (int key = 0; key < flows || harness.table.isBehind(); key++)
        {
            harness.table.sample(key % flows, key % 500, bytesFor(key < flows ? 2000 : 1), START + 2 * MS);
            final long after = harness.alarms.counters(0, 0, 0).cleared();
            assertTrue(after - before <= ShardWatcher.BUDGET);
            before = after;
        }
        checkAlternation(harness, new HashMap<>());
        assertEquals(flows + 500, before);
        assertEquals(flows + 500, harness.alarms.active().size());
        assertEquals(List.of(START + 2 * MS), harness.alarms.active().stream()
            .map(ThresholdEvent::timestampNs).distinct().collect(Collectors.toList()));
    }

    @ParameterizedTest
    @CsvSource({ "11, 0", "12, 0", "15, 1", "16, 2", "18, 128" })
    void shouldAlternateWhateverHappens(final long seed, final int budget)
    {
        final Random random = new Random(seed);
        final Harness harness = 0 == budget ? new Harness(100) : Harness.live(100, budget);
        final int most = 0 == budget ? Integer.MAX_VALUE : budget;
        final Map<String, Rule> live = new HashMap<>();
        final Map<String, Long> episodes = new HashMap<>();
        long now = START;
        for (int i = 0; i < 100_000; i++)
        {
            now += random.nextInt(10) * MS;
            final int key = random.nextInt(600);
            final int action = random.nextInt(1000);
            if (action < 700)
            {
                harness.table.sample(key, key % 17, bytesFor(random.nextInt(1500)), now);
            }
            else if (action < 800)
            {
                final long duration = 2 * S + random.nextInt(10_000) * MS;
                harness.table.interval(key, key % 17, random.nextInt(3000) * (double)duration / S, duration, now);
            }
            else if (action < 850)
            {
                harness.table.tick(now);
                if (harness.table.has(key))
                {
                    harness.table.end(key, FlowEndReason.values()[random.nextInt(4)], now);
                }
            }
            else if (action < 860)
            {
                redefine(harness, live, (random.nextBoolean() ? "flow" : "source") + random.nextInt(2), random);
            }
            else if (action < 861)
            {
                harness.table.tick(now);
                harness.redefine(most, FlowEndReason.REDEFINED, now);
            }
            else
            {
                harness.table.tick(now);
            }
            checkAlternation(harness, episodes);
            if (0 == i % 100)
            {
                assertEquals(new HashSet<>(episodes.values()), harness.alarms.active().stream()
                    .map(ThresholdEvent::episodeId).collect(Collectors.toSet()));
            }
        }
        live.values().forEach(rule -> harness.rules.swap(List.of(rule), List.of()));
        do
        {
            harness.table.tick(now);
        }
        while (harness.table.isBehind());
        checkAlternation(harness, episodes);
        assertEquals(Map.of(), episodes);
        assertEquals(0, harness.alarms.active().size());
        assertEquals(0, harness.table.activeFlows());
        assertEquals(0, harness.watcher.trackedFlows());
        assertEquals(0, harness.alarms.counters(0, 0, 0).tracked());
        assertTrue(harness.alarms.counters(0, 0, 0).refused() > 0);
        assertTrue(harness.alarms.counters(0, 0, 0).raised() > 5_000);
    }

    private static void redefine(
        final Harness harness, final Map<String, Rule> live, final String id, final Random random)
    {
        final Rule old = live.remove(id);
        Rule latest = null;
        if (random.nextInt(4) > 0)
        {
            final double raise = 500 + random.nextInt(2000);
            latest = new Rule(spec(id).raiseAbove(raise).clearBelow(raise * (1 - random.nextInt(3) * 0.2))
                .byFlow(id.startsWith("flow")).timeout(Duration.ofMillis(random.nextInt(3) * 200))
                .detector(DETECTORS.get(Math.max(0, random.nextInt(2 * DETECTORS.size()) - DETECTORS.size())))
                .build());
            live.put(id, latest);
        }
        harness.rules.swap(null == old ? List.of() : List.of(old), null == latest ? List.of() : List.of(latest));
    }

    private static void checkAlternation(final Harness harness, final Map<String, Long> episodes)
    {
        for (final ThresholdEvent event : harness.events)
        {
            final String alarm = event.thresholdId() + " " + event.dataSource() +
                (event.thresholdId().startsWith("flow") ? " " + event.flowKey() : "");
            if (AlarmState.RAISED == event.state())
            {
                assertEquals(event.eventId(), event.episodeId());
                assertNull(episodes.put(alarm, event.episodeId()));
            }
            else
            {
                assertEquals(event.episodeId(), episodes.remove(alarm));
            }
        }
        harness.events.clear();
    }

    @Test
    void shouldAllocateNothingWithoutEvents()
    {
        final Harness harness = new Harness(
            spec("flow").raiseAbove(1000).byFlow(true).build(),
            spec("source").raiseAbove(1100).clearBelow(500).build(),
            spec("never").raiseAbove(1e12).byFlow(true).build());
        // Active all the time; rises and falls between the levels of a source; a held rate that never gets there.
        harness.table.sample(0, 0, bytesFor(5000), START);
        final long[] now = { START };
        final Runnable million = () ->
        {
            for (int i = 0; i < 250_000; i++)
            {
                now[0] += 8 * MS;
                harness.table.tick(now[0]);
                harness.table.sample(0, 0, bytesFor(40), now[0]);
                harness.table.sample(1, 1, bytesFor(3), now[0]);
                harness.table.sample(2, 2, 0 == i % 2000 ? bytesFor(800) : 0, now[0]);
                if (0 == i % 100)
                {
                    harness.table.interval(3, 3, 1200 * 2.1, 21 * S / 10, now[0]);
                }
            }
        };
        million.run();
        final long events = harness.alarms.counters(0, 0, 0).events();
        assertEquals(0, Allocation.steadyBytesOf(million));
        assertEquals(events, harness.alarms.counters(0, 0, 0).events());
        assertTrue(harness.table.activeFlows() > 0);
    }
}
