package io.weir.flowcache.table;

/**
 * The flows of one definition in one shard: totals, forward-decayed rates, held rates, candidates for the largest.
 *
 * <p>Records are gathered as rows and applied together: all slots of a batch are touched before any is updated,
 * so that cache misses overlap. An update is wait-free: no compare-and-set, no retry, a bounded number of probes.
 * Single writer; any thread reads through {@link SlotView}, {@link TableReader} and {@link #counters}.
 */
public final class FlowTable
{
    /** Most slots looked at for one key. */
    static final int MAX_PROBE = 64;
    /** Bits of a slot's flags that watchers may use. */
    public static final long MARKS = SlotLayout.ACTIVE_MASK;

    /** Row of a record that waits to be applied: hash, value, frames, sampling rate, length, packed key, values. */
    static final int ROW_VALUE = 1;
    static final int ROW_FRAMES = 2;
    static final int ROW_RATE = 3;
    static final int ROW_HELD = 4;
    static final int ROW_KEY = 5;

    private static final int BATCH = 64;
    private static final long COLD_UNITS = 1L << 30;

    final SlotLayout layout;
    final DecayClock clock;
    final RateClasses rates = new RateClasses();
    final TableConfig config;
    final DistinctPool sets;

    private final Hash hash;
    private final int keyWords;
    private final int stride;
    private final int mask;
    private final boolean immediate;
    /** Whether each update takes the long way. */
    private final boolean slow;
    private final TableCounters counters = new TableCounters();
    private final TopGate top;
    private final SegmentMap segments;
    private final Sweeper sweeper;
    private final Placement placement;
    private final SlotWriter writer;
    private final ValueWriter values;
    private final SlotCursor updated;
    private final SlotCursor removed;

    private final long[] rows;
    private final int rowStride;
    private int rowEnd;
    // Written, never read: a sum that the compiler cannot leave out keeps the touch in.
    private long touched;

    private TableListener listener;
    private TableLog log;
    private long allMarks;
    private double riseLevel = Double.POSITIVE_INFINITY;
    private double riseSum = Double.POSITIVE_INFINITY;
    private long admitBits = Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
    private long epochStartUnits;
    private long lastUnits;
    private double sumPerRate;
    private boolean held;
    private boolean starting;

    /**
     * A table without flows.
     *
     * @param config what for.
     * @param clock  of its time constant, moved on by the caller before records come.
     */
    public FlowTable(final TableConfig config, final DecayClock clock)
    {
        this.config = config;
        this.clock = clock;
        hash = config.hash();
        keyWords = config.keyWords();
        layout = new SlotLayout(keyWords, config.values());
        segments = new SegmentMap(layout, hash, config.capacity());
        stride = layout.stride;
        mask = segments.mask();
        immediate = config.timeouts().immediate();
        slow = immediate || layout.values.count > 0;
        top = new TopGate(this, config.top());
        sweeper = new Sweeper(this, segments, top);
        placement = new Placement(this, segments, top, sweeper);
        writer = new SlotWriter(layout, clock, rates, counters);
        sets = new DistinctPool(counters, config.distinctBytes());
        values = 0 == layout.values.count ? null : new ValueWriter(layout, clock, sets);
        updated = new SlotCursor(this);
        removed = new SlotCursor(this);
        rowStride = ROW_KEY + keyWords + (null == values ? 0 : 1 + layout.values.count);
        rows = new long[BATCH * rowStride];
        epochStartUnits = clock.epochStartUnits();
        lastUnits = clock.nowUnits();
        top.onEpoch(1, clock.landmarkNs());
    }

    /**
     * Set who is told about slots.
     *
     * @param newListener null for nobody.
     * @param newAllMarks marks that, when all are set, mean that {@link TableListener#onRise} is not wanted.
     */
    public void listener(final TableListener newListener, final long newAllMarks)
    {
        listener = newListener;
        allMarks = newAllMarks;
        riseLevel = Double.POSITIVE_INFINITY;
        riseSum = Double.POSITIVE_INFINITY;
    }

    /**
     * Set who takes the records of flows.
     *
     * @param newLog null for nobody.
     */
    public void log(final TableLog newLog)
    {
        log = newLog;
    }

    /** {@return accounting of this table} */
    public TableCounters counters()
    {
        return counters;
    }

    /** {@return a new cursor, for the writer} */
    public SlotCursor newCursor()
    {
        return new SlotCursor(this);
    }

