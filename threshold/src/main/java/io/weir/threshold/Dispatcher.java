package io.weir.threshold;

import java.util.concurrent.locks.LockSupport;

/**
 * Brings events from the log to the listeners, in one of the ways of {@link Dispatch}. Thread safe.
 *
 * <p>The dispatch thread parks when there is nothing to do and is woken by the next event; it serves the listeners in
 * turn, a bounded number of events each.
 */
final class Dispatcher
{
    private static final ListenerCursor[] NONE = {};
    private static final int TURN_LIMIT = 256;
    private static final long CLOSE_PATIENCE_MS = 1000;

    private final Dispatch dispatch;
    private final EventSignal signal;
    private volatile ListenerCursor[] cursors = NONE;
    private int starts;
    private DispatchThread thread;

    Dispatcher(final Dispatch dispatch, final EventSignal signal)
    {
        this.dispatch = dispatch;
        this.signal = signal;
    }

    synchronized void add(final ListenerCursor cursor)
    {
        final ListenerCursor[] longer = new ListenerCursor[cursors.length + 1];
        System.arraycopy(cursors, 0, longer, 0, cursors.length);
        longer[cursors.length] = cursor;
        cursors = longer;
    }

    /**
     * Take a listener out.
     *
     * @param listener that was added once or more.
     * @return its first cursor, or null if there is none.
     */
    synchronized ListenerCursor remove(final ThresholdListener listener)
    {
        final ListenerCursor[] current = cursors;
        for (int i = 0; i < current.length; i++)
        {
            if (listener == current[i].listener)
            {
                final ListenerCursor[] shorter = new ListenerCursor[current.length - 1];
                System.arraycopy(current, 0, shorter, 0, i);
                System.arraycopy(current, i + 1, shorter, i, shorter.length - i);
                cursors = shorter;
                current[i].remove();
                return current[i];
            }
        }
        return null;
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

    synchronized void start()
    {
        if (Dispatch.THREAD == dispatch && 0 == starts++)
        {
            thread = new DispatchThread();
            signal.register(thread);
            thread.start();
        }
    }

    /** Undo one start; the last one ends the thread, once it has handed over what was published. */
    void stop()
    {
        final DispatchThread ending;
        synchronized (this)
        {
            if (Dispatch.THREAD != dispatch || 0 != --starts)
            {
                return;
            }
            ending = thread;
            thread = null;
        }
        signal.unregister(ending);
        ending.running = false;
        LockSupport.unpark(ending);
        if (Thread.currentThread() != ending)
        {
            try
            {
                ending.join(CLOSE_PATIENCE_MS);
            }
            catch (final InterruptedException e)
            {
                Thread.currentThread().interrupt();
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

    private final class DispatchThread extends Thread
    {
        volatile boolean running = true;

        DispatchThread()
        {
            super("weir-thresholds");
            setDaemon(true);
        }

        @Override
        public void run()
        {
            while (0 != drainAll(TURN_LIMIT) || running)
            {
                if (running && !hasWork())
                {
                    LockSupport.park(signal);
                    // A listener may have interrupted this thread; a pending interrupt would keep it from parking.
                    Thread.interrupted();
                }
            }
        }

        private boolean hasWork()
        {
            for (final ListenerCursor cursor : cursors)
            {
                if (cursor.hasWork() && !cursor.isDraining())
                {
                    return true;
                }
            }
            return false;
        }
    }
}
