package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.record.Slots;

/**
 * Counters of a record that follow from others: totals differenced for each flow, what initiator and responder sent,
 * those of events, and those of the reverse direction. Not thread safe.
 */
final class RecordCounters
{
    /** Steps of a program that concern counters. */
    static final int STEPS = Program.DIFFERENCE_TOTALS | Program.ADD_BOTH_SIDES |
        Program.PUT_REVERSE | Program.JUDGE_EVENT | Program.CHECK_COUNTERS;

    private static final int TCP_FLAGS_MASK = 0x1FF;
    private static final int EVENT_DELETED = 2;
    private static final int EVENT_UPDATE = 5;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final long MAX_PACKET_BYTES = 65_535;
    private static final long COUNTERS = Slots.bit(Slots.BYTES) | Slots.bit(Slots.FRAMES);
    private static final long TIMES = Slots.bit(Slots.START_TIME) | Slots.bit(Slots.END_TIME);

    private final RecordState state;
    private final long[] difference = new long[3];
    private final long[] presentWords = new long[Slots.WORDS];
    private long reverseBytes;
    private long reverseFrames;

    RecordCounters(final RecordState state)
    {
        this.state = state;
    }

    /* All steps that concern counters, in their order. */
    void complete(final Program program)
    {
        final int steps = program.steps();
        if (0 != (steps & Program.DIFFERENCE_TOTALS))
        {
            differenceTotals(program);
        }
        final boolean addsBothSides = 0 != (steps & Program.ADD_BOTH_SIDES) && isTraffic(program);
        if (0 != (steps & Program.PUT_REVERSE))
        {
            setReverse(program, addsBothSides);
        }
        if (addsBothSides)
        {
            addBothSides(program);
        }
        if (0 != (steps & Program.JUDGE_EVENT))
        {
            judgeEvent(program);
        }
        if (0 != (steps & Program.CHECK_COUNTERS))
        {
            check();
        }
    }

    private long flowKey(final Program program)
    {
        long key = state.domain.seed();
        for (final int part : program.layout().flowKey())
        {
            final long value = part >= SCRATCH ? state.scratch[part - SCRATCH] : state.record.get(part);
            key = Long.rotateLeft((key ^ value) * MULTIPLIER, 29);
        }
        return (key ^ key >>> 32) * MULTIPLIER | 1;
    }

    private void differenceTotals(final Program program)
    {
        final long key = flowKey(program);
        final Program.Counters from = program.counters();
        if (from.bytesFromTotal() || from.framesFromTotal())
        {
            difference(program, key, ElementTarget.TOTAL_OCTETS, ElementTarget.TOTAL_PACKETS);
            final boolean hasOctets = from.bytesFromTotal() && program.hasScratch(ElementTarget.TOTAL_OCTETS);
            final boolean hasPackets = from.framesFromTotal() && program.hasScratch(ElementTarget.TOTAL_PACKETS);
            state.put(Slots.BYTES, difference[0], hasOctets);
            state.put(Slots.FRAMES, difference[1], hasPackets);
            if (FlowTotals.UNKNOWN_END != difference[2] && TIMES == (state.metaMask & TIMES) &&
                difference[2] <= state.record.get(Slots.END_TIME))
            {
                state.record.putUnmarked(
                    Slots.START_TIME, Math.max(difference[2], state.record.get(Slots.START_TIME)));
            }
        }
        final boolean hasReverseOctets = program.hasScratch(ElementTarget.REVERSE_TOTAL_OCTETS);
        final boolean hasReversePackets = program.hasScratch(ElementTarget.REVERSE_TOTAL_PACKETS);
        if (hasReverseOctets || hasReversePackets)
        {
            difference(program, ~key | 1, ElementTarget.REVERSE_TOTAL_OCTETS, ElementTarget.REVERSE_TOTAL_PACKETS);
            state.put(Slots.REVERSE_BYTES, difference[0], hasReverseOctets);
            state.put(Slots.REVERSE_FRAMES, difference[1], hasReversePackets);
        }
    }

    private void difference(final Program program, final long key, final int octets, final int packets)
    {
        state.flowTotalsForgotten += state.domain.flowTotals.difference(key,
            program.hasScratch(octets) ? state.scratch[octets - SCRATCH] : 0,
            program.hasScratch(packets) ? state.scratch[packets - SCRATCH] : 0, endMs(), difference);
    }

    private long endMs()
    {
        return 0 == (state.metaMask & Slots.bit(Slots.END_TIME)) ?
            state.times.exportMs : state.record.get(Slots.END_TIME);
    }

    /*
     * Whether what initiator and responder sent is traffic of this record: that of an update is, and that of the end of
     * a flow which has sent no update. Other events only tell that something happened.
     */
    private boolean isTraffic(final Program program)
    {
        if (!program.hasScratch(ElementTarget.EVENT) || 0 == state.scratch[ElementTarget.EVENT - SCRATCH])
        {
            return true;
        }
        if (EVENT_UPDATE == state.scratch[ElementTarget.EVENT - SCRATCH])
        {
            state.flowTotalsForgotten += state.domain.flowTotals.note(flowKey(program), state.times.exportMs);
            return true;
        }
        return EVENT_DELETED == state.scratch[ElementTarget.EVENT - SCRATCH] &&
            !state.domain.flowTotals.remove(flowKey(program));
    }