    /** {@return a new reader, for one thread} */
    public TableReader newReader()
    {
        return new TableReader(this, segments, top);
    }

    /** {@return longs of rows, into which packed keys are written} */
    public long[] rows()
    {
        return rows;
    }

    /**
     * Room for the packed key of one more record. Applies the rows gathered so far when there is none. In a table with
     * further values, a word behind the key tells by its bits, from the lowest, which of them the record has, and then
     * comes a word for each.
     *
     * @return offset in {@link #rows} of the first word of the key.
     */
    public int nextRow()
    {
        if (rowEnd == rows.length)
        {
            touch();
            flush();
        }
        return rowEnd + ROW_KEY;
    }

    /**
     * Complete the row that {@link #nextRow} gave.
     *
     * @param value  of the record, scaled, 0..2^53.
     * @param frames of the record, scaled, 0..2^48-1.
     * @param rate   sampling rate, 1 or more.
     * @param heldNs length of an interval record, 0 for none.
     */
    public void commitRow(final long value, final long frames, final long rate, final long heldNs)
    {
        final int row = rowEnd;
        rows[row] = hash.of(rows, row + ROW_KEY, keyWords);
        rows[row + ROW_VALUE] = value;
        rows[row + ROW_FRAMES] = frames;
        rows[row + ROW_RATE] = rate;
        rows[row + ROW_HELD] = heldNs;
        rowEnd = row + rowStride;
    }

    /**
     * Count a record that is not of any flow.
     *
     * @param value of the record, scaled.
     */
    public void onFiltered(final long value)
    {
        counters.add(TableCounters.IN, value);
        counters.add(TableCounters.FILTERED, value);
        counters.add(TableCounters.RECORDS, 1);
        counters.add(TableCounters.FILTERED_RECORDS, 1);
    }

    /**
     * Count a record with a text for which there is no room: what it holds goes to {@code other}.
     *
     * @param value of the record, scaled.
     */
    public void onTextOverflow(final long value)
    {
        counters.add(TableCounters.IN, value);
        counters.add(TableCounters.OTHER, value);
        counters.add(TableCounters.RECORDS, 1);
        counters.add(TableCounters.TEXT_OVERFLOWS, 1);
    }

    /**
     * Load both ends of the slot where the key of each row is at home, so that the waits for memory overlap: those of
     * all tables, where this is called for each of them before any is flushed.
     */
    public void touch()
    {
        long sum = 0;
        for (int row = 0; row < rowEnd; row += rowStride)
        {
            final long rowHash = rows[row];
            final long[] slots = segments.slotsOf(rowHash);
            final int slotStride = held ? segments.of(rowHash).stride : stride;
            final int base = (SegmentMap.home(rowHash) & mask) * slotStride;
            sum += slots[base] + slots[base + slotStride - 1];
        }
        touched += sum;
    }

    /** Apply the rows gathered so far, at the time of the clock; {@link #touch} before makes it faster. */
    public void flush()
    {
        followClock();
        if (null != listener)
        {
            riseLevel = listener.riseLevel();
            riseSum = riseLevel * sumPerRate;
        }
        final int end = rowEnd;
        rowEnd = 0;
        try
        {
            for (int row = 0; row < end; row += rowStride)
            {
                apply(row);
            }
        }
        finally
        {
            writer.account();
            counters.publish();
        }
    }

    /** Follow the clock to its time: landmark and gate, and slots from before a leap of years. */
    private void followClock()
    {
        final long now = clock.nowUnits();
        if (now - lastUnits > COLD_UNITS)
        {
            sweeper.cool();
        }
        lastUnits = now;
        sumPerRate = clock.tauS * clock.weight();
        writer.follow();
        if (null != values)
        {
            values.follow();
        }
        final long start = clock.epochStartUnits();
        if (start != epochStartUnits)
        {
            top.onEpoch(clock.toCurrentEpoch(epochStartUnits), clock.landmarkNs());
            epochStartUnits = start;
        }
        followGate();
    }

    private void followGate()
    {
        admitBits = Double.doubleToRawLongBits(top.rates ? top.admit * sumPerRate : top.admit);
    }

    private void apply(final int row)
    {
        final long rowHash = rows[row];
        if (held || slow || rows[row + ROW_HELD] > clock.tauNs)
        {
            final Segment segment = segments.of(rowHash);
            final int index = find(segment.slots, segment.stride, rowHash, rows, row + ROW_KEY);
            if (index < 0)
            {
                insert(row);
            }
            else
            {
                updateRare(segment, index, row);
            }
            return;
        }
        final long[] slots = segments.slotsOf(rowHash);
        final int index = find(slots, stride, rowHash, rows, row + ROW_KEY);
        if (index < 0)
        {
            insert(row);
            return;
        }
        update(slots, index, row);
    }

