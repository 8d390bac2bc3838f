package io.weir.flowcache;

import io.weir.flowcache.table.SlotView;
import io.weir.flowcache.table.Statistic;
import io.weir.flowcache.table.TableCopy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * All flows of one definition, as of a time: to be stored, sent, and merged with those of other caches that saw other
 * exporters. Merging is commutative, and associative but for the rounding of rates; totals are exact. Immutable and
 * thread safe.
 *
 * <p>A snapshot that a cache just made is a copy of its slots and keeps the table reachable; the first use of its flows
 * works them out.
 */
public final class FlowSnapshot
{
    private static final Comparator<FlowRow> BY_VALUE =
        Comparator.comparingDouble(FlowSnapshot::rank).thenComparingLong(FlowRow::total).reversed()
            .thenComparing(FlowRow::key);

    final String name;
    final List<String> keys;
    final String value;
    final List<String> values;
    final long hashIdentity;
    final String separator;
    final Scope scope;
    final Aggregation aggregation;
    final long timeConstantNs;
    final long timeNs;
    final Accounts accounts;
    private List<Part> parts;
    private List<SnapshotFlow> flows;

    private FlowSnapshot(
        final Header header, final long timeNs, final Accounts accounts, final List<Part> parts,
        final List<SnapshotFlow> flows)
    {
        name = header.name;
        keys = List.copyOf(header.keys);
        value = header.value;
        values = List.copyOf(header.values);
        hashIdentity = header.hashIdentity;
        separator = header.separator;
        scope = header.scope;
        aggregation = header.aggregation;
        timeConstantNs = header.timeConstantNs;
        this.timeNs = timeNs;
        this.accounts = accounts;
        this.parts = parts;
        this.flows = flows;
    }

    /* A copy of the tables that a definition has in the shards. */
    static FlowSnapshot of(
        final List<Shard> shards, final FlowSpec spec, final long id, final FlowAccounting accounting)
    {
        final List<Part> parts = new ArrayList<>();
        long latestNs = 0;
        long hashIdentity = 0;
        for (final Shard shard : shards)
        {
            for (final ShardTable table : shard.tables())
            {
                if (table.definition().id() == id)
                {
                    parts.add(new Part(table, table.table.newReader().copy()));
                    latestNs = Math.max(latestNs, shard.timeNs());
                    hashIdentity = table.hashIdentity();
                }
            }
        }
        return new FlowSnapshot(
            new Header(spec.name(), spec.keys(), spec.value(), spec.values(), hashIdentity, spec.separator(),
                spec.scope(), spec.aggregation(), spec.timeConstantNs()),
            latestNs,
            new Accounts(accounting.in(), accounting.live(), accounting.exported(), accounting.other(),
                accounting.filtered()),
            parts,
            null);
    }

    /* What was read from bytes, or merged. */
    static FlowSnapshot of(
        final Header header, final long timeNs, final Accounts accounts, final List<SnapshotFlow> flows)
    {
        return new FlowSnapshot(header, timeNs, accounts, List.of(), List.copyOf(flows));
    }

    /**
     * Read what {@link #toBytes} wrote.
     *
     * @param bytes of a snapshot.
     * @return the snapshot.
     * @throws IllegalArgumentException if they are not those of a snapshot of this version; the message tells where.
     */
    public static FlowSnapshot of(final byte[] bytes)
    {
        return new SnapshotReader(bytes).read();
    }

    /** {@return bytes of a versioned format, the same for snapshots of the same flows} */
    public byte[] toBytes()
    {
        return SnapshotWriter.write(this, flows());
    }

    /** {@return name of the definition} */
    public String name()
    {
        return name;
    }

    /** {@return when its rates are read, epoch nanoseconds} */
    public long timeNs()
    {
        return timeNs;
    }

    /** {@return number of flows, those of each source for themselves} */
    public long size()
    {
        return flows().size();
    }

    /** {@return value that the definition was fed: live, exported, other and filtered add up to it} */
    public long in()
    {
        return accounts.in;
    }

    /** {@return value of the flows} */
    public long live()
    {
        return accounts.live;
    }

    /** {@return value of flow records that have ended} */
    public long exported()
    {
        return accounts.exported;
    }

    /** {@return value of flows that were evicted, and of records for whose text there was no room} */
    public long other()
    {
        return accounts.other;
    }

