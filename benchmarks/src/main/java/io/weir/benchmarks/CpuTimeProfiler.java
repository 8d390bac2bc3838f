package io.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time of the whole process per operation, for machines that do something else beside. Threads of the compiler and
 * of the garbage collector count as well, threads that wait for a processor do not. To be named to JMH as a profiler:
 * {@code -prof io.weir.benchmarks.CpuTimeProfiler}.
 */
public final class CpuTimeProfiler implements InternalProfiler
{
    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();
    private long startNs;

    /** A profiler, made by JMH in each fork. */
    public CpuTimeProfiler()
    {
    }

    @Override
    public String getDescription()
    {
        return "CPU time of the process per operation";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmarkParams, final IterationParams iterationParams)
    {
        startNs = system.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
        final BenchmarkParams benchmarkParams,
        final IterationParams iterationParams,
        final IterationResult result)
    {
        final double usedNs = system.getProcessCpuTime() - startNs;
        final long operations = result.getMetadata().getAllOps();
        return List.of(new ScalarResult(
            "cpu.time.norm", operations > 0 ? usedNs / operations : Double.NaN, "ns/op", AggregationPolicy.AVG));
    }
}
