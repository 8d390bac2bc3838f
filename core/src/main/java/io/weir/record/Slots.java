package io.weir.record;

/**
 * Positions of the well-known fields in the register file of a {@link FlowRecord}; constants, so that codecs compile
 * to plain array stores. User code names fields by {@link Field}; the two never differ, as {@link Field} is made of
 * these.
 *
 * <p>Slots come in words of 64, one word of presence bits each. Words 0 to 3 are the packet layers, outermost first,
 * all laid out alike: the slot of a packet field in layer n is its slot plus {@code n * LAYER_STRIDE}. Word 4
 * describes the sample or record as a whole. Bits from {@link #IPV4} on in a layer's word are kinds: they hold no
 * value, their presence tells what the layer is, so that one masked compare decides whether a record has, say, a TCP
 * source port.
 */
public final class Slots
{
    /** Slots, and presence bits, in a word. */
    public static final int WORD_SLOTS = 64;
    /** Packet layers with slots of their own: the outer packet and three inner ones. */
    public static final int LAYERS = 4;
    /** Distance between the slots of the same field in neighbouring layers. */
    public static final int LAYER_STRIDE = WORD_SLOTS;
    /** Word that describes the sample or record as a whole. */
    public static final int META_WORD = LAYERS;
    /** Presence words of the well-known slots. */
    public static final int WORDS = LAYERS + 1;
    /** Number of well-known slots. */
    public static final int COUNT = WORDS * WORD_SLOTS;

    /** Source MAC address, 48 bits. */
    public static final int MAC_SOURCE = 0;
    /** Destination MAC address, 48 bits. */
    public static final int MAC_DESTINATION = 1;
    /** EtherType after all VLAN tags. */
    public static final int ETHERNET_PROTOCOL = 2;
    /** VLAN id of the outermost tag, 12 bits. */
    public static final int VLAN = 3;
    /** Priority code point of the outermost tag, 3 bits. */
    public static final int VLAN_PRIORITY = 4;
    /** VLAN id of the innermost tag, where there are two or more. */
    public static final int VLAN_INNER = 5;
    /** ARP operation. */
    public static final int ARP_OPERATION = 6;
    /** ARP sender hardware address, 48 bits. */
    public static final int ARP_MAC_SENDER = 7;
    /** ARP target hardware address, 48 bits. */
    public static final int ARP_MAC_TARGET = 8;
    /** ARP sender protocol address, IPv4 in 32 bits. */
    public static final int ARP_IP_SENDER = 9;
    /** ARP target protocol address, IPv4 in 32 bits. */
    public static final int ARP_IP_TARGET = 10;
    /** Version of IP, 4 or 6. */
    public static final int IP_VERSION = 11;
    /** Source address, two slots: high and low 64 bits; IPv4 as 0 and 0xFFFF_xxxxxxxx. */
    public static final int IP_SOURCE = 12;
    /** Destination address, two slots as {@link #IP_SOURCE}. */
    public static final int IP_DESTINATION = 14;
    /** Type of service or traffic class octet. */
    public static final int IP_TOS = 16;
    /** Time to live or hop limit. */
    public static final int IP_TTL = 17;
    /** Bytes of layer 3, header included. */
    public static final int IP_BYTES = 18;
    /** IPv4 flags: bit 2 reserved, bit 1 don't fragment, bit 0 more fragments, which is that of IPv6 as well. */
    public static final int IP_FLAGS = 19;
    /** Fragment offset in units of 8 bytes. */
    public static final int IP_FRAGMENT_OFFSET = 20;
    /** IPv4 identification, or that of the IPv6 fragment header. */
    public static final int IP_IDENTIFICATION = 21;
    /** IPv6 flow label, 20 bits. */
    public static final int IP6_FLOW_LABEL = 22;
    /** Protocol above IP: the IPv4 protocol, or the next header after all IPv6 extension headers. */
    public static final int L4_PROTOCOL = 23;
    /** Source port of TCP, UDP, UDP-Lite, SCTP or DCCP. */
    public static final int L4_SOURCE_PORT = 24;
    /** Destination port of TCP, UDP, UDP-Lite, SCTP or DCCP. */
    public static final int L4_DESTINATION_PORT = 25;
    /** TCP flags, 9 bits: NS CWR ECE URG ACK PSH RST SYN FIN. */
    public static final int TCP_FLAGS = 26;
    /** TCP sequence number. */
    public static final int TCP_SEQUENCE = 27;
    /** TCP acknowledgement number. */
    public static final int TCP_ACKNOWLEDGEMENT = 28;
    /** TCP window. */
    public static final int TCP_WINDOW = 29;
    /** UDP length. */
    public static final int UDP_BYTES = 30;
    /** Type of ICMP or ICMPv6. */
    public static final int ICMP_TYPE = 31;
    /** Code of ICMP or ICMPv6. */
    public static final int ICMP_CODE = 32;

