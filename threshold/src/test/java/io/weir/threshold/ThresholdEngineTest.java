package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.TAU;
import static io.weir.threshold.Harness.spec;
import static io.weir.threshold.Instants.assertWithin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.RunMode;
import io.weir.flowcache.CacheType;
import io.weir.flowcache.FlowSpec;
import io.weir.testkit.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

class ThresholdEngineTest
{
    private static final double LEVEL = 1000;
    /** Bytes that add 2000 to the rate. */
    private static final long BYTES = 4000;

    private final Feed feed = new Feed(RunMode.REPLAY);
    private final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
    private final List<ThresholdEvent> events = new ArrayList<>();

    private void define(final boolean byFlow)
    {
        engine.define(spec("t").raiseAbove(LEVEL).byFlow(byFlow).build());
        engine.addListener(events::add, "t");
        feed.tick(START);
    }

    private String states()
    {
        return events.stream().map(e -> e.state().name().substring(0, 1)).collect(Collectors.joining());
    }

    private EventReason lastReason()
    {
        return events.get(events.size() - 1).reason();
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldRaiseAndClearAFlowOfACache(final boolean byFlow)
    {
        define(byFlow);
        feed.sample(53, 7, BYTES, START);
        final ThresholdEvent raised = events.get(0);
        assertEquals(AlarmState.RAISED, raised.state());
        assertEquals("192.0.2.1", raised.agent());
        assertEquals("7", raised.dataSource());
        assertEquals("53", raised.flowKey());
        assertEquals(2000, raised.value(), 1e-6);
        assertEquals(1, raised.samples());
        assertEquals(START, raised.timestampNs());
        assertEquals(List.of(raised), engine.active());
        for (long ns = 8 * MS; ns < 10 * S; ns += 8 * MS)
        {
            feed.tick(START + ns);
        }
        assertEquals("RC", states());
        assertWithin(2, START + (long)(TAU * Math.log(2)) + S, events.get(1).timestampNs());
        assertEquals(List.of(), engine.active());
        assertEquals(events, engine.events(0, 10, Duration.ZERO));
        assertEquals(new ThresholdCounters(2, 1, 1, 0, 0, 2, 0, 0), engine.counters());
        assertEquals(2, engine.dispatchLatencyNs().getTotalCount());
    }

    @Test
    void shouldReadTheFlowWithinTheCallOfAListener()
    {
        engine.define(spec("t").raiseAbove(LEVEL).byFlow(true).build());
        final List<Double> rates = new ArrayList<>();
        engine.addListener(event ->
            rates.add(feed.flows.flow(Feed.METRIC, event.flowKey()).orElseThrow().rate()));
        feed.sample(53, 7, BYTES, START);
        assertEquals(2000, rates.get(0), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldClearWhenTheFlowDefinitionIsReplacedOrRemoved(final boolean byFlow)
    {
        define(byFlow);
        feed.sample(53, 7, BYTES, START);
        feed.flows.define(FlowSpec.builder(Feed.METRIC).keys("udpsourceport").value("frames").build());
        feed.tick(START + 8 * MS);
        assertEquals("RC", states());
        assertEquals(EventReason.FLOW_REDEFINED, lastReason());
        feed.define();
        feed.sample(53, 7, BYTES, START + 16 * MS);
        assertEquals("RCR", states());
        feed.flows.remove(Feed.METRIC);
        feed.tick(START + 24 * MS);
        assertEquals("RCRC", states());
        assertEquals(EventReason.FLOW_REMOVED, lastReason());
        assertEquals(0, engine.counters().tracked());
    }

    @Test
    void shouldClearAtItsInstantWhenTheDefinitionGoesLater()
    {
        define(true);
        feed.sample(53, 7, BYTES, START);
        feed.flows.remove(Feed.METRIC);
        feed.tick(START + 60 * S);
        assertEquals("RC", states());
        assertEquals(EventReason.BELOW, lastReason());
        assertWithin(2, START + (long)(TAU * Math.log(2)) + S, events.get(1).timestampNs());
    }

    @Test
    void shouldReplaceAndRemoveThresholdsWhileActive()
    {
        define(true);
        feed.sample(53, 7, BYTES, START);
        engine.define(spec("t").raiseAbove(LEVEL).byFlow(true).build());
        feed.tick(START + 1);
        assertEquals("R", states());
        engine.define(spec("t").raiseAbove(LEVEL / 2).byFlow(true).build());
        feed.sample(53, 7, 1, START + 2);
        assertEquals("RCR", states());
        assertEquals(EventReason.THRESHOLD_REDEFINED, events.get(1).reason());
        assertEquals(LEVEL / 2, events.get(2).threshold());
        assertTrue(engine.remove("t"));
        assertFalse(engine.remove("t"));
        feed.tick(START + 3);
        assertEquals("RCRC", states());
        assertEquals(EventReason.THRESHOLD_REMOVED, lastReason());
        assertEquals(List.of(), engine.definitions());
    }

    @Test
    void shouldMoveAThresholdToAnotherMetric()
    {
        define(true);
        feed.flows.define(FlowSpec.builder("other").keys("udpsourceport").value("bytes").build());
        feed.sample(53, 7, BYTES, START);
        engine.define(ThresholdSpec.builder("t").metric("other").raiseAbove(LEVEL).byFlow(true).build());
        feed.sample(53, 7, BYTES, START + MS);
        assertEquals("RCR", states());
        assertEquals(EventReason.THRESHOLD_REDEFINED, events.get(1).reason());
        assertEquals("other", events.get(2).metric());
        assertEquals(1, engine.definitions().size());
    }

    @Test
    void shouldServeSeveralShards()
    {
        define(true);
        feed.sample(53, 7, BYTES, START);
        feed.newShard();
        feed.sample(54, 8, BYTES, START + MS);
        assertEquals("RR", states());
        assertEquals(List.of("53", "54"),
            engine.active().stream().map(ThresholdEvent::flowKey).collect(Collectors.toList()));
    }

    @Test
    void shouldNameTheNearestMetricsWhenOneIsUnknown()
    {
        feed.flows.define(FlowSpec.builder("elephant").keys("ipsource").value("bytes").build());
        assertEquals("t: unknown metric 'elefant': did you mean elephant?",
            assertThrows(IllegalArgumentException.class,
                () -> engine.define(ThresholdSpec.builder("t").metric("elefant").raiseAbove(1).build())).getMessage());
        feed.flows.remove("elephant");
        feed.flows.remove(Feed.METRIC);
        assertEquals("t: unknown metric 'elefant': none is defined",
            assertThrows(IllegalArgumentException.class,
                () -> engine.define(ThresholdSpec.builder("t").metric("elefant").raiseAbove(1).build())).getMessage());
    }

    @Test
    void shouldNameTheNearestThresholdsWhenAListenerAsksForAnUnknownOne()
    {
        engine.define(spec("flood").raiseAbove(1).build());
        assertEquals("unknown threshold 'floot': did you mean flood?",
            assertThrows(IllegalArgumentException.class, () -> engine.addListener(events::add, "floot")).getMessage());
    }

    @Test
    void shouldRefuseWrongSettings()
    {
        assertEquals("logCapacity=1000: must be a power of two from 2 to 16777216",
            refusal(ThresholdEngine.builder(feed.flows).logCapacity(1000)));
        assertEquals("maxTracked=0: must be at least 1", refusal(ThresholdEngine.builder(feed.flows).maxTracked(0)));
        assertEquals("dispatch=EXECUTOR: executor must be set for EXECUTOR and for no other: executor=null",
            refusal(ThresholdEngine.builder(feed.flows).dispatch(Dispatch.EXECUTOR)));
        assertThrows(IllegalArgumentException.class, () -> engine.events(0, 0, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> engine.events(0, 1, Duration.ofMillis(-1)));
    }

    private static String refusal(final ThresholdEngine.Builder builder)
    {
        return assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    }

    @ParameterizedTest
    @EnumSource(CacheType.class)
    void shouldAddUpWhatAFlowSendsHoweverItsRecordsAreCut(final CacheType type)
    {
        feed.flows.define(FlowSpec.builder(Feed.METRIC).keys("udpsourceport").value("bytes").log(true)
            .cacheType(type).activeTimeout(Duration.ofSeconds(1)).build());
        engine.define(spec("cusum").raiseAbove(LEVEL).detector(DetectorSpec.cusum(1, 0.5)).byFlow(true).build());
        engine.define(spec("usual").raiseAbove(LEVEL).detector(DetectorSpec.baseline(Duration.ofSeconds(10), 3))
            .byFlow(true).build());
        engine.addListener(events::add);
        feed.tick(START);
        // Three times the level: half a second of the level in excess after a quarter of a second.
        for (long ns = 0; ns < 20 * S; ns += 10 * MS)
        {
            feed.tick(START + ns);
            feed.sample(53, 7, (long)(3 * LEVEL / 100), START + ns);
        }
        assertEquals(List.of("cusum RAISED", "usual RAISED", "usual CLEARED"), events.stream()
            .map(event -> event.thresholdId() + " " + event.state()).collect(Collectors.toList()));
        // Without totals nothing is known of what the flow sent until it was a tenth of the level.
        assertWithin(CacheType.IMMEDIATE == type ? 70 * MS : 20 * MS, START + 250 * MS, events.get(0).timestampNs());
    }

    @Test
    void shouldRefuseSamplesThatFlowsCutAtOnceNeverHave()
    {
        feed.flows.define(FlowSpec.builder(Feed.METRIC).keys("udpsourceport").value("bytes").log(true)
            .cacheType(CacheType.IMMEDIATE).build());
        final ThresholdSpec many = spec("t").raiseAbove(LEVEL).minSamples(2).build();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> engine.define(many)).getMessage()
            .startsWith("t: minSamples=2: must not be above 1"));
    }

    @Test
    void shouldForgetARemovedListenerButNotItsCounts()
    {
        define(true);
        final List<ThresholdEvent> others = new ArrayList<>();
        final ThresholdListener listener = others::add;
        engine.addListener(listener);
        feed.sample(53, 7, BYTES, START);
        assertTrue(engine.removeListener(listener));
        assertFalse(engine.removeListener(listener));
        feed.sample(54, 7, BYTES, START);
        assertEquals(1, others.size());
        assertEquals("RR", states());
        assertEquals(3, engine.counters().delivered());
    }

    @Test
    void shouldAllocateNothingOnACacheWithoutEvents()
    {
        define(true);
        engine.define(spec("source").raiseAbove(LEVEL * 3).clearBelow(LEVEL).build());
        final long[] now = { START };
        final Runnable million = () ->
        {
            for (int i = 0; i < 500_000; i++)
            {
                now[0] += MS;
                feed.sample(1, 1, 20, now[0]);
                feed.sample(i & 1023, 2, 1, now[0]);
                if (0 == (i & 7))
                {
                    feed.tick(now[0]);
                }
            }
        };
        feed.sample(1, 1, 20_000, now[0]);
        million.run();
        final long before = engine.counters().events();
        assertEquals(0, Allocation.steadyBytesOf(million));
        assertEquals(before, engine.counters().events());
        assertEquals(2, engine.active().size());
    }
}
