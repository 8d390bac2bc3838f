package io.weir.examples.accuracy;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.Replay;
import io.weir.collector.SinkContext;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowRow;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.Scope;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.Keys;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.time.TimeSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A capture in the cache and beside it: pairs of IPv4 addresses with their sums and, where no record is of an interval
 * that is held, the textbook's average; and the sources of each destination. Not thread safe.
 */
public final class CaptureTrial
{
    private static final String PAIRS = "pairs";
    private static final String TARGETS = "targets";

    private final FlowCache cache = FlowCache.builder().build();
    private final Exact exact = new Exact();

    /**
     * Replay a capture.
     *
     * @param capture file.
     * @throws IOException if it cannot be read.
     */
    public CaptureTrial(final Path capture) throws IOException
    {
        cache.define(FlowSpec.builder(PAIRS).keys("ipsource,ipdestination").scope(Scope.NETWORK).build());
        cache.define(FlowSpec.builder(TARGETS).keys("ipdestination").values("count:ipsource").scope(Scope.NETWORK)
            .build());
        Replay.of(capture).decoders(SflowDecoder.provider(), NetflowDecoder.provider()).sink(cache).sink(exact).run();
    }

    /** {@return records with both addresses} */
    public long records()
    {
        return exact.records;
    }

    /** {@return pairs of addresses} */
    public int pairs()
    {
        return exact.pairs.size();
    }

    /** {@return pairs whose total is not exactly the sum of their records} */
    public int wrongTotals()
    {
        int wrong = 0;
        for (final Map.Entry<String, Pair> entry : exact.pairs.entrySet())
        {
            wrong += cache.flow(PAIRS, entry.getKey()).map(FlowRow::total).orElse(-1L) == entry.getValue().total() ?
                0 : 1;
        }
        return wrong;
    }

    /** {@return largest relative difference between a rate and the textbook's, of pairs without held intervals} */
    public double largestRateError()
    {
        double largest = 0;
        for (final Map.Entry<String, Pair> entry : exact.pairs.entrySet())
        {
            final Pair pair = entry.getValue();
            final double expected = pair.rateAt(exact.time.epochNs());
            if (!pair.held && expected > 0)
            {
                final double rate = cache.flow(PAIRS, entry.getKey()).map(FlowRow::rate).orElse(0.0);
                largest = Math.max(largest, Math.abs(rate - expected) / expected);
            }
        }
        return largest;
    }

    /** {@return root of the mean square of the relative errors of the number of sources of each destination} */
    public double distinctError()
    {
        double square = 0;
        for (final Map.Entry<String, Set<Long>> entry : exact.sources.entrySet())
        {
            final double counted =
                cache.flow(TARGETS, entry.getKey()).map(row -> row.lifeValues().get(0)).orElse(0.0);
            final double error = counted / entry.getValue().size() - 1;
            square += error * error / exact.sources.size();
        }
        return Math.sqrt(square);
    }

    /** A pair of addresses. */
    private static final class Pair extends ExactFlow
    {
        boolean held;
    }

    /** Counts beside the cache. */
    private static final class Exact implements RecordSink, RecordHandler
    {
        final Map<String, Pair> pairs = new HashMap<>();
        final Map<String, Set<Long>> sources = new HashMap<>();
        TimeSource time;
        long records;
        private final Key source = Keys.find("ipsource").orElseThrow();
        private final Key destination = Keys.find("ipdestination").orElseThrow();

        @Override
        public RecordHandler newHandler(final SinkContext context)
        {
            time = context.time();
            return this;
        }

        @Override
        public FieldSet wanted()
        {
            return FieldSet.NONE;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            final long rate = Math.max(1, record.samplingRateOrOne());
            if (!source.isPresent(record) || !destination.isPresent(record) || !record.has(Slots.BYTES) ||
                rate > FlowCache.MAX_SAMPLING_RATE)
            {
                return;
            }
            records++;
            final String target = destination.format(record);
            final Pair pair = pairs.computeIfAbsent(source.format(record) + ',' + target, added -> new Pair());
            pair.add(record.get(Slots.BYTES) * rate, time.epochNs());
            pair.held |= record.has(Slots.START_TIME) && record.has(Slots.END_TIME) &&
                (record.get(Slots.END_TIME) - record.get(Slots.START_TIME)) * TimeSource.NS_PER_MS > ExactFlow.TAU_NS;
            sources.computeIfAbsent(target, added -> new HashSet<>()).add(source.low(record));
        }
    }
}
