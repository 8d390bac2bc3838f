package io.weir.examples.cli;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    @Option(
        names = "--metric",
        required = true,
        paramLabel = "NAME",
        description = "Flow, or metric of counter samples, that it watches.")
    private String metric;

    @Option(
        names = "--above",
        paramLabel = "VALUE",
        description = "Raised when the value is greater: a rate in bytes or frames per second, or a counter metric.")
    private Double above;

    @Option(
        names = "--below",
        paramLabel = "VALUE",
        description = "Instead of --above: raised when what was at this value falls below it.")
    private Double lowerBelow;

    @Option(
        names = "--clear-below",
        paramLabel = "RATE",
        description = "Cleared when the rate has stayed below for the timeout; default: the rate of --above.")
    private Double clearBelow;

    @Option(
        names = "--clear-above",
        paramLabel = "VALUE",
        description = "With --below: cleared when the value has stayed above for the timeout; default: --below.")
    private Double clearAbove;

    @Option(
        names = "--severity",
        paramLabel = "NAME=VALUE[/CLEAR]",
        description = "Instead of --above: a level with a name, with alarms of its own. Repeatable.")
    private List<String> severities = new ArrayList<>();

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Time that the value must be on the wrong side before it is raised, default 0s.")
    private Duration holdFor;

    @Option(
        names = "--min-samples",
        paramLabel = "COUNT",
        description = "Samples that a flow must have been measured from before it can be raised.")
    private Long minSamples;

    @Option(
        names = "--confidence",
        paramLabel = "Z",
        description = "Raised only when the rate is greater by so many of its standard errors.")
    private Double confidence;

    @Option(
        names = "--detector",
        paramLabel = "DETECTOR",
        description = "rate (default), cusum[:K:H], baseline:SLOW:FACTOR, seasonal:PERIOD:SLOTS:FACTOR, " +
            "quantile:QUANTILE:WINDOW, absent:AFTER, distinct:KEY, ratio:FLOOR:VALUE; times in seconds.")
    private String detector;

    @Option(
        names = "--of-value",
        paramLabel = "VALUE",
        description = "Which of the flow's values is compared, such as frames or avg:tcprtt; default the first.")
    private String ofValue;

    @Option(
        names = "--row-filter",
        paramLabel = "METRIC=PATTERN[,PATTERN]",
        description = "Only rows of counter metrics in which another metric has one of these values. Repeatable.")
    private List<String> rowFilters = new ArrayList<>();

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
        final ThresholdDefinition definition = new ThresholdDefinition();
        definition.id = id;
        definition.metric = metric;
        definition.above = above;
        definition.clearBelow = clearBelow;
        definition.lowerBelow = lowerBelow;
        definition.clearAbove = clearAbove;
        definition.timeout = timeout;
        definition.holdFor = holdFor;
        definition.byFlow = byFlow;
        definition.minSamples = minSamples;
        definition.confidence = confidence;
        definition.detector = detector;
        definition.ofValue = ofValue;
        severities.forEach(text -> definition.severities.add(level(text)));
        for (final String text : rowFilters)
        {
            final int equals = text.indexOf('=');
            if (equals < 1)
            {
                throw CommandFailure.usage("--row-filter must be METRIC=PATTERN[,PATTERN]: " + text);
            }
            definition.filter.put(
                text.substring(0, equals), Arrays.asList(text.substring(equals + 1).split(",")));
        }
        return definition;
    }

    private static ThresholdDefinition.Level level(final String text)
    {
        final int equals = text.indexOf('=');
        final String[] values = text.substring(equals + 1).split("/", 2);
        try
        {
            if (equals > 0)
            {
                return new ThresholdDefinition.Level(text.substring(0, equals), Double.parseDouble(values[0]),
                    1 == values.length ? null : Double.valueOf(values[1]));
            }
        }
        catch (final NumberFormatException e)
        {
            throw CommandFailure.usage("--severity must be NAME=VALUE[/CLEAR]: " + text);
        }
        throw CommandFailure.usage("--severity must be NAME=VALUE[/CLEAR]: " + text);
    }
}
