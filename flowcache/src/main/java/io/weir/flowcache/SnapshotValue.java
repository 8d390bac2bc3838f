package io.weir.flowcache;

import io.weir.flowcache.table.SlotView;
import io.weir.flowcache.table.Statistic;
import io.weir.flowcache.table.ValueCell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A further value of a flow in a snapshot, as of a time. Nothing changes it once it is made.
 *
 * @param decaying of a rate, the part that decays from the time on.
 * @param held     of a rate, those that are held beyond the time, the earlier end first.
 * @param current  of the window of the time; of a rate, nothing.
 * @param previous of the window before.
 * @param life     of the life of the flow.
 */
record SnapshotValue(
    double decaying,
    List<SnapshotFlow.Held> held,
    ValueCell current,
    ValueCell previous,
    ValueCell life)
{
    /* What a slot has of a value. */
    static SnapshotValue of(final SlotView view, final int value, final long timeNs)
    {
        final Statistic statistic = view.statistic(value);
        final ValueCell current = new ValueCell(statistic);
        final ValueCell previous = new ValueCell(statistic);
        final ValueCell life = new ValueCell(statistic);
        view.addLifeValueTo(value, life);
        if (Statistic.RATE == statistic)
        {
            final double rate = view.valueHeldRate(value);
            return new SnapshotValue(view.valueDecayingAt(value, timeNs), 0 == rate ? List.of() :
                List.of(new SnapshotFlow.Held(view.valueHeldUntilNs(value), rate, 0)), current, previous, life);
        }
        view.addWindowsTo(value, timeNs, current, previous);
        return new SnapshotValue(0, List.of(), current, previous, life);
    }

    /* The same as of a later time, windows of one time constant later. */
    SnapshotValue at(final double decay, final long windows, final long toNs, final long tauNs)
    {
        double rate = decaying * decay;
        final List<SnapshotFlow.Held> still = new ArrayList<>();
        for (final SnapshotFlow.Held each : held)
        {
            if (each.untilNs() > toNs)
            {
                still.add(each);
            }
            else
            {
                rate += each.rate() * Math.exp(-(toNs - each.untilNs()) / (double)tauNs);
            }
        }
        final ValueCell none = new ValueCell(life.statistic());
        return new SnapshotValue(rate, List.copyOf(still), 0 == windows ? current : none,
            0 == windows ? previous : 1 == windows ? current : none, life);
    }

    SnapshotValue plus(final SnapshotValue other)
    {
        final List<SnapshotFlow.Held> both = new ArrayList<>(held);
        both.addAll(other.held);
        Collections.sort(both);
        return new SnapshotValue(decaying + other.decaying, List.copyOf(both), sum(current, other.current),
            sum(previous, other.previous), sum(life, other.life));
    }

    private static ValueCell sum(final ValueCell one, final ValueCell other)
    {
        final ValueCell sum = new ValueCell(one.statistic());
        sum.add(one);
        sum.add(other);
        return sum;
    }

    /* The value as of the time, in a cell of its own. */
    ValueCell live()
    {
        if (Statistic.RATE != life.statistic())
        {
            return sum(current, previous);
        }
        double rate = decaying;
        for (final SnapshotFlow.Held each : held)
        {
            rate += each.rate();
        }
        return ValueCell.ofRate(Math.max(0, rate));
    }

    /* The value over the life of the flow, in a cell of its own. */
    ValueCell lifeCell()
    {
        return sum(life, new ValueCell(life.statistic()));
    }
}
