package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.record.Slots;

/** Fields of the packet that follow from others: family, type of ICMP, flags of TCP, labels. Not thread safe. */
final class PacketFields
{
    private static final int TCP_FLAGS_MASK = 0x1FF;
    private static final int LABEL_SHIFT = 4;
    private static final int LABEL_BITS = 20;
    private static final int LABELS_IN_HALF = 3;
    private static final int LABEL_COUNT_SHIFT = 60;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long LABELS = 3L << Slots.MPLS_LABELS | Slots.bit(Slots.MPLS_BOTTOM_LABEL);

    private final RecordState state;

    PacketFields(final RecordState state)
    {
        this.state = state;
    }

    /* All steps that concern the packet, in their order. */
    void complete(final Program program)
    {
        final int steps = program.steps();
        if (0 != (steps & Program.CHOOSE_FAMILY))
        {
            chooseFamily();
        }
        if (0 != (steps & Program.SPLIT_ICMP))
        {
            putIcmp((int)state.scratch[ElementTarget.ICMP_TYPE_AND_CODE - SCRATCH]);
        }
        if (0 != (steps & Program.ICMP_FROM_PORTS))
        {
            putIcmpFromPorts();
        }
        if (0 != (steps & Program.CUT_TCP_FLAGS))
        {
            state.record.putUnmarked(Slots.TCP_FLAGS, state.record.get(Slots.TCP_FLAGS) & TCP_FLAGS_MASK);
        }
        if (0 != (steps & Program.PUT_LABELS))
        {
            putLabels(program);
        }
    }

    private void chooseFamily()
    {
        final long high = state.record.get(Slots.IP_SOURCE) | state.record.get(Slots.IP_DESTINATION);
        final long low = state.record.get(Slots.IP_SOURCE + 1) | state.record.get(Slots.IP_DESTINATION + 1);
        if (0 == high && 0xFFFF == low >>> 32)
        {
            mapIfUnset(Slots.IP_SOURCE + 1);
            mapIfUnset(Slots.IP_DESTINATION + 1);
            state.record.putUnmarked(Slots.IP_VERSION, 4);
            state.packetMask |= Slots.bit(Slots.IPV4) | Slots.bit(Slots.IP_VERSION);
        }
        else
        {
            state.record.putUnmarked(Slots.IP_VERSION, 6);
            state.packetMask |= Slots.bit(Slots.IPV6) | Slots.bit(Slots.IP_VERSION);
        }
    }

    private void mapIfUnset(final int slot)
    {
        if (0 == state.record.get(slot))
        {
            state.record.putUnmarked(slot, V4_MAPPED);
        }
    }

    private void putIcmp(final int typeAndCode)
    {
        state.record.putUnmarked(Slots.ICMP_TYPE, typeAndCode >>> 8 & 0xFF);
        state.record.putUnmarked(Slots.ICMP_CODE, typeAndCode & 0xFF);
        state.packetMask |= Layer4.ICMP_FIELDS;
    }

    private void putIcmpFromPorts()
    {
        final long protocol = state.record.get(Slots.L4_PROTOCOL);
        if ((Layer4.ICMP == protocol || Layer4.ICMP6 == protocol) &&
            0 != (state.packetMask & Slots.bit(Slots.L4_DESTINATION_PORT)))
        {
            putIcmp(NetflowV5RecordView.icmpTypeAndCode(
                0 == (state.packetMask & Slots.bit(Slots.L4_SOURCE_PORT)) ?
                    0 : (int)state.record.get(Slots.L4_SOURCE_PORT),
                (int)state.record.get(Slots.L4_DESTINATION_PORT)));
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
            state.record.putUnmarked(Slots.MPLS_BOTTOM_LABEL, label);
            count++;
            if (0 != (entry & 1))
            {
                break;
            }
        }
        if (count > 0)
        {
            state.record.putUnmarked(Slots.MPLS_LABELS, high);
            state.record.putUnmarked(Slots.MPLS_LABELS + 1, low | (long)(count - 1) << LABEL_COUNT_SHIFT);
            state.packetMask |= LABELS;
        }
    }

    private long label(final Program program, final int index)
    {
        return index < ElementTarget.LABELS && program.hasScratch(ElementTarget.LABEL + index) ?
            state.scratch[ElementTarget.LABEL + index - SCRATCH] : 0;
    }
}
