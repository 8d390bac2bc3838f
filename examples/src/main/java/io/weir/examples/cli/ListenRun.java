package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.collector.Collector;
import io.weir.collector.CountersSnapshot;
import io.weir.collector.ListenerSnapshot;
import io.weir.exporter.health.HealthChange;
import io.weir.exporter.health.HealthMonitor;
import io.weir.exporter.health.HealthReport;
import io.weir.exporter.health.Inventory;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.metric.MetricTable;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdEvent;
import io.weir.time.TimeSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One run of a live collector and what is printed of it, all by the thread that runs it. */
final class ListenRun implements AutoCloseable
{
    private static final long TICK_NS = 50_000_000L;
    private static final long HEALTH_NS = 1_000_000_000L;
    private static final long REDRAW_NS = 500_000_000L;
    /** Flow records that wait to be printed. */
    private static final int MAX_RECORDS = 1 << 16;
    private static final long DEFAULT_INTERVAL_NS = 5_000_000_000L;

    private final Terminal terminal;
    private final AnalyticsOptions options;
    private final Definitions definitions;
    private final RunOutput output;
    private final TimeSource time = TimeSource.system();
    private final FlowCache flows = Definitions.newCache();
    private final ThresholdEngine thresholds;
    private final Queue<ThresholdEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> records = new ArrayBlockingQueue<>(MAX_RECORDS);
    private final AtomicLong lostRecords = new AtomicLong();
    private final Tally tally = new Tally();
    private final MetricTable metrics = MetricTable.builder().build();
    private final List<MetricQuery> queries;
    private final Collector collector;
    private final HealthMonitor monitor;
    private final Path status;
    private LiveView view;
    private long nextIntervalNs;
    private long nextHealthNs;
    private long printedReceived;
    private boolean statusFailed;

    ListenRun(
        final Terminal terminal, final AnalyticsOptions options, final Collector.Builder settings, final Health health)
    {
        this.terminal = terminal;
        this.options = options;
        queries = options.metrics();
        definitions = options.definitions(List.of(), List.of());
        output = RunOutput.to(terminal, options.format(), definitions);
        thresholds = ThresholdEngine.builder(flows).metrics(metrics).errorHandler(this::report).build();
        definitions.defineIn(flows);
        definitions.thresholds().forEach(thresholds::define);
        thresholds.addListener(events::add);
        definitions.flows().values().forEach(spec -> flows.addListener(spec.name(), (flow, reason) ->
        {
            final FlowRow row = flow.row();
            if (!records.offer(() -> output.flow(spec, row, reason)))
            {
                lostRecords.incrementAndGet();
            }
        }));
        collector = settings.sink(flows).sink(tally).sink(metrics).time(time).errorHandler(this::report).start();
        status = health.status;
        monitor = HealthMonitor.builder(collector::exporters).kernelDrops(collector::kernelDrops).time(time)
            .inventory(health.inventory).noDataAfter(health.noDataAfter).listener(this::onHealth)
            .errorHandler(this::report).build();
    }

    /**
     * Run until the user stops it, or for a time.
     *
     * @param durationNs to run at most.
     * @return exit code 0.
     */
    int run(final long durationNs)
    {
        output.begin();
        collector.addresses().forEach(
            address -> terminal.err().println("weir: listening on " + HostPort.text(address)));
        collector.warnings().forEach(warning -> terminal.err().println("weir: warning: " + warning));
        final long startNs = time.epochNs();
        nextIntervalNs = startNs + intervalNs();
        if (Format.TABLE == options.format() && terminal.outTerminal())
        {
            view = new LiveView(terminal, definitions, startNs, durationNs == Long.MAX_VALUE ? Long.MAX_VALUE :
                startNs + durationNs, flows, thresholds);
            nextIntervalNs = startNs;
        }
        boolean stopped = false;
        while (!stopped && time.epochNs() - startNs < durationNs)
        {
            stopped = terminal.awaitStop(TICK_NS);
            tick(time.epochNs());
        }
        final int active = thresholds.active().size();
        collector.close();
        final long endNs = time.epochNs();
        printEvents();
        evaluateHealth();
        for (final FlowSpec spec : definitions.flows().values())
        {
            output.top(spec, flows.topTotals(spec.name(), options.top(spec.n())));
        }
        queries.forEach(query -> output.metrics(query.run(metrics)));
        collector.listeners().forEach(this::print);
        if (lostRecords.get() > 0)
        {
            terminal.err().println(
                "weir: " + Text.count(lostRecords.get()) + " flow records could not be printed fast enough");
        }
        output.summary(
            new RunSummary(collector.counters(), collector.exporters(), tally),
            new RunOutput.End(startNs, endNs, active, definitions.accounting(flows)));
        return 0;
    }

