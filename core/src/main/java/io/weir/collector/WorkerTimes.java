package io.weir.collector;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Times that one worker measures of itself, in nanoseconds up to a minute. Single writer (the worker's thread), which
 * never waits and allocates nothing; any number of readers.
 */
final class WorkerTimes
{
    private static final long MAX_NS = 60_000_000_000L;
    private static final int DIGITS = 2;

    private final SingleWriterRecorder queueLag = new SingleWriterRecorder(MAX_NS, DIGITS);
    private final SingleWriterRecorder decodeTime = new SingleWriterRecorder(MAX_NS, DIGITS);

    void record(final long lagNs, final long decodeNs)
    {
        queueLag.recordValue(within(lagNs));
        decodeTime.recordValue(within(decodeNs));
    }

    /**
     * Move what was measured since the last call.
     *
     * @param into place to add it to.
     */
    void moveQueueLag(final Histogram into)
    {
        into.add(queueLag.getIntervalHistogram());
    }

    /**
     * Move what was measured since the last call.
     *
     * @param into place to add it to.
     */
    void moveDecodeTime(final Histogram into)
    {
        into.add(decodeTime.getIntervalHistogram());
    }

    /** {@return a histogram of these times, empty} */
    static Histogram empty()
    {
        return new Histogram(MAX_NS, DIGITS);
    }

    private static long within(final long ns)
    {
        return Math.max(0, Math.min(MAX_NS, ns));
    }
}
