package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.TAU;
import static io.weir.threshold.Harness.spec;
import static io.weir.threshold.Instants.assertWithin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Thresholds on values beside the first rate of a flow. */
class ValueThresholdTest
{
    private final Feed feed = new Feed(RunMode.REPLAY);
    private final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
    private final List<ThresholdEvent> events = new ArrayList<>();

    private void define(final String value, final String values, final ThresholdSpec.Builder threshold)
    {
        feed.flows.define(FlowSpec.builder(Feed.METRIC).keys("udpsourceport").value(value).values(values)
            .timeConstant(Duration.ofNanos(TAU)).build());
        engine.define(threshold.build());
        engine.addListener(events::add);
        feed.tick(START);
    }

    private List<String> texts()
    {
        return events.stream().map(event -> event.state() + " " + event.reason()).collect(Collectors.toList());
    }

    @Test
    void shouldRaiseAndClearOnAFurtherRate()
    {
        define("bytes", "frames,avg:iptos", spec("t").ofValue("frames").raiseAbove(2).byFlow(true));
        feed.sample(53, 7, 1_000_000, START);
        for (int i = 0; i < 5; i++)
        {
            feed.sample(54, 7, 10, START);
        }
        // Five frames decay from 2.5 to 2 a second.
        feed.tick(START + 8 * S);
        assertEquals(List.of("RAISED ABOVE", "CLEARED BELOW"), texts());
        assertEquals("54", events.get(0).flowKey());
        assertEquals(2.5, events.get(0).value(), 1e-9);
        assertEquals(List.of(2.5, Double.NaN), events.get(0).values());
        assertEquals(0.0, events.get(0).standardError());
        assertWithin(2, START + (long)(TAU * Math.log(2.5 / 2)) + S, events.get(1).timestampNs());
        assertEquals(0, engine.counters().tracked());
    }

    @ParameterizedTest
    @CsvSource({ "bytes, count:ipsource", "count:ipsource, frames" })
    void shouldRaiseOnDistinctSourcesOfAFlow(final String value, final String values)
    {
        define(value, values, spec("t").raiseAbove(100).detector(DetectorSpec.distinct("ipsource")).byFlow(true));
        for (int i = 0; i < 150; i++)
        {
            feed.from(i % 90).sample(53, 7, 100, START + i * MS);
            feed.from(i).sample(54, 7, 1, START + i * MS);
        }
        feed.tick(START + 20 * S);
        assertEquals(List.of("RAISED ABOVE", "CLEARED BELOW"), texts());
        assertEquals("54", events.get(0).flowKey());
        // More than 64 are counted by a sketch.
        assertEquals(101.0, events.get(0).value(), 3);
        assertWithin(3 * MS, START + 100 * MS, events.get(0).timestampNs());
        assertEquals(0, engine.counters().tracked());
    }

