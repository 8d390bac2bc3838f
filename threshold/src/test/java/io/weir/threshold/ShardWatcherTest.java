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

import io.weir.flowcache.FlowEndReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

class ShardWatcherTest
{
    private static final double LEVEL = 1000;

    private static ThresholdSpec byFlow()
    {
        return spec("t").raiseAbove(LEVEL).byFlow(true).build();
    }

    private static String states(final Harness harness)
    {
        return harness.events.stream().map(e -> e.state().name().substring(0, 1)).collect(Collectors.joining());
    }

    private static long fallNs(final double fromRate, final double toRate)
    {
        return (long)Math.ceil(TAU * Math.log(fromRate / toRate));
    }

    @Test
    void shouldRaiseAtTheFirstUpdateAbove()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.sample(1, 7, bytesFor(600), START);
        assertEquals(List.of(), harness.events);
        harness.table.sample(1, 7, bytesFor(600), START + MS);

        final ThresholdEvent event = harness.only();
        assertEquals(AlarmState.RAISED, event.state());
        assertEquals(EventReason.ABOVE, event.reason());
        assertEquals(START + MS, event.timestampNs());
        assertEquals((START + MS) / 1_000_000, event.timestampMs());
        assertEquals(1, event.eventId());
        assertEquals(1, event.episodeId());
        assertEquals("t", event.thresholdId());
        assertEquals("fake", event.metric());
        assertEquals("192.0.2.1", event.agent());
        assertEquals("7", event.dataSource());
        assertEquals("1", event.flowKey());
        assertEquals(LEVEL, event.threshold());
        assertEquals(2, event.samples());
        assertEquals(600 + 600 * Math.exp(-0.0005), event.value(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldClearAtTheAnalyticInstantPlusTimeout(final boolean byFlow)
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).clearBelow(800).byFlow(byFlow).build());
        harness.table.sample(1, 7, bytesFor(2000), START);
        final long clearNs = fallNs(2000, 800) + S;
        harness.tickUntil(0, clearNs - 1);
        assertEquals(1, harness.events.size());
        harness.tickUntil(clearNs, clearNs + 8 * MS);

