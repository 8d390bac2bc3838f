package io.weir.examples.cli;

import io.weir.examples.demo.DemoScenario;
import io.weir.time.TimeSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** {@code weir demo}: the main job with nothing to prepare. */
@Command(
    name = "demo",
    header = "Shows the main job with nothing to prepare.",
    customSynopsis = "weir demo [OPTIONS]",
    description = "Simulated switches and routers send sFlow and NetFlow over loopback UDP, among it an elephant " +
        "flow and a SYN flood that start and stop. The collector receives them, measures, and raises and clears " +
        "alarms; the last lines compare what was injected with what was found.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = { "", "Exit code 1 when an anomaly was not both raised and cleared." })
final class DemoCommand implements Callable<Integer>
{
    private final Terminal terminal;

    @Option(
        names = "--duration",
        paramLabel = "TIME",
        defaultValue = "20s",
        converter = DurationConverter.class,
        description = "How long, default ${DEFAULT-VALUE}; the script of the traffic is scaled to it.")
    private Duration duration;

    @Option(
        names = "--seed",
        paramLabel = "SEED",
        defaultValue = "1",
        description = "Of the traffic, default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private AnalyticsOptions options;

    DemoCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
    {
        final TimeSource time = TimeSource.system();
        final DemoScenario scenario = scenario(time.epochNs());
        final Definitions definitions =
            options.definitions(scenario.flows(), scenario.thresholds());
        try (DemoRun run = new DemoRun(terminal, options, scenario, definitions, time))
        {
            return run.run();
        }
        catch (final IOException e)
        {
            throw CommandFailure.failed("demo: " + e.getMessage(), e);
        }
    }

    private DemoScenario scenario(final long startNs)
    {
        try
        {
            return new DemoScenario(startNs, duration, seed);
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.usage(e.getMessage());
        }
    }
}
