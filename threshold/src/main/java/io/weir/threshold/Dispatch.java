package io.weir.threshold;

/**
 * Who calls the listeners of a live run. In a replay it is always {@link #INLINE}, so that the same capture gives the
 * same calls in the same order.
 */
public enum Dispatch
{
    /**
     * One daemon thread for all listeners, started with the first collector and stopped with the last. A listener that
     * blocks delays the workers never, the others by less than a millisecond and once: from then on it has a daemon
     * thread for itself. What it is too slow for it loses, counted.
     */
    THREAD,
    /** The caller's executor: one task at a time for each listener, so that a listener that blocks delays no other. */
    EXECUTOR,
    /** The worker that found the event, before it goes on: quickest, but a slow listener holds up traffic. */
    INLINE,
    /** Nobody: the caller polls. */
    POLL
}
