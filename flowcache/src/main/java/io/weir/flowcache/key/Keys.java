package io.weir.flowcache.key;

import static io.weir.flowcache.key.KeyType.ADDRESS;
import static io.weir.flowcache.key.KeyType.INTERFACE;
import static io.weir.flowcache.key.KeyType.IPV4;
import static io.weir.flowcache.key.KeyType.IPV6;
import static io.weir.flowcache.key.KeyType.MAC;
import static io.weir.flowcache.key.KeyType.NUMBER;

import io.weir.record.Field;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys that weir knows, by name. Immutable. */
public final class Keys
{
    private static final long V4 = Slots.bit(Slots.IPV4);
    private static final long V6 = Slots.bit(Slots.IPV6);
    private static final long TCP = Slots.bit(Slots.TCP);
    private static final long UDP = Slots.bit(Slots.UDP);
    private static final long ICMP = Slots.bit(Slots.ICMP);

    private static final List<Key> GENERAL = List.of(
        key("agent", ADDRESS, 128, Field.AGENT, 0, "address of the exporter"),
        key("datasource", KeyType.DATA_SOURCE, 40, Field.DATA_SOURCE, 0, "data source within the exporter"),
        key("inputifindex", INTERFACE, 34, Field.INPUT_IFINDEX, 0, "ingress interface"),
        key("outputifindex", INTERFACE, 34, Field.OUTPUT_IFINDEX, 0, "egress interface"),
        key("direction", KeyType.DIRECTION, 1, Field.DIRECTION, 0, "ingress or egress at the data source"),
        key("macsource", MAC, 48, Field.MAC_SOURCE, 0, "source MAC address"),
        key("macdestination", MAC, 48, Field.MAC_DESTINATION, 0, "destination MAC address"),
        key("ethernetprotocol", NUMBER, 16, Field.ETHERNET_PROTOCOL, 0, "EtherType after all VLAN tags"),
        key("vlan", NUMBER, 12, Field.VLAN, 0, "VLAN id of the outermost tag"),
        key("ipsource", IPV4, 32, Field.IP_SOURCE, V4, "IPv4 source address"),
        key("ipdestination", IPV4, 32, Field.IP_DESTINATION, V4, "IPv4 destination address"),
        key("ip6source", IPV6, 128, Field.IP_SOURCE, V6, "IPv6 source address"),
        key("ip6destination", IPV6, 128, Field.IP_DESTINATION, V6, "IPv6 destination address"),
        key("ipanysource", ADDRESS, 128, Field.IP_SOURCE, 0, "source address of either family"),
        key("ipanydestination", ADDRESS, 128, Field.IP_DESTINATION, 0, "destination address of either family"),
        key("ipprotocol", NUMBER, 8, Field.L4_PROTOCOL, V4, "protocol above IPv4"),
        key("ipttl", NUMBER, 8, Field.IP_TTL, V4, "time to live of IPv4"),
        key("iptos", NUMBER, 8, Field.IP_TOS, V4, "type of service octet of IPv4"),
        new Key("ipdscp", NUMBER, 6, 2, Field.IP_TOS, V4, "differentiated services code point of IPv4"),
        key("l4protocol", NUMBER, 8, Field.L4_PROTOCOL, 0, "protocol above IP of either version"),
        key("l4sourceport", NUMBER, 16, Field.L4_SOURCE_PORT, 0, "source port of any transport"),
        key("l4destinationport", NUMBER, 16, Field.L4_DESTINATION_PORT, 0, "destination port of any transport"),
        key("tcpsourceport", NUMBER, 16, Field.L4_SOURCE_PORT, TCP, "TCP source port"),
        key("tcpdestinationport", NUMBER, 16, Field.L4_DESTINATION_PORT, TCP, "TCP destination port"),
        key("tcpflags", KeyType.TCP_FLAGS, 9, Field.TCP_FLAGS, TCP, "TCP flags in the order NCEUAPRSF"),
        key("udpsourceport", NUMBER, 16, Field.L4_SOURCE_PORT, UDP, "UDP source port"),
        key("udpdestinationport", NUMBER, 16, Field.L4_DESTINATION_PORT, UDP, "UDP destination port"),
        key("icmptype", NUMBER, 8, Field.ICMP_TYPE, ICMP, "type of ICMP over IPv4"),
        key("icmpcode", NUMBER, 8, Field.ICMP_CODE, ICMP, "code of ICMP over IPv4"),
        key("reason", KeyType.REASON, 32, Field.DISCARD_REASON, 0, "why a dropped packet was dropped"),
        key("starttime", NUMBER, 64, Field.START_TIME, 0, "start of the flow, milliseconds since 1970"),
        key("endtime", NUMBER, 64, Field.END_TIME, 0, "end of the flow, milliseconds since 1970"),
        key("flowendreason", KeyType.FLOW_END_REASON, 8, Field.FLOW_END_REASON, 0, "why the flow ended"),
        key("forwardingstatus", NUMBER, 8, Field.FORWARDING_STATUS, 0,
            "64 to 127 forwarded, 128 to 191 dropped, above consumed"),
        key("firewallevent", KeyType.FIREWALL_EVENT, 8, Field.FIREWALL_EVENT, 0, "what a firewall tells of the flow"),
        key("natevent", NUMBER, 8, Field.NAT_EVENT, 0, "what a translator tells of a session, see RFC 8158"),
        key("vrf", NUMBER, 32, Field.VRF, 0, "VRF in which the packets came"),
        key("vrfegress", NUMBER, 32, Field.VRF_EGRESS, 0, "VRF in which the packets left"),
        key("observationdomain", NUMBER, 32, Field.OBSERVATION_DOMAIN, 0,
            "observation domain, source id, engine or sub-agent"),
        key("samplerid", NUMBER, 64, Field.SAMPLER_ID, 0, "sampler or selector that chose the packets"),
        key("samplingsource", KeyType.SAMPLING_SOURCE, 8, Field.SAMPLING_SOURCE, 0, "who tells the sampling rate"),
        key("postbytes", NUMBER, 64, Field.POST_BYTES, 0, "bytes after the exporter changed the packets"),
        key("postframes", NUMBER, 64, Field.POST_FRAMES, 0, "packets after the exporter dealt with them"),
        key("reversebytes", NUMBER, 64, Field.REVERSE_BYTES, 0, "bytes in the reverse direction of a biflow"),
        key("reverseframes", NUMBER, 64, Field.REVERSE_FRAMES, 0, "packets in the reverse direction of a biflow"),
        key("droppedbytes", NUMBER, 64, Field.DROPPED_BYTES, 0, "bytes of packets that the exporter dropped"),
        key("droppedframes", NUMBER, 64, Field.DROPPED_FRAMES, 0, "packets that the exporter dropped"),
        key("layer2bytes", NUMBER, 64, Field.LAYER2_BYTES, 0, "bytes of layer 2"),
        key("flows", NUMBER, 64, Field.FLOWS, 0, "flows that were put together in the record"),
        key("stripped", NUMBER, 32, Field.STRIPPED, 0, "bytes that the agent removed from the sampled frame"),
        key("ipnexthoprouter", ADDRESS, 128, Field.NEXT_HOP, 0, "next hop router"),
        key("ipsourcemaskbits", NUMBER, 8, Field.SOURCE_MASK_BITS, 0, "prefix length of the route to the source"),
        key("ipdestinationmaskbits", NUMBER, 8, Field.DESTINATION_MASK_BITS, 0,
            "prefix length of the route to the destination"),
        key("vlansource", NUMBER, 16, Field.VLAN_SOURCE, 0, "VLAN on which the frame came"),
        key("vlandestination", NUMBER, 16, Field.VLAN_DESTINATION, 0, "VLAN on which the frame left"),
        key("prioritysource", NUMBER, 8, Field.PRIORITY_SOURCE, 0, "priority with which the frame came"),
        key("prioritydestination", NUMBER, 8, Field.PRIORITY_DESTINATION, 0, "priority with which the frame left"),
        key("bgpnexthop", ADDRESS, 128, Field.BGP_NEXT_HOP, 0, "border router that is the next hop"),
        key("bgpas", NUMBER, 32, Field.BGP_AS, 0, "autonomous system of the exporter"),
        key("bgpsourceas", NUMBER, 32, Field.BGP_SOURCE_AS, 0, "source autonomous system"),
        key("bgpsourcepeeras", NUMBER, 32, Field.BGP_SOURCE_PEER_AS, 0,
            "neighbouring autonomous system towards the source"),
        key("bgpdestinationas", NUMBER, 32, Field.BGP_DESTINATION_AS, 0, "destination autonomous system"),
        key("bgpdestinationpeeras", NUMBER, 32, Field.BGP_DESTINATION_PEER_AS, 0,
            "neighbouring autonomous system towards the destination"),
        key("bgplocalpref", NUMBER, 32, Field.BGP_LOCAL_PREF, 0, "local preference of the route"),
        key("natsource", ADDRESS, 128, Field.NAT_SOURCE, 0, "source address after translation"),
        key("natdestination", ADDRESS, 128, Field.NAT_DESTINATION, 0, "destination address after translation"),
        key("natsourceport", NUMBER, 16, Field.NAT_SOURCE_PORT, 0, "source port after translation"),
        key("natdestinationport", NUMBER, 16, Field.NAT_DESTINATION_PORT, 0, "destination port after translation"),
        key("queueindex", NUMBER, 32, Field.QUEUE_INDEX, 0, "queue of the egress interface"),
        key("queuedepth", NUMBER, 32, Field.QUEUE_DEPTH, 0, "bytes in the queue when the packet came to it"),
        key("transitdelay", NUMBER, 32, Field.TRANSIT_DELAY, 0, "nanoseconds that the packet spent in the device"),
        key("tcprtt", NUMBER, 32, Field.TCP_RTT, 0, "round trip time of the connection, microseconds"),
        key("tcprttsdev", NUMBER, 32, Field.TCP_RTT_DEVIATION, 0, "deviation of the round trip time, microseconds"),
        key("tcprttwait", NUMBER, 32, Field.TCP_RTT_WAIT, 0, "round trip time beyond the shortest, microseconds"),
        key("tcpminrtt", NUMBER, 32, Field.TCP_MIN_RTT, 0, "shortest round trip time, microseconds"),
        key("tcpunacked", NUMBER, 32, Field.TCP_UNACKED, 0, "segments sent and not acknowledged"),
        key("tcplost", NUMBER, 32, Field.TCP_LOST, 0, "segments held to be lost"),
        key("tcpretrans", NUMBER, 32, Field.TCP_RETRANSMITS, 0, "segments sent again"),
        key("tcpsndmss", NUMBER, 32, Field.TCP_SEND_MSS, 0, "largest segment to send"),
        key("tcprcvmss", NUMBER, 32, Field.TCP_RECEIVE_MSS, 0, "largest segment received"),
        key("tcppmtu", NUMBER, 32, Field.TCP_PATH_MTU, 0, "path MTU of the connection"),
        key("tcpcwnd", NUMBER, 32, Field.TCP_CONGESTION_WINDOW, 0, "congestion window, segments"),
        key("tcpreordering", NUMBER, 32, Field.TCP_REORDERING, 0, "reordering of the connection, segments"),
        key("socketprotocol", NUMBER, 8, Field.SOCKET_PROTOCOL, 0, "protocol of the host's socket"),
        key("socketlocalip", ADDRESS, 128, Field.SOCKET_LOCAL_IP, 0, "local address of the host's socket"),
        key("socketremoteip", ADDRESS, 128, Field.SOCKET_REMOTE_IP, 0, "remote address of the host's socket"),
        key("socketlocalport", NUMBER, 16, Field.SOCKET_LOCAL_PORT, 0, "local port of the host's socket"),
        key("socketremoteport", NUMBER, 16, Field.SOCKET_REMOTE_PORT, 0, "remote port of the host's socket"),
        key("httpmethod", KeyType.HTTP_METHOD, 8, Field.HTTP_METHOD, 0, "HTTP method"),
        key("httpstatus", NUMBER, 16, Field.HTTP_STATUS, 0, "HTTP status code"),
        key("memcachecommand", KeyType.MEMCACHE_COMMAND, 8, Field.MEMCACHE_COMMAND, 0, "memcache command"),
        key("memcachestatus", NUMBER, 8, Field.MEMCACHE_STATUS, 0, "status of a memcache operation"),
        key("appstatus", NUMBER, 8, Field.APP_STATUS, 0, "status of an operation of an application"),
        key("duration", NUMBER, 64, Field.OPERATION_DURATION, 0, "microseconds that an operation took"),
        key("bytes", NUMBER, 64, Field.BYTES, 0, "bytes that the exporter counted, before scaling"),
        key("frames", NUMBER, 64, Field.FRAMES, 0, "frames that the exporter counted, before scaling"));

