package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.metric.MetricFilter;
import io.weir.metric.MetricSummary;
import io.weir.metric.MetricTable;
import io.weir.metric.MetricValue;

import java.util.ArrayList;
import java.util.List;

/**
 * A query of counter metrics as the user wrote it: {@code max:ifinutilization,sum:ifinoctets} for a summary of each,
 * {@code table:ifname,sort:ifinoctets:-5} for the rows that have all of them, {@code dump} for every value; behind a
 * question mark the rows to look at, as in {@code dump?host_name=web*&os_name=linux}. Immutable.
 *
 * @param text   of the query.
 * @param form   of the answer.
 * @param names  of metrics, empty for a dump.
 * @param filter of rows.
 */
record MetricQuery(String text, Form form, String names, MetricFilter filter)
{
    private static final String TABLE = "table:";

    /** What the answer is. */
    enum Form
    {
        SUMMARY,
        TABLE,
        DUMP
    }

    /**
     * Read a query.
     *
     * @param text of the query.
     * @return the query.
     * @throws CommandFailure if it is none.
     */
    static MetricQuery parse(final String text)
    {
        final int mark = text.indexOf('?');
        final String asked = mark < 0 ? text : text.substring(0, mark);
        final Form form = "dump".equals(asked) ? Form.DUMP : asked.startsWith(TABLE) ? Form.TABLE : Form.SUMMARY;
        final String names =
            Form.DUMP == form ? "" : Form.TABLE == form ? asked.substring(TABLE.length()) : asked;
        if (Form.DUMP != form && names.isBlank())
        {
            throw CommandFailure.usage("--metrics '" + text + "': names no metric");
        }
        final MetricQuery query =
            new MetricQuery(text, form, names, mark < 0 ? MetricFilter.ALL : filter(text, text.substring(mark + 1)));
        try
        {
            query.run(MetricTable.builder().build());
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.usage("--metrics '" + text + "': " + e.getMessage());
        }
        return query;
    }

    private static MetricFilter filter(final String text, final String conditions)
    {
        MetricFilter filter = MetricFilter.ALL;
        for (final String condition : conditions.split("&"))
        {
            final int equals = condition.indexOf('=');
            if (equals < 1)
            {
                throw CommandFailure.usage("--metrics '" + text + "': NAME=VALUE is expected behind '?' and '&': '" +
                    condition + "'");
            }
            filter = filter.where(condition.substring(0, equals), condition.substring(equals + 1).split(","));
        }
        return filter;
    }

    /**
     * Answer the query.
     *
     * @param table to ask.
     * @return an object for each summary, row or value, with its kind as {@code type}.
     */
    List<ObjectNode> run(final MetricTable table)
    {
        final List<ObjectNode> lines = new ArrayList<>();
        switch (form)
        {
            case TABLE:
                table.table(names, filter).forEach(row -> lines.add(row(row)));
                break;
            case DUMP:
                table.dump(filter).forEach(value ->
                {
                    final ObjectNode line = Json.object();
                    line.put("type", "dump");
                    putValue(line, value);
                    lines.add(line);
                });
                break;
            default:
                table.metric(names, filter).forEach(summary -> lines.add(summary(summary)));
                break;
        }
        return lines;
    }

    private static ObjectNode row(final List<MetricValue> values)
    {
        final ObjectNode line = Json.object();
        line.put("type", "row");
        final ArrayNode metrics = line.putArray("metrics");
        values.forEach(value -> putValue(metrics.addObject(), value));
        return line;
    }

    private static ObjectNode summary(final MetricSummary summary)
    {
        final ObjectNode line = Json.object();
        line.put("type", "metric");
        line.put("agent", summary.agent());
        line.put("dataSource", summary.dataSource());
        line.put("metricName", summary.metricName());
        put(line, summary.metricValue());
        line.put("metricN", summary.metricN());
        line.put("lastUpdateMin", summary.lastUpdateMinMs());
        line.put("lastUpdateMax", summary.lastUpdateMaxMs());
        return line;
    }

    private static void putValue(final ObjectNode object, final MetricValue value)
    {
        object.put("agent", value.agent());
        object.put("dataSource", value.dataSource());
        object.put("metricName", value.metricName());
        put(object, value.metricValue());
        object.put("lastUpdate", value.lastUpdateMs());
    }

    private static void put(final ObjectNode object, final Object value)
    {
        if (value instanceof Double number)
        {
            Json.putRate(object, "metricValue", number);
        }
        else
        {
            object.put("metricValue", (String)value);
        }
    }
}
