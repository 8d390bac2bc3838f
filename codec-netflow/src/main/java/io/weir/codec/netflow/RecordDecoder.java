package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.record.FlowRecord;
import io.weir.record.SamplingSource;
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
    private static final int TCP_FLAGS_MASK = 0x1FF;
    private static final int EVENT_DELETED = 2;
    private static final int EVENT_UPDATE = 5;
    private static final int IP_FLAGS_SHIFT = 5;
    private static final int SEGMENT_MASK = 0xFF_FFFF;
    private static final int LABEL_SHIFT = 4;
    private static final int LABEL_BITS = 20;
    private static final int LABELS_IN_HALF = 3;
    private static final int LABEL_COUNT_SHIFT = 60;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final long EGRESS = 1;
    private static final long MAX_PACKET_BYTES = 65_535;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long COUNTERS = Slots.bit(Slots.BYTES) | Slots.bit(Slots.FRAMES);
    private static final long LABELS = 3L << Slots.MPLS_LABELS | Slots.bit(Slots.MPLS_BOTTOM_LABEL);
    private static final int COUNTER_STEPS = Program.DIFFERENCE_TOTALS | Program.ADD_BOTH_SIDES |
        Program.PUT_REVERSE | Program.JUDGE_EVENT | Program.CHECK_COUNTERS;
    private static final long TIMES = Slots.bit(Slots.START_TIME) | Slots.bit(Slots.END_TIME);

    private final long[] scratch = new long[ElementTarget.SCRATCH_END - SCRATCH];
    private final long[] difference = new long[3];
    private final long[] presentWords = new long[Slots.WORDS];
    private final SectionDecoder sections = new SectionDecoder();
    private final OddTimes oddTimes = new OddTimes();
    private FlowRecord record;
    private MessageTimes times;
    private NetflowDomain domain;
    private long packetMask;
    private long metaMask;
    private long structureMask;
    private long elementMask;
    private long setMask;
    private boolean isRateOfSet;
    private long headerRate;
    private long reverseBytes;
    private long reverseFrames;
    private int flowTotalsForgotten;
    private int unknownRates;
    private int implausible;
    private int timeUnknown;
    private int samplingUnknown;

    /* What the header of the datagram says of sampling, 0 for nothing. Stays until it is said anew. */
    void headerRate(final long rate)
    {
        headerRate = rate;
    }

    /* Sampling rate that the set has in common; 0 when it is not known. */
    long rateOfSet()
    {
        return 0 != unknownRates || !isRateOfSet ? 0 : record.get(Slots.SAMPLING_RATE);
    }

    /* Begin a set: the record to fill, and what is the same in all of its records. */
    void begin(
        final Program program,
        final FlowRecord newRecord,
        final MessageTimes newTimes,
        final NetflowDomain newDomain,
        final long fixedMask)
    {
        record = newRecord;
        times = newTimes;
        domain = newDomain;
        setMask = fixedMask;
        unknownRates = 0;
        final Sampling sampling = newDomain.sampling();
        isRateOfSet = sampling.isOverridden() || 0 == (program.steps & Program.PUT_RATE);
        if (isRateOfSet)
        {
            final boolean isOfHeader =
                headerRate > 0 && SamplingSource.DEFAULT == sampling.effectiveSource();
            final long rate = isOfHeader ? headerRate : sampling.effectiveRate();
            newRecord.putUnmarked(Slots.SAMPLING_RATE, rate);
            newRecord.putUnmarked(Slots.SAMPLING_SOURCE,
                (isOfHeader ? SamplingSource.HEADER : sampling.effectiveSource()).ordinal());
            setMask |= Slots.bit(Slots.SAMPLING_SOURCE) | (rate > 0 ? Slots.bit(Slots.SAMPLING_RATE) : 0);
            unknownRates = rate > 0 ? 0 : 1;
        }
        if (0 != program.family)
        {
            newRecord.putUnmarked(Slots.IP_VERSION, Slots.bit(Slots.IPV4) == program.family ? 4 : 6);
        }
        for (final int address : program.plainAddresses)
        {
            newRecord.putUnmarked(address, 0);
        }
    }

    int takeImplausible()
    {
        final int count = implausible;
        implausible = 0;
        return count;
    }

    int takeTimeUnknown()
    {
        final int count = timeUnknown;
        timeUnknown = 0;
        return count;
    }

    int takeSamplingUnknown()
    {
        final int count = samplingUnknown;
        samplingUnknown = 0;
        return count;
    }

    int takeFlowTotalsForgotten()
    {
        final int count = flowTotalsForgotten;
        flowTotalsForgotten = 0;
        return count;
    }

    /* What the last record says of its direction, wanted or not; -1 where it does not say. */
    long direction()
    {
        return 0 == (metaMask & Slots.bit(Slots.DIRECTION)) ? -1 : record.get(Slots.DIRECTION);
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
        packetMask = program.packetMask;
        metaMask = program.metaMask;
        if (program.hasMoreWords)
        {
            structureMask = program.structureMask;
            elementMask = program.elementMask;
        }
        for (int i = 0; i < program.eitherFamily.length; i++)
        {
            record.putUnmarked(program.eitherFamily[i], 0);
            record.putUnmarked(program.eitherFamily[i] + 1, 0);
        }
        final long[] operations = program.operations;
        if (1 == program.runs)
        {
            executePlain(operations, 0, program.plainEnd[0], buffer, offset);
            execute(operations, program.plainEnd[0], operations.length, buffer, offset);
            complete(program);
            return program.runLength[0];
        }
        int at = offset;
        for (int run = 0; run < program.runs; run++)
        {
            final int length = program.runLength[run];
            if (length > limit - at)
            {
                return CUT;
            }
            final int variable = program.variableOperation[run];
            executePlain(operations, program.firstOperation[run], program.plainEnd[run], buffer, at);
            execute(operations, program.plainEnd[run], variable, buffer, at);
            at += length;
            if (run + 1 < program.runs)
            {
                at = variable(program, run, buffer, at, limit);
                if (at < 0)
                {
                    return CUT;
                }
            }
        }
        complete(program);
        return at - offset;
    }

    private int variable(
        final Program program,
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
        for (int i = program.variableOperation[run]; i < program.firstOperation[run + 1]; i++)
        {
            storeVariable(program.operations[i], buffer, at, length);
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
            absent(target, Program.ELEMENT == form ? 3L << target : Slots.bit(target));
        }
    }

    private void absent(final int target, final long bits)
    {
        if (target >= SCRATCH)
        {
            scratch[target - SCRATCH] = 0;
            return;
        }
        switch (Slots.word(target))
        {
            case 0:
                packetMask &= ~bits;
                break;
            case Slots.META_WORD:
                metaMask &= ~bits;
                break;
            case Slots.STRUCTURE_WORD:
                structureMask &= ~bits;
                break;
            default:
                elementMask &= ~bits;
                break;
        }
    }

    private void putAddress(final int target, final byte[] buffer, final int at)
    {
        record.putUnmarked(target, Wire.u64(buffer, at));
        record.putUnmarked(target + 1, Wire.u64(buffer, at + Long.BYTES));
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
            record.putUnmarked(Program.plainTarget(operation), Program.plainValue(operation, bits));
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
            record.putUnmarked(Program.plainTarget(operation),
                Program.plainValue(operation, DataRecordView.number(buffer, at, end - at)));
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
            final long operation = operations[i];
            final int target = Program.target(operation);
            final int at = start + Program.offset(operation);
            switch (Program.form(operation))
            {
                case Program.U8:
                    store(target, Wire.u8(buffer, at));
                    break;
                case Program.U16:
                    store(target, Wire.u16(buffer, at));
                    break;
                case Program.U32:
                    store(target, Wire.u32(buffer, at));
                    break;
                case Program.U64:
                    store(target, Wire.u64(buffer, at));
                    break;
                case Program.ADDRESS4:
                    record.putUnmarked(target, 0);
                    record.putUnmarked(target + 1, V4_MAPPED | Wire.u32(buffer, at));
                    break;
                case Program.ADDRESS6:
                    putAddress(target, buffer, at);
                    break;
                default:
                    executeRare(Program.form(operation), target, buffer, at, Program.length(operation));
                    break;
            }
        }
    }

    private void executeRare(final int form, final int target, final byte[] buffer, final int at, final int length)
    {
        switch (form)
        {
            case Program.ADDRESS4_UNLESS_ZERO:
                if (0 != Wire.i32(buffer, at))
                {
                    record.putUnmarked(target, 0);
                    record.putUnmarked(target + 1, V4_MAPPED | Wire.u32(buffer, at));
                }
                break;
            case Program.ADDRESS6_UNLESS_ZERO:
                if (0 != (Wire.u64(buffer, at) | Wire.u64(buffer, at + Long.BYTES)))
                {
                    putAddress(target, buffer, at);
                }
                break;
            case Program.SECONDS:
                store(target, DataRecordView.number(buffer, at, length) * 1_000);
                break;
            case Program.NTP:
                store(target, OddTimes.ntpToEpochMs(Wire.u64(buffer, at), times.exportMs));
                break;
            case Program.BEFORE_EXPORT:
                store(target, times.exportMs - Long.divideUnsigned(DataRecordView.number(buffer, at, length), 1_000));
                break;
            case Program.IP_FLAGS:
                store(target, DataRecordView.number(buffer, at, length) >>> IP_FLAGS_SHIFT & 7);
                break;
            case Program.SEGMENT:
                store(target, DataRecordView.number(buffer, at, length) & SEGMENT_MASK);
                break;
            case Program.TEXT:
                store(target, (long)at << 32 | DataRecordView.textLength(buffer, at, length));
                break;
            case Program.SECTION:
                store(target, (long)at << 32 | length);
                break;
            case Program.ELEMENT:
                record.putUnmarked(target, 0);
                record.putUnmarked(target + 1, DataRecordView.number(buffer, at, length));
                break;
            default:
                store(target, DataRecordView.number(buffer, at, length));
                break;
        }
    }

    private void store(final int target, final long value)
    {
        if (target < SCRATCH)
        {
            record.putUnmarked(target, value);
        }
        else
        {
            scratch[target - SCRATCH] = value;
        }
    }

    private void complete(final Program program)
    {
        if (Program.CHECK_COUNTERS == program.steps)
        {
            checkCounters();
        }
        else if (0 != program.steps)
        {
            completePacket(program);
            completeMeta(program);
        }
        samplingUnknown += unknownRates;
        final long possible = program.hasProtocol ? Layer4.possible((int)record.get(Slots.L4_PROTOCOL)) : -1;
        record.clear();
        record.mark(0, packetMask & possible & program.packetWanted);
        record.mark(Slots.META_WORD, (metaMask | setMask) & program.metaWanted);
        if (program.hasMoreWords)
        {
            record.mark(Slots.STRUCTURE_WORD, structureMask & program.structureWanted);
            record.mark(Slots.ELEMENT_WORD, elementMask);
        }
    }

    private void completePacket(final Program program)
    {
        final int steps = program.steps;
        if (0 != (steps & Program.CHOOSE_FAMILY))
        {
            chooseFamily();
        }
        if (0 != (steps & Program.SPLIT_ICMP))
        {
            putIcmp((int)scratch[ElementTarget.ICMP_TYPE_AND_CODE - SCRATCH]);
        }
        if (0 != (steps & Program.ICMP_FROM_PORTS))
        {
            putIcmpFromPorts();
        }
        if (0 != (steps & Program.CUT_TCP_FLAGS))
        {
            record.putUnmarked(Slots.TCP_FLAGS, record.get(Slots.TCP_FLAGS) & TCP_FLAGS_MASK);
        }
        if (0 != (steps & Program.PUT_LABELS))
        {
            putLabels(program);
        }
    }

    private void completeMeta(final Program program)
    {
        final int steps = program.steps;
        if (0 != (steps & Program.PUT_DATA_SOURCE))
        {
            putDataSource();
        }
        if (0 != (steps & Program.CHECK_DIRECTION) && 0 != (record.get(Slots.DIRECTION) & ~EGRESS))
        {
            metaMask &= ~Slots.bit(Slots.DIRECTION);
        }
        if (0 != (steps & Program.PUT_TIMES))
        {
            completeTimes(program);
        }
        if (0 != (steps & Program.PUT_RATE) && !isRateOfSet)
        {
            completeSampling(program);
        }
        if (0 != (steps & COUNTER_STEPS))
        {
            completeCounters(program);
        }
    }

    private void completeCounters(final Program program)
    {
        final int steps = program.steps;
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
            checkCounters();
        }
    }

    private void chooseFamily()
    {
        final long high = record.get(Slots.IP_SOURCE) | record.get(Slots.IP_DESTINATION);
        final long low = record.get(Slots.IP_SOURCE + 1) | record.get(Slots.IP_DESTINATION + 1);
        if (0 == high && 0xFFFF == low >>> 32)
        {
            mapIfUnset(Slots.IP_SOURCE + 1);
            mapIfUnset(Slots.IP_DESTINATION + 1);
            record.putUnmarked(Slots.IP_VERSION, 4);
            packetMask |= Slots.bit(Slots.IPV4) | Slots.bit(Slots.IP_VERSION);
        }
        else
        {
            record.putUnmarked(Slots.IP_VERSION, 6);
            packetMask |= Slots.bit(Slots.IPV6) | Slots.bit(Slots.IP_VERSION);
        }
    }

    private void mapIfUnset(final int slot)
    {
        if (0 == record.get(slot))
        {
            record.putUnmarked(slot, V4_MAPPED);
        }
    }

    private void putIcmp(final int typeAndCode)
    {
        record.putUnmarked(Slots.ICMP_TYPE, typeAndCode >>> 8 & 0xFF);
        record.putUnmarked(Slots.ICMP_CODE, typeAndCode & 0xFF);
        packetMask |= Layer4.ICMP_FIELDS;
    }

    private void putIcmpFromPorts()
    {
        final long protocol = record.get(Slots.L4_PROTOCOL);
        if ((Layer4.ICMP == protocol || Layer4.ICMP6 == protocol) &&
            0 != (packetMask & Slots.bit(Slots.L4_DESTINATION_PORT)))
        {
            putIcmp(NetflowV5RecordView.icmpTypeAndCode(
                0 == (packetMask & Slots.bit(Slots.L4_SOURCE_PORT)) ? 0 : (int)record.get(Slots.L4_SOURCE_PORT),
                (int)record.get(Slots.L4_DESTINATION_PORT)));
        }
    }

    /* Labels up to the bottom of the stack, or to the first that is not used. */
    private void putLabels(final Program program)
    {
        long high = 0;
        long low = 0;
        int count = 0;
        for (long entry = label(program, 0); 0 != entry; entry = label(program, count))
        {
            final long label = entry >>> LABEL_SHIFT & (1 << LABEL_BITS) - 1;
            if (count < LABELS_IN_HALF)
            {
                low |= label << count * LABEL_BITS;
            }
            else if (count < 2 * LABELS_IN_HALF)
            {
                high |= label << (count - LABELS_IN_HALF) * LABEL_BITS;
            }
            record.putUnmarked(Slots.MPLS_BOTTOM_LABEL, label);
            count++;
            if (0 != (entry & 1))
            {
                break;
            }
        }
        if (count > 0)
        {
            record.putUnmarked(Slots.MPLS_LABELS, high);
            record.putUnmarked(Slots.MPLS_LABELS + 1, low | (long)(count - 1) << LABEL_COUNT_SHIFT);
            packetMask |= LABELS;
        }
    }

    private long label(final Program program, final int index)
    {
        return index < ElementTarget.LABELS && program.hasScratch(ElementTarget.LABEL + index) ?
            scratch[ElementTarget.LABEL + index - SCRATCH] : 0;
    }

    private long flowKey(final Program program)
    {
        long key = domain.seed();
        for (int i = 0; i < program.flowKey.length; i++)
        {
            final int part = program.flowKey[i];
            final long value = part >= SCRATCH ? scratch[part - SCRATCH] : record.get(part);
            key = Long.rotateLeft((key ^ value) * MULTIPLIER, 29);
        }
        return (key ^ key >>> 32) * MULTIPLIER | 1;
    }

    private void differenceTotals(final Program program)
    {
        final long key = flowKey(program);
        if (program.bytesFromTotal || program.framesFromTotal)
        {
            difference(program, key, ElementTarget.TOTAL_OCTETS, ElementTarget.TOTAL_PACKETS);
            final boolean hasOctets = program.bytesFromTotal && program.hasScratch(ElementTarget.TOTAL_OCTETS);
            final boolean hasPackets = program.framesFromTotal && program.hasScratch(ElementTarget.TOTAL_PACKETS);
            put(Slots.BYTES, difference[0], hasOctets);
            put(Slots.FRAMES, difference[1], hasPackets);
            if (FlowTotals.UNKNOWN_END != difference[2] && TIMES == (metaMask & TIMES) &&
                difference[2] <= record.get(Slots.END_TIME))
            {
                record.putUnmarked(Slots.START_TIME, Math.max(difference[2], record.get(Slots.START_TIME)));
            }
        }
        final boolean hasReverseOctets = program.hasScratch(ElementTarget.REVERSE_TOTAL_OCTETS);
        final boolean hasReversePackets = program.hasScratch(ElementTarget.REVERSE_TOTAL_PACKETS);
        if (hasReverseOctets || hasReversePackets)
        {
            difference(program, ~key | 1, ElementTarget.REVERSE_TOTAL_OCTETS, ElementTarget.REVERSE_TOTAL_PACKETS);
            put(Slots.REVERSE_BYTES, difference[0], hasReverseOctets);
            put(Slots.REVERSE_FRAMES, difference[1], hasReversePackets);
        }
    }

    private void difference(final Program program, final long key, final int octets, final int packets)
    {
        flowTotalsForgotten += domain.flowTotals.difference(key,
            program.hasScratch(octets) ? scratch[octets - SCRATCH] : 0,
            program.hasScratch(packets) ? scratch[packets - SCRATCH] : 0, endMs(), difference);
    }

    private long endMs()
    {
        return 0 == (metaMask & Slots.bit(Slots.END_TIME)) ? times.exportMs : record.get(Slots.END_TIME);
    }

    private void put(final int slot, final long value, final boolean isKnown)
    {
        if (isKnown)
        {
            record.putUnmarked(slot, value);
            metaMask |= Slots.bit(slot);
        }
    }

    /*
     * Whether what initiator and responder sent is traffic of this record: that of an update is, and that of the end of
     * a flow which has sent no update. Other events only tell that something happened.
     */
    private boolean isTraffic(final Program program)
    {
        if (!program.hasScratch(ElementTarget.EVENT) || 0 == scratch[ElementTarget.EVENT - SCRATCH])
        {
            return true;
        }
        if (EVENT_UPDATE == scratch[ElementTarget.EVENT - SCRATCH])
        {
            flowTotalsForgotten += domain.flowTotals.note(flowKey(program), times.exportMs);
            return true;
        }
        return EVENT_DELETED == scratch[ElementTarget.EVENT - SCRATCH] &&
            !domain.flowTotals.remove(flowKey(program));
    }

    private void addBothSides(final Program program)
    {
        if (program.bytesFromBothSides)
        {
            putSum(program, Slots.BYTES, ElementTarget.INITIATOR_OCTETS, ElementTarget.RESPONDER_OCTETS);
        }
        if (program.framesFromBothSides)
        {
            putSum(program, Slots.FRAMES, ElementTarget.INITIATOR_PACKETS, ElementTarget.RESPONDER_PACKETS);
        }
    }

    private void putSum(final Program program, final int slot, final int first, final int second)
    {
        final long other = program.splits || !program.hasScratch(second) ? 0 : scratch[second - SCRATCH];
        record.putUnmarked(slot, scratch[first - SCRATCH] + other);
        metaMask |= Slots.bit(slot);
    }

    /* An event counts nothing, unless there is something to count: it is no flow of zero bytes. */
    private void judgeEvent(final Program program)
    {
        final boolean isEvent =
            program.hasScratch(ElementTarget.EVENT) && 0 != scratch[ElementTarget.EVENT - SCRATCH] ||
            0 != (metaMask & Slots.bit(Slots.NAT_EVENT)) && 0 != record.get(Slots.NAT_EVENT);
        if (isEvent)
        {
            dropIfZero(Slots.BYTES);
            dropIfZero(Slots.FRAMES);
        }
    }

    private void dropIfZero(final int slot)
    {
        if (0 == record.get(slot))
        {
            metaMask &= ~Slots.bit(slot);
        }
    }

    private void setReverse(final Program program, final boolean addsBothSides)
    {
        reverseBytes = reverse(Slots.REVERSE_BYTES, program, addsBothSides && program.bytesFromBothSides,
            ElementTarget.RESPONDER_OCTETS);
        reverseFrames = reverse(Slots.REVERSE_FRAMES, program, addsBothSides && program.framesFromBothSides,
            ElementTarget.RESPONDER_PACKETS);
    }

    private long reverse(final int slot, final Program program, final boolean isResponder, final int responder)
    {
        return 0 != (metaMask & Slots.bit(slot)) ? record.get(slot) :
            isResponder && program.hasScratch(responder) ? scratch[responder - SCRATCH] : 0;
    }

    /* Make the record that of the reverse direction, after the forward one has been handed on; whether there is one. */
    boolean turn(final Program program)
    {
        if (0 == (program.steps & Program.PUT_REVERSE) || 0 == (reverseBytes | reverseFrames))
        {
            return false;
        }
        record.putUnmarked(Slots.BYTES, reverseBytes);
        record.putUnmarked(Slots.FRAMES, reverseFrames);
        if (program.hasScratch(ElementTarget.REVERSE_TCP_FLAGS))
        {
            record.putUnmarked(Slots.TCP_FLAGS,
                scratch[ElementTarget.REVERSE_TCP_FLAGS - SCRATCH] & TCP_FLAGS_MASK);
        }
        Biflow.turn(record, presentWords);
        return true;
    }

    /* Read the section of a packet that the record holds, once its other fields are in the flow record. */
    void readSection(final Program program, final byte[] buffer)
    {
        if (0 != (program.steps & Program.READ_SECTION))
        {
            sections.read(program, scratch, buffer, record);
        }
    }

    /* Put the names of what the record has numbers for, once it is complete. */
    void putNames(final Program program, final byte[] buffer)
    {
        if (0 != (program.steps & Program.PUT_NAMES))
        {
            RecordNames.put(program, scratch, metaMask, buffer, record, domain.names);
        }
    }

    private void checkCounters()
    {
        if (COUNTERS == (metaMask & COUNTERS))
        {
            final long octets = record.get(Slots.BYTES);
            final long packets = record.get(Slots.FRAMES);
            if (0 == octets || octets < 0 || packets <= octets >>> 32 && octets > packets * MAX_PACKET_BYTES)
            {
                implausible++;
            }
        }
    }

    private void putDataSource()
    {
        final boolean isEgress =
            0 != (metaMask & Slots.bit(Slots.DIRECTION)) && EGRESS == record.get(Slots.DIRECTION);
        final int slot = isEgress ? Slots.OUTPUT_IFINDEX : Slots.INPUT_IFINDEX;
        record.putUnmarked(Slots.DATA_SOURCE,
            0 == (metaMask & Slots.bit(slot)) ? 0 : record.get(slot) & 0xFFFF_FFFFL);
        metaMask |= Slots.bit(Slots.DATA_SOURCE);
    }

    private void completeTimes(final Program program)
    {
        if (program.timesByUptime && MessageTimes.NO_UPTIME != times.uptimeMs)
        {
            final int last = (int)scratch[ElementTarget.LAST_UPTIME - SCRATCH];
            final int duration = last - (int)scratch[ElementTarget.FIRST_UPTIME - SCRATCH];
            final int age = (int)times.uptimeMs - last;
            if ((duration | age) >= 0)
            {
                putTimes(times.exportMs - age - duration, times.exportMs - age);
                return;
            }
        }
        else if (program.timesAbsolute)
        {
            final long start = scratch[ElementTarget.START_MS - SCRATCH];
            final long end = scratch[ElementTarget.END_MS - SCRATCH];
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
        record.putUnmarked(Slots.START_TIME, startMs);
        record.putUnmarked(Slots.END_TIME, endMs);
        metaMask |= TIMES;
    }

    private void completeOddTimes(final Program program)
    {
        oddTimes.find(program, scratch, times, domain);
        implausible += oddTimes.implausible;
        timeUnknown += oddTimes.isUnknown ? 1 : 0;
        putTime(Slots.START_TIME, oddTimes.startMs);
        putTime(Slots.END_TIME, oddTimes.endMs);
    }

    private void putTime(final int slot, final long timeMs)
    {
        if (OddTimes.ABSENT != timeMs)
        {
            record.putUnmarked(slot, timeMs);
            metaMask |= Slots.bit(slot);
        }
    }

    private void completeSampling(final Program program)
    {
        SamplingSource source = SamplingSource.RECORD;
        long rate = rateInRecord(program);
        if (0 == rate)
        {
            final Sampling sampling = domain.sampling();
            if (program.hasScratch(ElementTarget.SAMPLER))
            {
                source = SamplingSource.SELECTOR;
                rate = sampling.selectorRate(scratch[ElementTarget.SAMPLER - SCRATCH]);
            }
            if (0 == rate && sampling.isByInterface() && 0 != (metaMask & Slots.bit(Slots.INPUT_IFINDEX)))
            {
                source = SamplingSource.INTERFACE;
                rate = sampling.interfaceRate(record.get(Slots.INPUT_IFINDEX));
            }
            if (0 == rate)
            {
                source = sampling.effectiveSource();
                rate = sampling.effectiveRate();
            }
        }
        record.putUnmarked(Slots.SAMPLING_SOURCE, source.ordinal());
        metaMask |= Slots.bit(Slots.SAMPLING_SOURCE);
        put(Slots.SAMPLING_RATE, rate, rate > 0);
        samplingUnknown += rate > 0 ? 0 : 1;
    }

    private long rateInRecord(final Program program)
    {
        if (program.hasScratch(ElementTarget.RATE) && scratch[ElementTarget.RATE - SCRATCH] > 0)
        {
            return scratch[ElementTarget.RATE - SCRATCH];
        }
        if (program.hasScratch(ElementTarget.PACKET_INTERVAL))
        {
            final long interval = scratch[ElementTarget.PACKET_INTERVAL - SCRATCH];
            final long space = program.hasScratch(ElementTarget.PACKET_SPACE) ?
                scratch[ElementTarget.PACKET_SPACE - SCRATCH] : 0;
            return interval > 0 && space >= 0 ? (interval + space) / interval : 0;
        }
        return 0;
    }
}
