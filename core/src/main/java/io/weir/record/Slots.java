package io.weir.record;

/**
 * Positions of the well-known fields in the register file of a {@link FlowRecord}; constants, so that codecs compile
 * to plain array stores. User code names fields by {@link Field}; the two never differ, as {@link Field} is made of
 * these.
 *
 * <p>Slots come in words of 64, one word of presence bits each. Words 0 to 3 are the packet layers, outermost first,
 * all laid out alike: the slot of a packet field in layer n is its slot plus {@code n * LAYER_STRIDE}. Word 4
 * describes the sample or record as a whole, word 5 what the exporter knows about the packet from elsewhere. The last
 * word is open: which information elements its slots hold is said by {@link FlowRecord#elements()}. Bits from
 * {@link #TUNNEL} on in a layer's word are kinds: they hold no value, their presence tells what the layer is, so that
 * one masked compare decides whether a record has, say, a TCP source port.
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
    /** Word of what is told about the packet beside the packet: routing, queue, discard, host, application. */
    public static final int STRUCTURE_WORD = META_WORD + 1;
    /** Word of the information elements that are wanted by their numbers, see {@link ElementSlots}. */
    public static final int ELEMENT_WORD = STRUCTURE_WORD + 1;
    /** First slot of that word. */
    public static final int ELEMENTS = ELEMENT_WORD * WORD_SLOTS;
    /** Presence words. */
    public static final int WORDS = ELEMENT_WORD + 1;
    /** Number of slots. */
    public static final int COUNT = WORDS * WORD_SLOTS;

    /** Source MAC address, 48 bits. */
    public static final int MAC_SOURCE = 0;
    /** Destination MAC address, 48 bits. */
    public static final int MAC_DESTINATION = 1;
    /** EtherType after all VLAN tags. */
    public static final int ETHERNET_PROTOCOL = 2;
    /** VLAN id of the outermost tag, 12 bits. */
    public static final int VLAN = 3;
    /** Priority code point of the outermost tag in bits 0 to 2, its drop eligible indicator in bit 3. */
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
    /** Priority code point of the innermost of several tags, in the form of {@link #VLAN_PRIORITY}. */
    public static final int VLAN_INNER_PRIORITY = 33;
    /**
     * MPLS labels, two slots: high and low 64 bits, 20 bits for each of the six outermost labels, from the lowest bits
     * of the low slot on, three in each slot. Bits 60 to 63 of the low slot hold the number of labels, less one.
     */
    public static final int MPLS_LABELS = 34;
    /** MPLS label at the bottom of the stack. */
    public static final int MPLS_BOTTOM_LABEL = 36;
    /** Virtual network, 24 bits, of the VXLAN, GENEVE or NVGRE header above this layer, or as the exporter tells. */
    public static final int VNI = 37;
    /** VXLAN network identifier, 24 bits. */
    public static final int VXLAN_VNI = 38;
    /** GENEVE virtual network identifier, 24 bits. */
    public static final int GENEVE_VNI = 39;
    /** NVGRE virtual subnet id, 24 bits. */
    public static final int GRE_VSID = 40;
    /** GRE key, 32 bits; the call id of PPTP. */
    public static final int GRE_KEY = 41;
    /** GTP-U tunnel endpoint identifier, 32 bits. */
    public static final int GTP_TEID = 42;
    /** IPv6 extension headers in order, from the lowest bits on, 4 bits each: see {@link Ip6Extensions}. */
    public static final int IP6_EXTENSIONS = 43;
    /** Bytes of the captured header before the IP header. */
    public static final int IP_OFFSET = 44;
    /** Bytes of the captured header before the header above IP. */
    public static final int L4_OFFSET = 45;
    /** Sequence number of an ICMP or ICMPv6 echo. */
    public static final int ICMP_SEQUENCE = 46;
    /** Destination, IPv4 in 32 bits, whose network ICMP tells to be unreachable. */
    public static final int ICMP_UNREACHABLE_NET = 47;
    /** Destination, IPv4 in 32 bits, that ICMP tells to be unreachable. */
    public static final int ICMP_UNREACHABLE_HOST = 48;
    /** Protocol that ICMP tells to be unreachable. */
    public static final int ICMP_UNREACHABLE_PROTOCOL = 49;
    /** Destination port that ICMP tells to be unreachable. */
    public static final int ICMP_UNREACHABLE_PORT = 50;
    /** Second word of a DNS header, 16 bits: QR in bit 15, opcode in bits 11 to 14, response code in bits 0 to 3. */
    public static final int DNS_FLAGS = 51;
    /** Reference to the name of the first DNS question: labels, each after its length, without the root's. */
    public static final int DNS_QNAME = 52;
    /** Type of the first DNS question in bits 16 to 31, its class in bits 0 to 15. */
    public static final int DNS_QUESTION = 53;

    /** Kind: the layer carries another packet, which is the next layer where there is one. */
    public static final int TUNNEL = 54;
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
    /** Why the flow ended: 1 idle, 2 active, 3 end of flow, 4 forced, 5 lack of resources. */
    public static final int FLOW_END_REASON = AGENT + 24;
    /** What became of the packets: status in bits 6 to 7 (1 forwarded, 2 dropped, 3 consumed), reason below. */
    public static final int FORWARDING_STATUS = AGENT + 25;
    /** VRF in which the packets came. */
    public static final int VRF = AGENT + 26;
    /** VRF in which the packets left. */
    public static final int VRF_EGRESS = AGENT + 27;
    /** Sampler, or selector, that chose the packets. */
    public static final int SAMPLER_ID = AGENT + 28;
    /** Where the sampling rate comes from: ordinal of a {@link SamplingSource}. */
    public static final int SAMPLING_SOURCE = AGENT + 29;
    /** What a firewall says of the flow: 1 created, 2 deleted, 3 denied, 4 alert, 5 update. */
    public static final int FIREWALL_EVENT = AGENT + 30;
    /** What a translator of addresses says of a session or binding: see RFC 8158, section 6. */
    public static final int NAT_EVENT = AGENT + 31;
    /** Bytes after the exporter changed the packets, before scaling. */
    public static final int POST_BYTES = AGENT + 32;
    /** Packets after the exporter dealt with them, before scaling. */
    public static final int POST_FRAMES = AGENT + 33;
    /** Bytes in the reverse direction of a biflow, before scaling. */
    public static final int REVERSE_BYTES = AGENT + 34;
    /** Packets in the reverse direction of a biflow, before scaling. */
    public static final int REVERSE_FRAMES = AGENT + 35;
    /** Bytes of packets of the flow that the exporter dropped, before scaling. */
    public static final int DROPPED_BYTES = AGENT + 36;
    /** Packets of the flow that the exporter dropped, before scaling. */
    public static final int DROPPED_FRAMES = AGENT + 37;
    /** Bytes of layer 2, before scaling. */
    public static final int LAYER2_BYTES = AGENT + 38;
    /** Flows that were put together in the record. */
    public static final int FLOWS = AGENT + 39;
    /** Name of the interface on which the packets came; text. */
    public static final int INPUT_NAME = AGENT + 46;
    /** Name of the interface on which the packets left; text. */
    public static final int OUTPUT_NAME = AGENT + 47;
    /** Name of the VRF; text. */
    public static final int VRF_NAME = AGENT + 48;
    /** Name of the application, or its engine and selector as in {@code 13:479}; text. */
    public static final int APPLICATION = AGENT + 49;
    /** Protocols of the packet from the outermost on, two slots: see {@link PacketStack}. */
    public static final int STACK = AGENT + 40;
    /**
     * InfiniBand base transport header of RoCE version 2: opcode in bits 56 to 63, solicited event in bit 55,
     * migration in bit 54, acknowledge request in bit 31, destination queue pair in bits 0 to 23.
     */
    public static final int IB_BTH = AGENT + 42;
    /** Syndrome of the InfiniBand acknowledge extended header, 8 bits. */
    public static final int IB_AETH = AGENT + 43;
    /** Bytes of an InfiniBand remote direct memory access, 32 bits. */
    public static final int IB_RDMA_LENGTH = AGENT + 44;
    /** Microseconds of the round trip time beyond its shortest: what segments wait on their way. */
    public static final int TCP_RTT_WAIT = AGENT + 59;
    /** Microseconds that an operation of an application took. */
    public static final int OPERATION_DURATION = AGENT + 60;
    /** Bytes of the request of an operation. */
    public static final int REQUEST_BYTES = AGENT + 61;
    /** Bytes of the response of an operation. */
    public static final int RESPONSE_BYTES = AGENT + 62;

    /* First slot of the last word. */
    private static final int STRUCTURES = STRUCTURE_WORD * WORD_SLOTS;

    /** Border router that is the next hop of the route to the destination, two slots. */
    public static final int BGP_NEXT_HOP = STRUCTURES;
    /** Autonomous system of the exporter. */
    public static final int BGP_AS = STRUCTURES + 2;
    /** Neighbouring autonomous system towards the source. */
    public static final int BGP_SOURCE_PEER_AS = STRUCTURES + 3;
    /** Neighbouring autonomous system towards the destination. */
    public static final int BGP_DESTINATION_PEER_AS = STRUCTURES + 4;
    /** Local preference of the route. */
    public static final int BGP_LOCAL_PREF = STRUCTURES + 5;
    /** Path to the destination: big-endian segments of type, count and that many AS numbers, 32 bits each; text. */
    public static final int BGP_AS_PATH = STRUCTURES + 6;
    /** Communities of the route, 32 bits each, big-endian; text. */
    public static final int BGP_COMMUNITIES = STRUCTURES + 7;
    /** User at the source; text. */
    public static final int USER_SOURCE = STRUCTURES + 8;
    /** User at the destination; text. */
    public static final int USER_DESTINATION = STRUCTURES + 9;
    /** URL of the flow, as the switch saw it; text. */
    public static final int URL = STRUCTURES + 10;
    /** Host of that URL; text. */
    public static final int URL_HOST = STRUCTURES + 11;
    /** Source address after translation, two slots. */
    public static final int NAT_SOURCE = STRUCTURES + 12;
    /** Destination address after translation, two slots. */
    public static final int NAT_DESTINATION = STRUCTURES + 14;
    /** Source port after translation. */
    public static final int NAT_SOURCE_PORT = STRUCTURES + 16;
    /** Destination port after translation. */
    public static final int NAT_DESTINATION_PORT = STRUCTURES + 17;
    /** Virtual network of the tunnel by which the packet came, 24 bits. */
    public static final int VNI_INGRESS = STRUCTURES + 18;
    /** Virtual network of the tunnel by which the packet left, 24 bits. */
    public static final int VNI_EGRESS = STRUCTURES + 19;
    /** Queue of the egress interface. */
    public static final int QUEUE_INDEX = STRUCTURES + 20;
    /** Bytes in the queue when the packet came to it. */
    public static final int QUEUE_DEPTH = STRUCTURES + 21;
    /** Nanoseconds that the packet spent in the device; 2^32-1 is that or more. */
    public static final int TRANSIT_DELAY = STRUCTURES + 22;
    /** Why the packet was dropped, see {@link DiscardReason}. */
    public static final int DISCARD_REASON = STRUCTURES + 23;
    /** Name of the function that dropped the packet; text. */
    public static final int FUNCTION = STRUCTURES + 24;
    /** Group of the hardware trap; text. */
    public static final int HW_TRAP_GROUP = STRUCTURES + 25;
    /** Hardware trap that took the packet; text. */
    public static final int HW_TRAP = STRUCTURES + 26;
    /** Drop reason in the words of the Linux kernel; text. */
    public static final int LINUX_REASON = STRUCTURES + 27;
    /** Smoothed round trip time of the connection, microseconds. */
    public static final int TCP_RTT = STRUCTURES + 28;
    /** Deviation of the round trip time, microseconds. */
    public static final int TCP_RTT_DEVIATION = STRUCTURES + 29;
    /** Shortest round trip time, microseconds. */
    public static final int TCP_MIN_RTT = STRUCTURES + 30;
    /** Segments sent and not acknowledged. */
    public static final int TCP_UNACKED = STRUCTURES + 31;
    /** Segments held to be lost. */
    public static final int TCP_LOST = STRUCTURES + 32;
    /** Segments sent again. */
    public static final int TCP_RETRANSMITS = STRUCTURES + 33;
    /** Largest segment to send, bytes. */
    public static final int TCP_SEND_MSS = STRUCTURES + 34;
    /** Largest segment received, bytes. */
    public static final int TCP_RECEIVE_MSS = STRUCTURES + 35;
    /** Path MTU, bytes. */
    public static final int TCP_PATH_MTU = STRUCTURES + 36;
    /** Congestion window, segments. */
    public static final int TCP_CONGESTION_WINDOW = STRUCTURES + 37;
    /** Reordering of the connection, segments. */
    public static final int TCP_REORDERING = STRUCTURES + 38;
    /** Protocol of the host's socket. */
    public static final int SOCKET_PROTOCOL = STRUCTURES + 39;
    /** Local address of the host's socket, two slots. */
    public static final int SOCKET_LOCAL_IP = STRUCTURES + 40;
    /** Remote address of the host's socket, two slots. */
    public static final int SOCKET_REMOTE_IP = STRUCTURES + 42;
    /** Local port of the host's socket. */
    public static final int SOCKET_LOCAL_PORT = STRUCTURES + 44;
    /** Remote port of the host's socket. */
    public static final int SOCKET_REMOTE_PORT = STRUCTURES + 45;
    /** HTTP method: 0 other, 1 OPTIONS, 2 GET, 3 HEAD, 4 POST, 5 PUT, 6 DELETE, 7 TRACE, 8 CONNECT. */
    public static final int HTTP_METHOD = STRUCTURES + 46;
    /** HTTP status code. */
    public static final int HTTP_STATUS = STRUCTURES + 47;
    /** URI of an HTTP request; text. */
    public static final int HTTP_URL = STRUCTURES + 48;
    /** Host of an HTTP request; text. */
    public static final int HTTP_HOST = STRUCTURES + 49;
    /** Referrer of an HTTP request; text. */
    public static final int HTTP_REFERRER = STRUCTURES + 50;
    /** User agent of an HTTP request; text. */
    public static final int HTTP_USER_AGENT = STRUCTURES + 51;
    /** X-Forwarded-For of an HTTP request; text. */
    public static final int HTTP_XFF = STRUCTURES + 52;
    /** User of an HTTP request; text. */
    public static final int HTTP_AUTH_USER = STRUCTURES + 53;
    /** MIME type of an HTTP response; text. */
    public static final int HTTP_MIME_TYPE = STRUCTURES + 54;
    /** Key of a memcache operation; text. */
    public static final int MEMCACHE_KEY = STRUCTURES + 55;
    /** Command of a memcache operation. */
    public static final int MEMCACHE_COMMAND = STRUCTURES + 56;
    /** Status of a memcache operation. */
    public static final int MEMCACHE_STATUS = STRUCTURES + 57;
    /** Name of an application; text. */
    public static final int APP_NAME = STRUCTURES + 58;
    /** Operation of an application; text. */
    public static final int APP_OPERATION = STRUCTURES + 59;
    /** Attributes of an operation; text. */
    public static final int APP_ATTRIBUTES = STRUCTURES + 60;
    /** Status of an operation: 0 success, 1 other, 2 timeout, ... 10 unauthorized. */
    public static final int APP_STATUS = STRUCTURES + 61;
    /** Who asked for an operation; text. */
    public static final int APP_INITIATOR = STRUCTURES + 62;
    /** Whom an operation was asked of; text. */
    public static final int APP_TARGET = STRUCTURES + 63;

    /* Slots of the word of the record as a whole that hold a reference to bytes. */
    private static final long META_TEXTS =
        bit(INPUT_NAME) | bit(OUTPUT_NAME) | bit(VRF_NAME) | bit(APPLICATION);
    /* Slots of the word of structures that hold a reference to bytes. */
    private static final long TEXTS = bit(BGP_AS_PATH) | bit(BGP_COMMUNITIES) | bit(USER_SOURCE) |
        bit(USER_DESTINATION) | bit(URL) | bit(URL_HOST) | bit(FUNCTION) | bit(HW_TRAP_GROUP) |
        bit(HW_TRAP) | bit(LINUX_REASON) | bit(HTTP_URL) | bit(HTTP_HOST) |
        bit(HTTP_REFERRER) | bit(HTTP_USER_AGENT) | bit(HTTP_XFF) | bit(HTTP_AUTH_USER) |
        bit(HTTP_MIME_TYPE) | bit(MEMCACHE_KEY) | bit(APP_NAME) | bit(APP_OPERATION) |
        bit(APP_ATTRIBUTES) | bit(APP_INITIATOR) | bit(APP_TARGET);

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
     * Whether a slot refers to bytes, of the datagram or elsewhere, instead of holding a value.
     *
     * @param slot of a field.
     * @return true if {@link FlowRecord#textBuffer} holds its value.
     */
    public static boolean isText(final int slot)
    {
        return STRUCTURE_WORD == word(slot) ? 0 != (TEXTS & bit(slot)) :
            META_WORD == word(slot) ? 0 != (META_TEXTS & bit(slot)) :
            META_WORD > word(slot) && DNS_QNAME == slot % LAYER_STRIDE;
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
