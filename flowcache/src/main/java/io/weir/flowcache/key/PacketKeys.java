package io.weir.flowcache.key;

import static io.weir.flowcache.key.KeyType.BOOLEAN;
import static io.weir.flowcache.key.KeyType.IPV4;
import static io.weir.flowcache.key.KeyType.MAC;
import static io.weir.flowcache.key.KeyType.NUMBER;

import io.weir.record.Field;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.List;

/** Keys of packet headers beside the most used ones of {@link Keys}, and all keys of inner packets. Immutable. */
final class PacketKeys
{
    private static final long V4 = Slots.bit(Slots.IPV4);
    private static final long V6 = Slots.bit(Slots.IPV6);
    private static final long TCP = Slots.bit(Slots.TCP);
    private static final long UDP = Slots.bit(Slots.UDP);
    private static final long SCTP = Slots.bit(Slots.SCTP);
    private static final long ICMP = Slots.bit(Slots.ICMP);
    private static final long ICMP6 = Slots.bit(Slots.ICMP6);

    /* Keys of the outer packet, or of the packet as a whole. */
    static final List<Key> ALL = all();

    private PacketKeys()
    {
    }

    private static List<Key> all()
    {
        final List<Key> keys = new ArrayList<>();
        link(keys);
        ipv4(keys);
        ipv6(keys);
        transport(keys);
        icmp(keys);
        tunnels(keys);
        messages(keys);
        return List.copyOf(keys);
    }

    private static Key key(
        final String name,
        final KeyType type,
        final int bits,
        final Field field,
        final long kinds,
        final String description)
    {
        return new Key(name, type, bits, 0, field, kinds, description);
    }

    private static Key part(
        final String name,
        final KeyType type,
        final int bits,
        final int shift,
        final Field field,
        final String description)
    {
        return new Key(name, type, bits, shift, field, 0, description);
    }

    private static void link(final List<Key> keys)
    {
        keys.add(key("stack", KeyType.STACK, 128, Field.STACK, 0, "protocols of the packet, from the outermost on"));
        keys.add(key("samplingrate", NUMBER, 32, Field.SAMPLING_RATE, 0, "N of one packet sampled in N"));
        keys.add(key("priority", NUMBER, 3, Field.VLAN_PRIORITY, 0, "priority of the outermost VLAN tag"));
        keys.add(key("vlaninner", NUMBER, 12, Field.VLAN_INNER, 0, "VLAN id of the innermost of several tags"));
        keys.add(key("priorityinner", NUMBER, 3, Field.VLAN_INNER_PRIORITY, 0,
            "priority of the innermost of several tags"));
        keys.add(part("vlandei", BOOLEAN, 1, 3, Field.VLAN_PRIORITY,
            "whether the outermost tag lets the frame be dropped first"));
        keys.add(part("vlandeiinner", BOOLEAN, 1, 3, Field.VLAN_INNER_PRIORITY,
            "whether the innermost of several tags lets it be dropped first"));
        keys.add(part("isunicast", KeyType.NOT, 1, 40, Field.MAC_DESTINATION, "whether the frame is for one station"));
        keys.add(part("ismulticast", BOOLEAN, 1, 40, Field.MAC_DESTINATION,
            "whether the frame is for a group of stations, or for all"));
        keys.add(new BroadcastKey(key("macdestination", MAC, 48, Field.MAC_DESTINATION, 0, "destination"), ""));
        keys.add(key("arpoperation", NUMBER, 16, Field.ARP_OPERATION, 0, "ARP operation"));
        keys.add(key("arpmacsender", MAC, 48, Field.ARP_MAC_SENDER, 0, "MAC address of the ARP sender"));
        keys.add(key("arpipsender", IPV4, 32, Field.ARP_IP_SENDER, 0, "IPv4 address of the ARP sender"));
        keys.add(key("arpmactarget", MAC, 48, Field.ARP_MAC_TARGET, 0, "MAC address of the ARP target"));
        keys.add(key("arpiptarget", IPV4, 32, Field.ARP_IP_TARGET, 0, "IPv4 address of the ARP target"));
        keys.add(key("mplslabels", KeyType.MPLS_LABELS, 128, Field.MPLS_LABELS, 0,
            "MPLS labels, outermost first, the first six"));
        keys.add(key("mplstoplabel", NUMBER, 20, Field.MPLS_LABELS, 0, "outermost MPLS label"));
        keys.add(key("mplsbottomlabel", NUMBER, 20, Field.MPLS_BOTTOM_LABEL, 0, "innermost MPLS label"));
    }

