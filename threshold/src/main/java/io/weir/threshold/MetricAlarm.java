package io.weir.threshold;

import io.weir.metric.MetricView;

/** The alarm of one rule on one row of the metric table. Guarded by its {@link MetricWatch}. */
final class MetricAlarm extends Timed
{
    final Rule rule;
    final Object key;
    /** The row as it is now: another may take its place once it has aged out. */
    MetricView row;
    /** The event that raised it; null while it is not raised. */
    ThresholdEvent raised;
    boolean raises;
    boolean holds;
    /** Whether there has been enough of what there may be too little of. */
    boolean armed;
    double value;
    long updatedNs;
    /** Whether it waits to see that no sample comes. */
    boolean awaitsSilence;

    MetricAlarm(final Rule rule, final MetricView row)
    {
        this.rule = rule;
        this.row = row;
        key = row.key();
    }
}
