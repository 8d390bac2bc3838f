package io.weir.examples.cli;

import picocli.CommandLine.Option;

import java.time.Duration;

/** One {@code --threshold} and the options that belong to it. */
final class ThresholdOptions
{
    @Option(
        names = "--threshold",
        required = true,
        paramLabel = "NAME",
        description = "Define a threshold: the options that follow, up to the next --threshold, belong to it. " +
            "Repeatable.")
    private String id;

    @Option(names = "--metric", required = true, paramLabel = "FLOW", description = "Flow that it watches.")
    private String metric;

    @Option(
        names = "--above",
        required = true,
        paramLabel = "RATE",
        description = "Raised when the rate is greater, in bytes or frames per second.")
    private double above;

    @Option(
        names = "--clear-below",
        paramLabel = "RATE",
        description = "Cleared when the rate has stayed below for the timeout; default: the rate of --above.")
    private Double clearBelow;

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Time that the rate must stay below, default 1s.")
    private Duration timeout;

    @Option(
        names = "--by-flow",
        description = "One event for each flow that crosses, instead of one for the largest flow of a data source.")
    private boolean byFlow;

    ThresholdOptions()
    {
    }

    ThresholdDefinition definition()
    {
        return new ThresholdDefinition(id, metric, above, clearBelow, timeout, byFlow);
    }
}
