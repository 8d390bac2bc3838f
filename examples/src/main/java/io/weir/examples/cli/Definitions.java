package io.weir.examples.cli;

import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdSpec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flows and thresholds of a run, checked against one another. Immutable.
 *
 * @param flows      by name, in the order given.
 * @param thresholds in the order given.
 */
record Definitions(Map<String, FlowSpec> flows, List<ThresholdSpec> thresholds)
{
    /**
     * Build what the user wrote.
     *
     * @param flows      as written.
     * @param thresholds as written.
     * @return the definitions.
     * @throws CommandFailure if one is wrong, given twice, or refers to what is not there.
     */
    static Definitions of(final Collection<FlowDefinition> flows, final Collection<ThresholdDefinition> thresholds)
    {
        final Map<String, FlowSpec> flowSpecs = new LinkedHashMap<>();
        for (final FlowDefinition flow : flows)
        {
            final FlowSpec spec = flow.spec();
            if (null != flowSpecs.put(spec.name(), spec))
            {
                throw CommandFailure.usage(spec.name() + ": the flow is defined twice");
            }
        }
        final Map<String, ThresholdSpec> thresholdSpecs = new LinkedHashMap<>();
        for (final ThresholdDefinition threshold : thresholds)
        {
            final ThresholdSpec spec = threshold.spec();
            if (!flowSpecs.containsKey(spec.metric()))
            {
                throw CommandFailure.usage(spec.id() + ": metric is not a defined flow: metric=" + spec.metric() +
                    " flows=" + String.join(", ", flowSpecs.keySet()));
            }
            if (null != thresholdSpecs.put(spec.id(), spec))
            {
                throw CommandFailure.usage(spec.id() + ": the threshold is defined twice");
            }
        }
        return new Definitions(flowSpecs, List.copyOf(thresholdSpecs.values()));
    }

    /**
     * Whether a flow counts bytes.
     *
     * @param spec of the flow.
     * @return true for bytes, false for frames.
     */
    static boolean countsBytes(final FlowSpec spec)
    {
        return "bytes".equals(spec.value());
    }

    /**
     * Unit of a flow's rate for people.
     *
     * @param spec of the flow.
     * @return such as {@code B/s}.
     */
    static String unit(final FlowSpec spec)
    {
        return countsBytes(spec) ? "B/s" : " frames/s";
    }
}
