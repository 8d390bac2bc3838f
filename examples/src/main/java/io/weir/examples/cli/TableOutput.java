package io.weir.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.examples.demo.Anomaly;
import io.weir.examples.demo.DemoReport;
import io.weir.exporter.ExporterCounter;
import io.weir.flowcache.FlowAccounting;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.AlarmState;
import io.weir.threshold.EventReason;
import io.weir.threshold.ThresholdEvent;
import io.weir.wire.DecodeStatus;

import org.HdrHistogram.Histogram;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines and aligned columns, for people. */
final class TableOutput implements RunOutput
{
    private static final int MAX_KEY_WIDTH = 64;
    private static final long NS_PER_MS = 1_000_000L;

    private final PrintStream out;
    private final Style style;
    private final Map<String, FlowSpec> specs;

    /**
     * Output to a stream.
     *
     * @param out   to print to.
     * @param style of the stream.
     * @param specs definitions by name, for the units of events.
     */
    TableOutput(final PrintStream out, final Style style, final Map<String, FlowSpec> specs)
    {
        this.out = out;
        this.style = style;
        this.specs = specs;
    }

    @Override
    public void event(final ThresholdEvent event)
    {
        out.println(eventLine(event, specs.get(event.metric()), style));
    }

    /**
     * One event as a line.
     *
     * @param event to show.
     * @param spec  definition of its metric, for the unit; null where it is gone.
     * @param style of the stream.
     * @return the line.
     */
    static String eventLine(final ThresholdEvent event, final FlowSpec spec, final Style style)
    {
        final boolean raised = AlarmState.RAISED == event.state();
        final String unit = null == spec ? "" : Definitions.unit(spec);
        final String state = raised ? style.red("RAISED ") : style.green("CLEARED");
        return Text.clock(event.timestampMs()) + " " + state + " " + event.thresholdId() + "  " +
            (event.severity().isEmpty() ? "" : event.severity() + "  ") +
            Text.printable(event.flowKey().isEmpty() ? event.metric() : event.flowKey(), MAX_KEY_WIDTH) + "  " +
            (raised ? crossing(event, unit) : end(event, unit)) + where(event.agent(), event.dataSource());
    }

    private static String crossing(final ThresholdEvent event, final String unit)
    {
        return EventReason.ABSENT == event.reason() ? "nothing since " + Text.clock(event.onsetNs() / NS_PER_MS) :
            Text.quantity(event.value(), unit) + (EventReason.BELOW == event.reason() ? " < " : " > ") +
                Text.quantity(event.threshold(), unit);
    }

    private static String end(final ThresholdEvent event, final String unit)
    {
        return EventReason.SEEN == event.reason() ? "there again" :
            (EventReason.ABOVE == event.reason() ? "up to " : "down to ") + Text.quantity(event.value(), unit);
    }

    private static String where(final String agent, final String dataSource)
    {
        return agent.isEmpty() ? "" : "  at " + agent + (dataSource.isEmpty() ? "" : " interface " + dataSource);
    }

    @Override
    public void flow(final FlowSpec spec, final FlowRow row, final FlowEndReason reason)
    {
        out.println(Text.clock(row.lastSeenMs()) + " flow " + spec.name() + "  " +
            Text.printable(row.key(), MAX_KEY_WIDTH) + "  " + values(spec, row) + " in " +
            Text.quantity((row.lastSeenMs() - row.firstSeenMs()) / 1e3, "s") +
            ", " + reason + where(row.agent(), row.dataSource()));
    }

    private static String values(final FlowSpec spec, final FlowRow row)
    {
        final StringBuilder text = new StringBuilder(FlowSpec.isRate(spec.value()) ?
            Text.count(row.total()) + " " + Definitions.valueName(spec) : named(spec.value(), row.lifeValue()));
        for (int i = 0; i < row.values().size(); i++)
        {
            text.append(", ").append(named(spec.values().get(i), row.lifeValues().get(i)));
        }
        return text.toString();
    }

    private static String named(final String value, final double number)
    {
        return FlowSpec.isRate(value) ? Text.count((long)number) + " " + FlowSpec.valueName(value) :
            value + " " + text(number, Definitions.unit(value));
    }

    @Override
    public void interval(final long timeNs, final FlowSpec spec, final List<FlowRow> rows)
    {
        out.println(style.bold(Text.clock(timeNs / NS_PER_MS) + "  " + spec.name()));
        final List<String[]> cells = new ArrayList<>();
        for (final FlowRow row : rows)
        {
            final List<String> line = new ArrayList<>(List.of(Text.printable(row.key(), MAX_KEY_WIDTH)));
            addValue(line, spec, row);
            for (int i = 0; i < row.values().size(); i++)
            {
                line.add(text(row.values().get(i), Definitions.unit(spec.values().get(i))));
            }
            cells.add(line.toArray(new String[0]));
        }
        final List<String> titles = new ArrayList<>(List.of(title(spec)));
        titles.addAll(FlowSpec.isRate(spec.value()) ? List.of("rate", "95 % interval") : List.of(spec.value()));
        titles.addAll(spec.values());
        columns(titles.toArray(new String[0]), cells);
    }

