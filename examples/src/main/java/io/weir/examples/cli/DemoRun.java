package io.weir.examples.cli;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Collector;
import io.weir.examples.demo.DemoReport;
import io.weir.examples.demo.DemoScenario;
import io.weir.examples.demo.DemoTraffic;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.metric.MetricTable;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdEvent;
import io.weir.time.TimeSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One demonstration: a collector on loopback, the traffic that it receives, and the view of both. */
final class DemoRun implements AutoCloseable
{
    private static final long TICK_NS = 50_000_000L;
    private static final long PLAIN_LINE_NS = 2_000_000_000L;
    private static final long REDRAW_NS = 500_000_000L;
    private static final long DRAIN_NS = 300_000_000L;
    /** From the open sockets to the first datagram: time for the threads to start. */
    private static final long LEAD_NS = 300_000_000L;

    private final Terminal terminal;
    private final AnalyticsOptions options;
    private final DemoScenario scenario;
    private final Definitions definitions;
    private final TimeSource time;
    private final RunOutput output;
    private final Defects defects;
    private final FlowCache flows = Definitions.newCache();
    private final MetricTable metrics = MetricTable.builder().build();
    private final ThresholdEngine thresholds;
    private final Queue<ThresholdEvent> events = new ConcurrentLinkedQueue<>();
    private final Tally tally = new Tally();
    private final DemoReport report;
    private final Collector collector;
    private final DemoTraffic traffic;
    private final Style style;
    private final LiveView view;
    private long nextViewNs;
    private long nextIntervalNs;

    DemoRun(
        final Terminal terminal,
        final AnalyticsOptions options,
        final DemoScenario script,
        final Definitions definitions,
        final TimeSource time) throws IOException
    {
        this.terminal = terminal;
        this.options = options;
        this.definitions = definitions;
        this.time = time;
        defects = new Defects(terminal);
        output = RunOutput.to(terminal, options.format(), definitions);
        thresholds = ThresholdEngine.builder(flows).metrics(metrics).errorHandler(defects).build();
        definitions.defineIn(flows);
        definitions.thresholds().forEach(thresholds::define);
        thresholds.addListener(events::add);
        final InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        collector = Collector.builder()
            .decoders(SflowDecoder.provider(), NetflowDecoder.provider())
            .listen(loopback)
            .listen(loopback)
            .sink(flows)
            .sink(metrics)
            .sink(tally)
            .time(time)
            .errorHandler(defects)
            .start();
        scenario = script.startingAt(time.epochNs() + LEAD_NS);
        report = new DemoReport(scenario.anomalies());
        nextViewNs = scenario.startNs() + (terminal.outTerminal() ? 0 : plainPeriodNs());
        try
        {
            traffic = new DemoTraffic(scenario.workloads(), collector.addresses(), time);
        }
        catch (final IOException e)
        {
            collector.close();
            throw e;
        }
        view = new LiveView(terminal, definitions, scenario.startNs(), scenario.endNs(), flows, thresholds);
        style = Style.of(terminal.outTerminal());
    }

    /**
     * Run to the end of the scenario, or until the user stops it.
     *
     * @return exit code: 0 when every anomaly was raised and cleared.
     * @throws IOException if the traffic cannot be sent.
     */
    int run() throws IOException
    {
        output.begin();
        if (Format.TABLE == options.format())
        {
            begin(collector.addresses());
        }
        if (!traffic.ownAddresses())
        {
            terminal.err().println("weir: this system has no loopback addresses beside 127.0.0.1, so that all " +
                "exporters share it");
        }
        traffic.start();
        while (time.epochNs() < scenario.endNs() && null == traffic.failure() && !terminal.awaitStop(TICK_NS))
        {
            tick();
        }
        traffic.close();
        if (null != traffic.failure())
        {
            throw traffic.failure();
        }
        // What is still in the sockets and in the dispatch thread belongs to the result.
        terminal.awaitStop(DRAIN_NS);
        takeEvents();
        if (Format.TABLE == options.format() && terminal.outTerminal())
        {
            view.redraw(time.epochNs(), collector);
        }
        return end();
    }

    private void begin(final List<InetSocketAddress> addresses)
    {
        final StringBuilder listening = new StringBuilder();
        for (final InetSocketAddress address : addresses)
        {
            listening.append(listening.isEmpty() ? "" : " and ").append(address.getAddress().getHostAddress())
                .append(':').append(address.getPort());
        }
        terminal.out().println("weir demo: collector on UDP " + listening + "; 2 switches send sFlow v5, 2 routers " +
            "send IPFIX");
        terminal.out().flush();
    }

    private void tick()
    {
        final long nowNs = time.epochNs();
        report.onTick(flows, nowNs);
        takeEvents();
        if (Format.TABLE == options.format() && nowNs >= nextViewNs)
        {
            if (terminal.outTerminal())
            {
                view.redraw(nowNs, collector);
                nextViewNs = nowNs + REDRAW_NS;
            }
            else
            {
                view.line(nowNs, collector);
                nextViewNs += plainPeriodNs();
            }
        }
        else if (Format.TABLE != options.format() && null != options.interval() && nowNs >= nextIntervalNs)
        {
            for (final FlowSpec spec : definitions.flows().values())
            {
                output.interval(nowNs, spec, flows.topFlows(spec.name(), options.top(spec.n())));
            }
            nextIntervalNs = nowNs + options.interval().toNanos();
        }
        terminal.out().flush();
    }

    private long plainPeriodNs()
    {
        return null == options.interval() ? PLAIN_LINE_NS : options.interval().toNanos();
    }

    private void takeEvents()
    {
        for (ThresholdEvent event = events.poll(); null != event; event = events.poll())
        {
            report.onEvent(event);
            if (Format.TABLE == options.format() && terminal.outTerminal())
            {
                view.onEvent(event);
            }
            else
            {
                output.event(event);
            }
        }
    }

    // The last line: nothing lost on the way, and nothing found that was not there.
    private void endLine(final long sent, final long received)
    {
        final StringBuilder line = new StringBuilder();
        line.append(report.complete() ? style.green("Both anomalies were raised and cleared") :
            style.red("Not every anomaly was raised and cleared"));
        line.append("; ").append(report.unexpected().isEmpty() ? "no other alarm" :
            Text.count(report.unexpected().size()) + " other alarms");
        line.append("; ").append(Text.count(sent)).append(" datagrams sent, ").append(Text.count(received))
            .append(" received.");
        terminal.out().println(line);
    }

    private int end()
    {
        final long nowNs = time.epochNs();
        final boolean table = Format.TABLE == options.format();
        for (final FlowSpec spec : definitions.flows().values())
        {
            if (!table || !scenario.flows().contains(spec))
            {
                output.top(spec, flows.topTotals(spec.name(), options.top(spec.n())));
            }
        }
        final int active = thresholds.active().size();
        collector.close();
        output.summary(
            new RunSummary(collector.counters(), collector.exporters(), tally),
            new RunOutput.End(scenario.startNs(), nowNs, active, definitions.accounting(flows)));
        if (table)
        {
            terminal.out().println();
        }
        for (final DemoReport.Result result : report.results())
        {
            output.anomaly(result, scenario.startNs());
        }
        if (table)
        {
            endLine(traffic.sent(), collector.counters().received());
        }
        if (terminal.stopRequested())
        {
            terminal.err().println("weir: stopped before the end of the demonstration");
        }
        return defects.exitCode(report.complete() ? 0 : CommandFailure.FAILED);
    }

    @Override
    public void close()
    {
        traffic.close();
        collector.close();
    }
}
