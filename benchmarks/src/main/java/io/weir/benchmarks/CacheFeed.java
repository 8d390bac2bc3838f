package io.weir.benchmarks;

import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.ShardHandle;
import io.weir.record.FlowRecord;
import io.weir.time.ManualTime;

import java.time.Duration;

/** Feeds a shard of a cache with a stream of samples, in batches like those of a datagram, while time passes. */
final class CacheFeed
{
    /** Name of the definition of 5-tuples. */
    static final String FLOWS = "flows";
    /** Keys of a 5-tuple. */
    static final String FIVE_TUPLE = "ipsource,ipdestination,ipprotocol,l4sourceport,l4destinationport";
    /** Rate at which time passes unless a benchmark says otherwise. */
    static final long RECORDS_PER_SECOND = 1_000_000;

    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long TICK_NS = 8_000_000;
    private static final long NS_PER_S = 1_000_000_000;

    private final FlowRecord record = new FlowRecord();
    private final ManualTime time = new ManualTime(START_NS);
    private final ShardHandle shard;
    private final long batchNs;
    private FlowStream stream;
    private long nowNs = START_NS;
    private long tickedNs = START_NS;

    CacheFeed(final FlowCache cache, final long recordsPerSecond)
    {
        shard = cache.newShard(time);
        batchNs = FlowStream.BATCH * NS_PER_S / recordsPerSecond;
    }

    /**
     * A definition of 5-tuples that never expire.
     *
     * @param flows that it must hold.
     * @return the definition.
     */
    static FlowSpec fiveTuples(final int flows)
    {
        return FlowSpec.builder(FLOWS).keys(FIVE_TUPLE).value("bytes").n(20).capacity(Math.max(1024, 4L * flows))
            .idleTimeout(Duration.ofDays(30)).build();
    }

    /**
     * Choose what to feed from now on.
     *
     * @param newStream of samples.
     */
    void stream(final FlowStream newStream)
    {
        stream = newStream;
    }

    /**
     * Hand over samples, a whole number of batches.
     *
     * @param samples how many.
     */
    void run(final int samples)
    {
        for (int done = 0; done < samples; done += FlowStream.BATCH)
        {
            nowNs += batchNs;
            if (nowNs - tickedNs >= TICK_NS)
            {
                tickedNs = nowNs;
                shard.onTick(nowNs);
            }
            shard.begin(nowNs);
            for (int i = 0; i < FlowStream.BATCH; i++)
            {
                stream.next(record);
                shard.onFlowRecord(record);
            }
            shard.end();
        }
        time.advanceTo(nowNs);
    }
}
