package io.weir.flowcache.table;

/**
 * Adds records to slots: totals, decayed sum, variance, rate held. What is the same for all records of a batch is taken
 * from the clock once. Within the write section of a slot, by the table's writer.
 */
final class SlotWriter
{
    private static final long LOW_MASK = 0xFFFF_FFFFL;

    private final SlotLayout layout;
    private final DecayClock clock;
    private final RateClasses rates;
    private final TableCounters counters;
    private final int keyWords;
    private long nowUnits;
    private long epochStartUnits;
    private long epochAge;
    private double weight = 1;
    private long value;
    private long records;

    SlotWriter(final SlotLayout layout, final DecayClock clock, final RateClasses rates, final TableCounters counters)
    {
        this.layout = layout;
        this.clock = clock;
        this.rates = rates;
        this.counters = counters;
        keyWords = layout.keyWords;
        follow();
    }

    /** Follow the clock to its time. */
    void follow()
    {
        nowUnits = clock.nowUnits();
        epochStartUnits = clock.epochStartUnits();
        epochAge = nowUnits - epochStartUnits;
        weight = clock.weight();
    }

    /** Count what was added since the last call. */
    void account()
    {
        counters.add(TableCounters.IN, value);
        counters.add(TableCounters.LIVE, value);
        counters.add(TableCounters.RECORDS, records);
        value = 0;
        records = 0;
    }

    /* Set the words behind the key of a slot that begins, with how much of its total may have been evicted. */
    void clear(final long[] slots, final int base, final int stride, final float evictedBound)
    {
        for (int i = layout.total; i < stride; i++)
        {
            slots[base + i] = 0;
        }
        final long now = nowUnits & LOW_MASK;
        slots[base + layout.variance] = floatBits(evictedBound);
        slots[base + layout.seen] = now << 32 | now;
    }

    /* Add a record to the decayed sum and the totals; {@code at} is the slot's last key word. Returns the sum. */
    double add(final long[] slots, final int at, final long[] rows, final int row)
    {
        final double now = weight;
        double sum = Double.longBitsToDouble(slots[at + 3]);
        final long age = nowUnits - slots[at + 5] & LOW_MASK;
        if (age > epochAge)
        {
            final double factor = clock.toCurrentEpoch(nowUnits - age);
            sum *= factor;
            addVariance(slots, at + 4, factor * factor, 0);
        }
        sum += rows[row + FlowTable.ROW_VALUE] * now;
        slots[at + 3] = Double.doubleToRawLongBits(sum);
        if (rows[row + FlowTable.ROW_RATE] > 1)
        {
            addVariance(slots, at + 4, 1, variance(rows, row) * (now * now));
        }
        addTotals(slots, at, rows, row);
        return sum;
    }

    private void addTotals(final long[] slots, final int at, final long[] rows, final int row)
    {
        final long more = rows[row + FlowTable.ROW_VALUE];
        slots[at + 1] += more;
        final long word = slots[at + 2];
        final long frames = Math.min(
            SlotLayout.MAX_FRAMES, (word >>> SlotLayout.FRAMES_SHIFT) + rows[row + FlowTable.ROW_FRAMES]);
        final int before = (int)(word >>> SlotLayout.RATE_SHIFT) & SlotLayout.RATE_MASK;
        final int ours = rates.classOf(rows[row + FlowTable.ROW_RATE]);
        final int rateClass = before == ours || RateClasses.NONE == before ? ours : RateClasses.MIXED;
        slots[at + 2] = frames << SlotLayout.FRAMES_SHIFT |
            (long)rateClass << SlotLayout.RATE_SHIFT | word & (SlotLayout.FLAG_TOP | SlotLayout.ACTIVE_MASK);
        slots[at + 5] = slots[at + 5] & ~LOW_MASK | nowUnits & LOW_MASK;
        value += more;
        records++;
    }

    private static void addVariance(final long[] slots, final int at, final double factor, final double more)
    {
        final long word = slots[at];
        final double variance = Float.intBitsToFloat((int)(word >>> 32)) * factor + more;
        slots[at] = floatBits(variance) << 32 | word & LOW_MASK;
    }

    private static long floatBits(final double value)
    {
        final float rounded = (float)value;
        return Float.floatToRawIntBits(rounded > Float.MAX_VALUE ? Float.MAX_VALUE : rounded) & LOW_MASK;
    }

    /* Variance of a record's value by the chance of sampling: N(N-1)B^2/p, of N one in N, B bytes and p packets. */
    private double variance(final long[] rows, final int row)
    {
        final double value = rows[row + FlowTable.ROW_VALUE];
        final long rate = rows[row + FlowTable.ROW_RATE];
        final long frames = rows[row + FlowTable.ROW_FRAMES];
        return value * value * (frames <= rate ? rates.unseenOf(rate) : (rate - 1) / (double)frames);
    }

    /*
     * Add a record to a slot that may hold a rate. What was held until before now becomes part of the decayed sum; a
     * record that is to be held joins the rate that is held, by mass. Returns the sum.
     */
    double addHeld(final long[] slots, final int base, final long[] rows, final int row, final boolean holds)
    {
        final long lastSeen = DecayClock.unitsBefore(nowUnits, (int)slots[base + layout.seen]);
        final double toEpoch = lastSeen < epochStartUnits ? clock.toCurrentEpoch(lastSeen) : 1;
        double sum = Double.longBitsToDouble(slots[base + layout.sum]) * toEpoch;
        double more = 0;
        double rate = Double.longBitsToDouble(slots[base + layout.held]);
        double relative = Float.intBitsToFloat((int)slots[base + layout.until]);
        long until = lastSeen + ((int)(slots[base + layout.until] >>> 32) - (int)lastSeen & LOW_MASK);
        if (0 != rate && clock.nsOf(until) <= clock.nowNs())
        {
            final double settled = clock.settled(rate, clock.nsOf(until));
            sum += settled;
            more += relative * settled * settled;
            rate = 0;
        }
        final double added = rows[row + FlowTable.ROW_VALUE];
        final double chance = rows[row + FlowTable.ROW_RATE] > 1 ? variance(rows, row) : 0;
        if (holds)
        {
            final double mass = clock.heldMass(rate, until);
            final long ends = clock.heldUntil(rows[row + FlowTable.ROW_HELD]);
            until = 0 == rate ? ends : Math.max(until, ends);
            final double joined = (mass + added) / clock.secondsUntil(until);
            relative = added + mass > 0 ? (relative * mass * mass + chance) / ((mass + added) * (mass + added)) : 0;
            sum -= (joined - rate) * clock.tauS * weight;
            rate = joined;
            counters.add(TableCounters.HELD_RECORDS, 1);
        }
        else
        {
            sum += added * weight;
            more += chance * weight * weight;
        }
        slots[base + layout.sum] = Double.doubleToRawLongBits(sum);
        slots[base + layout.held] = Double.doubleToRawLongBits(rate);
        slots[base + layout.until] = until << 32 | floatBits(0 == rate ? 0 : relative);
        addVariance(slots, base + layout.variance, toEpoch * toEpoch, more);
        addTotals(slots, base + keyWords, rows, row);
        return sum;
    }
}
