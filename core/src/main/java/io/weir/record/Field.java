package io.weir.record;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Names one register of a {@link FlowRecord}. Immutable.
 *
 * <p>A field is stored once, whatever the keys derived from it: the keys {@code tcpsourceport} and {@code l4sourceport}
 * both read {@link #L4_SOURCE_PORT}. Units and ranges are those of the constant of the same name in {@link Slots}.
 */
public final class Field
{
    /** Source MAC address, 48 bits. */
    public static final Field MAC_SOURCE = single("MAC_SOURCE", Slots.MAC_SOURCE);
    /** Destination MAC address, 48 bits. */
    public static final Field MAC_DESTINATION = single("MAC_DESTINATION", Slots.MAC_DESTINATION);
    /** EtherType after all VLAN tags. */
    public static final Field ETHERNET_PROTOCOL = single("ETHERNET_PROTOCOL", Slots.ETHERNET_PROTOCOL);
    /** VLAN id of the outermost tag. */
    public static final Field VLAN = single("VLAN", Slots.VLAN);
    /** Priority of the outermost tag. */
    public static final Field VLAN_PRIORITY = single("VLAN_PRIORITY", Slots.VLAN_PRIORITY);
    /** VLAN id of the innermost of several tags. */
    public static final Field VLAN_INNER = single("VLAN_INNER", Slots.VLAN_INNER);
    /** ARP operation. */
    public static final Field ARP_OPERATION = single("ARP_OPERATION", Slots.ARP_OPERATION);
    /** ARP sender hardware address. */
    public static final Field ARP_MAC_SENDER = single("ARP_MAC_SENDER", Slots.ARP_MAC_SENDER);
    /** ARP target hardware address. */
    public static final Field ARP_MAC_TARGET = single("ARP_MAC_TARGET", Slots.ARP_MAC_TARGET);
    /** ARP sender protocol address. */
    public static final Field ARP_IP_SENDER = single("ARP_IP_SENDER", Slots.ARP_IP_SENDER);
    /** ARP target protocol address. */
    public static final Field ARP_IP_TARGET = single("ARP_IP_TARGET", Slots.ARP_IP_TARGET);
    /** Version of IP. */
    public static final Field IP_VERSION = single("IP_VERSION", Slots.IP_VERSION);
    /** Source address of either family, two slots. */
    public static final Field IP_SOURCE = new Field("IP_SOURCE", Slots.IP_SOURCE, 2);
    /** Destination address of either family, two slots. */
    public static final Field IP_DESTINATION = new Field("IP_DESTINATION", Slots.IP_DESTINATION, 2);
    /** Type of service or traffic class. */
    public static final Field IP_TOS = single("IP_TOS", Slots.IP_TOS);
    /** Time to live or hop limit. */
    public static final Field IP_TTL = single("IP_TTL", Slots.IP_TTL);
    /** Bytes of layer 3. */
    public static final Field IP_BYTES = single("IP_BYTES", Slots.IP_BYTES);
    /** IPv4 flags; more fragments in IPv6. */
    public static final Field IP_FLAGS = single("IP_FLAGS", Slots.IP_FLAGS);
    /** Fragment offset in units of 8 bytes. */
    public static final Field IP_FRAGMENT_OFFSET = single("IP_FRAGMENT_OFFSET", Slots.IP_FRAGMENT_OFFSET);
    /** Identification of the datagram whose fragments share it. */
    public static final Field IP_IDENTIFICATION = single("IP_IDENTIFICATION", Slots.IP_IDENTIFICATION);
    /** IPv6 flow label. */
    public static final Field IP6_FLOW_LABEL = single("IP6_FLOW_LABEL", Slots.IP6_FLOW_LABEL);
    /** Protocol above IP. */
    public static final Field L4_PROTOCOL = single("L4_PROTOCOL", Slots.L4_PROTOCOL);
    /** Source port. */
    public static final Field L4_SOURCE_PORT = single("L4_SOURCE_PORT", Slots.L4_SOURCE_PORT);
    /** Destination port. */
    public static final Field L4_DESTINATION_PORT = single("L4_DESTINATION_PORT", Slots.L4_DESTINATION_PORT);
    /** TCP flags, 9 bits. */
    public static final Field TCP_FLAGS = single("TCP_FLAGS", Slots.TCP_FLAGS);
    /** TCP sequence number. */
    public static final Field TCP_SEQUENCE = single("TCP_SEQUENCE", Slots.TCP_SEQUENCE);
    /** TCP acknowledgement number. */
    public static final Field TCP_ACKNOWLEDGEMENT = single("TCP_ACKNOWLEDGEMENT", Slots.TCP_ACKNOWLEDGEMENT);
    /** TCP window. */
    public static final Field TCP_WINDOW = single("TCP_WINDOW", Slots.TCP_WINDOW);
    /** UDP length. */
    public static final Field UDP_BYTES = single("UDP_BYTES", Slots.UDP_BYTES);
    /** Type of ICMP or ICMPv6. */
    public static final Field ICMP_TYPE = single("ICMP_TYPE", Slots.ICMP_TYPE);
    /** Code of ICMP or ICMPv6. */
    public static final Field ICMP_CODE = single("ICMP_CODE", Slots.ICMP_CODE);

    /** Address of the exporter, two slots. */
    public static final Field AGENT = new Field("AGENT", Slots.AGENT, 2);
    /** Data source. */
    public static final Field DATA_SOURCE = single("DATA_SOURCE", Slots.DATA_SOURCE);
    /** Ingress interface. */
    public static final Field INPUT_IFINDEX = single("INPUT_IFINDEX", Slots.INPUT_IFINDEX);
    /** Egress interface. */
    public static final Field OUTPUT_IFINDEX = single("OUTPUT_IFINDEX", Slots.OUTPUT_IFINDEX);
    /** Direction at the data source. */
    public static final Field DIRECTION = single("DIRECTION", Slots.DIRECTION);
    /** Bytes before scaling. */
    public static final Field BYTES = single("BYTES", Slots.BYTES);
    /** Frames before scaling. */
    public static final Field FRAMES = single("FRAMES", Slots.FRAMES);
    /** Sampling rate. */
    public static final Field SAMPLING_RATE = single("SAMPLING_RATE", Slots.SAMPLING_RATE);
    /** Start of the flow. */
    public static final Field START_TIME = single("START_TIME", Slots.START_TIME);
    /** End of the flow. */
    public static final Field END_TIME = single("END_TIME", Slots.END_TIME);
    /** Next hop router, two slots. */
    public static final Field NEXT_HOP = new Field("NEXT_HOP", Slots.NEXT_HOP, 2);
    /** Prefix length of the route to the source. */
    public static final Field SOURCE_MASK_BITS = single("SOURCE_MASK_BITS", Slots.SOURCE_MASK_BITS);
    /** Prefix length of the route to the destination. */
    public static final Field DESTINATION_MASK_BITS = single("DESTINATION_MASK_BITS", Slots.DESTINATION_MASK_BITS);
    /** Source autonomous system. */
    public static final Field BGP_SOURCE_AS = single("BGP_SOURCE_AS", Slots.BGP_SOURCE_AS);
    /** Destination autonomous system. */
    public static final Field BGP_DESTINATION_AS = single("BGP_DESTINATION_AS", Slots.BGP_DESTINATION_AS);
    /** VLAN on which the frame came. */
    public static final Field VLAN_SOURCE = single("VLAN_SOURCE", Slots.VLAN_SOURCE);
    /** Priority with which the frame came. */
    public static final Field PRIORITY_SOURCE = single("PRIORITY_SOURCE", Slots.PRIORITY_SOURCE);
    /** VLAN on which the frame left. */
    public static final Field VLAN_DESTINATION = single("VLAN_DESTINATION", Slots.VLAN_DESTINATION);
    /** Priority with which the frame left. */
    public static final Field PRIORITY_DESTINATION = single("PRIORITY_DESTINATION", Slots.PRIORITY_DESTINATION);
    /** Bytes removed from the sampled frame. */
    public static final Field STRIPPED = single("STRIPPED", Slots.STRIPPED);
    /** Observation domain, source id, engine or sub-agent. */
    public static final Field OBSERVATION_DOMAIN = single("OBSERVATION_DOMAIN", Slots.OBSERVATION_DOMAIN);
    /** sFlow header protocol. */
    public static final Field HEADER_PROTOCOL = single("HEADER_PROTOCOL", Slots.HEADER_PROTOCOL);

    private static final List<Field> WELL_KNOWN = List.of(
        MAC_SOURCE, MAC_DESTINATION, ETHERNET_PROTOCOL, VLAN, VLAN_PRIORITY, VLAN_INNER, ARP_OPERATION, ARP_MAC_SENDER,
        ARP_MAC_TARGET, ARP_IP_SENDER, ARP_IP_TARGET, IP_VERSION, IP_SOURCE, IP_DESTINATION, IP_TOS, IP_TTL, IP_BYTES,
        IP_FLAGS, IP_FRAGMENT_OFFSET, IP_IDENTIFICATION, IP6_FLOW_LABEL, L4_PROTOCOL, L4_SOURCE_PORT,
        L4_DESTINATION_PORT, TCP_FLAGS, TCP_SEQUENCE, TCP_ACKNOWLEDGEMENT, TCP_WINDOW, UDP_BYTES, ICMP_TYPE, ICMP_CODE,
        AGENT, DATA_SOURCE, INPUT_IFINDEX, OUTPUT_IFINDEX, DIRECTION, BYTES, FRAMES, SAMPLING_RATE, START_TIME,
        END_TIME, NEXT_HOP, SOURCE_MASK_BITS, DESTINATION_MASK_BITS, BGP_SOURCE_AS, BGP_DESTINATION_AS, VLAN_SOURCE,
        PRIORITY_SOURCE, VLAN_DESTINATION, PRIORITY_DESTINATION, STRIPPED, OBSERVATION_DOMAIN, HEADER_PROTOCOL);

    private final String name;
    private final int slot;
    private final int slots;

    private Field(final String name, final int slot, final int slots)
    {
        this.name = requireNonNull(name);
        this.slot = slot;
        this.slots = slots;
    }

    private static Field single(final String name, final int slot)
    {
        return new Field(name, slot, 1);
    }

    /** {@return the fields that every build of weir knows, layer 0 only} */
    public static List<Field> wellKnown()
    {
        return WELL_KNOWN;
    }

    /**
     * The same field of an inner packet.
     *
     * @param layer 0 for the outer packet, 1 to 3 for the packets it carries.
     * @return the field of that layer.
     * @throws IllegalArgumentException if the layer is out of range, or this field does not belong to a packet layer.
     */
    public Field layer(final int layer)
    {
        if (layer < 0 || layer >= Slots.LAYERS)
        {
            throw new IllegalArgumentException(name + ": layer is out of range: layer=" + layer + " range=0.." +
                (Slots.LAYERS - 1));
        }
        if (slot >= Slots.LAYER_STRIDE)
        {
            throw new IllegalArgumentException(name + ": not a field of the outer packet: layer=" + layer);
        }
        return 0 == layer ? this : new Field(name + '.' + layer, slot + layer * Slots.LAYER_STRIDE, slots);
    }

    /** {@return the name of the constant, with {@code .n} for an inner layer} */
    public String name()
    {
        return name;
    }

    /** {@return the first slot in the register file} */
    public int slot()
    {
        return slot;
    }

    /** {@return how many slots the value takes: 2 for an address, else 1} */
    public int slots()
    {
        return slots;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Field && ((Field)other).slot == slot;
    }

    @Override
    public int hashCode()
    {
        return slot;
    }

    @Override
    public String toString()
    {
        return name;
    }
}
