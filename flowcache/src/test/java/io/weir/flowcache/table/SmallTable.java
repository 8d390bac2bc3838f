package io.weir.flowcache.table;

/** A table of few flows with keys of one word, as stress tests need it: made by the thousand, known in every word. */
final class SmallTable
{
    static final long TAU_NS = 2_000_000_000L;
    /** What a slot was found to be. */
    static final int ABSENT = 0;
    static final int WHOLE = 1;
    static final int BEGUN = 2;
    static final int SINGLY = 3;
    static final int TORN = -1;

    private static final Hash HASH = new Hash(11, 0, 0, 0);

    final DecayClock clock = new DecayClock(TAU_NS, 0);
    final FlowTable table;
    private final TableReader reader;
    private final long[] readerKey = new long[1];
    private int found;

    SmallTable(final long capacity, final int top)
    {
        final TableConfig.Timeouts timeouts = new TableConfig.Timeouts(TAU_NS, false, 0, false);
        table = new FlowTable(new TableConfig(HASH, 1, 0, 0, capacity, top, timeouts), clock);
        reader = table.newReader();
    }

    /* A record of one frame, applied. For the writer. */
    void add(final long key, final long value)
    {
        add(key, value, 0);
    }

    void add(final long key, final long value, final long heldNs)
    {
        table.rows()[table.nextRow()] = key;
        table.commitRow(value, 1, 1, heldNs);
        table.flush();
    }

    Segment first()
    {
        return table.segmentsById()[0];
    }

    static long hash(final long key)
    {
        return HASH.of(new long[]{ key }, 0, 1);
    }

    /* Index of a key that lies at home in the smallest table. */
    static int home(final long key)
    {
        return SegmentMap.home(hash(key)) & 63;
    }

    /* A key after another that has the same home in the smallest table. */
    static long neighbour(final long key)
    {
        long other = key + 1;
        while (home(other) != home(key))
        {
            other++;
        }
        return other;
    }

    /* What a reader finds of a flow whose records all have one value. */
    int find(final long key, final long value)
    {
        found = ABSENT;
        readerKey[0] = key;
        reader.forEachSource(readerKey, 0, view -> found = ABSENT == found ? judge(view, value) : TORN);
        return found;
    }

    static int judge(final SlotView view, final long value)
    {
        if (!view.isConsistent())
        {
            return SINGLY;
        }
        return judge(view.total(), view.frames(), view.sum(), value);
    }

    static int judge(final long total, final long frames, final double sum, final long value)
    {
        if (total != frames * value || sum != total)
        {
            return TORN;
        }
        return 0 == frames ? BEGUN : WHOLE;
    }

    /* The same from words that are read one after the other, without regard to the slot's sequence. */
    int findCarelessly(final Segment segment, final int index, final long value)
    {
        final int base = index * segment.stride;
        final SlotLayout layout = table.layout;
        final long total = SlotAccess.wordOpaque(segment.slots, base + layout.total);
        final long frames = SlotAccess.wordOpaque(segment.slots, base + layout.frames) >>> SlotLayout.FRAMES_SHIFT;
        final double sum = Double.longBitsToDouble(SlotAccess.wordOpaque(segment.slots, base + layout.sum));
        return judge(total, frames, sum, value);
    }
}