    /** {@return value of records that are not counted} */
    public long filtered()
    {
        return accounts.filtered;
    }

    /**
     * Merge with the snapshot of another cache, or of the same definition there. Rates are as of the later of the two
     * times; what both have of one key and source adds up.
     *
     * @param other to merge with, of a definition with the same keys, value, scope and time constant.
     * @return a new snapshot.
     * @throws IllegalArgumentException if the definitions differ, or, where they count distinct values, the seeds of
     *     the caches do; the message tells where.
     */
    public FlowSnapshot merge(final FlowSnapshot other)
    {
        same("keys", keys, other.keys);
        same("value", value, other.value);
        same("values", values, other.values);
        if (0 != hashIdentity && 0 != other.hashIdentity && hashIdentity != other.hashIdentity)
        {
            throw new IllegalArgumentException(
                name + ": counts of distinct values can be merged only of caches with the same hashSeed");
        }
        same("scope", scope, other.scope);
        same("timeConstantNs", timeConstantNs, other.timeConstantNs);
        final long latestNs = Math.max(timeNs, other.timeNs);
        final List<SnapshotFlow> left = flows();
        final List<SnapshotFlow> right = other.flows();
        final List<SnapshotFlow> merged = new ArrayList<>(left.size() + right.size());
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size())
        {
            final int order = l == left.size() ? 1 : r == right.size() ? -1 :
                SnapshotFlow.BY_KEY.compare(left.get(l), right.get(r));
            final SnapshotFlow ours = order > 0 ? null : left.get(l++).at(timeNs, latestNs, timeConstantNs);
            final SnapshotFlow theirs =
                order < 0 ? null : right.get(r++).at(other.timeNs, latestNs, timeConstantNs);
            merged.add(null == ours ? theirs : null == theirs ? ours : ours.plus(theirs));
        }
        return of(0 == hashIdentity ? other.header(this) : header(), latestNs, accounts.plus(other.accounts), merged);
    }

    private void same(final String what, final Object ours, final Object theirs)
    {
        if (!ours.equals(theirs))
        {
            throw new IllegalArgumentException(
                name + ": snapshots of different definitions: " + what + "=" + ours + " and " + theirs);
        }
    }

    /**
     * Largest flows by rate, or by another value where the definition has one, merged over their sources as the
     * definition says.
     *
     * @param maxFlows most rows, 1 or more.
     * @return rows, largest first.
     */
    public List<FlowRow> topFlows(final int maxFlows)
    {
        if (maxFlows < 1)
        {
            throw new IllegalArgumentException(name + ": maxFlows must be 1 or more: maxFlows=" + maxFlows);
        }
        final List<FlowRow> rows = new ArrayList<>();
        final List<SnapshotFlow> all = flows();
        for (int i = 0; i < all.size();)
        {
            final SourceFlow flow = new SourceFlow(all.get(i), ranksByRate());
            int next = i + 1;
            while (next < all.size() && all.get(next).keys().equals(all.get(i).keys()))
            {
                flow.merge(new SourceFlow(all.get(next), ranksByRate()), aggregation);
                next++;
            }
            rows.add(flow.row(all.get(i).keys(), separator));
            i = next;
        }
        rows.sort(BY_VALUE);
        return List.copyOf(rows.size() > maxFlows ? rows.subList(0, maxFlows) : rows);
    }

    /**
     * Every flow of every source for itself, in the order of their keys.
     *
     * @param consumer of rows.
     */
    public void forEach(final Consumer<FlowRow> consumer)
    {
        for (final SnapshotFlow flow : flows())
        {
            consumer.accept(new SourceFlow(flow, ranksByRate()).row(flow.keys(), separator));
        }
    }

    /* What rows are ranked by: those without a value come last. */
    private static double rank(final FlowRow row)
    {
        return Double.isNaN(row.value()) ? Double.NEGATIVE_INFINITY : row.value();
    }

    private boolean ranksByRate()
    {
        return FlowSpec.isRate(value);
    }

    /* The same header, with the name and all of another snapshot. */
    private Header header(final FlowSnapshot named)
    {
        return new Header(named.name, named.keys, named.value, named.values, hashIdentity, named.separator, named.scope,
            named.aggregation, named.timeConstantNs);
    }

    Header header()
    {
        return new Header(name, keys, value, values, hashIdentity, separator, scope, aggregation, timeConstantNs);
    }

    /* Flows in the order of their keys; those of one key and source, from several shards, are one. */
    private synchronized List<SnapshotFlow> flows()
    {
        if (null == flows)
        {
            final List<SnapshotFlow> all = new ArrayList<>();
            parts.forEach(part -> part.addTo(all, timeNs));
            all.sort(SnapshotFlow.BY_KEY);
            final List<SnapshotFlow> merged = new ArrayList<>(all.size());
            for (final SnapshotFlow flow : all)
            {
                final int last = merged.size() - 1;
                if (last >= 0 && 0 == SnapshotFlow.BY_KEY.compare(merged.get(last), flow))
                {
                    merged.set(last, merged.get(last).plus(flow));
                }
                else
                {
                    merged.add(flow);
                }
            }
            flows = List.copyOf(merged);
            parts = List.of();
        }
        return flows;
    }

    /**
     * What a snapshot is of.
     *
     * @param name           of the definition.
     * @param keys           of it.
     * @param value          of it.
     * @param values         further ones.
     * @param hashIdentity   of sets of distinct values; 0 for none.
     * @param separator      between the keys.
     * @param scope          of its flows.
     * @param aggregation    of its rows.
     * @param timeConstantNs of its rates.
     */
    record Header(
        String name,
        List<String> keys,
        String value,
        List<String> values,
        long hashIdentity,
        String separator,
        Scope scope,
        Aggregation aggregation,
        long timeConstantNs)
    {
        /* What the values beside the rate of a flow tell, in their order. */
        List<Statistic> statistics()
        {
            final List<Statistic> all = new ArrayList<>();
            if (!FlowSpec.isRate(value))
            {
                all.add(FlowValue.statisticOf(value));
            }
            values.forEach(more -> all.add(FlowValue.statisticOf(more)));
            return List.copyOf(all);
        }
    }

    /**
     * Accounting of the definition.
     *
     * @param in       value of all records.
     * @param live     value of the flows.
     * @param exported value of records that have ended.
     * @param other    value that was pushed out.
     * @param filtered value that is not counted.
     */
    record Accounts(long in, long live, long exported, long other, long filtered)
    {
        Accounts plus(final Accounts more)
        {
            return new Accounts(
                in + more.in, live + more.live, exported + more.exported, other + more.other, filtered + more.filtered);
        }
    }

    /** What one shard has. */
    private static final class Part
    {
        private final ShardTable table;
        private final TableCopy copy;

        Part(final ShardTable table, final TableCopy copy)
        {
            this.table = table;
            this.copy = copy;
        }

        void addTo(final List<SnapshotFlow> flows, final long timeNs)
        {
            copy.forEach(view -> flows.add(flow(view, timeNs)));
        }

        private SnapshotFlow flow(final SlotView view, final long timeNs)
        {
            final List<String> texts = new ArrayList<>(table.program.keys().size());
            for (int i = 0; i < table.program.keys().size(); i++)
            {
                texts.add(table.program.format(i, view.words(), view.keyOffset(), table.texts::text));
            }
            final boolean hasSource = table.program.hasSource();
            final int source = hasSource ? table.sourceOf(view) : 0;
            final List<SnapshotFlow.Held> held = 0 == view.heldRate() ? List.of() :
                List.of(new SnapshotFlow.Held(view.heldUntilNs(), view.heldRate(), view.heldVariance()));
            final List<SnapshotValue> values = new ArrayList<>(view.values());
            for (int i = 0; i < view.values(); i++)
            {
                values.add(SnapshotValue.of(view, i, timeNs));
            }
            return new SnapshotFlow(
                List.copyOf(texts),
                hasSource ? table.sources.agentHigh(source) : 0,
                hasSource ? table.sources.agentLow(source) : 0,
                hasSource ? table.sources.dataSource(source) : SourceTable.WHOLE_AGENT,
                view.decayingAt(timeNs),
                view.decayingVarianceAt(timeNs),
                view.rateOfOneSample(),
                held,
                view.total(),
                view.frames(),
                view.evictionBound(),
                view.samples(),
                view.firstSeenNs(),
                view.lastSeenNs(),
                view.isConsistent(),
                List.copyOf(values)).settled(timeNs, table.clock.tauNs());
        }
    }
}
