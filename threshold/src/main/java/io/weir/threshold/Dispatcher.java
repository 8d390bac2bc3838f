package io.weir.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings events from the log to the listeners, in one of the ways of {@link Dispatch}. Thread safe.
 *
 * <p>The dispatch thread parks when there is nothing to do and is woken by the next event; it serves the listeners in
 * turn, a bounded number of events each. A listener that keeps it for longer than half a millisecond gets that thread
 * for itself, for good, and the others go on with a new one. Where there are several listeners a deputy sees to that:
 * it sleeps as long as there are no events, and for half a millisecond at a time while there are. So there are never
 * more threads than slow listeners and two.
 */
final class Dispatcher
{
    private static final ListenerCursor[] NONE = {};
    private static final int TURN_LIMIT = 256;
    private static final long PATIENCE_NS = 500_000L;
    private static final long ALERT_NS = 5_000_000L;
    private static final long CLOSE_PATIENCE_MS = 1000;

    private final Dispatch dispatch;
    private final EventSignal signal;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile ListenerCursor[] cursors = NONE;
    private volatile DispatchThread common;
    private volatile Deputy deputy;

    // Under the lock.
    private final List<DispatchThread> threads = new ArrayList<>();
    private int starts;

    Dispatcher(final Dispatch dispatch, final EventSignal signal)
    {
        this.dispatch = dispatch;
        this.signal = signal;
    }

    void add(final ListenerCursor cursor)
    {
        lock.lock();
        try
        {
            final ListenerCursor[] longer = new ListenerCursor[cursors.length + 1];
            System.arraycopy(cursors, 0, longer, 0, cursors.length);
            longer[cursors.length] = cursor;
            cursors = longer;
            appointDeputy();
        }
        finally
        {
            lock.unlock();
        }
    }

    /**
     * Take a listener out.
     *
     * @param listener that was added once or more.
     * @return its first cursor, or null if there is none.
     */
    ListenerCursor remove(final ThresholdListener listener)
    {
        lock.lock();
        try
        {
            for (final ListenerCursor cursor : cursors)
            {
                if (listener == cursor.listener)
                {
                    cursors = Arrays.stream(cursors).filter(c -> c != cursor).toArray(ListenerCursor[]::new);
                    cursor.remove();
                    threads.stream().filter(thread -> thread.own == cursor).forEach(this::end);
                    threads.removeIf(thread -> thread.own == cursor);
                    return cursor;
                }
            }
            return null;
        }
        finally
        {
            lock.unlock();
        }
    }

    ListenerCursor[] cursors()
    {
        return cursors;
    }

    /**
     * An event was published, on this thread.
     *
     * @param inline whether this thread must hand it over, whatever the way of dispatch.
     */
    void onPublished(final boolean inline)
    {
        signal.wake();
        if (inline || Dispatch.INLINE == dispatch)
        {
            drainAll(Integer.MAX_VALUE);
        }
        else if (Dispatch.EXECUTOR == dispatch)
        {
            for (final ListenerCursor cursor : cursors)
            {
                cursor.submit();
            }
        }
    }

    /**
     * Hand events over on the calling thread, one turn.
     *
     * @return events looked at, over all listeners.
     */
    int pollOnce()
    {
        final int count = drainAll(TURN_LIMIT);
        if (0 != count)
        {
            // The dispatch thread may have passed over a listener that this thread served and now leaves unfinished.
            signal.wake();
        }
        return count;
    }

    void start()
    {
        lock.lock();
        try
        {
            if (Dispatch.THREAD == dispatch && 0 == starts++)
            {
                startThread();
                appointDeputy();
            }
        }
        finally
        {
            lock.unlock();
        }
    }

    /** Undo one start; the last one ends the threads, once they have handed over what was published. */
    void stop()
    {
        final List<DispatchThread> ending = new ArrayList<>();
        lock.lock();
        try
        {
            if (Dispatch.THREAD != dispatch || 0 != --starts)
            {
                return;
            }
            ending.addAll(threads);
            threads.clear();
            common = null;
            if (null != deputy)
            {
                deputy.running = false;
                LockSupport.unpark(deputy);
                deputy = null;
            }
            for (final ListenerCursor cursor : cursors)
            {
                cursor.hasOwnThread = false;
            }
        }
        finally
        {
            lock.unlock();
        }
        ending.forEach(this::end);
        join(ending);
    }

    /* Under the lock. */
    private void appointDeputy()
    {
        if (null == deputy && null != common && cursors.length > 1)
        {
            deputy = new Deputy();
            deputy.start();
        }
    }

    /* Gives a listener that has kept the common thread for too long that thread, and the others a new one. */
    private void relieve(final DispatchThread busy, final long sinceNs)
    {
        lock.lock();
        try
        {
            if (common == busy && busy.busySinceNs == sinceNs && cursors.length > 1)
            {
                busy.own = busy.serving;
                busy.own.hasOwnThread = true;
                startThread();
            }
        }
        finally
        {
            lock.unlock();
        }
    }

