package io.weir.flowcache;

import io.weir.collector.DatagramContext;
import io.weir.collector.RecordHandler;
import io.weir.collector.RunMode;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.TextTable;
import io.weir.flowcache.table.DecayClock;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.time.TimeSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tables that one thread writes. Takes over the cache's plan between datagrams, gathers the records of a datagram,
 * and applies them at its end. Single writer; {@link #tables} and {@link #timeNs} are for any thread.
 */
final class Shard implements RecordHandler, ShardHandle
{
    /* Most that the value of a record may be. */
    static final long MAX_VALUE = (1L << 53) - 1;
    private static final long MAX_FRAMES = (1L << 48) - 1;
    private static final ShardTable[] NO_TABLES = new ShardTable[0];
    private static final long NO_AGENT = 0;
    private static final long NO_DATA_SOURCE = 0;
    private static final int NO_SOURCE = -1;
    private static final long TIMES = Slots.bit(Slots.START_TIME) | Slots.bit(Slots.END_TIME);

    private final FlowCache cache;
    private final RunMode mode;
    private final int number;
    private final TimeSource time;
    private final long hashSeed;
    private final SourceTable sources;
    private final TextTable texts;
    private final KeyContext context;
    private final AtomicLong publishedNowNs = new AtomicLong(Long.MIN_VALUE);

    private Plan plan = Plan.EMPTY;
    private volatile ShardTable[] tables = NO_TABLES;
    private ShardTable[] writerTables = NO_TABLES;
    private ShardTable[] packetTables = NO_TABLES;
    private ShardTable[] droppedTables = NO_TABLES;
    /** Watchers of tables that are gone, for as long as they are behind. */
    private final List<WatcherHub> leaving = new ArrayList<>();
    private DecayClock[] clocks = new DecayClock[0];
    private long nowNs = Long.MIN_VALUE;
    private boolean inDatagram;

    private FlowRecord record;
    private long meta;
    private int source;
    private long bytes;
    private long frames;
    private long rate;
    private long lengthNs;
    private boolean badTimes;
    private boolean clamped;

    Shard(final FlowCache cache, final RunMode mode, final int number, final TimeSource time)
    {
        this.cache = cache;
        this.mode = mode;
        this.number = number;
        this.time = time;
        hashSeed = cache.hashSeed(mode);
        sources = new SourceTable(cache.maxSources());
        texts = new TextTable(cache.maxTexts(), hashSeed);
        context = new KeyContext(texts);
    }

    /* Tables, for readers. */
    ShardTable[] tables()
    {
        return tables;
    }

    /* Time at which a reader reads rates. */
    long timeNs()
    {
        return Math.max(time.epochNs(), publishedNowNs.getOpaque());
    }

    @Override
    public FieldSet wanted()
    {
        return cache.plan().wanted();
    }

    @Override
    public void onDatagramStart(final DatagramContext context)
    {
        begin(context.timeNs());
    }

    @Override
    public void begin(final long timeNs)
    {
        if (inDatagram)
        {
            end();
        }
        advance(timeNs);
        inDatagram = true;
    }

    @Override
    public void onDatagramEnd()
    {
        end();
    }

    @Override
    public void end()
    {
        inDatagram = false;
        for (final ShardTable table : writerTables)
        {
            table.table.touch();
        }
        for (final ShardTable table : writerTables)
        {
            table.table.flush();
        }
    }

    @Override
    public void onTick(final long tickNs)
    {
        if (inDatagram)
        {
            end();
        }
        advance(tickNs);
        for (final ShardTable table : writerTables)
        {
            table.table.sweep();
        }
    }

    @Override
    public boolean isBehind()
    {
        if (!leaving.isEmpty())
        {
            return true;
        }
        for (final ShardTable table : writerTables)
        {
            if (table.hub.isBehind())
            {
                return true;
            }
        }
        return false;
    }

    private void advance(final long timeNs)
    {
        if (timeNs > nowNs)
        {
            nowNs = timeNs;
            publishedNowNs.setOpaque(timeNs);
        }
        for (final DecayClock clock : clocks)
        {
            clock.advance(nowNs);
        }
        if (!leaving.isEmpty())
        {
            tickLeaving();
        }
        final Plan newest = cache.plan();
        if (newest != plan)
        {
            follow(newest);
        }
        for (final ShardTable table : writerTables)
        {
            table.hub.onTick(nowNs);
        }
    }

    private void tickLeaving()
    {
        for (int i = leaving.size() - 1; i >= 0; i--)
        {
            leaving.get(i).onTick(nowNs);
            if (!leaving.get(i).isBehind())
            {
                leaving.remove(i);
            }
        }
    }

    @Override
    public void onFlowRecord(final FlowRecord newRecord)
    {
        if (!inDatagram)
        {
            begin(time.epochNs());
            take(newRecord);
            end();
        }
        else
        {
            take(newRecord);
        }
    }

    @Override
    public void onDiscardRecord(final FlowRecord newRecord)
    {
        prepare(newRecord);
        for (final ShardTable table : droppedTables)
        {
            table.onFlowRecord(newRecord, this);
        }
    }

    private void take(final FlowRecord newRecord)
    {
        prepare(newRecord);
        for (final ShardTable table : packetTables)
        {
            table.onFlowRecord(newRecord, this);
        }
    }

    private void prepare(final FlowRecord newRecord)
    {
        if (record != newRecord)
        {
            record = newRecord;
        }
        meta = newRecord.present(Slots.META_WORD);
        context.on(newRecord);
        rate = Math.max(1, newRecord.samplingRateOrOne());
        clamped = false;
        bytes = scaled(Slots.BYTES, MAX_VALUE);
        frames = scaled(Slots.FRAMES, MAX_FRAMES);
        source = NO_SOURCE;
        lengthNs = 0;
        badTimes = false;
        if (0 != (meta & TIMES))
        {
            measureLength();
        }
    }

    private boolean hasMeta(final int slot)
    {
        return 0 != (meta & Slots.bit(slot));
    }

    private long scaled(final int slot, final long max)
    {
        if (!hasMeta(slot))
        {
            return 0;
        }
        return scaled(record.get(slot), max);
    }

    /* A number of the record, scaled; MAX_VALUE for one that is too large, or below 0. */
    long scaled(final long value)
    {
        final boolean before = clamped;
        final long product = scaled(value, MAX_VALUE);
        clamped = before;
        return product;
    }

    private long scaled(final long value, final long max)
    {
        if (0 == (value | rate) >>> 31)
        {
            return clamp(value * rate, max);
        }
        return value < 0 || 0 != Math.multiplyHigh(value, rate) ? clamp(Long.MAX_VALUE, max) : clamp(value * rate, max);
    }

    private long clamp(final long value, final long max)
    {
        if (value >= 0 && value <= max)
        {
            return value;
        }
        clamped = true;
        return max;
    }

    private void measureLength()
    {
        badTimes = TIMES != (meta & TIMES);
        if (!badTimes)
        {
            final long lengthMs = record.get(Slots.END_TIME) - record.get(Slots.START_TIME);
            badTimes = lengthMs < 0;
            lengthNs = lengthMs <= 0 ? 0 : lengthMs > Long.MAX_VALUE / TimeSource.NS_PER_MS ?
                Long.MAX_VALUE : lengthMs * TimeSource.NS_PER_MS;
        }
    }

    /* The record, for its keys. */
    KeyContext context()
    {
        return context;
    }

    /* Value of the record in bytes, scaled. */
    long bytes()
    {
        return bytes;
    }

    /* Value of the record in frames, scaled. */
    long frames()
    {
        return frames;
    }

    /* Sampling rate of the record, 1 where it is not known. */
    long rate()
    {
        return rate;
    }

    /* Whether the sampling rate is beyond belief, so that one record would outweigh all others. */
    boolean isRateImplausible()
    {
        return rate > FlowCache.MAX_SAMPLING_RATE;
    }

    /* Length of the record's interval, 0 for a sample. */
    long lengthNs()
    {
        return lengthNs;
    }

    /* Whether the record's interval is of no use. */
    boolean badTimes()
    {
        return badTimes;
    }

    /* Whether the record's value was cut. */
    boolean clamped()
    {
        return clamped;
    }

    /* Number of the record's data source, the same for all tables. */
    int source()
    {
        if (NO_SOURCE == source)
        {
            source = sources.intern(
                agentHigh(), agentLow(), hasMeta(Slots.DATA_SOURCE) ? record.get(Slots.DATA_SOURCE) : NO_DATA_SOURCE);
        }
        return source;
    }

    /* Number of the record's agent. */
    int agent()
    {
        return sources.intern(agentHigh(), agentLow(), SourceTable.WHOLE_AGENT);
    }

    private long agentHigh()
    {
        return hasMeta(Slots.AGENT) ? record.get(Slots.AGENT) : NO_AGENT;
    }

    private long agentLow()
    {
        return hasMeta(Slots.AGENT + 1) ? record.get(Slots.AGENT + 1) : NO_AGENT;
    }

    private void follow(final Plan newest)
    {
        final List<ShardTable> next = new ArrayList<>();
        for (final ShardTable table : writerTables)
        {
            final Definition same = newest.find(table.definition().spec().name());
            if (null == same || same.id() != table.definition().id())
            {
                final FlowEndReason reason = null == same ? FlowEndReason.REMOVED : FlowEndReason.REDEFINED;
                leave(table, reason);
                table.tellAll(reason, nowNs);
            }
        }
        final List<DecayClock> used = new ArrayList<>();
        for (final Definition definition : newest.definitions())
        {
            final ShardTable table = tableFor(definition, used);
            table.definition(definition);
            next.add(table);
            if (!used.contains(table.clock))
            {
                used.add(table.clock);
            }
        }
        clocks = used.toArray(new DecayClock[0]);
        context.clear();
        writerTables = next.toArray(NO_TABLES);
        packetTables = next.stream().filter(table -> !table.dropped()).toArray(ShardTable[]::new);
        droppedTables = next.stream().filter(ShardTable::dropped).toArray(ShardTable[]::new);
        tables = writerTables;
        plan = newest;
    }

    /* The run is over: flow records are told of the flows that there are. The writer has stopped. */
    void close()
    {
        for (final ShardTable table : writerTables)
        {
            table.tellAll(FlowEndReason.CLOSED, nowNs);
        }
    }

    /* The run is over and another begins: watchers are told that their flows are gone. The writer has stopped. */
    void discard()
    {
        for (final ShardTable table : writerTables)
        {
            leave(table, FlowEndReason.REMOVED);
        }
        while (!leaving.isEmpty())
        {
            tickLeaving();
        }
    }

    private void leave(final ShardTable table, final FlowEndReason reason)
    {
        table.hub.onGone(reason, nowNs);
        if (table.hub.isBehind())
        {
            leaving.add(table.hub);
        }
    }

    private ShardTable tableFor(final Definition definition, final List<DecayClock> used)
    {
        for (final ShardTable table : writerTables)
        {
            if (table.definition().id() == definition.id())
            {
                return table;
            }
        }
        final long tauNs = definition.spec().timeConstantNs();
        DecayClock clock = null;
        for (final DecayClock candidate : used)
        {
            clock = candidate.tauNs() == tauNs ? candidate : clock;
        }
        for (final DecayClock candidate : clocks)
        {
            clock = candidate.tauNs() == tauNs ? candidate : clock;
        }
        if (null == clock)
        {
            clock = new DecayClock(tauNs, nowNs);
        }
        final ShardTable table = new ShardTable(
            definition, clock, sources, texts, mode, number, hashSeed, cache.maxDistinctBytes());
        table.log(cache.listeners());
        return table;
    }
}
