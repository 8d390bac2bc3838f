package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.codec.netflow.ElementTarget.Form;
import io.weir.codec.netflow.template.Template;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Compiles a template: chooses a field for every target, and lays the operations out in runs. Not thread safe. */
final class ProgramCompiler
{
    private static final int[] FLOW_KEY = {
        Slots.IP_SOURCE, Slots.IP_DESTINATION, Slots.L4_PROTOCOL, Slots.L4_SOURCE_PORT, Slots.L4_DESTINATION_PORT,
        Slots.IP_TOS, Slots.VLAN, Slots.MAC_SOURCE, Slots.MAC_DESTINATION, Slots.INPUT_IFINDEX, Slots.VRF,
        ElementTarget.ICMP_TYPE_AND_CODE, ElementTarget.FLOW_ID, ElementTarget.START_MS, ElementTarget.FIRST_UPTIME
    };

    final Template template;
    final FieldSet wanted;
    final boolean rateByInterface;
    final boolean splits;
    final List<int[]> operations = new ArrayList<>();
    final List<Integer> firstOperations = new ArrayList<>();
    final List<Integer> runLengths = new ArrayList<>();
    final List<Integer> plainEnds = new ArrayList<>();
    final List<Integer> variableOperations = new ArrayList<>();
    final long[] masks = new long[Slots.WORDS];
    long scratchMask;
    boolean hasText;

    private final boolean needsDirection;
    private final ElementTarget[][] choices;
    private final boolean[] assigned = new boolean[ElementTarget.SCRATCH_END];
    private final boolean[] assigned4 = new boolean[ElementTarget.SCRATCH_END];
    private final boolean[] assigned6 = new boolean[ElementTarget.SCRATCH_END];

    private ProgramCompiler(
        final Template template,
        final FieldSet wanted,
        final boolean rateByInterface,
        final NetflowSettings settings)
    {
        this.template = template;
        this.wanted = wanted;
        this.rateByInterface = rateByInterface;
        this.splits = BiflowMode.TWO_RECORDS == settings.counting().biflows();
        this.needsDirection = DirectionRule.BOTH != settings.counting().direction();
        this.choices = new ElementTarget[template.fieldCount()][0];
        for (final ElementTarget source : ElementTarget.ALL)
        {
            choose(source);
        }
        for (final Field element : wanted.elements().fields())
        {
            choose(ElementTarget.of(element, wanted.elements().slot(element)));
        }
        layOut();
        mask();
    }

    static Program compile(
        final Template template,
        final FieldSet wanted,
        final boolean rateByInterface,
        final NetflowSettings settings)
    {
        return Program.of(new ProgramCompiler(template, wanted, rateByInterface, settings));
    }

    private void choose(final ElementTarget source)
    {
        if (isTaken(source))
        {
            return;
        }
        for (int field = template.scopeFieldCount(); field < template.fieldCount(); field++)
        {
            if (source.enterprise == template.enterprise(field) && source.elementId == template.elementId(field) &&
                fits(source, template.fieldLength(field)))
            {
                assigned[source.target] = true;
                assigned4[source.target] |= Form.ADDRESS4 == source.form;
                assigned6[source.target] |= Form.ADDRESS6 == source.form;
                choices[field] = with(choices[field], source);
                return;
            }
        }
    }

    /* Bytes of layer 2 stand in for those of layer 3 only where there is no total either. */
    private boolean isTaken(final ElementTarget source)
    {
        final boolean isStandIn = Slots.BYTES == source.target && assigned[ElementTarget.TOTAL_OCTETS];
        return isStandIn || (Form.ADDRESS4 == source.form ? assigned4[source.target] :
            Form.ADDRESS6 == source.form ? assigned6[source.target] : assigned[source.target]);
    }

    private static boolean fits(final ElementTarget source, final int length)
    {
        return Template.VARIABLE_LENGTH == length ? source.fitsVariable() : source.fits(length);
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
                    operations.add(new int[]{ form(source, length), offset, length, source.target });
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
        final List<int[]> fixed =
            operations.subList(firstOperations.get(firstOperations.size() - 1), variableOperation);
        fixed.sort(Comparator.comparing((int[] operation) -> !isPlain(operation)));
        plainEnds.add(variableOperation - (int)fixed.stream().filter(operation -> !isPlain(operation)).count());
        runLengths.add(length);
        variableOperations.add(variableOperation);
        firstOperations.add(operations.size());
    }

    /*
     * A number of up to 8 bytes, or an IPv4 address whose high half is always 0, into the flow record. A section may
     * write an address of either family where the record has told one.
     */
    private boolean isPlain(final int[] operation)
    {
        return operation[Program.TARGET_COLUMN] < SCRATCH &&
            (operation[0] <= Program.UN || Program.ADDRESS4 == operation[0] && !hasSection());
    }

    private boolean hasSection()
    {
        return assigned[ElementTarget.FRAME_SECTION] || assigned[ElementTarget.HEADER_SECTION] ||
            assigned[ElementTarget.PAYLOAD_SECTION] || assigned[ElementTarget.MPLS_SECTION];
    }

