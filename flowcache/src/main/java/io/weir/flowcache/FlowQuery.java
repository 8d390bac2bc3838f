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
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

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
    private static final Comparator<FlowRow> BY_VALUE =
        Comparator.comparingDouble(FlowRow::value).thenComparingLong(FlowRow::total).reversed()
            .thenComparing(FlowRow::key);
    private static final Comparator<FlowRow> BY_LIFE_VALUE =
        Comparator.comparingDouble(FlowRow::lifeValue).thenComparingLong(FlowRow::total).reversed()
            .thenComparing(FlowRow::key);
    private static final Comparator<FlowRow> BY_TOTAL =
        Comparator.comparingLong(FlowRow::total).reversed().thenComparing(FlowRow::key);

    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>(List.of(""));
    private final KeyProgram program;
    private final Aggregation aggregation;
    private final PortRoles roles;
    private final FlowOptions options;
    private final FlowFilter filter;
    private final boolean hasSources;
    private final boolean addsSources;
    private final boolean ranksByRate;

    /* All flows, merged as the definition says. */
    FlowQuery(final List<Shard> shards, final Definition definition, final PortRoles roles)
    {
        this(shards, definition, roles, new FlowOptions(1, 0, null, Set.of(), ""), null);
    }

    FlowQuery(
        final List<Shard> shards,
        final Definition definition,
        final PortRoles roles,
        final FlowOptions options,
        final FlowFilter filter)
    {
        this.roles = roles;
        this.options = options;
        this.filter = filter;
        program = definition.program();
        ranksByRate = definition.values().get(0).isRate();
        hasSources = Scope.NETWORK != definition.spec().scope();
        aggregation = !hasSources ? Aggregation.SUM :
            null != options.aggregation() ? options.aggregation() : definition.spec().aggregation();
        addsSources = hasSources && (Aggregation.SUM == aggregation || Aggregation.EDGE == aggregation ||
            Aggregation.POOLED == aggregation && !ranksByRate);
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

    /* The largest flows, as many as the options say. */
    List<FlowRow> top()
    {
        return top(options.maxFlows());
    }

    List<FlowRow> top(final int maxFlows)
    {
        final List<FlowRow> quick = isPlain() ? fromCandidates(maxFlows) : null;
        return null != quick ? quick : fromScan(maxFlows);
    }

    /* Whether the candidates for the largest rate of a table are the ones that are asked for. */
    private boolean isPlain()
    {
        return ranksByRate && null == filter && options.exporters().isEmpty() &&
            (!hasSources || Aggregation.MAX == aggregation);
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
        final List<FlowRow> rows = best(candidates, 1 == parts.size(), maxFlows);
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
        final List<FlowRow> rows = best(best, true, maxFlows);
        final double open = Math.max(reading.boundAt(part.timeNs), least);
        return rows.size() == maxFlows && rows.get(maxFlows - 1).rate() >= open ? rows : null;
    }

    private List<FlowRow> fromScan(final int maxFlows)
    {
        final Map<PackedKey, Double> found = new HashMap<>();
        for (final Part part : parts)
        {
            if (1 == parts.size())
            {
                scan(part, found, maxFlows);
            }
            else
            {
                final Map<PackedKey, Double> ofPart = new HashMap<>();
                scan(part, ofPart, maxFlows);
                ofPart.forEach((key, rate) -> found.merge(key, rate, Double::sum));
            }
        }
        return best(found, true, maxFlows);
    }

    /* The most that the value of each key can be; those that have none now are left out. */
    private void scan(final Part part, final Map<PackedKey, Double> found, final int maxFlows)
    {
        final boolean keepsLargest = 1 == parts.size() && isPlain();
        final double[] level = { Double.NEGATIVE_INFINITY };
        part.reader.forEach(view ->
        {
            final double rate = part.table.valueAt(0, view, part.timeNs);
            if (rate >= level[0] && part.counts(view) && part.matches(view))
            {
                found.merge(part.key(), rate, addsSources ? Double::sum : Math::max);
                if (keepsLargest && found.size() / CLOSER >= Math.max(MIN_KEPT, maxFlows))
                {
                    level[0] = keepLargest(found, maxFlows);
                }
            }
        });
    }

    private static double keepLargest(final Map<PackedKey, Double> found, final int count)
    {
        final double[] rates = found.values().stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(rates);
        final double least = rates[rates.length - count];
        found.values().removeIf(rate -> rate < least);
        return least;
    }

    /* The rows of the best keys, of which is known at most, if that is so, how large their values can be. */
    private List<FlowRow> best(final Map<PackedKey, Double> found, final boolean bounded, final int maxFlows)
    {
        return best(found, bounded, maxFlows, FlowRow::value, BY_VALUE);
    }

    private List<FlowRow> best(
        final Map<PackedKey, Double> found,
        final boolean bounded,
        final int maxFlows,
        final ToDoubleFunction<FlowRow> rank,
        final Comparator<FlowRow> order)
    {
        final List<Map.Entry<PackedKey, Double>> entries = new ArrayList<>(found.entrySet());
        if (bounded)
        {
            entries.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        }
        final PriorityQueue<Double> largest = new PriorityQueue<>();
        final List<FlowRow> rows = new ArrayList<>();
        for (final Map.Entry<PackedKey, Double> entry : entries)
        {
            if (bounded && largest.size() == maxFlows && entry.getValue() < largest.peek())
            {
                break;
            }
            final FlowRow row = row(entry.getKey().words);
            if (null != row && rank.applyAsDouble(row) >= options.minValue())
            {
                rows.add(row);
                largest.add(rank.applyAsDouble(row));
                if (largest.size() > maxFlows)
                {
                    largest.poll();
                }
            }
        }
        rows.sort(order);
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

    /* The largest by what is no rate, over the lives of flows: of several sources it is no more than the sum. */
    private List<FlowRow> topLifeValues(final int maxFlows)
    {
        final Map<PackedKey, Double> found = new HashMap<>();
        for (final Part part : parts)
        {
            part.reader.forEach(view ->
            {
                final double value = part.table.lifeValue(0, view);
                if (!Double.isNaN(value) && part.counts(view))
                {
                    found.merge(part.key(), value, Double::sum);
                }
            });
        }
        return best(found, true, maxFlows, FlowRow::lifeValue, BY_LIFE_VALUE);
    }

    List<FlowRow> topTotals(final int maxFlows)
    {
        if (!ranksByRate)
        {
            return topLifeValues(maxFlows);
        }
        final Map<PackedKey, Long> totals = new HashMap<>();
        for (final Part part : parts)
        {
            part.reader.forEach(view ->
            {
                if (part.counts(view))
                {
                    totals.merge(part.key(), view.total(), Long::sum);
                }
            });
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
        private final Map<Integer, Boolean> counted = new HashMap<>();

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

        boolean matches(final SlotView view)
        {
            return null == filter || filter.matches(view.words(), view.keyOffset(), table.texts::text);
        }

        /* Whether the source of a flow is one of those that are asked for. */
        boolean counts(final SlotView view)
        {
            if (!hasSources || options.exporters().isEmpty() &&
                Aggregation.EDGE != aggregation && Aggregation.CORE != aggregation)
            {
                return true;
            }
            return counted.computeIfAbsent(table.sourceOf(view), this::counts);
        }

        private boolean counts(final int source)
        {
            final String agent = SourceTable.agentText(table.sources.agentHigh(source), table.sources.agentLow(source));
            if (!options.exporters().isEmpty() && !options.exporters().contains(agent))
            {
                return false;
            }
            if (Aggregation.EDGE != aggregation && Aggregation.CORE != aggregation)
            {
                return true;
            }
            final PortRole role =
                roles.roleOf(agent, SourceTable.dataSourceText(table.sources.dataSource(source)));
            return role == (Aggregation.EDGE == aggregation ? PortRole.EDGE : PortRole.CORE);
        }

        void addTo(final List<SourceFlow> flows, final SlotView view)
        {
            if (!counts(view))
            {
                return;
            }
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