    /* Index of the slot of a key, -1 for none. */
    private int find(
        final long[] slots,
        final int slotStride,
        final long keyHash,
        final long[] key,
        final int keyAt)
    {
        final int tag = SegmentMap.tag(keyHash);
        int index = SegmentMap.home(keyHash) & mask;
        for (int probe = 0; probe < MAX_PROBE; probe++)
        {
            final int base = index * slotStride;
            final int found = SlotAccess.tag(slots[base]);
            if (found == tag && sameKey(slots, base + 1, key, keyAt))
            {
                return index;
            }
            if (SlotAccess.EMPTY == found)
            {
                return -1;
            }
            index = index + 1 & mask;
        }
        return -1;
    }

    /* Most keys take one word or two: a loop would cost more than they do. */
    private boolean sameKey(final long[] slots, final int at, final long[] key, final int keyAt)
    {
        if (slots[at] != key[keyAt] || keyWords > 1 && slots[at + 1] != key[keyAt + 1])
        {
            return false;
        }
        return keyWords < 3 || sameRest(slots, at, key, keyAt);
    }

    private boolean sameRest(final long[] slots, final int at, final long[] key, final int keyAt)
    {
        for (int i = 2; i < keyWords; i++)
        {
            if (slots[at + i] != key[keyAt + i])
            {
                return false;
            }
        }
        return true;
    }

    /* The usual case: no rate is held in this table, and nobody watches this slot. */
    private void update(final long[] slots, final int index, final int row)
    {
        final int base = index * stride;
        final long flags = slots[base + layout.frames];
        if (0 != (flags & SlotLayout.ACTIVE_MASK))
        {
            updateRare(segments.of(rows[row]), index, row);
            return;
        }
        final long word = SlotAccess.beginWrite(slots, base);
        final double sum = writer.add(slots, base + keyWords, rows, row);
        SlotAccess.endWrite(slots, base, word >>> 32, word);
        // A jump that the processor cannot foresee is left out. No sum is below 0, so that bits rank as numbers do.
        final long isOver = admitBits - Double.doubleToRawLongBits(sum) >> Long.SIZE - 1;
        if (0 != (isOver & ~flags & SlotLayout.FLAG_TOP))
        {
            admit(segments.of(rows[row]), index);
        }
        if (sum > riseSum)
        {
            listener.onRise(updated.place(segments.of(rows[row]), index), clock.nowNs());
        }
    }

    private void admit(final Segment segment, final int index)
    {
        top.admit(segment, index);
        followGate();
    }

    private void updateRare(final Segment target, final int index, final int row)
    {
        final boolean holds = rows[row + ROW_HELD] > clock.tauNs;
        final Segment segment = holds && !target.held ? widen(target) : target;
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        final boolean active = null != listener && 0 != (slots[base + layout.frames] & SlotLayout.ACTIVE_MASK);
        if (active)
        {
            listener.onActiveUpdate(updated.place(segment, index), clock.nowNs());
        }
        final long word = SlotAccess.beginWrite(slots, base);
        if (null != values)
        {
            values.add(segment, index, rows, row);
        }
        final double sum = segment.held ?
            writer.addHeld(slots, base, rows, row, holds) : writer.add(slots, base + keyWords, rows, row);
        SlotAccess.endWrite(slots, base, word >>> 32, word);

        if (starting)
        {
            starting = false;
            log.onStart(updated.place(segment, index), clock.nowNs());
        }
        final long flags = slots[base + layout.frames];
        final double heldRate = segment.held ? Double.longBitsToDouble(slots[base + layout.held]) : 0;
        final double total = sum + heldRate * sumPerRate;
        final double score = top.rates ? Math.max(heldRate, total / sumPerRate) : sum;
        if (score > top.admit && 0 == (flags & SlotLayout.FLAG_TOP))
        {
            admit(segment, index);
        }
        if (active)
        {
            listener.onActiveUpdated(updated.place(segment, index), clock.nowNs());
        }
        if ((total > riseSum || heldRate > riseLevel) && allMarks != (flags & allMarks))
        {
            listener.onRise(updated.place(segment, index), clock.nowNs());
        }
        if (immediate)
        {
            // After watchers have seen what the update added.
            cut(segment, index, EndReason.IMMEDIATE);
        }
    }

