package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

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
    private static final int TCP_FLAGS_MASK = 0x1FF;
    private static final int EVENT_UPDATE = 5;
    private static final long EGRESS = 1;
    private static final long MAX_PACKET_BYTES = 65_535;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long NTP_TO_EPOCH_SECONDS = 2_208_988_800L;
    private static final long COUNTERS = Slots.bit(Slots.BYTES) | Slots.bit(Slots.FRAMES);
    private static final long TIMES = Slots.bit(Slots.START_TIME) | Slots.bit(Slots.END_TIME);

    private final long[] scratch = new long[ElementTarget.SCRATCH_END - SCRATCH];
    private FlowRecord record;
    private MessageTimes times;
    private NetflowDomain domain;
    private long packetMask;
    private long metaMask;
    private long setMask;
    private int unknownRates;
    private int implausible;
    private int timeUnknown;
    private int samplingUnknown;

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
        if (0 == (program.steps & Program.PUT_RATE))
        {
            final long rate = newDomain.sampling().domainRate();
            newRecord.putUnmarked(Slots.SAMPLING_RATE, rate);
            setMask |= rate > 0 ? Slots.bit(Slots.SAMPLING_RATE) : 0;
            unknownRates = rate > 0 ? 0 : 1;
        }
        if (0 != program.family)
        {
            newRecord.putUnmarked(Slots.IP_VERSION, Slots.bit(Slots.IPV4) == program.family ? 4 : 6);
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
        if (program.hasBothFamilies)
        {
            clearAddresses();
        }
        final long[] operations = program.operations;
        if (1 == program.runs)
        {
            execute(operations, 0, operations.length, buffer, offset);
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
            execute(operations, program.firstOperation[run], variable, buffer, at);
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

    private void clearAddresses()
    {
        record.putUnmarked(Slots.IP_SOURCE, 0);
        record.putUnmarked(Slots.IP_SOURCE + 1, 0);
        record.putUnmarked(Slots.IP_DESTINATION, 0);
        record.putUnmarked(Slots.IP_DESTINATION + 1, 0);
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
            if (length >= 1 && length <= Long.BYTES)
            {
                store(Program.target(program.operations[i]), DataRecordView.number(buffer, at, length));
            }
            else
            {
                absent(Program.target(program.operations[i]));
            }
        }
        return at + length;
    }

    private void absent(final int target)
    {
        if (target >= SCRATCH)
        {
            scratch[target - SCRATCH] = 0;
        }
        else if (0 == Slots.word(target))
        {
            packetMask &= ~Slots.bit(target);
        }
        else
        {
            metaMask &= ~Slots.bit(target);
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
                    record.putUnmarked(target, Wire.u64(buffer, at));
                    record.putUnmarked(target + 1, Wire.u64(buffer, at + Long.BYTES));
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
                    record.putUnmarked(target, Wire.u64(buffer, at));
                    record.putUnmarked(target + 1, Wire.u64(buffer, at + Long.BYTES));
                }
                break;
            case Program.SECONDS:
                store(target, DataRecordView.number(buffer, at, length) * 1_000);
                break;
            case Program.NTP:
                store(target, ntpToEpochMs(Wire.u64(buffer, at)));
                break;
            case Program.BEFORE_EXPORT:
                store(target, times.exportMs - Long.divideUnsigned(DataRecordView.number(buffer, at, length), 1_000));
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

    private static long ntpToEpochMs(final long ntp)
    {
        return 0 == ntp ? 0 :
            ((ntp >>> 32) - NTP_TO_EPOCH_SECONDS) * 1_000 + ((ntp & 0xFFFF_FFFFL) * 1_000 >>> 32);
    }

    private void complete(final Program program)
    {
        if (0 != program.steps)
        {
            completePacket(program);
            completeMeta(program);
        }
        samplingUnknown += unknownRates;
        final long possible = program.hasProtocol ? Layer4.possible((int)record.get(Slots.L4_PROTOCOL)) : -1;
        record.clear();
        record.mark(0, packetMask & possible & program.packetWanted);
        record.mark(Slots.META_WORD, (metaMask | setMask) & program.metaWanted);
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
    }

    private void completeMeta(final Program program)
    {
        final int steps = program.steps;
        if (0 != (steps & Program.ADD_BOTH_SIDES) && isTraffic(program))
        {
            addBothSides(program);
        }
        if (0 != (steps & Program.CHECK_COUNTERS))
        {
            checkCounters();
        }
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
        if (0 != (steps & Program.PUT_RATE))
        {
            completeSampling(program);
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

    private boolean isTraffic(final Program program)
    {
        return !program.hasScratch(ElementTarget.EVENT) ||
            EVENT_UPDATE == scratch[ElementTarget.EVENT - SCRATCH];
    }

    private void putSum(final Program program, final int slot, final int first, final int second)
    {
        final long other = program.hasScratch(second) ? scratch[second - SCRATCH] : 0;
        record.putUnmarked(slot, scratch[first - SCRATCH] + other);
        metaMask |= Slots.bit(slot);
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
        final long end = endMs(program);
        final long start = startMs(program, end);
        final boolean hasEnd = Long.MIN_VALUE != end;
        final boolean hasStart = Long.MIN_VALUE != start;
        final long duration = program.hasScratch(ElementTarget.DURATION_MS) ?
            scratch[ElementTarget.DURATION_MS - SCRATCH] : -1;
        final long finalStart = hasStart || !hasEnd || duration < 0 ? start : end - duration;
        final long finalEnd = hasEnd || !hasStart || duration < 0 ? end : start + duration;
        if (Long.MIN_VALUE == finalStart || Long.MIN_VALUE == finalEnd)
        {
            timeUnknown++;
        }
        else if (finalStart > finalEnd)
        {
            implausible++;
            timeUnknown++;
            return;
        }
        putTime(Slots.START_TIME, finalStart);
        putTime(Slots.END_TIME, finalEnd);
    }

    private void putTime(final int slot, final long timeMs)
    {
        if (Long.MIN_VALUE != timeMs)
        {
            record.putUnmarked(slot, timeMs);
            metaMask |= Slots.bit(slot);
        }
    }

    private long endMs(final Program program)
    {
        if (program.hasScratch(ElementTarget.END_MS))
        {
            final long ms = scratch[ElementTarget.END_MS - SCRATCH];
            return 0 == ms ? Long.MIN_VALUE : ms;
        }
        return program.hasScratch(ElementTarget.LAST_UPTIME) ?
            fromUptime(program, (int)scratch[ElementTarget.LAST_UPTIME - SCRATCH]) : Long.MIN_VALUE;
    }

    private long startMs(final Program program, final long endMs)
    {
        if (program.hasScratch(ElementTarget.START_MS))
        {
            final long ms = scratch[ElementTarget.START_MS - SCRATCH];
            return 0 == ms ? Long.MIN_VALUE : ms;
        }
        if (!program.hasScratch(ElementTarget.FIRST_UPTIME))
        {
            return Long.MIN_VALUE;
        }
        final int first = (int)scratch[ElementTarget.FIRST_UPTIME - SCRATCH];
        if (Long.MIN_VALUE != endMs && program.hasScratch(ElementTarget.LAST_UPTIME) &&
            !program.hasScratch(ElementTarget.END_MS))
        {
            return endMs - ((int)scratch[ElementTarget.LAST_UPTIME - SCRATCH] - first);
        }
        return fromUptime(program, first);
    }

    /* Epoch milliseconds of a sysUptime: by the header's, or by the start of the system, or not at all. */
    private long fromUptime(final Program program, final int stamp)
    {
        long uptimeMs = times.uptimeMs;
        if (MessageTimes.NO_UPTIME == uptimeMs)
        {
            final long inRecord = program.hasScratch(ElementTarget.SYSTEM_INIT_MS) ?
                scratch[ElementTarget.SYSTEM_INIT_MS - SCRATCH] : 0;
            final long systemInitMs = 0 == inRecord ? domain.systemInitMs() : inRecord;
            if (0 == systemInitMs)
            {
                return Long.MIN_VALUE;
            }
            uptimeMs = times.exportMs - systemInitMs;
        }
        final int age = (int)uptimeMs - stamp;
        if (age < 0)
        {
            implausible++;
            return age < -NetflowV5Decoder.MAX_AHEAD_MS ? Long.MIN_VALUE : times.exportMs - age;
        }
        return times.exportMs - age;
    }

    private void completeSampling(final Program program)
    {
        final long rate = rate(program);
        if (rate > 0)
        {
            record.putUnmarked(Slots.SAMPLING_RATE, rate);
            metaMask |= Slots.bit(Slots.SAMPLING_RATE);
        }
        else
        {
            samplingUnknown++;
        }
    }

    private long rate(final Program program)
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
            if (interval > 0 && space >= 0)
            {
                return (interval + space) / interval;
            }
        }
        final Sampling sampling = domain.sampling();
        long rate = 0;
        if (program.hasScratch(ElementTarget.SAMPLER))
        {
            rate = sampling.selectorRate(scratch[ElementTarget.SAMPLER - SCRATCH]);
        }
        if (0 == rate && sampling.isByInterface() && 0 != (metaMask & Slots.bit(Slots.INPUT_IFINDEX)))
        {
            rate = sampling.interfaceRate(record.get(Slots.INPUT_IFINDEX));
        }
        return 0 == rate ? sampling.domainRate() : rate;
    }
}