    /* Value of a row, with the interval of a rate. */
    private static void addValue(final List<String> line, final FlowSpec spec, final FlowRow row)
    {
        line.add(text(row.value(), Definitions.unit(spec)));
        if (FlowSpec.isRate(spec.value()))
        {
            line.add(interval(spec, row.low(), row.high()));
        }
    }

    @Override
    public void top(final FlowSpec spec, final List<FlowRow> rows)
    {
        out.println();
        out.println(style.bold("Top flows of " + spec.name() + " by " + spec.value()));
        final boolean rate = FlowSpec.isRate(spec.value());
        final boolean hasTotal = !"frames".equals(Definitions.valueName(spec));
        final List<String[]> cells = new ArrayList<>();
        for (final FlowRow row : rows)
        {
            final List<String> line = new ArrayList<>();
            line.add(Text.printable(row.key().isEmpty() ? "(all)" : row.key(), MAX_KEY_WIDTH));
            if (hasTotal)
            {
                line.add(rate ? Text.count(row.total()) : text(row.lifeValue(), Definitions.unit(spec)));
            }
            line.add(Text.count(row.frames()));
            addValue(line, spec, row);
            for (int i = 0; i < row.values().size(); i++)
            {
                final String value = spec.values().get(i);
                line.add(FlowSpec.isRate(value) ? Text.count((long)(double)row.lifeValues().get(i)) :
                    text(row.lifeValues().get(i), Definitions.unit(value)));
            }
            cells.add(line.toArray(new String[0]));
        }
        final List<String> titles = new ArrayList<>(List.of(title(spec)));
        if (hasTotal)
        {
            titles.add(Definitions.valueName(spec));
        }
        titles.addAll(rate ? List.of("frames", "rate at end", "95 % interval") : List.of("frames", "at end"));
        spec.values().forEach(value -> titles.add(FlowSpec.valueName(value)));
        columns(titles.toArray(new String[0]), cells);
    }

    @Override
    public void percentiles(final Map<String, Histogram> histograms)
    {
        out.println();
        out.println(style.bold("Percentiles"));
        final List<String> titles = new ArrayList<>(List.of("of", "count"));
        for (final double percentile : Percentiles.TOLD)
        {
            titles.add(Percentiles.name(percentile));
        }
        final List<String[]> cells = new ArrayList<>();
        histograms.forEach((name, histogram) ->
        {
            final List<String> line = new ArrayList<>(List.of(name, Text.count(histogram.getTotalCount())));
            for (final double percentile : Percentiles.TOLD)
            {
                line.add(Text.count(histogram.getValueAtPercentile(percentile)));
            }
            cells.add(line.toArray(new String[0]));
        });
        columns(titles.toArray(new String[0]), cells);
    }

    @Override
    public void metrics(final List<ObjectNode> lines)
    {
        out.println();
        out.println(style.bold("Metrics"));
        final List<String[]> cells = new ArrayList<>();
        final List<String> titles = new ArrayList<>(List.of("agent and data source"));
        for (final ObjectNode line : lines)
        {
            if (line.has("metrics") && cells.isEmpty())
            {
                line.get("metrics").forEach(value -> titles.add(metricName(value)));
            }
            cells.add(line.has("metrics") ? metricRow(line.get("metrics")) :
                new String[]{ metricSource(line), metricName(line), metricValue(line) });
        }
        if (1 == titles.size())
        {
            titles.addAll(List.of("metric", "value"));
        }
        columns(titles.toArray(new String[0]), cells);
    }

    private static String[] metricRow(final JsonNode values)
    {
        final List<String> cells = new ArrayList<>();
        values.forEach(value -> cells.add(metricValue(value)));
        cells.add(0, metricSource(values.get(0)));
        return cells.toArray(new String[0]);
    }

    private static String metricSource(final JsonNode value)
    {
        return Text.printable((value.get("agent").asText() + ' ' + value.get("dataSource").asText()).strip(),
            MAX_KEY_WIDTH);
    }

    private static String metricName(final JsonNode value)
    {
        return Text.printable(value.get("metricName").asText(), MAX_KEY_WIDTH);
    }

    private static String metricValue(final JsonNode value)
    {
        return Text.printable(Text.metric(value), MAX_KEY_WIDTH);
    }

