package io.weir.collector;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Times counted by how long they were, in nanoseconds up to a minute and with an error of 1 %. Single writer, which
 * never waits and allocates nothing; any number of readers.
 */
final class TimeCounts
{
    private static final long MAX_NS = 60_000_000_000L;
    private static final int DIGITS = 2;

    private final SingleWriterRecorder times = new SingleWriterRecorder(MAX_NS, DIGITS);

    /** {@return a histogram to move counts into, empty} */
    static Histogram empty()
    {
        return new Histogram(MAX_NS, DIGITS);
    }

    /**
     * Count a time. Who sees a count that was released later, such as that of datagrams, sees this one.
     *
     * @param ns nanoseconds; below 0 counts as 0, above a minute as a minute.
     */
    void record(final long ns)
    {
        times.recordValue(Math.max(0, Math.min(MAX_NS, ns)));
    }

    /**
     * Move what was counted since the last call.
     *
     * @param into place to add it to.
     */
    void moveTo(final Histogram into)
    {
        into.add(times.getIntervalHistogram());
    }
}
