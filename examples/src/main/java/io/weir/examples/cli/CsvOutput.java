package io.weir.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.examples.demo.DemoReport;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdEvent;

import org.HdrHistogram.Histogram;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One table of comma separated values with a header line: events as they come, then top flows. The column {@code type}
 * tells the rows apart. Percentiles and the summary, which are other tables, go to the log.
 */
final class CsvOutput implements RunOutput
{
    private static final String HEADER = "type,time,name,key,state,agent,dataSource,value,low,high,total,frames";

    private static final long NS_PER_MS = 1_000_000;

    private final PrintStream out;
    private final RunOutput log;
    /** Whether a flow has further values, for which there is a column then. */
    private final boolean values;

    CsvOutput(final PrintStream out, final RunOutput log, final boolean values)
    {
        this.out = out;
        this.log = log;
        this.values = values;
    }

    @Override
    public void begin()
    {
        out.print(HEADER + (values ? ",values" : "") + '\n');
    }

    @Override
    public void event(final ThresholdEvent event)
    {
        print("event", RunSummary.time(event.timestampNs()), event.thresholdId(), event.flowKey(),
            event.state().name(), event.agent(), event.dataSource(), rate(event.value()), rate(event.low()),
            rate(event.high()), "", "", "");
    }

    @Override
    public void flow(final FlowSpec spec, final FlowRow row, final FlowEndReason reason)
    {
        print("flow", RunSummary.time(row.lastSeenMs() * NS_PER_MS), spec.name(), row.key(), reason.name(), row.agent(),
            row.dataSource(), "", "", "", total(spec, row), Long.toString(row.frames()), text(row.lifeValues()));
    }

    @Override
    public void interval(final long timeNs, final FlowSpec spec, final List<FlowRow> rows)
    {
        for (final FlowRow row : rows)
        {
            print("interval", RunSummary.time(timeNs), spec.name(), row.key(), "", row.agent(), row.dataSource(),
                rate(row.value()), low(spec, row), high(spec, row), total(spec, row), Long.toString(row.frames()),
                text(row.values()));
        }
    }

    @Override
    public void top(final FlowSpec spec, final List<FlowRow> rows)
    {
        for (final FlowRow row : rows)
        {
            print("top", "", spec.name(), row.key(), "", "", "", rate(row.value()), low(spec, row), high(spec, row),
                total(spec, row), Long.toString(row.frames()), text(row.lifeValues()));
        }
    }

    @Override
    public void percentiles(final Map<String, Histogram> histograms)
    {
        log.percentiles(histograms);
    }

    @Override
    public void metrics(final List<ObjectNode> lines)
    {
        for (final ObjectNode line : lines)
        {
            for (final JsonNode value : line.has("metrics") ? line.get("metrics") : List.of(line))
            {
                print(line.get("type").asText(), "", value.get("metricName").asText(), "", "",
                    value.get("agent").asText(), value.get("dataSource").asText(), Text.metric(value), "", "", "", "",
                    "");
            }
        }
    }

    @Override
    public void summary(final RunSummary summary, final End end)
    {
        log.summary(summary, end);
    }

    @Override
    public void anomaly(final DemoReport.Result result, final long startNs)
    {
        log.anomaly(result, startNs);
    }

    private void print(final String... fields)
    {
        final StringBuilder line = new StringBuilder();
        for (final String field : values ? fields : Arrays.copyOf(fields, fields.length - 1))
        {
            line.append(line.isEmpty() ? "" : ",").append(Text.csv(field));
        }
        out.print(line.append('\n'));
    }

    private static String total(final FlowSpec spec, final FlowRow row)
    {
        return FlowSpec.isRate(spec.value()) ? Long.toString(row.total()) : rate(row.lifeValue());
    }

    private static String low(final FlowSpec spec, final FlowRow row)
    {
        return FlowSpec.isRate(spec.value()) ? rate(row.low()) : "";
    }

    private static String high(final FlowSpec spec, final FlowRow row)
    {
        return FlowSpec.isRate(spec.value()) ? rate(row.high()) : "";
    }

    /* One field, in which blanks are between the values. */
    private static String text(final List<Double> values)
    {
        return values.stream().map(CsvOutput::rate).collect(Collectors.joining(" "));
    }

    private static String rate(final double rate)
    {
        return Double.isFinite(rate) ?
            BigDecimal.valueOf(rate).setScale(3, RoundingMode.HALF_EVEN).toPlainString() : "";
    }
}
