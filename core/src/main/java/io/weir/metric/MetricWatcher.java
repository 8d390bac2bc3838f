package io.weir.metric;

import io.weir.collector.RunMode;

/**
 * Told what happens to the rows of a table, on the workers that feed it: several may call at a time, though not about
 * one row. Must not block or throw.
 */
public interface MetricWatcher
{
    /**
     * A sample was taken into a row.
     *
     * @param row   after that; may be kept as a handle, its values change.
     * @param mode  how records reach the table.
     * @param nowNs time of the sample, epoch nanoseconds.
     */
    void onUpdated(MetricView row, RunMode mode, long nowNs);

    /**
     * A row has aged out.
     *
     * @param row   as it was last.
     * @param mode  how records reach the table.
     * @param nowNs epoch nanoseconds.
     */
    void onExpired(MetricView row, RunMode mode, long nowNs);

    /**
     * Time has passed on a worker.
     *
     * @param mode  how records reach the table.
     * @param nowNs epoch nanoseconds.
     */
    void onTick(RunMode mode, long nowNs);
}
