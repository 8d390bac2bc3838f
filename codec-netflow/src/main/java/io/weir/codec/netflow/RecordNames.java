package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/** Puts the names that an exporter told into records that have the numbers. A name in the record itself stays. */
final class RecordNames
{
    static final long SLOTS = Slots.bit(Slots.INPUT_NAME) | Slots.bit(Slots.OUTPUT_NAME) |
        Slots.bit(Slots.VRF_NAME) | Slots.bit(Slots.APPLICATION);

    private RecordNames()
    {
    }

    static boolean areWanted(final FieldSet wanted)
    {
        return 0 != (wanted.word(Slots.META_WORD) & SLOTS);
    }

    /*
     * Put the names that are wanted. Of the numbers, the mask says which are in their slots, wanted or not; where the
     * record has an application's, the program's scratch value does.
     */
    static void put(
        final Program program,
        final long[] scratch,
        final long mask,
        final byte[] buffer,
        final FlowRecord record,
        final ExporterNames names)
    {
        final FieldSet wanted = program.wanted();
        put(Slots.INPUT_NAME, ExporterNames.INTERFACE, Slots.INPUT_IFINDEX, mask, wanted, record, names);
        put(Slots.OUTPUT_NAME, ExporterNames.INTERFACE, Slots.OUTPUT_IFINDEX, mask, wanted, record, names);
        final int vrf = 0 != (mask & Slots.bit(Slots.VRF)) ? Slots.VRF : Slots.VRF_EGRESS;
        put(Slots.VRF_NAME, ExporterNames.VRF, vrf, mask, wanted, record, names);
        if (program.hasScratch(ElementTarget.APPLICATION) && isFree(Slots.APPLICATION, wanted, record))
        {
            final long reference = scratch[ElementTarget.APPLICATION - SCRATCH];
            final long id = ExporterNames.applicationId(buffer, (int)(reference >>> 32), (int)reference);
            put(Slots.APPLICATION, -1 == id ? null : names.application(id), record);
        }
    }

    private static void put(
        final int slot,
        final int kind,
        final int number,
        final long mask,
        final FieldSet wanted,
        final FlowRecord record,
        final ExporterNames names)
    {
        if (0 != (mask & Slots.bit(number)) && isFree(slot, wanted, record))
        {
            put(slot, names.find(kind, record.get(number)), record);
        }
    }

    private static boolean isFree(final int slot, final FieldSet wanted, final FlowRecord record)
    {
        return wanted.has(slot) && (!record.has(slot) || 0 == record.textLength(slot));
    }

    private static void put(final int slot, final byte[] name, final FlowRecord record)
    {
        if (null != name)
        {
            record.putText(slot, name, 0, name.length);
        }
    }
}
