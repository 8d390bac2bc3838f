package io.weir.benchmarks;

import io.weir.flowcache.key.Group;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.flowcache.key.TextTable;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.IpText;

import java.util.List;
import java.util.SplittableRandom;
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
 * Cost of a key that is the label of the most specific of 10,000 networks, from the record to the packed key: presence,
 * look-up and number of the label. 4,096 addresses in turn, half of them within the networks.
 */
@Fork(3)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class GroupBenchmark
{
    private static final int ADDRESSES = 4096;
    private static final int LABELS = 200;

    /** Networks in the group, beside those that hold all. */
    @Param({ "10", "10000" })
    public int networks;

    /** Version of IP. */
    @Param({ "4", "6" })
    public int version;

    private final FlowRecord record = new FlowRecord();
    private final long[] highs = new long[ADDRESSES];
    private final long[] lows = new long[ADDRESSES];
    private final long[] packed = new long[2];
    private final KeyContext context = new KeyContext(new TextTable(1 << 16, 1));
    private KeyProgram program;

    /** A benchmark. */
    public GroupBenchmark()
    {
    }

    /** Make the group and the addresses. */
    @Setup
    public void setup()
    {
        final SplittableRandom random = new SplittableRandom(7);
        final Group.Builder group = Group.builder().add("other", "0.0.0.0/0", "::/0");
        final long[] nets = new long[networks];
        int added = 0;
        while (added < networks)
        {
            final boolean isV4 = 4 == version;
            final long net = isV4 ? random.nextInt(1 << 24) : 0x2000_0000L | random.nextInt(1 << 28);
            try
            {
                group.add("site" + added % LABELS,
                    isV4 ? IpText.v4(net << 8) + "/24" : IpText.v6(net << 32, 0) + "/32");
                nets[added++] = net;
            }
            catch (final IllegalArgumentException e)
            {
                // It was drawn before: draw another.
                continue;
            }
        }
        for (int i = 0; i < ADDRESSES; i++)
        {
            final long net = nets[random.nextInt(networks)];
            final boolean inside = random.nextBoolean();
            highs[i] = 4 == version ? 0 : inside ? net << 32 | random.nextInt(1 << 30) : random.nextLong() >>> 2;
            lows[i] = 4 == version ? 0xFFFF_0000_0000L | (inside ? net << 8 | random.nextInt(256) :
                random.nextLong() >>> 32) : random.nextLong();
        }
        record.putIpVersion(0, version);
        final KeyRegistry registry = new KeyRegistry();
        registry.group("nets", group.build());
        final Key key = registry.require("benchmark", 4 == version ? "group:ipsource:nets" : "group:ip6source:nets");
        program = KeyProgram.of(List.of(key), true);
    }

    /**
     * Pack the labels of all addresses.
     *
     * @return something that depends on every label.
     */
    @Benchmark
    @OperationsPerInvocation(ADDRESSES)
    public long label()
    {
        long sum = 0;
        for (int i = 0; i < ADDRESSES; i++)
        {
            record.putAddress(Slots.IP_SOURCE, highs[i], lows[i]);
            if (program.matches(context.on(record)) && program.extract(context, 1, packed, 0))
            {
                sum += packed[0];
            }
        }
        return sum;
    }
}
