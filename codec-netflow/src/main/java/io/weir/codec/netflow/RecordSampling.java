package io.weir.codec.netflow;

import static io.weir.codec.netflow.ElementTarget.SCRATCH;

import io.weir.record.SamplingSource;
import io.weir.record.Slots;

/** Sampling rate of records, which all records of a set have in common or each has for itself. Not thread safe. */
final class RecordSampling
{
    private final RecordState state;
    private long headerRate;
    private boolean isOfSet;
    private int unknown;

    RecordSampling(final RecordState state)
    {
        this.state = state;
    }

    /* What the header of the datagram says of sampling, 0 for nothing. Stays until it is said anew. */
    void headerRate(final long rate)
    {
        headerRate = rate;
    }

    /* Begin a set. Returns which slots are present in all of its records. */
    long begin(final Program program)
    {
        final Sampling sampling = state.domain.sampling();
        unknown = 0;
        isOfSet = sampling.isOverridden() || 0 == (program.steps() & Program.PUT_RATE);
        if (!isOfSet)
        {
            return 0;
        }
        final boolean isOfHeader = headerRate > 0 && SamplingSource.DEFAULT == sampling.effectiveSource();
        final SamplingSource source = isOfHeader ? SamplingSource.HEADER : sampling.effectiveSource();
        final long rate = isOfHeader ? headerRate : sampling.effectiveRate();
        state.record.putUnmarked(Slots.SAMPLING_RATE, rate);
        state.record.putUnmarked(Slots.SAMPLING_SOURCE, source.ordinal());
        unknown = rate > 0 ? 0 : 1;
        return Slots.bit(Slots.SAMPLING_SOURCE) | (rate > 0 ? Slots.bit(Slots.SAMPLING_RATE) : 0);
    }

    /* Rate that the set has in common; 0 when it is not known. */
    long rateOfSet()
    {
        return 0 != unknown || !isOfSet ? 0 : state.record.get(Slots.SAMPLING_RATE);
    }

    /* 1 where no record of the set has a rate that is known. */
    int unknown()
    {
        return unknown;
    }

    boolean isOfSet()
    {
        return isOfSet;
    }

    /* The rate of a record: its own, else of its sampler, its interface, the domain. */
    void complete(final Program program)
    {
        SamplingSource source = SamplingSource.RECORD;
        long rate = rateInRecord(program);
        if (0 == rate)
        {
            final Sampling sampling = state.domain.sampling();
            if (program.hasScratch(ElementTarget.SAMPLER))
            {
                source = SamplingSource.SELECTOR;
                rate = sampling.selectorRate(state.scratch[ElementTarget.SAMPLER - SCRATCH]);
            }
            if (0 == rate && sampling.isByInterface() && 0 != (state.metaMask & Slots.bit(Slots.INPUT_IFINDEX)))
            {
                source = SamplingSource.INTERFACE;
                rate = sampling.interfaceRate(state.record.get(Slots.INPUT_IFINDEX));
            }
            if (0 == rate)
            {
                source = sampling.effectiveSource();
                rate = sampling.effectiveRate();
            }
        }
        state.record.putUnmarked(Slots.SAMPLING_SOURCE, source.ordinal());
        state.metaMask |= Slots.bit(Slots.SAMPLING_SOURCE);
        state.put(Slots.SAMPLING_RATE, rate, rate > 0);
        state.samplingUnknown += rate > 0 ? 0 : 1;
    }

    private long rateInRecord(final Program program)
    {
        if (program.hasScratch(ElementTarget.RATE) && state.scratch[ElementTarget.RATE - SCRATCH] > 0)
        {
            return state.scratch[ElementTarget.RATE - SCRATCH];
        }
        if (program.hasScratch(ElementTarget.PACKET_INTERVAL))
        {
            final long interval = state.scratch[ElementTarget.PACKET_INTERVAL - SCRATCH];
            final long space = program.hasScratch(ElementTarget.PACKET_SPACE) ?
                state.scratch[ElementTarget.PACKET_SPACE - SCRATCH] : 0;
            return interval > 0 && space >= 0 ? (interval + space) / interval : 0;
        }
        return 0;
    }
}
