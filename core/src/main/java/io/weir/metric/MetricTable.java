package io.weir.metric;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.MetricRecord;
import io.weir.time.TimeSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of every exporter as metrics: counters as rates per second, gauges and texts as they are, utilisations
 * derived from both. A row is a data source of an agent. Rows age out. Thread safe; workers feed it, any thread asks.
 *
 * <p>A rate is the difference to the sample before, over the time that the agent's uptime tells. A sample seen twice or
 * late is ignored; after a restart of the agent, or a value that is not available, there is no rate until the sample
 * after next. Steady operation allocates nothing; a new row, a new structure or a text that changed does.
 *
 * <p>A structure that occurs several times in one sample makes as many metrics: {@code temperature_maximum}, then
 * {@code temperature_maximum.1}; queues and lanes bear their number instead, as in {@code queue3_dropped} and
 * {@code opt_lane1_rx_power}. Metrics that an exporter names itself keep their names, and so do their data sources.
 *
 * <p>Metrics have sFlow-RT's names: {@code ifinoctets}, {@code load_one}, {@code mem_utilization}; see the manual.
 */
public final class MetricTable implements RecordSink
{
    private static final long SWEEPS_PER_AGE = 4;
    private static final int HANDLER_SHIFT = 48;
    private static final int MAX_NAME = 255;

    private final int maxSources;
    private final long maxAgeNs;
    private final ConcurrentHashMap<MetricSource.Id, MetricSource> sources = new ConcurrentHashMap<>();
    private final AtomicLong handlers = new AtomicLong();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final CopyOnWriteArrayList<MetricWatcher> watchers = new CopyOnWriteArrayList<>();
    private volatile TimeSource time;

    private MetricTable(final int maxSources, final long maxAgeNs)
    {
        this.maxSources = maxSources;
        this.maxAgeNs = maxAgeNs;
    }

    /** {@return collects the settings of a table} */
    public static Builder builder()
    {
        return new Builder();
    }

    @Override
    public RecordHandler newHandler(final SinkContext context)
    {
        time = context.time();
        return new Handler(context.mode());
    }

    /**
     * Have somebody watch the rows, from the next sample on.
     *
     * @param watcher to tell.
     */
    public void watch(final MetricWatcher watcher)
    {
        watchers.add(watcher);
    }

    /** {@return number of rows} */
    public int size()
    {
        return sources.size();
    }

    /** {@return structures and custom metrics that changed nothing: seen before, late, or more than a row holds} */
    public long ignored()
    {
        return ignored.sum();
    }

    /** {@return structures of data sources for which there was no room} */
    public long refused()
    {
        return refused.sum();
    }

    /**
     * Every value of the rows that a filter selects.
     *
     * @param filter of rows.
     * @return the values, row by row.
     */
    public List<MetricValue> dump(final MetricFilter filter)
    {
        final List<MetricValue> values = new ArrayList<>();
        for (final MetricRow row : rows(filter))
        {
            values.addAll(row.values());
        }
        return values;
    }

    /**
     * One value for each name, over all rows that a filter selects.
     *
     * @param names  of metrics, separated by commas, each with a prefix that says how rows become one value:
     *               {@code max:} (default), {@code min:}, {@code sum:}, {@code avg:}, {@code var:}, {@code sdev:}
     *               (of the population), {@code med:}, {@code q1:}, {@code q2:}, {@code q3:}, {@code iqr:} (quantiles
     *               are exact, interpolated between neighbours), {@code any:}.
     * @param filter of rows.
     * @return a summary for each name.
     * @throws IllegalArgumentException if a prefix is unknown.
     */
    public List<MetricSummary> metric(final String names, final MetricFilter filter)
    {
        final List<MetricRow> rows = rows(filter);
        final List<MetricSummary> summaries = new ArrayList<>();
        for (final String name : names.split(","))
        {
            summaries.add(Summaries.of(name.strip(), rows));
        }
        return summaries;
    }

    /**
     * The rows that have all of the named metrics.
     *
     * @param names  of metrics, separated by commas; {@code sort:NAME:COUNT} sorts by a metric, the smallest first, and
     *               keeps so many rows, or with a negative count the largest.
     * @param filter of rows.
     * @return for each row a value for each name.
     * @throws IllegalArgumentException if a count is no number.
     */
    public List<List<MetricValue>> table(final String names, final MetricFilter filter)
    {
        return Summaries.table(names, rows(filter));
    }

    /**
     * One value.
     *
     * @param agent      address of the exporter.
     * @param dataSource within the exporter.
     * @param metricName of the metric.
     * @return the value, or null where there is none.
     */
    public MetricValue value(final String agent, final String dataSource, final String metricName)
    {
        for (final MetricSource source : sources.values())
        {
            if (source.id.dataSourceText().equals(dataSource) && source.id.agentText().equals(agent) &&
                !isOver(source, nowNs()))
            {
                final MetricValue value = new MetricRow(source, nowNs()).find(metricName);
                if (null != value)
                {
                    return value;
                }
            }
        }
        return null;
    }

