package io.weir.benchmarks;

import java.util.concurrent.Semaphore;

/** Counts datagrams, and holds the receiver at the first of each burst until the burst has been sent. */
class Gate
{
    private final int burst;
    private final Semaphore sent = new Semaphore(0);
    private volatile long passed;

    /**
     * A gate.
     *
     * @param burst datagrams of a burst; 0 never holds.
     */
    Gate(final int burst)
    {
        this.burst = burst;
    }

    /** A datagram was received. */
    void pass()
    {
        final long count = passed;
        if (burst > 0 && 0 == count % burst)
        {
            sent.acquireUninterruptibly();
        }
        passed = count + 1;
    }

    /** A burst was sent. */
    void open()
    {
        sent.release();
    }

    /** {@return datagrams received} */
    long passed()
    {
        return passed;
    }

    /**
     * Wait until nothing more comes: what the kernel had no room for never does.
     *
     * @throws InterruptedException if interrupted.
     */
    void settle() throws InterruptedException
    {
        long before = -1;
        while (passed != before)
        {
            before = passed;
            Thread.sleep(100);
        }
    }

    /**
     * Wait without using a processor that the receiver may need.
     *
     * @param target datagrams to have been received.
     * @throws InterruptedException if interrupted.
     */
    void await(final long target) throws InterruptedException
    {
        final long endNs = System.nanoTime() + 10_000_000_000L;
        while (passed < target)
        {
            if (System.nanoTime() - endNs > 0)
            {
                throw new IllegalStateException("received " + passed + " of " + target);
            }
            Thread.sleep(0, 50_000);
        }
    }
}
