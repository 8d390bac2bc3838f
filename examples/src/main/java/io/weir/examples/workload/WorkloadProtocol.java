package io.weir.examples.workload;

/** Export protocols that a workload can speak. */
public enum WorkloadProtocol
{
    /** sFlow version 5. */
    SFLOW("sflow", 6343, 16),
    /** NetFlow version 5. */
    NETFLOW5("netflow5", 2055, 16),
    /** NetFlow version 9. */
    NETFLOW9("netflow9", 2055, 12),
    /** IPFIX. */
    IPFIX("ipfix", 4739, 8);

    private final String label;
    private final int port;
    private final int sequenceOffset;

    WorkloadProtocol(final String label, final int port, final int sequenceOffset)
    {
        this.label = label;
        this.port = port;
        this.sequenceOffset = sequenceOffset;
    }

    /** {@return where a datagram has its sequence number of 4 bytes, in sFlow with an IPv4 agent} */
    int sequenceOffset()
    {
        return sequenceOffset;
    }

    /** {@return name on the command line} */
    public String label()
    {
        return label;
    }

    /** {@return port that collectors usually listen on} */
    public int port()
    {
        return port;
    }
}
