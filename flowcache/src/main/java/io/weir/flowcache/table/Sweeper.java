package io.weir.flowcache.table;

/**
 * The clock hand of a table: it goes round all slots once in a while, a few at a time, empties those whose flow has
 * expired, and admits to the candidates for the largest who was kept out by a gate that has been lowered. Single
 * writer.
 */
final class Sweeper
{
    private static final int MIN_STEP = 1 << 14;
    private static final int STEPS_PER_PASS = 64;
    private static final long MIN_PASS_NS = 1_000_000_000L;
    private static final long MAX_PASS_NS = 8_000_000_000L;
    private static final int TAUS_UNSEEN = 8;

    private final FlowTable table;
    private final SegmentMap segments;
    private final TopGate top;
    private final long unseenNs;
    private final long activeNs;
    private final boolean expires;
    private int handSegment;
    private int handSlot;
    private long sweptNs;
    private boolean refilling;

    Sweeper(final FlowTable table, final SegmentMap segments, final TopGate top)
    {
        this.table = table;
        this.segments = segments;
        this.top = top;
        final TableConfig.Timeouts timeouts = table.config.timeouts();
        expires = timeouts.expires();
        activeNs = timeouts.activeNs();
        unseenNs = Math.max(timeouts.idleNs(), TAUS_UNSEEN * table.clock.tauNs);
        sweptNs = table.clock.nowNs();
    }

    /**
     * Go on, as far as the time since the last call says.
     *
     * @return the last segment that the hand has passed, null for none.
     */
    Segment sweep()
    {
        final long now = table.clock.nowNs();
        final long elapsed = now - sweptNs;
        final boolean admits = refilling || table.hasHeldRates() || top.isShort();
        if (!admits && !expires && 0 == activeNs)
        {
            sweptNs = now;
            return null;
        }
        final long soonest = 0 == activeNs ? unseenNs : Math.min(activeNs, unseenNs);
        final long pass = admits ? MIN_PASS_NS : Math.max(MIN_PASS_NS, Math.min(MAX_PASS_NS, soonest >>> 3));
        final long slots = segments.slots();
        final double share = (double)slots * elapsed / pass;
        if (share < 1)
        {
            return null;
        }
        sweptNs = now;
        final long most = Math.min(slots, Math.max(MIN_STEP, slots / STEPS_PER_PASS));
        return step((int)Math.min(most, share));
    }

    private Segment step(final int slots)
    {
        Segment passed = null;
        int left = slots;
        while (left > 0)
        {
            final Segment segment = handSegment();
            final int end = Math.min(segment.size(), handSlot + left);
            left -= end - handSlot;
            for (int i = handSlot; i < end; i++)
            {
                if (segment.isLive(i))
                {
                    visit(segment, i);
                }
            }
            handSlot = end;
            if (handSlot == segment.size())
            {
                passed = segment;
                handSlot = 0;
                handSegment++;
                if (handSegment >= segments.byId().length)
                {
                    handSegment = 0;
                    onPass();
                }
            }
        }
        return passed;
    }

    /* Segment on which the hand is; those that were merged into others are left out. */
    private Segment handSegment()
    {
        Segment segment = segments.byId()[handSegment];
        while (null == segment)
        {
            handSlot = 0;
            handSegment++;
            if (handSegment >= segments.byId().length)
            {
                handSegment = 0;
                onPass();
            }
            segment = segments.byId()[handSegment];
        }
        return segment;
    }

    private void onPass()
    {
        if (refilling)
        {
            top.prove();
            refilling = false;
        }
        if (table.hasHeldRates() || top.isShort())
        {
            top.lower();
            refilling = true;
        }
    }

    private void visit(final Segment segment, final int index)
    {
        if (expires && isExpired(segment, index))
        {
            table.remove(segment, index, EndReason.EXPIRED);
            return;
        }
        if (0 != activeNs && isLong(segment, index))
        {
            table.cut(segment, index, EndReason.CUT);
        }
        if (refilling)
        {
            consider(segment, index);
        }
    }

    private void consider(final Segment segment, final int index)
    {
        final long flags = segment.slots[index * segment.stride + table.layout.frames];
        if (0 == (flags & SlotLayout.FLAG_TOP) && table.score(segment, index) > top.admit)
        {
            top.admit(segment, index);
        }
    }

    /* While the gate is being lowered, slots that moved within their segment might escape the hand. */
    void onReplaced(final int id)
    {
        final Segment segment = segments.byId()[id];
        for (int i = 0; refilling && i < segment.size(); i++)
        {
            if (segment.isLive(i))
            {
                consider(segment, i);
            }
        }
    }

    private boolean isLong(final Segment segment, final int index)
    {
        final long seen = segment.slots[index * segment.stride + table.layout.seen];
        final DecayClock clock = table.clock;
        final long first = DecayClock.unitsBefore(clock.nowUnits(), (int)(seen >>> 32));
        return clock.nowNs() - clock.nsOf(first) >= activeNs;
    }

    private boolean isExpired(final Segment segment, final int index)
    {
        final long[] slots = segment.slots;
        final int base = index * segment.stride;
        if (0 != (slots[base + table.layout.frames] & SlotLayout.ACTIVE_MASK))
        {
            return false;
        }
        final DecayClock clock = table.clock;
        final long seen = DecayClock.unitsBefore(clock.nowUnits(), (int)slots[base + table.layout.seen]);
        long from = seen;
        if (segment.held && 0 != slots[base + table.layout.held])
        {
            from = seen + ((int)(slots[base + table.layout.until] >>> 32) - (int)seen & 0xFFFF_FFFFL);
        }
        return clock.nowNs() - clock.nsOf(from) >= unseenNs;
    }

    /** Push out the next flow that the hand meets. */
    void evictNext()
    {
        while (true)
        {
            final Segment segment = handSegment();
            for (int i = handSlot; i < segment.size(); i++)
            {
                if (segment.isLive(i))
                {
                    handSlot = i;
                    table.remove(segment, i, EndReason.EVICTED);
                    return;
                }
            }
            handSlot = 0;
            handSegment = handSegment + 1 < segments.byId().length ? handSegment + 1 : 0;
        }
    }

    /** The clock leapt by years: all rates are gone, and what tells how old a sum is would not reach that far. */
    void cool()
    {
        for (final Segment segment : segments.byId())
        {
            for (int i = 0; null != segment && i < segment.size(); i++)
            {
                if (segment.isLive(i))
                {
                    table.cool(segment, i);
                }
            }
        }
    }
}
