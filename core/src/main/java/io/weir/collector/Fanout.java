package io.weir.collector;

import io.weir.record.CounterRecord;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.MetricRecord;

/**
 * Hands each record to every handler of a worker, and keeps them apart: one that throws loses the rest of its
 * datagram, the others and the decoder do not notice. Used by the worker's thread only.
 */
final class Fanout implements RecordHandler
{
    /** Takes what a handler threw. */
    @FunctionalInterface
    interface Defects
    {
        /**
         * A handler threw.
         *
         * @param error what it threw.
         */
        void onDefect(Throwable error);
    }

    private final RecordHandler[] handlers;
    private final FieldSet[] plans;
    private final boolean[] skipped;
    private final boolean[] begun;
    private final Defects defects;
    private FieldSet union = FieldSet.NONE;
    private boolean clean = true;

    Fanout(final RecordHandler[] handlers, final Defects defects)
    {
        this.handlers = handlers;
        this.defects = defects;
        plans = new FieldSet[handlers.length];
        skipped = new boolean[handlers.length];
        begun = new boolean[handlers.length];
    }

    @Override
    public FieldSet wanted()
    {
        return union;
    }

    /**
     * Begin a datagram: learn what the handlers want now, then tell them.
     *
     * @param context of the datagram, given the union of the wanted fields when that changed.
     */
    void begin(final DatagramContext context)
    {
        clean = true;
        boolean changed = false;
        for (int i = 0; i < handlers.length; i++)
        {
            skipped[i] = false;
            begun[i] = false;
            try
            {
                final FieldSet plan = handlers[i].wanted();
                changed |= plan != plans[i];
                plans[i] = plan;
            }
            catch (final VirtualMachineError e)
            {
                throw e;
            }
            catch (final Throwable e)
            {
                onDefect(i, e);
            }
        }
        if (changed)
        {
            unite();
            context.wanted(union);
        }
        onDatagramStart(context);
    }

    /**
     * End the datagram.
     *
     * @return false if a handler threw since its beginning.
     */
    boolean end()
    {
        onDatagramEnd();
        return clean;
    }

    @Override
    public void onDatagramStart(final DatagramContext context)
    {
        for (int i = 0; i < handlers.length; i++)
        {
            if (!skipped[i])
            {
                try
                {
                    handlers[i].onDatagramStart(context);
                    begun[i] = true;
                }
                catch (final VirtualMachineError e)
                {
                    throw e;
                }
                catch (final Throwable e)
                {
                    onDefect(i, e);
                }
            }
        }
    }

    @Override
    public void onFlowRecord(final FlowRecord record)
    {
        for (int i = 0; i < handlers.length; i++)
        {
            if (!skipped[i])
            {
                try
                {
                    handlers[i].onFlowRecord(record);
                }
                catch (final VirtualMachineError e)
                {
                    throw e;
                }
                catch (final Throwable e)
                {
                    onDefect(i, e);
                }
            }
        }
    }

    @Override
    public void onDiscardRecord(final FlowRecord record)
    {
        for (int i = 0; i < handlers.length; i++)
        {
            if (!skipped[i])
            {
                try
                {
                    handlers[i].onDiscardRecord(record);
                }
                catch (final VirtualMachineError e)
                {
                    throw e;
                }
                catch (final Throwable e)
                {
                    onDefect(i, e);
                }
            }
        }
    }

    @Override
    public void onCounterRecord(final CounterRecord record)
    {
        for (int i = 0; i < handlers.length; i++)
        {
            if (!skipped[i])
            {
                try
                {
                    handlers[i].onCounterRecord(record);
                }
                catch (final VirtualMachineError e)
                {
                    throw e;
                }
                catch (final Throwable e)
                {
                    onDefect(i, e);
                }
            }
        }
    }

    @Override
    public void onMetricRecord(final MetricRecord record)
    {
        for (int i = 0; i < handlers.length; i++)
        {
            if (!skipped[i])
            {
                try
                {
                    handlers[i].onMetricRecord(record);
                }
                catch (final VirtualMachineError e)
                {
                    throw e;
                }
                catch (final Throwable e)
                {
                    onDefect(i, e);
                }
            }
        }
    }

    /** Tells every handler that was told of the start, so that one that threw between can put its state in order. */
    @Override
    public void onDatagramEnd()
    {
        for (int i = 0; i < handlers.length; i++)
        {
            if (begun[i])
            {
                try
                {
                    handlers[i].onDatagramEnd();
                }
                catch (final VirtualMachineError e)
                {
                    throw e;
                }
                catch (final Throwable e)
                {
                    onDefect(i, e);
                }
            }
        }
    }

    @Override
    public void onTick(final long nowNs)
    {
        for (final RecordHandler handler : handlers)
        {
            try
            {
                handler.onTick(nowNs);
            }
            catch (final VirtualMachineError e)
            {
                throw e;
            }
            catch (final Throwable e)
            {
                defects.onDefect(e);
            }
        }
    }

    @Override
    public boolean isBehind()
    {
        for (final RecordHandler handler : handlers)
        {
            if (handler.isBehind())
            {
                return true;
            }
        }
        return false;
    }

    private void unite()
    {
        FieldSet all = FieldSet.NONE;
        for (final FieldSet plan : plans)
        {
            if (null != plan)
            {
                all = all.union(plan);
            }
        }
        union = all;
    }

    private void onDefect(final int handler, final Throwable error)
    {
        skipped[handler] = true;
        clean = false;
        defects.onDefect(error);
    }
}
