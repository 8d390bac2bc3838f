package io.weir.collector;

import io.weir.wire.DecodeStatus;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters of one worker. Single writer (the worker's thread), any number of readers.
 *
 * <p>A datagram changes several cells; {@code BEGUN} and {@code RECEIVED} enclose the change, so that a reader sees all
 * of it or none: the store of {@code BEGUN} comes first, the release store of {@code RECEIVED} last, and pairs with the
 * acquire load with which a reader begins.
 */
final class WorkerCounters
{
    private static final int BEGUN = DecodeStatus.COUNT_OF;
    private static final int RECEIVED = BEGUN + 1;
    private static final int DECODED = BEGUN + 2;
    private static final int BYTES = BEGUN + 3;
    private static final int ERRORS = BEGUN + 4;
    private static final int LENGTH = BEGUN + 5;
    /** Tries of a reader before it takes what it reads; a change lasts nanoseconds. */
    private static final int MAX_TRIES = 1_000;

    private final AtomicLongArray cells = new AtomicLongArray(LENGTH);

    void count(final DecodeStatus status, final int bytes)
    {
        final long received = cells.getPlain(RECEIVED) + 1;
        cells.setOpaque(BEGUN, received);
        VarHandle.storeStoreFence();
        add(DecodeStatus.Kind.REJECT == status.kind() ? status.ordinal() : DECODED, 1);
        add(BYTES, bytes);
        cells.setRelease(RECEIVED, received);
    }

    void countError()
    {
        add(ERRORS, 1);
    }

    /**
     * Add everything to a sum.
     *
     * @param sum of several workers' counters.
     */
    void addTo(final Sum sum)
    {
        final long[] copy = new long[LENGTH];
        for (int i = 0; i < MAX_TRIES && !read(copy); i++)
        {
            Thread.onSpinWait();
        }
        for (int i = 0; i < DecodeStatus.COUNT_OF; i++)
        {
            sum.rejected[i] += copy[i];
        }
        sum.received += copy[RECEIVED];
        sum.decoded += copy[DECODED];
        sum.bytes += copy[BYTES];
        sum.errors += copy[ERRORS];
    }

    private boolean read(final long[] copy)
    {
        copy[RECEIVED] = cells.getAcquire(RECEIVED);
        for (int i = 0; i < LENGTH; i++)
        {
            if (RECEIVED != i && BEGUN != i)
            {
                copy[i] = cells.getOpaque(i);
            }
        }
        VarHandle.loadLoadFence();
        return copy[RECEIVED] == cells.getOpaque(BEGUN);
    }

    private void add(final int cell, final long count)
    {
        cells.setOpaque(cell, cells.getPlain(cell) + count);
    }

    /** Sum of the counters of several workers. */
    static final class Sum
    {
        final long[] rejected = new long[DecodeStatus.COUNT_OF];
        long received;
        long decoded;
        long bytes;
        long errors;
    }
}
