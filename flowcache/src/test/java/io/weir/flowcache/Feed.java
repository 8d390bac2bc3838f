package io.weir.flowcache;

import io.weir.collector.RunMode;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.time.ManualTime;

/** One shard of a cache, its clock and the record that tests fill. */
final class Feed
{
    static final long START_NS = 1_700_000_000_000_000_000L;
    static final long MS = 1_000_000L;
    static final long S = 1_000_000_000L;

    final ManualTime time = new ManualTime(START_NS);
    final FlowCache cache;
    final ShardHandle shard;
    final FlowRecord record = new FlowRecord();

    Feed(final RunMode mode, final FlowSpec... specs)
    {
        this(FlowCache.builder().hashSeed(7).build(), mode, specs);
    }

    Feed(final FlowCache cache, final RunMode mode, final FlowSpec... specs)
    {
        this.cache = cache;
        for (final FlowSpec spec : specs)
        {
            cache.define(spec);
        }
        shard = cache.newShard(mode, time);
    }

    static FlowSpec.Builder spec(final String keys)
    {
        return FlowSpec.builder("flows").keys(keys);
    }

    Feed at(final long ns)
    {
        time.advanceTo(ns);
        return this;
    }

    Feed after(final long ns)
    {
        time.advance(ns);
        return this;
    }

    long now()
    {
        return time.epochNs();
    }

    FlowRecord packet(final long source, final long destination, final long bytes, final long rate)
    {
        record.clear();
        record.putAddress(Field.AGENT, 0, 0xFFFF_0A00_0001L).put(Field.DATA_SOURCE, 3);
        record.put(Field.IP_VERSION, 4);
        record.putAddress(Field.IP_SOURCE, 0, 0xFFFF_0000_0000L | source);
        record.putAddress(Field.IP_DESTINATION, 0, 0xFFFF_0000_0000L | destination);
        record.put(Field.BYTES, bytes).put(Field.FRAMES, 1).put(Field.SAMPLING_RATE, rate);
        return record;
    }

    FlowRecord interval(final long source, final long bytes, final long lengthMs)
    {
        packet(source, 1, bytes, 1);
        final long endMs = now() / MS - 5;
        return record.put(Field.START_TIME, endMs - lengthMs).put(Field.END_TIME, endMs);
    }

    void send(final FlowRecord sent)
    {
        shard.onFlowRecord(sent);
    }

    void sendPacket(final long source, final long bytes)
    {
        send(packet(source, 1, bytes, 1));
    }

    /* Pass time in ticks of 8 ms, as a worker does. */
    void idle(final long ns)
    {
        final long end = now() + ns;
        while (now() < end)
        {
            time.advanceTo(Math.min(end, now() + 8 * MS));
            shard.onTick(now());
        }
    }

    FlowRow row(final String key)
    {
        return cache.flow("flows", key).orElseThrow();
    }

    double rate(final String key)
    {
        return row(key).rate();
    }

    FlowAccounting accounting()
    {
        return cache.accounting("flows");
    }

    static String address(final long source)
    {
        return (source >>> 24) + "." + (source >>> 16 & 0xFF) + "." + (source >>> 8 & 0xFF) + "." + (source & 0xFF);
    }
}
