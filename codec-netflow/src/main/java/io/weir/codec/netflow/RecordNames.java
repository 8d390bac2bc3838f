package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

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

    /* Put the names that the program says, of the numbers that the record has, wanted or not. */
    static void put(final Program program, final RecordState state, final byte[] buffer)
    {
        final int steps = program.steps();
        final ExporterNames names = state.domain.names;
        if (0 != (steps & Program.PUT_INPUT_NAME))
        {
            put(Slots.INPUT_NAME, ExporterNames.INTERFACE, Slots.INPUT_IFINDEX, state, names);
        }
        if (0 != (steps & Program.PUT_OUTPUT_NAME))
        {
            put(Slots.OUTPUT_NAME, ExporterNames.INTERFACE, Slots.OUTPUT_IFINDEX, state, names);
        }
        if (0 != (steps & Program.PUT_VRF_NAME) && isFree(Slots.VRF_NAME, state.record))
        {
            final int vrf = 0 != (state.metaMask & Slots.bit(Slots.VRF)) ? Slots.VRF : Slots.VRF_EGRESS;
            put(Slots.VRF_NAME, ExporterNames.VRF, vrf, state, names);
        }
        if (0 != (steps & Program.PUT_APPLICATION) && isFree(Slots.APPLICATION, state.record))
        {
            final long reference = state.scratch[ElementTarget.APPLICATION - SCRATCH];
            final long id = ExporterNames.applicationId(buffer, (int)(reference >>> 32), (int)reference);
            put(Slots.APPLICATION, -1 == id ? null : names.application(id), state.record);
        }
    }

    private static void put(
        final int slot,
        final int kind,
        final int number,
        final RecordState state,
        final ExporterNames names)
    {
        if (0 != (state.metaMask & Slots.bit(number)))
        {
            put(slot, names.find(kind, state.record.get(number)), state.record);
        }
    }

    private static boolean isFree(final int slot, final FlowRecord record)
    {
        return !record.has(slot) || 0 == record.textLength(slot);
    }

    private static void put(final int slot, final ExporterNames.Name name, final FlowRecord record)
    {
        if (null != name)
        {
            record.putText(slot, name.text, 0, name.length);
        }
    }
}
