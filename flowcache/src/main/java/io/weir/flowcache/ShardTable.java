package io.weir.flowcache;

import io.weir.collector.RunMode;
import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.TextTable;
import io.weir.flowcache.table.DecayClock;
import io.weir.flowcache.table.DistinctHash;
import io.weir.flowcache.table.FlowTable;
import io.weir.flowcache.table.Hash;
import io.weir.flowcache.table.SlotView;
import io.weir.flowcache.table.TableConfig;
import io.weir.flowcache.table.TableCounters;
import io.weir.record.FlowRecord;

/** One definition in one shard. For the shard's thread; {@link #table} has its own rules for readers. */
final class ShardTable
{
    private static final int MIN_TOP = 64;

    final FlowTable table;
    final DecayClock clock;
    final SourceTable sources;
    final TextTable texts;
    final WatcherHub hub;
    final KeyProgram program;
    private final Filter filter;
    private final boolean filters;
    private final Scope scope;
    private final FlowValue.Unit unit;
    private final int valueSlot;
    private final Key valueKey;
    private final boolean dropped;
    private final ValueReader reader;
    private final boolean isRate;
    private Definition definition;
    private FlowLogger logger;

    ShardTable(
        final Definition definition,
        final DecayClock clock,
        final SourceTable sources,
        final TextTable texts,
        final RunMode mode,
        final int shard,
        final long hashSeed,
        final long distinctBytes)
    {
        this.definition = definition;
        this.clock = clock;
        this.sources = sources;
        this.texts = texts;
        program = definition.program();
        filter = definition.filter();
        filters = Filter.ALL != filter;
        final FlowSpec spec = definition.spec();
        scope = spec.scope();
        dropped = spec.dropped();
        final FlowValue value = definition.values().get(0);
        isRate = value.isRate();
        unit = isRate ? value.unit() : FlowValue.Unit.FRAMES;
        valueSlot = value.slot();
        valueKey = value.key();
        reader = new ValueReader(definition.values().subList(isRate ? 1 : 0, definition.values().size()),
            new DistinctHash(hashSeed));
        final Hash hash = new Hash(hashSeed, program.sourceWord(), program.sourcePosition(), program.sourceMask());
        final TableConfig config = new TableConfig(
            hash,
            program.words(),
            program.sourceWord(),
            program.sourceMask(),
            spec.capacity(),
            Math.max(MIN_TOP, spec.n()),
            timeouts(spec, mode),
            reader.statistics(),
            distinctBytes);
        table = new FlowTable(config, clock);
        hub = new WatcherHub(this, mode, shard);
        hub.watchers(definition.watchers());
    }

    /* In a replay nothing expires, unless flow records are asked for. */
    private static TableConfig.Timeouts timeouts(final FlowSpec spec, final RunMode mode)
    {
        final FlowLogging logging = spec.logging();
        return new TableConfig.Timeouts(
            spec.idleTimeoutNs(),
            CacheType.PERMANENT != logging.cacheType() && (RunMode.LIVE == mode || logging.log()),
            logging.log() ? logging.activeTimeoutNs() : 0,
            logging.log() && CacheType.IMMEDIATE == logging.cacheType());
    }

    /* Tell the flow records from now on. */
    void log(final FlowListeners listeners)
    {
        logger = definition.spec().logging().log() ? new FlowLogger(listeners, this) : null;
        table.log(logger);
    }

    /* Tell the records of all flows as they stand; the flows stay. */
    void tellAll(final FlowEndReason reason, final long nowNs)
    {
        if (null != logger)
        {
            table.forEach(slot -> logger.tell(slot, reason, nowNs));
        }
    }

    Definition definition()
    {
        return definition;
    }

    /* Whether it counts dropped packets, and nothing else. */
    boolean dropped()
    {
        return dropped;
    }

    /* The same definition, but other watchers. */
    void definition(final Definition newDefinition)
    {
        if (newDefinition != definition)
        {
            definition = newDefinition;
            hub.watchers(newDefinition.watchers());
        }
    }

    void onFlowRecord(final FlowRecord record, final Shard shard)
    {
        final KeyContext context = shard.context();
        final boolean hasValue = null == valueKey ? record.has(valueSlot) : valueKey.isPresent(context);
        final long value = value(shard, hasValue);
        if (shard.badTimes())
        {
            table.counters().add(TableCounters.BAD_TIMES, 1);
        }
        final boolean clamped = shard.clamped() || null != valueKey && Shard.MAX_VALUE == value;
        if (clamped)
        {
            table.counters().add(TableCounters.CLAMPED, 1);
        }
        if (shard.isRateImplausible() || !hasValue || !program.matches(context) ||
            filters && !filter.matches(context))
        {
            table.onFiltered(value);
            return;
        }
        final int at = table.nextRow();
        final int source = Scope.DATA_SOURCE == scope ? shard.source() : Scope.AGENT == scope ? shard.agent() : 0;
        if (program.extract(context, source, table.rows(), at))
        {
            if (!reader.isEmpty() && reader.read(record, shard, table.rows(), at + program.words()) && !clamped)
            {
                table.counters().add(TableCounters.CLAMPED, 1);
            }
            table.commitRow(value, shard.frames(), shard.rate(), shard.lengthNs());
        }
        else
        {
            table.onTextOverflow(value);
        }
    }

    private long value(final Shard shard, final boolean hasValue)
    {
        switch (unit)
        {
            case BYTES:
                return shard.bytes();
            case FRAMES:
                return hasValue ? shard.frames() : 0;
            default:
                return hasValue ? shard.scaled(valueKey.low(shard.context())) : 0;
        }
    }

    long hashIdentity()
    {
        return reader.hashIdentity();
    }

    /* Whether flows are ranked by their rate; else by another value of theirs. */
    boolean ranksByRate()
    {
        return isRate;
    }

    /* Place of a definition's value among the further values of the table; below 0 for the rate of the table. */
    int placeOf(final int value)
    {
        return isRate ? value - 1 : value;
    }

    /* A value of the definition: 0 is the first, those beside it follow. */
    double valueAt(final int value, final SlotView view, final long timeNs)
    {
        final int place = placeOf(value);
        return place < 0 ? view.rateAt(timeNs) : view.valueAt(place, timeNs);
    }

    double lifeValue(final int value, final SlotView view)
    {
        final int place = placeOf(value);
        return place < 0 ? view.total() : view.lifeValue(place);
    }

    int sourceOf(final long keyWord)
    {
        return (int)((keyWord & program.sourceMask()) >>> program.sourcePosition());
    }

    int sourceOf(final SlotView view)
    {
        return sourceOf(view.words()[view.keyOffset() + program.sourceWord()]);
    }
}
