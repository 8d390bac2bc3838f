package io.weir.examples.cli;

import io.weir.examples.detectors.DetectorTrial;
import io.weir.threshold.SamplingAdvice;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code weir detectors}: measures detectors on simulated samples, beside what the calculator says. */
@Command(
    name = "detectors",
    header = "Measures how late detectors raise and how often wrongly, on simulated samples.",
    mixinStandardHelpOptions = true,
    description = { "",
        "A flow of samples is sent through the analytics: steadily at 0.95 times the threshold, to count false",
        "alarms, and from nothing to 1.5, 2 and 5 times the threshold, to measure the delay. What the calculator of",
        "the library says stands in brackets." },
    footer = { "", "Example:", "  weir detectors --samples 400 --hours 10" })
final class DetectorsCommand implements Callable<Integer>
{
    private static final double BELOW = 0.95;
    private static final List<Double> TIMES = List.of(1.5, 2.0, 5.0);

    private final Terminal terminal;

    @Option(
        names = "--samples",
        paramLabel = "COUNT",
        description = "Samples per second that the threshold brings, default ${DEFAULT-VALUE}.")
    private double samples = 400;

    @Option(
        names = "--hours",
        paramLabel = "HOURS",
        description = "Simulated time in which false alarms are counted, default ${DEFAULT-VALUE}.")
    private double hours = 2;

    @Option(
        names = "--trials",
        paramLabel = "COUNT",
        description = "Flows from which a delay is averaged, default ${DEFAULT-VALUE}.")
    private int trials = 50;

    @Option(names = "--seed", paramLabel = "SEED", description = "Of the samples, default ${DEFAULT-VALUE}.")
    private long seed = 1;

    DetectorsCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
    {
        if (!(samples > 0 && samples <= 1e6) || !(hours > 0 && hours <= 1e4) || trials < 1 || trials > 1000)
        {
            throw CommandFailure.usage("out of range: samples=" + samples + " range=0..1000000, hours=" + hours +
                " range=0..10000, trials=" + trials + " range=1..1000");
        }
        line("%-14s %-6s %26s %16s %16s %16s", "detector", "sizes", "false alarms/h at 0.95T", "delay at 1.5T",
            "at 2T", "at 5T");
        for (final boolean mixed : new boolean[] { false, true })
        {
            measure(mixed);
        }
        return 0;
    }

    private void measure(final boolean mixed)
    {
        final double[] alarms = new DetectorTrial(mixed, samples, seed).alarmsPerHour(BELOW, hours);
        final double[][] delays = new double[TIMES.size()][];
        for (int i = 0; i < delays.length; i++)
        {
            delays[i] = new DetectorTrial(mixed, samples, seed + i + 1).delays(TIMES.get(i), trials);
        }
        for (int i = 0; i < alarms.length; i++)
        {
            final SamplingAdvice advice = DetectorTrial.advice(i, mixed, samples);
            line("%-14s %-6s %26s %16s %16s %16s",
                DetectorTrial.names().get(i),
                mixed ? "mixed" : "equal",
                String.format(Locale.ROOT, "%.1f (%.2g)", alarms[i], advice.falseAlarmsPerHour(BELOW)),
                delay(delays[0][i], advice.delay(TIMES.get(0))),
                delay(delays[1][i], advice.delay(TIMES.get(1))),
                delay(delays[2][i], advice.delay(TIMES.get(2))));
        }
    }

    private static String delay(final double seconds, final Duration advised)
    {
        return String.format(Locale.ROOT, "%.2f s (%s)", seconds,
            null == advised ? "never" : String.format(Locale.ROOT, "%.2f", advised.toNanos() / 1e9));
    }

    private void line(final String format, final Object... values)
    {
        terminal.out().println(String.format(Locale.ROOT, format, values));
    }
}
