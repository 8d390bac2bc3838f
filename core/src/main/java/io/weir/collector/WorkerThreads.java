package io.weir.collector;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** The threads that a collector's receivers made, so that it can wait for them. Thread safe. */
final class WorkerThreads
{
    private final ThreadFactory callers;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /**
     * No threads yet.
     *
     * @param callers factory, or null for daemon threads with a name.
     */
    WorkerThreads(final ThreadFactory callers)
    {
        this.callers = callers;
    }

    /**
     * Factory of a worker's thread.
     *
     * @param worker index, from 0.
     * @return a factory that remembers what it made.
     */
    ThreadFactory factory(final int worker)
    {
        return task ->
        {
            final Thread thread = null == callers ? named(task, worker) : callers.newThread(task);
            if (null == thread)
            {
                throw new IllegalStateException("threadFactory: made no thread for worker " + worker);
            }
            threads.add(thread);
            return thread;
        };
    }

    boolean isCurrent()
    {
        return threads.contains(Thread.currentThread());
    }

    /** Wait until every thread has ended. An interrupt does not end the wait, and is kept for the caller. */
    void join()
    {
        boolean interrupted = false;
        for (final Thread thread : threads)
        {
            while (thread.isAlive())
            {
                try
                {
                    thread.join();
                }
                catch (final InterruptedException e)
                {
                    interrupted = true;
                }
            }
        }
        if (interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread named(final Runnable task, final int worker)
    {
        final Thread thread = new Thread(task, "weir-worker-" + worker);
        thread.setDaemon(true);
        return thread;
    }
}
