package io.weir.flowcache;

import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.table.SlotView;
import io.weir.flowcache.table.TableReader;
import io.weir.flowcache.table.TopReading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One query over the tables that a definition has in the shards. Rows of one key from several sources are merged: the
 * largest rate or their sum, the sum of the totals. For one thread.
 *
 * <p>The largest flows are found among the candidates of each table. The answer is exact when its last row has no less
 * than what the gates of the tables leave open; else, and for more rows than there are candidates, all flows are looked
 * at.
 */
final class FlowQuery
{
    private static final int MIN_KEPT = 1024;
    private static final int CLOSER = 4;
    private static final Comparator<FlowRow> BY_RATE =
        Comparator.comparingDouble(FlowRow::rate).thenComparingLong(FlowRow::total).reversed()
            .thenComparing(FlowRow::key);
    private static final Comparator<FlowRow> BY_TOTAL =
        Comparator.comparingLong(FlowRow::total).reversed().thenComparing(FlowRow::key);

    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>(List.of(""));
    private final KeyProgram program;
    private final Aggregation aggregation;
    private final boolean addsSources;

    FlowQuery(final List<Shard> shards, final Definition definition)
    {
        aggregation = definition.spec().aggregation();
        program = definition.program();
        addsSources = Aggregation.SUM == aggregation && Scope.NETWORK != definition.spec().scope();
        for (final Shard shard : shards)
        {
            for (final ShardTable table : shard.tables())
            {
                if (table.definition().id() == definition.id())
                {
                    parts.add(new Part(table, shard.timeNs()));
                }
            }
        }
    }

    List<FlowRow> top(final int maxFlows)
    {
        final List<FlowRow> quick = addsSources ? null : fromCandidates(maxFlows);
        return null != quick ? quick : fromScan(maxFlows);
    }

    private List<FlowRow> fromCandidates(final int maxFlows)
    {
        if (1 == parts.size())
        {
            final List<FlowRow> rows = fromBestCandidates(parts.get(0), maxFlows);
            if (null != rows)
            {
                return rows;
            }
        }
        final Map<PackedKey, Double> candidates = new HashMap<>();
        double bound = 0;
        boolean all = true;
        for (final Part part : parts)
        {
            final TopReading reading = new TopReading();
            if (!part.reader.readTop(reading))
            {
                return null;
            }
            for (int i = 0; i < reading.count(); i++)
            {
                if (reading.read(i, part.reader.view()))
                {
                    candidates.merge(part.key(), part.reader.view().rateAt(part.timeNs), Math::max);
                }
            }
            final double open = reading.boundAt(part.timeNs);
            all &= open < 0;
            bound += Math.max(0, open);
        }
        final List<FlowRow> rows = best(candidates, maxFlows);
        final boolean exact = all || rows.size() == maxFlows && rows.get(maxFlows - 1).rate() >= bound;
        return exact ? rows : null;
    }

    /* Of the candidates of one table only the best are looked at closer; null when these do not settle it. */
    private List<FlowRow> fromBestCandidates(final Part part, final int maxFlows)
    {
        final TopReading reading = new TopReading();
        if (!part.reader.readTop(reading))
        {
            return null;
        }
        final double[] rates = new double[reading.count()];
        for (int i = 0; i < rates.length; i++)
        {
            rates[i] = reading.read(i, part.reader.view()) ? part.reader.view().rateAt(part.timeNs) : -1;
        }
        final double[] sorted = rates.clone();
        Arrays.sort(sorted);
        final double least = maxFlows < sorted.length / CLOSER ? sorted[sorted.length - CLOSER * maxFlows] : 0;
        final Map<PackedKey, Double> best = new HashMap<>();
        for (int i = 0; i < rates.length; i++)
        {
            if (rates[i] >= least && reading.read(i, part.reader.view()))
            {
                best.merge(part.key(), part.reader.view().rateAt(part.timeNs), Math::max);
            }
        }
        final List<FlowRow> rows = best(best, maxFlows);
        final double open = Math.max(reading.boundAt(part.timeNs), least);
        return rows.size() == maxFlows && rows.get(maxFlows - 1).rate() >= open ? rows : null;
    }

    private List<FlowRow> fromScan(final int maxFlows)
    {
        final Map<PackedKey, Double> found = new HashMap<>();
        final double[] level = { Double.NEGATIVE_INFINITY };
        for (final Part part : parts)
        {
            part.reader.forEach(view ->
            {
                final double rate = view.rateAt(part.timeNs);
                if (rate >= level[0])
                {
                    found.merge(part.key(), rate, addsSources ? Double::sum : Math::max);
                    if (!addsSources && 1 == parts.size() && found.size() / CLOSER >= Math.max(MIN_KEPT, maxFlows))
                    {
                        level[0] = keepLargest(found, maxFlows);
                    }
                }
            });
        }
        return best(found, maxFlows);
    }

    private static double keepLargest(final Map<PackedKey, Double> found, final int count)
    {
        final double[] rates = found.values().stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(rates);
        final double least = rates[rates.length - count];
        found.values().removeIf(rate -> rate < least);
        return least;
    }