    private void tick(final long nowNs)
    {
        printEvents();
        if (nowNs >= nextHealthNs)
        {
            nextHealthNs = nowNs + HEALTH_NS;
            evaluateHealth();
        }
        if (nowNs >= nextIntervalNs)
        {
            if (null == view)
            {
                nextIntervalNs = nowNs + intervalNs();
                printInterval(nowNs);
            }
            else
            {
                nextIntervalNs = nowNs + REDRAW_NS;
                view.redraw(nowNs, collector);
            }
        }
        terminal.out().flush();
    }

    private void printEvents()
    {
        for (Runnable record = records.poll(); null != record; record = records.poll())
        {
            record.run();
        }
        for (ThresholdEvent event = events.poll(); null != event; event = events.poll())
        {
            if (null == view)
            {
                output.event(event);
            }
            else
            {
                view.onEvent(event);
            }
        }
    }

    private long intervalNs()
    {
        return null == options.interval() ? DEFAULT_INTERVAL_NS : options.interval().toNanos();
    }

    private void printInterval(final long nowNs)
    {
        if (null != options.interval() || Format.TABLE == options.format())
        {
            for (final FlowSpec spec : definitions.flows().values())
            {
                output.interval(nowNs, spec, flows.topFlows(spec.name(), options.top(spec.n())));
            }
        }
        final CountersSnapshot counters = collector.counters();
        if (Format.TABLE == options.format() && counters.received() != printedReceived)
        {
            printedReceived = counters.received();
            terminal.err().println("weir: " + Text.clock(nowNs / TimeSource.NS_PER_MS) + " received " +
                Text.count(counters.received()) + ", rejected " + Text.count(counters.rejected()) + ", exporters " +
                collector.exporters().size());
        }
    }

    private void evaluateHealth()
    {
        final HealthReport report = monitor.evaluate();
        if (null != status && !statusFailed)
        {
            try
            {
                final Path written = status.resolveSibling(status.getFileName() + ".new");
                Files.writeString(written, Json.text(HealthJson.report(report)) + '\n');
                Files.move(written, status, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
            catch (final IOException e)
            {
                statusFailed = true;
                terminal.err().println("weir: " + Failures.unwritable(status, e));
            }
        }
    }

    private void onHealth(final HealthChange change)
    {
        if (Format.JSON == options.format())
        {
            terminal.out().print(Json.text(HealthJson.change(change)) + '\n');
        }
        else
        {
            terminal.err().println("weir: " + Text.clock(change.timeNs() / TimeSource.NS_PER_MS) + " " +
                change.now().address() + " " + change.now().technology() + " is " + change.now().state() +
                (change.now().message().isEmpty() ? "" : ": " + change.now().message()));
        }
    }

    private void print(final ListenerSnapshot listener)
    {
        final CountersSnapshot counters = listener.counters();
        if (Format.JSON == options.format())
        {
            final ObjectNode object = Json.object();
            object.put("type", "listener");
            object.put("address", HostPort.text(listener.address()));
            object.put("received", counters.received());
            object.put("decoded", counters.decoded());
            final ObjectNode rejected = object.putObject("rejected");
            counters.rejectedByReason().forEach((reason, count) -> rejected.put(reason.name(), count));
            object.put("kernelDrops", listener.kernelDrops() < 0 ? null : listener.kernelDrops());
            terminal.out().print(Json.text(object) + '\n');
        }
        else
        {
            terminal.err().println("weir: " + HostPort.text(listener.address()) + " received " +
                Text.count(counters.received()) + ", rejected " + Text.count(counters.rejected()) +
                ", dropped by the kernel " + (listener.kernelDrops() < 0 ? "unknown" :
                Text.count(listener.kernelDrops())));
        }
    }

    private void report(final Throwable error)
    {
        terminal.err().println("weir: defect: " + error);
    }

    @Override
    public void close()
    {
        collector.close();
    }

    /** How the health of exporters is watched; {@code status} is null when it is not to be written. */
    record Health(Inventory inventory, Duration noDataAfter, Path status)
    {
    }
}
