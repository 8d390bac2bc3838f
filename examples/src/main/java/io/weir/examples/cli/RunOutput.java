package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.examples.demo.DemoReport;
import io.weir.flowcache.FlowAccounting;
import io.weir.flowcache.FlowEndReason;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.threshold.ThresholdEvent;

import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.Map;

/** Prints what a run finds, in one form. Called by the thread that runs the replay or the live view. */
interface RunOutput
{
    /**
     * Output in the form that the user chose.
     *
     * @param terminal    to print to.
     * @param format      chosen.
     * @param definitions of the run.
     * @return the output.
     */
    static RunOutput to(final Terminal terminal, final Format format, final Definitions definitions)
    {
        switch (format)
        {
            case JSON:
                return new JsonOutput(terminal.out());
            case CSV:
                return new CsvOutput(terminal.out(), new TableOutput(
                    terminal.err(), Style.of(terminal.errTerminal()), definitions.flows()),
                    definitions.flows().values().stream().anyMatch(spec -> !spec.values().isEmpty()));
            default:
                return new TableOutput(terminal.out(), Style.of(terminal.outTerminal()), definitions.flows());
        }
    }

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
     * A flow record has ended.
     *
     * @param spec   definition of the flow.
     * @param row    of the flow as the record ended.
     * @param reason why.
     */
    void flow(FlowSpec spec, FlowRow row, FlowEndReason reason);

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
    void top(FlowSpec spec, List<FlowRow> rows);

    /**
     * Percentiles over the run.
     *
     * @param histograms by name.
     */
    void percentiles(Map<String, Histogram> histograms);

    /**
     * Answers to a query of counter metrics.
     *
     * @param lines each a summary, a row or a value.
     */
    void metrics(List<ObjectNode> lines);

    /**
     * Figures of the whole run, the last that is printed.
     *
     * @param summary of datagrams and records.
     * @param end     of the run.
     */
    void summary(RunSummary summary, End end);

    /**
     * What was injected into a demonstration and what was found of it.
     *
     * @param result  to print.
     * @param startNs epoch nanoseconds at which the demonstration began.
     */
    void anomaly(DemoReport.Result result, long startNs);

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
