package io.weir.time;

/** Time that its owner moves: the clock of a replay and of tests. Thread safe: one thread moves it, any reads it. */
public final class ManualTime implements TimeSource
{
    private volatile long epochNs;

    /**
     * Start at a time.
     *
     * @param epochNs nanoseconds since the Unix epoch.
     */
    public ManualTime(final long epochNs)
    {
        this.epochNs = epochNs;
    }

    @Override
    public long epochNs()
    {
        return epochNs;
    }

    /**
     * Move to a time. An earlier one is ignored: time never goes back.
     *
     * @param newEpochNs nanoseconds since the Unix epoch.
     */
    public void advanceTo(final long newEpochNs)
    {
        if (newEpochNs > epochNs)
        {
            epochNs = newEpochNs;
        }
    }

    /**
     * Move forward.
     *
     * @param deltaNs nanoseconds; a negative delta is ignored.
     */
    public void advance(final long deltaNs)
    {
        advanceTo(epochNs + deltaNs);
    }
}