    private int form(final ElementTarget source, final int length)
    {
        switch (source.form)
        {
            case ADDRESS4:
                return assigned6[source.target] ? Program.ADDRESS4_UNLESS_ZERO : Program.ADDRESS4;
            case ADDRESS6:
                return assigned4[source.target] ? Program.ADDRESS6_UNLESS_ZERO : Program.ADDRESS6;
            case NTP:
                return Program.NTP;
            case SECONDS:
                return Program.SECONDS;
            case BEFORE_EXPORT:
                return Program.BEFORE_EXPORT;
            case IP_FLAGS:
                return Program.IP_FLAGS;
            case SEGMENT:
                return Program.SEGMENT;
            case TEXT:
                return Program.TEXT;
            case SECTION:
                return Program.SECTION;
            case ELEMENT:
                return 16 == length ? Program.ADDRESS6 : Program.ELEMENT;
            default:
                return 1 == length ? Program.U8 : 2 == length ? Program.U16 : 4 == length ? Program.U32 :
                    8 == length ? Program.U64 : Program.UN;
        }
    }

    boolean isNeeded(final int target)
    {
        if (isInFlowKey(target) && followsFlows())
        {
            return true;
        }
        if (target >= SCRATCH)
        {
            return isScratchNeeded(target);
        }
        switch (target)
        {
            case Slots.L4_PROTOCOL:
                return true;
            case Slots.INPUT_IFINDEX:
                return rateByInterface || wanted.has(target) || wanted.has(Slots.DATA_SOURCE) ||
                    wanted.has(Slots.INPUT_NAME);
            case Slots.DIRECTION:
                return needsDirection || wanted.has(target) || wanted.has(Slots.DATA_SOURCE);
            case Slots.OUTPUT_IFINDEX:
                return wanted.has(target) || wanted.has(Slots.DATA_SOURCE) || wanted.has(Slots.OUTPUT_NAME);
            case Slots.VRF:
            case Slots.VRF_EGRESS:
                return wanted.has(target) || wanted.has(Slots.VRF_NAME);
            case Slots.L4_SOURCE_PORT:
            case Slots.L4_DESTINATION_PORT:
                return wanted.has(target) || wanted.has(Slots.ICMP_TYPE) || wanted.has(Slots.ICMP_CODE);
            case Slots.IP_SOURCE:
            case Slots.IP_DESTINATION:
                return wanted.has(target) || hasBothFamilies();
            case Slots.REVERSE_BYTES:
            case Slots.REVERSE_FRAMES:
                return wanted.has(target) || splits && wantsCounters();
            case Slots.NAT_EVENT:
                return wanted.has(target) || wantsCounters();
            default:
                return wanted.has(target);
        }
    }

