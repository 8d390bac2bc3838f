package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.TAU;
import static io.weir.threshold.Harness.bytesFor;
import static io.weir.threshold.Harness.spec;
import static io.weir.threshold.Instants.assertWithin;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
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
}
