package io.weir.flowcache;

import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.TextTable;
import io.weir.flowcache.table.Interval;
import io.weir.flowcache.table.SlotView;
import io.weir.flowcache.table.ValueCell;
import io.weir.time.TimeSource;

import java.util.ArrayList;
import java.util.List;

/** A flow of one key, or of one key and one source, as a query adds it up. Not thread safe. */
final class SourceFlow
{
    private static final ValueCell[] NO_VALUES = {};

    private long[] key;
    private TextTable numbered;
    private long agentHigh;
    private long agentLow;
    private long dataSource = SourceTable.WHOLE_AGENT;
    private double rate;
    private double variance;
    private double one;
    /* Share of packets that all pooled sources sampled together; 0 before the first is pooled. */
    private double pooled;
    private long total;
    private long frames;
    private long error;
    private long samples;
    private long firstSeenNs = Long.MAX_VALUE;
    private long lastSeenNs = Long.MIN_VALUE;
    private boolean consistent = true;
    private boolean ranksByRate = true;
    private ValueCell[] values = NO_VALUES;
    private ValueCell[] lifeValues = NO_VALUES;

    SourceFlow()
    {
    }

    /* A flow of a snapshot. */
    SourceFlow(final SnapshotFlow flow, final boolean ranksByRate)
    {
        this.ranksByRate = ranksByRate;
        values = flow.values().stream().map(SnapshotValue::live).toArray(ValueCell[]::new);
        lifeValues = flow.values().stream().map(SnapshotValue::lifeCell).toArray(ValueCell[]::new);
        agentHigh = flow.agentHigh();
        agentLow = flow.agentLow();
        dataSource = flow.dataSource();
        rate = flow.rate();
        variance = flow.rateVariance();
        one = flow.one();
        total = flow.total();
        frames = flow.frames();
        error = flow.error();
        samples = flow.samples();
        firstSeenNs = flow.firstNs();
        lastSeenNs = flow.lastNs();
        consistent = flow.consistent();
    }

    /* Add what one shard holds of one key and source: rates add up. */
    void add(final ShardTable table, final SlotView view, final long timeNs)
    {
        if (null == key)
        {
            key = new long[table.program.words()];
            numbered = table.texts;
            System.arraycopy(view.words(), view.keyOffset(), key, 0, key.length);
            ranksByRate = table.ranksByRate();
            values = cells(view);
            lifeValues = cells(view);
            if (table.program.hasSource())
            {
                final int source = table.sourceOf(view);
                agentHigh = table.sources.agentHigh(source);
                agentLow = table.sources.agentLow(source);
                dataSource = table.sources.dataSource(source);
            }
        }
        for (int i = 0; i < values.length; i++)
        {
            view.addValueTo(i, timeNs, values[i]);
            view.addLifeValueTo(i, lifeValues[i]);
        }
        rate += view.rateAt(timeNs);
        variance += view.varianceAt(timeNs);
        one = Math.max(one, view.rateOfOneSample());
        total += view.total();
        frames += view.frames();
        error += view.evictionBound();
        samples += view.samples();
        firstSeenNs = Math.min(firstSeenNs, view.firstSeenNs());
        lastSeenNs = Math.max(lastSeenNs, view.lastSeenNs());
        consistent &= view.isConsistent();
    }

    private static ValueCell[] cells(final SlotView view)
    {
        final ValueCell[] cells = 0 == view.values() ? NO_VALUES : new ValueCell[view.values()];
        for (int i = 0; i < cells.length; i++)
        {
            cells[i] = new ValueCell(view.statistic(i));
        }
        return cells;
    }

