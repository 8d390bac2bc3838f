package io.weir.exporter;

import java.util.concurrent.atomic.AtomicInteger;

/** What the streams of one device share: whether it is verified, its rates, the room for sequences. Thread safe. */
final class DeviceState
{
    final SequenceRoom sequenceRoom;

    private final AtomicInteger unverified;
    private final TokenBucket own;
    private final TokenBucket ofUnverified;
    private volatile boolean verified;

    /**
     * A device of which nothing was decoded yet.
     *
     * @param unverified   number of such devices, which the device adds itself to.
     * @param own          its rate, null for no bound.
     * @param ofUnverified rate of all unverified devices, null for no bound.
     * @param sequenceRoom of the streams of all devices.
     */
    DeviceState(
        final AtomicInteger unverified,
        final TokenBucket own,
        final TokenBucket ofUnverified,
        final SequenceRoom sequenceRoom)
    {
        this.sequenceRoom = sequenceRoom;
        this.unverified = unverified;
        this.own = own;
        this.ofUnverified = ofUnverified;
        unverified.incrementAndGet();
    }

    boolean isVerified()
    {
        return verified;
    }

    void verify()
    {
        if (!verified)
        {
            leave();
        }
    }

    /* Count it off the unverified ones, once, because it is verified or forgotten. */
    synchronized void leave()
    {
        if (!verified)
        {
            verified = true;
            unverified.decrementAndGet();
        }
    }

    boolean admits(final long timeNs)
    {
        return (verified || null == ofUnverified || ofUnverified.take(timeNs)) && (null == own || own.take(timeNs));
    }
}
