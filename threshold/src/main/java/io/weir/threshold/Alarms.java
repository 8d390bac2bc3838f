package io.weir.threshold;

import io.weir.collector.ErrorHandler;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What the shards of an engine share: the log, the active set, the limit on tracked flows. Thread safe. */
final class Alarms
{
    /** Longest dispatch latency that is told apart. */
    static final long MAX_LATENCY_NS = 3_600_000_000_000L;

    private static final int LATENCY_DIGITS = 2;

    private final EventLog log;
    private final EventSignal signal;
    private final Dispatcher dispatcher;
    private final ActiveAlarms active = new ActiveAlarms();
    private final Recorder latency = new Recorder(MAX_LATENCY_NS, LATENCY_DIGITS);
    private final Recorder lag = new Recorder(EventLog.MAX_CAPACITY, LATENCY_DIGITS);
    private final int maxTracked;
    private final AtomicInteger tracked = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong raised = new AtomicLong();
    private final AtomicLong cleared = new AtomicLong();

    Alarms(final EventLog log, final EventSignal signal, final Dispatcher dispatcher, final int maxTracked)
    {
        this.log = log;
        this.signal = signal;
        this.dispatcher = dispatcher;
        this.maxTracked = maxTracked;
    }

    /** {@return whether one more flow may be tracked; it then counts} */
    boolean tryTrack()
    {
        if (tracked.get() < maxTracked)
        {
            if (tracked.incrementAndGet() <= maxTracked)
            {
                return true;
            }
            tracked.decrementAndGet();
        }
        refuse();
        return false;
    }

    /* One more flow was not tracked, because of a limit. */
    void refuse()
    {
        refused.incrementAndGet();
    }

    void untrack()
    {
        tracked.decrementAndGet();
    }

    /**
     * An alarm is raised.
     *
     * @param rule      that says so.
     * @param reason    why.
     * @param threshold level that was crossed.
     * @param reading   of the flow at that time.
     * @param timeNs    epoch nanoseconds.
     * @param onsetNs   when it began, epoch nanoseconds.
     * @param inline    whether to hand the event over on this thread.
     * @return the event.
     */
    ThresholdEvent raise(
        final Rule rule,
        final EventReason reason,
        final double threshold,
        final Reading reading,
        final long timeNs,
        final long onsetNs,
        final boolean inline)
    {
        final long id = log.claim();
        final ThresholdSpec spec = rule.spec;
        final ThresholdEvent event = new ThresholdEvent(id, timeNs, spec.id(), rule.severity.name(), reading.agent(),
            reading.dataSource(), spec.metric(), threshold, reading.value(), reading.standardError(),
            reading.perSample(), reading.samples(), reading.flowKey(), reading.values(),
            AlarmState.RAISED, id, onsetNs, reason);
        raised.incrementAndGet();
        active.raised(event);
        log.publish(event);
        dispatcher.onPublished(inline);
        return event;
    }

    /**
     * An alarm is cleared.
     *
     * @param raise   event that raised it.
     * @param reading of the flow that fell last, at that time, or null where it is no longer there.
     * @param reason  why.
     * @param timeNs  epoch nanoseconds.
     * @param inline  whether to hand the event over on this thread.
     */
    void clear(
        final ThresholdEvent raise,
        final Reading reading,
        final EventReason reason,
        final long timeNs,
        final boolean inline)
    {
        final long id = log.claim();
        final Reading known = null != reading ? reading : new Reading(
            raise.agent(), raise.dataSource(), raise.flowKey(), 0, raise.samples());
        final ThresholdEvent event = new ThresholdEvent(id, timeNs, raise.thresholdId(), raise.severity(),
            raise.agent(), raise.dataSource(), raise.metric(), raise.threshold(), known.value(),
            known.standardError(), known.perSample(), known.samples(), known.flowKey(), known.values(),
            AlarmState.CLEARED, raise.episodeId(), raise.onsetNs(), reason);
        cleared.incrementAndGet();
        active.cleared(raise.episodeId());
        log.publish(event);
        dispatcher.onPublished(inline);
    }

    ListenerCursor newCursor(
        final ThresholdListener listener,
        final Set<String> thresholdIds,
        final ErrorHandler errorHandler,
        final Executor executor)
    {
        return new ListenerCursor(listener, thresholdIds, log, active, latency, lag, errorHandler, executor);
    }

    Histogram dispatchLatencyNs()
    {
        return latency.getIntervalHistogram();
    }

    Histogram listenerLag()
    {
        return lag.getIntervalHistogram();
    }

    List<ThresholdEvent> active()
    {
        return active.upTo(Long.MAX_VALUE, event -> true);
    }

    List<ThresholdEvent> events(final long afterId, final int maxEvents, final Duration timeout)
    {
        final List<ThresholdEvent> events = read(afterId, maxEvents);
        if (!events.isEmpty() || timeout.isZero())
        {
            return events;
        }
        return awaitEvents(afterId, maxEvents, timeout);
    }

    private List<ThresholdEvent> awaitEvents(final long afterId, final int maxEvents, final Duration timeout)
    {
        final Thread thread = Thread.currentThread();
        final long beginNs = System.nanoTime();
        final long timeoutNs = saturatedNs(timeout);
        signal.register(thread);
        try
        {
            List<ThresholdEvent> events = read(afterId, maxEvents);
            long remainingNs = timeoutNs;
            while (events.isEmpty() && remainingNs > 0 && !thread.isInterrupted())
            {
                LockSupport.parkNanos(signal, remainingNs);
                events = read(afterId, maxEvents);
                remainingNs = timeoutNs - (System.nanoTime() - beginNs);
            }
            return events;
        }
        finally
        {
            signal.unregister(thread);
        }
    }

    /* Hands events over on this thread, waiting for the first for so long. */
    int poll(final Duration timeout)
    {
        final Thread thread = Thread.currentThread();
        final long beginNs = System.nanoTime();
        final long timeoutNs = saturatedNs(timeout);
        signal.register(thread);
        try
        {
            int count = dispatcher.pollOnce();
            long remainingNs = timeoutNs;
            while (0 == count && remainingNs > 0 && !thread.isInterrupted())
            {
                LockSupport.parkNanos(signal, remainingNs);
                count = dispatcher.pollOnce();
                remainingNs = timeoutNs - (System.nanoTime() - beginNs);
            }
            return count;
        }
        finally
        {
            signal.unregister(thread);
        }
    }

    private List<ThresholdEvent> read(final long afterId, final int maxEvents)
    {
        if (afterId >= log.lastClaimed())
        {
            return List.of();
        }
        final List<ThresholdEvent> events = new ArrayList<>();
        long id = Math.max(afterId + 1, log.oldest());
        while (events.size() < maxEvents)
        {
            final ThresholdEvent event = log.at(id);
            if (null == event)
            {
                break;
            }
            if (event.eventId() == id)
            {
                events.add(event);
                id++;
            }
            else if (events.isEmpty())
            {
                id = Math.max(id + 1, log.oldest());
            }
            else
            {
                // Lapped while reading: the gap is shown between two lists, not within one.
                break;
            }
        }
        return events;
    }

    private static long saturatedNs(final Duration timeout)
    {
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    }

    ThresholdCounters counters(final long delivered, final long lost, final long errors)
    {
        final long clearedNow = cleared.get();
        final long raisedNow = raised.get();
        return new ThresholdCounters(
            raisedNow + clearedNow, raisedNow, clearedNow, tracked.get(), refused.get(), delivered, lost, errors);
    }
}
