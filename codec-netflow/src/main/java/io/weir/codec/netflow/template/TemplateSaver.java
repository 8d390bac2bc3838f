package io.weir.codec.netflow.template;

import io.weir.collector.ErrorHandler;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Saves the templates of a store: a while after a change, so that many changes are saved at once, now and then because
 * templates were repeated, and at the end. Thread safe; workers only hand the work to the executor.
 */
final class TemplateSaver
{
    /** From a change to the moment when it is saved, so that changes are saved together. */
    static final long DELAY_NS = 1_000_000_000L;
    /** How often the times are saved at which templates were repeated. */
    static final long REFRESH_NS = 600_000_000_000L;

    private final TemplateStore store;
    private final TemplateStorage storage;
    private final Executor executor;
    private final ErrorHandler errorHandler;
    private final AtomicBoolean isSubmitted = new AtomicBoolean();
    private final AtomicLong saves = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean isChanged;
    private volatile long savedNs;

    TemplateSaver(
        final TemplateStore store,
        final TemplateStorage storage,
        final Executor executor,
        final ErrorHandler errorHandler)
    {
        this.store = store;
        this.storage = storage;
        this.executor = executor;
        this.errorHandler = errorHandler;
    }

    void load()
    {
        try
        {
            final byte[] snapshot = storage.load();
            if (null != snapshot)
            {
                TemplateSnapshot.decode(snapshot, store::restore);
            }
        }
        catch (final IOException | RuntimeException e)
        {
            failed(e);
        }
        isChanged = false;
    }

    void onChange()
    {
        isChanged = true;
    }

    void onTime(final long nowNs)
    {
        if (0 == savedNs)
        {
            savedNs = nowNs;
        }
        if (Math.abs(nowNs - savedNs) > (isChanged ? DELAY_NS : REFRESH_NS) && isSubmitted.compareAndSet(false, true))
        {
            savedNs = nowNs;
            try
            {
                executor.execute(this::saveInTurn);
            }
            catch (final RuntimeException e)
            {
                isSubmitted.set(false);
                failed(e);
            }
        }
    }

    private void saveInTurn()
    {
        try
        {
            save();
        }
        finally
        {
            isSubmitted.set(false);
        }
    }

    synchronized void save()
    {
        isChanged = false;
        try
        {
            storage.save(TemplateSnapshot.encode(store.saved()));
            saves.incrementAndGet();
        }
        catch (final IOException | RuntimeException e)
        {
            isChanged = true;
            failed(e);
        }
    }

    private void failed(final Exception error)
    {
        failures.incrementAndGet();
        try
        {
            errorHandler.onError(error);
        }
        catch (final RuntimeException ignored)
        {
            // Of a handler that throws there is nobody left to tell.
            return;
        }
    }

    long saves()
    {
        return saves.get();
    }

    long failures()
    {
        return failures.get();
    }
}