    private static void ipv4(final List<Key> keys)
    {
        keys.add(key("ipversion", NUMBER, 4, Field.IP_VERSION, 0, "version of IP"));
        keys.add(key("ip_offset", NUMBER, 16, Field.IP_OFFSET, V4, "sampled bytes before the IPv4 header"));
        keys.add(key("ipdscpname", KeyType.DSCP, 6, 2, Field.IP_TOS, V4, "name of the code point of IPv4"));
        keys.add(key("ipecn", KeyType.ECN, 2, 0, Field.IP_TOS, V4, "explicit congestion notification of IPv4"));
        keys.add(key("ipbytes", NUMBER, 16, Field.IP_BYTES, V4, "total length of IPv4"));
        keys.add(key("ipflags", KeyType.IP_FLAGS, 3, Field.IP_FLAGS, V4, "flags of IPv4 in the order RDM"));
        keys.add(key("ipfragoffset", NUMBER, 13, Field.IP_FRAGMENT_OFFSET, V4, "fragment offset of IPv4 in 8 bytes"));
        keys.add(key("ipidentification", NUMBER, 16, Field.IP_IDENTIFICATION, V4, "identification of IPv4"));
    }

    private static Key key(
        final String name,
        final KeyType type,
        final int bits,
        final int shift,
        final Field field,
        final long kinds,
        final String description)
    {
        return new Key(name, type, bits, shift, field, kinds, description);
    }

    private static void ipv6(final List<Key> keys)
    {
        keys.add(key("ip6_offset", NUMBER, 16, Field.IP_OFFSET, V6, "sampled bytes before the IPv6 header"));
        keys.add(key("ip6nexthdr", NUMBER, 8, Field.L4_PROTOCOL, V6, "protocol above all headers of IPv6"));
        keys.add(key("ip6tos", NUMBER, 8, Field.IP_TOS, V6, "traffic class octet of IPv6"));
        keys.add(key("ip6dscp", NUMBER, 6, 2, Field.IP_TOS, V6, "differentiated services code point of IPv6"));
        keys.add(key("ip6dscpname", KeyType.DSCP, 6, 2, Field.IP_TOS, V6, "name of the code point of IPv6"));
        keys.add(key("ip6ecn", KeyType.ECN, 2, 0, Field.IP_TOS, V6, "explicit congestion notification of IPv6"));
        keys.add(key("ip6flowlabel", NUMBER, 20, Field.IP6_FLOW_LABEL, V6, "flow label of IPv6"));
        keys.add(key("ip6ttl", NUMBER, 8, Field.IP_TTL, V6, "hop limit of IPv6"));
        keys.add(key("ip6bytes", NUMBER, 17, Field.IP_BYTES, V6, "length of IPv6, header included"));
        keys.add(key("ip6extensions", KeyType.IP6_EXTENSIONS, 32, Field.IP6_EXTENSIONS, V6,
            "extension headers of IPv6, such as 0-60-44"));
        keys.add(key("ip6fragoffset", NUMBER, 13, Field.IP_FRAGMENT_OFFSET, V6, "fragment offset of IPv6 in 8 bytes"));
        keys.add(key("ip6fragm", BOOLEAN, 1, Field.IP_FLAGS, V6, "whether more fragments of IPv6 follow"));
    }

    private static void transport(final List<Key> keys)
    {
        keys.add(key("tcp_offset", NUMBER, 16, Field.L4_OFFSET, TCP, "sampled bytes before the TCP header"));
        keys.add(key("tcpseqno", NUMBER, 32, Field.TCP_SEQUENCE, TCP, "TCP sequence number"));
        keys.add(key("tcpackno", NUMBER, 32, Field.TCP_ACKNOWLEDGEMENT, TCP, "TCP acknowledgement number"));
        keys.add(key("tcpwindow", NUMBER, 16, Field.TCP_WINDOW, TCP, "TCP window"));
        keys.add(key("udp_offset", NUMBER, 16, Field.L4_OFFSET, UDP, "sampled bytes before the UDP header"));
        keys.add(key("udpbytes", NUMBER, 16, Field.UDP_BYTES, UDP, "UDP length"));
        keys.add(key("sctpsourceport", NUMBER, 16, Field.L4_SOURCE_PORT, SCTP, "SCTP source port"));
        keys.add(key("sctpdestinationport", NUMBER, 16, Field.L4_DESTINATION_PORT, SCTP, "SCTP destination port"));
    }

