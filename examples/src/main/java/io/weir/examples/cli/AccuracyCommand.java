package io.weir.examples.cli;

import io.weir.examples.accuracy.CaptureTrial;
import io.weir.examples.accuracy.DistinctTrial;
import io.weir.examples.accuracy.IntervalTrial;
import io.weir.examples.accuracy.RateTrial;
import io.weir.flowcache.Aggregation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code weir accuracy}: measures rates, intervals, largest flows and counts against exact counting. */
@Command(
    name = "accuracy",
    header = "Measures rates, intervals, top flows and distinct counts against exact counting.",
    mixinStandardHelpOptions = true,
    description = { "",
        "Generated traffic, and captures if there are any, go through the flow cache and are counted exactly beside",
        "it. Each line tells what was measured, what is stated, and whether that holds." },
    footer = { "", "Exit code 1 if something stated does not hold.", "",
        "Example:", "  weir accuracy --flows 4000 capture.pcap" })
final class AccuracyCommand implements Callable<Integer>
{
    private static final long[] SAMPLING_RATES = { 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000 };
    private static final long[] SOURCES = { 500, 1000, 2000, 5000 };
    private static final int[] DISTINCT = { 10, 16, 100, 1000, 10_000, 100_000 };
    private static final int EXACT = 16;
    private static final double RATE_ERROR = 1e-9;
    private static final double LEAST_COVERAGE = 0.94;
    private static final double MOST_COVERAGE = 0.999;
    private static final double BIAS = 0.01;
    private static final double DISTINCT_ERROR = 0.0325;
    private static final double SIGMAS = 3;

    private final Terminal terminal;
    private boolean holds = true;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Captures to measure too.")
    private List<Path> files = List.of();

    @Option(
        names = "--flows",
        paramLabel = "COUNT",
        description = "Flows from which coverage and bias are taken, default ${DEFAULT-VALUE}.")
    private int flows = 4000;

    @Option(
        names = "--packets",
        paramLabel = "COUNT",
        description = "Samples of the traffic for rates and top flows, default ${DEFAULT-VALUE}.")
    private int packets = 1_000_000;

    @Option(names = "--seed", paramLabel = "SEED", description = "Of the traffic, default ${DEFAULT-VALUE}.")
    private long seed = 1;

    AccuracyCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException
    {
        if (flows < 100 || flows > 1_000_000 || packets < 10_000 || packets > 100_000_000)
        {
            throw CommandFailure.usage("out of range: flows=" + flows + " range=100..1000000, packets=" + packets +
                " range=10000..100000000");
        }
        print("measured", "on", "result", "stated", "");
        rates();
        intervals();
        pooled();
        distinct();
        for (final Path file : files)
        {
            capture(file);
        }
        return holds ? 0 : 1;
    }

    private void rates()
    {
        final RateTrial trial = new RateTrial(packets, seed);
        final String on = Text.count(packets) + " samples, 1 in 1 to 4096";
        final double error = trial.largestRateError();
        line("rates", on, String.format(Locale.ROOT, "error up to %.1e", error), "1e-9 of the textbook's",
            error <= RATE_ERROR);
        line("totals", on, trial.wrongTotals() + " wrong", "exact", 0 == trial.wrongTotals());
        final int right = trial.rightTop();
        line("top " + RateTrial.TOP, on, right + " right", "exact", RateTrial.TOP == right);
    }

    private void intervals()
    {
        for (final long rate : SAMPLING_RATES)
        {
            final double coverage =
                (double)new IntervalTrial(new long[]{ rate }, Aggregation.MAX, flows, seed).covered() / flows;
            line("95 % interval", "20,000 packets/s, 1 in " + Text.count(rate), percent(coverage) + " cover",
                "94 % to 99.9 %", coverage >= LEAST_COVERAGE && coverage <= MOST_COVERAGE);
        }
    }

    private void pooled()
    {
        final String on = "four sources, 1 in 500 to 5000";
        final double max = new IntervalTrial(SOURCES, Aggregation.MAX, flows, seed).bias();
        print("bias of max", on, signed(max), "", "");
        final double pooled = new IntervalTrial(SOURCES, Aggregation.POOLED, flows, seed).bias();
        line("bias of pooled", on, signed(pooled), "within 1 %", Math.abs(pooled) <= BIAS);
    }

    private void distinct()
    {
        for (final int sources : DISTINCT)
        {
            final int targets = Math.max(20, Math.min(500, 2_000_000 / sources));
            final DistinctTrial trial = new DistinctTrial(sources, targets, seed);
            final boolean exact = sources <= EXACT;
            // The standard error itself is known from so many targets only to one part in the root of twice as many.
            final double most = exact ? 0 : DISTINCT_ERROR * (1 + SIGMAS / Math.sqrt(2.0 * targets));
            line("distinct values", Text.count(targets) + " flows of " + Text.count(sources),
                "standard error " + percent(trial.standardError()) + ", up to " + percent(trial.largestError()),
                exact ? "exact" : "3.25 %", trial.standardError() <= most);
        }
    }

    private void capture(final Path file) throws IOException
    {
        final CaptureTrial trial = new CaptureTrial(file);
        final String on = file.getFileName() + ", " + Text.count(trial.records()) + " records";
        line("totals", on, trial.wrongTotals() + " of " + Text.count(trial.pairs()) + " wrong", "exact",
            0 == trial.wrongTotals());
        final double error = trial.largestRateError();
        line("rates", on, String.format(Locale.ROOT, "error up to %.1e", error), "1e-9 of the textbook's",
            error <= RATE_ERROR);
        final double distinct = trial.distinctError();
        line("distinct values", on, "standard error " + percent(distinct), "3.25 %",
            distinct <= SIGMAS * DISTINCT_ERROR);
    }

    private void line(
        final String measured, final String on, final String result, final String stated, final boolean isSo)
    {
        holds &= isSo;
        print(measured, on, result, stated, isSo ? "holds" : "DOES NOT HOLD");
    }

    private void print(
        final String measured, final String on, final String result, final String stated, final String verdict)
    {
        terminal.out().println(String.format(Locale.ROOT, "%-16s %-36s %-38s %-22s %s", measured, on, result, stated,
            verdict).stripTrailing());
    }

    private static String percent(final double share)
    {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String signed(final double share)
    {
        return String.format(Locale.ROOT, "%+.2f %%", 100 * share);
    }
}
