package io.weir.examples.cli;

import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.SinkContext;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;

import java.util.function.LongConsumer;

/** Calls a printer at every interval of the run's own time. Stands behind the flow cache. Not thread safe. */
final class IntervalPrinter implements RecordSink, RecordHandler
{
    private static final long UNSET = Long.MIN_VALUE;

    private final long intervalNs;
    private final LongConsumer printer;
    private long nextNs = UNSET;

    /**
     * A printer.
     *
     * @param intervalNs between two calls, 1 or more.
     * @param printer    called with the time of the interval's end.
     */
    IntervalPrinter(final long intervalNs, final LongConsumer printer)
    {
        this.intervalNs = intervalNs;
        this.printer = printer;
    }

    @Override
    public RecordHandler newHandler(final SinkContext context)
    {
        return this;
    }

    @Override
    public FieldSet wanted()
    {
        return FieldSet.NONE;
    }

    @Override
    public void onFlowRecord(final FlowRecord record)
    {
    }

    @Override
    public void onTick(final long nowNs)
    {
        if (UNSET == nextNs)
        {
            nextNs = nowNs + intervalNs;
        }
        else if (nowNs >= nextNs)
        {
            printer.accept(nowNs);
            nextNs += (nowNs - nextNs) / intervalNs * intervalNs + intervalNs;
        }
    }
}
