package io.weir.threshold;

import java.util.List;

/**
 * Told about raised and cleared alarms, by the thread that {@link Dispatch} says, one call at a time. What a listener
 * throws is counted and handed to the error handler; the next event follows. Only a {@link VirtualMachineError} goes on
 * up the thread: it ends a dispatch thread, which is replaced.
 */
@FunctionalInterface
public interface ThresholdListener
{
    /**
     * Called once for each change of state, in order of event ids. May block under {@link Dispatch#THREAD} and
     * {@link Dispatch#EXECUTOR}; a slow listener loses events and is told how many.
     *
     * @param event immutable, may be kept.
     */
    void onThreshold(ThresholdEvent event);

    /**
     * The listener was so slow that the log overwrote events before it read them. {@link #onResync} follows.
     *
     * @param count of events lost, of whichever threshold: exactly those with an id after the last one handed over and
     *              up to the state that the resync shows.
     */
    default void onLost(final long count)
    {
    }

    /**
     * All alarms that are active once events were lost: what the listener knew before is void. Events that follow are
     * changes to this set.
     *
     * @param active RAISED events of the listener's thresholds, by event id; immutable, may be kept.
     */
    default void onResync(final List<ThresholdEvent> active)
    {
    }
}
