package io.weir.examples.cli;

import io.weir.threshold.ThresholdSpec;

import java.time.Duration;

/**
 * A threshold as the user wrote it, on the command line or in a file. Immutable.
 *
 * @param id         of the threshold.
 * @param metric     flow that it watches.
 * @param above      rate above which it is raised.
 * @param clearBelow rate below which it is cleared, null for the default.
 * @param timeout    that the rate must stay below, null for the default.
 * @param byFlow     true for one event for each flow that crosses.
 */
record ThresholdDefinition(
    String id, String metric, double above, Double clearBelow, Duration timeout, boolean byFlow)
{
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
            final ThresholdSpec.Builder builder =
                ThresholdSpec.builder(id).metric(metric).raiseAbove(above).byFlow(byFlow);
            if (null != clearBelow)
            {
                builder.clearBelow(clearBelow);
            }
            if (null != timeout)
            {
                builder.timeout(timeout);
            }
            return builder.build();
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.usage(e.getMessage());
        }
    }
}
