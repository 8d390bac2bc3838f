package io.weir.examples.cli;

import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowRow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One flow of a whole run, over all data sources that saw it. Immutable.
 *
 * @param key    joined text of its keys.
 * @param value  rate at the end of the run, the largest of its data sources.
 * @param low    lower end of the rate's 95 % interval.
 * @param high   upper end of the rate's 95 % interval.
 * @param total  of the definition's value over the run, scaled.
 * @param frames over the run, scaled.
 */
record TopRow(String key, double value, double low, double high, long total, long frames)
{
    private static final Comparator<TopRow> LARGEST_FIRST =
        Comparator.comparingLong(TopRow::total).reversed().thenComparing(TopRow::key);

    /**
     * The largest flows of a definition by total.
     *
     * @param flows   cache to read.
     * @param name    of the definition.
     * @param maxRows to return.
     * @return rows, largest first, equal ones by key.
     */
    static List<TopRow> largest(final FlowCache flows, final String name, final int maxRows)
    {
        final Map<String, TopRow> byKey = new LinkedHashMap<>();
        flows.forEach(name, row -> byKey.merge(row.key(), of(row), TopRow::merge));
        final List<TopRow> rows = new ArrayList<>(byKey.values());
        rows.sort(LARGEST_FIRST);
        return List.copyOf(rows.subList(0, Math.min(maxRows, rows.size())));
    }

    private static TopRow of(final FlowRow row)
    {
        return new TopRow(row.key(), row.rate(), row.low(), row.high(), row.total(), row.frames());
    }

    private TopRow merge(final TopRow other)
    {
        final TopRow larger = other.value > value ? other : this;
        return new TopRow(key, larger.value, larger.low, larger.high, total + other.total, frames + other.frames);
    }
}