    private boolean isScratchNeeded(final int target)
    {
        if (target >= ElementTarget.LABEL)
        {
            return wanted.has(Slots.MPLS_LABELS) || wanted.has(Slots.MPLS_BOTTOM_LABEL);
        }
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
                return wantsCounters();
            case ElementTarget.INITIATOR_OCTETS:
            case ElementTarget.RESPONDER_OCTETS:
                return wantsCounters() && bytesFromBothSides();
            case ElementTarget.INITIATOR_PACKETS:
            case ElementTarget.RESPONDER_PACKETS:
                return wantsCounters() && framesFromBothSides();
            case ElementTarget.TOTAL_OCTETS:
                return wantsCounters() && bytesFromTotal();
            case ElementTarget.TOTAL_PACKETS:
                return wantsCounters() && framesFromTotal();
            case ElementTarget.REVERSE_TOTAL_OCTETS:
                return isNeeded(Slots.REVERSE_BYTES) && !assigned[Slots.REVERSE_BYTES];
            case ElementTarget.REVERSE_TOTAL_PACKETS:
                return isNeeded(Slots.REVERSE_FRAMES) && !assigned[Slots.REVERSE_FRAMES];
            case ElementTarget.REVERSE_START_MS:
            case ElementTarget.REVERSE_END_MS:
            case ElementTarget.REVERSE_DELAY_MS:
                return splits && (wanted.has(Slots.START_TIME) || wanted.has(Slots.END_TIME));
            case ElementTarget.REVERSE_TCP_FLAGS:
                return splits && wanted.has(Slots.TCP_FLAGS);
            case ElementTarget.ICMP_TYPE_AND_CODE:
                return wanted.has(Slots.ICMP_TYPE) || wanted.has(Slots.ICMP_CODE);
            case ElementTarget.APPLICATION:
                return wanted.has(Slots.APPLICATION);
            case ElementTarget.FLOW_ID:
                return false;
            case ElementTarget.FRAME_BYTES:
            case ElementTarget.FRAME_TYPE:
            case ElementTarget.EXPORTED_BYTES:
            case ElementTarget.FRAME_SECTION:
            case ElementTarget.HEADER_SECTION:
            case ElementTarget.PAYLOAD_SECTION:
            case ElementTarget.MPLS_SECTION:
                return wantsSections();
            default:
                return true;
        }
    }

    private boolean wantsCounters()
    {
        return wanted.has(Slots.BYTES) || wanted.has(Slots.FRAMES);
    }

    private boolean wantsSections()
    {
        return 0 != (wanted.word(0) | wanted.word(1) | wanted.word(2) | wanted.word(3)) || wanted.has(Slots.STACK) ||
            wanted.has(Slots.IB_BTH) || wanted.has(Slots.IB_AETH) || wanted.has(Slots.IB_RDMA_LENGTH) ||
            wantsCounters();
    }

    boolean bytesFromTotal()
    {
        return !assigned[Slots.BYTES] && assigned[ElementTarget.TOTAL_OCTETS];
    }

    boolean framesFromTotal()
    {
        return !assigned[Slots.FRAMES] && assigned[ElementTarget.TOTAL_PACKETS];
    }

    boolean bytesFromBothSides()
    {
        return !assigned[Slots.BYTES] && !bytesFromTotal() && assigned[ElementTarget.INITIATOR_OCTETS];
    }

    boolean framesFromBothSides()
    {
        return !assigned[Slots.FRAMES] && !framesFromTotal() && assigned[ElementTarget.INITIATOR_PACKETS];
    }

    /* Whether something is to be remembered of every flow from one of its records to the next. */
    private boolean followsFlows()
    {
        final boolean hasReverseTotal = assigned[ElementTarget.REVERSE_TOTAL_OCTETS] ||
            assigned[ElementTarget.REVERSE_TOTAL_PACKETS];
        final boolean hasEvents = assigned[ElementTarget.EVENT] && (bytesFromBothSides() || framesFromBothSides());
        return wantsCounters() && (bytesFromTotal() || framesFromTotal() || hasEvents) ||
            hasReverseTotal && (isNeeded(Slots.REVERSE_BYTES) || isNeeded(Slots.REVERSE_FRAMES));
    }

    /* The start tells flows apart that follow each other, but not the events of one flow. */
    private boolean isInFlowKey(final int target)
    {
        final boolean isStart = ElementTarget.START_MS == target || ElementTarget.FIRST_UPTIME == target;
        if (isStart && (assigned[ElementTarget.FLOW_ID] || isEvent()))
        {
            return false;
        }
        for (final int part : FLOW_KEY)
        {
            if (part == target)
            {
                return true;
            }
        }
        return false;
    }

    List<Integer> flowKey()
    {
        final List<Integer> parts = new ArrayList<>();
        if (followsFlows())
        {
            for (final int part : FLOW_KEY)
            {
                if (assigned[part] && isInFlowKey(part))
                {
                    parts.add(part);
                    if (Slots.IP_SOURCE == part || Slots.IP_DESTINATION == part)
                    {
                        parts.add(part + 1);
                    }
                }
            }
        }
        return parts;
    }

    boolean isEvent()
    {
        return assigned[ElementTarget.EVENT] || assigned[Slots.NAT_EVENT];
    }

    boolean hasReverse()
    {
        return assigned[Slots.REVERSE_BYTES] || assigned[Slots.REVERSE_FRAMES] ||
            assigned[ElementTarget.REVERSE_TOTAL_OCTETS] || assigned[ElementTarget.REVERSE_TOTAL_PACKETS] ||
            bytesFromBothSides() || framesFromBothSides();
    }

    private void mask()
    {
        for (final int[] operation : operations)
        {
            final int target = operation[Program.TARGET_COLUMN];
            if (target >= SCRATCH)
            {
                scratchMask |= 1L << target - SCRATCH;
            }
            else
            {
                final int form = operation[0];
                final boolean isPair = form >= Program.ADDRESS4 && form <= Program.ADDRESS6_UNLESS_ZERO ||
                    Program.ELEMENT == form;
                masks[Slots.word(target)] |= (isPair ? 3L : 1L) << target;
                hasText |= Program.TEXT == form;
            }
        }
    }

    boolean isAssigned(final int target)
    {
        return assigned[target];
    }

    boolean hasScratch(final int target)
    {
        return 0 != (scratchMask & 1L << target - SCRATCH);
    }

    /* Whether type and code of ICMP stand in the destination port, and nowhere else. */
    boolean hasIcmpInPort()
    {
        return assigned[Slots.L4_PROTOCOL] && assigned[Slots.L4_DESTINATION_PORT] && !assigned[Slots.ICMP_TYPE] &&
            !assigned[ElementTarget.ICMP_TYPE_AND_CODE];
    }

    boolean hasBothFamilies()
    {
        return hasFamily(assigned4) && hasFamily(assigned6);
    }

    private static boolean hasFamily(final boolean[] of)
    {
        return of[Slots.IP_SOURCE] || of[Slots.IP_DESTINATION];
    }

    List<Integer> eitherFamily()
    {
        final List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < SCRATCH; slot++)
        {
            if (assigned4[slot] && assigned6[slot] && isNeeded(slot))
            {
                slots.add(slot);
            }
        }
        return slots;
    }

    long family()
    {
        return hasBothFamilies() ? 0 :
            hasFamily(assigned4) ? Slots.bit(Slots.IPV4) : hasFamily(assigned6) ? Slots.bit(Slots.IPV6) : 0;
    }
}
