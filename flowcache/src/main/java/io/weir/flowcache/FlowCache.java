package io.weir.flowcache;

import static java.util.Objects.requireNonNull;

import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.RunMode;
import io.weir.collector.SinkContext;
import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.key.Group;
import io.weir.flowcache.key.KeyFunction;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.flowcache.key.LabelMap;
import io.weir.flowcache.key.Suggestions;
import io.weir.flowcache.table.TableCounters;
import io.weir.record.ElementNames;
import io.weir.record.ElementSlots;
import io.weir.record.Field;
import io.weir.time.TimeSource;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns records into flows with live rates. A sink of a collector or a replay; threads of one's own feed it through
 * {@link #newShard}.
 *
 * <p>Thread safe. Each feeding thread has a shard of its own, which it alone writes without waiting for anybody;
 * definitions and queries come from any thread, at any time, and do not stop the writers.
 *
 * <p>Rates are read at the time of the query by the clock of the run: wall clock time live, capture time in a replay,
 * where they stay as they were at its end. A run that starts after another has been closed begins anew.
 */
public final class FlowCache implements RecordSink
{
    /**
     * Sampling rate above which a record is not believed: it is counted as filtered, so that no single record makes a
     * rate, and so an alarm, out of nothing.
     */
    public static final long MAX_SAMPLING_RATE = 1L << 24;

    private static final long REPLAY_SEED = 0x77656972L;

    private final Long fixedSeed;
    private final long randomSeed = new SecureRandom().nextLong();
    private final int maxSources;
    private final int maxDefinitions;
    private final int maxTexts;
    private final long maxDistinctBytes;
    private final PortRoles portRoles;
    private final KeyRegistry registry = new KeyRegistry();
    private final FlowListeners listeners = new FlowListeners();
    private final List<FlowCacheLifecycle> lifecycles = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    private final Map<String, List<FlowWatcherFactory>> watchers = new LinkedHashMap<>();
    private final List<Shard> handleShards = new ArrayList<>();
    private final List<Shard> runShards = new ArrayList<>();
    private volatile List<Shard> shards = List.of();
    private volatile Plan plan = Plan.EMPTY;
    private long nextDefinitionId;
    private int nextShard;
    private boolean runClosed;

    private FlowCache(final Builder builder)
    {
        fixedSeed = builder.hashSeed;
        maxSources = builder.maxSources;
        maxDefinitions = builder.maxDefinitions;
        maxTexts = builder.maxTexts;
        maxDistinctBytes = builder.maxDistinctBytes;
        portRoles = builder.portRoles;
        builder.functions.forEach(registry::function);
        registry.elements(builder.elements);
    }

    /** {@return a builder with defaults} */
    public static Builder builder()
    {
        return new Builder();
    }

    /**
     * Add a definition, or replace the one of the same name, whose flows are then gone.
     *
     * @param spec to add.
     * @throws IllegalArgumentException if keys or filter refer to a group, map or function that is not here.
     * @throws IllegalStateException if there are too many definitions, or too many elements are keys of them.
     */
    public void define(final FlowSpec spec)
    {
        requireNonNull(spec, "spec");
        synchronized (lock)
        {
            final List<Definition> definitions = new ArrayList<>(plan.definitions());
            final Definition definition =
                Definition.of(nextDefinitionId++, spec, registry, watchersOf(spec.name()));
            final int at = definitions.indexOf(plan.find(spec.name()));
            if (at >= 0)
            {
                definitions.set(at, definition);
            }
            else if (definitions.size() < maxDefinitions)
            {
                definitions.add(definition);
            }
            else
            {
                throw new IllegalStateException(
                    spec.name() + ": too many definitions: maxDefinitions=" + maxDefinitions);
            }
            final Plan newPlan = Plan.of(definitions);
            for (final Field element : definition.wanted().elements().fields())
            {
                if (!newPlan.wanted().has(element))
                {
                    throw new IllegalStateException(spec.name() + ": too many elements are keys of definitions: max=" +
                        ElementSlots.MAX + " element=" + element);
                }
            }
            plan = newPlan;
        }
    }

    /**
     * Add a group of networks, to which keys such as {@code group:ipsource:sites} refer, or replace the one of that
     * name: records are labelled by the new one at once, flows of labels that were given before stay as they are.
     *
     * @param name  of it.
     * @param group of networks.
     * @throws IllegalArgumentException if the name or a label is out of range.
     */
    public void group(final String name, final Group group)
    {
        registry.group(name, group);
    }

    /**
     * Add a map of labels, to which keys such as {@code map:tcpdestinationport:services} refer, or replace the one of
     * that name, as {@link #group} does.
     *
     * @param name of it.
     * @param map  of labels.
     * @throws IllegalArgumentException if the name or a label is out of range, or a value is none of a key that is
     *     looked up in the map; the map is then as it was.
     */
    public void map(final String name, final LabelMap map)
    {
        registry.map(name, map);
    }

    private List<FlowWatcherFactory> watchersOf(final String name)
    {
        return watchers.getOrDefault(name, List.of());
    }

    /**
     * Remove a definition and its flows.
     *
     * @param name of it.
     * @return false if there is none.
     */
    public boolean remove(final String name)
    {
        synchronized (lock)
        {
            final List<Definition> definitions = new ArrayList<>(plan.definitions());
            final boolean removed = definitions.remove(plan.find(name));
            if (removed)
            {
                plan = Plan.of(definitions);
            }
            return removed;
        }
    }

    /** {@return the live definitions, in the order in which they came} */
    public List<FlowSpec> definitions()
    {
        return plan.definitions().stream().map(Definition::spec).collect(Collectors.toUnmodifiableList());
    }

    private Definition require(final String name)
    {
        final Plan current = plan;
        final Definition definition = current.find(name);
        if (null == definition)
        {
            final List<String> names = current.definitions().stream().map(d -> d.spec().name()).toList();
            throw new IllegalArgumentException("unknown flow '" + name + "'" + Suggestions.text(name, names));
        }
        return definition;
    }

    /**
     * Largest flows by rate, or by another value where the definition has one. Rows of one key from several sources are
     * merged as the definition's {@link Aggregation} says: the largest rate and its source, or the sum of the rates;
     * the sum of the totals.
     *
     * @param name     of the definition.
     * @param maxFlows most rows, 1 or more.
     * @return rows, largest first.
     * @throws IllegalArgumentException if there is no such definition.
     */
    public List<FlowRow> topFlows(final String name, final int maxFlows)
    {
        return new FlowQuery(shards, require(name), portRoles).top(atLeastOne(name, maxFlows));
    }

    /**
     * Largest flows by rate among those that are asked for. Looks at every flow, unless all are asked for and merged by
     * {@link Aggregation#MAX}.
     *
     * @param name    of the definition.
     * @param options what is asked for.
     * @return rows, largest first.
     * @throws IllegalArgumentException if there is no such definition, or the filter is not one on its keys.
     */
    public List<FlowRow> topFlows(final String name, final FlowOptions options)
    {
        final Definition definition = require(name);
        final FlowFilter filter = options.filter().isBlank() ? null :
            new FlowFilter(name, Filter.parse(options.filter(), registry), definition.program());
        if (!options.exporters().isEmpty() && Scope.NETWORK == definition.spec().scope())
        {
            throw new IllegalArgumentException(name + ": exporters cannot be told apart: scope=" + Scope.NETWORK +
                " exporters=" + options.exporters());
        }
        return new FlowQuery(shards, definition, portRoles, options, filter).top();
    }

    /**
     * Largest flows by total, or by {@link FlowRow#lifeValue} where the value is no rate, merged as in
     * {@link #topFlows}. Looks at every flow.
     *
     * @param name     of the definition.
     * @param maxFlows most rows, 1 or more.
     * @return rows, largest first.
     * @throws IllegalArgumentException if there is no such definition.
     */
    public List<FlowRow> topTotals(final String name, final int maxFlows)
    {
        return new FlowQuery(shards, require(name), portRoles).topTotals(atLeastOne(name, maxFlows));
    }

    private static int atLeastOne(final String name, final int maxFlows)
    {
        if (maxFlows < 1)
        {
            throw new IllegalArgumentException(name + ": maxFlows must be 1 or more: maxFlows=" + maxFlows);
        }
        return maxFlows;
    }

    /**
     * One flow, merged over its sources as in {@link #topFlows}.
     *
     * @param name    of the definition.
     * @param keyText its keys, joined by the separator, as rows show them.
     * @return its row, empty when it is not in the cache.
     * @throws IllegalArgumentException if there is no such definition, or the text is not one of its keys.
     */
    public Optional<FlowRow> flow(final String name, final String keyText)
    {
        final Definition definition = require(name);
        final int keys = definition.program().keys().size();
        final String separator = definition.spec().separator();
        final List<String> texts = 0 == keys ? List.of() : separator.isEmpty() ? List.of(keyText) :
            Arrays.asList(keyText.split(Pattern.quote(separator), -1));
        if (keys != texts.size() || 0 == keys && !keyText.isEmpty())
        {
            throw new IllegalArgumentException(name + ": key has not as many parts as the definition: key='" + keyText +
                "' keys=" + String.join(",", definition.spec().keys()));
        }
        return Optional.ofNullable(new FlowQuery(shards, definition, portRoles).row(texts));
    }

    /**
     * One flow, merged over its sources as in {@link #topFlows}: for keys whose texts may hold the separator.
     *
     * @param name of the definition.
     * @param keys text of each key, as rows show them.
     * @return its row, empty when it is not in the cache.
     * @throws IllegalArgumentException if there is no such definition, or a text is not a value of its key.
     */
    public Optional<FlowRow> flow(final String name, final List<String> keys)
    {
        final Definition definition = require(name);
        if (keys.size() != definition.program().keys().size())
        {
            throw new IllegalArgumentException(name + ": key has not as many parts as the definition: key=" + keys +
                " keys=" + String.join(",", definition.spec().keys()));
        }
        return Optional.ofNullable(new FlowQuery(shards, definition, portRoles).row(keys));
    }

    /**
     * Every flow of every source for itself, in no order. Flows that come or go meanwhile may be among them or not.
     *
     * @param name     of the definition.
     * @param consumer of rows, called on this thread.
     * @throws IllegalArgumentException if there is no such definition.
     */
    public void forEach(final String name, final Consumer<FlowRow> consumer)
    {
        new FlowQuery(shards, require(name), portRoles).forEach(consumer);
    }

    /**
     * Every flow of every source for itself, in no order, without allocation. Flows that come or go meanwhile may be
     * among them or not.
     *
     * @param name    of the definition.
     * @param visitor called on this thread.
     * @throws IllegalArgumentException if there is no such definition.
     */
    public void visit(final String name, final FlowVisitor visitor)
    {
        new FlowQuery(shards, require(name), portRoles).visit(visitor);
    }

    /**
     * A copy of all flows of a definition, to be stored, sent or merged with those of other caches. Flows that come or
     * go meanwhile may be in it or not.
     *
     * @param name of the definition.
     * @return the snapshot.
     * @throws IllegalArgumentException if there is no such definition.
     */
    public FlowSnapshot snapshot(final String name)
    {
        final Definition definition = require(name);
        return FlowSnapshot.of(shards, definition.spec(), definition.id(), accounting(name));
    }

    /**
     * Tell a listener the flow records of a definition with {@code log}, now or as soon as there is one of that name,
     * whatever replaces it.
     *
     * @param definition name of it.
     * @param listener   called on the threads that write the tables.
     */
    public void addListener(final String definition, final FlowListener listener)
    {
        listeners.add(requireNonNull(definition, "definition"), requireNonNull(listener, "listener"));
    }

    /**
     * Tell a listener no more.
     *
     * @param definition name of it.
     * @param listener   as it was given to {@link #addListener}.
     * @return false if it was not told.
     */
    public boolean removeListener(final String definition, final FlowListener listener)
    {
        return listeners.remove(definition, listener);
    }

    /**
     * How often functions of the caller, see {@link Builder#function}, have thrown: the record then lacks the key.
     *
     * @return number of calls, over all shards that there are.
     */
    public long functionFailures()
    {
        long failures = 0;
        for (final Shard shard : shards)
        {
            failures += shard.context().failures();
        }
        return failures;
    }

    /** {@return flow records that a listener has thrown at; it did not get the rest of what they tell} */
    public long listenerFailures()
    {
        return listeners.failures();
    }

    /**
     * Accounting of a definition since it was defined, or since the run began.
     *
     * @param name of it.
     * @return a reading.
     * @throws IllegalArgumentException if there is no such definition.
     */
    public FlowAccounting accounting(final String name)
    {
        final Definition definition = require(name);
        final long[] sums = new long[TableCounters.COUNT];
        boolean consistent = true;
        for (final Shard shard : shards)
        {
            for (final ShardTable table : shard.tables())
            {
                if (table.definition().id() == definition.id())
                {
                    consistent &= table.table.counters().addTo(sums);
                }
            }
        }
        return new FlowAccounting(
            sums[TableCounters.IN],
            sums[TableCounters.LIVE],
            sums[TableCounters.EXPORTED],
            sums[TableCounters.OTHER],
            sums[TableCounters.FILTERED],
            sums[TableCounters.RECORDS],
            sums[TableCounters.FILTERED_RECORDS],
            sums[TableCounters.FLOWS],
            sums[TableCounters.EVICTED_FLOWS],
            sums[TableCounters.EXPIRED_FLOWS],
            sums[TableCounters.HELD_RECORDS],
            sums[TableCounters.BAD_TIMES],
            sums[TableCounters.CLAMPED],
            sums[TableCounters.TEXT_OVERFLOWS],
            sums[TableCounters.CUT_RECORDS],
            sums[TableCounters.DISTINCT_OVERFLOWS],
            consistent);
    }

    /**
     * Watch the rates of a definition, now or as soon as there is one of that name, whatever replaces it.
     *
     * @param definition name of it.
     * @param factory    of watchers.
     * @throws IllegalStateException if too many watch it already.
     */
    public void watch(final String definition, final FlowWatcherFactory factory)
    {
        requireNonNull(factory, "factory");
        synchronized (lock)
        {
            final List<FlowWatcherFactory> factories = new ArrayList<>(watchersOf(definition));
            if (factories.contains(factory))
            {
                return;
            }
            if (factories.size() == WatcherHub.MAX_WATCHERS)
            {
                throw new IllegalStateException(
                    definition + ": too many watchers: maxWatchers=" + WatcherHub.MAX_WATCHERS);
            }
            factories.add(factory);
            watchers(definition, factories);
        }
    }

    /**
     * Stop watching. The watchers are not called any more once the shards have taken this over; marks are gone.
     *
     * @param definition name of it.
     * @param factory    as it was given to {@link #watch}.
     * @return false if it did not watch.
     */
    public boolean unwatch(final String definition, final FlowWatcherFactory factory)
    {
        synchronized (lock)
        {
            final List<FlowWatcherFactory> factories = new ArrayList<>(watchersOf(definition));
            final boolean watched = factories.remove(factory);
            if (watched)
            {
                watchers(definition, factories);
            }
            return watched;
        }
    }

    private void watchers(final String name, final List<FlowWatcherFactory> factories)
    {
        if (factories.isEmpty())
        {
            watchers.remove(name);
        }
        else
        {
            watchers.put(name, factories);
        }
        final List<Definition> definitions = new ArrayList<>(plan.definitions());
        final int at = definitions.indexOf(plan.find(name));
        if (at >= 0)
        {
            definitions.set(at, definitions.get(at).watchedBy(factories));
            plan = Plan.of(definitions);
        }
    }

    /**
     * Be told when runs begin and end.
     *
     * @param lifecycle to call.
     */
    public void addLifecycle(final FlowCacheLifecycle lifecycle)
    {
        lifecycles.add(requireNonNull(lifecycle, "lifecycle"));
    }

    /**
     * A shard for a thread that is not a receiver, with the rules of live use.
     *
     * @param time for records outside of {@link ShardHandle#begin} and for queries.
     * @return its handle.
     */
    public ShardHandle newShard(final TimeSource time)
    {
        return newShard(RunMode.LIVE, time);
    }

    /**
     * A shard for a thread that is not a receiver.
     *
     * @param mode of use: in a replay nothing expires, and the seed of the hash is fixed.
     * @param time for records outside of {@link ShardHandle#begin} and for queries.
     * @return its handle.
     */
    public ShardHandle newShard(final RunMode mode, final TimeSource time)
    {
        return addShard(mode, time, handleShards);
    }

    private Shard addShard(final RunMode mode, final TimeSource time, final List<Shard> group)
    {
        synchronized (lock)
        {
            if (runClosed)
            {
                runShards.forEach(Shard::discard);
                runShards.clear();
                runClosed = false;
            }
            final Shard shard =
                new Shard(this, requireNonNull(mode, "mode"), nextShard++, requireNonNull(time, "time"));
            group.add(shard);
            final List<Shard> all = new ArrayList<>(handleShards);
            all.addAll(runShards);
            shards = List.copyOf(all);
            return shard;
        }
    }

    @Override
    public RecordHandler newHandler(final SinkContext context)
    {
        return addShard(context.mode(), context.time(), runShards);
    }

    @Override
    public void onStart(final RunMode mode)
    {
        for (final FlowCacheLifecycle lifecycle : lifecycles)
        {
            lifecycle.onStart(mode);
        }
    }

    @Override
    public void onClose()
    {
        synchronized (lock)
        {
            runClosed = true;
            runShards.forEach(Shard::close);
        }
        for (final FlowCacheLifecycle lifecycle : lifecycles)
        {
            lifecycle.onClose();
        }
    }

    FlowListeners listeners()
    {
        return listeners;
    }

    Plan plan()
    {
        return plan;
    }

    long hashSeed(final RunMode mode)
    {
        return null != fixedSeed ? fixedSeed : RunMode.REPLAY == mode ? REPLAY_SEED : randomSeed;
    }

    int maxTexts()
    {
        return maxTexts;
    }

    long maxDistinctBytes()
    {
        return maxDistinctBytes;
    }

    int maxSources()
    {
        return maxSources;
    }

    /** Collects the options of a cache. Not thread safe. */
    public static final class Builder
    {
        private static final int MAX_SOURCES = (1 << 24) - 1;
        private static final int MAX_TEXTS = 1 << 24;
        private static final long MAX_DISTINCT_BYTES = 1L << 36;

        private ElementNames elements = ElementNames.NONE;
        private Long hashSeed;
        private int maxSources = 1 << 20;
        private int maxDefinitions = 1000;
        private int maxTexts = 1 << 18;
        private long maxDistinctBytes = 1L << 26;
        private PortRoles portRoles = (agent, dataSource) -> PortRole.UNKNOWN;
        private final Map<String, KeyFunction> functions = new LinkedHashMap<>();

        private Builder()
        {
        }

        /**
         * Fix the seed of the hash. Unless told, it is random, so that nobody can choose keys that collide, and fixed
         * in a replay.
         *
         * @param seed any.
         * @return this.
         */
        public Builder hashSeed(final long seed)
        {
            hashSeed = seed;
            return this;
        }

        /**
         * Set the most data sources that a shard tells apart; the flows of more are counted under one. 2^20 unless
         * told.
         *
         * @param sources 1 to 2^24 - 1.
         * @return this.
         */
        public Builder maxSources(final int sources)
        {
            maxSources = sources;
            return this;
        }

        /**
         * Set the most definitions at a time; 1000 unless told.
         *
         * @param definitions 1 or more.
         * @return this.
         */
        public Builder maxDefinitions(final int definitions)
        {
            maxDefinitions = definitions;
            return this;
        }

        /**
         * Set the most different texts in keys that a shard tells apart, of 128 bytes each on average. The records of
         * more are counted as {@code other} by the definition. 2^18 unless told.
         *
         * @param texts 0 to 2^24.
         * @return this.
         */
        public Builder maxTexts(final int texts)
        {
            maxTexts = texts;
            return this;
        }

        /**
         * Set the most memory, of each definition in each shard, for the sets behind {@code count:}. A set of one value
         * takes none, one of up to 16 takes 136 bytes, one of more 1032; a flow has up to three: of the window that
         * goes on, of the one before, and of its life. Values for which there is no room are left out of the count, and
         * counted, see {@link FlowAccounting#distinctOverflows}. 64 MiB unless told.
         *
         * @param bytes 0 to 2^36.
         * @return this.
         */
        public Builder maxDistinctBytes(final long bytes)
        {
            maxDistinctBytes = bytes;
            return this;
        }

        /**
         * Set who knows the names of information elements, for keys such as {@code ipfix:applicationId}: the registry
         * of the NetFlow codec. Unless told, elements are known by their numbers alone, and their values are numbers.
         *
         * @param names of elements.
         * @return this.
         */
        public Builder elements(final ElementNames names)
        {
            elements = requireNonNull(names, "elements");
            return this;
        }

        /**
         * Tell the roles of ports, for {@link Aggregation#EDGE} and {@link Aggregation#CORE}; all are unknown unless
         * told.
         *
         * @param roles of ports.
         * @return this.
         */
        public Builder portRoles(final PortRoles roles)
        {
            portRoles = requireNonNull(roles, "portRoles");
            return this;
        }

        /**
         * Add a function of keys, such as {@code country}, that definitions call as {@code country:ipsource}.
         *
         * @param name     a letter, then letters, digits, {@code _ - .}.
         * @param function to call.
         * @return this.
         */
        public Builder function(final String name, final KeyFunction function)
        {
            functions.put(name, function);
            return this;
        }

        /**
         * Check and build.
         *
         * @return a cache without definitions.
         * @throws IllegalArgumentException if an option is out of range.
         */
        public FlowCache build()
        {
            if (maxTexts < 0 || maxTexts > MAX_TEXTS)
            {
                throw new IllegalArgumentException(
                    "flow cache: maxTexts is out of range: maxTexts=" + maxTexts + " range=0.." + MAX_TEXTS);
            }
            if (maxDistinctBytes < 0 || maxDistinctBytes > MAX_DISTINCT_BYTES)
            {
                throw new IllegalArgumentException("flow cache: maxDistinctBytes is out of range: maxDistinctBytes=" +
                    maxDistinctBytes + " range=0.." + MAX_DISTINCT_BYTES);
            }
            if (maxSources < 1 || maxSources > MAX_SOURCES || maxDefinitions < 1)
            {
                throw new IllegalArgumentException("flow cache: option is out of range: maxSources=" + maxSources +
                    " range=1.." + MAX_SOURCES + " maxDefinitions=" + maxDefinitions + " range=1..");
            }
            return new FlowCache(this);
        }
    }
}
