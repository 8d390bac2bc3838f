package io.weir.examples.cli;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** One {@code --flow} and the options that belong to it. */
final class FlowOptions
{
    @Option(
        names = "--flow",
        required = true,
        paramLabel = "NAME",
        description = "Define a flow: the options that follow, up to the next --flow, belong to it. Repeatable.")
    private String name;

    @Option(
        names = "--keys",
        paramLabel = "KEY,...",
        description = "What tells its flows apart, see 'weir keys'. None: one total per data source.")
    private String keys;

    @Option(
        names = "--value",
        paramLabel = "VALUE",
        description = {
            "bytes (default), frames, requests, or the key of a number such as duration, per second;",
            "with avg:, min:, max: or count: (different ones, of any key) in front, of the last t to 2t." })
    private String value;

    @Option(
        names = "--values",
        paramLabel = "VALUE,...",
        description = "Further values of each flow, of the same forms.")
    private String values;

    @Option(
        names = "--filter",
        paramLabel = "FILTER",
        description = {
            "Count only records such as 'ipsource=10.0.0.0/8&tcpdestinationport=80,443':",
            "= != values, ~ !~ regular expressions, & | ( ), null for a key that is absent." })
    private String filter;

    @Option(
        names = "-t",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Time constant of the decaying rate, such as 500ms or 2s (default).")
    private Duration timeConstant;

    @Option(names = "-n", paramLabel = "COUNT", description = "Flows kept for top queries per data source, default 5.")
    private Integer n;

    @Option(
        names = "--dropped",
        description = "Count packets that devices dropped and told of, such as by key reason, instead of traffic.")
    private boolean dropped;

    FlowOptions()
    {
    }

    FlowDefinition definition()
    {
        return new FlowDefinition(
            name, keys, value, values, filter, timeConstant, n, null, dropped, UnaryOperator.identity());
    }
}
