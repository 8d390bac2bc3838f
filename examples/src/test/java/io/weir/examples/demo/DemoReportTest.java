package io.weir.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.threshold.AlarmState;
import io.weir.threshold.EventReason;
import io.weir.threshold.ThresholdEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What was injected against what was found. */
class DemoReportTest
{
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private final DemoScenario scenario = new DemoScenario(START_NS, Duration.ofSeconds(20), 1);
    private final List<Anomaly> anomalies = scenario.anomalies();
    private final DemoReport report = new DemoReport(anomalies);

    @Test
    void shouldScriptAnomaliesThatEndLongBeforeTheDemonstration()
    {
        for (final Anomaly anomaly : anomalies)
        {
            assertTrue(anomaly.startNs() > START_NS, anomaly::toString);
            assertTrue(anomaly.startNs() < anomaly.steadyFromNs(), anomaly::toString);
            assertTrue(anomaly.steadyFromNs() < anomaly.steadyToNs(), anomaly::toString);
            assertTrue(anomaly.endNs() + 7 * SECOND_NS <= scenario.endNs(), anomaly::toString);
        }
        assertEquals(3, scenario.flows().size());
        assertEquals(2, scenario.thresholds().size());
    }

    @Test
    void shouldScaleTheScriptToItsDuration()
    {
        final Anomaly half = new DemoScenario(START_NS, Duration.ofSeconds(10), 1).anomalies().get(0);

        assertEquals((anomalies.get(0).startNs() - START_NS) / 2, half.startNs() - START_NS);
        assertEquals((anomalies.get(0).endNs() - START_NS) / 2, half.endNs() - START_NS);
        assertThrows(IllegalArgumentException.class, () -> new DemoScenario(START_NS, Duration.ofMillis(1999), 1));
    }

    @Test
    void shouldMoveTheScriptInTime()
    {
        final DemoScenario later = scenario.startingAt(START_NS + SECOND_NS);

        assertEquals(anomalies.get(1).startNs() + SECOND_NS, later.anomalies().get(1).startNs());
        assertEquals(scenario.flows(), later.flows());
        assertEquals(scenario.thresholds(), later.thresholds());
    }

    @Test
    void shouldBeCompleteWhenEveryAnomalyWasRaisedAndCleared()
    {
        for (final Anomaly anomaly : anomalies)
        {
            assertFalse(report.complete());
            report.onEvent(event(anomaly.name(), anomaly.flowKey(), AlarmState.RAISED, anomaly.startNs() + SECOND_NS));
            assertFalse(report.complete());
            report.onEvent(event(anomaly.name(), anomaly.flowKey(), AlarmState.CLEARED, anomaly.endNs() + SECOND_NS));
        }
        assertTrue(report.complete());
        assertEquals(List.of(), report.unexpected());
        for (final DemoReport.Result result : report.results())
        {
            assertEquals(SECOND_NS, result.raiseDelayNs());
            assertEquals(SECOND_NS, result.clearDelayNs());
            assertTrue(Double.isNaN(result.measuredRate()), "no rate was read");
        }
    }

    @Test
    void shouldTellAlarmsThatNothingExplains()
    {
        final Anomaly elephant = anomalies.get(0);
        report.onEvent(event(elephant.name(), "10.0.0.1,10.0.0.2", AlarmState.RAISED, START_NS));
        report.onEvent(event(elephant.name(), "10.0.0.1,10.0.0.2", AlarmState.CLEARED, START_NS));
        report.onEvent(event("of the user", "10.0.0.1,10.0.0.2", AlarmState.RAISED, START_NS));

        assertEquals(1, report.unexpected().size());
        assertFalse(report.results().get(0).complete());
    }

    private static ThresholdEvent event(
        final String thresholdId, final String flowKey, final AlarmState state, final long timeNs)
    {
        return new ThresholdEvent(1, timeNs, thresholdId, "", "127.0.1.1", "1", thresholdId, 1, 2, 1, 1, 10, flowKey,
            List.of(), state, 1, timeNs, AlarmState.RAISED == state ? EventReason.ABOVE : EventReason.BELOW);
    }
}
