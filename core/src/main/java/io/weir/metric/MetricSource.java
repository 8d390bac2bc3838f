package io.weir.metric;

import io.weir.record.CounterRecord;
import io.weir.wire.IpText;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One data source of one agent: its structures. The key in the table is {@link Id}. Updated by one worker at a time;
 * any number of readers.
 */
final class MetricSource
{
    static final int MAX_STATES = 128;

    final Id id;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile MetricState[] states = {};

    MetricSource(final Id id)
    {
        this.id = id;
    }

    MetricState[] states()
    {
        return states;
    }

    boolean hasStates()
    {
        return 0 != states.length;
    }

    /* Newest time of its structures; that of a row that is just being made is no time at all. */
    long updatedNs()
    {
        long newest = 0;
        for (final MetricState state : states)
        {
            newest = Math.max(newest, state.updatedNs());
        }
        return newest;
    }

    /* False when the record was not taken: seen before, late, or another worker is inside. */
    boolean update(final CounterRecord record, final MetricLayout layout, final long nowNs)
    {
        if (!busy.compareAndSet(false, true))
        {
            return false;
        }
        try
        {
            final MetricState state = state(layout, record.entry());
            return null != state && state.update(record, nowNs);
        }
        finally
        {
            busy.setRelease(false);
        }
    }

    private MetricState state(final MetricLayout layout, final int entry)
    {
        final MetricState[] known = states;
        for (final MetricState state : known)
        {
            if (state.layout.schema == layout.schema && state.entry == entry)
            {
                return state;
            }
        }
        if (MAX_STATES == known.length)
        {
            return null;
        }
        final MetricState[] longer = Arrays.copyOf(known, known.length + 1);
        longer[known.length] = new MetricState(layout, entry);
        states = longer;
        return longer[known.length];
    }

    /** Key of a source. Reused to look one up, copied to keep. */
    static final class Id
    {
        long agentHigh;
        long agentLow;
        long subAgent;
        long dataSource;

        Id()
        {
        }

        Id(final Id other)
        {
            agentHigh = other.agentHigh;
            agentLow = other.agentLow;
            subAgent = other.subAgent;
            dataSource = other.dataSource;
        }

        String agentText()
        {
            return IpText.of(agentHigh, agentLow);
        }

        String dataSourceText()
        {
            final long index = dataSource & 0xFFFF_FFFFL;
            return 0 == dataSource >>> 32 ? Long.toString(index) : (dataSource >>> 32) + "." + index;
        }

        void set(final CounterRecord record)
        {
            agentHigh = record.agentHigh();
            agentLow = record.agentLow();
            subAgent = record.subAgent();
            dataSource = record.dataSource();
        }

        @Override
        public boolean equals(final Object object)
        {
            return object instanceof Id && ((Id)object).agentLow == agentLow &&
                ((Id)object).agentHigh == agentHigh && ((Id)object).dataSource == dataSource &&
                ((Id)object).subAgent == subAgent;
        }

        @Override
        public int hashCode()
        {
            final long mixed = (agentHigh * 31 + agentLow) * 0x9E37_79B9_7F4A_7C15L ^
                (subAgent * 31 + dataSource) * 0xC2B2_AE3D_27D4_EB4FL;
            return (int)(mixed ^ mixed >>> 32);
        }
    }
}
