package io.weir.examples.cli;

import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.key.Group;
import io.weir.flowcache.key.LabelMap;
import io.weir.threshold.ThresholdSpec;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What to measure, when to alert, and how to print it: shared by the commands that run the analytics. */
final class AnalyticsOptions
{
    @ArgGroup(exclusive = false, multiplicity = "0..*", heading = "%nFlows to measure%n")
    private List<FlowOptions> flows = new ArrayList<>();

    @ArgGroup(exclusive = false, multiplicity = "0..*", heading = "%nThresholds to watch%n")
    private List<ThresholdOptions> thresholds = new ArrayList<>();

    @ArgGroup(validate = false, heading = "%nConfiguration and output%n")
    private OutputOptions output = new OutputOptions();

    AnalyticsOptions()
    {
    }

    /**
     * Flows and thresholds of the command line and of the configuration file.
     *
     * @param builtInFlows      that the command brings.
     * @param builtInThresholds that the command brings.
     * @return the checked definitions, the built-in ones first.
     * @throws CommandFailure if one is wrong.
     */
    Definitions definitions(final List<FlowSpec> builtInFlows, final List<ThresholdSpec> builtInThresholds)
    {
        final List<FlowDefinition> allFlows = new ArrayList<>();
        final List<ThresholdDefinition> allThresholds = new ArrayList<>();
        Map<String, Group> groups = Map.of();
        Map<String, LabelMap> maps = Map.of();
        if (null != output.config)
        {
            final ConfigFile file = ConfigFile.read(output.config);
            allFlows.addAll(file.flows());
            allThresholds.addAll(file.thresholds());
            groups = file.groups();
            maps = file.maps();
        }
        flows.forEach(flow -> allFlows.add(flow.definition()));
        thresholds.forEach(threshold -> allThresholds.add(threshold.definition()));
        if (null != output.top && output.top < 1)
        {
            throw CommandFailure.usage("--top is out of range: top=" + output.top + " range=1..");
        }
        if (null != output.interval && (output.interval.isZero() || output.interval.isNegative()))
        {
            throw CommandFailure.usage("--interval must be more than 0");
        }
        final List<FlowSpec> flowSpecs = new ArrayList<>(builtInFlows);
        final List<ThresholdSpec> thresholdSpecs = new ArrayList<>(builtInThresholds);
        allFlows.forEach(flow -> flowSpecs.add(flow.spec()));
        allThresholds.forEach(threshold -> thresholdSpecs.add(threshold.spec()));
        return Definitions.of(flowSpecs, thresholdSpecs, groups, maps);
    }

    /**
     * Queries of counter metrics.
     *
     * @return queries in the order given, each checked.
     * @throws CommandFailure if one is wrong.
     */
    List<MetricQuery> metrics()
    {
        return output.metrics.stream().map(MetricQuery::parse).toList();
    }

    /**
     * Rows to print for a flow.
     *
     * @param n of its definition.
     * @return how many.
     */
    int top(final int n)
    {
        return null == output.top ? n : output.top;
    }

    /** {@return time between prints of the current top flows, null when not asked for} */
    Duration interval()
    {
        return output.interval;
    }

    /** {@return form of the output} */
    Format format()
    {
        return output.format;
    }

    /** Options that are not part of a group that repeats. */
    static final class OutputOptions
    {
        @Option(
            names = "--config",
            paramLabel = "FILE.json",
            description = "Flows and thresholds from a file: {\"flows\": {NAME: {\"keys\": ..., \"value\": ..., " +
                "\"t\": ..., \"n\": ..., \"dropped\": ...}}, " +
                "\"thresholds\": {NAME: {\"metric\": ..., \"value\": ..., " +
                "\"clearBelow\": ..., \"timeout\": ..., \"byFlow\": ...}}, " +
                "\"groups\": {NAME: {LABEL: [NETWORK, ...]}}, \"maps\": {NAME: {LABEL: [VALUE, ...]}}}.")
        private Path config;

        @Option(
            names = "--metrics",
            paramLabel = "QUERY",
            description = {
                "Ask for counter metrics at the end: 'max:ifinutilization,sum:ifinoctets' for one value of all " +
                    "interfaces (max min sum avg var sdev med q1 q2 q3 iqr any),",
                "'table:ifname,sort:ifinoctets:-5' for rows, 'dump' for every value; '?NAME=VALUE&...' behind it " +
                    "selects rows. Repeatable." })
        private List<String> metrics = new ArrayList<>();

        @Option(
            names = "--top",
            paramLabel = "COUNT",
            description = "Flows to print of each definition, default its -n.")
        private Integer top;

        @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Print the top flows by rate every so often.")
        private Duration interval;

        @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Format.Converter.class,
            description = "table (default), json (one object a line) or csv.")
        private Format format = Format.TABLE;

        OutputOptions()
        {
        }
    }
}
