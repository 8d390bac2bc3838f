package io.weir.examples.workload;

/**
 * Gathers the reports of one device into datagrams, with that device's own address, clock and sequence numbers. Not
 * thread safe. Allocates nothing.
 */
abstract class SimulatedExporter
{
    static final int MAX_DATAGRAM_LENGTH = 1472;
    static final int SOURCE_AS = 64_500;
    static final int DESTINATION_AS = 64_501;
    static final int MASK_BITS = 24;

    private static final long NS_PER_MS = 1_000_000L;

    final byte[] buffer = new byte[MAX_DATAGRAM_LENGTH];
    private final long bootNs;
    private final int address;
    private long pendingSinceNs;
    private int records;
    private int units;

    /**
     * An exporter.
     *
     * @param address IPv4 address of the device.
     * @param bootNs  when it started, epoch nanoseconds.
     */
    SimulatedExporter(final int address, final long bootNs)
    {
        this.address = address;
        this.bootNs = bootNs;
    }

    /**
     * Report the frames of a flow.
     *
     * @param flow    that they belong to.
     * @param frames  how many; a sample stands for the sampling rate.
     * @param startNs when the first passed, epoch nanoseconds.
     * @param endNs   when the last passed: now.
     */
    final void report(final SyntheticFlow flow, final long frames, final long startNs, final long endNs)
    {
        if (0 == records)
        {
            pendingSinceNs = endNs;
        }
        write(flow, frames, startNs, endNs);
        records++;
    }

    /** {@return when the first record of the datagram was reported, epoch nanoseconds} */
    final long pendingSinceNs()
    {
        return pendingSinceNs;
    }

    /** {@return IPv4 address of the device} */
    final int address()
    {
        return address;
    }

    /** {@return IPv4 address of the next hop of all flows} */
    final long nextHop()
    {
        return address & 0xFFFF_FF00L | 0xFE;
    }

    /**
     * Uptime of the device.
     *
     * @param timeNs epoch nanoseconds.
     * @return milliseconds since it started, modulo 2^32.
     */
    final long uptimeMs(final long timeNs)
    {
        return (timeNs - bootNs) / NS_PER_MS & 0xFFFF_FFFFL;
    }

    /** {@return flow samples or records in the datagram so far} */
    final int records()
    {
        return records;
    }

    /** {@return by how much the sequence number moves on behind the datagram that was completed last} */
    final int units()
    {
        return units;
    }

    /**
     * Complete the datagram in {@link #buffer} and begin a new one.
     *
     * @param timeNs when it leaves.
     * @return its length in bytes.
     */
    final int finish(final long timeNs)
    {
        units = datagramUnits();
        final int length = complete(timeNs);
        records = 0;
        return length;
    }

    abstract void write(SyntheticFlow flow, long frames, long startNs, long endNs);

    /** {@return by how much the sequence number moves on behind the datagram that is about to be completed} */
    abstract int datagramUnits();

    /** {@return whether there is no room for another} */
    abstract boolean isFull();

    /**
     * Complete the datagram in {@link #buffer}.
     *
     * @param timeNs when it leaves.
     * @return its length in bytes.
     */
    abstract int complete(long timeNs);
}
