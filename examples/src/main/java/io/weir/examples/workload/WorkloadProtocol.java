package io.weir.examples.workload;

/** Export protocols that a workload can speak. */
public enum WorkloadProtocol
{
    /** sFlow version 5. */
    SFLOW("sflow", 6343),
    /** NetFlow version 5. */
    NETFLOW5("netflow5", 2055);

    private final String label;
    private final int port;

    WorkloadProtocol(final String label, final int port)
    {
        this.label = label;
        this.port = port;
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
