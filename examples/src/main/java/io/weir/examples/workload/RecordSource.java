package io.weir.examples.workload;

/** Something that makes an exporter report, at times of its own. Not thread safe. */
interface RecordSource
{
    /** No more reports. */
    long NEVER = Long.MAX_VALUE;

    /** {@return when the next report is due, epoch nanoseconds; {@link #NEVER} at the end} */
    long nextNs();

    /** {@return exporter that makes the next report} */
    int exporter();

    /**
     * Make the report that is due, and plan the next.
     *
     * @param exporter to report to.
     */
    void report(SimulatedExporter exporter);
}
