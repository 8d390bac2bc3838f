package io.weir.flowcache;

import io.weir.collector.RunMode;
import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.TextTable;
import io.weir.flowcache.table.DecayClock;
import io.weir.flowcache.table.FlowTable;
import io.weir.flowcache.table.Hash;
import io.weir.flowcache.table.SlotView;
import io.weir.flowcache.table.TableConfig;
import io.weir.flowcache.table.TableCounters;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

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
    private final Scope scope;
    private final boolean countsBytes;
    private final boolean dropped;
    private final int valueSlot;
    private Definition definition;
    private FlowLogger logger;

    ShardTable(
        final Definition definition,
        final DecayClock clock,
        final SourceTable sources,
        final TextTable texts,
        final RunMode mode,
        final int shard,
        final long hashSeed)
    {
        this.definition = definition;
        this.clock = clock;
        this.sources = sources;
        this.texts = texts;
        program = definition.program();
        filter = definition.filter();
        final FlowSpec spec = definition.spec();
        scope = spec.scope();
        dropped = spec.dropped();
        countsBytes = "bytes".equals(spec.value());
        valueSlot = countsBytes ? Slots.BYTES : Slots.FRAMES;
        final Hash hash = new Hash(hashSeed, program.sourceWord(), program.sourcePosition(), program.sourceMask());
        final TableConfig config = new TableConfig(
            hash,
            program.words(),
            program.sourceWord(),
            program.sourceMask(),
            spec.capacity(),
            Math.max(MIN_TOP, spec.n()),
            timeouts(spec, mode));
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
        final long value = countsBytes ? shard.bytes() : shard.frames();
        if (shard.badTimes())
        {
            table.counters().add(TableCounters.BAD_TIMES, 1);
        }
        if (shard.clamped())
        {
            table.counters().add(TableCounters.CLAMPED, 1);
        }
        final KeyContext context = shard.context();
        if (shard.isRateImplausible() || !record.has(valueSlot) || !program.matches(context) ||
            !filter.matches(context))
        {
            table.onFiltered(value);
            return;
        }
        final int at = table.nextRow();
        final int source = Scope.DATA_SOURCE == scope ? shard.source() : Scope.AGENT == scope ? shard.agent() : 0;
        if (program.extract(context, source, table.rows(), at))
        {
            table.commitRow(value, shard.frames(), shard.rate(), shard.lengthNs());
        }
        else
        {
            table.onTextOverflow(value);
        }
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