    private static void icmp(final List<Key> keys)
    {
        keys.add(key("icmpseqno", NUMBER, 16, Field.ICMP_SEQUENCE, ICMP, "sequence number of an ICMP echo"));
        keys.add(key("icmpunreachablenet", IPV4, 32, Field.ICMP_UNREACHABLE_NET, ICMP,
            "destination in a network that is unreachable"));
        keys.add(key("icmpunreachablehost", IPV4, 32, Field.ICMP_UNREACHABLE_HOST, ICMP, "host that is unreachable"));
        keys.add(key("icmpunreachableprotocol", NUMBER, 8, Field.ICMP_UNREACHABLE_PROTOCOL, ICMP,
            "protocol that is unreachable"));
        keys.add(key("icmpunreachableport", NUMBER, 16, Field.ICMP_UNREACHABLE_PORT, ICMP,
            "destination port that is unreachable"));
        keys.add(key("icmp6type", NUMBER, 8, Field.ICMP_TYPE, ICMP6, "type of ICMPv6"));
        keys.add(key("icmp6code", NUMBER, 8, Field.ICMP_CODE, ICMP6, "code of ICMPv6"));
    }

    private static void tunnels(final List<Key> keys)
    {
        keys.add(key("vni", NUMBER, 24, Field.VNI, 0, "virtual network of VXLAN, GENEVE or NVGRE"));
        keys.add(key("vxlanvni", NUMBER, 24, Field.VXLAN_VNI, 0, "VXLAN network identifier"));
        keys.add(key("genevevni", NUMBER, 24, Field.GENEVE_VNI, 0, "GENEVE virtual network identifier"));
        keys.add(key("grevsid", NUMBER, 24, Field.GRE_VSID, 0, "virtual subnet of NVGRE"));
        keys.add(key("grekey", NUMBER, 32, Field.GRE_KEY, 0, "GRE key, or PPTP call"));
        keys.add(key("gtpteid", NUMBER, 32, Field.GTP_TEID, 0, "tunnel endpoint of GTP-U"));
    }

    private static void messages(final List<Key> keys)
    {
        keys.add(part("dnsqr", BOOLEAN, 1, 15, Field.DNS_FLAGS, "whether a DNS message is a response"));
        keys.add(part("dnsopcode", NUMBER, 4, 11, Field.DNS_FLAGS, "DNS operation"));
        keys.add(part("dnsrcode", NUMBER, 4, 0, Field.DNS_FLAGS, "DNS response code"));
        keys.add(part("dnsqtype", NUMBER, 16, 16, Field.DNS_QUESTION, "type of the DNS question"));
        keys.add(part("dnsqtypename", KeyType.DNS_TYPE, 16, 16, Field.DNS_QUESTION, "name of that type"));
        keys.add(part("dnsqclass", NUMBER, 16, 0, Field.DNS_QUESTION, "class of the DNS question"));
        keys.add(part("ibbtopcode", NUMBER, 8, 56, Field.IB_BTH, "InfiniBand opcode of RoCE v2"));
        keys.add(part("ibbtopname", KeyType.IB_OPERATION, 5, 56, Field.IB_BTH, "InfiniBand operation of RoCE v2"));
        keys.add(part("ibbtoptransport", KeyType.IB_TRANSPORT, 3, 61, Field.IB_BTH, "InfiniBand service of RoCE v2"));
        keys.add(part("ibbtse", BOOLEAN, 1, 55, Field.IB_BTH, "whether an event is solicited"));
        keys.add(part("ibbtm", BOOLEAN, 1, 54, Field.IB_BTH, "migration state"));
        keys.add(part("ibbtack", BOOLEAN, 1, 31, Field.IB_BTH, "whether an acknowledgement is asked for"));
        keys.add(part("ibbtdestqp", NUMBER, 24, 0, Field.IB_BTH, "destination queue pair"));
        keys.add(part("ibbtaethack", KeyType.IB_ACKNOWLEDGE, 2, 5, Field.IB_AETH, "what an acknowledgement says"));
        keys.add(part("ibbtrdmalen", NUMBER, 32, 0, Field.IB_RDMA_LENGTH, "bytes of remote direct memory access"));
    }

    /* The keys of inner packets: those of packet fields, with .1 to .3 added. */
    static List<Key> layers(final List<Key> keys)
    {
        final List<Key> inner = new ArrayList<>();
        for (int layer = 1; layer < Slots.LAYERS; layer++)
        {
            for (final Key key : keys)
            {
                if (key.field().slot() < Slots.LAYER_STRIDE)
                {
                    inner.add(key.layer(layer));
                }
            }
        }
        return List.copyOf(inner);
    }
}
