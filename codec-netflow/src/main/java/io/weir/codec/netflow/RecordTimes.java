package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.record.Slots;

/** Start and end of a record, in epoch milliseconds. Not thread safe. */
final class RecordTimes
{
    private static final long TIMES = Slots.bit(Slots.START_TIME) | Slots.bit(Slots.END_TIME);

    private final RecordState state;
    private final OddTimes oddTimes = new OddTimes();

    RecordTimes(final RecordState state)
    {
        this.state = state;
    }

    void complete(final Program program)
    {
        if (program.timesByUptime() && MessageTimes.NO_UPTIME != state.times.uptimeMs)
        {
            final int last = (int)state.scratch[ElementTarget.LAST_UPTIME - SCRATCH];
            final int duration = last - (int)state.scratch[ElementTarget.FIRST_UPTIME - SCRATCH];
            final int age = (int)state.times.uptimeMs - last;
            if ((duration | age) >= 0)
            {
                putTimes(state.times.exportMs - age - duration, state.times.exportMs - age);
                return;
            }
        }
        else if (program.timesAbsolute())
        {
            final long start = state.scratch[ElementTarget.START_MS - SCRATCH];
            final long end = state.scratch[ElementTarget.END_MS - SCRATCH];
            if (start > 0 && start <= end)
            {
                putTimes(start, end);
                return;
            }
        }
        completeOddTimes(program);
    }

    private void putTimes(final long startMs, final long endMs)
    {
        state.record.putUnmarked(Slots.START_TIME, startMs);
        state.record.putUnmarked(Slots.END_TIME, endMs);
        state.metaMask |= TIMES;
    }

    private void completeOddTimes(final Program program)
    {
        oddTimes.find(program, state.scratch, state.times, state.domain);
        state.implausible += oddTimes.implausible;
        state.timeUnknown += oddTimes.isUnknown ? 1 : 0;
        putTime(Slots.START_TIME, oddTimes.startMs);
        putTime(Slots.END_TIME, oddTimes.endMs);
    }

    private void putTime(final int slot, final long timeMs)
    {
        if (OddTimes.ABSENT != timeMs)
        {
            state.record.putUnmarked(slot, timeMs);
            state.metaMask |= Slots.bit(slot);
        }
    }
}