    @Test
    void shouldRaiseOnTheRatioOfTwoRates()
    {
        define("bytes", "frames", spec("t").raiseAbove(1000).clearBelow(800).byFlow(true)
            .detector(DetectorSpec.ratio("frames", 5000)));
        // Large packets, but too few of them; then more.
        feed.sample(53, 7, 1400, START);
        assertEquals(List.of(), events);
        for (int i = 0; i < 10; i++)
        {
            feed.sample(53, 7, 1400, START + MS);
            feed.sample(54, 7, 900, START + MS);
        }
        assertEquals(List.of("RAISED ABOVE"), texts());
        assertEquals(1400.0, events.get(0).value(), 1e-6);
        final double rate = feed.flows.flow(Feed.METRIC, "53").orElseThrow().rate();
        feed.tick(START + 10 * S);
        assertEquals(List.of("RAISED ABOVE", "CLEARED BELOW"), texts());
        assertWithin(1000, START + MS + (long)(TAU * Math.log(rate / 4000)) + S, events.get(1).timestampNs());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes, frames, frames, rate, 4, 3", "bytes, avg:udpsourceport, avg:udpsourceport, rate, 7, 7",
        "bytes, max:ipttl, max:ipttl, rate, 200, 200", "avg:ipttl, frames, avg:ipttl, rate, 150, 130",
        "bytes, count:ipsource, '', distinct:ipsource, 6, 5", "bytes, frames, '', ratio:100:frames, 500, 400" })
    void shouldAgreeWithWhatAQueryTellsAtEveryTick(
        final String value,
        final String values,
        final String watched,
        final String detector,
        final double raise,
        final double clear)
    {
        define(value, values, spec("t").ofValue(watched).detector(DetectorSpec.parse(detector)).raiseAbove(raise)
            .clearBelow(clear).timeout(Duration.ZERO).byFlow(true));
        final Random random = new Random(5);
        final Map<String, Boolean> above = new HashMap<>();
        long now = START;
        int changes = 0;
        for (int i = 0; i < 2500; i++)
        {
            now += random.nextInt(random.nextInt(400) == 0 ? 5000 : 20) * MS;
            feed.tick(now);
            changes += compare(above, values.equals("frames") && watched.isEmpty(), value, raise, clear);
            final int key = random.nextInt(1 + random.nextInt(12));
            feed.ttl(random.nextInt(256)).from(random.nextInt(12));
            if (0 == random.nextInt(40))
            {
                final int length = 2001 + random.nextInt(3000);
                now += -(now - START + length * MS) & (1 << 24) - 1;
                feed.interval(key, 7, random.nextInt(5000), length, now);
            }
            else
            {
                feed.sample(key, 7, random.nextInt(1000), now);
            }
            // What an update ends is cleared with the next tick.
            feed.tick(now);
            changes += compare(above, values.equals("frames") && watched.isEmpty(), value, raise, clear);
        }
        final int all = changes;
        assertTrue(all > 15, () -> "only " + all);
        final Map<String, Long> states =
            events.stream().collect(Collectors.groupingBy(ThresholdEvent::flowKey, Collectors.counting()));
        assertEquals(engine.active().size(), states.values().stream().filter(count -> count % 2 == 1).count());
    }

    /* Whether each flow has its alarm just where the query's value says so; returns how many changed. */
    private int compare(
        final Map<String, Boolean> above,
        final boolean ratio,
        final String value,
        final double raise,
        final double clear)
    {
        final List<String> active =
            engine.active().stream().map(ThresholdEvent::flowKey).collect(Collectors.toList());
        int changes = 0;
        for (final FlowRow row : feed.flows.topFlows(Feed.METRIC, 100))
        {
            final double shown = ratio ? (row.rate() > 100 ? row.rate() / row.values().get(0) : 0) :
                value.startsWith("avg:") ? row.value() : row.values().get(0);
            final boolean was = above.getOrDefault(row.key(), false);
            // A ratio's floor is lower, too, for what is raised.
            final double held = ratio && row.rate() >= 100 * clear / raise ? row.rate() / row.values().get(0) : shown;
            final boolean is = was ? held >= clear : shown > raise;
            final double level = was ? clear : raise;
            if (Math.abs(shown - level) > 1e-6 * level && Math.abs(row.rate() - 80) > 1e-4 &&
                Math.abs(row.rate() - 100) > 1e-4)
            {
                assertEquals(is, active.contains(row.key()), () -> row.toString());
            }
            changes += was == active.contains(row.key()) ? 0 : 1;
            above.put(row.key(), active.contains(row.key()));
        }
        return changes;
    }

    @Test
    void shouldRefuseWhatTheFlowDoesNotHave()
    {
        define("avg:ipttl", "bytes,min:ipttl", spec("first").raiseAbove(1));
        assertEquals("t: not a value of the flow: 'byte': did you mean bytes?",
            refusal(spec("t").raiseAbove(1).ofValue("byte")));
        assertEquals("t: not a value of the flow: 'count:ipsource'",
            refusal(spec("t").raiseAbove(1).detector(DetectorSpec.distinct("ipsource"))).substring(0, 44));
        assertTrue(refusal(spec("t").raiseAbove(1).detector(DetectorSpec.cusum())).contains("go with rates"));
        assertTrue(refusal(spec("t").raiseAbove(1).detector(DetectorSpec.ratio("bytes", 1))).contains("go with rates"));
        assertTrue(refusal(spec("t").raiseAbove(1).confidence(2)).contains("go with rates"));
        assertThrows(IllegalArgumentException.class,
            () -> spec("t").ofValue("bytes").raiseAbove(1).confidence(2).build());
    }

    private String refusal(final ThresholdSpec.Builder builder)
    {
        return assertThrows(IllegalArgumentException.class, () -> engine.define(builder.build())).getMessage();
    }

    @Test
    void shouldRestWhileTheDefinitionLacksTheValue()
    {
        define("bytes", "frames", spec("t").ofValue("frames").raiseAbove(1).byFlow(true));
        for (int i = 0; i < 5; i++)
        {
            feed.sample(53, 7, 100, START);
        }
        feed.define();
        for (int i = 0; i < 5; i++)
        {
            feed.sample(53, 7, 100, START + MS);
        }
        assertEquals(List.of("RAISED ABOVE", "CLEARED FLOW_REDEFINED"), texts());
    }
}