    private void startThread()
    {
        final DispatchThread thread = new DispatchThread();
        threads.add(thread);
        common = thread;
        signal.register(thread);
        thread.start();
    }

    /* An error of the virtual machine, which is not for us to catch, ended a thread; another takes over what it did. */
    private void onDied(final DispatchThread thread)
    {
        lock.lock();
        try
        {
            signal.unregister(thread);
            if (threads.remove(thread))
            {
                if (common == thread)
                {
                    startThread();
                }
                else
                {
                    thread.own.hasOwnThread = false;
                    LockSupport.unpark(common);
                }
            }
        }
        finally
        {
            lock.unlock();
        }
    }

    private void end(final DispatchThread thread)
    {
        signal.unregister(thread);
        thread.running = false;
        LockSupport.unpark(thread);
    }

    private static void join(final List<DispatchThread> ending)
    {
        final long beginNs = System.nanoTime();
        for (final DispatchThread thread : ending)
        {
            final long leftMs = CLOSE_PATIENCE_MS - (System.nanoTime() - beginNs) / 1_000_000;
            if (Thread.currentThread() != thread && leftMs > 0)
            {
                try
                {
                    thread.join(leftMs);
                }
                catch (final InterruptedException e)
                {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private int drainAll(final int limit)
    {
        int count = 0;
        for (final ListenerCursor cursor : cursors)
        {
            count += cursor.drain(limit);
        }
        return count;
    }

    /* Sees to it that a listener that blocks does not keep the common thread. */
    private final class Deputy extends Thread
    {
        volatile boolean running = true;
        /** Set before it looks whether the common thread is busy, which is set before that looks at this. */
        volatile boolean dozing;

        Deputy()
        {
            super("weir-thresholds-deputy");
            setDaemon(true);
        }

        @Override
        public void run()
        {
            long alertUntilNs = System.nanoTime();
            while (running)
            {
                final DispatchThread watched = common;
                final long sinceNs = null == watched ? 0 : watched.busySinceNs;
                final long nowNs = System.nanoTime();
                if (0 != sinceNs && null == watched.own)
                {
                    alertUntilNs = nowNs + ALERT_NS;
                    if (nowNs - sinceNs >= PATIENCE_NS)
                    {
                        relieve(watched, sinceNs);
                    }
                }
                if (nowNs - alertUntilNs < 0)
                {
                    LockSupport.parkNanos(this, PATIENCE_NS / 2);
                }
                else
                {
                    doze();
                }
            }
        }

        private void doze()
        {
            dozing = true;
            final DispatchThread watched = common;
            if (running && (null == watched || 0 == watched.busySinceNs))
            {
                LockSupport.park(this);
            }
            dozing = false;
        }
    }

    private final class DispatchThread extends Thread
    {
        volatile boolean running = true;
        /** The only listener that this thread serves; null for all that have no thread of their own. */
        volatile ListenerCursor own;
        /** The listener that is being called, valid while {@link #busySinceNs} is not 0. */
        volatile ListenerCursor serving;
        volatile long busySinceNs;

        DispatchThread()
        {
            super("weir-thresholds");
            setDaemon(true);
        }

        @Override
        public void run()
        {
            boolean ended = false;
            try
            {
                serveWhileRunning();
                ended = true;
            }
            finally
            {
                if (!ended)
                {
                    onDied(this);
                }
            }
        }

        private void serveWhileRunning()
        {
            while (0 != serve() || running)
            {
                if (running && !hasWork())
                {
                    LockSupport.park(signal);
                    // A listener may have interrupted this thread; a pending interrupt would keep it from parking.
                    Thread.interrupted();
                }
            }
        }

        private int serve()
        {
            int count = 0;
            for (final ListenerCursor cursor : cursors)
            {
                if (isMine(cursor) && cursor.hasWork())
                {
                    serving = cursor;
                    busySinceNs = System.nanoTime() | 1;
                    wakeDeputy();
                    count += cursor.drain(TURN_LIMIT);
                    busySinceNs = 0;
                }
            }
            return count;
        }

        private void wakeDeputy()
        {
            final Deputy sleeper = deputy;
            if (null != sleeper && sleeper.dozing)
            {
                sleeper.dozing = false;
                LockSupport.unpark(sleeper);
            }
        }

        private boolean hasWork()
        {
            for (final ListenerCursor cursor : cursors)
            {
                if (isMine(cursor) && cursor.hasWork() && !cursor.isDraining())
                {
                    return true;
                }
            }
            return false;
        }

        private boolean isMine(final ListenerCursor cursor)
        {
            final ListenerCursor only = own;
            return null == only ? !cursor.hasOwnThread : only == cursor;
        }
    }
}