    /* The rows of the best keys; where rates of several shards add up, of all keys, before the best are chosen. */
    private List<FlowRow> best(final Map<PackedKey, Double> found, final int maxFlows)
    {
        List<Map.Entry<PackedKey, Double>> entries = new ArrayList<>(found.entrySet());
        if (1 == parts.size() && entries.size() > maxFlows)
        {
            entries.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
            final double least = entries.get(maxFlows - 1).getValue();
            entries = entries.stream().filter(entry -> entry.getValue() >= least).toList();
        }
        final List<FlowRow> rows = new ArrayList<>(entries.size());
        for (final Map.Entry<PackedKey, Double> entry : entries)
        {
            final FlowRow row = row(entry.getKey().words);
            if (null != row)
            {
                rows.add(row);
            }
        }
        rows.sort(BY_RATE);
        return List.copyOf(rows.size() > maxFlows ? rows.subList(0, maxFlows) : rows);
    }

    /*
     * Number of a text within this query, from 1 on: each shard has numbers of its own, and a key must be the same
     * wherever it was seen.
     */
    int number(final String text)
    {
        final int number = numbers.computeIfAbsent(text, added -> texts.size());
        if (number == texts.size())
        {
            texts.add(text);
        }
        return number;
    }

    /* One key by its texts. */
    FlowRow row(final List<String> keys)
    {
        final long[] key = new long[program.words()];
        program.parse(keys, key, 0, this::number);
        return row(key);
    }

    /* One key, from all sources and shards; null when it is not there. */
    FlowRow row(final long[] key)
    {
        final List<SourceFlow> flows = new ArrayList<>(1);
        ShardTable any = null;
        for (final Part part : parts)
        {
            any = part.table;
            final long[] words = part.table.program.hasTexts() ? key.clone() : key;
            if (part.table.program.renumber(words, number -> part.table.texts.find(texts.get(number))))
            {
                part.reader.forEachSource(words, part.table.sources.maxId(), view -> part.addTo(flows, view));
            }
        }
        if (flows.isEmpty())
        {
            return null;
        }
        final SourceFlow merged = flows.get(0);
        for (int i = 1; i < flows.size(); i++)
        {
            merged.merge(flows.get(i), aggregation);
        }
        return merged.row(any);
    }

    void forEach(final Consumer<FlowRow> consumer)
    {
        for (final Part part : parts)
        {
            part.reader.forEach(view ->
            {
                final SourceFlow flow = new SourceFlow();
                flow.add(part.table, view, part.timeNs);
                consumer.accept(flow.row(part.table));
            });
        }
    }

    void visit(final FlowVisitor visitor)
    {
        for (final Part part : parts)
        {
            final SlotFlow flow = new SlotFlow(part.table);
            part.reader.forEach(view -> visitor.onFlow(flow.wrap(view, part.timeNs)));
        }
    }

    List<FlowRow> topTotals(final int maxFlows)
    {
        final Map<PackedKey, Long> totals = new HashMap<>();
        for (final Part part : parts)
        {
            part.reader.forEach(view -> totals.merge(part.key(), view.total(), Long::sum));
        }
        final List<Map.Entry<PackedKey, Long>> entries = new ArrayList<>(totals.entrySet());
        entries.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        final List<FlowRow> rows = new ArrayList<>();
        long least = 0;
        for (final Map.Entry<PackedKey, Long> entry : entries)
        {
            if (rows.size() >= maxFlows && entry.getValue() < least)
            {
                break;
            }
            least = entry.getValue();
            final FlowRow row = row(entry.getKey().words);
            if (null != row)
            {
                rows.add(row);
            }
        }
        rows.sort(BY_TOTAL);
        return List.copyOf(rows.size() > maxFlows ? rows.subList(0, maxFlows) : rows);
    }

    /** What one shard has of the definition. */
    private final class Part
    {
        final ShardTable table;
        final TableReader reader;
        final long timeNs;

        Part(final ShardTable table, final long timeNs)
        {
            this.table = table;
            this.timeNs = timeNs;
            reader = table.table.newReader();
        }

        /* Key of the view, its source taken out. */
        PackedKey key()
        {
            final SlotView view = reader.view();
            final long[] words = new long[table.program.words()];
            System.arraycopy(view.words(), view.keyOffset(), words, 0, words.length);
            words[table.program.sourceWord()] &= ~table.program.sourceMask();
            table.program.renumber(words, number -> number(table.texts.text(number)));
            return new PackedKey(words);
        }

        void addTo(final List<SourceFlow> flows, final SlotView view)
        {
            final int source = table.program.hasSource() ? table.sourceOf(view) : 0;
            final long high = table.program.hasSource() ? table.sources.agentHigh(source) : 0;
            final long low = table.program.hasSource() ? table.sources.agentLow(source) : 0;
            final long data = table.program.hasSource() ? table.sources.dataSource(source) : SourceTable.WHOLE_AGENT;
            for (final SourceFlow flow : flows)
            {
                if (flow.isOf(high, low, data))
                {
                    flow.add(table, view, timeNs);
                    return;
                }
            }
            final SourceFlow flow = new SourceFlow();
            flow.add(table, view, timeNs);
            flows.add(flow);
        }
    }

    private static final class PackedKey
    {
        final long[] words;
        private final int hash;

        PackedKey(final long[] words)
        {
            this.words = words;
            final long mixed = Arrays.hashCode(words) * 0x9E37_79B9_7F4A_7C15L;
            hash = (int)(mixed >>> 32);
        }

        @Override
        public boolean equals(final Object other)
        {
            return other instanceof PackedKey && Arrays.equals(words, ((PackedKey)other).words);
        }

        @Override
        public int hashCode()
        {
            return hash;
        }
    }
}
