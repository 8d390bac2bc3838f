package io.weir.examples.workload;

/**
 * Gathers the reports of one device into datagrams, with that device's own address, clock and sequence numbers. Not
 * thread safe. Allocates nothing.
 */
abstract class SimulatedExporter
{
    static final int MAX_DATAGRAM_LENGTH = 1472;

    private static final long NS_PER_MS = 1_000_000L;

    final byte[] buffer = new byte[MAX_DATAGRAM_LENGTH];
    private final long bootNs;
    private final int address;
    private long pendingSinceNs;

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
        if (0 == records())
        {
            pendingSinceNs = endNs;
        }
        write(flow, frames, startNs, endNs);
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

    abstract void write(SyntheticFlow flow, long frames, long startNs, long endNs);

    /** {@return flow samples or records in the datagram so far} */
    abstract int records();

    /** {@return by how much the sequence number moves on behind the datagram that was completed last} */
    abstract int units();

    /** {@return whether there is no room for another} */
    abstract boolean isFull();

    /**
     * Complete the datagram in {@link #buffer} and begin a new one.
     *
     * @param timeNs when it leaves.
     * @return its length in bytes.
     */
    abstract int finish(long timeNs);
}
