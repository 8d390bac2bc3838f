package io.weir.codec.netflow;

import io.weir.collector.RecordHandler;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * Runs programs over data records: first the operations, field by field, then what follows from several fields at once,
 * such as times, sampling rate and data source. Not thread safe. Allocates nothing.
 */
final class RecordDecoder
{
    /** A record that does not fit its set. */
    static final int CUT = -1;

    private static final int LONG_LENGTH = 255;
    private static final int IP_FLAGS_SHIFT = 5;
    private static final int SEGMENT_MASK = 0xFF_FFFF;
    private static final long EGRESS = 1;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    private final RecordState state = new RecordState();
    private final PacketFields packetFields = new PacketFields(state);
    private final RecordTimes recordTimes = new RecordTimes(state);
    private final RecordSampling sampling = new RecordSampling(state);
    private final RecordCounters counters = new RecordCounters(state);
    private final SectionDecoder sections = new SectionDecoder();
    private final DirectionRule directions;
    private RecordHandler handler;
    private long setMask;
    private boolean putsNames;
    private int otherDirection;

    RecordDecoder(final DirectionRule directions)
    {
        this.directions = directions;
    }

    /* What was counted of the records. */
    RecordState state()
    {
        return state;
    }

    RecordSampling sampling()
    {
        return sampling;
    }

    /* Records left out for their direction, since it was asked last. */
    int takeOtherDirection()
    {
        final int count = otherDirection;
        otherDirection = 0;
        return count;
    }

    /* Whom records are handed on to. */
    void handler(final RecordHandler newHandler)
    {
        handler = newHandler;
    }

    /* Begin a set: the record to fill, and what is the same in all of its records. */
    void begin(
        final Program program,
        final FlowRecord record,
        final MessageTimes times,
        final NetflowDomain domain,
        final long fixedMask)
    {
        state.record = record;
        state.times = times;
        state.domain = domain;
        setMask = fixedMask | sampling.begin(program);
        putsNames = !domain.names.isEmpty() || 0 != (program.steps() & Program.PUT_APPLICATION);
        if (0 != program.family())
        {
            record.putUnmarked(Slots.IP_VERSION, Slots.bit(Slots.IPV4) == program.family() ? 4 : 6);
        }
        for (final int address : program.layout().plainAddresses())
        {
            record.putUnmarked(address, 0);
        }
    }

    /**
     * Decode a record into the flow record.
     *
     * @param program of its template.
     * @param buffer  holding it.
     * @param offset  of its first byte.
     * @param limit   end of its set; a record without variable fields is known to fit.
     * @return its length, or {@link #CUT}.
     */
    int decode(final Program program, final byte[] buffer, final int offset, final int limit)
    {
        prepare(program);
        final Program.Layout layout = program.layout();
        if (1 == layout.runs())
        {
            executePlain(layout.plain(), 0, layout.plainEnd()[0], buffer, offset);
            execute(layout.operations(), layout.plainEnd()[0], layout.operations().length, buffer, offset);
            complete(program);
            return layout.runLength()[0];
        }
        int at = offset;
        for (int run = 0; run < layout.runs(); run++)
        {
            final int length = layout.runLength()[run];
            if (length > limit - at)
            {
                return CUT;
            }
            final int variable = layout.variableOperation()[run];
            executePlain(layout.plain(), layout.firstOperation()[run], layout.plainEnd()[run], buffer, at);
            execute(layout.operations(), layout.plainEnd()[run], variable, buffer, at);
            at += length;
            if (run + 1 < layout.runs())
            {
                at = variable(layout, run, buffer, at, limit);
                if (at < 0)
                {
                    return CUT;
                }
            }
        }
        complete(program);
        return at - offset;
    }

    /* Before the operations of a record. */
    void prepare(final Program program)
    {
        final Program.Presence presence = program.presence();
        state.packetMask = presence.packet();
        state.metaMask = presence.meta();
        if (presence.hasMoreWords())
        {
            state.structureMask = presence.structure();
            state.elementMask = presence.element();
        }
        for (final int address : program.layout().eitherFamily())
        {
            state.record.putUnmarked(address, 0);
            state.record.putUnmarked(address + 1, 0);
        }
    }

    private int variable(
        final Program.Layout layout,
        final int run,
        final byte[] buffer,
        final int offset,
        final int limit)
    {
        if (offset >= limit)
        {
            return CUT;
        }
        int at = offset + 1;
        int length = Wire.u8(buffer, offset);
        if (LONG_LENGTH == length)
        {
            if (limit - offset < 3)
            {
                return CUT;
            }
            length = Wire.u16(buffer, offset + 1);
            at = offset + 3;
        }
        if (length > limit - at)
        {
            return CUT;
        }
        for (int i = layout.variableOperation()[run]; i < layout.firstOperation()[run + 1]; i++)
        {
            storeVariable(layout.operations()[i], buffer, at, length);
        }
        return at + length;
    }

