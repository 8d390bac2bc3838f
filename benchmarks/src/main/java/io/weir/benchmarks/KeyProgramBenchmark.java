package io.weir.benchmarks;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.Keys;
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
 * Cost of packing the keys of one definition from a record, presence and source included. 64 records in turn, few
 * enough to stay in the first-level cache, as the one record of a decoder does. With {@code programs} of 4 all four
 * have run in turn before one is measured, as in a cache of several definitions, so that none is compiled into the
 * loop alone.
 */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class KeyProgramBenchmark
{
    private static final int RECORDS = 64;
    private static final int ROUNDS = 16;
    private static final int TURNS = 20_000;
    private static final int SOURCE = 7;
    private static final int WORDS = 16;

    /** Keys of the definition. */
    @Param
    public Keyed keys;

    /** Definitions that are live. */
    @Param({ "1", "4" })
    public int programs;

    private final long[] packed = new long[WORDS];
    // One for each record: a shard, whose decoder has one record, never turns from one to another.
    private final KeyContext[] contexts = new KeyContext[RECORDS];
    private KeyProgram program;
    private long sum;

    /** A benchmark. */
    public KeyProgramBenchmark()
    {
    }

    /** Make the records and the program. */
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
        final List<KeyProgram> others = new ArrayList<>();
        for (int i = 0; i < programs; i++)
        {
            others.add(program(1 == programs ? keys : Keyed.values()[i]));
        }
        for (int i = 0; i < TURNS; i++)
        {
            program = others.get(i % programs);
            sum += extract();
        }
        program = program(keys);
    }

    /** Keys of a definition. */
    public enum Keyed
    {
        /** One IPv4 address. */
        ADDRESS("ipsource"),
        /** Two IPv4 addresses. */
        PAIR("ipsource,ipdestination"),
        /** Five keys in two words with the source. */
        FIVE_TUPLE(CacheFeed.FIVE_TUPLE),
        /** Two addresses of either family, and the protocol: five words with the source. */
        ANY_PAIR("ipanysource,ipanydestination,l4protocol");

        private final String names;

        Keyed(final String names)
        {
            this.names = names;
        }
    }

    private static KeyProgram program(final Keyed keyed)
    {
        final List<Key> resolved = new ArrayList<>();
        for (final String name : keyed.names.split(","))
        {
            resolved.add(Keys.require("benchmark", name));
        }
        return KeyProgram.of(resolved, true);
    }

    /**
     * Pack keys.
     *
     * @return something that depends on every key.
     */
    @Benchmark
    @OperationsPerInvocation(RECORDS * ROUNDS)
    public long extract()
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            for (final KeyContext context : contexts)
            {
                if (program.matches(context.on(context.record())))
                {
                    program.extract(context, SOURCE, packed, 0);
                    sum += packed[0] ^ packed[1];
                }
            }
        }
        return sum;
    }
}
