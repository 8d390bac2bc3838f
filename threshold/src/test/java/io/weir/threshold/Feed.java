package io.weir.threshold;

import static io.weir.threshold.Harness.S;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.ShardHandle;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.time.ManualTime;

import java.time.Duration;

/** A real flow cache, fed by hand, one record a datagram: flows are told apart by their UDP source port. */
final class Feed
{
    static final String METRIC = "fake";

    final FlowCache flows;
    final ManualTime time = new ManualTime(Harness.START);

    private final FlowRecord record = new FlowRecord();
    private final RunMode mode;
    private ShardHandle shard;
    private long address = 1;
    private int ttl = 64;

    Feed(final RunMode mode)
    {
        this(mode, FlowCache.builder().hashSeed(1).build());
        define();
    }

    private Feed(final RunMode mode, final FlowCache flows)
    {
        this.mode = mode;
        this.flows = flows;
        shard = flows.newShard(mode, time);
    }

    /** {@return another thread's feed of the same cache} */
    Feed another()
    {
        return new Feed(mode, flows);
    }

    void define()
    {
        flows.define(FlowSpec.builder(METRIC).keys("udpsourceport").value("bytes")
            .timeConstant(Duration.ofNanos(Harness.TAU)).build());
    }

    /* The source address of the records from now on. */
    Feed from(final long newAddress)
    {
        address = newAddress;
        return this;
    }

    /* The time to live in the records from now on. */
    Feed ttl(final int newTtl)
    {
        ttl = newTtl;
        return this;
    }

    void newShard()
    {
        shard = flows.newShard(mode, time);
    }

    void tick(final long nowNs)
    {
        time.advanceTo(nowNs);
        shard.onTick(nowNs);
    }

    void sample(final long key, final int source, final long bytes, final long nowNs)
    {
        interval(key, source, bytes, 0, nowNs);
    }

    void interval(final long key, final int source, final long bytes, final long durationMs, final long nowNs)
    {
        update(key, source, bytes, durationMs, 1, nowNs);
    }

    void update(
        final long key,
        final int source,
        final long bytes,
        final long durationMs,
        final int samplingRate,
        final long nowNs)
    {
        time.advanceTo(nowNs);
        record.clear();
        record.putAddress4(Slots.AGENT, 0xC000_0201L);
        record.put(Slots.DATA_SOURCE, source);
        record.putIpVersion(0, 4);
        record.putAddress4(Slots.IP_SOURCE, address);
        record.put(Field.IP_TTL, ttl);
        record.putL4Protocol(0, 17);
        record.put(Field.L4_SOURCE_PORT, key);
        record.put(Slots.BYTES, bytes);
        record.put(Slots.FRAMES, 1);
        record.put(Slots.SAMPLING_RATE, samplingRate);
        if (durationMs > 0)
        {
            final long endMs = nowNs / (S / 1000);
            record.put(Slots.START_TIME, endMs - durationMs);
            record.put(Slots.END_TIME, endMs);
        }
        shard.begin(nowNs);
        shard.onFlowRecord(record);
        shard.end();
    }
}
