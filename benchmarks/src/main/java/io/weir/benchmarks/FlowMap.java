package io.weir.benchmarks;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one would write without weir: totals of 5-tuples in a {@link ConcurrentHashMap} with adders. No rates, no error
 * bars, no largest flows, no expiry.
 */
final class FlowMap
{
    private final ConcurrentHashMap<FiveTuple, Totals> flows;

    FlowMap(final int expected)
    {
        flows = new ConcurrentHashMap<>(expected);
    }

    /**
     * Add a sample.
     *
     * @param record that holds it.
     * @param nowNs  time of the sample.
     */
    void add(final FlowRecord record, final long nowNs)
    {
        final FiveTuple key = new FiveTuple(
            record.get(Slots.IP_SOURCE + 1) << 32 | record.get(Slots.IP_DESTINATION + 1) & 0xFFFF_FFFFL,
            record.get(Slots.L4_SOURCE_PORT) << 32 | record.get(Slots.L4_DESTINATION_PORT) << 16 |
                record.get(Slots.L4_PROTOCOL),
            (int)record.get(Slots.DATA_SOURCE));
        Totals totals = flows.get(key);
        if (null == totals)
        {
            totals = flows.computeIfAbsent(key, k -> new Totals());
        }
        final long rate = record.samplingRateOrOne();
        totals.bytes.add(record.get(Slots.BYTES) * rate);
        totals.frames.add(record.get(Slots.FRAMES) * rate);
        totals.lastSeenNs = nowNs;
    }

    /** {@return number of flows} */
    int size()
    {
        return flows.size();
    }

    private record FiveTuple(long addresses, long transport, int source)
    {
        @Override
        public int hashCode()
        {
            final long mixed = (addresses * 31 + transport) * 0x9E37_79B9_7F4A_7C15L + source;
            return (int)(mixed ^ mixed >>> 32);
        }
    }

    private static final class Totals
    {
        private final LongAdder bytes = new LongAdder();
        private final LongAdder frames = new LongAdder();
        private volatile long lastSeenNs;
    }
}
