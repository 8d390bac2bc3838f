package io.weir.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.examples.demo.DemoReport;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdEvent;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * One table of comma separated values with a header line: events as they come, then top flows. The column {@code type}
 * tells the rows apart. The summary, which is no table, goes to the log.
 */
final class CsvOutput implements RunOutput
{
    private static final String HEADER = "type,time,name,key,state,agent,dataSource,value,low,high,total,frames";

    private static final long NS_PER_MS = 1_000_000;

    private final PrintStream out;
    private final RunOutput log;

    CsvOutput(final PrintStream out, final RunOutput log)
    {
        this.out = out;
        this.log = log;
    }

    @Override
    public void begin()
    {
        out.print(HEADER + '\n');
    }

    @Override
    public void event(final ThresholdEvent event)
    {
        print("event", RunSummary.time(event.timestampNs()), event.thresholdId(), event.flowKey(),
            event.state().name(), event.agent(), event.dataSource(), rate(event.value()), rate(event.low()),
            rate(event.high()), "", "");
    }

    @Override
    public void flow(final FlowSpec spec, final FlowRow row, final FlowEndReason reason)
    {
        print("flow", RunSummary.time(row.lastSeenMs() * NS_PER_MS), spec.name(), row.key(), reason.name(), row.agent(),
            row.dataSource(), "", "", "", Long.toString(row.total()), Long.toString(row.frames()));
    }

    @Override
    public void interval(final long timeNs, final FlowSpec spec, final List<FlowRow> rows)
    {
        for (final FlowRow row : rows)
        {
            print("interval", RunSummary.time(timeNs), spec.name(), row.key(), "", row.agent(), row.dataSource(),
                rate(row.rate()), rate(row.low()), rate(row.high()), Long.toString(row.total()),
                Long.toString(row.frames()));
        }
    }

    @Override
    public void top(final FlowSpec spec, final List<FlowRow> rows)
    {
        for (final FlowRow row : rows)
        {
            print("top", "", spec.name(), row.key(), "", "", "", rate(row.rate()), rate(row.low()),
                rate(row.high()), Long.toString(row.total()), Long.toString(row.frames()));
        }
    }

    @Override
    public void metrics(final List<ObjectNode> lines)
    {
        for (final ObjectNode line : lines)
        {
            for (final JsonNode value : line.has("metrics") ? line.get("metrics") : List.of(line))
            {
                print(line.get("type").asText(), "", value.get("metricName").asText(), "", "",
                    value.get("agent").asText(), value.get("dataSource").asText(), Text.metric(value), "", "", "", "");
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
        for (final String field : fields)
        {
            line.append(line.isEmpty() ? "" : ",").append(Text.csv(field));
        }
        out.print(line.append('\n'));
    }

    private static String rate(final double rate)
    {
        return Double.isFinite(rate) ?
            BigDecimal.valueOf(rate).setScale(3, RoundingMode.HALF_EVEN).toPlainString() : "";
    }
}
