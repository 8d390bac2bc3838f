package io.weir.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;

class DeadlineHeapTest
{
    /** A deadline in the model: time, then order. */
    private record Entry(long deadlineNs, long order)
    {
    }

    @Test
    void shouldAgreeWithASortedMapOverRandomOperations()
    {
        final Random random = new Random(42);
        final DeadlineHeap heap = new DeadlineHeap(4);
        final TreeMap<Entry, Timed> model =
            new TreeMap<>(Comparator.comparingLong(Entry::deadlineNs).thenComparingLong(Entry::order));
        final Timed[] timed = new Timed[300];
        final Entry[] entries = new Entry[timed.length];
        for (int i = 0; i < timed.length; i++)
        {
            timed[i] = new Member();
        }
        for (long order = 0; order < 200_000; order++)
        {
            final int index = random.nextInt(timed.length);
            final int action = random.nextInt(4);
            if (action < 2)
            {
                if (null != entries[index])
                {
                    model.remove(entries[index]);
                }
                entries[index] = new Entry(random.nextInt(1000), order);
                model.put(entries[index], timed[index]);
                heap.schedule(timed[index], entries[index].deadlineNs());
            }
            else if (2 == action)
            {
                if (null != entries[index])
                {
                    model.remove(entries[index]);
                    entries[index] = null;
                }
                heap.cancel(timed[index]);
                assertEquals(-1, timed[index].heapIndex);
            }
            else if (!model.isEmpty())
            {
                assertEquals(model.firstKey().deadlineNs(), heap.firstDeadline());
                final Entry first = model.firstKey();
                final Timed popped = heap.pop();
                assertSame(model.remove(first), popped);
                for (int i = 0; i < timed.length; i++)
                {
                    entries[i] = first == entries[i] ? null : entries[i];
                }
            }
            assertEquals(model.size(), heap.size());
            assertEquals(model.isEmpty() ? Long.MAX_VALUE : model.firstKey().deadlineNs(), heap.firstDeadline());
        }
    }
}
