package io.weir.benchmarks;

import io.weir.flowcache.FlowCache;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of an update of a flow, beside what one would write without weir: a map with adders. All flows are in the table
 * before it is measured. Samples come in batches of 30, and time passes so that 1,000,000 of them take a second.
 *
 * <p>{@code recordOnly} is the part of each figure that fills the record, which a decoder does otherwise.
 */
@Fork(value = 3, jvmArgsAppend = { "-Xms6g", "-Xmx6g" })
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class CacheUpdateBenchmark
{
    private static final int SAMPLES = 100 * FlowStream.BATCH;
    private static final int WRITERS = 2;

    /** Number of flows, and the exponent of their Zipf popularity or that each comes as often as any other. */
    @Param({ "1000:1.0", "100000:1.0", "1000000:1.0", "1000000:1.2", "1000000:uniform", "4000000:uniform" })
    public String population;

    /** Percentage of flows that are told by interval records of 10 s. */
    @Param("0")
    public int intervalRate;

    /** Records that come in a second of the shard's time. */
    @Param("1000000")
    public long recordsPerSecond;

    private final AtomicInteger threads = new AtomicInteger();
    private FlowStream everyFlow;
    private FlowStream stream;

    /** A benchmark. */
    public CacheUpdateBenchmark()
    {
    }

    /** Make the stream of samples. */
    @Setup
    public void setup()
    {
        stream = FlowStream.of(population, intervalRate);
        everyFlow = FlowStream.of(stream.flows() + ":uniform", intervalRate);
    }

    private FlowStream nextPart()
    {
        return stream.part(threads.getAndIncrement() % WRITERS, WRITERS);
    }

    /** The cache, with a shard for each thread. */
    @State(Scope.Benchmark)
    public static class Cache
    {
        private FlowCache flows;

        /** A cache. */
        public Cache()
        {
        }

        /**
         * Define the flows.
         *
         * @param benchmark with the parameters.
         */
        @Setup
        public void setup(final CacheUpdateBenchmark benchmark)
        {
            flows = FlowCache.builder().hashSeed(1).build();
            flows.define(CacheFeed.fiveTuples(benchmark.stream.flows()));
        }
    }

    /** A thread that writes to the cache. */
    @State(Scope.Thread)
    public static class Writer
    {
        private CacheFeed feed;

        /** A writer. */
        public Writer()
        {
        }

        /**
         * Fill the writer's own shard.
         *
         * @param benchmark with the stream.
         * @param cache     to write.
         */
        @Setup
        public void setup(final CacheUpdateBenchmark benchmark, final Cache cache)
        {
            feed = new CacheFeed(cache.flows, benchmark.recordsPerSecond);
            feed.stream(benchmark.everyFlow.part(0, 1));
            feed.run(benchmark.stream.flows());
            feed.stream(benchmark.nextPart());
        }
    }

    /** The map with adders. */
    @State(Scope.Benchmark)
    public static class Map
    {
        private FlowMap flows;

        /** A map. */
        public Map()
        {
        }

        /**
         * Fill the map.
         *
         * @param benchmark with the stream.
         */
        @Setup
        public void setup(final CacheUpdateBenchmark benchmark)
        {
            flows = new FlowMap(benchmark.stream.flows());
            final FlowRecord record = new FlowRecord();
            final FlowStream all = benchmark.everyFlow.part(0, 1);
            for (int i = 0; i < all.flows(); i++)
            {
                all.next(record);
                flows.add(record, i);
            }
        }
    }

    /** A thread that reads the stream. */
    @State(Scope.Thread)
    public static class Reader
    {
        private final FlowRecord record = new FlowRecord();
        private FlowStream stream;
        private long nowNs;

        /** A reader. */
        public Reader()
        {
        }

        /**
         * Begin at a place of its own.
         *
         * @param benchmark with the stream.
         */
        @Setup
        public void setup(final CacheUpdateBenchmark benchmark)
        {
            stream = benchmark.nextPart();
        }
    }

    /**
     * Update flows of the cache.
     *
     * @param writer that updates.
     */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public void weir(final Writer writer)
    {
        writer.feed.run(SAMPLES);
    }

    /**
     * Update flows of the cache by two threads at once.
     *
     * @param writer that updates.
     */
    @Benchmark
    @Threads(WRITERS)
    @OperationsPerInvocation(SAMPLES)
    public void weirTwoWriters(final Writer writer)
    {
        writer.feed.run(SAMPLES);
    }

    /**
     * Update flows of the map.
     *
     * @param map    to update.
     * @param reader of the stream.
     */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public void map(final Map map, final Reader reader)
    {
        for (int i = 0; i < SAMPLES; i++)
        {
            reader.stream.next(reader.record);
            map.flows.add(reader.record, ++reader.nowNs);
        }
    }

    /**
     * Update flows of the map by two threads at once.
     *
     * @param map    to update.
     * @param reader of the stream.
     */
    @Benchmark
    @Threads(WRITERS)
    @OperationsPerInvocation(SAMPLES)
    public void mapTwoWriters(final Map map, final Reader reader)
    {
        map(map, reader);
    }

    /**
     * Read the stream.
     *
     * @param reader of the stream.
     * @return something that depends on every sample.
     */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public long recordOnly(final Reader reader)
    {
        long sum = 0;
        for (int i = 0; i < SAMPLES; i++)
        {
            reader.stream.next(reader.record);
            sum += reader.record.get(Slots.IP_SOURCE + 1) ^ reader.record.get(Slots.BYTES);
        }
        return sum;
    }
}
