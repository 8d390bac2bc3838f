package io.weir.collector;

import io.weir.wire.DecodeStatus;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters of one worker. Single writer (the worker's thread), any number of readers, neither of which ever waits.
 *
 * <p>A datagram is counted once, when its outcome is known, in the one cell of that outcome. What was received is the
 * sum of these cells, so that the accounts balance for every reader at any moment, and each sum is at least that of a
 * reading before.
 */
final class WorkerCounters
{
    private static final int DECODED = DecodeStatus.COUNT_OF;
    private static final int BYTES = DECODED + 1;
    private static final int ERRORS = DECODED + 2;
    private static final int LENGTH = DECODED + 3;

    private final AtomicLongArray cells = new AtomicLongArray(LENGTH);

    void count(final DecodeStatus status, final int bytes)
    {
        add(BYTES, bytes);
        add(DecodeStatus.Kind.REJECT == status.kind() ? status.ordinal() : DECODED, 1);
    }

    void countError()
    {
        add(ERRORS, 1);
    }

    long rejected(final int reason)
    {
        return cells.getAcquire(reason);
    }

    long decoded()
    {
        return cells.getAcquire(DECODED);
    }

    long bytes()
    {
        return cells.getAcquire(BYTES);
    }

    long errors()
    {
        return cells.getAcquire(ERRORS);
    }

    private void add(final int cell, final long count)
    {
        // Pairs with the acquire of the readers: who sees a datagram counted sees what was stored of it before.
        cells.setRelease(cell, cells.getPlain(cell) + count);
    }
}
