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
        key("stripped", NUMBER, 32, Field.STRIPPED, 0, "bytes that the agent removed from the sampled frame"),
        key("ipnexthoprouter", ADDRESS, 128, Field.NEXT_HOP, 0, "next hop router"),
        key("ipsourcemaskbits", NUMBER, 32, Field.SOURCE_MASK_BITS, 0, "prefix length of the route to the source"),
        key("ipdestinationmaskbits", NUMBER, 32, Field.DESTINATION_MASK_BITS, 0,
            "prefix length of the route to the destination"),
        key("vlansource", NUMBER, 32, Field.VLAN_SOURCE, 0, "VLAN on which the frame came"),
        key("vlandestination", NUMBER, 32, Field.VLAN_DESTINATION, 0, "VLAN on which the frame left"),
        key("prioritysource", NUMBER, 32, Field.PRIORITY_SOURCE, 0, "priority with which the frame came"),
        key("prioritydestination", NUMBER, 32, Field.PRIORITY_DESTINATION, 0, "priority with which the frame left"),
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
        key("natsourceport", NUMBER, 32, Field.NAT_SOURCE_PORT, 0, "source port after translation"),
        key("natdestinationport", NUMBER, 32, Field.NAT_DESTINATION_PORT, 0, "destination port after translation"),
        key("queueindex", NUMBER, 32, Field.QUEUE_INDEX, 0, "queue of the egress interface"),
        key("queuedepth", NUMBER, 32, Field.QUEUE_DEPTH, 0, "bytes in the queue when the packet came to it"),
        key("transitdelay", NUMBER, 32, Field.TRANSIT_DELAY, 0, "nanoseconds that the packet spent in the device"),
        key("tcprtt", NUMBER, 32, Field.TCP_RTT, 0, "round trip time of the connection, microseconds"),
        key("tcprttsdev", NUMBER, 32, Field.TCP_RTT_DEVIATION, 0, "deviation of the round trip time, microseconds"),
        key("tcpminrtt", NUMBER, 32, Field.TCP_MIN_RTT, 0, "shortest round trip time, microseconds"),
        key("tcpunacked", NUMBER, 32, Field.TCP_UNACKED, 0, "segments sent and not acknowledged"),
        key("tcplost", NUMBER, 32, Field.TCP_LOST, 0, "segments held to be lost"),
        key("tcpretrans", NUMBER, 32, Field.TCP_RETRANSMITS, 0, "segments sent again"),
        key("tcpsndmss", NUMBER, 32, Field.TCP_SEND_MSS, 0, "largest segment to send"),
        key("tcprcvmss", NUMBER, 32, Field.TCP_RECEIVE_MSS, 0, "largest segment received"),
        key("tcppmtu", NUMBER, 32, Field.TCP_PATH_MTU, 0, "path MTU of the connection"),
        key("tcpcwnd", NUMBER, 32, Field.TCP_CONGESTION_WINDOW, 0, "congestion window, segments"),
        key("tcpreordering", NUMBER, 32, Field.TCP_REORDERING, 0, "reordering of the connection, segments"),
        key("socketprotocol", NUMBER, 32, Field.SOCKET_PROTOCOL, 0, "protocol of the host's socket"),
        key("socketlocalip", ADDRESS, 128, Field.SOCKET_LOCAL_IP, 0, "local address of the host's socket"),
        key("socketremoteip", ADDRESS, 128, Field.SOCKET_REMOTE_IP, 0, "remote address of the host's socket"),
        key("socketlocalport", NUMBER, 32, Field.SOCKET_LOCAL_PORT, 0, "local port of the host's socket"),
        key("socketremoteport", NUMBER, 32, Field.SOCKET_REMOTE_PORT, 0, "remote port of the host's socket"),
        key("httpstatus", NUMBER, 32, Field.HTTP_STATUS, 0, "HTTP status code"),
        key("memcachestatus", NUMBER, 32, Field.MEMCACHE_STATUS, 0, "status of a memcache operation"),
        key("appstatus", NUMBER, 32, Field.APP_STATUS, 0, "status of an operation of an application"),
        key("bytes", NUMBER, 64, Field.BYTES, 0, "bytes that the exporter counted, before scaling"),
        key("frames", NUMBER, 64, Field.FRAMES, 0, "frames that the exporter counted, before scaling"));

    private static final List<Key> ALL = Stream.of(GENERAL, PacketKeys.ALL).flatMap(List::stream).toList();
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

    /**
     * A key by name, or the key that a call of a function computes, such as {@code mask:ipsource:24}.
     *
     * @param name of the key, or a call.
     * @return the key, empty when there is none of that name.
     * @throws IllegalArgumentException if a call is wrong; the message tells where, counted from 1.
     */
    public static Optional<Key> find(final String name)
    {
        final Key key = BY_NAME.get(name);
        return Optional.ofNullable(null == key && KeyFunctions.isCall(name) ? KeyFunctions.parse(name) : key);
    }

    /** {@return the functions of keys: how each is called, and what it gives} */
    public static Map<String, String> functions()
    {
        return KeyFunctions.USAGE;
    }

    /* What to add to a message about an unknown key. */
    static String suggest(final String name)
    {
        final List<String> known = new ArrayList<>(name.indexOf(':') < 0 ? NAMES : KeyFunctions.NAMES);
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
        try
        {
            return find(name).orElseThrow(() -> new IllegalArgumentException("unknown key '" + name + "'" +
                suggest(name)));
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(owner + ": " + e.getMessage(), e);
        }
    }
}
