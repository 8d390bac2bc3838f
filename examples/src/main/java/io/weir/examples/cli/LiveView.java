package io.weir.examples.cli;

import io.weir.collector.Collector;
import io.weir.exporter.ExporterCounter;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdEngine;
import io.weir.threshold.ThresholdEvent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows a live run: redrawn in place on a terminal, a line now and then elsewhere. */
final class LiveView
{
    private static final int RECENT_EVENTS = 6;
    private static final int MIN_ROWS = 2;
    private static final int MAX_ROWS = 5;
    /** Blank, status, and the title of the events with the blank before it. */
    private static final int FIXED_LINES = 4;
    private static final int BAR = 20;
    private static final int KEY_WIDTH = 36;
    private static final String ERASE_LINE = "\u001B[K";
    private static final String ERASE_BELOW = "\u001B[J";

    private final Terminal terminal;
    private final Definitions definitions;
    private final long startNs;
    private final long endNs;
    private final FlowCache flows;
    private final ThresholdEngine thresholds;
    private final Style style;
    private final Deque<ThresholdEvent> recent = new ArrayDeque<>();
    private final int flowRows;
    private int drawnLines;
    private long lastNs;
    private long lastReceived;
    private long lastRecords;

    /**
     * A view of a run of known length.
     *
     * @param terminal    to draw on.
     * @param definitions of the run.
     * @param startNs     of the run, epoch nanoseconds.
     * @param endNs       of the run; {@link Long#MAX_VALUE} when it goes on until stopped.
     * @param flows       to read.
     * @param thresholds  to read.
     */
    LiveView(
        final Terminal terminal,
        final Definitions definitions,
        final long startNs,
        final long endNs,
        final FlowCache flows,
        final ThresholdEngine thresholds)
    {
        this.terminal = terminal;
        this.definitions = definitions;
        this.startNs = startNs;
        this.endNs = endNs;
        this.flows = flows;
        this.thresholds = thresholds;
        style = Style.of(terminal.outTerminal());
        lastNs = startNs;
        final int flowLines = terminal.rows() - 2 - FIXED_LINES - RECENT_EVENTS;
        final int count = Math.max(1, definitions.flows().size());
        flowRows = Math.max(MIN_ROWS, Math.min(MAX_ROWS, flowLines / count - 2));
    }

    /**
     * Remember an event, to be drawn from now on.
     *
     * @param event raised or cleared.
     */
    void onEvent(final ThresholdEvent event)
    {
        recent.addLast(event);
        if (recent.size() > RECENT_EVENTS)
        {
            recent.removeFirst();
        }
    }

    /**
     * One line about this moment.
     *
     * @param nowNs     epoch nanoseconds.
     * @param collector to read.
     */
    void line(final long nowNs, final Collector collector)
    {
        final StringBuilder line = new StringBuilder();
        line.append(elapsed(nowNs)).append("  ").append(received(nowNs, collector));
        for (final FlowSpec spec : definitions.flows().values())
        {
            for (final FlowRow row : flows.topFlows(spec.name(), 1))
            {
                line.append("; ").append(spec.name()).append(' ').append(Text.printable(row.key(), KEY_WIDTH))
                    .append(' ').append(Text.quantity(row.value(), Definitions.unit(spec)));
            }
        }
        terminal.out().println(line);
    }

    private String elapsed(final long nowNs)
    {
        return String.format(Locale.ROOT, "%5.1f s", Math.max(0, nowNs - startNs) / 1e9);
    }

    private String received(final long nowNs, final Collector collector)
    {
        final long received = collector.counters().received();
        final RunSummary summary = new RunSummary(collector.counters(), collector.exporters(), null);
        final long records =
            summary.count(ExporterCounter.FLOW_SAMPLES) + summary.count(ExporterCounter.FLOW_RECORDS);
        final double seconds = Math.max(1, nowNs - lastNs) / 1e9;
        final String text = counted(received, lastReceived, seconds, "datagrams") + ", " +
            counted(records, lastRecords, seconds, "records") + ", " +
            Text.count(collector.counters().rejected()) + " rejected, " +
            Text.count(summary.count(ExporterCounter.LOST)) + " lost" +
            (0 == summary.count(ExporterCounter.SEQUENCE_CONTRADICTIONS) ? "" : " (unreliable)");
        lastNs = nowNs;
        lastReceived = received;
        lastRecords = records;
        return text;
    }

    private static String counted(final long now, final long before, final double seconds, final String what)
    {
        return Text.count(now) + " " + what + " (" + Text.count(Math.round((now - before) / seconds)) + "/s)";
    }

    /**
     * Draw this moment over the last one.
     *
     * @param nowNs     epoch nanoseconds.
     * @param collector to read.
     */
    void redraw(final long nowNs, final Collector collector)
    {
        final List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(style.bold(elapsed(nowNs)) + "  " + (Long.MAX_VALUE == endNs ? "" :
            bar((double)(nowNs - startNs) / (endNs - startNs)) + "  ") + received(nowNs, collector));
        final Set<String> active = new HashSet<>();
        thresholds.active().forEach(event -> active.add(event.metric() + ' ' + event.flowKey()));
        for (final FlowSpec spec : definitions.flows().values())
        {
            addFlows(lines, spec, active);
        }
        lines.add("");
        lines.add(style.bold("events"));
        if (recent.isEmpty())
        {
            lines.add(style.dim("  none yet"));
        }
        for (final ThresholdEvent event : recent)
        {
            lines.add("  " + TableOutput.eventLine(event, definitions.flows().get(event.metric()), style));
        }
        draw(lines);
    }

    private void addFlows(final List<String> lines, final FlowSpec spec, final Set<String> active)
    {
        lines.add("");
        lines.add(style.bold(spec.name()) + style.dim("  " + String.join(",", spec.keys()) + ", " + spec.value() +
            (FlowSpec.isRate(spec.value()) ? "/s" : "")));
        final List<FlowRow> rows = flows.topFlows(spec.name(), flowRows);
        final double largest = rows.isEmpty() ? 1 : Math.max(1, rows.get(0).value());
        for (final FlowRow row : rows)
        {
            final String unit = Definitions.unit(spec);
            final boolean alarm = active.contains(spec.name() + ' ' + row.key());
            final String text = String.format(Locale.ROOT, "  %-" + KEY_WIDTH + "s %15s  %s  %s",
                Text.printable(row.key(), KEY_WIDTH), Text.quantity(row.value(), unit), bar(row.value() / largest),
                FlowSpec.isRate(spec.value()) ?
                    Text.quantity(row.low(), unit) + " .. " + Text.quantity(row.high(), unit) : "").stripTrailing();
            lines.add(alarm ? style.red(text) : text);
        }
    }

    private static String bar(final double fraction)
    {
        final int filled = (int)Math.round(Math.max(0, Math.min(1, fraction)) * BAR);
        return "#".repeat(filled) + ".".repeat(BAR - filled);
    }

    private void draw(final List<String> lines)
    {
        // A frame must fit: what scrolled away cannot be drawn over.
        final int fit = Math.min(lines.size(), Math.max(1, terminal.rows() - 2));
        final StringBuilder frame = new StringBuilder();
        if (drawnLines > 0)
        {
            frame.append("\u001B[").append(drawnLines).append('A');
        }
        for (final String line : lines.subList(0, fit))
        {
            frame.append(Style.cut(line, terminal.columns())).append(ERASE_LINE).append('\n');
        }
        frame.append(ERASE_BELOW);
        terminal.out().print(frame);
        terminal.out().flush();
        drawnLines = fit;
    }
}
