package io.weir.metric;

/**
 * One metric of one data source. Immutable.
 *
 * @param agent        address of the exporter.
 * @param dataSource   within the exporter, as {@code 3} or {@code 2.1}.
 * @param metricName   of the metric.
 * @param metricValue  a {@link Double}, or a {@link String} for a metric that is text.
 * @param lastUpdateMs milliseconds since the value came.
 */
public record MetricValue(
    String agent, String dataSource, String metricName, Object metricValue, long lastUpdateMs)
{
    /** {@return the value as a number, NaN where it is text} */
    public double number()
    {
        return metricValue instanceof Double ? (Double)metricValue : Double.NaN;
    }
}