    private static final List<Key> TEXTS = List.of(
        text("function", Field.FUNCTION, "function that dropped the packet"),
        text("hwtrapgroup", Field.HW_TRAP_GROUP, "group of the hardware trap that took the packet"),
        text("hwtrap", Field.HW_TRAP, "hardware trap that took the packet"),
        text("linuxreason", Field.LINUX_REASON, "drop reason in the words of the Linux kernel"),
        text("vrfname", Field.VRF_NAME, "name of the VRF, from options records"),
        text("application", Field.APPLICATION, "name of the application from options records, else engine:selector"),
        text("usersource", Field.USER_SOURCE, "user at the source"),
        text("userdestination", Field.USER_DESTINATION, "user at the destination"),
        text("url", Field.URL, "URL that the switch saw"),
        text("urlhost", Field.URL_HOST, "host of that URL"),
        text("bgpdestinationaspath", Field.BGP_AS_PATH, "path of autonomous systems to the destination"),
        text("bgpcommunities", Field.BGP_COMMUNITIES, "communities of the route"),
        text("dnsqname", Field.DNS_QNAME, "name that a DNS message asks for, in lower case"),
        text("httpurl", Field.HTTP_URL, "URI of an HTTP request"),
        text("httphost", Field.HTTP_HOST, "host of an HTTP request"),
        text("httpreferrer", Field.HTTP_REFERRER, "referrer of an HTTP request"),
        text("httpuseragent", Field.HTTP_USER_AGENT, "user agent of an HTTP request"),
        text("httpxff", Field.HTTP_XFF, "X-Forwarded-For of an HTTP request"),
        text("httpauthuser", Field.HTTP_AUTH_USER, "user of an HTTP request"),
        text("httpmimetype", Field.HTTP_MIME_TYPE, "MIME type of an HTTP response"),
        text("memcachekey", Field.MEMCACHE_KEY, "key of a memcache operation"),
        text("appname", Field.APP_NAME, "name of an application"),
        text("appoperation", Field.APP_OPERATION, "operation of an application"),
        text("appattributes", Field.APP_ATTRIBUTES, "attributes of an operation"),
        text("appinitiator", Field.APP_INITIATOR, "who asked for an operation"),
        text("apptarget", Field.APP_TARGET, "whom an operation was asked of"));

