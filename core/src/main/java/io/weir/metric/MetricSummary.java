package io.weir.metric;

/**
 * One metric over all data sources that have it. Immutable.
 *
 * @param agent           of the row whose value it is, empty where the value is not that of one row.
 * @param dataSource      of that row.
 * @param metricName      as it was asked for, with the prefix that says how rows become one value.
 * @param metricValue     a {@link Double}, a {@link String} for text, or null where no row has the metric.
 * @param metricN         rows that have the metric.
 * @param lastUpdateMinMs milliseconds since the newest of these values came, 0 where there is none.
 * @param lastUpdateMaxMs milliseconds since the oldest of these values came, 0 where there is none.
 */
public record MetricSummary(
    String agent,
    String dataSource,
    String metricName,
    Object metricValue,
    int metricN,
    long lastUpdateMinMs,
    long lastUpdateMaxMs)
{
}
