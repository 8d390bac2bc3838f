package io.weir.threshold;

import io.weir.flowcache.WatchedFlow;

/**
 * Tracked flows of one table by their key words: a chained hash table of pooled nodes. Grows with the number of flows,
 * which its user bounds, and allocates at no other time. The hash is seeded, so that keys cannot be chosen to collide;
 * nothing depends on its order. Single writer.
 */
final class TrackedFlows
{
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final int keyWords;
    private final long seed;
    private TrackedFlow[] buckets = new TrackedFlow[64];
    private TrackedFlow free;
    private int size;

    TrackedFlows(final int keyWords, final long seed)
    {
        this.keyWords = keyWords;
        this.seed = seed;
    }

    int size()
    {
        return size;
    }

    /**
     * Find a flow.
     *
     * @param flow to find.
     * @return it, or null if it is not tracked.
     */
    TrackedFlow find(final WatchedFlow flow)
    {
        final long hash = hash(flow);
        TrackedFlow tracked = buckets[(int)hash & buckets.length - 1];
        while (null != tracked && !(hash == tracked.hash && sameKey(tracked.key, flow)))
        {
            tracked = tracked.nextInBucket;
        }
        return tracked;
    }

    /**
     * Begin to track a flow.
     *
     * @param flow that is not tracked.
     * @return its node.
     */
    TrackedFlow add(final WatchedFlow flow)
    {
        if (size == buckets.length)
        {
            grow();
        }
        TrackedFlow tracked = free;
        if (null == tracked)
        {
            tracked = new TrackedFlow(keyWords);
        }
        else
        {
            free = tracked.nextInBucket;
        }
        flow.copyKey(tracked.key, 0);
        tracked.hash = hash(flow);
        link(tracked);
        size++;
        return tracked;
    }

    /**
     * Cease to track a flow.
     *
     * @param tracked its node, not usable afterwards.
     */
    void remove(final TrackedFlow tracked)
    {
        final int bucket = (int)tracked.hash & buckets.length - 1;
        if (buckets[bucket] == tracked)
        {
            buckets[bucket] = tracked.nextInBucket;
        }
        else
        {
            TrackedFlow before = buckets[bucket];
            while (before.nextInBucket != tracked)
            {
                before = before.nextInBucket;
            }
            before.nextInBucket = tracked.nextInBucket;
        }
        tracked.nextInBucket = free;
        free = tracked;
        size--;
    }

    private void grow()
    {
        final TrackedFlow[] old = buckets;
        buckets = new TrackedFlow[old.length * 2];
        for (final TrackedFlow head : old)
        {
            TrackedFlow tracked = head;
            while (null != tracked)
            {
                final TrackedFlow next = tracked.nextInBucket;
                link(tracked);
                tracked = next;
            }
        }
    }

    private void link(final TrackedFlow tracked)
    {
        final int bucket = (int)tracked.hash & buckets.length - 1;
        tracked.nextInBucket = buckets[bucket];
        buckets[bucket] = tracked;
    }

    private boolean sameKey(final long[] key, final WatchedFlow flow)
    {
        for (int i = 0; i < keyWords; i++)
        {
            if (key[i] != flow.keyWord(i))
            {
                return false;
            }
        }
        return true;
    }

    private long hash(final WatchedFlow flow)
    {
        long hash = seed;
        for (int i = 0; i < keyWords; i++)
        {
            final long mixed = (hash ^ flow.keyWord(i)) * MULTIPLIER;
            hash = mixed ^ Math.multiplyHigh(hash ^ flow.keyWord(i), MULTIPLIER) ^ mixed >>> 32;
        }
        return hash;
    }
}