    private static final List<Key> ALL = Stream.of(GENERAL, PacketKeys.ALL, TEXTS).flatMap(List::stream).toList();
    private static final List<Key> INNER = PacketKeys.layers(ALL);
    private static final List<String> NAMES = ALL.stream().map(Key::name).toList();
    private static final Map<String, Key> BY_NAME = byName();

    private Keys()
    {
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

    static Key text(final String name, final Field field, final String description)
    {
        return key(name, KeyType.TEXT, TextKey.BITS, field, 0, description);
    }

    private static Map<String, Key> byName()
    {
        final Map<String, Key> byName = new LinkedHashMap<>();
        for (final Key key : ALL)
        {
            byName.put(key.name(), key);
        }
        for (final Key key : INNER)
        {
            byName.put(key.name(), key);
        }
        return byName;
    }

    /** {@return every key of inner packets: the names of {@link #all}, with {@code .1} to {@code .3} added} */
    public static List<Key> inner()
    {
        return INNER;
    }

    /** {@return every key of a record or of its outer packet, the most used ones first} */
    public static List<Key> all()
    {
        return ALL;
    }

    /* A key by name alone; null when there is none. */
    static Key plain(final String name)
    {
        return BY_NAME.get(name);
    }

    /**
     * A key by name, or the key that a call of a function computes, such as {@code mask:ipsource:24}. Groups, maps and
     * functions of callers are known to a {@link KeyRegistry} only.
     *
     * @param name of the key, or a call.
     * @return the key, empty when there is none of that name.
     * @throws IllegalArgumentException if a call is wrong; the message tells where, counted from 1.
     */
    public static Optional<Key> find(final String name)
    {
        return new KeyRegistry().find(name);
    }

    /** {@return the functions of keys: how each is called, and what it gives} */
    public static Map<String, String> functions()
    {
        return KeyParser.USAGE;
    }

    /* What to add to a message about an unknown key. */
    static String suggest(final String name)
    {
        final List<String> known = new ArrayList<>(name.indexOf(':') < 0 ? NAMES : KeyParser.NAMES);
        return Suggestions.text(name.substring(0, name.indexOf(':') < 0 ? name.length() : name.indexOf(':')), known);
    }

    /**
     * Separate names and calls at the commas between them; a comma after a backslash is part of its call.
     *
     * @param text such as {@code ipsource,mask:ipdestination:24}.
     * @return the names in order, empty for a blank text.
     */
    public static List<String> split(final String text)
    {
        final List<String> names = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= text.length() && !text.isBlank(); at++)
        {
            if (at >= text.length() || ',' == text.charAt(at))
            {
                names.add(text.substring(start, at).strip());
                start = at + 1;
            }
            else if ('\\' == text.charAt(at))
            {
                at += at + 1 < text.length() ? 1 : 0;
            }
        }
        return names;
    }

    /**
     * A key by name or call, or an error that suggests others.
     *
     * @param owner what asks, with which the message begins: the name of a definition.
     * @param name  of the key.
     * @return the key.
     * @throws IllegalArgumentException if there is no key of that name; the message lists the nearest names.
     */
    public static Key require(final String owner, final String name)
    {
        return new KeyRegistry().require(owner, name);
    }

    /**
     * Check a key by name or call, as far as that can be done without the groups, maps and functions of a cache.
     *
     * @param owner what asks, with which the message begins: the name of a definition.
     * @param name  of the key.
     * @return bits that the key takes in a packed key, 0 where only the cache can tell.
     * @throws IllegalArgumentException if there is no key of that name, or the call is wrong.
     */
    public static int check(final String owner, final String name)
    {
        try
        {
            return require(owner, name).bits();
        }
        catch (final UnresolvedException e)
        {
            return 0;
        }
    }
}
