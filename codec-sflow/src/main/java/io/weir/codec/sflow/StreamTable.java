package io.weir.codec.sflow;

import java.util.Arrays;

/**
 * The sequences of one exporter, by data source and kind of sample. Not thread safe.
 *
 * <p>Open addressing, all of a stream side by side in one array. The hash takes numbers at equal distances, as those of
 * the ports of a switch are, to places apart, so that nearly every stream is in its first place, which a branch
 * predictor learns. Numbers chosen to meet in one place do harm to their own exporter: where {@link #MAX_PROBES} places
 * are taken, all streams are forgotten and begin anew.
 */
final class StreamTable
{
    static final int MAX_PROBES = 64;

    /* Words of a stream behind its key: its sequence and its pool; its drops; its samples since the pool moved. */
    static final int POSITION = 1;
    static final int DROPS = 2;
    static final int WAITING = 3;

    private static final int LOG2_WORDS = 2;
    /* So many places for each stream at least. */
    private static final int SPARSENESS = 4;
    /* The golden ratio, whose multiples stay apart from each other as well as those of any number do. */
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    /* Bit of every key: 0 is a free place. */
    private static final long TAKEN = Long.MIN_VALUE;
    private static final long[] NOTHING = new long[2 << LOG2_WORDS];

    long[] words = NOTHING;

    private int shift = Long.SIZE - 1;
    private int size;

    StreamTable()
    {
    }

    static long key(final long source)
    {
        return TAKEN | source;
    }

    int size()
    {
        return size;
    }

    /* Where a stream is if it is in its first place. */
    int home(final long key)
    {
        return (int)(key * MULTIPLIER >>> shift) << LOG2_WORDS;
    }

    /* Where a stream is, -1 when it is not. */
    int find(final long key)
    {
        final int at = place(key);
        return at >= 0 && words[at] == key ? at : -1;
    }

    /* Take a place for a stream that is not there, which may move the others, or forget them. */
    int add(final long key)
    {
        if (SPARSENESS * (size + 1) << LOG2_WORDS > words.length)
        {
            grow();
        }
        int at = place(key);
        if (at < 0)
        {
            Arrays.fill(words, 0);
            size = 0;
            at = place(key);
        }
        words[at] = key;
        size++;
        return at;
    }

    /* Where a stream is, or would be; -1 when it has no place. */
    private int place(final long key)
    {
        int at = home(key);
        for (int probes = 0; probes < MAX_PROBES; probes++)
        {
            if (0 == words[at] || key == words[at])
            {
                return at;
            }
            at = at + (1 << LOG2_WORDS) & words.length - 1;
        }
        return -1;
    }

    private void grow()
    {
        final long[] old = words;
        words = new long[2 * old.length];
        shift--;
        for (int from = 0; from < old.length; from += 1 << LOG2_WORDS)
        {
            if (0 != old[from])
            {
                final int at = place(old[from]);
                if (at < 0)
                {
                    size--;
                    continue;
                }
                System.arraycopy(old, from, words, at, 1 << LOG2_WORDS);
            }
        }
    }
}
