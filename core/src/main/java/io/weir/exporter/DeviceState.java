package io.weir.exporter;

import java.util.concurrent.atomic.AtomicInteger;

/** What the streams of one device share: whether it is verified, and its datagram rates. Thread safe. */
final class DeviceState
{
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
     */
    DeviceState(final AtomicInteger unverified, final TokenBucket own, final TokenBucket ofUnverified)
    {
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
