package io.weir.threshold;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes threads that wait for events. Thread safe; {@link #wake} takes no lock, so that a producer never waits.
 *
 * <p>A waiter registers, looks for an event once more, and parks; a producer publishes, then wakes: one of the two sees
 * the other. Being woken is a hint, a waiter looks again.
 */
final class EventSignal
{
    private static final Thread[] NONE = {};

    private volatile Thread[] waiters = NONE;

    void wake()
    {
        for (final Thread waiter : waiters)
        {
            LockSupport.unpark(waiter);
        }
    }

    synchronized void register(final Thread thread)
    {
        final Thread[] longer = new Thread[waiters.length + 1];
        System.arraycopy(waiters, 0, longer, 0, waiters.length);
        longer[waiters.length] = thread;
        waiters = longer;
    }

    synchronized void unregister(final Thread thread)
    {
        final Thread[] current = waiters;
        for (int i = 0; i < current.length; i++)
        {
            if (thread == current[i])
            {
                final Thread[] shorter = new Thread[current.length - 1];
                System.arraycopy(current, 0, shorter, 0, i);
                System.arraycopy(current, i + 1, shorter, i, shorter.length - i);
                waiters = shorter;
                return;
            }
        }
    }
}
