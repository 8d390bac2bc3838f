package io.weir.codec.sflow;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/** Copies the fields of flow structures into a flow record, as far as they are wanted and known. Stateless. */
final class StructureFields
{
    private static final long UNKNOWN = 0xFFFF_FFFFL;
    private static final int WORD = 4;
    /* Place of the round trip time in extended_tcp_info. */
    private static final int RTT = 7;
    private static final FlowStructure.Kind[] KINDS = FlowStructure.Kind.values();

    private StructureFields()
    {
    }

    static void fill(final FlowStructureView view, final FlowRecord record, final FieldSet wanted)
    {
        final FlowStructure structure = view.structure();
        for (int i = 0; i < structure.size() && view.has(i); i++)
        {
            final int slot = structure.slot(i);
            if (FlowStructure.NO_SLOT == slot)
            {
                continue;
            }
            derive(view, i, slot, record);
            if (wanted.has(slot) && !isPlainPath(view, i, slot))
            {
                put(view, i, slot, record);
            }
        }
    }

    /* What a field tells beside its own slot. */
    private static void derive(
        final FlowStructureView view, final int index, final int slot, final FlowRecord record)
    {
        switch (slot)
        {
            case Slots.BGP_AS_PATH:
                fillPath(view, index, record);
                break;
            case Slots.VNI_INGRESS:
            case Slots.VNI_EGRESS:
                if (!record.has(Slots.VNI) && UNKNOWN != view.value(index))
                {
                    record.put(Slots.VNI, view.value(index));
                }
                break;
            case Slots.TCP_MIN_RTT:
                fillWait(view.value(RTT), view.value(index), record);
                break;
            default:
                break;
        }
    }

    private static void fillWait(final long rtt, final long shortest, final FlowRecord record)
    {
        if (UNKNOWN != rtt && UNKNOWN != shortest && rtt >= shortest)
        {
            record.put(Slots.TCP_RTT_WAIT, rtt - shortest);
        }
    }

    private static void put(final FlowStructureView view, final int index, final int slot, final FlowRecord record)
    {
        switch (KINDS[view.structure().kind(index)])
        {
            case NUMBER:
                if (UNKNOWN != view.value(index) || Slots.TRANSIT_DELAY == slot)
                {
                    record.put(slot, view.value(index));
                }
                break;
            case SIGNED:
                if (view.value(index) >= 0)
                {
                    record.put(slot, view.value(index));
                }
                break;
            case IPV4:
                record.putAddress4(slot, view.value(index));
                break;
            case IPV6:
                record.putAddress(slot, view.high(index), view.value(index));
                break;
            case ADDRESS:
                if (SflowDatagramView.ADDRESS_UNKNOWN != view.addressType(index))
                {
                    record.putAddress(slot, view.high(index), view.value(index));
                }
                break;
            case TEXT:
            case OPAQUE:
            case WORDS:
            case AS_PATH:
                if (view.length(index) > 0)
                {
                    record.putText(slot, view.offset(index), view.length(index));
                }
                break;
            default:
                record.put(slot, view.value(index));
                break;
        }
    }

    /* Version 2 has no segments: its ends are known, but it is not what the slot of a path holds. */
    private static boolean isPlainPath(final FlowStructureView view, final int index, final int slot)
    {
        return Slots.BGP_AS_PATH == slot && FlowStructure.Kind.WORDS == KINDS[view.structure().kind(index)];
    }

    /* The path begins at the neighbour and ends at the destination; a set at its end names several, the last counts. */
    private static void fillPath(final FlowStructureView view, final int index, final FlowRecord record)
    {
        final byte[] buffer = record.buffer();
        final int end = view.offset(index) + view.length(index);
        boolean first = true;
        if (isPlainPath(view, index, Slots.BGP_AS_PATH))
        {
            if (view.length(index) > 0)
            {
                record.put(Slots.BGP_DESTINATION_PEER_AS, Wire.u32(buffer, view.offset(index)));
                record.put(Slots.BGP_DESTINATION_AS, Wire.u32(buffer, end - WORD));
            }
            return;
        }
        for (int at = view.offset(index); at < end;)
        {
            final int count = Wire.i32(buffer, at + WORD);
            at += 2 * WORD;
            if (count > 0)
            {
                if (first)
                {
                    record.put(Slots.BGP_DESTINATION_PEER_AS, Wire.u32(buffer, at));
                    first = false;
                }
                record.put(Slots.BGP_DESTINATION_AS, Wire.u32(buffer, at + (count - 1) * WORD));
            }
            at += count * WORD;
        }
    }
}
