package io.weir.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What becomes of the rows of a metric: one value, or a sorted table. Stateless. */
final class Summaries
{
    private static final List<String> PREFIXES = List.of(
        "max", "min", "sum", "avg", "var", "sdev", "med", "q1", "q2", "q3", "iqr", "any");
    private static final double HALF = 0.5;
    private static final double QUARTER = 0.25;
    private static final double THREE_QUARTERS = 0.75;

    private Summaries()
    {
    }

    static MetricSummary of(final String asked, final List<MetricRow> rows)
    {
        final int colon = asked.indexOf(':');
        final String prefix = colon < 0 ? "max" : asked.substring(0, colon);
        if (!PREFIXES.contains(prefix))
        {
            throw new IllegalArgumentException("metric: unknown prefix '" + prefix + "' of '" + asked +
                "': must be one of " + String.join(", ", PREFIXES));
        }
        final List<MetricValue> found = new ArrayList<>();
        for (final MetricRow row : rows)
        {
            final MetricValue value = row.find(asked.substring(colon + 1));
            if (null != value)
            {
                found.add(value);
            }
        }
        return summarize(asked, prefix, found);
    }

    private static MetricSummary summarize(final String asked, final String prefix, final List<MetricValue> found)
    {
        if (found.isEmpty())
        {
            return new MetricSummary("", "", asked, null, 0, 0, 0);
        }
        final double[] numbers =
            found.stream().mapToDouble(MetricValue::number).filter(number -> !Double.isNaN(number)).sorted().toArray();
        MetricValue row = null;
        final Object value;
        if (0 == numbers.length || "any".equals(prefix))
        {
            row = found.get(0);
            value = row.metricValue();
        }
        else
        {
            final double number = value(prefix, numbers);
            if ("max".equals(prefix) || "min".equals(prefix))
            {
                row = found.stream().filter(candidate -> candidate.number() == number).findFirst().orElse(null);
            }
            value = number;
        }
        return new MetricSummary(
            null == row ? "" : row.agent(),
            null == row ? "" : row.dataSource(),
            asked,
            value,
            found.size(),
            found.stream().mapToLong(MetricValue::lastUpdateMs).min().orElse(0),
            found.stream().mapToLong(MetricValue::lastUpdateMs).max().orElse(0));
    }

    private static double value(final String prefix, final double[] sorted)
    {
        switch (prefix)
        {
            case "min":
                return sorted[0];
            case "sum":
                return Arrays.stream(sorted).sum();
            case "avg":
                return Arrays.stream(sorted).sum() / sorted.length;
            case "var":
                return variance(sorted);
            case "sdev":
                return Math.sqrt(variance(sorted));
            case "med":
            case "q2":
                return quantile(sorted, HALF);
            case "q1":
                return quantile(sorted, QUARTER);
            case "q3":
                return quantile(sorted, THREE_QUARTERS);
            case "iqr":
                return quantile(sorted, THREE_QUARTERS) - quantile(sorted, QUARTER);
            default:
                return sorted[sorted.length - 1];
        }
    }

    private static double variance(final double[] values)
    {
        final double mean = Arrays.stream(values).sum() / values.length;
        return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / values.length;
    }

    private static double quantile(final double[] sorted, final double part)
    {
        final double at = part * (sorted.length - 1);
        final int below = (int)at;
        final int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    static List<List<MetricValue>> table(final String names, final List<MetricRow> rows)
    {
        final List<String> wanted = new ArrayList<>();
        int sortBy = -1;
        int limit = Integer.MAX_VALUE;
        for (final String name : names.split(","))
        {
            final String[] parts = name.strip().split(":");
            if ("sort".equals(parts[0]) && 3 == parts.length)
            {
                sortBy = wanted.size();
                limit = Integer.parseInt(parts[2]);
            }
            wanted.add("sort".equals(parts[0]) && parts.length > 1 ? parts[1] : name.strip());
        }
        final List<List<MetricValue>> table = new ArrayList<>();
        for (final MetricRow row : rows)
        {
            final List<MetricValue> values = new ArrayList<>();
            wanted.forEach(name -> values.add(row.find(name)));
            if (!values.contains(null))
            {
                table.add(values);
            }
        }
        return sortBy < 0 ? table : sorted(table, sortBy, limit);
    }

    private static List<List<MetricValue>> sorted(
        final List<List<MetricValue>> table, final int column, final int limit)
    {
        final Comparator<List<MetricValue>> byNumber = Comparator.comparingDouble(row -> row.get(column).number());
        final Comparator<List<MetricValue>> order =
            byNumber.thenComparing(row -> row.get(column).metricValue().toString());
        table.sort(limit < 0 ? order.reversed() : order);
        final long kept = Math.min(table.size(), Math.abs((long)limit));
        return new ArrayList<>(table.subList(0, (int)kept));
    }
}