        assertEquals(2, harness.events.size());
        final ThresholdEvent event = harness.events.get(1);
        assertEquals(AlarmState.CLEARED, event.state());
        assertEquals(EventReason.BELOW, event.reason());
        assertWithin(2, START + clearNs, event.timestampNs());
        assertEquals(1, event.episodeId());
        assertEquals(800 * Math.exp(-0.5), event.value(), 1e-3);
        assertEquals("1", event.flowKey());
        assertEquals(0, harness.table.activeFlows());
        assertEquals(0, harness.watcher.trackedFlows());
        assertEquals(0, harness.alarms.counters(0, 0, 0).tracked());
    }

    @Test
    void shouldMeasureTheTimeoutFromTheLastFallWhenUpdatesDelayIt()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.sample(1, 7, bytesFor(2000), START);
        harness.table.sample(1, 7, bytesFor(1000), START + 500 * MS);
        final double rate = 2000 * Math.exp(-0.25) + 1000;
        final long clearNs = 500 * MS + fallNs(rate, LEVEL) + S;
        harness.tickUntil(500 * MS, 10 * S);
        assertEquals("RC", states(harness));
        assertWithin(2, START + clearNs, harness.events.get(1).timestampNs());
    }

    @Test
    void shouldBeginTheTimeoutAnewWhenInterrupted()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.sample(1, 7, bytesFor(1001), START);
        harness.tickUntil(0, 800 * MS);
        final double before = harness.table.rate(1, START + 900 * MS);
        assertTrue(before < LEVEL);
        harness.table.sample(1, 7, bytesFor(LEVEL + 1 - before), START + 900 * MS);
        harness.tickUntil(900 * MS, 10 * S);
        assertEquals("RC", states(harness));
        final long clearNs = 900 * MS + fallNs(LEVEL + 1, LEVEL) + S;
        assertWithin(2, START + clearNs, harness.events.get(1).timestampNs());
    }

    @Test
    void shouldNotCountASampleThatStaysBelowAsAnInterruption()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.sample(1, 7, bytesFor(1001), START);
        harness.tickUntil(0, 800 * MS);
        harness.table.sample(1, 7, bytesFor(10), START + 900 * MS);
        harness.tickUntil(900 * MS, 10 * S);
        assertEquals("RC", states(harness));
        assertWithin(2, START + fallNs(1001, LEVEL) + S, harness.events.get(1).timestampNs());
    }

    @Test
    void shouldClearBeforeAnUpdateThatComesAtTheSameInstantOrLater()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.sample(1, 7, bytesFor(1001), START);
        final long clearNs = fallNs(1001, LEVEL) + S;
        harness.table.sample(1, 7, bytesFor(5000), START + clearNs + 2);
        assertEquals("RCR", states(harness));
        assertWithin(2, START + clearNs, harness.events.get(1).timestampNs());
        assertEquals(3, harness.events.get(2).episodeId());
    }

    @Test
    void shouldKeepAnAlarmBetweenTheLevels()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).clearBelow(500).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(1100), START);
        for (int i = 1; i < 500; i++)
        {
            final long now = START + i * 20L * MS;
            harness.table.sample(1, 7, bytesFor(700 - harness.table.rate(1, now)), now);
        }
        assertEquals("R", states(harness));
    }

    @Test
    void shouldNotRaiseBetweenTheLevels()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).clearBelow(500).build());
        harness.table.sample(1, 7, bytesFor(999), START);
        harness.tickUntil(0, 10 * S);
        assertEquals("", states(harness));
        assertEquals(0, harness.table.activeFlows());
    }

    @Test
    void shouldNotRaiseAtExactlyTheLevel()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.sample(1, 7, bytesFor(LEVEL), START);
        assertEquals(LEVEL, harness.table.rate(1, START));
        assertEquals("", states(harness));
        harness.table.sample(1, 7, 1e-9, START);
        assertEquals("R", states(harness));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldTakeARateOfExactlyTheClearLevelAsAnInterruption(final boolean byFlow)
    {
        final Harness harness = new Harness(
            spec("t").raiseAbove(LEVEL).clearBelow(512).timeout(Duration.ofSeconds(5)).byFlow(byFlow).build());
        harness.table.sample(1, 7, bytesFor(1100), START);
        harness.table.tick(START + 5 * S);
        final long at = START + 6 * S;
        harness.table.sample(2, 7, bytesFor(512), at);
        harness.table.sample(1, 7, bytesFor(512 - harness.table.rate(1, at)), at);
        assertEquals(512, harness.table.rate(1, at));
        harness.tickUntil(6 * S, 20 * S);
        assertEquals("RC", states(harness));
        assertWithin(2, at + 5 * S, harness.events.get(1).timestampNs());
    }

    @Test
    void shouldClearAtTheFallWithoutTimeout()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).timeout(Duration.ZERO).byFlow(true).build());
        for (int i = 0; i < 1000; i++)
        {
            final long now = START + i * S / 2;
            harness.table.sample(1, 7, bytesFor(1010 - (0 == i ? 0 : harness.table.rate(1, now))), now);
        }
        harness.tickUntil(500 * S, 501 * S);
        assertEquals("RC".repeat(1000), states(harness));
        assertWithin(2, START + fallNs(1010, LEVEL), harness.events.get(1).timestampNs());
    }

    @Test
    void shouldRaiseAHeldRateAtItsUpwardCrossing()
    {
        final Harness harness = new Harness(byFlow());
        // 2000 a second for 20 s: the rate crosses 1000 after tau * ln 2, falls below it tau * ln 2 after the end.
        harness.table.interval(1, 7, 2000 * 20, 20 * S, START);
        assertEquals("", states(harness));
        harness.tickUntil(0, 30 * S);
        assertEquals("RC", states(harness));
        final long crossing = (long)(TAU * Math.log(2));
        assertWithin(2, START + crossing, harness.events.get(0).timestampNs());
        assertEquals(LEVEL, harness.events.get(0).value(), 1e-3);
        assertWithin(MS, START + 20 * S + crossing + S, harness.events.get(1).timestampNs());
        assertEquals(0, harness.watcher.trackedFlows());
    }

    @Test
    void shouldNotRaiseAHeldRateThatEndsTooEarly()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.interval(1, 7, 2000, S, START);
        harness.tickUntil(0, 30 * S);
        assertEquals("", states(harness));
        assertEquals(0, harness.table.activeFlows());
    }

    @Test
    void shouldRaiseEarlierWhenASampleHelpsAHeldRate()
    {
        final Harness harness = new Harness(byFlow());
        harness.table.interval(1, 7, 2000 * 20, 20 * S, START);
        harness.table.sample(1, 7, bytesFor(500), START + 100 * MS);
        harness.tickUntil(100 * MS, 5 * S);
        final double rate = 2000 * (1 - Math.exp(-0.05)) + 500;
        final long crossing = 100 * MS + (long)(TAU * Math.log((2000 - rate) / 1000));
        assertWithin(2, START + crossing, harness.events.get(0).timestampNs());
    }

    @Test
    void shouldTakeAnUpwardCrossingOfAHeldRateAsAnInterruption()
    {
        final Harness harness = new Harness(
            spec("t").raiseAbove(LEVEL).timeout(Duration.ofSeconds(3)).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(1100), START);
        harness.tickUntil(0, S);
        assertTrue(harness.table.rate(1, START + S) < LEVEL);
        // Rises above 1000 again before the timeout is over, without a further update.
        harness.table.interval(1, 7, 1500 * 10, 10 * S, START + S);
        harness.tickUntil(S, 30 * S);
        assertEquals("RC", states(harness));
        final double end = harness.table.rate(1, START + 11 * S);
        assertWithin(10, START + 11 * S + fallNs(end, LEVEL) + 3 * S, harness.events.get(1).timestampNs());
    }

    @Test
    void shouldRaiseAgainAfterAClearWithoutAnUpdate()
    {
        final Harness harness = new Harness(
            spec("t").raiseAbove(LEVEL).timeout(Duration.ofMillis(100)).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(1010), START);
        harness.tickUntil(0, 90 * MS);
        harness.table.interval(1, 7, 1200 * 60, 60 * S, START + 100 * MS);
        harness.tickUntil(100 * MS, 70 * S);
        assertEquals("RCRC", states(harness));
    }

    @Test
    void shouldHaveOneAlarmForTheFlowsOfASource()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).build());
        harness.table.sample(1, 7, bytesFor(1500), START);
        harness.table.sample(2, 7, bytesFor(3000), START + 10 * MS);
        harness.table.sample(3, 8, bytesFor(1200), START + 20 * MS);
        harness.tickUntil(24 * MS, 20 * S);
        assertEquals("RRCC", states(harness));
        assertEquals("1", harness.events.get(0).flowKey());
        assertEquals("3", harness.events.get(1).flowKey());
        assertEquals(2, harness.events.get(2).episodeId());
        assertEquals("2", harness.events.get(3).flowKey());
        assertWithin(2, START + 10 * MS + fallNs(3000, LEVEL) + S, harness.events.get(3).timestampNs());
        assertEquals(0, harness.table.activeFlows());
    }

    @Test
    void shouldKeepTheAlarmOfASourceWhenAnotherFlowIsBetweenTheLevels()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).clearBelow(500).build());
        harness.table.sample(2, 7, bytesFor(900), START);
        harness.table.sample(1, 7, bytesFor(1001), START);
        harness.table.interval(2, 7, 900 * 30, 30 * S, START);
        harness.tickUntil(0, 40 * S);
        assertEquals("RC", states(harness));
        final double end = harness.table.rate(2, START + 30 * S);
        assertWithin(10, START + 30 * S + fallNs(end, 500) + S, harness.events.get(1).timestampNs());
    }

    @ParameterizedTest
    @CsvSource({ "EVICTED, FLOW_EVICTED", "EXPIRED, FLOW_EXPIRED", "REMOVED, FLOW_REMOVED",
        "REDEFINED, FLOW_REDEFINED" })
    void shouldClearWithTheReasonWhenTheFlowGoes(final FlowEndReason reason, final EventReason expected)
    {
        for (final boolean byFlow : new boolean[] { true, false })
        {
            final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).byFlow(byFlow).build());
            harness.table.sample(1, 7, bytesFor(1500), START);
            harness.table.end(1, reason, START + 5 * MS);
            assertEquals("RC", states(harness));
            assertEquals(expected, harness.events.get(1).reason());
            assertEquals(START + 5 * MS, harness.events.get(1).timestampNs());
            harness.tickUntil(8 * MS, 10 * S);
            harness.table.sample(1, 7, bytesFor(1500), START + 10 * S);
            assertEquals("RCR", states(harness));
        }
    }

    @Test
    void shouldClearTheAlarmOfASourceWhenItsLastFlowGoesDuringTheTimeout()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).build());
        harness.table.sample(1, 7, bytesFor(1001), START);
        harness.tickUntil(0, 500 * MS);
        harness.table.end(1, FlowEndReason.REDEFINED, START + 500 * MS);
        assertEquals("RC", states(harness));
        assertEquals(EventReason.FLOW_REDEFINED, harness.events.get(1).reason());
    }

    @Test
    void shouldKeepTheAlarmOfASourceWhenOneOfItsFlowsGoes()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).build());
        harness.table.sample(1, 7, bytesFor(1500), START);
        harness.table.sample(2, 7, bytesFor(1500), START);
        harness.table.end(1, FlowEndReason.EVICTED, START + 5 * MS);
        assertEquals("R", states(harness));
        harness.tickUntil(8 * MS, 10 * S);
        assertEquals("RC", states(harness));
        assertEquals(EventReason.BELOW, harness.events.get(1).reason());
    }

    @Test
    void shouldClearWhenTheThresholdIsRemovedOrRedefined()
    {
        final Rule first = new Rule(byFlow());
        final Rule second = new Rule(spec("t").raiseAbove(LEVEL * 1.2).byFlow(true).build());
        final Harness harness = new Harness();
        harness.rules.swap(List.of(), List.of(first));
        harness.table.sample(1, 7, bytesFor(2000), START);
        assertEquals("R", states(harness));
        first.endReason = EventReason.THRESHOLD_REDEFINED;
        harness.rules.swap(List.of(first), List.of(second));
        harness.table.tick(START + MS);
        assertEquals("RCR", states(harness));
        assertEquals(START + MS, harness.events.get(2).timestampNs());
        assertEquals(EventReason.THRESHOLD_REDEFINED, harness.events.get(1).reason());
        assertEquals(LEVEL * 1.2, harness.events.get(2).threshold());
        harness.rules.swap(List.of(second), List.of());
        harness.table.tick(START + 2 * MS);
        assertEquals("RCRC", states(harness));
        assertEquals(EventReason.THRESHOLD_REMOVED, harness.events.get(3).reason());
        assertEquals(0, harness.table.activeFlows());
        assertEquals(Double.POSITIVE_INFINITY, harness.watcher.riseLevel());
    }

    @Test
    void shouldTreatSeveralThresholdsOfAMetricSeparately()
    {
        final Harness harness = new Harness(
            spec("major").raiseAbove(2000).byFlow(true).build(),
            spec("minor").raiseAbove(LEVEL).byFlow(true).build(),
            spec("source").raiseAbove(1500).build());
        assertEquals(LEVEL, harness.watcher.riseLevel());
        harness.table.sample(1, 7, bytesFor(1200), START);
        harness.table.sample(1, 7, bytesFor(600), START);
        harness.table.sample(1, 7, bytesFor(600), START);
        harness.tickUntil(0, 20 * S);
        assertEquals(List.of("minor R", "source R", "major R", "major C", "source C", "minor C"),
            harness.events.stream().map(e -> e.thresholdId() + " " + e.state().name().charAt(0))
                .collect(Collectors.toList()));
        assertEquals(0, harness.watcher.trackedFlows());
    }

    @Test
    void shouldShowAnActiveFlowToAThresholdThatIsAddedLater()
    {
        final Harness harness = new Harness(byFlow(), spec("far").raiseAbove(1e6).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(1500), START);
        harness.table.sample(1, 7, bytesFor(1), START);
        harness.swap(null, spec("late").raiseAbove(500).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(1), START + MS);
        assertEquals("RR", states(harness));
        assertEquals("late", harness.events.get(1).thresholdId());
    }

    @Test
    void shouldLetGoOfFlowsOfASourceThatFellBeforeTheLastOne()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).build());
        harness.table.sample(1, 7, bytesFor(1001), START);
        harness.tickUntil(0, 500 * MS);
        harness.table.sample(2, 7, bytesFor(1001), START + 500 * MS);
        assertEquals(2, harness.table.activeFlows());
        harness.tickUntil(500 * MS, S);
        assertEquals(1, harness.table.activeFlows());
        harness.tickUntil(S, 5 * S);
        assertEquals("RC", states(harness));
        assertEquals("2", harness.events.get(1).flowKey());
        assertEquals(0, harness.table.activeFlows());
        assertEquals(0, harness.watcher.trackedFlows());
    }

    @Test
    void shouldPassOverFlowsBeyondTheLimitAndCountThem()
    {
        final Harness harness = new Harness(2, byFlow());
        for (int key = 0; key < 4; key++)
        {
            harness.table.sample(key, 7, bytesFor(1500), START);
        }
        assertEquals("RR", states(harness));
        assertEquals(2, harness.alarms.counters(0, 0, 0).refused());
        assertEquals(2, harness.alarms.counters(0, 0, 0).tracked());
        harness.tickUntil(0, 10 * S);
        harness.table.sample(3, 7, bytesFor(1500), START + 10 * S);
        assertEquals("RRCCR", states(harness));
    }
}