    /* Merge another source of the same key: totals add up, rates do or one stands for both. */
    void merge(final SourceFlow other, final Aggregation aggregation)
    {
        switch (aggregation)
        {
            case SUM:
            case EDGE:
                addRate(other);
                break;
            case POOLED:
                pool(other);
                break;
            default:
                keepLarger(other);
                break;
        }
        for (int i = 0; i < lifeValues.length; i++)
        {
            lifeValues[i].add(other.lifeValues[i]);
        }
        total += other.total;
        frames += other.frames;
        error += other.error;
        samples += other.samples;
        firstSeenNs = Math.min(firstSeenNs, other.firstSeenNs);
        lastSeenNs = Math.max(lastSeenNs, other.lastSeenNs);
        consistent &= other.consistent;
    }

    private void keepLarger(final SourceFlow other)
    {
        if (other.value() > value() || Double.isNaN(value()))
        {
            values = other.values;
            rate = other.rate;
            variance = other.variance;
            one = other.one;
            agentHigh = other.agentHigh;
            agentLow = other.agentLow;
            dataSource = other.dataSource;
        }
    }

    /* Mean of the rates, weighted by the share of packets that was sampled: what has few samples says little. */
    private void pool(final SourceFlow other)
    {
        final double ours = sampledShare();
        final double theirs = other.sampledShare();
        final double both = ours + theirs;
        for (int i = 0; i < values.length; i++)
        {
            values[i].pool(other.values[i], ours, theirs);
        }
        rate = (rate * ours + other.rate * theirs) / both;
        variance = (variance * ours * ours + other.variance * theirs * theirs) / (both * both);
        one = Math.max(one * ours, other.one * theirs) / both;
        pooled = both;
        forgetSource(other);
    }

    private double sampledShare()
    {
        return pooled > 0 ? pooled : Math.max(1, samples) / (double)Math.max(1, frames);
    }

    private void addRate(final SourceFlow other)
    {
        for (int i = 0; i < values.length; i++)
        {
            values[i].add(other.values[i]);
        }
        rate += other.rate;
        variance += other.variance;
        one = Math.max(one, other.one);
        forgetSource(other);
    }

    private void forgetSource(final SourceFlow other)
    {
        if (agentHigh != other.agentHigh || agentLow != other.agentLow)
        {
            agentHigh = 0;
            agentLow = 0;
        }
        dataSource = SourceTable.WHOLE_AGENT;
    }

    /* What flows are ranked by. */
    private double value()
    {
        return ranksByRate ? rate : values[0].value();
    }

    long total()
    {
        return total;
    }

    boolean isOf(final long otherAgentHigh, final long otherAgentLow, final long otherDataSource)
    {
        return agentHigh == otherAgentHigh && agentLow == otherAgentLow && dataSource == otherDataSource;
    }

    FlowRow row(final ShardTable table)
    {
        final KeyProgram program = table.program;
        final List<String> texts = new ArrayList<>(program.keys().size());
        for (int i = 0; i < program.keys().size(); i++)
        {
            texts.add(program.format(i, key, 0, numbered::text));
        }
        return row(texts, table.definition().spec().separator());
    }

    FlowRow row(final List<String> texts, final String separator)
    {
        return new FlowRow(
            String.join(separator, texts),
            texts,
            SourceTable.agentText(agentHigh, agentLow),
            SourceTable.dataSourceText(dataSource),
            value(),
            furtherOf(values),
            rate,
            Interval.low(rate, variance),
            Interval.high(rate, variance, one),
            total,
            frames,
            error,
            samples,
            variance > 0 ? rate * rate / variance : Double.POSITIVE_INFINITY,
            ranksByRate ? total : lifeValues[0].value(),
            furtherOf(lifeValues),
            firstSeenNs / TimeSource.NS_PER_MS,
            lastSeenNs / TimeSource.NS_PER_MS,
            consistent);
    }

    private List<Double> furtherOf(final ValueCell[] cells)
    {
        final List<Double> further = new ArrayList<>(cells.length);
        for (int i = ranksByRate ? 0 : 1; i < cells.length; i++)
        {
            further.add(cells[i].value());
        }
        return further;
    }
}
