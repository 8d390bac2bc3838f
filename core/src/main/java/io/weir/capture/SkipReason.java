package io.weir.capture;

/** Why a packet of a capture gave no datagram. Names are stable. */
public enum SkipReason
{
    /** The link type of its interface is not known. */
    LINK_TYPE,
    /** Neither IPv4 nor IPv6. */
    NOT_IP,
    /** Not UDP. */
    NOT_UDP,
    /** The capture's snap length cut it: some of the datagram is not in the file. */
    CUT,
    /** Its headers contradict themselves or its size. */
    MALFORMED;

    private final String label = "PCAP_" + name();

    /** {@return the reason as a metric label and in JSON, such as {@code PCAP_CUT}} */
    public String label()
    {
        return label;
    }
}
