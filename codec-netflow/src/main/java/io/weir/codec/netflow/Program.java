package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.codec.netflow.template.Template;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.Slots;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A template compiled for the fields that are wanted: from where in a record which bytes go to which target. Immutable.
 *
 * <p>A record is a sequence of runs. A run is a number of fixed fields, followed by one of variable length in all runs
 * but the last. The operations of a run come in order of their fields, those on the field of variable length last.
 * Fields that nobody wants have no operation; those of no length have none either.
 */
final class Program
{
    /** Forms of an operation: how its bytes become a number, by length where that is common. */
    static final int U8 = 0;
    static final int U16 = 1;
    static final int U32 = 2;
    static final int U64 = 3;
    static final int UN = 4;
    static final int ADDRESS4 = 5;
    static final int ADDRESS6 = 6;
    static final int ADDRESS4_UNLESS_ZERO = 7;
    static final int ADDRESS6_UNLESS_ZERO = 8;
    static final int SECONDS = 9;
    static final int NTP = 10;
    static final int BEFORE_EXPORT = 11;
    static final int IP_FLAGS = 12;
    static final int SEGMENT = 13;
    static final int TEXT = 14;
    static final int SECTION = 15;
    static final int ELEMENT = 16;

    static final int TARGET_COLUMN = 3;

    /** What remains to be done after the operations, as bits of {@link #steps}. */
    static final int CHOOSE_FAMILY = 1;
    static final int SPLIT_ICMP = 1 << 1;
    static final int ICMP_FROM_PORTS = 1 << 2;
    static final int CUT_TCP_FLAGS = 1 << 3;
    static final int ADD_BOTH_SIDES = 1 << 4;
    static final int CHECK_COUNTERS = 1 << 5;
    static final int CHECK_DIRECTION = 1 << 6;
    static final int PUT_DATA_SOURCE = 1 << 7;
    static final int PUT_TIMES = 1 << 8;
    static final int PUT_RATE = 1 << 9;
    static final int PUT_LABELS = 1 << 10;
    static final int DIFFERENCE_TOTALS = 1 << 11;
    static final int JUDGE_EVENT = 1 << 12;
    static final int READ_SECTION = 1 << 13;
    static final int PUT_REVERSE = 1 << 14;
    static final int PUT_NAMES = 1 << 15;

    private static final int TARGET_SHIFT = 5;
    private static final int LENGTH_SHIFT = 16;
    private static final int OFFSET_SHIFT = 40;
    private static final int PLAIN_TARGET_SHIFT = 6;
    private static final int PLAIN_TARGET_MASK = 0xFFF;
    private static final long PLAIN_ADDRESS = 1L << 18;
    private static final int PLAIN_ADDRESS_SHIFT = 45;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long ALL_KINDS_OF_PROTOCOL =
        Layer4.KINDS & ~(Slots.bit(Slots.IPV4) | Slots.bit(Slots.IPV6));

    final Template template;
    final FieldSet wanted;
    final boolean rateByInterface;
    /** Operations: form, target, length and offset in one number each; a plain one in a form of its own. */
    final long[] operations;
    final int runs;
    /** By run: index of its first operation; one more entry than there are runs. */
    final int[] firstOperation;
    /** By run: behind the last of its plain operations, which are its first. */
    final int[] plainEnd;
    /** First slots of the IPv4 addresses that plain operations put: their high half is 0 in all records of a set. */
    final int[] plainAddresses;
    /** By run: bytes of its fixed fields. */
    final int[] runLength;
    /** By run: the first of its operations on its field of variable length, which are its last. */
    final int[] variableOperation;
    final long packetMask;
    final long metaMask;
    final long structureMask;
    final long elementMask;
    final long scratchMask;
    /** Whether there is more than the words of the packet and of the record as a whole. */
    final boolean hasMoreWords;
    /** Whether a slot refers to bytes of the datagram. */
    final boolean hasText;
    /** First slots of addresses of either family, which are zeroed before a record. */
    final int[] eitherFamily;
    /** Slots that make a flow, where its counters are to be differenced or its events followed. */
    final int[] flowKey;
    final boolean hasProtocol;
    final boolean hasBothFamilies;
    final long family;
    final boolean icmpFromPort;
    final boolean bytesFromBothSides;
    final boolean framesFromBothSides;
    final boolean bytesFromTotal;
    final boolean framesFromTotal;
    final boolean splits;
    final long packetWanted;
    final long metaWanted;
    final long structureWanted;
    /** What is wanted of a section, and what its counters are made of. */
    final FieldSet sectionWanted;
    final int steps;
    final boolean timesByUptime;
    final boolean timesAbsolute;

