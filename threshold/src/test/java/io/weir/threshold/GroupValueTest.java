package io.weir.threshold;

import static io.weir.threshold.Harness.MS;
import static io.weir.threshold.Harness.S;
import static io.weir.threshold.Harness.START;
import static io.weir.threshold.Harness.TAU;
import static io.weir.threshold.Harness.spec;
import static io.weir.threshold.Instants.assertWithin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.key.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Levels that differ by the customer to whom a flow belongs, from the record to the event. */
class GroupValueTest
{
    private static final String CUSTOMER = "group:ipsource:customers";
    private static final long SMALL = 0x0A00_0001L;
    private static final long LARGE = 0x0A01_0001L;
    private static final long OTHER = 0x0A02_0001L;

    private final Feed feed = new Feed(RunMode.REPLAY);
    private final ThresholdEngine engine = ThresholdEngine.builder(feed.flows).build();
    private final List<ThresholdEvent> events = new ArrayList<>();

    @BeforeEach
    void define()
    {
        feed.flows.group("customers", Group.builder().add("small", "10.0.0.0/16").add("large", "10.1.0.0/16")
            .add("other", "10.2.0.0/16").build());
        feed.flows.define(FlowSpec.builder(Feed.METRIC).keys(CUSTOMER + ",udpsourceport").value("bytes")
            .timeConstant(Duration.ofNanos(TAU)).build());
        engine.addListener(events::add);
    }

    private ThresholdSpec.Builder threshold()
    {
        return spec("t").raiseAbove(1000).clearBelow(500)
            .groupValues(CUSTOMER, Map.of("small", 100.0, "large", 5000.0));
    }

    /* A rate of so much for one flow of a customer. */
    private void send(final long address, final long rate, final long nowNs)
    {
        feed.from(address).sample(53, 7, 2 * rate, nowNs);
    }

    private List<String> texts()
    {
        return events.stream().map(event -> event.state() + " " + event.flowKey() + " " + Math.round(event.threshold()))
            .collect(Collectors.toList());
    }

    @Test
    void shouldRaiseEachCustomerAtItsOwnLevelAndClearInProportion()
    {
        engine.define(threshold().byFlow(true).build());
        send(SMALL, 90, START);
        send(OTHER, 990, START);
        send(LARGE, 4990, START);
        assertEquals(List.of(), events);
        send(SMALL, 20, START);
        send(OTHER, 20, START);
        send(LARGE, 20, START);
        assertEquals(List.of("RAISED small,53 100", "RAISED other,53 1000", "RAISED large,53 5000"), texts());
        feed.tick(START + 30 * S);
        assertEquals(6, events.size());
        final double[] times = { 110 / 50.0, 1010 / 500.0, 5010 / 2500.0 };
        for (int i = 0; i < 3; i++)
        {
            final ThresholdEvent raised = events.get(i);
            final ThresholdEvent cleared = events.stream().filter(event -> AlarmState.CLEARED == event.state() &&
                event.episodeId() == raised.eventId()).findFirst().orElseThrow();
            assertWithin(2, START + (long)(TAU * Math.log(times[i])) + S, cleared.timestampNs());
        }
        assertEquals(0, engine.counters().tracked());
    }

    @Test
    void shouldRaiseASourceByTheFlowThatIsAboveItsOwnLevel()
    {
        engine.define(threshold().build());
        send(LARGE, 4000, START);
        send(OTHER, 900, START);
        assertEquals(List.of(), events);
        send(SMALL, 150, START + MS);
        assertEquals(List.of("RAISED small,53 100"), texts());
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldFollowLevelsThatAreRedefined(final boolean byFlow)
    {
        engine.define(threshold().byFlow(byFlow).build());
        send(LARGE, 4000, START);
        assertEquals(List.of(), events);
        engine.define(threshold().byFlow(byFlow).groupValues(CUSTOMER, Map.of("large", 3000.0)).build());
        send(LARGE, 1, START + MS);
        assertEquals(List.of("RAISED large,53 3000"), texts());
        engine.define(threshold().byFlow(byFlow).groupValues(CUSTOMER, Map.of("large", 6000.0)).build());
        feed.tick(START + 2 * MS);
        assertEquals(EventReason.THRESHOLD_REDEFINED, events.get(1).reason());
        assertEquals(2, events.size());
    }

    @Test
    void shouldRefuseAKeyThatTheFlowDoesNotHave()
    {
        final ThresholdSpec wrong = spec("t").raiseAbove(1).groupValues("ipsource", Map.of("a", 1.0)).build();
        assertThrows(IllegalArgumentException.class, () -> engine.define(wrong));
    }
}
