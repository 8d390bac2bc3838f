package io.weir.examples.workload;

/** Export protocols that a workload can speak. */
public enum WorkloadProtocol
{
    /** sFlow version 5. */
    SFLOW("sflow", 6343, 16),
    /** NetFlow version 1. */
    NETFLOW1("netflow1", 2055, WorkloadProtocol.NO_SEQUENCE),
    /** NetFlow version 5. */
    NETFLOW5("netflow5", 2055, 16),
    /** NetFlow version 6. */
    NETFLOW6("netflow6", 2055, 16),
    /** NetFlow version 7. */
    NETFLOW7("netflow7", 2055, 16),
    /** NetFlow version 8, whole flows. */
    NETFLOW8("netflow8", 2055, 16),
    /** NetFlow version 9. */
    NETFLOW9("netflow9", 2055, 12),
    /** IPFIX. */
    IPFIX("ipfix", 4739, 8);

    static final int NO_SEQUENCE = -1;

    private final String label;
    private final int port;
    private final int sequenceOffset;

    WorkloadProtocol(final String label, final int port, final int sequenceOffset)
    {
        this.label = label;
        this.port = port;
        this.sequenceOffset = sequenceOffset;
    }

    /** {@return offset of the sequence number of 4 bytes, in sFlow with an IPv4 agent; or that there is none} */
    int sequenceOffset()
    {
        return sequenceOffset;
    }

    /** {@return names of all protocols, for people to choose from} */
    public static String labels()
    {
        final StringBuilder text = new StringBuilder();
        for (final WorkloadProtocol protocol : values())
        {
            text.append(0 == protocol.ordinal() ? "" : IPFIX == protocol ? " or " : ", ").append(protocol.label);
        }
        return text.toString();
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
