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
 *
 * <p>These are records of the language, and not classes, because the JIT takes their components for constants where it
 * takes the program for one: in a {@link ProgramTemplate}.
 *
 * @param template        that was compiled.
 * @param wanted          fields for which it was compiled.
 * @param rateByInterface whether sampling rates are told by interface.
 * @param splits          whether a record of both directions becomes two.
 * @param layout          operations, and where they are.
 * @param presence        which slots the operations fill, and which of them are wanted.
 * @param counters        what bytes and frames are made of.
 * @param scratchMask     scratch values that the operations fill.
 * @param family          kind of the addresses: IPv4, IPv6, or 0 where a record tells its own or none.
 * @param hasProtocol     whether records tell the protocol above IP.
 * @param hasText         whether a slot refers to bytes of the datagram.
 * @param timesByUptime   whether both start and end are told as uptimes, and in no other way.
 * @param timesAbsolute   whether both are told as times of day.
 * @param sectionWanted   what is wanted of a section of a packet, and what its counters are made of.
 * @param steps           what remains to be done after the operations, by bits.
 */
record Program(
    Template template,
    FieldSet wanted,
    boolean rateByInterface,
    boolean splits,
    Layout layout,
    Presence presence,
    Counters counters,
    long scratchMask,
    long family,
    boolean hasProtocol,
    boolean hasText,
    boolean timesByUptime,
    boolean timesAbsolute,
    FieldSet sectionWanted,
    int steps)
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

    /** What remains to be done after the operations, as bits of {@link #steps()}. */
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
    static final int PUT_INPUT_NAME = 1 << 15;
    static final int PUT_OUTPUT_NAME = 1 << 16;
    static final int PUT_VRF_NAME = 1 << 17;
    static final int PUT_APPLICATION = 1 << 18;
    static final int PUT_NAMES = PUT_INPUT_NAME | PUT_OUTPUT_NAME | PUT_VRF_NAME | PUT_APPLICATION;

    private static final int TARGET_SHIFT = 5;
    private static final int LENGTH_SHIFT = 16;
    private static final int OFFSET_SHIFT = 40;
    private static final int PLAIN_TARGET_SHIFT = 6;
    private static final int PLAIN_TARGET_MASK = 0xFFF;
    private static final long PLAIN_ADDRESS = 1L << 18;
    private static final int PLAIN_ADDRESS_SHIFT = 45;
    private static final int[] RATES = { ElementTarget.RATE, ElementTarget.SAMPLER, ElementTarget.PACKET_INTERVAL };
    private static final int[] SECTIONS = {
        ElementTarget.FRAME_SECTION, ElementTarget.HEADER_SECTION, ElementTarget.PAYLOAD_SECTION,
        ElementTarget.MPLS_SECTION
    };
    private static final int[] REVERSE_TOTALS = {
        ElementTarget.REVERSE_TOTAL_OCTETS, ElementTarget.REVERSE_TOTAL_PACKETS
    };
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long ALL_KINDS_OF_PROTOCOL =
        Layer4.KINDS & ~(Slots.bit(Slots.IPV4) | Slots.bit(Slots.IPV6));

    /**
     * Operations. The arrays are never changed.
     *
     * @param operations        form, target, length and offset in one number each.
     * @param plain             the same of plain operations, in a form of their own.
     * @param runs              of fixed fields.
     * @param firstOperation    by run: index of its first operation; one more entry than there are runs.
     * @param plainEnd          by run: behind the last of its plain operations, which are its first.
     * @param plainAddresses    first slots of the IPv4 addresses that plain operations put: their high half is 0 in all
     *                          records of a set.
     * @param runLength         by run: bytes of its fixed fields.
     * @param variableOperation by run: the first of its operations on its field of variable length, which are its last.
     * @param eitherFamily      first slots of addresses of either family, which are zeroed before a record.
     * @param flowKey           slots that make a flow, where its counters are differenced or its events followed.
     */
    record Layout(
        long[] operations,
        long[] plain,
        int runs,
        int[] firstOperation,
        int[] plainEnd,
        int[] plainAddresses,
        int[] runLength,
        int[] variableOperation,
        int[] eitherFamily,
        int[] flowKey)
    {
        private static Layout of(final ProgramCompiler compiler)
        {
            return new Layout(
                compiler.operations.stream().mapToLong(Program::pack).toArray(),
                compiler.operations.stream().mapToLong(Program::packPlain).toArray(),
                compiler.runLengths.size(),
                column(compiler.firstOperations),
                column(compiler.plainEnds),
                plainAddresses(compiler),
                column(compiler.runLengths),
                column(compiler.variableOperations),
                column(compiler.eitherFamily()),
                column(compiler.flowKey()));
        }

        private static int[] plainAddresses(final ProgramCompiler compiler)
        {
            return IntStream.range(0, compiler.runLengths.size())
                .flatMap(run -> IntStream.range(compiler.firstOperations.get(run), compiler.plainEnds.get(run)))
                .mapToObj(compiler.operations::get)
                .filter(operation -> ADDRESS4 == operation[0])
                .mapToInt(operation -> operation[TARGET_COLUMN])
                .toArray();
        }

        private static int[] column(final List<Integer> values)
        {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /**
     * Slots by word: bits of those that a record fills, and of those that are wanted.
     *
     * @param packet          filled, of the packet.
     * @param meta            filled, of the record as a whole.
     * @param structure       filled, of what is known from elsewhere.
     * @param element         filled, of elements that are wanted by their numbers.
     * @param packetWanted    wanted, of the packet, and all kinds.
     * @param metaWanted      wanted, of the record as a whole, and its sampling rate.
     * @param structureWanted wanted, of what is known from elsewhere.
     */
    record Presence(
        long packet,
        long meta,
        long structure,
        long element,
        long packetWanted,
        long metaWanted,
        long structureWanted)
    {
        private static Presence of(final ProgramCompiler compiler)
        {
            final FieldSet wanted = compiler.wanted;
            final long family = compiler.family();
            return new Presence(
                compiler.masks[0] | family | (0 == family ? 0 : Slots.bit(Slots.IP_VERSION)) |
                    (compiler.isAssigned(Slots.L4_PROTOCOL) ? ALL_KINDS_OF_PROTOCOL : 0),
                compiler.masks[Slots.META_WORD],
                compiler.masks[Slots.STRUCTURE_WORD],
                compiler.masks[Slots.ELEMENT_WORD],
                wanted.word(0) | Layer4.KINDS,
                wanted.word(Slots.META_WORD) | Slots.bit(Slots.SAMPLING_RATE),
                wanted.word(Slots.STRUCTURE_WORD));
        }

        /* Whether there is more than the words of the packet and of the record as a whole. */
        boolean hasMoreWords()
        {
            return 0 != (structure | element);
        }
    }

    /**
     * What bytes and frames are made of where a record does not tell them as such.
     *
     * @param bytesFromBothSides  what initiator and responder sent.
     * @param framesFromBothSides the same of packets.
     * @param bytesFromTotal      a total of the flow since its beginning.
     * @param framesFromTotal     the same of packets.
     */
    record Counters(
        boolean bytesFromBothSides,
        boolean framesFromBothSides,
        boolean bytesFromTotal,
        boolean framesFromTotal)
    {
        private static Counters of(final ProgramCompiler compiler)
        {
            return new Counters(
                compiler.bytesFromBothSides() && compiler.hasScratch(ElementTarget.INITIATOR_OCTETS),
                compiler.framesFromBothSides() && compiler.hasScratch(ElementTarget.INITIATOR_PACKETS),
                compiler.bytesFromTotal(),
                compiler.framesFromTotal());
        }

        private boolean hasBytes(final ProgramCompiler compiler)
        {
            return bytesFromBothSides || bytesFromTotal || compiler.isAssigned(Slots.BYTES);
        }

        private boolean hasFrames(final ProgramCompiler compiler)
        {
            return framesFromBothSides || framesFromTotal || compiler.isAssigned(Slots.FRAMES);
        }
    }

    static Program of(final ProgramCompiler compiler)
    {
        final Presence presence = Presence.of(compiler);
        final Counters counters = Counters.of(compiler);
        final boolean hasStart = compiler.hasScratch(ElementTarget.START_MS);
        final boolean hasEnd = compiler.hasScratch(ElementTarget.END_MS);
        final boolean hasUptimes =
            compiler.hasScratch(ElementTarget.FIRST_UPTIME) && compiler.hasScratch(ElementTarget.LAST_UPTIME);
        return new Program(
            compiler.template,
            compiler.wanted,
            compiler.rateByInterface,
            compiler.splits,
            Layout.of(compiler),
            presence,
            counters,
            compiler.scratchMask,
            compiler.family(),
            compiler.isAssigned(Slots.L4_PROTOCOL),
            compiler.hasText,
            hasUptimes && !hasStart && !hasEnd,
            hasStart && hasEnd,
            compiler.wanted.union(FieldSet.of(Field.IP_BYTES)),
            steps(compiler, presence, counters));
    }

    private static int steps(
        final ProgramCompiler compiler,
        final Presence presence,
        final Counters counters)
    {
        final FieldSet wanted = compiler.wanted;
        final boolean wantsIcmp = wanted.has(Slots.ICMP_TYPE) || wanted.has(Slots.ICMP_CODE);
        final boolean wantsTimes = wanted.has(Slots.START_TIME) || wanted.has(Slots.END_TIME);
        return step(compiler.hasBothFamilies(), CHOOSE_FAMILY) |
            step(compiler.hasScratch(ElementTarget.ICMP_TYPE_AND_CODE), SPLIT_ICMP) |
            step(wantsIcmp && compiler.hasIcmpInPort(), ICMP_FROM_PORTS) |
            step(0 != (presence.packet() & Slots.bit(Slots.TCP_FLAGS)), CUT_TCP_FLAGS) |
            step(counters.bytesFromBothSides() || counters.framesFromBothSides(), ADD_BOTH_SIDES) |
            step(hasTotals(compiler, counters), DIFFERENCE_TOTALS) |
            step(compiler.isEvent() && (wanted.has(Slots.BYTES) || wanted.has(Slots.FRAMES)), JUDGE_EVENT) |
            step(wanted.has(Slots.BYTES) && wanted.has(Slots.FRAMES) && counters.hasBytes(compiler) &&
                counters.hasFrames(compiler), CHECK_COUNTERS) |
            step(compiler.isNeeded(Slots.DIRECTION) && compiler.isAssigned(Slots.DIRECTION), CHECK_DIRECTION) |
            step(wanted.has(Slots.DATA_SOURCE), PUT_DATA_SOURCE) |
            step(wantsTimes, PUT_TIMES) |
            step(compiler.rateByInterface || hasAny(compiler, RATES), PUT_RATE) |
            step(compiler.hasScratch(ElementTarget.LABEL), PUT_LABELS) |
            step(hasAny(compiler, SECTIONS), READ_SECTION) |
            step(compiler.splits && compiler.hasReverse(), PUT_REVERSE) |
            nameSteps(compiler, presence);
    }

    /* Names of numbers that records have; what is turned round has that of the one in place of the other. */
    private static int nameSteps(final ProgramCompiler compiler, final Presence presence)
    {
        final FieldSet wanted = compiler.wanted;
        final long either = Slots.bit(Slots.INPUT_IFINDEX) | Slots.bit(Slots.OUTPUT_IFINDEX);
        final long input = presence.meta() & (compiler.splits ? either : Slots.bit(Slots.INPUT_IFINDEX));
        final long output = presence.meta() & (compiler.splits ? either : Slots.bit(Slots.OUTPUT_IFINDEX));
        final long vrf = presence.meta() & (Slots.bit(Slots.VRF) | Slots.bit(Slots.VRF_EGRESS));
        return step(wanted.has(Slots.INPUT_NAME) && 0 != input, PUT_INPUT_NAME) |
            step(wanted.has(Slots.OUTPUT_NAME) && 0 != output, PUT_OUTPUT_NAME) |
            step(wanted.has(Slots.VRF_NAME) && 0 != vrf, PUT_VRF_NAME) |
            step(wanted.has(Slots.APPLICATION) && compiler.hasScratch(ElementTarget.APPLICATION), PUT_APPLICATION);
    }

    private static boolean hasTotals(final ProgramCompiler compiler, final Counters counters)
    {
        return counters.bytesFromTotal() && compiler.hasScratch(ElementTarget.TOTAL_OCTETS) ||
            counters.framesFromTotal() && compiler.hasScratch(ElementTarget.TOTAL_PACKETS) ||
            hasAny(compiler, REVERSE_TOTALS);
    }

    private static boolean hasAny(final ProgramCompiler compiler, final int[] targets)
    {
        return IntStream.of(targets).anyMatch(compiler::hasScratch);
    }

    private static int step(final boolean isNeeded, final int step)
    {
        return isNeeded ? step : 0;
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

    /* Whether it was compiled for these fields and for such sampling. */
    boolean isFor(final FieldSet fields, final boolean isRateByInterface)
    {
        return wanted == fields && rateByInterface == isRateByInterface;
    }

    boolean hasScratch(final int target)
    {
        return 0 != (scratchMask & 1L << target - SCRATCH);
    }
}
