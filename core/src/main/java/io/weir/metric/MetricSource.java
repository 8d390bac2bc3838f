package io.weir.metric;

import io.weir.record.CounterRecord;
import io.weir.record.MetricRecord;
import io.weir.wire.IpText;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One data source of one agent: its structures. The key in the table is {@link Id}. Updated by one worker at a time;
 * any number of readers.
 */
final class MetricSource implements MetricView
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

    @Override
    public Object key()
    {
        return id;
    }

    @Override
    public String agent()
    {
        return id.agentText();
    }

    @Override
    public String dataSource()
    {
        return id.dataSourceText();
    }

    @Override
    public double number(final String metricName)
    {
        for (final MetricState state : states)
        {
            final int cell = state.cellOf(metricName, id.isLogical());
            if (cell >= 0)
            {
                return state.value(cell);
            }
        }
        return Double.NaN;
    }

    @Override
    public long updatedNs(final String metricName)
    {
        for (final MetricState state : states)
        {
            if (state.cellOf(metricName, id.isLogical()) >= 0)
            {
                return state.updatedNs();
            }
        }
        return Long.MIN_VALUE;
    }

    @Override
    public boolean matches(final MetricFilter filter)
    {
        return filter.matches(new MetricRow(this, updatedNs()));
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
    boolean update(final CounterRecord record, final MetricLayout layout, final long datagram, final long nowNs)
    {
        if (!busy.compareAndSet(false, true))
        {
            return false;
        }
        try
        {
            final MetricState state = state(layout, layout.entry(record), datagram, record.sequence());
            return null != state && state.update(record, nowNs);
        }
        finally
        {
            busy.setRelease(false);
        }
    }

    /* A structure that occurs again in one sample has a state of its own: the n-th for the n-th occurrence. */
    private MetricState state(
        final MetricLayout layout, final int entry, final long datagram, final long sequence)
    {
        int repeats = 0;
        for (final MetricState state : states)
        {
            if (state.layout.schema == layout.schema && state.entry == entry)
            {
                if (state.begin(datagram, sequence))
                {
                    return state;
                }
                repeats++;
            }
        }
        return add(layout, entry, repeats, datagram, sequence);
    }

    private MetricState add(
        final MetricLayout layout, final int entry, final int repeats, final long datagram, final long sequence)
    {
        final MetricState[] known = states;
        if (MAX_STATES == known.length)
        {
            return null;
        }
        final MetricState state = new MetricState(layout, entry, repeats);
        state.begin(datagram, sequence);
        final MetricState[] longer = Arrays.copyOf(known, known.length + 1);
        longer[known.length] = state;
        states = longer;
        return state;
    }

    /* The same for a metric that the exporter names; scratch is a record to read its value from. */
    boolean update(final MetricRecord metric, final CounterRecord scratch, final long nowNs)
    {
        if (!busy.compareAndSet(false, true))
        {
            return false;
        }
        try
        {
            final MetricState state = custom(metric);
            if (null == state)
            {
                return false;
            }
            scratch.origin(metric.agentHigh(), metric.agentLow(), metric.subAgent(), 0, metric.sequence(),
                metric.uptimeMs());
            scratch.source(metric.buffer());
            scratch.begin(state.layout.schema);
            scratch.put(0, metric.value());
            return state.update(scratch, nowNs);
        }
        finally
        {
            busy.setRelease(false);
        }
    }

    private MetricState custom(final MetricRecord metric)
    {
        final MetricState[] known = states;
        for (int i = 0; i < known.length; i++)
        {
            final CustomLayout layout = known[i].layout.custom;
            if (null != layout && layout.isNamed(metric))
            {
                if (!layout.isTyped(metric))
                {
                    /* the same name with another type begins anew */
                    final MetricState[] changed = known.clone();
                    changed[i] = new MetricState(new MetricLayout(new CustomLayout(metric)), -1, 0);
                    states = changed;
                    return changed[i];
                }
                return known[i];
            }
        }
        return add(new MetricLayout(new CustomLayout(metric)), -1, 0, 0, 0);
    }

    /**
     * Key of a source: class and index, or the name that an agent gave it. Reused to look one up, copied to keep. A
     * name that reads as a number is that number.
     */
    static final class Id
    {
        private static final byte[] NO_NAME = {};
        private static final int MAX_DIGITS = 9;
        private static final int CLASS_LOGICAL = 3;

        long agentHigh;
        long agentLow;
        long subAgent;
        long dataSource;
        private byte[] name = NO_NAME;
        private int nameOffset;
        private int nameLength;

        Id()
        {
        }

        Id(final Id other)
        {
            agentHigh = other.agentHigh;
            agentLow = other.agentLow;
            subAgent = other.subAgent;
            dataSource = other.dataSource;
            name = Arrays.copyOfRange(other.name, other.nameOffset, other.nameOffset + other.nameLength);
            nameLength = name.length;
        }

        String agentText()
        {
            return IpText.of(agentHigh, agentLow);
        }

        String dataSourceText()
        {
            if (nameLength > 0)
            {
                return new String(name, nameOffset, nameLength, StandardCharsets.UTF_8);
            }
            final long index = dataSource & 0xFFFF_FFFFL;
            return 0 == dataSource >>> 32 ? Long.toString(index) : (dataSource >>> 32) + "." + index;
        }

        /* Logical entities are virtual machines, as far as hosts describe themselves. */
        boolean isLogical()
        {
            return CLASS_LOGICAL == dataSource >> 32;
        }

        void set(final CounterRecord record)
        {
            agentHigh = record.agentHigh();
            agentLow = record.agentLow();
            subAgent = record.subAgent();
            dataSource = record.dataSource();
            nameLength = 0;
        }

        void set(final MetricRecord record)
        {
            agentHigh = record.agentHigh();
            agentLow = record.agentLow();
            subAgent = record.subAgent();
            name = record.buffer();
            nameOffset = record.sourceOffset();
            nameLength = record.sourceLength();
            dataSource = number();
            nameLength = dataSource < 0 ? nameLength : 0;
        }

        /* Class and index of a name such as 7 or 2.1, -1 of another. */
        private long number()
        {
            long parts = 0;
            long value = -1;
            int digits = 0;
            for (int i = nameOffset; i < nameOffset + nameLength; i++)
            {
                final int digit = name[i] - '0';
                if ('.' == name[i] && value >= 0 && 0 == parts)
                {
                    parts = value << 32;
                    value = -1;
                    digits = 0;
                }
                else if (digit >= 0 && digit <= 9 && digits < MAX_DIGITS)
                {
                    value = Math.max(0, value) * 10 + digit;
                    digits++;
                }
                else
                {
                    return -1;
                }
            }
            return value < 0 ? -1 : parts | value;
        }

        @Override
        public boolean equals(final Object object)
        {
            return object instanceof Id && isEqual((Id)object);
        }

        private boolean isEqual(final Id other)
        {
            return other.agentLow == agentLow && other.agentHigh == agentHigh && other.dataSource == dataSource &&
                other.subAgent == subAgent && other.nameLength == nameLength &&
                Arrays.equals(name, nameOffset, nameOffset + nameLength, other.name, other.nameOffset,
                    other.nameOffset + other.nameLength);
        }

        @Override
        public int hashCode()
        {
            long mixed = (agentHigh * 31 + agentLow) * 0x9E37_79B9_7F4A_7C15L ^
                (subAgent * 31 + dataSource) * 0xC2B2_AE3D_27D4_EB4FL;
            for (int i = 0; i < nameLength; i++)
            {
                mixed = (mixed ^ name[nameOffset + i]) * 0x9E37_79B9_7F4A_7C15L;
            }
            return (int)(mixed ^ mixed >>> 32);
        }
    }
}