    /** Kind: the captured bytes end inside this layer, so that what follows is cut off, not absent. */
    public static final int CUT = 55;
    /** Kind: the layer has an IPv4 header. */
    public static final int IPV4 = 56;
    /** Kind: the layer has an IPv6 header. */
    public static final int IPV6 = 57;
    /** Kind: the protocol above IP is TCP. */
    public static final int TCP = 58;
    /** Kind: the protocol above IP is UDP. */
    public static final int UDP = 59;
    /** Kind: the protocol above IP is SCTP. */
    public static final int SCTP = 60;
    /** Kind: the protocol above IP is ICMP. */
    public static final int ICMP = 61;
    /** Kind: the protocol above IP is ICMPv6. */
    public static final int ICMP6 = 62;
    /** Kind: the layer's header breaks its specification, so that decoding stopped there. */
    public static final int MALFORMED = 63;

    /** Address of the exporter: the sFlow agent, or the source of a NetFlow datagram; two slots. */
    public static final int AGENT = META_WORD * WORD_SLOTS;
    /** Data source: class in bits 32 to 39, index in the low 32 bits. */
    public static final int DATA_SOURCE = AGENT + 2;
    /** Ingress interface: format in bits 32 to 33, value in the low 32 bits; see {@link InterfaceIndex}. */
    public static final int INPUT_IFINDEX = AGENT + 3;
    /** Egress interface, as {@link #INPUT_IFINDEX}. */
    public static final int OUTPUT_IFINDEX = AGENT + 4;
    /** Direction at the data source: 0 ingress, 1 egress. */
    public static final int DIRECTION = AGENT + 5;
    /** Bytes that the exporter counted, before scaling: whole frame in sFlow, layer 3 in NetFlow and IPFIX. */
    public static final int BYTES = AGENT + 6;
    /** Frames that the exporter counted, before scaling: 1 for a sample. */
    public static final int FRAMES = AGENT + 7;
    /** Sampling rate N of "one in N"; absent when unknown. */
    public static final int SAMPLING_RATE = AGENT + 8;
    /** Start of the flow, epoch milliseconds. */
    public static final int START_TIME = AGENT + 9;
    /** End of the flow, epoch milliseconds. */
    public static final int END_TIME = AGENT + 10;
    /** Next hop router, two slots. */
    public static final int NEXT_HOP = AGENT + 11;
    /** Prefix length of the route to the source. */
    public static final int SOURCE_MASK_BITS = AGENT + 13;
    /** Prefix length of the route to the destination. */
    public static final int DESTINATION_MASK_BITS = AGENT + 14;
    /** Source autonomous system. */
    public static final int BGP_SOURCE_AS = AGENT + 15;
    /** Destination autonomous system. */
    public static final int BGP_DESTINATION_AS = AGENT + 16;
    /** VLAN on which the frame came, from the switch. */
    public static final int VLAN_SOURCE = AGENT + 17;
    /** Priority with which the frame came, from the switch. */
    public static final int PRIORITY_SOURCE = AGENT + 18;
    /** VLAN on which the frame left, from the switch. */
    public static final int VLAN_DESTINATION = AGENT + 19;
    /** Priority with which the frame left, from the switch. */
    public static final int PRIORITY_DESTINATION = AGENT + 20;
    /** Bytes that the agent removed from the sampled frame. */
    public static final int STRIPPED = AGENT + 21;
    /** Observation domain, source id, engine or sub-agent. */
    public static final int OBSERVATION_DOMAIN = AGENT + 22;
    /** sFlow header protocol of the sampled header. */
    public static final int HEADER_PROTOCOL = AGENT + 23;

    private Slots()
    {
    }

    /**
     * Presence word of a slot.
     *
     * @param slot of a field.
     * @return its word.
     */
    public static int word(final int slot)
    {
        return slot >>> 6;
    }

    /**
     * Presence bit of a slot within its word.
     *
     * @param slot of a field.
     * @return a mask with one bit.
     */
    public static long bit(final int slot)
    {
        return 1L << slot;
    }
}
