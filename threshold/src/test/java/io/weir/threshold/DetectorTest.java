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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

class DetectorTest
{
    private static final double LEVEL = 1000;

    private static List<String> texts(final Harness harness)
    {
        return harness.events.stream().map(event -> event.state() + " " + event.reason()).collect(Collectors.toList());
    }

    private static long fallNs(final double fromRate, final double toRate)
    {
        return (long)Math.ceil(TAU * Math.log(fromRate / toRate));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldTellThatAFlowStoppedAndThatItIsThereAgain(final boolean byFlow)
    {
        final Harness harness = new Harness(spec("t").detector(DetectorSpec.absent(Duration.ofSeconds(3)))
            .timeout(Duration.ZERO).byFlow(byFlow).build());
        for (int round = 0; round < 3; round++)
        {
            final long from = round * 10 * S;
            harness.table.sample(1, 7, 100, START + from);
            harness.table.sample(1, 7, 100, START + from + S);
            harness.tickUntil(from + S, from + 9 * S);
        }
        assertEquals(List.of("RAISED ABSENT", "CLEARED SEEN", "RAISED ABSENT", "CLEARED SEEN", "RAISED ABSENT"),
            texts(harness));
        assertWithin(2, START + 4 * S, harness.events.get(0).timestampNs());
        assertEquals(START + S, harness.events.get(0).onsetNs());
        assertWithin(2, START + 10 * S, harness.events.get(1).timestampNs());
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldRaiseWhenThereIsTooLittle(final boolean byFlow)
    {
        final Harness harness = new Harness(
            spec("t").lowerBelow(LEVEL).clearAbove(1200).timeout(Duration.ofSeconds(1)).byFlow(byFlow).build());
        harness.table.sample(1, 7, bytesFor(500), START);
        harness.tickUntil(0, 5 * S);
        assertEquals(List.of(), harness.events);
        harness.table.sample(1, 7, bytesFor(2000), START + 5 * S);
        final double peak = harness.table.rate(1, START + 5 * S);
        harness.tickUntil(5 * S, 20 * S);
        assertEquals(List.of("RAISED BELOW"), texts(harness));
        assertWithin(2, START + 5 * S + fallNs(peak, LEVEL), harness.events.get(0).timestampNs());
        harness.table.interval(1, 7, 3000 * 20, 20 * S, START + 20 * S);
        harness.tickUntil(20 * S, 60 * S);
        assertEquals(List.of("RAISED BELOW", "CLEARED ABOVE", "RAISED BELOW"), texts(harness));
    }

    @Test
    void shouldWaitBeforeItRaises()
    {
        final Harness harness = new Harness(
            spec("t").raiseAbove(LEVEL).holdFor(Duration.ofSeconds(1)).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(1100), START);
        harness.tickUntil(0, 5 * S);
        assertEquals(List.of(), harness.events);
        harness.table.sample(1, 7, bytesFor(3000), START + 5 * S);
        harness.tickUntil(5 * S, 7 * S);
        assertWithin(2, START + 6 * S, harness.only().timestampNs());
    }

    @Test
    void shouldRaiseOnlyWithEnoughSamples()
    {
        final Harness harness = new Harness(spec("t").raiseAbove(LEVEL).minSamples(3).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(2000), START);
        harness.table.sample(1, 7, bytesFor(10), START + MS);
        assertEquals(List.of(), harness.events);
        harness.table.sample(1, 7, bytesFor(10), START + 2 * MS);
        assertEquals(3, harness.only().samples());
    }

    @Test
    void shouldRaiseEachSeverityForItself()
    {
        final Harness harness = new Harness(
            spec("t").severity("minor", 1000, 900).severity("major", 2000, 1800).byFlow(true).build());
        harness.table.sample(1, 7, bytesFor(1500), START);
        harness.table.sample(1, 7, bytesFor(1500), START + MS);
        harness.tickUntil(8 * MS, 10 * S);
        assertEquals(List.of("minor RAISED", "major RAISED", "major CLEARED", "minor CLEARED"),
            harness.events.stream().map(event -> event.severity() + " " + event.state()).collect(Collectors.toList()));
        assertEquals(2000.0, harness.events.get(1).threshold());
    }

    @Test
    void shouldTellTheOnsetByACumulativeSum()
    {
        final Harness harness = new Harness(
            spec("t").raiseAbove(LEVEL).detector(DetectorSpec.cusum(1.1, 0.6)).byFlow(true).build());
        // Half of the level for a while, then twice the level: 0.6 / (2 - 1.1) seconds.
        for (int i = 0; i < 10_000; i++)
        {
            harness.table.sample(1, 7, i < 5000 ? 1 : 4, START + i * 2L * MS);
        }
        harness.tickUntil(20 * S, 30 * S);
        assertEquals(List.of("RAISED ABOVE", "CLEARED BELOW"), texts(harness));
        assertWithin(50 * MS, START + 10 * S + 666 * MS, harness.events.get(0).timestampNs());
        assertWithin(10 * MS, START + 10 * S, harness.events.get(0).onsetNs());
        assertEquals(0, harness.watcher.trackedFlows());
    }

    private static ThresholdSpec.Builder seasonal()
    {
        return spec("t").raiseAbove(LEVEL).detector(DetectorSpec.seasonal(Duration.ofSeconds(240), 8, 2)).byFlow(true);
    }

    /* A sample each 100 ms, at so many times the level in each slot of half a minute. */
    private static void feed(final Harness harness, final long fromNs, final double... slots)
    {
        for (int i = 0; i < 300 * slots.length; i++)
        {
            harness.table.sample(1, 7, 0.1 * LEVEL * slots[i / 300], START + fromNs + i * 100 * MS);
        }
    }

    @Test
    void shouldRaiseAboveWhatIsUsualAtThatTime()
    {
        final long period = 240 * S;
        // To the beginning of a period.
        final long from = (START / period + 1) * period - START;
        final Harness harness = new Harness(seasonal().build());
        // The first slot is not seen whole, nothing is known in the first period.
        feed(harness, from - 30 * S, 1);
        feed(harness, from, 1, 1, 6, 6, 1, 1, 1, 1);
        assertEquals(List.of(), harness.events);
        // As usual, but then thrice what is usual in the fifth slot.
        feed(harness, from + period, 1, 1, 6, 3, 3, 1, 1, 1);
        assertEquals(List.of("RAISED ABOVE", "CLEARED BELOW"), texts(harness));
        final long slot = from + period + 120 * S;
        assertWithin(2, START + slot, harness.events.get(0).timestampNs());
        final long fallNs = fallNs(3 * LEVEL - LEVEL, 2 * LEVEL - LEVEL);
        assertWithin(S / 2, START + slot + 30 * S + fallNs + S, harness.events.get(1).timestampNs());
    }

    @Test
    void shouldForgetAFlowThatIsQuietForAPeriod()
    {
        final Harness harness = new Harness(seasonal().build());
        harness.table.sample(1, 7, bytesFor(LEVEL), START);
        harness.tickUntil(0, 230 * S);
        assertEquals(1, harness.watcher.trackedFlows());
        harness.tickUntil(230 * S, 310 * S);
        assertEquals(0, harness.watcher.trackedFlows());
        assertEquals(0, harness.table.activeFlows());
    }

    @Test
    void shouldBoundTheFlowsThatAreLearned()
    {
        final Harness harness = new Harness(
            seasonal().build(), spec("rate").raiseAbove(LEVEL).byFlow(true).build());
        final int flows = SeasonalDetector.MAX_FLOWS + 5;
        for (int key = 0; key < flows; key++)
        {
            harness.table.sample(key, 7, bytesFor(2 * LEVEL), START);
        }
        assertEquals(flows, harness.events.size());
        assertEquals(flows + SeasonalDetector.MAX_FLOWS, harness.alarms.counters(0, 0, 0).tracked());
        assertEquals(5, harness.alarms.counters(0, 0, 0).refused());
    }

    @Test
    void shouldTakeManyDeadlinesOfALiveRunPieceByPiece()
    {
        final Harness harness = new Harness(RunMode.LIVE, spec("t").raiseAbove(LEVEL).byFlow(true).build());
        final int flows = 2 * ShardWatcher.BUDGET;
        for (int key = 0; key < flows; key++)
        {
            harness.table.sample(key, 7, bytesFor(2000), START);
        }
        harness.events.clear();
        final long clearNs = fallNs(2000, LEVEL) + S;
        final long late = START + clearNs + 8 * MS;
        harness.table.tick(late);
        assertTrue(harness.watcher.isBehind());
        assertEquals(List.of(), harness.events);
        // What is due of a flow comes before its update, though its turn has not come.
        harness.table.sample(5, 7, bytesFor(5000), late);
        assertEquals(List.of("5 CLEARED", "5 RAISED"), harness.events.stream()
            .filter(event -> "5".equals(event.flowKey())).map(event -> event.flowKey() + " " + event.state())
            .collect(Collectors.toList()));
        int ticks = 0;
        while (harness.watcher.isBehind())
        {
            final int before = harness.events.size();
            harness.table.tick(late);
            assertTrue(harness.events.size() - before <= ShardWatcher.BUDGET);
            ticks++;
        }
        assertTrue(ticks >= 2);
        assertEquals(flows + 1, harness.events.size());
        harness.events.stream().filter(event -> AlarmState.CLEARED == event.state())
            .forEach(event -> assertWithin(2, START + clearNs, event.timestampNs()));
        assertEquals(1, harness.watcher.trackedFlows());
    }

    @Test
    void shouldEndTheAlarmsOfARemovedThresholdPieceByPieceAndNeverTwice()
    {
        final Harness harness = new Harness(RunMode.LIVE);
        final List<Rule> first = harness.swap(null, spec("t").raiseAbove(LEVEL).byFlow(true).build());
        harness.table.tick(START);
        final int flows = 3 * ShardWatcher.BUDGET;
        for (int key = 0; key < flows; key++)
        {
            harness.table.sample(key, 7, bytesFor(2000), START);
        }
        harness.swap(first, spec("t").raiseAbove(LEVEL / 2).byFlow(true).build());
        harness.table.tick(START + MS);
        assertTrue(harness.watcher.isBehind());
        // Updates of flows whose old alarm has not ended yet end it first.
        for (int key = 0; key < flows; key += 3)
        {
            harness.table.sample(key, 7, bytesFor(10), START + MS);
        }
        while (harness.watcher.isBehind())
        {
            harness.table.tick(START + 2 * MS);
        }
        final Set<String> active = new HashSet<>();
        harness.events.forEach(event -> assertTrue(AlarmState.RAISED == event.state() ?
            active.add(event.flowKey()) : active.remove(event.flowKey()), event::toString));
        assertEquals(flows, active.size());
        assertEquals(3L * flows, harness.events.size());
    }
}
