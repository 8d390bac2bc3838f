package io.weir.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The values of one data source as a query reads them. Immutable. */
final class MetricRow
{
    static final Comparator<MetricRow> ORDER =
        Comparator.<MetricRow, String>comparing(row -> row.agent).thenComparing(row -> row.dataSource);

    private static final long NS_PER_MS = 1_000_000;

    final String agent;
    final String dataSource;
    private final List<MetricValue> values = new ArrayList<>();

    MetricRow(final MetricSource source, final long nowNs)
    {
        agent = source.id.agentText();
        dataSource = source.id.dataSourceText();
        final boolean isVirtual = source.id.isLogical();
        for (final MetricState state : source.states())
        {
            final Object[] read = state.read();
            final long ageMs = Math.max(0, nowNs - state.updatedNs()) / NS_PER_MS;
            for (int i = 0; i < read.length; i++)
            {
                final String name = state.layout.name(i, state.entry, state.repeats, isVirtual);
                if (null != read[i] && null != name)
                {
                    values.add(new MetricValue(agent, dataSource, name, read[i], ageMs));
                }
            }
        }
    }

    List<MetricValue> values()
    {
        return values;
    }

    MetricValue find(final String name)
    {
        for (final MetricValue value : values)
        {
            if (value.metricName().equals(name))
            {
                return value;
            }
        }
        return null;
    }
}
