package io.weir.flowcache;

import io.weir.collector.RunMode;
import io.weir.flowcache.table.EndReason;
import io.weir.flowcache.table.FlowTable;
import io.weir.flowcache.table.SlotCursor;
import io.weir.flowcache.table.TableListener;

import java.util.List;

/** Passes on what a table tells to its watchers, each of which has a mark of its own. For the shard's thread. */
final class WatcherHub implements TableListener
{
    static final int MAX_WATCHERS = Long.bitCount(FlowTable.MARKS);

    private static final Watch[] NO_WATCHES = new Watch[0];

    private final ShardTable table;
    private final RunMode mode;
    private final int shard;
    private Watch[] watches = NO_WATCHES;

    WatcherHub(final ShardTable table, final RunMode mode, final int shard)
    {
        this.table = table;
        this.mode = mode;
        this.shard = shard;
    }

    /* Take over who watches: those who stay keep their watcher and their marks. */
    void watchers(final List<FlowWatcherFactory> factories)
    {
        final Watch[] next = new Watch[factories.size()];
        long free = FlowTable.MARKS;
        for (final Watch watch : watches)
        {
            final int at = factories.indexOf(watch.factory);
            if (at < 0)
            {
                table.table.forEachMarked(watch.mark, slot -> slot.mark(watch.mark, false));
            }
            else
            {
                next[at] = watch;
                free &= ~watch.mark;
            }
        }
        long all = 0;
        for (int i = 0; i < next.length; i++)
        {
            if (null == next[i])
            {
                next[i] = new Watch(factories.get(i), Long.lowestOneBit(free));
                free &= ~next[i].mark;
            }
            all |= next[i].mark;
        }
        watches = next;
        table.table.listener(0 == next.length ? null : this, all);
        for (final Watch watch : next)
        {
            if (null == watch.watcher)
            {
                watch.watcher = watch.factory.newWatcher(watch);
            }
        }
    }

    /* The definition is removed or replaced: the watchers let go, over coming ticks while they are behind. */
    void onGone(final FlowEndReason reason, final long nowNs)
    {
        table.table.listener(null, 0);
        for (final Watch watch : watches)
        {
            watch.watcher.onGone(reason, nowNs);
        }
    }

    void onTick(final long nowNs)
    {
        for (final Watch watch : watches)
        {
            watch.watcher.onTick(nowNs);
        }
    }

    boolean isBehind()
    {
        for (final Watch watch : watches)
        {
            if (watch.watcher.isBehind())
            {
                return true;
            }
        }
        return false;
    }

    @Override
    public double riseLevel()
    {
        double least = Double.POSITIVE_INFINITY;
        for (final Watch watch : watches)
        {
            watch.level = watch.watcher.riseLevel();
            least = Math.min(least, watch.level);
        }
        return least;
    }

    @Override
    public void onRise(final SlotCursor slot, final long nowNs)
    {
        for (final Watch watch : watches)
        {
            if (!slot.isMarked(watch.mark) && (1 == watches.length || isAbove(slot, watch.level, nowNs)))
            {
                watch.cursor.slot.place(slot);
                watch.watcher.onRise(watch.cursor, nowNs);
            }
        }
    }

    private static boolean isAbove(final SlotCursor slot, final double level, final long nowNs)
    {
        return slot.rateAt(nowNs) > level || slot.view().heldRate() > level;
    }

    @Override
    public void onActiveUpdate(final SlotCursor slot, final long nowNs)
    {
        for (final Watch watch : watches)
        {
            if (slot.isMarked(watch.mark))
            {
                watch.cursor.slot.place(slot);
                watch.watcher.onActiveUpdate(watch.cursor, nowNs);
            }
        }
    }

    @Override
    public void onActiveUpdated(final SlotCursor slot, final long nowNs)
    {
        for (final Watch watch : watches)
        {
            if (slot.isMarked(watch.mark))
            {
                watch.cursor.slot.place(slot);
                watch.watcher.onActiveUpdated(watch.cursor, nowNs);
            }
        }
    }

