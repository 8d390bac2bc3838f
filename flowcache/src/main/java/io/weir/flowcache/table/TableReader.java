package io.weir.flowcache.table;

/**
 * Reads a table while it is written. One per thread and query. Every read is bounded: a slot that cannot be read at one
 * instant is read word by word and says so.
 */
public final class TableReader
{
    private final FlowTable table;
    private final SegmentMap segments;
    private final TopGate top;
    private final SlotView view;

    TableReader(final FlowTable table, final SegmentMap segments, final TopGate top)
    {
        this.table = table;
        this.segments = segments;
        this.top = top;
        view = new SlotView(table);
    }

    /** {@return the view that all reads of this reader use} */
    public SlotView view()
    {
        return view;
    }

    /**
     * Visit every flow that is in the table all the time; one that comes or goes meanwhile may be visited or not.
     *
     * @param visitor to call with {@link #view}.
     */
    public void forEach(final SlotVisitor visitor)
    {
        Segment last = null;
        for (final Segment segment : segments.directory())
        {
            for (int i = 0; segment != last && i < segment.size(); i++)
            {
                if (view.read(segment, i))
                {
                    visitor.onSlot(view);
                }
            }
            last = segment;
        }
    }

    /**
     * Copy every flow that is in the table all the time; one that comes or goes meanwhile may be in the copy or not.
     *
     * @return the copy.
     */
    public TableCopy copy()
    {
        final TableCopy copy = new TableCopy(table);
        Segment last = null;
        for (final Segment segment : segments.directory())
        {
            if (segment != last)
            {
                copy.add(segment);
            }
            last = segment;
        }
        return copy;
    }

    /**
     * Visit the flow of one key from each source.
     *
     * @param key       packed words, whatever its source.
     * @param maxSource highest number of a source.
     * @param visitor   to call with {@link #view}.
     */
    public void forEachSource(final long[] key, final int maxSource, final SlotVisitor visitor)
    {
        final TableConfig config = table.config;
        final long keyHash = config.hash().ofKey(key, 0, config.keyWords());
        final Segment[] directory = segments.directory();
        final int groups = 0 == config.sourceMask() ? 1 : maxSource / Hash.GROUP + 1;
        for (int group = 0; group < groups; group++)
        {
            probe(key, config.hash().grouped(keyHash, group), group, directory, visitor);
        }
    }

    private void probe(
        final long[] key,
        final long hash,
        final int group,
        final Segment[] directory,
        final SlotVisitor visitor)
    {
        final Segment segment = SegmentMap.of(hash, directory);
        final int tag = SegmentMap.tag(hash);
        int index = SegmentMap.home(hash) & segment.mask;
        for (int probe = 0; probe < FlowTable.MAX_PROBE; probe++)
        {
            final int found = SlotAccess.tag(SlotAccess.firstAcquire(segment.slots, index * segment.stride));
            if (SlotAccess.EMPTY == found)
            {
                return;
            }
            if (found == tag && view.read(segment, index) && sameKey(key) && group == groupOfView())
            {
                visitor.onSlot(view);
            }
            index = index + 1 & segment.mask;
        }
    }

    private boolean sameKey(final long[] key)
    {
        final TableConfig config = table.config;
        for (int i = 0; i < config.keyWords(); i++)
        {
            final long mask = i == config.sourceWord() ? ~config.sourceMask() : -1L;
            if (0 != ((view.words()[1 + i] ^ key[i]) & mask))
            {
                return false;
            }
        }
        return true;
    }

    private int groupOfView()
    {
        final TableConfig config = table.config;
        if (0 == config.sourceMask())
        {
            return 0;
        }
        final int position = Long.numberOfTrailingZeros(config.sourceMask());
        return (int)((view.words()[1 + config.sourceWord()] & config.sourceMask()) >>> position) / Hash.GROUP;
    }

    /**
     * Copy the candidates for the largest flows.
     *
     * @param into to copy to.
     * @return false if that failed within a bound of tries.
     */
    public boolean readTop(final TopReading into)
    {
        into.tauNs(table.clock.tauNs);
        return top.read(into);
    }

    /** Called for a slot. */
    @FunctionalInterface
    public interface SlotVisitor
    {
        /**
         * A flow.
         *
         * @param view reused.
         */
        void onSlot(SlotView view);
    }
}
