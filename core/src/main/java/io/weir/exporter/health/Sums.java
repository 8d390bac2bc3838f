package io.weir.exporter.health;

import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.Protocol;
import io.weir.wire.DecodeStatus;

/** Counters of all streams of one exporter, added up, at one moment. Not thread safe. */
final class Sums
{
    static final int DATAGRAMS = 0;
    static final int DECODED = 1;
    static final int BYTES = 2;
    static final int RECORDS = 3;
    static final int UNITS = 4;
    static final int LOST = 5;
    static final int DUPLICATE = 6;
    static final int OUT_OF_ORDER = 7;
    static final int RESTARTS = 8;
    static final int REJECTED = 9;
    static final int INTERNAL = 10;
    static final int REFUSED = 11;
    static final int UNKNOWN_TEMPLATE_SETS = 12;
    static final int SAMPLING_UNKNOWN = 13;
    static final int CLOCK_SKEW = 14;
    static final int SAMPLES_CHOSEN = 15;
    static final int SAMPLE_POOL_EXCESS = 16;
    static final int SEQUENCE_CONTRADICTIONS = 17;
    static final int LENGTH = 18;

    final long[] values = new long[LENGTH];
    /** Nanoseconds since the epoch, of the first datagram of any stream. */
    long firstSeenNs = Long.MAX_VALUE;
    /** Nanoseconds since the epoch, of the last datagram of any stream. */
    long lastSeenNs;
    /** Of the stream that was heard last. */
    long clockOffsetMs;
    /** Told last by the stream that was heard last and told one; 0 for none. */
    long samplingRate;
    /** Another address that datagrams come from, or null. */
    String translatedSource;

    private long rateSeenNs;

    void add(final ExporterSnapshot stream)
    {
        values[DATAGRAMS] += stream.count(ExporterCounter.DATAGRAMS);
        values[DECODED] += stream.count(ExporterCounter.DECODED);
        values[BYTES] += stream.count(ExporterCounter.DATAGRAM_BYTES);
        final long records =
            stream.count(ExporterCounter.FLOW_SAMPLES) + stream.count(ExporterCounter.FLOW_RECORDS);
        values[RECORDS] += records;
        values[UNITS] += countsFlows(stream.protocol()) ? records : stream.count(ExporterCounter.DATAGRAMS);
        values[LOST] += stream.count(ExporterCounter.LOST);
        values[DUPLICATE] += stream.count(ExporterCounter.DUPLICATE);
        values[OUT_OF_ORDER] += stream.count(ExporterCounter.OUT_OF_ORDER);
        values[RESTARTS] += stream.count(ExporterCounter.RESTARTS);
        for (int i = 0; i < DecodeStatus.COUNT_OF; i++)
        {
            values[REJECTED] += stream.rejected(DecodeStatus.of(i));
        }
        values[INTERNAL] += stream.rejected(DecodeStatus.INTERNAL);
        values[REFUSED] += stream.rejected(DecodeStatus.RATE_LIMITED) + stream.rejected(DecodeStatus.QUEUE_FULL);
        values[UNKNOWN_TEMPLATE_SETS] += stream.count(ExporterCounter.UNKNOWN_TEMPLATE_SETS);
        values[SAMPLING_UNKNOWN] += stream.count(ExporterCounter.SAMPLING_UNKNOWN);
        values[CLOCK_SKEW] += stream.count(ExporterCounter.CLOCK_SKEW);
        values[SAMPLES_CHOSEN] += stream.count(ExporterCounter.POOLED_SAMPLES) +
            stream.count(ExporterCounter.SAMPLES_LOST) + stream.count(ExporterCounter.SAMPLES_OUT_OF_ORDER);
        values[SAMPLE_POOL_EXCESS] += stream.count(ExporterCounter.SAMPLE_POOL_EXCESS);
        values[SEQUENCE_CONTRADICTIONS] += stream.count(ExporterCounter.SEQUENCE_CONTRADICTIONS);
        addLast(stream);
    }

    private void addLast(final ExporterSnapshot stream)
    {
        firstSeenNs = Math.min(firstSeenNs, stream.firstSeenNs());
        if (stream.lastSeenNs() >= lastSeenNs)
        {
            lastSeenNs = stream.lastSeenNs();
            clockOffsetMs = stream.clockOffsetMs();
        }
        if (0 != stream.samplingRate() && stream.lastSeenNs() >= rateSeenNs)
        {
            rateSeenNs = stream.lastSeenNs();
            samplingRate = stream.samplingRate();
        }
        if (!stream.source().equals(stream.agent()))
        {
            translatedSource = stream.source();
        }
    }

    private static boolean countsFlows(final Protocol protocol)
    {
        switch (protocol)
        {
            case NETFLOW5:
            case NETFLOW6:
            case NETFLOW7:
            case NETFLOW8:
            case IPFIX:
                return true;
            default:
                return false;
        }
    }
}
