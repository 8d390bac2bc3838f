package io.weir.benchmarks;

import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.TextTable;
import io.weir.record.FlowRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of asking a filter about a record. 64 records in turn, as the one record of a decoder stays in the first-level
 * cache too. All filters have run in turn before one is measured, as in a cache of several definitions.
 */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class FilterBenchmark
{
    private static final int RECORDS = 64;
    private static final int ROUNDS = 16;
    private static final int TURNS = 20_000;

    /** What is asked. */
    @Param
    public Asked filter;

    // One for each record: a shard, whose decoder has one record, never turns from one to another.
    private final KeyContext[] contexts = new KeyContext[RECORDS];
    private Filter asked;

    /** A benchmark. */
    public FilterBenchmark()
    {
    }

    /** Make the records and the filter. */
    @Setup
    public void setup()
    {
        final FlowStream stream = FlowStream.of("1000:uniform", 0);
        for (int i = 0; i < RECORDS; i++)
        {
            final FlowRecord record = new FlowRecord();
            stream.next(record);
            contexts[i] = new KeyContext(new TextTable(1, 1)).on(record);
        }
        final List<Filter> others = new ArrayList<>();
        for (final Asked other : Asked.values())
        {
            others.add(Filter.parse(other.text));
        }
        for (int i = 0; i < TURNS; i++)
        {
            asked = others.get(i % others.size());
            ask();
        }
        asked = Filter.parse(filter.text);
    }

    /** Filters. */
    public enum Asked
    {
        /** One comparison. */
        ONE("ipprotocol!=50"),
        /** Three comparisons, all of which are made. */
        THREE("ipprotocol!=50&l4destinationport!=0&ipsource!=10.0.0.0/30"),
        /** Four comparisons, one of them with several values. */
        FOUR("ipprotocol=6&tcpdestinationport=80,443,8080|ipprotocol=17&ipsource!=10.0.0.0/30");

        private final String text;

        Asked(final String text)
        {
            this.text = text;
        }
    }

    /**
     * Ask.
     *
     * @return how many records are counted.
     */
    @Benchmark
    @OperationsPerInvocation(RECORDS * ROUNDS)
    public int ask()
    {
        int counted = 0;
        for (int round = 0; round < ROUNDS; round++)
        {
            for (final KeyContext context : contexts)
            {
                counted += asked.matches(context.on(context.record())) ? 1 : 0;
            }
        }
        return counted;
    }
}