    @Override
    public void anomaly(final DemoReport.Result result, final long startNs)
    {
        final Anomaly anomaly = result.anomaly();
        final FlowSpec spec = specs.get(anomaly.name());
        final StringBuilder line = new StringBuilder();
        line.append(style.bold(anomaly.name())).append(": injected ").append(rate(spec, anomaly.rate()))
            .append(" from ").append(seconds(anomaly.startNs() - startNs))
            .append(" to ").append(seconds(anomaly.endNs() - startNs))
            .append(" (").append(anomaly.reportedBy()).append(", ").append(anomaly.flowKey()).append("); ");
        line.append(null == result.raised() ? style.red("NOT RAISED") :
            style.green("RAISED") + " at " + seconds(result.raised().timestampNs() - startNs) + ", " +
            seconds(result.raiseDelayNs()) + " after it began");
        line.append(null == result.cleared() ? ", " + style.red("NOT CLEARED") :
            ", " + style.green("CLEARED") + " at " + seconds(result.cleared().timestampNs() - startNs) + ", " +
            seconds(result.clearDelayNs()) + " after it ended");
        if (Double.isFinite(result.measuredRate()))
        {
            line.append("; measured ").append(rate(spec, result.measuredRate()))
                .append(String.format(Locale.ROOT, ", error %+.1f %%", 100 * result.relativeError()));
        }
        out.println(line);
    }

    private static String seconds(final long nanos)
    {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    @Override
    public void summary(final RunSummary summary, final End end)
    {
        out.println();
        out.println(style.bold("Summary"));
        line("datagrams", Text.count(summary.counters().received()) + ", decoded " +
            Text.count(summary.counters().decoded()) + ", rejected " + Text.count(summary.counters().rejected()) +
            reasons(summary.counters().rejectedByReason()));
        if (!summary.faults().isEmpty())
        {
            line("inside datagrams", reasons(summary.faults()).strip());
        }
        line("exporters", Text.count(summary.exporters().size()));
        line("records", Text.count(summary.count(ExporterCounter.FLOW_SAMPLES)) + " flow samples, " +
            Text.count(summary.count(ExporterCounter.COUNTER_SAMPLES)) + " counter samples, " +
            Text.count(summary.count(ExporterCounter.FLOW_RECORDS)) + " flow records");
        line("traffic", Text.count(summary.tally().bytes()) + " bytes, " +
            Text.count(summary.tally().frames()) + " frames");
        line("time", RunSummary.time(end.firstTimeNs()) + " to " + RunSummary.time(end.lastTimeNs()) + ", " +
            Text.quantity((end.lastTimeNs() - end.firstTimeNs()) / 1e9, "s"));
        if (end.active() > 0)
        {
            line("active alarms", Text.count(end.active()));
        }
        for (final Map.Entry<String, FlowAccounting> entry : end.definitions().entrySet())
        {
            line("flow " + entry.getKey(), accounting(entry.getValue()));
        }
    }

    private static String accounting(final FlowAccounting accounting)
    {
        return Text.count(accounting.in()) + " in = " + Text.count(accounting.live()) + " live + " +
            Text.count(accounting.exported()) + " exported + " + Text.count(accounting.other()) + " other + " +
            Text.count(accounting.filtered()) + " filtered; " + Text.count(accounting.flows()) + " flows";
    }

    private static String reasons(final Map<DecodeStatus, Long> counts)
    {
        final StringBuilder text = new StringBuilder();
        counts.forEach((reason, count) -> text.append(text.isEmpty() ? " (" : ", ")
            .append(reason.name()).append(' ').append(Text.count(count)));
        return text.isEmpty() ? "" : text.append(')').toString();
    }

    private void line(final String name, final String text)
    {
        out.println("  " + pad(name, 18, false) + text);
    }

    private static String title(final FlowSpec spec)
    {
        return spec.keys().isEmpty() ? "total" : String.join(",", spec.keys());
    }

    private static String rate(final FlowSpec spec, final double rate)
    {
        return Text.quantity(rate, Definitions.unit(spec));
    }

    private static String text(final double number, final String unit)
    {
        return Double.isNaN(number) ? "-" : Text.quantity(number, unit).strip();
    }

    private static String interval(final FlowSpec spec, final double low, final double high)
    {
        return rate(spec, low) + " .. " + rate(spec, high);
    }

    private void columns(final String[] titles, final List<String[]> rows)
    {
        final int[] widths = new int[titles.length];
        for (int i = 0; i < titles.length; i++)
        {
            widths[i] = titles[i].length();
            for (final String[] row : rows)
            {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        out.println("  " + style.dim(row(titles, widths)));
        for (final String[] row : rows)
        {
            out.println("  " + row(row, widths));
        }
        if (rows.isEmpty())
        {
            out.println("  (none)");
        }
    }

    private static String row(final String[] cells, final int[] widths)
    {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++)
        {
            line.append(0 == i ? "" : "  ").append(pad(cells[i], widths[i], i > 0));
        }
        return line.toString().stripTrailing();
    }

    private static String pad(final String text, final int width, final boolean right)
    {
        final String blanks = " ".repeat(Math.max(0, width - text.length()));
        return right ? blanks + text : text + blanks;
    }
}
