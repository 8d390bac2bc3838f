package io.weir.collector;

import io.weir.wire.DecodeStatus;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the datagrams of a collector or a replay, at one moment. Immutable.
 *
 * <p>Every datagram is counted exactly once, when its outcome is known: {@code received = decoded + rejected}, the
 * latter over all reasons.
 */
public final class CountersSnapshot
{
    private final long received;
    private final long decoded;
    private final long[] rejected;
    private final long bytes;
    private final long errors;

    private CountersSnapshot(
        final long received, final long decoded, final long[] rejected, final long bytes, final long errors)
    {
        this.received = received;
        this.decoded = decoded;
        this.rejected = rejected;
        this.bytes = bytes;
        this.errors = errors;
    }

    static CountersSnapshot sum(final WorkerCounters... workers)
    {
        final long[] rejected = new long[DecodeStatus.COUNT_OF];
        long received = 0;
        long decoded = 0;
        long bytes = 0;
        long errors = 0;
        for (final WorkerCounters worker : workers)
        {
            for (int i = 0; i < rejected.length; i++)
            {
                final long count = worker.rejected(i);
                rejected[i] += count;
                received += count;
            }
            final long count = worker.decoded();
            decoded += count;
            received += count;
            bytes += worker.bytes();
            errors += worker.errors();
        }
        return new CountersSnapshot(received, decoded, rejected, bytes, errors);
    }

    /** {@return datagrams whose outcome is known} */
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
