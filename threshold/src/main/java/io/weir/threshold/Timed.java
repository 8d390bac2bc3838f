package io.weir.threshold;

/** What may wait in a {@link DeadlineHeap}. Single writer. */
abstract class Timed
{
    /** Place in the heap, or -1; the heap's own. */
    int heapIndex = -1;

    boolean isScheduled()
    {
        return heapIndex >= 0;
    }
}
