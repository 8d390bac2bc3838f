package io.weir.examples.accuracy;

import io.weir.collector.RunMode;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.ShardHandle;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.time.ManualTime;

/** A flow cache that is fed packet by packet, on a clock that the feeder moves. Not thread safe. */
final class GeneratedTraffic
{
    /** Name of the definition. */
    static final String FLOWS = "flows";

    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long V4 = 0xFFFF_0000_0000L;
    private static final int VERSION_4 = 4;

    final FlowCache cache = FlowCache.builder().hashSeed(1).build();
    private final ManualTime time = new ManualTime(START_NS);
    private final FlowRecord record = new FlowRecord();
    private final ShardHandle shard;

    GeneratedTraffic(final FlowSpec spec)
    {
        cache.define(spec);
        shard = cache.newShard(RunMode.REPLAY, time);
    }

    /* Time since the traffic began. */
    long elapsedNs()
    {
        return time.epochNs() - START_NS;
    }

    void advanceTo(final long elapsedNs)
    {
        time.advanceTo(START_NS + elapsedNs);
    }

    /* One sampled packet of a source, seen at an interface. */
    void packet(final long source, final long destination, final int dataSource, final long bytes, final long rate)
    {
        record.clear();
        record.putAddress(Field.AGENT, 0, V4 | 1).put(Field.DATA_SOURCE, dataSource);
        record.put(Field.IP_VERSION, VERSION_4);
        record.putAddress(Field.IP_SOURCE, 0, V4 | source).putAddress(Field.IP_DESTINATION, 0, V4 | destination);
        record.put(Field.BYTES, bytes).put(Field.FRAMES, 1).put(Field.SAMPLING_RATE, rate);
        shard.onFlowRecord(record);
    }
}
