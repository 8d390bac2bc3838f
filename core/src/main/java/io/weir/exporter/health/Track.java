package io.weir.exporter.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a monitor remembers of one exporter: its state, and what came of it in each of the last buckets of time. A
 * bucket holds what was noticed in it; one that nothing was noticed in is empty. Guarded by the monitor.
 */
final class Track
{
    HealthState state = HealthState.HEALTHY;
    Sums sums = new Sums();

    private final long bucketNs;
    private final long[][] buckets;
    private long current = Long.MIN_VALUE;
    private long first;

    Track(final long bucketNs, final int history)
    {
        this.bucketNs = bucketNs;
        buckets = new long[history][Sums.LENGTH];
    }

    /*
     * Add what came since the last call. Fewer datagrams than before, or only new streams, mean that the exporter was
     * forgotten meanwhile.
     */
    void advance(final Sums now, final long nowNs)
    {
        moveTo(nowNs);
        final boolean anew = now.values[Sums.DATAGRAMS] < sums.values[Sums.DATAGRAMS] ||
            now.firstSeenNs > sums.lastSeenNs;
        final long[] bucket = row(current);
        for (int i = 0; i < Sums.LENGTH; i++)
        {
            bucket[i] += now.values[i] - (anew ? 0 : sums.values[i]);
        }
        sums = now;
    }

    void moveTo(final long nowNs)
    {
        final long next = Math.floorDiv(nowNs, bucketNs);
        if (Long.MIN_VALUE == current)
        {
            first = next;
            current = next;
        }
        final long steps = Math.min(next - current, buckets.length);
        for (long i = next - steps + 1; i <= next; i++)
        {
            Arrays.fill(row(i), 0);
        }
        current = Math.max(current, next);
    }

    /* What came in this bucket and the one before. */
    long recent(final int value)
    {
        return row(current)[value] + (current > first && buckets.length > 1 ? row(current - 1)[value] : 0);
    }

    List<HealthCounts> history()
    {
        final List<HealthCounts> history = new ArrayList<>();
        for (long i = Math.max(first, current - buckets.length + 1); i <= current; i++)
        {
            final long[] row = row(i);
            history.add(new HealthCounts(i * bucketNs, row[Sums.DATAGRAMS], row[Sums.BYTES], row[Sums.RECORDS],
                row[Sums.LOST], row[Sums.DUPLICATE], row[Sums.OUT_OF_ORDER], row[Sums.RESTARTS], row[Sums.REJECTED],
                row[Sums.UNKNOWN_TEMPLATE_SETS]));
        }
        return history;
    }

    private long[] row(final long bucket)
    {
        return buckets[(int)Math.floorMod(bucket, (long)buckets.length)];
    }
}
