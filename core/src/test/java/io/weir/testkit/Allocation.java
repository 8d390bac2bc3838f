package io.weir.testkit;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Measures what the current thread allocates; the probe itself allocates nothing. */
public final class Allocation
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final int STEADY_RUNS = 10;

    private Allocation()
    {
    }

    /**
     * Bytes that a task allocates on this thread.
     *
     * @param task to run once; warm it up first.
     * @return bytes.
     */
    public static long bytesOf(final Runnable task)
    {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        task.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /**
     * Bytes that every run of a task allocates on this thread once it is warm: the least of several runs, so that what
     * the JVM allocates by the way, when it links a call or throws compiled code away, does not count.
     *
     * @param task to run several times.
     * @return bytes; 0 only if a run allocated nothing at all.
     */
    public static long steadyBytesOf(final Runnable task)
    {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < STEADY_RUNS && 0 != least; run++)
        {
            least = Math.min(least, bytesOf(task));
        }
        return least;
    }
}
