package io.weir.flowcache;

import io.weir.flowcache.table.EndReason;
import io.weir.flowcache.table.SlotCursor;
import io.weir.flowcache.table.TableLog;

import java.util.List;

/** Tells the flow records of one table to the listeners of its definition. For the shard's thread. */
final class FlowLogger implements TableLog
{
    private final FlowListeners listeners;
    private final String definition;
    private final boolean starts;
    private final SlotFlow flow;

    FlowLogger(final FlowListeners listeners, final ShardTable table)
    {
        this.listeners = listeners;
        final FlowSpec spec = table.definition().spec();
        definition = spec.name();
        starts = spec.logging().flowStart();
        flow = new SlotFlow(table);
    }

    @Override
    public void onStart(final SlotCursor slot, final long nowNs)
    {
        if (starts)
        {
            tell(slot, null, nowNs);
        }
    }

    @Override
    public void onEnd(final SlotCursor slot, final EndReason reason, final long nowNs)
    {
        tell(slot, reasonOf(reason), nowNs);
    }

    /* Tell the end of a record, or without a reason the start of its flow. */
    void tell(final SlotCursor slot, final FlowEndReason reason, final long nowNs)
    {
        final List<FlowListener> told = listeners.of(definition);
        for (int i = 0; i < told.size(); i++)
        {
            try
            {
                flow.wrap(slot.view(), nowNs);
                if (null == reason)
                {
                    told.get(i).onFlowStart(flow);
                }
                else
                {
                    told.get(i).onFlow(flow, reason);
                }
            }
            catch (final VirtualMachineError e)
            {
                throw e;
            }
            catch (final Throwable e)
            {
                listeners.onFailure();
            }
        }
    }

    private static FlowEndReason reasonOf(final EndReason reason)
    {
        switch (reason)
        {
            case EVICTED:
                return FlowEndReason.EVICTED;
            case CUT:
                return FlowEndReason.ACTIVE_TIMEOUT;
            case IMMEDIATE:
                return FlowEndReason.IMMEDIATE;
            default:
                return FlowEndReason.EXPIRED;
        }
    }
}
