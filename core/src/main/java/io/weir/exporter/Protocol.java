package io.weir.exporter;

/** Export protocol and version. */
public enum Protocol
{
    /** sFlow version 2. */
    SFLOW2("sflow2"),
    /** sFlow version 4. */
    SFLOW4("sflow4"),
    /** sFlow version 5. */
    SFLOW5("sflow5"),
    /** NetFlow version 1. */
    NETFLOW1("netflow1"),
    /** NetFlow version 5. */
    NETFLOW5("netflow5"),
    /** NetFlow version 6. */
    NETFLOW6("netflow6"),
    /** NetFlow version 7. */
    NETFLOW7("netflow7"),
    /** NetFlow version 8. */
    NETFLOW8("netflow8"),
    /** NetFlow version 9. */
    NETFLOW9("netflow9"),
    /** IPFIX. */
    IPFIX("ipfix");

    private final String label;

    Protocol(final String label)
    {
        this.label = label;
    }

    /** {@return stable name in JSON and metric labels} */
    public String label()
    {
        return label;
    }
}