    /* Give the slots of a segment room for a held rate. */
    private Segment widen(final Segment segment)
    {
        if (!held)
        {
            held = true;
            top.toRates(1 / sumPerRate);
            followGate();
        }
        return segments.widen(segment);
    }

    private void insert(final int row)
    {
        final long ref = placement.place(rows[row]);
        final Segment segment = segmentOf(ref);
        final int index = indexOf(ref);
        write(segment, index, row);
        if (null == log)
        {
            updateRare(segment, index, row);
            return;
        }
        // Told before its totals could be cut, and after they are those of the record.
        starting = true;
        updateRare(segment, index, row);
    }

    private void write(final Segment segment, final int index, final int row)
    {
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        if (SlotAccess.TOMB == SlotAccess.tag(slots[base]))
        {
            segment.tombs--;
        }
        final long word = SlotAccess.beginWrite(slots, base);
        for (int i = 0; i < keyWords; i++)
        {
            slots[base + 1 + i] = rows[row + ROW_KEY + i];
        }
        writer.clear(slots, base, segment.stride, segment.evictedBound);
        if (null != values)
        {
            values.clear(segment, index);
        }
        SlotAccess.endWrite(slots, base, SegmentMap.tag(rows[row]) & 0xFFFF_FFFFL, word);
        segments.onAdded(segment);
        counters.add(TableCounters.FLOWS, 1);
    }

    void remove(final Segment segment, final int index, final EndReason reason)
    {
        account(segment, index, reason);
        final long[] slots = segment.slots;
        if (0 != (slots[index * segment.stride + layout.frames] & SlotLayout.FLAG_TOP))
        {
            top.remove(segment, index);
        }
        segments.erase(segment, index);
    }

    void account(final Segment segment, final int index, final EndReason reason)
    {
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        tell(segment, index, reason);
        if (null != listener && 0 != (slots[base + layout.frames] & SlotLayout.ACTIVE_MASK))
        {
            listener.onRemoved(removed.place(segment, index), reason, clock.nowNs());
        }
        if (null != values)
        {
            values.release(segment, index);
        }
        final long total = slots[base + layout.total];
        final boolean expired = EndReason.EXPIRED == reason;
        counters.add(TableCounters.LIVE, -total);
        counters.add(TableCounters.FLOWS, -1);
        counters.add(expired ? TableCounters.EXPORTED : TableCounters.OTHER, total);
        counters.add(expired ? TableCounters.EXPIRED_FLOWS : TableCounters.EVICTED_FLOWS, 1);
        if (!expired)
        {
            final float bound = total + Float.intBitsToFloat((int)slots[base + layout.variance]);
            segment.evictedBound = Math.max(segment.evictedBound, Math.nextUp(bound));
        }
    }

    /* End the record of a flow that goes on: its totals begin anew, its rate does not notice. */
    void cut(final Segment segment, final int index, final EndReason reason)
    {
        tell(segment, index, reason);
        // What was gathered is accounted for before it leaves.
        writer.account();
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        final long total = slots[base + layout.total];
        counters.add(TableCounters.LIVE, -total);
        counters.add(TableCounters.EXPORTED, total);
        counters.add(TableCounters.CUT_RECORDS, 1);
        final long word = SlotAccess.beginWrite(slots, base);
        slots[base + layout.total] = 0;
        slots[base + layout.frames] &= SlotLayout.FLAG_TOP | SlotLayout.ACTIVE_MASK;
        slots[base + layout.variance] &= ~0xFFFF_FFFFL;
        slots[base + layout.seen] = clock.nowUnits() << 32 | slots[base + layout.seen] & 0xFFFF_FFFFL;
        if (null != values)
        {
            values.cut(segment, index);
        }
        SlotAccess.endWrite(slots, base, word >>> 32, word);
    }

    /* A flow that was cut and not seen since has nothing to tell. */
    private void tell(final Segment segment, final int index, final EndReason reason)
    {
        if (null != log && hasRecord(segment, index))
        {
            log.onEnd(removed.place(segment, index), reason, clock.nowNs());
        }
    }

    private boolean hasRecord(final Segment segment, final int index)
    {
        return 0 != segment.slots[index * segment.stride + layout.frames] >>> SlotLayout.RATE_SHIFT;
    }