    Program(final ProgramCompiler compiler)
    {
        template = compiler.template;
        wanted = compiler.wanted;
        rateByInterface = compiler.rateByInterface;
        splits = compiler.splits;
        runs = compiler.runLengths.size();
        firstOperation = column(compiler.firstOperations);
        plainEnd = column(compiler.plainEnds);
        operations = pack(compiler.operations);
        plainAddresses = plainAddresses(compiler.operations);
        runLength = column(compiler.runLengths);
        variableOperation = column(compiler.variableOperations);
        eitherFamily = column(compiler.eitherFamily());
        flowKey = column(compiler.flowKey());
        scratchMask = compiler.scratchMask;
        hasProtocol = compiler.isAssigned(Slots.L4_PROTOCOL);
        hasBothFamilies = compiler.hasBothFamilies();
        family = compiler.family();
        packetMask = compiler.masks[0] | family | (0 == family ? 0 : Slots.bit(Slots.IP_VERSION)) |
            (hasProtocol ? ALL_KINDS_OF_PROTOCOL : 0);
        metaMask = compiler.masks[Slots.META_WORD];
        structureMask = compiler.masks[Slots.STRUCTURE_WORD];
        elementMask = compiler.masks[Slots.ELEMENT_WORD];
        hasMoreWords = 0 != (structureMask | elementMask);
        hasText = compiler.hasText;
        packetWanted = wanted.word(0) | Layer4.KINDS;
        metaWanted = wanted.word(Slots.META_WORD) | Slots.bit(Slots.SAMPLING_RATE);
        structureWanted = wanted.word(Slots.STRUCTURE_WORD);
        sectionWanted = wanted.union(FieldSet.of(Field.IP_BYTES));
        bytesFromTotal = compiler.bytesFromTotal();
        framesFromTotal = compiler.framesFromTotal();
        bytesFromBothSides = compiler.bytesFromBothSides() && hasScratch(ElementTarget.INITIATOR_OCTETS);
        framesFromBothSides = compiler.framesFromBothSides() && hasScratch(ElementTarget.INITIATOR_PACKETS);
        icmpFromPort = hasProtocol && compiler.isAssigned(Slots.L4_DESTINATION_PORT) && !compiler.hasIcmp();
        steps = steps(compiler);
        timesAbsolute = hasScratch(ElementTarget.START_MS) && hasScratch(ElementTarget.END_MS);
        timesByUptime = hasScratch(ElementTarget.FIRST_UPTIME) && hasScratch(ElementTarget.LAST_UPTIME) &&
            !hasScratch(ElementTarget.START_MS) && !hasScratch(ElementTarget.END_MS);
    }

    private int steps(final ProgramCompiler compiler)
    {
        final boolean wantsIcmp = wanted.has(Slots.ICMP_TYPE) || wanted.has(Slots.ICMP_CODE);
        final boolean wantsTimes = wanted.has(Slots.START_TIME) || wanted.has(Slots.END_TIME);
        return step(hasBothFamilies, CHOOSE_FAMILY) |
            step(hasScratch(ElementTarget.ICMP_TYPE_AND_CODE), SPLIT_ICMP) |
            step(icmpFromPort && wantsIcmp, ICMP_FROM_PORTS) |
            step(0 != (packetMask & Slots.bit(Slots.TCP_FLAGS)), CUT_TCP_FLAGS) |
            step(bytesFromBothSides || framesFromBothSides, ADD_BOTH_SIDES) |
            step(hasTotals(), DIFFERENCE_TOTALS) |
            step(compiler.isEvent() && (wanted.has(Slots.BYTES) || wanted.has(Slots.FRAMES)), JUDGE_EVENT) |
            step(hasCounters(compiler), CHECK_COUNTERS) |
            step(compiler.isNeeded(Slots.DIRECTION) && compiler.isAssigned(Slots.DIRECTION), CHECK_DIRECTION) |
            step(wanted.has(Slots.DATA_SOURCE), PUT_DATA_SOURCE) |
            step(wantsTimes, PUT_TIMES) |
            step(rateByInterface || hasScratch(ElementTarget.RATE) || hasScratch(ElementTarget.SAMPLER) ||
                hasScratch(ElementTarget.PACKET_INTERVAL), PUT_RATE) |
            step(hasScratch(ElementTarget.LABEL), PUT_LABELS) |
            step(hasScratch(ElementTarget.FRAME_SECTION) || hasScratch(ElementTarget.HEADER_SECTION) ||
                hasScratch(ElementTarget.PAYLOAD_SECTION) || hasScratch(ElementTarget.MPLS_SECTION), READ_SECTION) |
            step(splits && compiler.hasReverse(), PUT_REVERSE) |
            step(RecordNames.areWanted(wanted), PUT_NAMES);
    }