    private void addBothSides(final Program program)
    {
        if (program.counters().bytesFromBothSides())
        {
            putSum(program, Slots.BYTES, ElementTarget.INITIATOR_OCTETS, ElementTarget.RESPONDER_OCTETS);
        }
        if (program.counters().framesFromBothSides())
        {
            putSum(program, Slots.FRAMES, ElementTarget.INITIATOR_PACKETS, ElementTarget.RESPONDER_PACKETS);
        }
    }

    private void putSum(final Program program, final int slot, final int first, final int second)
    {
        final long other = program.splits() || !program.hasScratch(second) ? 0 : state.scratch[second - SCRATCH];
        state.record.putUnmarked(slot, state.scratch[first - SCRATCH] + other);
        state.metaMask |= Slots.bit(slot);
    }

    /* An event counts nothing, unless there is something to count: it is no flow of zero bytes. */
    private void judgeEvent(final Program program)
    {
        final boolean isEvent =
            program.hasScratch(ElementTarget.EVENT) && 0 != state.scratch[ElementTarget.EVENT - SCRATCH] ||
            0 != (state.metaMask & Slots.bit(Slots.NAT_EVENT)) && 0 != state.record.get(Slots.NAT_EVENT);
        if (isEvent)
        {
            dropIfZero(Slots.BYTES);
            dropIfZero(Slots.FRAMES);
        }
    }

    private void dropIfZero(final int slot)
    {
        if (0 == state.record.get(slot))
        {
            state.metaMask &= ~Slots.bit(slot);
        }
    }

    private void setReverse(final Program program, final boolean addsBothSides)
    {
        final Program.Counters from = program.counters();
        reverseBytes = reverse(Slots.REVERSE_BYTES, program, addsBothSides && from.bytesFromBothSides(),
            ElementTarget.RESPONDER_OCTETS);
        reverseFrames = reverse(Slots.REVERSE_FRAMES, program, addsBothSides && from.framesFromBothSides(),
            ElementTarget.RESPONDER_PACKETS);
    }

    private long reverse(final int slot, final Program program, final boolean isResponder, final int responder)
    {
        return 0 != (state.metaMask & Slots.bit(slot)) ? state.record.get(slot) :
            isResponder && program.hasScratch(responder) ? state.scratch[responder - SCRATCH] : 0;
    }

    /* Make the record that of the reverse direction, after the forward one has been handed on; whether there is one. */
    boolean turn(final Program program)
    {
        if (0 == (program.steps() & Program.PUT_REVERSE) || 0 == (reverseBytes | reverseFrames))
        {
            return false;
        }
        state.record.putUnmarked(Slots.BYTES, reverseBytes);
        state.record.putUnmarked(Slots.FRAMES, reverseFrames);
        if (program.hasScratch(ElementTarget.REVERSE_TCP_FLAGS))
        {
            state.record.putUnmarked(Slots.TCP_FLAGS,
                state.scratch[ElementTarget.REVERSE_TCP_FLAGS - SCRATCH] & TCP_FLAGS_MASK);
        }
        turnTimes(program);
        Biflow.turn(state.record, presentWords);
        state.metaMask = Biflow.turned(state.metaMask);
        return true;
    }

    /* Times of the way back, where the record tells them; else those of the whole flow stand for both. */
    private void turnTimes(final Program program)
    {
        final long delay = program.hasScratch(ElementTarget.REVERSE_DELAY_MS) ?
            state.scratch[ElementTarget.REVERSE_DELAY_MS - SCRATCH] : 0;
        final long start = reverseTime(program, ElementTarget.REVERSE_START_MS, Slots.START_TIME, delay);
        final long end = reverseTime(program, ElementTarget.REVERSE_END_MS, Slots.END_TIME, 0);
        if (start <= end || end <= 0)
        {
            putTime(program, Slots.START_TIME, start);
            putTime(program, Slots.END_TIME, end);
        }
    }

    private long reverseTime(final Program program, final int target, final int slot, final long delay)
    {
        final long told = program.hasScratch(target) ? state.scratch[target - SCRATCH] : 0;
        return told > 0 ? told : state.record.has(slot) ? state.record.get(slot) + delay : 0;
    }

    private void putTime(final Program program, final int slot, final long timeMs)
    {
        if (timeMs > 0 && program.wanted().has(slot))
        {
            state.record.putUnmarked(slot, timeMs);
            state.record.mark(Slots.META_WORD, Slots.bit(slot));
        }
    }

    void check()
    {
        if (COUNTERS == (state.metaMask & COUNTERS))
        {
            final long octets = state.record.get(Slots.BYTES);
            final long packets = state.record.get(Slots.FRAMES);
            if (0 == octets || octets < 0 || packets <= octets >>> 32 && octets > packets * MAX_PACKET_BYTES)
            {
                state.implausible++;
            }
        }
    }
}
