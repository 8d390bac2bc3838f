package io.weir.examples.workload;

/** Counters of the interfaces of one simulated switch. Not thread safe. */
final class ReportedInterfaces
{
    /** Interfaces of an exporter, with ifIndex 1 to this. */
    static final int COUNT = 8;

    private final long[] inOctets = new long[COUNT + 1];
    private final long[] outOctets = new long[COUNT + 1];
    private final long[] inPackets = new long[COUNT + 1];
    private final long[] outPackets = new long[COUNT + 1];

    ReportedInterfaces()
    {
    }

    /**
     * Count frames that pass the switch.
     *
     * @param flow   that they belong to.
     * @param frames how many.
     */
    void count(final SyntheticFlow flow, final long frames)
    {
        inPackets[flow.inputInterface] += frames;
        inOctets[flow.inputInterface] += frames * flow.frameBytes;
        outPackets[flow.outputInterface] += frames;
        outOctets[flow.outputInterface] += frames * flow.frameBytes;
    }

    long inOctets(final int ifIndex)
    {
        return inOctets[ifIndex];
    }

    long outOctets(final int ifIndex)
    {
        return outOctets[ifIndex];
    }

    long inPackets(final int ifIndex)
    {
        return inPackets[ifIndex];
    }

    long outPackets(final int ifIndex)
    {
        return outPackets[ifIndex];
    }
}
