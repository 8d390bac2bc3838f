package io.weir.flowcache;

import io.weir.flowcache.key.KeyType;
import io.weir.flowcache.table.SlotView;

/** A slot of a table as a flow. Reused; for one thread. */
final class SlotFlow implements FlowView
{
    private final ShardTable table;
    private SlotView view;
    private long timeNs;

    SlotFlow(final ShardTable table)
    {
        this.table = table;
    }

    SlotFlow wrap(final SlotView newView, final long newTimeNs)
    {
        view = newView;
        timeNs = newTimeNs;
        return this;
    }

    @Override
    public String definition()
    {
        return table.definition().spec().name();
    }

    @Override
    public int keys()
    {
        return table.program.keys().size();
    }

    @Override
    public boolean isText(final int key)
    {
        return KeyType.TEXT == table.program.keys().get(key).type();
    }

    @Override
    public long number(final int key)
    {
        return table.program.low(key, view.words(), view.keyOffset());
    }

    @Override
    public long high(final int key)
    {
        return table.program.high(key, view.words(), view.keyOffset());
    }

    @Override
    public String text(final int key)
    {
        return table.program.format(key, view.words(), view.keyOffset(), table.texts::text);
    }

    @Override
    public long agentHigh()
    {
        return table.program.hasSource() ? table.sources.agentHigh(table.sourceOf(view)) : 0;
    }

    @Override
    public long agentLow()
    {
        return table.program.hasSource() ? table.sources.agentLow(table.sourceOf(view)) : 0;
    }

    @Override
    public long dataSource()
    {
        return table.program.hasSource() ? table.sources.dataSource(table.sourceOf(view)) : SourceTable.WHOLE_AGENT;
    }

    @Override
    public double value()
    {
        return table.valueAt(0, view, timeNs);
    }

    @Override
    public double value(final int value)
    {
        return table.valueAt(1 + value, view, timeNs);
    }

    @Override
    public double lifeValue()
    {
        return table.lifeValue(0, view);
    }

    @Override
    public double lifeValue(final int value)
    {
        return table.lifeValue(1 + value, view);
    }

    @Override
    public double rate()
    {
        return view.rateAt(timeNs);
    }

    @Override
    public long total()
    {
        return view.total();
    }

    @Override
    public long frames()
    {
        return view.frames();
    }

    @Override
    public long samples()
    {
        return view.samples();
    }

    @Override
    public long firstSeenNs()
    {
        return view.firstSeenNs();
    }

    @Override
    public long lastSeenNs()
    {
        return view.lastSeenNs();
    }

    @Override
    public FlowRow row()
    {
        final SourceFlow flow = new SourceFlow();
        flow.add(table, view, timeNs);
        return flow.row(table);
    }
}
