package io.weir.testkit;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Measures what the current thread allocates; the probe itself allocates nothing. */
public final class Allocation
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

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
}