    /* Rank of a slot now: its decayed sum at the current landmark, or its largest rate from now on. */
    double score(final Segment segment, final int index)
    {
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        final long lastSeen = DecayClock.unitsBefore(clock.nowUnits(), (int)slots[base + layout.seen]);
        final double toEpoch = lastSeen < epochStartUnits ? clock.toCurrentEpoch(lastSeen) : 1;
        final double sum = Double.longBitsToDouble(slots[base + layout.sum]) * toEpoch;
        if (!top.rates)
        {
            return sum;
        }
        final double rate = sum / (clock.tauS * clock.weight());
        final double heldRate = segment.held ? Double.longBitsToDouble(slots[base + layout.held]) : 0;
        if (0 == heldRate)
        {
            return rate;
        }
        final long until = clock.nsOf(
            lastSeen + ((int)(slots[base + layout.until] >>> 32) - (int)lastSeen & 0xFFFF_FFFFL));
        return until > clock.nowNs() ? Math.max(heldRate, rate + heldRate) :
            rate + heldRate * Math.exp(-(clock.nowNs() - until) / (double)clock.tauNs);
    }

    double score(final long ref)
    {
        return score(segmentOf(ref), indexOf(ref));
    }

    Segment segmentOf(final long ref)
    {
        return segments.byId()[(int)(ref >>> Segment.SHIFT)];
    }

    int indexOf(final long ref)
    {
        return (int)ref & (1 << Segment.SHIFT) - 1;
    }

    Segment[] segmentsById()
    {
        return segments.byId();
    }

    Segment[] directory()
    {
        return segments.directory();
    }

    boolean hasHeldRates()
    {
        return held;
    }

    /* All rates of a slot are gone. */
    void cool(final Segment segment, final int index)
    {
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        final long word = SlotAccess.beginWrite(slots, base);
        slots[base + layout.sum] = 0;
        slots[base + layout.variance] &= 0xFFFF_FFFFL;
        if (segment.held)
        {
            slots[base + layout.held] = 0;
            slots[base + layout.until] = 0;
        }
        if (null != values)
        {
            values.cool(segment, index);
        }
        SlotAccess.endWrite(slots, base, word >>> 32, word);
    }

    void flag(final Segment segment, final int index, final long flag, final boolean set)
    {
        final int at = index * segment.stride + layout.frames;
        final long word = segment.slots[at];
        SlotAccess.setOpaque(segment.slots, at, set ? word | flag : word & ~flag);
    }

    /**
     * Time has passed: a part of the slots is looked at, in proportion to the time, and emptied where a flow has
     * expired. Segments that have become almost empty are merged, one at a time.
     */
    public void sweep()
    {
        followClock();
        final Segment swept = sweeper.sweep();
        if (null != swept)
        {
            placement.shrink(swept);
        }
        counters.publish();
    }

    /**
     * Look up a packed key. For the writer.
     *
     * @param key    words.
     * @param offset of the first.
     * @param into   cursor to place.
     * @return false if there is none.
     */
    public boolean find(final long[] key, final int offset, final SlotCursor into)
    {
        final long keyHash = hash.of(key, offset, keyWords);
        final Segment segment = segments.of(keyHash);
        final int index = find(segment.slots, segment.stride, keyHash, key, offset);
        if (index >= 0)
        {
            into.place(segment, index);
        }
        return index >= 0;
    }

    /**
     * Visit every slot whose record has something to tell. For the writer.
     *
     * @param visitor to call; must not change the table.
     */
    public void forEach(final SlotVisitor visitor)
    {
        for (final Segment segment : segments.byId())
        {
            for (int i = 0; null != segment && i < segment.size(); i++)
            {
                if (segment.isLive(i) && hasRecord(segment, i))
                {
                    visitor.onSlot(updated.place(segment, i));
                }
            }
        }
    }

    /**
     * Visit every slot that carries one of some marks. For the writer.
     *
     * @param marks   to look for.
     * @param visitor to call; may clear marks, must not change the table otherwise.
     */
    public void forEachMarked(final long marks, final SlotVisitor visitor)
    {
        for (final Segment segment : segments.byId())
        {
            for (int i = 0; null != segment && i < segment.size(); i++)
            {
                if (segment.isLive(i) && 0 != (segment.slots[i * segment.stride + layout.frames] & marks))
                {
                    visitor.onSlot(updated.place(segment, i));
                }
            }
        }
    }

    /** Called for a slot. */
    @FunctionalInterface
    public interface SlotVisitor
    {
        /**
         * A slot.
         *
         * @param slot reused.
         */
        void onSlot(SlotCursor slot);
    }
}
