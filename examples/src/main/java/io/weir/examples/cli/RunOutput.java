package io.weir.examples.cli;

import io.weir.flowcache.FlowAccounting;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdEvent;

import java.util.List;
import java.util.Map;

/** Prints what a run finds, in one form. Called by the thread that runs the replay or the live view. */
interface RunOutput
{
    /** Print what comes before everything else. */
    default void begin()
    {
    }

    /**
     * An alarm was raised or cleared.
     *
     * @param event to print.
     */
    void event(ThresholdEvent event);

    /**
     * Top flows by rate at a moment of the run.
     *
     * @param timeNs epoch nanoseconds.
     * @param spec   definition of the flows.
     * @param rows   largest first.
     */
    void interval(long timeNs, FlowSpec spec, List<FlowRow> rows);

    /**
     * Top flows by total over the run.
     *
     * @param spec definition of the flows.
     * @param rows largest first.
     */
    void top(FlowSpec spec, List<TopRow> rows);

    /**
     * Figures of the whole run, the last that is printed.
     *
     * @param summary of datagrams and records.
     * @param end     of the run.
     */
    void summary(RunSummary summary, End end);

    /**
     * State at the end of a run.
     *
     * @param firstTimeNs of the first datagram, epoch nanoseconds.
     * @param lastTimeNs  of the clock when it stopped, epoch nanoseconds.
     * @param active      alarms that are still raised.
     * @param definitions accounting of each definition.
     */
    record End(long firstTimeNs, long lastTimeNs, int active, Map<String, FlowAccounting> definitions)
    {
    }
}
