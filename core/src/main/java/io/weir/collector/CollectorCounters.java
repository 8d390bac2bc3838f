package io.weir.collector;

import io.weir.wire.DecodeStatus;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the datagrams of a collector or a replay, at one moment. Immutable.
 *
 * <p>Every datagram is counted exactly once: {@code received = decoded + rejected}, the latter over all reasons.
 */
public final class CollectorCounters
{
    private final long[] rejected;
    private final long received;
    private final long decoded;
    private final long bytes;
    private final long errors;

    /**
     * Counters with the given values.
     *
     * @param received datagrams that reached a worker.
     * @param decoded  datagrams that a decoder took, whole or in part.
     * @param rejected datagrams by the ordinal of the reason, copied.
     * @param bytes    of payload in the datagrams received; of a truncated one, what was read.
     * @param errors   defects told to the error handler.
     */
    CollectorCounters(
        final long received, final long decoded, final long[] rejected, final long bytes, final long errors)
    {
        this.received = received;
        this.decoded = decoded;
        this.rejected = rejected.clone();
        this.bytes = bytes;
        this.errors = errors;
    }

    static CollectorCounters sum(final WorkerCounters... workers)
    {
        final WorkerCounters.Sum sum = new WorkerCounters.Sum();
        for (final WorkerCounters worker : workers)
        {
            worker.addTo(sum);
        }
        return new CollectorCounters(sum.received, sum.decoded, sum.rejected, sum.bytes, sum.errors);
    }

    /** {@return datagrams that reached a worker} */
    public long received()
    {
        return received;
    }

    /** {@return datagrams that a decoder took, whole or in part} */
    public long decoded()
    {
        return decoded;
    }

    /** {@return datagrams rejected for any reason} */
    public long rejected()
    {
        long sum = 0;
        for (final long count : rejected)
        {
            sum += count;
        }
        return sum;
    }

    /**
     * Datagrams rejected for a reason.
     *
     * @param reason to look up.
     * @return how many.
     */
    public long rejected(final DecodeStatus reason)
    {
        return rejected[reason.ordinal()];
    }

    /** {@return datagrams rejected by reason, without the reasons that did not occur; immutable, in order of reason} */
    public Map<DecodeStatus, Long> rejectedByReason()
    {
        final Map<DecodeStatus, Long> reasons = new EnumMap<>(DecodeStatus.class);
        for (int i = 0; i < rejected.length; i++)
        {
            if (0 != rejected[i])
            {
                reasons.put(DecodeStatus.of(i), rejected[i]);
            }
        }
        return Collections.unmodifiableMap(reasons);
    }

    /** {@return bytes of payload in the datagrams received; of a truncated one, what was read} */
    public long bytes()
    {
        return bytes;
    }

    /** {@return defects told to the error handler: what a decoder, a sink or a receiver threw; should be 0} */
    public long errors()
    {
        return errors;
    }

    @Override
    public String toString()
    {
        return "received=" + received + " decoded=" + decoded + " rejected=" + rejectedByReason() +
            " bytes=" + bytes + " errors=" + errors;
    }
}
