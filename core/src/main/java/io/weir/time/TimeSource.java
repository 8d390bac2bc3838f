package io.weir.time;

/**
 * Source of the one time that weir uses: nanoseconds since the Unix epoch that never go back.
 *
 * <p>Rates, timeouts and deadlines use differences of it, events and rows are stamped with it. Implementations are
 * thread safe and do not allocate.
 */
@FunctionalInterface
public interface TimeSource
{
    /** Nanoseconds in a millisecond. */
    long NS_PER_MS = 1_000_000L;

    /** Nanoseconds in a second. */
    long NS_PER_S = 1_000_000_000L;

    /** {@return nanoseconds since 1970-01-01T00:00:00Z, never less than a value returned before} */
    long epochNs();

    /**
     * Time of this machine: the wall clock read once, carried on by the monotonic clock, so that a step of the wall
     * clock distorts no rate.
     *
     * @return a new source, anchored now.
     */
    static TimeSource system()
    {
        final long anchorEpochNs = System.currentTimeMillis() * NS_PER_MS;
        final long anchorNs = System.nanoTime();
        return () -> anchorEpochNs + (System.nanoTime() - anchorNs);
    }
}
