package io.weir.flowcache;

/** Where a port of a device is in the network, for {@link Aggregation#EDGE} and {@link Aggregation#CORE}. */
public enum PortRole
{
    /** Hosts, customers or other networks are behind it. */
    EDGE,
    /** Another device of the network is behind it. */
    CORE,
    /** Neither is known: flows of it count for neither. */
    UNKNOWN
}
