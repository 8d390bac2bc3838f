package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;

/**
 * What is known of the data record that is being decoded: the flow record that it fills, which slots are present, and
 * scratch values from which others follow; beside it what was counted since it was asked last. Not thread safe.
 */
final class RecordState
{
    final long[] scratch = new long[ElementTarget.SCRATCH_END - SCRATCH];
    FlowRecord record;
    MessageTimes times;
    NetflowDomain domain;
    /** Slots that are present, by word; marked in the flow record once they are final. */
    long packetMask;
    long metaMask;
    long structureMask;
    long elementMask;
    int flowTotalsForgotten;
    int implausible;
    int timeUnknown;
    int samplingUnknown;

    /* Put a value of the record as a whole, where it is known. */
    void put(final int slot, final long value, final boolean isKnown)
    {
        if (isKnown)
        {
            record.putUnmarked(slot, value);
            metaMask |= Slots.bit(slot);
        }
    }

    /* Put a value into the flow record or among the scratch values. */
    void store(final int target, final long value)
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

    /* A value that is not there, contrary to what the program says. */
    void absent(final int target, final long bits)
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
}