    @Override
    public void onRemoved(final SlotCursor slot, final EndReason reason, final long nowNs)
    {
        final FlowEndReason told = EndReason.EXPIRED == reason ? FlowEndReason.EXPIRED : FlowEndReason.EVICTED;
        for (final Watch watch : watches)
        {
            if (slot.isMarked(watch.mark))
            {
                watch.cursor.slot.place(slot);
                watch.watcher.onRemoved(watch.cursor, told, nowNs);
            }
        }
    }

    /** One watcher of the table, and the table as it sees it. */
    private final class Watch implements WatchedTable
    {
        final FlowWatcherFactory factory;
        final long mark;
        final Cursor cursor;
        FlowWatcher watcher;
        double level = Double.POSITIVE_INFINITY;

        Watch(final FlowWatcherFactory factory, final long mark)
        {
            this.factory = factory;
            this.mark = mark;
            cursor = new Cursor(table, mark);
        }

        @Override
        public RunMode mode()
        {
            return mode;
        }

        @Override
        public String definition()
        {
            return spec().name();
        }

        @Override
        public FlowSpec spec()
        {
            return table.definition().spec();
        }

        @Override
        public int shard()
        {
            return shard;
        }

        @Override
        public int keyWords()
        {
            return table.program.words();
        }

        @Override
        public WatchedFlow newCursor()
        {
            return new Cursor(table, mark);
        }

        @Override
        public boolean find(final long[] key, final int offset, final WatchedFlow into)
        {
            return table.table.find(key, offset, ((Cursor)into).slot);
        }
    }

    /** A slot as a watcher sees it. */
    private static final class Cursor implements WatchedFlow
    {
        final SlotCursor slot;
        private final ShardTable table;
        private final long mark;

        Cursor(final ShardTable table, final long mark)
        {
            this.table = table;
            this.mark = mark;
            slot = table.table.newCursor();
        }

        @Override
        public long keyWord(final int index)
        {
            return slot.keyWord(index);
        }

        @Override
        public void copyKey(final long[] into, final int offset)
        {
            for (int i = 0; i < table.program.words(); i++)
            {
                into[offset + i] = slot.keyWord(i);
            }
        }

        @Override
        public int sourceId()
        {
            return table.sourceOf(slot.keyWord(table.program.sourceWord()));
        }

        @Override
        public double rateAt(final long timeNs)
        {
            return slot.rateAt(timeNs);
        }

        @Override
        public long fallsBelowNs(final double level, final long fromNs)
        {
            return slot.fallsBelowNs(level, fromNs);
        }

        @Override
        public long risesAboveNs(final double level, final long fromNs)
        {
            return slot.risesAboveNs(level, fromNs);
        }

        @Override
        public double value(final int value, final long timeNs)
        {
            return table.valueAt(value, slot.view(), timeNs);
        }

        @Override
        public long valueFallsBelowNs(final int value, final double level, final long fromNs)
        {
            final int place = table.placeOf(value);
            return place < 0 ? slot.fallsBelowNs(level, fromNs) : slot.valueFallsBelowNs(place, level, fromNs);
        }

        @Override
        public long valueRisesAboveNs(final int value, final double level, final long fromNs)
        {
            final int place = table.placeOf(value);
            return place < 0 ? slot.risesAboveNs(level, fromNs) : slot.valueRisesAboveNs(place, level, fromNs);
        }

        @Override
        public boolean held()
        {
            return slot.isHeld();
        }

        @Override
        public boolean active()
        {
            return slot.isMarked(mark);
        }

        @Override
        public void active(final boolean active)
        {
            slot.mark(mark, active);
        }

        @Override
        public double varianceAt(final long timeNs)
        {
            return slot.view().varianceAt(timeNs);
        }

        @Override
        public double rateOfOneSample()
        {
            return slot.view().rateOfOneSample();
        }

        @Override
        public long samples()
        {
            return slot.view().samples();
        }

        @Override
        public long total()
        {
            return slot.view().total();
        }

        @Override
        public double heldRate()
        {
            return slot.view().heldRate();
        }

        @Override
        public long heldUntilNs()
        {
            return slot.view().heldUntilNs();
        }

        @Override
        public long firstSeenNs()
        {
            return slot.view().firstSeenNs();
        }

        @Override
        public FlowRow row(final long timeNs)
        {
            final SourceFlow flow = new SourceFlow();
            flow.add(table, slot.view(), timeNs);
            return flow.row(table);
        }
    }
}
