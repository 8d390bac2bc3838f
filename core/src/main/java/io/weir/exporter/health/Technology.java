package io.weir.exporter.health;

import io.weir.exporter.Protocol;

/** Family of protocols by which exporters are grouped. */
public enum Technology
{
    /** sFlow of any version. */
    SFLOW,
    /** NetFlow of any version, and IPFIX. */
    NETFLOW,
    /** Of an exporter that was never heard. */
    UNKNOWN;

    /**
     * Family of a protocol.
     *
     * @param protocol of an exporter.
     * @return its family.
     */
    public static Technology of(final Protocol protocol)
    {
        switch (protocol)
        {
            case SFLOW2:
            case SFLOW4:
            case SFLOW5:
                return SFLOW;
            default:
                return NETFLOW;
        }
    }
}
