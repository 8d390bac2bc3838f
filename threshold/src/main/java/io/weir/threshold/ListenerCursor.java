package io.weir.threshold;

import io.weir.collector.ErrorHandler;

import org.HdrHistogram.Recorder;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener's place in the log. Any thread may try to drain it; one at a time does, the others go on.
 *
 * <p>No event is left behind: a thread that gives up because another drains has published its event before, and the
 * drainer looks for events once more after it has let go.
 */
final class ListenerCursor implements Runnable
{
    private static final int TASK_LIMIT = 1024;

    final ThresholdListener listener;

    /** Whether a dispatch thread serves this listener alone; changed under the dispatcher's lock. */
    volatile boolean hasOwnThread;

    private final Set<String> thresholdIds;
    private final EventLog log;
    private final ActiveAlarms active;
    private final Recorder latency;
    private final Recorder lag;
    private final ErrorHandler errorHandler;
    private final Executor executor;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicBoolean submitted = new AtomicBoolean();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private volatile long next;
    private volatile boolean removed;

    // Owned by the draining thread.
    private long resyncId;
    private Set<Long> resyncEpisodes = Set.of();

    ListenerCursor(
        final ThresholdListener listener,
        final Set<String> thresholdIds,
        final EventLog log,
        final ActiveAlarms active,
        final Recorder latency,
        final Recorder lag,
        final ErrorHandler errorHandler,
        final Executor executor)
    {
        this.listener = listener;
        this.thresholdIds = thresholdIds;
        this.log = log;
        this.active = active;
        this.latency = latency;
        this.lag = lag;
        this.errorHandler = errorHandler;
        this.executor = executor;
        next = log.lastClaimed() + 1;
    }

    long delivered()
    {
        return delivered.get();
    }

    long lost()
    {
        return lost.get();
    }

    long errors()
    {
        return errors.get();
    }

    void remove()
    {
        removed = true;
    }

    boolean hasWork()
    {
        return !removed && null != log.at(next);
    }

    boolean isDraining()
    {
        return draining.get();
    }

    /**
     * Hand events over, unless another thread is at it.
     *
     * @param limit of events to look at.
     * @return how many were looked at.
     */
    int drain(final int limit)
    {
        int count = 0;
        while (count < limit && hasWork() && draining.compareAndSet(false, true))
        {
            try
            {
                count += deliver(limit - count);
            }
            finally
            {
                draining.set(false);
            }
        }
        return count;
    }

    /** Have the executor drain this cursor, unless it is about to. */
    void submit()
    {
        if (hasWork() && submitted.compareAndSet(false, true))
        {
            try
            {
                executor.execute(this);
            }
            catch (final RuntimeException e)
            {
                submitted.set(false);
                onError(e);
            }
        }
    }

    @Override
    public void run()
    {
        try
        {
            drain(TASK_LIMIT);
        }
        finally
        {
            submitted.set(false);
        }
        submit();
    }

    private int deliver(final int limit)
    {
        int count = 0;
        while (count < limit && !removed)
        {
            final long id = next;
            final ThresholdEvent event = log.at(id);
            if (null == event)
            {
                break;
            }
            count++;
            if (event.eventId() != id)
            {
                resync(id);
            }
            else
            {
                next = id + 1;
                if (wants(event) && !endedBeforeResync(event))
                {
                    delivered.lazySet(delivered.get() + 1);
                    latency.recordValue(latencyOf(id));
                    lag.recordValue(Math.max(0, Math.min(log.capacity(), log.lastClaimed() - id)));
                    guarded(() -> listener.onThreshold(event));
                }
            }
        }
        return count;
    }

    private void resync(final long lostFrom)
    {
        final long upTo = log.watermark(lostFrom);
        final List<ThresholdEvent> state = active.upTo(upTo, this::wants);
        final long count = upTo - lostFrom + 1;
        resyncId = upTo;
        resyncEpisodes = new HashSet<>();
        state.forEach(event -> resyncEpisodes.add(event.episodeId()));
        next = upTo + 1;
        lost.lazySet(lost.get() + count);
        guarded(() -> listener.onLost(count));
        guarded(() -> listener.onResync(state));
    }

    private long latencyOf(final long id)
    {
        return Math.max(0, Math.min(Alarms.MAX_LATENCY_NS, System.nanoTime() - log.publishedAt(id)));
    }

    private boolean endedBeforeResync(final ThresholdEvent event)
    {
        return AlarmState.CLEARED == event.state() && event.episodeId() <= resyncId &&
            !resyncEpisodes.contains(event.episodeId());
    }

    private boolean wants(final ThresholdEvent event)
    {
        return thresholdIds.isEmpty() || thresholdIds.contains(event.thresholdId());
    }

    private void guarded(final Runnable call)
    {
        try
        {
            call.run();
        }
        catch (final VirtualMachineError e)
        {
            throw e;
        }
        catch (final Throwable e)
        {
            onError(e);
        }
    }

    private void onError(final Throwable error)
    {
        errors.incrementAndGet();
        try
        {
            errorHandler.onError(error);
        }
        catch (final RuntimeException ignored)
        {
            // By contract: what an error handler throws is nobody's business.
            return;
        }
    }
}
