package io.weir.examples.cli;

import io.weir.metric.MetricFilter;
import io.weir.threshold.DetectorSpec;
import io.weir.threshold.ThresholdSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A threshold as the user wrote it, on the command line or in a file: null for what was not given. */
final class ThresholdDefinition
{
    String id;
    String metric;
    Double above;
    Double clearBelow;
    Double lowerBelow;
    Double clearAbove;
    Duration timeout;
    Duration holdFor;
    boolean byFlow;
    Long minSamples;
    Double confidence;
    String detector;
    String ofValue;
    String groupKey;
    final List<Level> severities = new ArrayList<>();
    final Map<String, Double> groupValues = new LinkedHashMap<>();
    final Map<String, List<String>> filter = new LinkedHashMap<>();

    ThresholdDefinition()
    {
    }

    /**
     * A level with a name. Immutable.
     *
     * @param name       of it.
     * @param above      where it is raised.
     * @param clearBelow where it is cleared, null for the same.
     */
    record Level(String name, double above, Double clearBelow)
    {
    }

    /**
     * What the library makes of it.
     *
     * @return the specification.
     * @throws CommandFailure if the library refuses it.
     */
    ThresholdSpec spec()
    {
        try
        {
            final ThresholdSpec.Builder builder = ThresholdSpec.builder(id).metric(metric).byFlow(byFlow);
            setLevels(builder);
            if (null != timeout)
            {
                builder.timeout(timeout);
            }
            if (null != holdFor)
            {
                builder.holdFor(holdFor);
            }
            if (null != minSamples)
            {
                builder.minSamples(minSamples);
            }
            if (null != confidence)
            {
                builder.confidence(confidence);
            }
            if (null != detector)
            {
                builder.detector(DetectorSpec.parse(detector));
            }
            if (null != ofValue)
            {
                builder.ofValue(ofValue);
            }
            if (null != groupKey)
            {
                builder.groupValues(groupKey, groupValues);
            }
            MetricFilter rows = MetricFilter.ALL;
            for (final Map.Entry<String, List<String>> entry : filter.entrySet())
            {
                rows = rows.where(entry.getKey(), entry.getValue().toArray(new String[0]));
            }
            return builder.filter(rows).build();
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.usage(e.getMessage().startsWith("detector: ") ? id + ": " + e.getMessage() :
                e.getMessage());
        }
    }

    private void setLevels(final ThresholdSpec.Builder builder)
    {
        if (null != above)
        {
            builder.raiseAbove(above);
        }
        if (null != clearBelow)
        {
            builder.clearBelow(clearBelow);
        }
        if (null != lowerBelow)
        {
            builder.lowerBelow(lowerBelow);
        }
        if (null != clearAbove)
        {
            builder.clearAbove(clearAbove);
        }
        severities.forEach(level -> builder.severity(
            level.name(), level.above(), null == level.clearBelow() ? level.above() : level.clearBelow()));
    }
}
