package io.weir.metric;

/** A row of a table as its watcher sees it: a data source of an exporter. For the calls of a watcher. */
public interface MetricView
{
    /** {@return what tells the row from others, also from one that takes its place once it has aged out} */
    Object key();

    /** {@return address of the exporter; allocates} */
    String agent();

    /** {@return data source within the exporter; allocates} */
    String dataSource();

    /**
     * The value of a metric.
     *
     * @param metricName of the metric.
     * @return the value, NaN where there is none or it is no number.
     */
    double number(String metricName);

    /**
     * When a metric was updated last.
     *
     * @param metricName of the metric.
     * @return epoch nanoseconds, {@link Long#MIN_VALUE} where the row does not have it.
     */
    long updatedNs(String metricName);

    /**
     * Whether a filter selects the row. Allocates.
     *
     * @param filter of rows.
     * @return true if it does.
     */
    boolean matches(MetricFilter filter);
}
