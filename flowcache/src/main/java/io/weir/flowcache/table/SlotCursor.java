package io.weir.flowcache.table;

/** A place in a table, for the table's writer only. Reused. */
public final class SlotCursor
{
    private final FlowTable table;
    private final SlotView view;
    private Segment segment;
    private int index;

    SlotCursor(final FlowTable table)
    {
        this.table = table;
        view = new SlotView(table);
    }

    SlotCursor place(final Segment newSegment, final int newIndex)
    {
        segment = newSegment;
        index = newIndex;
        return this;
    }

    /**
     * Place this cursor where another one is.
     *
     * @param other of the same table.
     */
    public void place(final SlotCursor other)
    {
        place(other.segment, other.index);
    }

    /**
     * Word of the packed key.
     *
     * @param word index of it.
     * @return the word.
     */
    public long keyWord(final int word)
    {
        return segment.slots[index * segment.stride + 1 + word];
    }

    /**
     * Rate at a time, if no update comes before it.
     *
     * @param timeNs epoch nanoseconds.
     * @return value units per second.
     */
    public double rateAt(final long timeNs)
    {
        return view().rateAt(timeNs);
    }

    /**
     * First instant from which the rate stays below a level if no update comes.
     *
     * @param level  above 0.
     * @param fromNs from when to look.
     * @return epoch nanoseconds.
     */
    public long fallsBelowNs(final double level, final long fromNs)
    {
        view();
        return Decay.fallsBelow(
            view.rateAt(fromNs), view.heldRate(), view.heldUntilNs(), table.clock.tauNs, level, fromNs);
    }

    /**
     * First instant at which the rate is above a level if no update comes.
     *
     * @param level  above 0.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, {@link Long#MAX_VALUE} for never.
     */
    public long risesAboveNs(final double level, final long fromNs)
    {
        view();
        return Decay.risesAbove(
            view.rateAt(fromNs), view.heldRate(), view.heldUntilNs(), table.clock.tauNs, level, fromNs);
    }

    /**
     * First instant from which a further value stays below a level, or is none, if no update comes.
     *
     * @param value  index of it.
     * @param level  above 0.
     * @param fromNs from when to look.
     * @return epoch nanoseconds.
     */
    public long valueFallsBelowNs(final int value, final double level, final long fromNs)
    {
        return view().valueFallsBelowNs(value, level, fromNs);
    }

    /**
     * First instant at which a further value is above a level if no update comes.
     *
     * @param value  index of it.
     * @param level  above 0.
     * @param fromNs from when to look.
     * @return epoch nanoseconds, {@link Long#MAX_VALUE} for never.
     */
    public long valueRisesAboveNs(final int value, final double level, final long fromNs)
    {
        return view().valueRisesAboveNs(value, level, fromNs);
    }

    /** {@return whether a rate is held, or was until now} */
    public boolean isHeld()
    {
        return segment.held && 0 != segment.slots[index * segment.stride + table.layout.held];
    }

    /**
     * Whether marks are set.
     *
     * @param mark bit of a watcher, within {@link FlowTable#MARKS}.
     * @return true if one of them is.
     */
    public boolean isMarked(final long mark)
    {
        return 0 != (segment.slots[index * segment.stride + table.layout.frames] & mark);
    }

    /**
     * Set marks or take them away.
     *
     * @param mark bits, within {@link FlowTable#MARKS}.
     * @param set  whether to set.
     */
    public void mark(final long mark, final boolean set)
    {
        table.flag(segment, index, mark, set);
    }

    /** {@return the slot as it is now} */
    public SlotView view()
    {
        view.read(segment, index);
        return view;
    }
}