    private void storeVariable(final long operation, final byte[] buffer, final int at, final int length)
    {
        final int form = Program.form(operation);
        final int target = Program.target(operation);
        if (Program.TEXT == form || Program.SECTION == form)
        {
            executeRare(form, target, buffer, at, length);
        }
        else if (length >= 1 && length <= Long.BYTES)
        {
            executeRare(Program.ELEMENT == form ? form : Program.UN, target, buffer, at, length);
        }
        else if (Program.ELEMENT == form && 2 * Long.BYTES == length)
        {
            putAddress(target, buffer, at);
        }
        else
        {
            state.absent(target, Program.ELEMENT == form ? 3L << target : Slots.bit(target));
        }
    }

    private void putAddress(final int target, final byte[] buffer, final int at)
    {
        state.record.putUnmarked(target, Wire.u64(buffer, at));
        state.record.putUnmarked(target + 1, Wire.u64(buffer, at + Long.BYTES));
    }

    /* All alike, whatever their length: no branch tells one from another. */
    private void executePlain(
        final long[] operations,
        final int from,
        final int to,
        final byte[] buffer,
        final int start)
    {
        if (start < Long.BYTES)
        {
            executePlainAtStart(operations, from, to, buffer, start);
            return;
        }
        for (int i = from; i < to; i++)
        {
            final long operation = operations[i];
            final long bits = Wire.u64(buffer, start + Program.plainOffset(operation));
            state.record.putUnmarked(Program.plainTarget(operation), Program.plainValue(operation, bits));
        }
    }

    /* Where 64 bits before the first value may lie before the array: the same, byte by byte. */
    private void executePlainAtStart(
        final long[] operations,
        final int from,
        final int to,
        final byte[] buffer,
        final int start)
    {
        for (int i = from; i < to; i++)
        {
            final long operation = operations[i];
            final int end = start + Program.plainOffset(operation) + Long.BYTES;
            final int at = Math.max(0, end - Long.BYTES);
            state.record.putUnmarked(Program.plainTarget(operation),
                Program.plainValue(operation, DataRecordView.number(buffer, at, end - at)));
        }
    }

    private void executeRare(final int form, final int target, final byte[] buffer, final int at, final int length)
    {
        switch (form)
        {
            case Program.ADDRESS4_UNLESS_ZERO:
                if (0 != Wire.i32(buffer, at))
                {
                    state.record.putUnmarked(target, 0);
                    state.record.putUnmarked(target + 1, V4_MAPPED | Wire.u32(buffer, at));
                }
                break;
            case Program.ADDRESS6_UNLESS_ZERO:
                if (0 != (Wire.u64(buffer, at) | Wire.u64(buffer, at + Long.BYTES)))
                {
                    putAddress(target, buffer, at);
                }
                break;
            case Program.SECONDS:
                state.store(target, DataRecordView.number(buffer, at, length) * 1_000);
                break;
            case Program.NTP:
                state.store(target, OddTimes.ntpToEpochMs(Wire.u64(buffer, at), state.times.exportMs));
                break;
            case Program.BEFORE_EXPORT:
                state.store(target,
                    state.times.exportMs - Long.divideUnsigned(DataRecordView.number(buffer, at, length), 1_000));
                break;
            case Program.IP_FLAGS:
                state.store(target, DataRecordView.number(buffer, at, length) >>> IP_FLAGS_SHIFT & 7);
                break;
            case Program.SEGMENT:
                state.store(target, DataRecordView.number(buffer, at, length) & SEGMENT_MASK);
                break;
            case Program.TEXT:
                state.store(target, (long)at << 32 | DataRecordView.textLength(buffer, at, length));
                break;
            case Program.SECTION:
                state.store(target, (long)at << 32 | length);
                break;
            case Program.ELEMENT:
                state.record.putUnmarked(target, 0);
                state.record.putUnmarked(target + 1, DataRecordView.number(buffer, at, length));
                break;
            default:
                state.store(target, DataRecordView.number(buffer, at, length));
                break;
        }
    }

    /* The loop stands around the switch, and not at the caller, because the JIT would not inline the switch there. */
    private void execute(
        final long[] operations,
        final int from,
        final int to,
        final byte[] buffer,
        final int start)
    {
        for (int i = from; i < to; i++)
        {
            execute(operations[i], buffer, start);
        }
    }

