package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.codec.netflow.ElementTarget.Form;
import io.weir.codec.netflow.template.Template;
import io.weir.record.FieldSet;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    private static final int TARGET_COLUMN = 3;

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

    private static final int TARGET_SHIFT = 5;
    private static final int LENGTH_SHIFT = 16;
    private static final int OFFSET_SHIFT = 40;
    private static final long ALL_KINDS_OF_PROTOCOL =
        Layer4.KINDS & ~(Slots.bit(Slots.IPV4) | Slots.bit(Slots.IPV6));

    final Template template;
    final FieldSet wanted;
    final boolean rateByInterface;
    /** Operations: form, target, length and offset in one number each. */
    final long[] operations;
    final int runs;
    /** By run: index of its first operation; one more entry than there are runs. */
    final int[] firstOperation;
    /** By run: bytes of its fixed fields. */
    final int[] runLength;
    /** By run: the first of its operations on its field of variable length, which are its last. */
    final int[] variableOperation;
    final long packetMask;
    final long metaMask;
    final long scratchMask;
    final boolean hasProtocol;
    final boolean hasBothFamilies;
    final long family;
    final boolean icmpFromPort;
    final boolean bytesFromBothSides;
    final boolean framesFromBothSides;
    final long packetWanted;
    final long metaWanted;
    final int steps;
    final boolean timesByUptime;
    final boolean timesAbsolute;

    private Program(final Compiler compiler)
    {
        template = compiler.template;
        wanted = compiler.wanted;
        rateByInterface = compiler.rateByInterface;
        operations = compiler.operations.stream().mapToLong(Program::pack).toArray();
        runs = compiler.runLengths.size();
        firstOperation = column(compiler.firstOperations);
        runLength = column(compiler.runLengths);
        variableOperation = column(compiler.variableOperations);
        scratchMask = compiler.scratchMask;
        hasProtocol = compiler.isAssigned(Slots.L4_PROTOCOL);
        hasBothFamilies = compiler.hasBothFamilies;
        family = compiler.family();
        packetMask = compiler.packetMask | family | (0 == family ? 0 : Slots.bit(Slots.IP_VERSION)) |
            (hasProtocol ? ALL_KINDS_OF_PROTOCOL : 0);
        metaMask = compiler.metaMask;
        packetWanted = wanted.word(0) | Layer4.KINDS;
        metaWanted = wanted.word(Slots.META_WORD) | Slots.bit(Slots.SAMPLING_RATE);
        bytesFromBothSides = !compiler.isAssigned(Slots.BYTES) && hasScratch(ElementTarget.INITIATOR_OCTETS);
        framesFromBothSides = !compiler.isAssigned(Slots.FRAMES) && hasScratch(ElementTarget.INITIATOR_PACKETS);
        icmpFromPort = hasProtocol && compiler.isAssigned(Slots.L4_DESTINATION_PORT) && !compiler.hasIcmp();
        steps = steps(compiler);
        timesAbsolute = hasScratch(ElementTarget.START_MS) && hasScratch(ElementTarget.END_MS);
        timesByUptime = hasScratch(ElementTarget.FIRST_UPTIME) && hasScratch(ElementTarget.LAST_UPTIME) &&
            !hasScratch(ElementTarget.START_MS) && !hasScratch(ElementTarget.END_MS);
    }

    private int steps(final Compiler compiler)
    {
        final boolean wantsIcmp = wanted.has(Slots.ICMP_TYPE) || wanted.has(Slots.ICMP_CODE);
        final boolean wantsTimes = wanted.has(Slots.START_TIME) || wanted.has(Slots.END_TIME);
        return step(hasBothFamilies, CHOOSE_FAMILY) |
            step(hasScratch(ElementTarget.ICMP_TYPE_AND_CODE), SPLIT_ICMP) |
            step(icmpFromPort && wantsIcmp, ICMP_FROM_PORTS) |
            step(0 != (packetMask & Slots.bit(Slots.TCP_FLAGS)), CUT_TCP_FLAGS) |
            step(bytesFromBothSides || framesFromBothSides, ADD_BOTH_SIDES) |
            step(hasCounters(compiler), CHECK_COUNTERS) |
            step(wanted.has(Slots.DIRECTION) && compiler.isAssigned(Slots.DIRECTION), CHECK_DIRECTION) |
            step(wanted.has(Slots.DATA_SOURCE), PUT_DATA_SOURCE) |
            step(wantsTimes, PUT_TIMES) |
            step(rateByInterface || hasScratch(ElementTarget.RATE) || hasScratch(ElementTarget.SAMPLER) ||
                hasScratch(ElementTarget.PACKET_INTERVAL), PUT_RATE);
    }

    private boolean hasCounters(final Compiler compiler)
    {
        return wanted.has(Slots.BYTES) && wanted.has(Slots.FRAMES) &&
            (bytesFromBothSides || compiler.isAssigned(Slots.BYTES)) &&
            (framesFromBothSides || compiler.isAssigned(Slots.FRAMES));
    }

    private static int step(final boolean isNeeded, final int step)
    {
        return isNeeded ? step : 0;
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

    static Program compile(final Template template, final FieldSet wanted, final boolean rateByInterface)
    {
        return new Program(new Compiler(template, wanted, rateByInterface));
    }

    boolean hasScratch(final int target)
    {
        return 0 != (scratchMask & 1L << target - SCRATCH);
    }

    private static int[] column(final List<Integer> values)
    {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Chooses a field for every target, and lays the operations out in runs. */
    private static final class Compiler
    {
        private final Template template;
        private final FieldSet wanted;
        private final boolean rateByInterface;
        private final ElementTarget[][] choices;
        private final boolean[] assigned = new boolean[ElementTarget.SCRATCH_END];
        private final List<int[]> operations = new ArrayList<>();
        private final List<Integer> firstOperations = new ArrayList<>();
        private final List<Integer> runLengths = new ArrayList<>();
        private final List<Integer> variableOperations = new ArrayList<>();
        private boolean hasBothFamilies;
        private boolean hasFamily4;
        private boolean hasFamily6;
        private long packetMask;
        private long metaMask;
        private long scratchMask;

        private Compiler(final Template template, final FieldSet wanted, final boolean rateByInterface)
        {
            this.template = template;
            this.wanted = wanted;
            this.rateByInterface = rateByInterface;
            this.choices = new ElementTarget[template.fieldCount()][0];
            for (final ElementTarget source : ElementTarget.ALL)
            {
                choose(source);
            }
            hasBothFamilies = hasFamily4 && hasFamily6;
            layOut();
            mask();
        }

        private void choose(final ElementTarget source)
        {
            final boolean isSecondFamily = Form.ADDRESS4 == source.form && assigned[source.target];
            if (assigned[source.target] && !isSecondFamily)
            {
                return;
            }
            for (int field = template.scopeFieldCount(); field < template.fieldCount(); field++)
            {
                if (0 == template.enterprise(field) && source.elementId == template.elementId(field) &&
                    fits(source, template.fieldLength(field)))
                {
                    hasFamily4 |= Form.ADDRESS4 == source.form && Slots.NEXT_HOP != source.target;
                    hasFamily6 |= Form.ADDRESS6 == source.form && Slots.NEXT_HOP != source.target;
                    assigned[source.target] = true;
                    choices[field] = with(choices[field], source);
                    return;
                }
            }
        }

        private static boolean fits(final ElementTarget source, final int length)
        {
            return Template.VARIABLE_LENGTH == length ? Form.NUMBER == source.form : source.fits(length);
        }

        private static ElementTarget[] with(final ElementTarget[] sources, final ElementTarget source)
        {
            final ElementTarget[] more = Arrays.copyOf(sources, sources.length + 1);
            more[sources.length] = source;
            return more;
        }

        private void layOut()
        {
            int offset = 0;
            firstOperations.add(0);
            for (int field = 0; field < template.fieldCount(); field++)
            {
                final int length = template.fieldLength(field);
                final boolean isVariable = Template.VARIABLE_LENGTH == length;
                final int firstOfField = operations.size();
                for (final ElementTarget source : choices[field])
                {
                    if (isNeeded(source.target))
                    {
                        operations.add(
                            new int[]{ isVariable ? UN : form(source, length), offset, length, source.target });
                    }
                }
                offset += length;
                if (isVariable)
                {
                    endRun(offset - length, firstOfField);
                    offset = 0;
                }
            }
            endRun(offset, operations.size());
        }

        private void endRun(final int length, final int variableOperation)
        {
            runLengths.add(length);
            variableOperations.add(variableOperation);
            firstOperations.add(operations.size());
        }

        private int form(final ElementTarget source, final int length)
        {
            switch (source.form)
            {
                case ADDRESS4:
                    return hasBothFamilies ? ADDRESS4_UNLESS_ZERO : Program.ADDRESS4;
                case ADDRESS6:
                    return hasBothFamilies ? ADDRESS6_UNLESS_ZERO : Program.ADDRESS6;
                case NTP:
                    return Program.NTP;
                case SECONDS:
                    return Program.SECONDS;
                case BEFORE_EXPORT:
                    return Program.BEFORE_EXPORT;
                default:
                    return 1 == length ? U8 : 2 == length ? U16 : 4 == length ? U32 : 8 == length ? U64 : UN;
            }
        }

        private boolean isNeeded(final int target)
        {
            if (target >= SCRATCH)
            {
                return isScratchNeeded(target);
            }
            switch (target)
            {
                case Slots.L4_PROTOCOL:
                    return true;
                case Slots.INPUT_IFINDEX:
                    return rateByInterface || wanted.has(target) || wanted.has(Slots.DATA_SOURCE);
                case Slots.DIRECTION:
                case Slots.OUTPUT_IFINDEX:
                    return wanted.has(target) || wanted.has(Slots.DATA_SOURCE);
                case Slots.L4_SOURCE_PORT:
                case Slots.L4_DESTINATION_PORT:
                    return wanted.has(target) || wanted.has(Slots.ICMP_TYPE) || wanted.has(Slots.ICMP_CODE);
                case Slots.IP_SOURCE:
                case Slots.IP_DESTINATION:
                    return wanted.has(target) || hasBothFamilies;
                default:
                    return wanted.has(target);
            }
        }

        private boolean isScratchNeeded(final int target)
        {
            switch (target)
            {
                case ElementTarget.START_MS:
                case ElementTarget.END_MS:
                case ElementTarget.FIRST_UPTIME:
                case ElementTarget.LAST_UPTIME:
                case ElementTarget.DURATION_MS:
                case ElementTarget.SYSTEM_INIT_MS:
                    return wanted.has(Slots.START_TIME) || wanted.has(Slots.END_TIME);
                case ElementTarget.EVENT:
                case ElementTarget.INITIATOR_OCTETS:
                case ElementTarget.RESPONDER_OCTETS:
                case ElementTarget.INITIATOR_PACKETS:
                case ElementTarget.RESPONDER_PACKETS:
                    return wanted.has(Slots.BYTES) || wanted.has(Slots.FRAMES);
                case ElementTarget.ICMP_TYPE_AND_CODE:
                    return wanted.has(Slots.ICMP_TYPE) || wanted.has(Slots.ICMP_CODE);
                default:
                    return true;
            }
        }

        private void mask()
        {
            for (final int[] operation : operations)
            {
                final int target = operation[TARGET_COLUMN];
                if (target >= SCRATCH)
                {
                    scratchMask |= 1L << target - SCRATCH;
                }
                else
                {
                    final boolean isAddress = operation[0] >= ADDRESS4 && operation[0] <= ADDRESS6_UNLESS_ZERO;
                    final long bits = (isAddress ? 3L : 1L) << target;
                    packetMask |= 0 == Slots.word(target) ? bits : 0;
                    metaMask |= Slots.META_WORD == Slots.word(target) ? bits : 0;
                }
            }
        }

        private boolean isAssigned(final int target)
        {
            return assigned[target];
        }

        private boolean hasIcmp()
        {
            return assigned[Slots.ICMP_TYPE] || assigned[ElementTarget.ICMP_TYPE_AND_CODE];
        }

        private long family()
        {
            return hasBothFamilies ? 0 :
                hasFamily4 ? Slots.bit(Slots.IPV4) : hasFamily6 ? Slots.bit(Slots.IPV6) : 0;
        }
    }
}
