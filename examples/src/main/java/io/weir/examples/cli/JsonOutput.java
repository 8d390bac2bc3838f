package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.examples.demo.Anomaly;
import io.weir.examples.demo.DemoReport;
import io.weir.flowcache.FlowAccounting;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.AlarmState;
import io.weir.threshold.ThresholdEvent;

import org.HdrHistogram.Histogram;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** One JSON object a line, for programs. The names are those of sFlow-RT where it has them. */
final class JsonOutput implements RunOutput
{
    private static final long NS_PER_MS = 1_000_000;

    private final PrintStream out;

    JsonOutput(final PrintStream out)
    {
        this.out = out;
    }

    @Override
    public void event(final ThresholdEvent event)
    {
        final ObjectNode object = Json.object();
        object.put("type", "event");
        object.put("state", event.state().name());
        object.put("eventID", event.eventId());
        object.put("timestamp", event.timestampMs());
        object.put("thresholdID", event.thresholdId());
        if (!event.severity().isEmpty())
        {
            object.put("severity", event.severity());
        }
        object.put("agent", event.agent());
        object.put("dataSource", event.dataSource());
        object.put("metric", event.metric());
        Json.putRate(object, "threshold", event.threshold());
        Json.putRate(object, "value", event.value());
        Json.putRate(object, "low", event.low());
        Json.putRate(object, "high", event.high());
        object.put("samples", event.samples());
        object.put("flowKey", event.flowKey());
        if (!event.values().isEmpty())
        {
            Json.putRates(object, "values", event.values());
        }
        object.put("episode", event.episodeId());
        if (event.onsetNs() != event.timestampNs() && AlarmState.RAISED == event.state())
        {
            object.put("onset", Math.floorDiv(event.onsetNs(), NS_PER_MS));
        }
        object.put("reason", event.reason().name());
        print(object);
    }

    @Override
    public void flow(final FlowSpec spec, final FlowRow row, final FlowEndReason reason)
    {
        final ObjectNode object = Json.object();
        object.put("type", "flow");
        object.put("flow", spec.name());
        object.put("key", row.key());
        object.put("agent", row.agent());
        object.put("dataSource", row.dataSource());
        putTotal(object, spec, row);
        object.put("frames", row.frames());
        object.put("samples", row.samples());
        if (!row.values().isEmpty())
        {
            Json.putRates(object, "values", row.lifeValues());
        }
        object.put("start", RunSummary.time(row.firstSeenMs() * NS_PER_MS));
        object.put("end", RunSummary.time(row.lastSeenMs() * NS_PER_MS));
        object.put("reason", reason.name());
        object.put("flowEndReason", reason.ipfix());
        print(object);
    }

    @Override
    public void interval(final long timeNs, final FlowSpec spec, final List<FlowRow> rows)
    {
        final ObjectNode object = Json.object();
        object.put("type", "interval");
        object.put("time", RunSummary.time(timeNs));
        object.put("flow", spec.name());
        final ArrayNode array = object.putArray("rows");
        for (final FlowRow row : rows)
        {
            final ObjectNode member = array.addObject();
            member.put("key", row.key());
            putValues(member, spec, row);
        }
        print(object);
    }

    @Override
    public void top(final FlowSpec spec, final List<FlowRow> rows)
    {
        final ObjectNode object = Json.object();
        object.put("type", "top");
        object.put("flow", spec.name());
        final ArrayNode array = object.putArray("rows");
        for (final FlowRow row : rows)
        {
            final ObjectNode member = array.addObject();
            member.put("key", row.key());
            putValues(member, spec, row);
            if (!"frames".equals(Definitions.valueName(spec)))
            {
                putTotal(member, spec, row);
            }
            member.put("frames", row.frames());
            if (!row.values().isEmpty())
            {
                Json.putRates(member, "totals", row.lifeValues());
            }
        }
        print(object);
    }

    private static void putValues(final ObjectNode object, final FlowSpec spec, final FlowRow row)
    {
        Json.putRate(object, "value", row.value());
        if (FlowSpec.isRate(spec.value()))
        {
            Json.putRate(object, "low", row.low());
            Json.putRate(object, "high", row.high());
        }
        if (!row.values().isEmpty())
        {
            Json.putRates(object, "values", row.values());
        }
    }

    private static void putTotal(final ObjectNode object, final FlowSpec spec, final FlowRow row)
    {
        if (FlowSpec.isRate(spec.value()))
        {
            object.put(Definitions.countsBytes(spec) ? "bytes" : "total", row.total());
        }
        else
        {
            Json.putRate(object, "total", row.lifeValue());
        }
    }

    @Override
    public void percentiles(final Map<String, Histogram> histograms)
    {
        print(Percentiles.json(histograms));
    }

    @Override
    public void metrics(final List<ObjectNode> lines)
    {
        lines.forEach(this::print);
    }

    @Override
    public void summary(final RunSummary summary, final End end)
    {
        final ObjectNode object = summary.replayObject();
        object.put("firstTime", RunSummary.time(end.firstTimeNs()));
        object.put("lastTime", RunSummary.time(end.lastTimeNs()));
        object.put("active", end.active());
        final ObjectNode definitions = object.putObject("definitions");
        for (final Map.Entry<String, FlowAccounting> entry : end.definitions().entrySet())
        {
            final FlowAccounting accounting = entry.getValue();
            final ObjectNode member = definitions.putObject(entry.getKey());
            member.put("in", accounting.in());
            member.put("live", accounting.live());
            member.put("exported", accounting.exported());
            member.put("other", accounting.other());
            member.put("filtered", accounting.filtered());
        }
        print(object);
    }

    @Override
    public void anomaly(final DemoReport.Result result, final long startNs)
    {
        final Anomaly anomaly = result.anomaly();
        final ObjectNode object = Json.object();
        object.put("type", "anomaly");
        object.put("name", anomaly.name());
        object.put("reportedBy", anomaly.reportedBy());
        object.put("flowKey", anomaly.flowKey());
        object.put("injectedFrom", RunSummary.time(anomaly.startNs()));
        object.put("injectedTo", RunSummary.time(anomaly.endNs()));
        Json.putRate(object, "injectedRate", anomaly.rate());
        Json.putRate(object, "measuredRate", result.measuredRate());
        Json.putRate(object, "errorPercent", 100 * result.relativeError());
        object.put("raised", null == result.raised() ? null : RunSummary.time(result.raised().timestampNs()));
        object.put("cleared", null == result.cleared() ? null : RunSummary.time(result.cleared().timestampNs()));
        Json.putRate(object, "raiseDelaySeconds", null == result.raised() ? Double.NaN : result.raiseDelayNs() / 1e9);
        Json.putRate(
            object, "clearDelaySeconds", null == result.cleared() ? Double.NaN : result.clearDelayNs() / 1e9);
        print(object);
    }

    private void print(final ObjectNode object)
    {
        out.print(Json.text(object) + '\n');
    }
}
