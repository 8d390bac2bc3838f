package io.weir.examples.cli;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Replay;
import io.weir.collector.ReplayResult;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.metric.MetricTable;
import io.weir.threshold.Dispatch;
import io.weir.threshold.ThresholdEngine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code weir replay}: captures through the analytics. */
@Command(
    name = "replay",
    header = "Runs captures through the analytics.",
    customSynopsis = "weir replay [OPTIONS] FILE...",
    description = "Capture time is the clock, so that the same capture gives the same output every time.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer =
    {
        "",
        "Example:",
        "  weir replay capture.pcap --flow pairs --keys ipsource,ipdestination \\",
        "      --threshold big --metric pairs --above 1250000 --by-flow"
    })
final class ReplayCommand implements Callable<Integer>
{
    /* Nothing expires in a replay. */
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final long SECOND_NS = 1_000_000_000L;

    private final Terminal terminal;

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "pcap or pcapng, either may be .gz; any other file is one raw datagram. '-' is stdin.")
    private List<String> files;

    @Option(
        names = "--speed",
        paramLabel = "SPEED",
        defaultValue = "max",
        converter = SpeedConverter.class,
        description = "max (default) or a multiple of capture time such as 1x or 10x.")
    private double speed;

    @Option(
        names = "--percentiles",
        description = "Print percentiles of record sizes, and of the rates of all flows at each second, at the end.")
    private boolean percentiles;

    @Mixin
    private AnalyticsOptions options;

    ReplayCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException
    {
        final List<MetricQuery> queries = options.metrics();
        final Definitions definitions = options.definitions(List.of(), List.of());
        final Defects defects = new Defects(terminal);
        final RunOutput output = RunOutput.to(terminal, options.format(), definitions);
        final FlowCache flows = Definitions.newCache();
        final MetricTable metrics = MetricTable.builder().maxAge(FOREVER).build();
        final ThresholdEngine thresholds =
            ThresholdEngine.builder(flows).metrics(metrics).dispatch(Dispatch.INLINE).errorHandler(defects).build();
        definitions.defineIn(flows);
        definitions.thresholds().forEach(thresholds::define);
        final Tally tally = new Tally();
        output.begin();
        final Progress progress = new Progress(terminal);
        thresholds.addListener(event ->
        {
            progress.erase();
            output.event(event);
        });
        for (final FlowSpec spec : definitions.flows().values())
        {
            flows.addListener(spec.name(), (flow, reason) ->
            {
                progress.erase();
                output.flow(spec, flow.row(), reason);
            });
        }
        try (InputFiles inputs = InputFiles.of(files))
        {
            final Replay replay = Replay.of(inputs.paths())
                .decoders(SflowDecoder.provider(), NetflowDecoder.provider())
                .sink(flows)
                .sink(tally)
                .sink(metrics)
                .speed(speed)
                .errorHandler(defects);
            if (null != options.interval())
            {
                replay.sink(new IntervalPrinter(options.interval().toNanos(), nowNs ->
                {
                    progress.erase();
                    printInterval(nowNs, flows, definitions, output);
                }));
            }
            final Percentiles measured = percentiles ? new Percentiles(flows, definitions) : null;
            if (null != measured)
            {
                replay.sink(measured.sizes()).sink(new IntervalPrinter(SECOND_NS, nowNs -> measured.sample()));
            }
            final ReplayResult result = progress.run(replay, inputs);
            for (final FlowSpec spec : definitions.flows().values())
            {
                output.top(spec, flows.topTotals(spec.name(), options.top(spec.n())));
            }
            if (null != measured)
            {
                output.percentiles(measured.histograms());
            }
            queries.forEach(query -> output.metrics(query.run(metrics)));
            output.summary(
                new RunSummary(result.counters(), result.exporters(), tally),
                new RunOutput.End(result.firstTimeNs(), result.lastTimeNs(), thresholds.active().size(),
                    definitions.accounting(flows)));
            return defects.exitCode(exitCode(inputs, result));
        }
    }

    private void printInterval(
        final long nowNs, final FlowCache flows, final Definitions definitions, final RunOutput output)
    {
        for (final FlowSpec spec : definitions.flows().values())
        {
            output.interval(nowNs, spec, flows.topFlows(spec.name(), options.top(spec.n())));
        }
    }

    private int exitCode(final InputFiles inputs, final ReplayResult result)
    {
        int exitCode = 0;
        if (!result.complete())
        {
            terminal.err().println("weir: stopped before the end of the capture");
        }
        for (final IOException fault : result.faults())
        {
            exitCode = Math.max(exitCode, Failures.report(terminal, inputs, fault));
        }
        if (result.timesBack() > 0)
        {
            terminal.err().println("weir: " + Text.count(result.timesBack()) +
                " datagrams are stamped before the one that precedes them; they count at its time");
        }
        return exitCode;
    }
}