    /* One operation on a field of fixed length. */
    void execute(final long operation, final byte[] buffer, final int start)
    {
        final int target = Program.target(operation);
        final int at = start + Program.offset(operation);
        switch (Program.form(operation))
        {
            case Program.U8:
                state.store(target, Wire.u8(buffer, at));
                break;
            case Program.U16:
                state.store(target, Wire.u16(buffer, at));
                break;
            case Program.U32:
                state.store(target, Wire.u32(buffer, at));
                break;
            case Program.U64:
                state.store(target, Wire.u64(buffer, at));
                break;
            case Program.ADDRESS4:
                state.record.putUnmarked(target, 0);
                state.record.putUnmarked(target + 1, V4_MAPPED | Wire.u32(buffer, at));
                break;
            case Program.ADDRESS6:
                putAddress(target, buffer, at);
                break;
            default:
                executeRare(Program.form(operation), target, buffer, at, Program.length(operation));
                break;
        }
    }

    /* After the operations of a record: what follows from them, and which slots are present. */
    void complete(final Program program)
    {
        if (Program.CHECK_COUNTERS == program.steps())
        {
            counters.check();
        }
        else if (0 != program.steps())
        {
            completeAll(program);
        }
        state.samplingUnknown += sampling.unknown();
        final FlowRecord record = state.record;
        final Program.Presence presence = program.presence();
        final long possible = program.hasProtocol() ? Layer4.possible((int)record.get(Slots.L4_PROTOCOL)) : -1;
        record.clear();
        record.mark(0, state.packetMask & possible & presence.packetWanted());
        record.mark(Slots.META_WORD, (state.metaMask | setMask) & presence.metaWanted());
        if (presence.hasMoreWords())
        {
            record.mark(Slots.STRUCTURE_WORD, state.structureMask & presence.structureWanted());
            record.mark(Slots.ELEMENT_WORD, state.elementMask);
        }
    }

    private void completeAll(final Program program)
    {
        final int steps = program.steps();
        packetFields.complete(program);
        if (0 != (steps & Program.PUT_DATA_SOURCE))
        {
            putDataSource();
        }
        if (0 != (steps & Program.CHECK_DIRECTION) && 0 != (state.record.get(Slots.DIRECTION) & ~EGRESS))
        {
            state.metaMask &= ~Slots.bit(Slots.DIRECTION);
        }
        if (0 != (steps & Program.PUT_TIMES))
        {
            recordTimes.complete(program);
        }
        if (0 != (steps & Program.PUT_RATE) && !sampling.isOfSet())
        {
            sampling.complete(program);
        }
        if (0 != (steps & RecordCounters.STEPS))
        {
            counters.complete(program);
        }
    }

    private void putDataSource()
    {
        final boolean isEgress =
            0 != (state.metaMask & Slots.bit(Slots.DIRECTION)) && EGRESS == state.record.get(Slots.DIRECTION);
        final int slot = isEgress ? Slots.OUTPUT_IFINDEX : Slots.INPUT_IFINDEX;
        state.record.putUnmarked(Slots.DATA_SOURCE,
            0 == (state.metaMask & Slots.bit(slot)) ? 0 : state.record.get(slot) & 0xFFFF_FFFFL);
        state.metaMask |= Slots.bit(Slots.DATA_SOURCE);
    }

    /* Hand a complete record on, and that of its reverse direction. */
    void handOn(final Program program, final byte[] buffer, final int at, final int length)
    {
        if (DirectionRule.BOTH != directions && directions.leavesOut(direction()))
        {
            otherDirection++;
            return;
        }
        final FlowRecord record = state.record;
        if (program.hasText())
        {
            record.source(buffer, at, length);
        }
        if (0 != (program.steps() & Program.READ_SECTION))
        {
            sections.read(program, state.scratch, buffer, record);
        }
        putNames(program, buffer);
        handler.onFlowRecord(record);
        if (program.splits() && counters.turn(program))
        {
            putNames(program, buffer);
            handler.onFlowRecord(record);
        }
    }

    /* What the record says of its direction, wanted or not; -1 where it does not say. */
    private long direction()
    {
        return 0 == (state.metaMask & Slots.bit(Slots.DIRECTION)) ? -1 : state.record.get(Slots.DIRECTION);
    }

    /* Put the names of what the record has numbers for, once it is complete. */
    private void putNames(final Program program, final byte[] buffer)
    {
        if (0 != (program.steps() & Program.PUT_NAMES) && putsNames)
        {
            RecordNames.put(program, state, buffer);
        }
    }
}
