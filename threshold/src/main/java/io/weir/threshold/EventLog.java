package io.weir.threshold;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last events, in a ring. Several producers, any number of readers; thread safe.
 *
 * <p>A producer claims an id by get-and-add, makes the event, and publishes it into slot {@code id & mask}; it never
 * waits for readers or for other producers. An event is immutable and holds its id, so a reader that finds
 * <ul>
 *   <li>an older id, or nothing, knows that its event is not published yet: it must come back, not go on;</li>
 *   <li>its id, has its event whole;</li>
 *   <li>a newer id, knows that it was lapped.</li>
 * </ul>
 * A slot only moves to newer ids: a producer that was itself lapped between claim and publish finds a newer event in
 * its slot and leaves it (its own is one that readers have lost). The publishing compare-and-set pairs with the
 * volatile read of {@link #at}; both being volatile also orders "publish, then look for waiters" in producers against
 * "register as waiter, then look for an event" in readers, so that no wake-up is missed.
 */
final class EventLog
{
    static final int MIN_CAPACITY = 2;
    static final int MAX_CAPACITY = 1 << 24;

    private final AtomicLong claimed = new AtomicLong();
    private final AtomicReferenceArray<ThresholdEvent> slots;
    private final AtomicLongArray publishedAt;
    private final int mask;

    EventLog(final int capacity)
    {
        slots = new AtomicReferenceArray<>(capacity);
        publishedAt = new AtomicLongArray(capacity);
        mask = capacity - 1;
    }

    int capacity()
    {
        return mask + 1;
    }

    /** {@return the id of a new event, to be published by the caller soon} */
    long claim()
    {
        return claimed.incrementAndGet();
    }

    /** {@return the id claimed last, published or not; 0 for none} */
    long lastClaimed()
    {
        return claimed.get();
    }

    /**
     * Publish an event whose id was claimed.
     *
     * @param event to publish.
     */
    void publish(final ThresholdEvent event)
    {
        final int slot = (int)event.eventId() & mask;
        publishedAt.setOpaque(slot, System.nanoTime());
        ThresholdEvent current = slots.get(slot);
        // Another turn means that another producer moved the slot forward by a whole lap.
        while ((null == current || current.eventId() < event.eventId()) && !slots.compareAndSet(slot, current, event))
        {
            current = slots.get(slot);
        }
    }

    /**
     * What is to be found in place of an event.
     *
     * @param id of the wanted event.
     * @return that event, a newer one if the reader was lapped, or null if it is not published yet.
     */
    ThresholdEvent at(final long id)
    {
        final ThresholdEvent event = slots.get((int)id & mask);
        return null == event || event.eventId() < id ? null : event;
    }

    /**
     * When an event was published.
     *
     * @param id of an event that {@link #at} gave just now.
     * @return monotonic nanoseconds; a later time where a producer is overwriting the event.
     */
    long publishedAt(final long id)
    {
        return publishedAt.getOpaque((int)id & mask);
    }

    /**
     * Id of the oldest event that may still be there.
     *
     * @return 1 or greater.
     */
    long oldest()
    {
        return Math.max(1, claimed.get() - mask);
    }

    /**
     * Last id up to which every event is published, at the time of the call.
     *
     * @param from id from which to look, all before being known as published.
     * @return from - 1 or greater.
     */
    long watermark(final long from)
    {
        long id = Math.max(from, oldest());
        while (null != at(id))
        {
            id++;
        }
        return id - 1;
    }
}
