package io.weir.codec.netflow;

/** What a message says about time, for its records. Not thread safe. */
final class MessageTimes
{
    static final long NO_UPTIME = -1;

    long receiveNs;
    /** Epoch milliseconds at which the message left; the receive time where the exporter has no clock. */
    long exportMs;
    /** Milliseconds since the exporter started, modulo 2^32; {@link #NO_UPTIME} where the header does not tell. */
    long uptimeMs;
}