    private boolean hasTotals()
    {
        return bytesFromTotal && hasScratch(ElementTarget.TOTAL_OCTETS) ||
            framesFromTotal && hasScratch(ElementTarget.TOTAL_PACKETS) ||
            hasScratch(ElementTarget.REVERSE_TOTAL_OCTETS) || hasScratch(ElementTarget.REVERSE_TOTAL_PACKETS);
    }

    private boolean hasCounters(final ProgramCompiler compiler)
    {
        return wanted.has(Slots.BYTES) && wanted.has(Slots.FRAMES) &&
            (bytesFromBothSides || bytesFromTotal || compiler.isAssigned(Slots.BYTES)) &&
            (framesFromBothSides || framesFromTotal || compiler.isAssigned(Slots.FRAMES));
    }

    private static int step(final boolean isNeeded, final int step)
    {
        return isNeeded ? step : 0;
    }

    private long[] pack(final List<int[]> unpacked)
    {
        final long[] packed = unpacked.stream().mapToLong(Program::pack).toArray();
        for (int run = 0; run < runs; run++)
        {
            for (int i = firstOperation[run]; i < plainEnd[run]; i++)
            {
                packed[i] = packPlain(unpacked.get(i));
            }
        }
        return packed;
    }

    private int[] plainAddresses(final List<int[]> unpacked)
    {
        return IntStream.range(0, runs)
            .flatMap(run -> IntStream.range(firstOperation[run], plainEnd[run]))
            .mapToObj(unpacked::get)
            .filter(operation -> ADDRESS4 == operation[0])
            .mapToInt(operation -> operation[TARGET_COLUMN])
            .toArray();
    }

    /* The value ends 64 bits that are read: how far to shift them, and where they begin. */
    private static long packPlain(final int[] operation)
    {
        final boolean isAddress = ADDRESS4 == operation[0];
        final int shift = Long.SIZE - Byte.SIZE * operation[2];
        return shift | (long)(operation[TARGET_COLUMN] + (isAddress ? 1 : 0)) << PLAIN_TARGET_SHIFT |
            (isAddress ? PLAIN_ADDRESS : 0) | (long)(operation[1] + operation[2] - Long.BYTES) << OFFSET_SHIFT;
    }

    static int plainTarget(final long operation)
    {
        return (int)(operation >>> PLAIN_TARGET_SHIFT) & PLAIN_TARGET_MASK;
    }

    /* Of the 64 bits that the value ends: may lie before the record. */
    static int plainOffset(final long operation)
    {
        return (int)(operation >> OFFSET_SHIFT);
    }

    /* What its 64 bits give: the shift is the operation modulo 64. */
    static long plainValue(final long operation, final long bits)
    {
        return bits << operation >>> operation | (operation << PLAIN_ADDRESS_SHIFT >> Long.SIZE - 1 & V4_MAPPED);
    }

    private static long pack(final int[] operation)
    {
        return operation[0] | (long)operation[TARGET_COLUMN] << TARGET_SHIFT |
            (long)operation[2] << LENGTH_SHIFT | (long)operation[1] << OFFSET_SHIFT;
    }

    static int form(final long operation)
    {
        return (int)operation & (1 << TARGET_SHIFT) - 1;
    }

    static int target(final long operation)
    {
        return (int)(operation >>> TARGET_SHIFT) & (1 << LENGTH_SHIFT - TARGET_SHIFT) - 1;
    }

    static int length(final long operation)
    {
        return (int)(operation >>> LENGTH_SHIFT) & 0xFFFF;
    }

    static int offset(final long operation)
    {
        return (int)(operation >>> OFFSET_SHIFT);
    }

    boolean hasScratch(final int target)
    {
        return 0 != (scratchMask & 1L << target - SCRATCH);
    }

    private static int[] column(final List<Integer> values)
    {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
