package io.weir.exporter;

import io.weir.wire.DecodeStatus;

/**
 * What is known about one exporter at one moment. Immutable.
 *
 * @param protocol      that it speaks.
 * @param source        address that its datagrams come from.
 * @param agent         address that it gives itself; the source where the protocol has none.
 * @param domain        observation domain, source id, engine or sub-agent.
 * @param firstSeenNs   epoch nanoseconds of its first datagram.
 * @param lastSeenNs    epoch nanoseconds of its last datagram.
 * @param samplingRate  N of "one in N" that it told last; 0 when unknown.
 * @param clockOffsetMs by how much its clock was ahead of ours when it last told its time; 0 where it tells none.
 * @param counts        its counters.
 */
public record ExporterSnapshot(
    Protocol protocol,
    String source,
    String agent,
    long domain,
    long firstSeenNs,
    long lastSeenNs,
    long samplingRate,
    long clockOffsetMs,
    Counts counts)
{
    /**
     * A counter.
     *
     * @param counter to read.
     * @return its value.
     */
    public long count(final ExporterCounter counter)
    {
        return counts.counters[counter.ordinal()];
    }

    /**
     * Whether {@link ExporterCounter#LOST} is a measure of loss. It is none where sequence numbers count something else
     * than the protocol says, see {@link ExporterCounter#SEQUENCE_CONTRADICTIONS}.
     *
     * @return false when sequence numbers have contradicted what was sent.
     */
    public boolean isLossReliable()
    {
        return 0 == count(ExporterCounter.SEQUENCE_CONTRADICTIONS);
    }

    /**
     * Packets per sample that sample pools tell, beside the rate that samples claim: higher where samples were dropped
     * by the agent or lost on the way.
     *
     * @return N of "one in N"; NaN where it is not known, as with everything but sFlow.
     */
    public double effectiveSamplingRate()
    {
        final long samples = count(ExporterCounter.POOLED_SAMPLES);
        return 0 == samples ? Double.NaN : (double)count(ExporterCounter.SAMPLE_POOL) / samples;
    }

    /**
     * Datagrams rejected for a reason.
     *
     * @param status the reason.
     * @return how many.
     */
    public long rejected(final DecodeStatus status)
    {
        return counts.rejected[status.ordinal()];
    }

    /**
     * Faults and notes inside datagrams that were decoded otherwise.
     *
     * @param status the reason.
     * @return how many.
     */
    public long faults(final DecodeStatus status)
    {
        return counts.faults[status.ordinal()];
    }

    /**
     * What the exporter told of itself in options records.
     *
     * @param statistic to read.
     * @return the total that it told last, -1 where it told none.
     */
    public long told(final ExporterStatistic statistic)
    {
        return counts.told[statistic.ordinal()];
    }

    /** Counters of an exporter, read through the snapshot. Immutable. */
    public static final class Counts
    {
        private final long[] counters;
        private final long[] rejected;
        private final long[] faults;
        private final long[] told;

        Counts(final long[] counters, final long[] rejected, final long[] faults, final long[] told)
        {
            this.counters = counters;
            this.rejected = rejected;
            this.faults = faults;
            this.told = told;
        }
    }
}