    private List<MetricRow> rows(final MetricFilter filter)
    {
        final long nowNs = nowNs();
        final List<MetricRow> rows = new ArrayList<>();
        for (final MetricSource source : sources.values())
        {
            if (!isOver(source, nowNs))
            {
                final MetricRow row = new MetricRow(source, nowNs);
                if (filter.matches(row))
                {
                    rows.add(row);
                }
            }
        }
        rows.sort(MetricRow.ORDER);
        return rows;
    }

    private long nowNs()
    {
        return null == time ? Long.MIN_VALUE : time.epochNs();
    }

    private boolean isOver(final MetricSource source, final long nowNs)
    {
        return nowNs - source.updatedNs() > maxAgeNs;
    }

    private void sweep(final RunMode mode, final long nowNs)
    {
        for (final MetricSource source : sources.values())
        {
            if (source.hasStates() && isOver(source, nowNs) && sources.remove(source.id, source))
            {
                watchers.forEach(watcher -> watcher.onExpired(source, mode, nowNs));
            }
        }
    }

    /** Feeds the table from one worker. */
    private final class Handler implements RecordHandler
    {
        private final MetricSource.Id probe = new MetricSource.Id();
        private final CounterRecord scratch = new CounterRecord();
        private final Map<CounterSchema, MetricLayout> layouts = new IdentityHashMap<>();
        private final RunMode mode;
        private long nowNs;
        /* Tells samples apart: the handler in the high bits, its datagrams below. */
        private long datagram = handlers.incrementAndGet() << HANDLER_SHIFT;
        private long nextSweepNs = Long.MIN_VALUE;

        Handler(final RunMode mode)
        {
            this.mode = mode;
        }

        @Override
        public FieldSet wanted()
        {
            return FieldSet.NONE;
        }

        @Override
        public void onDatagramStart(final DatagramContext context)
        {
            nowNs = context.timeNs();
            datagram++;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            // Flows are for a flow cache.
        }

        @Override
        public void onCounterRecord(final CounterRecord record)
        {
            probe.set(record);
            final MetricSource source = source();
            if (null == source)
            {
                return;
            }
            MetricLayout layout = layouts.get(record.schema());
            if (null == layout)
            {
                layout = new MetricLayout(record.schema());
                layouts.put(record.schema(), layout);
            }
            if (source.update(record, layout, datagram, nowNs))
            {
                tell(source);
            }
            else
            {
                ignored.increment();
            }
        }

        @Override
        public void onMetricRecord(final MetricRecord record)
        {
            if (record.nameLength() > MAX_NAME || record.sourceLength() > MAX_NAME)
            {
                ignored.increment();
                return;
            }
            probe.set(record);
            final MetricSource source = source();
            if (null != source && source.update(record, scratch, nowNs))
            {
                tell(source);
            }
            else if (null != source)
            {
                ignored.increment();
            }
        }

        private void tell(final MetricSource source)
        {
            for (int i = 0; i < watchers.size(); i++)
            {
                watchers.get(i).onUpdated(source, mode, nowNs);
            }
        }

        /* The row of the probe, null when there is no room for it. */
        private MetricSource source()
        {
            final MetricSource source = sources.get(probe);
            if (null == source && sources.size() >= maxSources)
            {
                refused.increment();
                return null;
            }
            return null != source ? source :
                sources.computeIfAbsent(new MetricSource.Id(probe), MetricSource::new);
        }

        @Override
        public void onTick(final long tickNs)
        {
            if (tickNs >= nextSweepNs)
            {
                nextSweepNs = tickNs + maxAgeNs / SWEEPS_PER_AGE;
                sweep(mode, tickNs);
            }
            for (int i = 0; i < watchers.size(); i++)
            {
                watchers.get(i).onTick(mode, tickNs);
            }
        }
    }

    /** Collects the settings of a table. Not thread safe. */
    public static final class Builder
    {
        private static final int DEFAULT_MAX_SOURCES = 65_536;

        private int maxSources = DEFAULT_MAX_SOURCES;
        private Duration maxAge = Duration.ofMinutes(5);

        private Builder()
        {
        }

        /**
         * Bound of rows; data sources beyond it are refused and counted.
         *
         * @param sources most rows, 65,536 by default.
         * @return this.
         */
        public Builder maxSources(final int sources)
        {
            maxSources = sources;
            return this;
        }

        /**
         * Time after which a row that is not updated goes.
         *
         * @param age of its last value, 5 minutes by default.
         * @return this.
         */
        public Builder maxAge(final Duration age)
        {
            maxAge = age;
            return this;
        }

        /**
         * Make the table.
         *
         * @return an empty table.
         * @throws IllegalArgumentException if a setting is out of range.
         */
        public MetricTable build()
        {
            if (maxSources < 1 || maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(Duration.ofDays(365)) > 0)
            {
                throw new IllegalArgumentException("metrics: setting is out of range: maxSources=" + maxSources +
                    " range=1.. maxAge=" + maxAge + " range=more than 0, up to 365 days");
            }
            return new MetricTable(maxSources, maxAge.toNanos());
        }
    }
}
