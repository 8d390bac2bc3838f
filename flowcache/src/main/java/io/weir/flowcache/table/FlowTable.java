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

    private static final int BATCH = 64;
    private static final int ROW_KEY = 1;
    private static final int NEIGHBOURS = 8;
    private static final long MAX_HELD_NS = 86_400L * 1_000_000_000L;
    private static final long COLD_UNITS = 1L << 30;

    final SlotLayout layout;
    final DecayClock clock;
    final RateClasses rates = new RateClasses();
    final TableConfig config;

    private final Hash hash;
    private final int keyWords;
    private final TableCounters counters = new TableCounters();
    private final TopGate top;
    private final SegmentMap segments;
    private final Sweeper sweeper;
    private final SlotCursor updated;
    private final SlotCursor removed;

    private final long[] rows;
    private final int rowStride;
    private final int rowValue;
    private int rowEnd;
    // Written, never read: a sum that the compiler cannot leave out keeps the touch in.
    private long touched;

    private TableListener listener;
    private long allMarks;
    private double riseLevel = Double.POSITIVE_INFINITY;
    private double riseSum = Double.POSITIVE_INFINITY;
    private long epochStartUnits;
    private long epochAge;
    private long lastUnits;
    private double weight = 1;
    private long appliedValue;
    private long appliedRecords;
    private boolean held;

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
        layout = new SlotLayout(keyWords);
        segments = new SegmentMap(layout, hash, config.capacity());
        top = new TopGate(this, config.top());
        sweeper = new Sweeper(this, segments, top);
        updated = new SlotCursor(this);
        removed = new SlotCursor(this);
        rowValue = ROW_KEY + keyWords;
        rowStride = rowValue + 4;
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
     * Room for the packed key of one more record. Applies the rows gathered so far when there is none.
     *
     * @return offset in {@link #rows} of the first word of the key.
     */
    public int nextRow()
    {
        if (rowEnd == rows.length)
        {
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
        rows[row + rowValue] = value;
        rows[row + rowValue + 1] = frames;
        rows[row + rowValue + 2] = rate;
        rows[row + rowValue + 3] = heldNs;
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

    /** Apply the rows gathered so far, at the time of the clock. */
    public void flush()
    {
        followClock();
        if (null != listener)
        {
            riseLevel = listener.riseLevel();
            riseSum = riseLevel * clock.tauS * weight;
        }
        final int end = rowEnd;
        rowEnd = 0;
        touch(end);
        try
        {
            for (int row = 0; row < end; row += rowStride)
            {
                apply(row);
            }
        }
        finally
        {
            counters.add(TableCounters.IN, appliedValue);
            counters.add(TableCounters.LIVE, appliedValue);
            counters.add(TableCounters.RECORDS, appliedRecords);
            appliedValue = 0;
            appliedRecords = 0;
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
        weight = clock.weight();
        final long start = clock.epochStartUnits();
        if (start != epochStartUnits)
        {
            top.onEpoch(clock.toCurrentEpoch(epochStartUnits), clock.landmarkNs());
            epochStartUnits = start;
        }
        epochAge = now - start;
    }

    private void touch(final int end)
    {
        long sum = 0;
        for (int row = 0; row < end; row += rowStride)
        {
            final Segment segment = segments.of(rows[row]);
            final int base = (SegmentMap.home(rows[row]) & segment.mask) * segment.stride;
            sum += segment.slots[base] + segment.slots[base + segment.stride - 1];
        }
        touched += sum;
    }

    private void apply(final int row)
    {
        final long rowHash = rows[row];
        final int tag = SegmentMap.tag(rowHash);
        final Segment segment = segments.of(rowHash);
        final long[] slots = segment.slots;
        int index = SegmentMap.home(rowHash) & segment.mask;
        for (int probe = 0; probe < MAX_PROBE; probe++)
        {
            final int base = index * segment.stride;
            final int found = SlotAccess.tag(slots[base]);
            if (found == tag && sameKey(slots, base + 1, rows, row + ROW_KEY))
            {
                update(segment, index, row);
                return;
            }
            if (SlotAccess.EMPTY == found)
            {
                break;
            }
            index = index + 1 & segment.mask;
        }
        insert(row);
    }

    private boolean sameKey(final long[] slots, final int at, final long[] key, final int keyAt)
    {
        for (int i = 0; i < keyWords; i++)
        {
            if (slots[at + i] != key[keyAt + i])
            {
                return false;
            }
        }
        return true;
    }

    /* The usual case: no rate is held, and nobody watches this slot. */
    private void update(final Segment segment, final int index, final int row)
    {
        final long[] slots = segment.slots;
        final int at = index * segment.stride + keyWords;
        if (segment.held || rows[row + rowValue + 3] > clock.tauNs || 0 != (slots[at + 2] & SlotLayout.ACTIVE_MASK))
        {
            updateRare(segment, index, row);
            return;
        }
        final long word = SlotAccess.beginWrite(slots, at - keyWords);
        final double sum = writeRate(slots, at, row);
        SlotAccess.endWrite(slots, at - keyWords, word >>> 32, word);
        final long flags = slots[at + 2];
        final double score = top.rates ? sum / (clock.tauS * weight) : sum;
        if (score > top.admit && 0 == (flags & SlotLayout.FLAG_TOP))
        {
            top.admit(segment, index);
        }
        if (sum > riseSum)
        {
            listener.onRise(updated.place(segment, index), clock.nowNs());
        }
    }

    private void updateRare(final Segment target, final int index, final int row)
    {
        final boolean holds = rows[row + rowValue + 3] > clock.tauNs;
        final Segment segment = holds && !target.held ? widen(target) : target;
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        final boolean active = null != listener && 0 != (slots[base + layout.frames] & SlotLayout.ACTIVE_MASK);
        if (active)
        {
            listener.onActiveUpdate(updated.place(segment, index), clock.nowNs());
        }
        final long word = SlotAccess.beginWrite(slots, base);
        final double sum = segment.held ?
            writeHeld(slots, base, row, holds) : writeRate(slots, base + keyWords, row);
        SlotAccess.endWrite(slots, base, word >>> 32, word);

        final long flags = slots[base + layout.frames];
        final double heldRate = segment.held ? Double.longBitsToDouble(slots[base + layout.held]) : 0;
        final double total = sum + heldRate * clock.tauS * weight;
        final double score = top.rates ? Math.max(heldRate, total / (clock.tauS * weight)) : sum;
        if (score > top.admit && 0 == (flags & SlotLayout.FLAG_TOP))
        {
            top.admit(segment, index);
        }
        if (active)
        {
            listener.onActiveUpdated(updated.place(segment, index), clock.nowNs());
        }
        if ((total > riseSum || heldRate > riseLevel) && allMarks != (flags & allMarks))
        {
            listener.onRise(updated.place(segment, index), clock.nowNs());
        }
    }

    /* Add a record to the decayed sum and the totals; {@code at} is the slot's last key word. Returns the sum. */
    private double writeRate(final long[] slots, final int at, final int row)
    {
        final long value = rows[row + rowValue];
        final long rate = rows[row + rowValue + 2];
        final long seen = slots[at + 5];
        final long age = lastUnits - seen & 0xFFFF_FFFFL;
        double sum = Double.longBitsToDouble(slots[at + 3]);
        if (age > epochAge)
        {
            final double factor = clock.toCurrentEpoch(lastUnits - age);
            sum *= factor;
            addVariance(slots, at + 4, factor * factor, 0);
        }
        sum += value * weight;
        slots[at + 3] = Double.doubleToRawLongBits(sum);
        if (rate > 1)
        {
            addVariance(slots, at + 4, 1, variance(row) * weight * weight);
        }
        writeTotals(slots, at, row);
        return sum;
    }

    private void writeTotals(final long[] slots, final int at, final int row)
    {
        final long value = rows[row + rowValue];
        slots[at + 1] += value;
        final long word = slots[at + 2];
        final long frames = Math.min(
            SlotLayout.MAX_FRAMES, (word >>> SlotLayout.FRAMES_SHIFT) + rows[row + rowValue + 1]);
        final int before = (int)(word >>> SlotLayout.RATE_SHIFT) & SlotLayout.RATE_MASK;
        final int ours = rates.classOf(rows[row + rowValue + 2]);
        final int rateClass = before == ours || RateClasses.NONE == before ? ours : RateClasses.MIXED;
        slots[at + 2] = frames << SlotLayout.FRAMES_SHIFT |
            (long)rateClass << SlotLayout.RATE_SHIFT | word & (SlotLayout.FLAG_TOP | SlotLayout.ACTIVE_MASK);
        slots[at + 5] = slots[at + 5] & ~0xFFFF_FFFFL | lastUnits & 0xFFFF_FFFFL;
        appliedValue += value;
        appliedRecords++;
    }

    private static void addVariance(final long[] slots, final int at, final double factor, final double more)
    {
        final long word = slots[at];
        final double variance = Float.intBitsToFloat((int)(word >>> 32)) * factor + more;
        slots[at] = floatBits(variance) << 32 | word & 0xFFFF_FFFFL;
    }

    private static long floatBits(final double value)
    {
        return Float.floatToRawIntBits((float)Math.min(Float.MAX_VALUE, value)) & 0xFFFF_FFFFL;
    }

    /* Variance of a record's value by the chance of sampling: N(N-1)B^2/p, of N one in N, B bytes and p packets. */
    private double variance(final int row)
    {
        final double value = rows[row + rowValue];
        final long rate = rows[row + rowValue + 2];
        return value * value * (rate - 1) / Math.max(rate, rows[row + rowValue + 1]);
    }

    /*
     * Add a record to a slot that may hold a rate. What was held until before now becomes part of the decayed sum; a
     * record that is to be held joins the rate that is held, by mass. Returns the sum.
     */
    private double writeHeld(final long[] slots, final int base, final int row, final boolean holds)
    {
        final long lastSeen = DecayClock.unitsBefore(clock.nowUnits(), (int)slots[base + layout.seen]);
        final double toEpoch = lastSeen < epochStartUnits ? clock.toCurrentEpoch(lastSeen) : 1;
        double sum = Double.longBitsToDouble(slots[base + layout.sum]) * toEpoch;
        double more = 0;
        double rate = Double.longBitsToDouble(slots[base + layout.held]);
        double relative = Float.intBitsToFloat((int)slots[base + layout.until]);
        long until = lastSeen + ((int)(slots[base + layout.until] >>> 32) - (int)lastSeen & 0xFFFF_FFFFL);
        if (0 != rate && clock.nsOf(until) <= clock.nowNs())
        {
            final double settled = rate * clock.tauS * clock.weightAt(clock.nsOf(until));
            sum += settled;
            more += relative * settled * settled;
            rate = 0;
        }
        final double value = rows[row + rowValue];
        final double chance = rows[row + rowValue + 2] > 1 ? variance(row) : 0;
        if (holds)
        {
            final double mass = 0 == rate ? 0 : rate * (clock.nsOf(until) - clock.nowNs()) / 1e9;
            final long ends = clock.unitsCeil(clock.nowNs() + Math.min(MAX_HELD_NS, rows[row + rowValue + 3]));
            until = 0 == rate ? ends : Math.max(until, ends);
            final double joined = (mass + value) / ((clock.nsOf(until) - clock.nowNs()) / 1e9);
            relative = value + mass > 0 ? (relative * mass * mass + chance) / ((mass + value) * (mass + value)) : 0;
            sum -= (joined - rate) * clock.tauS * clock.weight();
            rate = joined;
            counters.add(TableCounters.HELD_RECORDS, 1);
        }
        else
        {
            sum += value * clock.weight();
            more += chance * clock.weight() * clock.weight();
        }
        slots[base + layout.sum] = Double.doubleToRawLongBits(sum);
        slots[base + layout.held] = Double.doubleToRawLongBits(rate);
        slots[base + layout.until] = until << 32 | floatBits(0 == rate ? 0 : relative);
        addVariance(slots, base + layout.variance, toEpoch * toEpoch, more);
        writeTotals(slots, base + keyWords, row);
        return sum;
    }

    /* Give the slots of a segment room for a held rate. */
    private Segment widen(final Segment segment)
    {
        if (!held)
        {
            held = true;
            top.toRates(1 / (clock.tauS * clock.weight()));
        }
        return segments.widen(segment);
    }

    private void insert(final int row)
    {
        if (segments.live() >= config.capacity())
        {
            makeRoom(row);
        }
        int index = -1;
        Segment segment = segments.of(rows[row]);
        while (index < 0)
        {
            if (mustGrow(segment))
            {
                segment = grow(segment, rows[row]);
            }
            index = freeIndex(segment, rows[row]);
            if (index < 0)
            {
                if (segment.live >= segment.size() >>> 1 && segments.canSplit(segment))
                {
                    segment = grow(segment, rows[row]);
                }
                else
                {
                    remove(segment, coldest(segment, SegmentMap.home(rows[row])), EndReason.EVICTED);
                }
            }
        }
        write(segment, index, row);
        update(segment, index, row);
    }

    /* Whether a segment is so full that chains of probes grow long, and something can be done about it. */
    private boolean mustGrow(final Segment segment)
    {
        final int size = segment.size();
        return segment.live + segment.tombs >= size - (size >>> 2) - (size >>> 4) &&
            (segment.tombs >= size >>> 3 || segment.live >= size >>> 1 && segments.canSplit(segment));
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
        for (int i = layout.total; i < segment.stride; i++)
        {
            slots[base + i] = 0;
        }
        final long now = clock.nowUnits() & 0xFFFF_FFFFL;
        slots[base + layout.variance] = floatBits(segment.evictedBound);
        slots[base + layout.seen] = now << 32 | now;
        SlotAccess.endWrite(slots, base, SegmentMap.tag(rows[row]) & 0xFFFF_FFFFL, word);
        segments.onAdded(segment);
        counters.add(TableCounters.FLOWS, 1);
    }

    /* First slot of a key's probes that holds no flow, -1 for none. */
    private int freeIndex(final Segment segment, final long rowHash)
    {
        int index = SegmentMap.home(rowHash) & segment.mask;
        for (int probe = 0; probe < MAX_PROBE; probe++)
        {
            if (!segment.isLive(index))
            {
                return index;
            }
            index = index + 1 & segment.mask;
        }
        return -1;
    }

    /* Split a segment, or clear its tombs where that is enough or all that is left to do. */
    private Segment grow(final Segment segment, final long rowHash)
    {
        top.beginChange();
        top.forget(segment);
        segments.replace(segment, this);
        top.endChange();
        sweeper.onReplaced(segment.id);
        return segments.of(rowHash);
    }

    /* A slot was copied to the segment that takes its place. */
    void onMoved(final Segment segment, final int index)
    {
        if (0 != (segment.slots[index * segment.stride + layout.frames] & SlotLayout.FLAG_TOP))
        {
            top.restore(segment, index);
        }
    }

    /* A slot of a segment that is being replaced finds no place. */
    void onNoPlace(final Segment segment, final int index)
    {
        account(segment, index, EndReason.EVICTED);
        segments.onLost();
    }

    /* Push the coldest of some neighbours of a row's home out of a table that is full. */
    private void makeRoom(final int row)
    {
        final Segment segment = segments.of(rows[row]);
        if (segment.live > 0)
        {
            remove(segment, coldest(segment, SegmentMap.home(rows[row])), EndReason.EVICTED);
        }
        else
        {
            sweeper.evictNext();
        }
    }

    private int coldest(final Segment segment, final int home)
    {
        int coldest = -1;
        double least = 0;
        int seen = 0;
        int index = home & segment.mask;
        for (int i = 0; i < segment.size() && seen < NEIGHBOURS; i++)
        {
            if (segment.isLive(index))
            {
                seen++;
                final double score = score(segment, index);
                if (coldest < 0 || score < least)
                {
                    coldest = index;
                    least = score;
                }
            }
            index = index + 1 & segment.mask;
        }
        return coldest;
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

    private void account(final Segment segment, final int index, final EndReason reason)
    {
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        if (null != listener && 0 != (slots[base + layout.frames] & SlotLayout.ACTIVE_MASK))
        {
            listener.onRemoved(removed.place(segment, index), reason, clock.nowNs());
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

    boolean hasHeldRates()
    {
        return held;
    }

    void flag(final Segment segment, final int index, final long flag, final boolean set)
    {
        final int at = index * segment.stride + layout.frames;
        final long word = segment.slots[at];
        SlotAccess.setOpaque(segment.slots, at, set ? word | flag : word & ~flag);
    }

    /**
     * Time has passed: a part of the slots is looked at, in proportion to the time, and emptied where a flow has
     * expired.
     */
    public void sweep()
    {
        followClock();
        sweeper.sweep();
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
        final int tag = SegmentMap.tag(keyHash);
        int index = SegmentMap.home(keyHash) & segment.mask;
        for (int probe = 0; probe < MAX_PROBE; probe++)
        {
            final int base = index * segment.stride;
            final int found = SlotAccess.tag(segment.slots[base]);
            if (found == tag && sameKey(segment.slots, base + 1, key, offset))
            {
                into.place(segment, index);
                return true;
            }
            if (SlotAccess.EMPTY == found)
            {
                return false;
            }
            index = index + 1 & segment.mask;
        }
        return false;
    }

    /**
     * Visit every slot that carries one of some marks. For the writer.
     *
     * @param marks   to look for.
     * @param visitor to call; may clear marks, must not change the table otherwise.
     */
    public void forEachMarked(final long marks, final MarkedVisitor visitor)
    {
        for (final Segment segment : segments.byId())
        {
            for (int i = 0; null != segment && i < segment.size(); i++)
            {
                if (segment.isLive(i) && 0 != (segment.slots[i * segment.stride + layout.frames] & marks))
                {
                    visitor.onMarked(updated.place(segment, i));
                }
            }
        }
    }

    /** Called for a slot that carries marks. */
    @FunctionalInterface
    public interface MarkedVisitor
    {
        /**
         * A marked slot.
         *
         * @param slot reused.
         */
        void onMarked(SlotCursor slot);
    }
}
