package io.weir.record;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Names one register of a {@link FlowRecord}. Immutable.
 *
 * <p>Beside the well-known fields there is one for every information element, see {@link #element}.
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
    /** Priority of the outermost tag, with its drop eligible indicator in bit 3. */
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
    /** Priority of the innermost of several tags, with its drop eligible indicator in bit 3. */
    public static final Field VLAN_INNER_PRIORITY = single("VLAN_INNER_PRIORITY", Slots.VLAN_INNER_PRIORITY);
    /** MPLS labels, two slots. */
    public static final Field MPLS_LABELS = new Field("MPLS_LABELS", Slots.MPLS_LABELS, 2);
    /** MPLS label at the bottom of the stack. */
    public static final Field MPLS_BOTTOM_LABEL = single("MPLS_BOTTOM_LABEL", Slots.MPLS_BOTTOM_LABEL);
    /** Virtual network of VXLAN, GENEVE or NVGRE. */
    public static final Field VNI = single("VNI", Slots.VNI);
    /** VXLAN network identifier. */
    public static final Field VXLAN_VNI = single("VXLAN_VNI", Slots.VXLAN_VNI);
    /** GENEVE virtual network identifier. */
    public static final Field GENEVE_VNI = single("GENEVE_VNI", Slots.GENEVE_VNI);
    /** NVGRE virtual subnet id. */
    public static final Field GRE_VSID = single("GRE_VSID", Slots.GRE_VSID);
    /** GRE key. */
    public static final Field GRE_KEY = single("GRE_KEY", Slots.GRE_KEY);
    /** GTP-U tunnel endpoint identifier. */
    public static final Field GTP_TEID = single("GTP_TEID", Slots.GTP_TEID);
    /** IPv6 extension headers. */
    public static final Field IP6_EXTENSIONS = single("IP6_EXTENSIONS", Slots.IP6_EXTENSIONS);
    /** Where the IP header begins. */
    public static final Field IP_OFFSET = single("IP_OFFSET", Slots.IP_OFFSET);
    /** Where the header above IP begins. */
    public static final Field L4_OFFSET = single("L4_OFFSET", Slots.L4_OFFSET);
    /** Sequence number of an echo. */
    public static final Field ICMP_SEQUENCE = single("ICMP_SEQUENCE", Slots.ICMP_SEQUENCE);
    /** Destination whose network is unreachable. */
    public static final Field ICMP_UNREACHABLE_NET = single("ICMP_UNREACHABLE_NET", Slots.ICMP_UNREACHABLE_NET);
    /** Destination that is unreachable. */
    public static final Field ICMP_UNREACHABLE_HOST = single("ICMP_UNREACHABLE_HOST", Slots.ICMP_UNREACHABLE_HOST);
    /** Protocol that is unreachable. */
    public static final Field ICMP_UNREACHABLE_PROTOCOL =
        single("ICMP_UNREACHABLE_PROTOCOL", Slots.ICMP_UNREACHABLE_PROTOCOL);
    /** Destination port that is unreachable. */
    public static final Field ICMP_UNREACHABLE_PORT = single("ICMP_UNREACHABLE_PORT", Slots.ICMP_UNREACHABLE_PORT);
    /** Second word of a DNS header. */
    public static final Field DNS_FLAGS = single("DNS_FLAGS", Slots.DNS_FLAGS);
    /** Name of the first DNS question, a reference. */
    public static final Field DNS_QNAME = text("DNS_QNAME", Slots.DNS_QNAME);
    /** Type and class of the first DNS question. */
    public static final Field DNS_QUESTION = single("DNS_QUESTION", Slots.DNS_QUESTION);

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
    /** Why the flow ended. */
    public static final Field FLOW_END_REASON = single("FLOW_END_REASON", Slots.FLOW_END_REASON);
    /** What became of the packets. */
    public static final Field FORWARDING_STATUS = single("FORWARDING_STATUS", Slots.FORWARDING_STATUS);
    /** VRF in which the packets came. */
    public static final Field VRF = single("VRF", Slots.VRF);
    /** VRF in which the packets left. */
    public static final Field VRF_EGRESS = single("VRF_EGRESS", Slots.VRF_EGRESS);
    /** Sampler or selector. */
    public static final Field SAMPLER_ID = single("SAMPLER_ID", Slots.SAMPLER_ID);
    /** Where the sampling rate comes from. */
    public static final Field SAMPLING_SOURCE = single("SAMPLING_SOURCE", Slots.SAMPLING_SOURCE);
    /** Event of a firewall. */
    public static final Field FIREWALL_EVENT = single("FIREWALL_EVENT", Slots.FIREWALL_EVENT);
    /** Event of a translator of addresses. */
    public static final Field NAT_EVENT = single("NAT_EVENT", Slots.NAT_EVENT);
    /** Bytes after the exporter changed the packets. */
    public static final Field POST_BYTES = single("POST_BYTES", Slots.POST_BYTES);
    /** Packets after the exporter dealt with them. */
    public static final Field POST_FRAMES = single("POST_FRAMES", Slots.POST_FRAMES);
    /** Bytes in the reverse direction of a biflow. */
    public static final Field REVERSE_BYTES = single("REVERSE_BYTES", Slots.REVERSE_BYTES);
    /** Packets in the reverse direction of a biflow. */
    public static final Field REVERSE_FRAMES = single("REVERSE_FRAMES", Slots.REVERSE_FRAMES);
    /** Bytes of dropped packets. */
    public static final Field DROPPED_BYTES = single("DROPPED_BYTES", Slots.DROPPED_BYTES);
    /** Dropped packets. */
    public static final Field DROPPED_FRAMES = single("DROPPED_FRAMES", Slots.DROPPED_FRAMES);
    /** Bytes of layer 2. */
    public static final Field LAYER2_BYTES = single("LAYER2_BYTES", Slots.LAYER2_BYTES);
    /** Flows in one record. */
    public static final Field FLOWS = single("FLOWS", Slots.FLOWS);
    /** Name of the interface on which the packets came. */
    public static final Field INPUT_NAME = text("INPUT_NAME", Slots.INPUT_NAME);
    /** Name of the interface on which the packets left. */
    public static final Field OUTPUT_NAME = text("OUTPUT_NAME", Slots.OUTPUT_NAME);
    /** Name of the VRF. */
    public static final Field VRF_NAME = text("VRF_NAME", Slots.VRF_NAME);
    /** Name of the application, or its engine and selector. */
    public static final Field APPLICATION = text("APPLICATION", Slots.APPLICATION);
    /** Protocols of the packet, two slots. */
    public static final Field STACK = new Field("STACK", Slots.STACK, 2);
    /** InfiniBand base transport header. */
    public static final Field IB_BTH = single("IB_BTH", Slots.IB_BTH);
    /** Syndrome of the InfiniBand acknowledge extended header. */
    public static final Field IB_AETH = single("IB_AETH", Slots.IB_AETH);
    /** Bytes of an InfiniBand remote direct memory access. */
    public static final Field IB_RDMA_LENGTH = single("IB_RDMA_LENGTH", Slots.IB_RDMA_LENGTH);
    /** Microseconds of the round trip time beyond its shortest. */
    public static final Field TCP_RTT_WAIT = single("TCP_RTT_WAIT", Slots.TCP_RTT_WAIT);
    /** Microseconds that an operation of an application took. */
    public static final Field OPERATION_DURATION = single("OPERATION_DURATION", Slots.OPERATION_DURATION);
    /** Bytes of the request of an operation. */
    public static final Field REQUEST_BYTES = single("REQUEST_BYTES", Slots.REQUEST_BYTES);
    /** Bytes of the response of an operation. */
    public static final Field RESPONSE_BYTES = single("RESPONSE_BYTES", Slots.RESPONSE_BYTES);

    /** Border router that is the next hop of the route to the destination, two slots. */
    public static final Field BGP_NEXT_HOP = new Field("BGP_NEXT_HOP", Slots.BGP_NEXT_HOP, 2);
    /** Autonomous system of the exporter. */
    public static final Field BGP_AS = single("BGP_AS", Slots.BGP_AS);
    /** Neighbouring autonomous system towards the source. */
    public static final Field BGP_SOURCE_PEER_AS = single("BGP_SOURCE_PEER_AS", Slots.BGP_SOURCE_PEER_AS);
    /** Neighbouring autonomous system towards the destination. */
    public static final Field BGP_DESTINATION_PEER_AS =
        single("BGP_DESTINATION_PEER_AS", Slots.BGP_DESTINATION_PEER_AS);
    /** Local preference of the route. */
    public static final Field BGP_LOCAL_PREF = single("BGP_LOCAL_PREF", Slots.BGP_LOCAL_PREF);
    /** Path to the destination: big-endian segments of type, count and that many AS numbers, 32 bits each; text. */
    public static final Field BGP_AS_PATH = text("BGP_AS_PATH", Slots.BGP_AS_PATH);
    /** Communities of the route, 32 bits each, big-endian; text. */
    public static final Field BGP_COMMUNITIES = text("BGP_COMMUNITIES", Slots.BGP_COMMUNITIES);
    /** User at the source; text. */
    public static final Field USER_SOURCE = text("USER_SOURCE", Slots.USER_SOURCE);
    /** User at the destination; text. */
    public static final Field USER_DESTINATION = text("USER_DESTINATION", Slots.USER_DESTINATION);
    /** URL of the flow, as the switch saw it; text. */
    public static final Field URL = text("URL", Slots.URL);
    /** Host of that URL; text. */
    public static final Field URL_HOST = text("URL_HOST", Slots.URL_HOST);
    /** Source address after translation, two slots. */
    public static final Field NAT_SOURCE = new Field("NAT_SOURCE", Slots.NAT_SOURCE, 2);
    /** Destination address after translation, two slots. */
    public static final Field NAT_DESTINATION = new Field("NAT_DESTINATION", Slots.NAT_DESTINATION, 2);
    /** Source port after translation. */
    public static final Field NAT_SOURCE_PORT = single("NAT_SOURCE_PORT", Slots.NAT_SOURCE_PORT);
    /** Destination port after translation. */
    public static final Field NAT_DESTINATION_PORT = single("NAT_DESTINATION_PORT", Slots.NAT_DESTINATION_PORT);
    /** Virtual network of the tunnel by which the packet came, 24 bits. */
    public static final Field VNI_INGRESS = single("VNI_INGRESS", Slots.VNI_INGRESS);
    /** Virtual network of the tunnel by which the packet left, 24 bits. */
    public static final Field VNI_EGRESS = single("VNI_EGRESS", Slots.VNI_EGRESS);
    /** Queue of the egress interface. */
    public static final Field QUEUE_INDEX = single("QUEUE_INDEX", Slots.QUEUE_INDEX);
    /** Bytes in the queue when the packet came to it. */
    public static final Field QUEUE_DEPTH = single("QUEUE_DEPTH", Slots.QUEUE_DEPTH);
    /** Nanoseconds that the packet spent in the device; 2^32-1 is that or more. */
    public static final Field TRANSIT_DELAY = single("TRANSIT_DELAY", Slots.TRANSIT_DELAY);
    /** Why the packet was dropped, see {@link DiscardReason}. */
    public static final Field DISCARD_REASON = single("DISCARD_REASON", Slots.DISCARD_REASON);
    /** Name of the function that dropped the packet; text. */
    public static final Field FUNCTION = text("FUNCTION", Slots.FUNCTION);
    /** Group of the hardware trap; text. */
    public static final Field HW_TRAP_GROUP = text("HW_TRAP_GROUP", Slots.HW_TRAP_GROUP);
    /** Hardware trap that took the packet; text. */
    public static final Field HW_TRAP = text("HW_TRAP", Slots.HW_TRAP);
    /** Drop reason in the words of the Linux kernel; text. */
    public static final Field LINUX_REASON = text("LINUX_REASON", Slots.LINUX_REASON);
    /** Smoothed round trip time of the connection, microseconds. */
    public static final Field TCP_RTT = single("TCP_RTT", Slots.TCP_RTT);
    /** Deviation of the round trip time, microseconds. */
    public static final Field TCP_RTT_DEVIATION = single("TCP_RTT_DEVIATION", Slots.TCP_RTT_DEVIATION);
    /** Shortest round trip time, microseconds. */
    public static final Field TCP_MIN_RTT = single("TCP_MIN_RTT", Slots.TCP_MIN_RTT);
    /** Segments sent and not acknowledged. */
    public static final Field TCP_UNACKED = single("TCP_UNACKED", Slots.TCP_UNACKED);
    /** Segments held to be lost. */
    public static final Field TCP_LOST = single("TCP_LOST", Slots.TCP_LOST);
    /** Segments sent again. */
    public static final Field TCP_RETRANSMITS = single("TCP_RETRANSMITS", Slots.TCP_RETRANSMITS);
    /** Largest segment to send, bytes. */
    public static final Field TCP_SEND_MSS = single("TCP_SEND_MSS", Slots.TCP_SEND_MSS);
    /** Largest segment received, bytes. */
    public static final Field TCP_RECEIVE_MSS = single("TCP_RECEIVE_MSS", Slots.TCP_RECEIVE_MSS);
    /** Path MTU, bytes. */
    public static final Field TCP_PATH_MTU = single("TCP_PATH_MTU", Slots.TCP_PATH_MTU);
    /** Congestion window, segments. */
    public static final Field TCP_CONGESTION_WINDOW = single("TCP_CONGESTION_WINDOW", Slots.TCP_CONGESTION_WINDOW);
    /** Reordering of the connection, segments. */
    public static final Field TCP_REORDERING = single("TCP_REORDERING", Slots.TCP_REORDERING);
    /** Protocol of the host's socket. */
    public static final Field SOCKET_PROTOCOL = single("SOCKET_PROTOCOL", Slots.SOCKET_PROTOCOL);
    /** Local address of the host's socket, two slots. */
    public static final Field SOCKET_LOCAL_IP = new Field("SOCKET_LOCAL_IP", Slots.SOCKET_LOCAL_IP, 2);
    /** Remote address of the host's socket, two slots. */
    public static final Field SOCKET_REMOTE_IP = new Field("SOCKET_REMOTE_IP", Slots.SOCKET_REMOTE_IP, 2);
    /** Local port of the host's socket. */
    public static final Field SOCKET_LOCAL_PORT = single("SOCKET_LOCAL_PORT", Slots.SOCKET_LOCAL_PORT);
    /** Remote port of the host's socket. */
    public static final Field SOCKET_REMOTE_PORT = single("SOCKET_REMOTE_PORT", Slots.SOCKET_REMOTE_PORT);
    /** HTTP method: 0 other, 1 OPTIONS, 2 GET, 3 HEAD, 4 POST, 5 PUT, 6 DELETE, 7 TRACE, 8 CONNECT. */
    public static final Field HTTP_METHOD = single("HTTP_METHOD", Slots.HTTP_METHOD);
    /** HTTP status code. */
    public static final Field HTTP_STATUS = single("HTTP_STATUS", Slots.HTTP_STATUS);
    /** URI of an HTTP request; text. */
    public static final Field HTTP_URL = text("HTTP_URL", Slots.HTTP_URL);
    /** Host of an HTTP request; text. */
    public static final Field HTTP_HOST = text("HTTP_HOST", Slots.HTTP_HOST);
    /** Referrer of an HTTP request; text. */
    public static final Field HTTP_REFERRER = text("HTTP_REFERRER", Slots.HTTP_REFERRER);
    /** User agent of an HTTP request; text. */
    public static final Field HTTP_USER_AGENT = text("HTTP_USER_AGENT", Slots.HTTP_USER_AGENT);
    /** X-Forwarded-For of an HTTP request; text. */
    public static final Field HTTP_XFF = text("HTTP_XFF", Slots.HTTP_XFF);
    /** User of an HTTP request; text. */
    public static final Field HTTP_AUTH_USER = text("HTTP_AUTH_USER", Slots.HTTP_AUTH_USER);
    /** MIME type of an HTTP response; text. */
    public static final Field HTTP_MIME_TYPE = text("HTTP_MIME_TYPE", Slots.HTTP_MIME_TYPE);
    /** Key of a memcache operation; text. */
    public static final Field MEMCACHE_KEY = text("MEMCACHE_KEY", Slots.MEMCACHE_KEY);
    /** Command of a memcache operation. */
    public static final Field MEMCACHE_COMMAND = single("MEMCACHE_COMMAND", Slots.MEMCACHE_COMMAND);
    /** Status of a memcache operation. */
    public static final Field MEMCACHE_STATUS = single("MEMCACHE_STATUS", Slots.MEMCACHE_STATUS);
    /** Name of an application; text. */
    public static final Field APP_NAME = text("APP_NAME", Slots.APP_NAME);
    /** Operation of an application; text. */
    public static final Field APP_OPERATION = text("APP_OPERATION", Slots.APP_OPERATION);
    /** Attributes of an operation; text. */
    public static final Field APP_ATTRIBUTES = text("APP_ATTRIBUTES", Slots.APP_ATTRIBUTES);
    /** Status of an operation: 0 success, 1 other, 2 timeout, ... 10 unauthorized. */
    public static final Field APP_STATUS = single("APP_STATUS", Slots.APP_STATUS);
    /** Who asked for an operation; text. */
    public static final Field APP_INITIATOR = text("APP_INITIATOR", Slots.APP_INITIATOR);
    /** Whom an operation was asked of; text. */
    public static final Field APP_TARGET = text("APP_TARGET", Slots.APP_TARGET);

    private static final List<Field> WELL_KNOWN = List.of(
        MAC_SOURCE, MAC_DESTINATION, ETHERNET_PROTOCOL, VLAN, VLAN_PRIORITY, VLAN_INNER, ARP_OPERATION, ARP_MAC_SENDER,
        ARP_MAC_TARGET, ARP_IP_SENDER, ARP_IP_TARGET, IP_VERSION, IP_SOURCE, IP_DESTINATION, IP_TOS, IP_TTL, IP_BYTES,
        IP_FLAGS, IP_FRAGMENT_OFFSET, IP_IDENTIFICATION, IP6_FLOW_LABEL, L4_PROTOCOL, L4_SOURCE_PORT,
        L4_DESTINATION_PORT, TCP_FLAGS, TCP_SEQUENCE, TCP_ACKNOWLEDGEMENT, TCP_WINDOW, UDP_BYTES, ICMP_TYPE, ICMP_CODE,
        VLAN_INNER_PRIORITY, MPLS_LABELS, MPLS_BOTTOM_LABEL, VNI, VXLAN_VNI, GENEVE_VNI, GRE_VSID, GRE_KEY, GTP_TEID,
        IP6_EXTENSIONS, IP_OFFSET, L4_OFFSET, ICMP_SEQUENCE, ICMP_UNREACHABLE_NET, ICMP_UNREACHABLE_HOST,
        ICMP_UNREACHABLE_PROTOCOL, ICMP_UNREACHABLE_PORT, DNS_FLAGS, DNS_QNAME, DNS_QUESTION, STACK, IB_BTH, IB_AETH,
        IB_RDMA_LENGTH,
        AGENT, DATA_SOURCE, INPUT_IFINDEX, OUTPUT_IFINDEX, DIRECTION, BYTES, FRAMES, SAMPLING_RATE, START_TIME,
        END_TIME, NEXT_HOP, SOURCE_MASK_BITS, DESTINATION_MASK_BITS, BGP_SOURCE_AS, BGP_DESTINATION_AS, VLAN_SOURCE,
        PRIORITY_SOURCE, VLAN_DESTINATION, PRIORITY_DESTINATION, STRIPPED, OBSERVATION_DOMAIN, HEADER_PROTOCOL,
        FLOW_END_REASON, FORWARDING_STATUS, VRF, VRF_EGRESS, SAMPLER_ID, SAMPLING_SOURCE, FIREWALL_EVENT, NAT_EVENT,
        POST_BYTES, POST_FRAMES, REVERSE_BYTES, REVERSE_FRAMES, DROPPED_BYTES, DROPPED_FRAMES, LAYER2_BYTES, FLOWS,
        INPUT_NAME, OUTPUT_NAME, VRF_NAME, APPLICATION,
        BGP_NEXT_HOP, BGP_AS, BGP_SOURCE_PEER_AS, BGP_DESTINATION_PEER_AS, BGP_LOCAL_PREF, BGP_AS_PATH,
        BGP_COMMUNITIES, USER_SOURCE, USER_DESTINATION, URL, URL_HOST, NAT_SOURCE, NAT_DESTINATION, NAT_SOURCE_PORT,
        NAT_DESTINATION_PORT, VNI_INGRESS, VNI_EGRESS, QUEUE_INDEX, QUEUE_DEPTH, TRANSIT_DELAY, DISCARD_REASON,
        FUNCTION, HW_TRAP_GROUP, HW_TRAP, LINUX_REASON, TCP_RTT, TCP_RTT_DEVIATION, TCP_MIN_RTT, TCP_UNACKED,
        TCP_LOST, TCP_RETRANSMITS, TCP_SEND_MSS, TCP_RECEIVE_MSS, TCP_PATH_MTU, TCP_CONGESTION_WINDOW, TCP_REORDERING,
        SOCKET_PROTOCOL, SOCKET_LOCAL_IP, SOCKET_REMOTE_IP, SOCKET_LOCAL_PORT, SOCKET_REMOTE_PORT, HTTP_METHOD,
        HTTP_STATUS, HTTP_URL, HTTP_HOST, HTTP_REFERRER, HTTP_USER_AGENT, HTTP_XFF, HTTP_AUTH_USER, HTTP_MIME_TYPE,
        MEMCACHE_KEY, MEMCACHE_COMMAND, MEMCACHE_STATUS, APP_NAME, APP_OPERATION, APP_ATTRIBUTES, APP_STATUS,
        APP_INITIATOR, APP_TARGET, TCP_RTT_WAIT, OPERATION_DURATION, REQUEST_BYTES, RESPONSE_BYTES);

    private static final long NO_ELEMENT = -1;
    private static final long MAX_ENTERPRISE = 0xFFFF_FFFFL;
    private static final int MAX_ELEMENT_ID = 0xFFFF;
    private static final int ENTERPRISE_SHIFT = 16;

    private final String name;
    private final int slot;
    private final int slots;
    private final long element;
    private final boolean isElementText;

    private Field(final String name, final int slot, final int slots)
    {
        this(name, slot, slots, NO_ELEMENT, false);
    }

    private Field(
        final String name,
        final int slot,
        final int slots,
        final long element,
        final boolean isElementText)
    {
        this.name = requireNonNull(name);
        this.slot = slot;
        this.slots = slots;
        this.element = element;
        this.isElementText = isElementText;
    }

    private static Field single(final String name, final int slot)
    {
        return new Field(name, slot, 1);
    }

    private static Field text(final String name, final int slot)
    {
        return single(name, slot);
    }

    /**
     * The number that an information element holds: a value of 1 to 8 bytes, or an address of 16.
     *
     * <p>Such a field has no slot of its own. Where a record keeps it is said by {@link FlowRecord#elements()}.
     *
     * @param enterprise private enterprise number, 0 for IANA's elements and for the types of NetFlow version 9.
     * @param id         of the element, or type of NetFlow version 9.
     * @return the field.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static Field element(final long enterprise, final int id)
    {
        return element(enterprise, id, false);
    }

    /**
     * The bytes that an information element holds, for text and other values of any length, as
     * {@link FlowRecord#putText(int, int, int)} has them. See {@link #element(long, int)}.
     *
     * @param enterprise private enterprise number, 0 for IANA's elements and for the types of NetFlow version 9.
     * @param id         of the element, or type of NetFlow version 9.
     * @return the field.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static Field elementText(final long enterprise, final int id)
    {
        return element(enterprise, id, true);
    }

    private static Field element(final long enterprise, final int id, final boolean isText)
    {
        final String name = 0 == enterprise ? "ipfix:" + id : "ipfix:" + enterprise + '/' + id;
        if (enterprise < 0 || enterprise > MAX_ENTERPRISE || id < 0 || id > MAX_ELEMENT_ID)
        {
            throw new IllegalArgumentException(name + ": number is out of range: enterprise=" + enterprise +
                " range=0.." + MAX_ENTERPRISE + " id=" + id + " range=0.." + MAX_ELEMENT_ID);
        }
        return new Field(name, Slots.ELEMENTS, 2, enterprise << ENTERPRISE_SHIFT | id, isText);
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

    /** {@return whether it is an information element, whose slot is not the same in all records} */
    public boolean isElement()
    {
        return NO_ELEMENT != element;
    }

    /** {@return private enterprise number of the element, 0 for IANA's; meaningful only where {@link #isElement}} */
    public long enterprise()
    {
        return element >>> ENTERPRISE_SHIFT;
    }

    /** {@return id of the element; meaningful only where {@link #isElement}} */
    public int elementId()
    {
        return (int)element & MAX_ELEMENT_ID;
    }

    /** {@return the first slot in the register file; that of the word where {@link #isElement}} */
    public int slot()
    {
        return slot;
    }

    /** {@return how many slots the value takes: 2 for an address, else 1} */
    public int slots()
    {
        return slots;
    }

    /** {@return whether the value is a reference to bytes of the datagram: text, or a list of numbers} */
    public boolean isText()
    {
        return isElementText || !isElement() && Slots.isText(slot);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof final Field that && that.slot == slot && that.element == element &&
            that.isElementText == isElementText;
    }

    @Override
    public int hashCode()
    {
        return slot + Long.hashCode(element);
    }

    @Override
    public String toString()
    {
        return name;
    }
}
