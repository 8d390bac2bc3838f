package io.weir.record;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Protocols of one packet in 128 bits: 6 bits each, outermost first, from the lowest bits of the low half on, ten in
 * each half; 0 ends them. What goes beyond {@link #MAX} protocols is left out. An instance gathers one such stack
 * without allocation; not thread safe. Reading and writing of texts is stateless.
 *
 * <p>Each VLAN tag is a protocol of its own, a run of MPLS labels is one. An EtherType or IP protocol without a name
 * here ends the stack.
 */
public final class PacketStack
{
    /** Most protocols in a stack. */
    public static final int MAX = 20;

    /** Ethernet. */
    public static final int ETH = 1;
    /** VLAN tag. */
    public static final int VLAN = 2;
    /** PPP over Ethernet. */
    public static final int PPPOE = 3;
    /** PPP. */
    public static final int PPP = 4;
    /** MPLS labels. */
    public static final int MPLS = 5;
    /** Frame relay. */
    public static final int FR = 6;
    /** HDLC of Cisco. */
    public static final int HDLC = 7;
    /** IEEE 802.11. */
    public static final int WLAN = 8;
    /** ARP. */
    public static final int ARP = 9;
    /** IPv4. */
    public static final int IP = 10;
    /** IPv6. */
    public static final int IP6 = 11;
    /** TCP. */
    public static final int TCP = 12;
    /** UDP. */
    public static final int UDP = 13;
    /** ICMP. */
    public static final int ICMP = 14;
    /** ICMPv6. */
    public static final int ICMP6 = 15;
    /** SCTP. */
    public static final int SCTP = 16;
    /** DCCP. */
    public static final int DCCP = 17;
    /** UDP-Lite. */
    public static final int UDP_LITE = 18;
    /** IGMP. */
    public static final int IGMP = 19;
    /** Encapsulating security payload of IPsec. */
    public static final int ESP = 20;
    /** Authentication header of IPsec. */
    public static final int AH = 21;
    /** GRE. */
    public static final int GRE = 22;
    /** ERSPAN. */
    public static final int ERSPAN = 23;
    /** VXLAN, the generic protocol extension included. */
    public static final int VXLAN = 24;
    /** GENEVE. */
    public static final int GENEVE = 25;
    /** GTP-U. */
    public static final int GTP = 26;
    /** L2TP, version 2 or 3. */
    public static final int L2TP = 27;
    /** Teredo. */
    public static final int TEREDO = 28;
    /** EtherIP. */
    public static final int ETHERIP = 29;
    /** DNS. */
    public static final int DNS = 30;
    /** InfiniBand base transport header: RoCE version 2. */
    public static final int IBBT = 31;
    /** OSPF. */
    public static final int OSPF = 32;
    /** PIM. */
    public static final int PIM = 33;
    /** VRRP. */
    public static final int VRRP = 34;
    /** EIGRP. */
    public static final int EIGRP = 35;
    /** LLDP. */
    public static final int LLDP = 36;
    /** MACsec. */
    public static final int MACSEC = 37;
    /** Connectivity fault management. */
    public static final int CFM = 38;
    /** Precision time protocol. */
    public static final int PTP = 39;
    /** Fibre Channel over Ethernet. */
    public static final int FCOE = 40;

    private static final int BITS = 6;
    private static final int MASK = (1 << BITS) - 1;
    private static final int HALF = MAX / 2;
    private static final String[] NAMES = {
        "", "eth", "vlan", "pppoe", "ppp", "mpls", "fr", "hdlc", "wlan", "arp", "ip", "ip6", "tcp", "udp", "icmp",
        "icmp6", "sctp", "dccp", "udplite", "igmp", "esp", "ah", "gre", "erspan", "vxlan", "geneve", "gtp", "l2tp",
        "teredo", "etherip", "dns", "ibbt", "ospf", "pim", "vrrp", "eigrp", "lldp", "macsec", "cfm", "ptp", "fcoe"
    };
    private static final Map<String, Integer> CODES = IntStream.range(1, NAMES.length).boxed()
        .collect(Collectors.toUnmodifiableMap(code -> NAMES[code], code -> code));

    private long high;
    private long low;
    private int count;

    /** An empty stack. */
    public PacketStack()
    {
    }

    /** Forget every protocol. */
    public void clear()
    {
        high = 0;
        low = 0;
        count = 0;
    }

    /**
     * Add the next inner protocol.
     *
     * @param code one of the constants.
     */
    public void add(final int code)
    {
        if (count < HALF)
        {
            low |= (long)code << count++ * BITS;
        }
        else if (count < MAX)
        {
            high |= (long)code << (count++ - HALF) * BITS;
        }
    }

    /** {@return high half} */
    public long high()
    {
        return high;
    }

    /** {@return low half} */
    public long low()
    {
        return low;
    }

    /**
     * Names of a stack.
     *
     * @param high half.
     * @param low  half.
     * @return such as {@code eth.ip.udp.vxlan.eth.ip.tcp}; a code without a name is written as {@code ?}.
     */
    public static String format(final long high, final long low)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < MAX; i++)
        {
            final int code = (int)((i < HALF ? low : high) >>> i % HALF * BITS) & MASK;
            if (0 == code)
            {
                break;
            }
            text.append(0 == i ? "" : ".").append(code < NAMES.length ? NAMES[code] : "?");
        }
        return text.toString();
    }

    /**
     * Stack from its names.
     *
     * @param text such as {@link #format} gives.
     * @param into high and low half, in this order.
     * @throws NumberFormatException if a name is not known, or there are more than {@link #MAX}.
     */
    public static void parse(final String text, final long[] into)
    {
        final PacketStack stack = new PacketStack();
        for (final String name : text.split("\\.", -1))
        {
            final Integer code = CODES.get(name);
            if (null == code || MAX == stack.count)
            {
                throw new NumberFormatException(text);
            }
            stack.add(code);
        }
        into[0] = stack.high;
        into[1] = stack.low;
    }
}
