package io.weir.examples.demo;

import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowRow;
import io.weir.threshold.AlarmState;
import io.weir.threshold.ThresholdEvent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what was injected with what was detected. Not thread safe. */
public final class DemoReport
{
    private final Map<String, Finding> findings = new HashMap<>();
    private final List<Anomaly> anomalies;
    private final List<ThresholdEvent> unexpected = new ArrayList<>();

    /**
     * A report that has seen nothing yet.
     *
     * @param anomalies that are injected.
     */
    public DemoReport(final List<Anomaly> anomalies)
    {
        this.anomalies = List.copyOf(anomalies);
        anomalies.forEach(anomaly -> findings.put(anomaly.name(), new Finding()));
    }

    /**
     * Take an event.
     *
     * @param event of any threshold of the scenario.
     */
    public void onEvent(final ThresholdEvent event)
    {
        for (final Anomaly anomaly : anomalies)
        {
            if (anomaly.name().equals(event.thresholdId()))
            {
                onEvent(anomaly, event);
            }
        }
    }

    private void onEvent(final Anomaly anomaly, final ThresholdEvent event)
    {
        final Finding finding = findings.get(anomaly.name());
        final boolean raised = AlarmState.RAISED == event.state();
        final boolean expected = anomaly.flowKey().equals(event.flowKey());
        if (raised && expected && null == finding.raised)
        {
            finding.raised = event;
        }
        else if (raised)
        {
            unexpected.add(event);
        }
        else if (expected && null == finding.cleared)
        {
            finding.cleared = event;
        }
    }

    /**
     * Read the rates of the anomalies, so that their means over the steady time can be compared with the truth.
     *
     * @param flows to read.
     * @param nowNs epoch nanoseconds.
     */
    public void onTick(final FlowCache flows, final long nowNs)
    {
        for (final Anomaly anomaly : anomalies)
        {
            if (nowNs < anomaly.steadyFromNs() || nowNs > anomaly.steadyToNs())
            {
                continue;
            }
            final Optional<FlowRow> row = flows.flow(anomaly.name(), anomaly.flowKey());
            final Finding finding = findings.get(anomaly.name());
            finding.sum += row.map(FlowRow::rate).orElse(0.0);
            finding.readings++;
        }
    }

    /** {@return injected anomalies with what was found of each, in their order} */
    public List<Result> results()
    {
        final List<Result> results = new ArrayList<>();
        for (final Anomaly anomaly : anomalies)
        {
            final Finding finding = findings.get(anomaly.name());
            results.add(new Result(
                anomaly, finding.raised, finding.cleared,
                0 == finding.readings ? Double.NaN : finding.sum / finding.readings));
        }
        return results;
    }

    /** {@return RAISED events that nothing injected explains} */
    public List<ThresholdEvent> unexpected()
    {
        return List.copyOf(unexpected);
    }

    /** {@return whether every anomaly was raised and cleared} */
    public boolean complete()
    {
        return results().stream().allMatch(Result::complete);
    }

    /** What was seen of one anomaly. */
    private static final class Finding
    {
        private ThresholdEvent raised;
        private ThresholdEvent cleared;
        private double sum;
        private long readings;
    }

    /**
     * Truth and finding of one anomaly. Immutable.
     *
     * @param anomaly      that was injected.
     * @param raised       event, null if there was none.
     * @param cleared      event, null if there was none.
     * @param measuredRate mean of the rate while it should have been steady, not a number if it was not read.
     */
    public record Result(Anomaly anomaly, ThresholdEvent raised, ThresholdEvent cleared, double measuredRate)
    {
        /** {@return whether it was raised and cleared} */
        public boolean complete()
        {
            return null != raised && null != cleared;
        }

        /** {@return nanoseconds from the first frame to the alarm; only where it was raised} */
        public long raiseDelayNs()
        {
            return raised.timestampNs() - anomaly.startNs();
        }

        /** {@return nanoseconds from the last frame to the end of the alarm; only where it was cleared} */
        public long clearDelayNs()
        {
            return cleared.timestampNs() - anomaly.endNs();
        }

        /** {@return error of the measured rate as a fraction of the real one} */
        public double relativeError()
        {
            return measuredRate / anomaly.rate() - 1;
        }
    }
}
