package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * Protocols above IP, and the ports of UDP at which tunnels and messages are. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9293">RFC 9293, section 3.1</a>
 */
final class Transport
{
    private static final int IP_IN_IP = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int IPV6_IN_IP = 41;
    private static final int GRE = 47;
    private static final int AUTHENTICATION = 51;
    private static final int ETHERIP = 97;
    private static final int L2TP = 115;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;
    private static final int MPLS_IN_IP = 137;
    private static final int ETHERNET = 143;

    private static final int TCP_LENGTH = 20;
    private static final int UDP_LENGTH = 8;
    private static final int SCTP_LENGTH = 12;
    private static final int DCCP_LENGTH = 12;
    private static final int AUTHENTICATION_LENGTH = 8;
    private static final int MAX_AUTHENTICATION_HEADERS = 8;

    private static final long MALFORMED = 1L << Slots.MALFORMED;
    private static final long SOURCE_PORT = 1L << Slots.L4_SOURCE_PORT;
    private static final long DESTINATION_PORT = 1L << Slots.L4_DESTINATION_PORT;
    private static final long TCP_FIELDS = SOURCE_PORT | DESTINATION_PORT | 1L << Slots.TCP_FLAGS |
        1L << Slots.TCP_SEQUENCE | 1L << Slots.TCP_ACKNOWLEDGEMENT | 1L << Slots.TCP_WINDOW;
    private static final long UDP_FIELDS = SOURCE_PORT | DESTINATION_PORT | 1L << Slots.UDP_BYTES;
    private static final long OFFSET = 1L << Slots.L4_OFFSET;

    /*
     * What is at a UDP port, by its low 8 bits, in which these ports differ: port, then whether it is told by the
     * source port as well, then what it is.
     */
    private static final int[] PORTS = new int[256];
    private static final int EITHER_PORT = 0x80;
    private static final int KIND_MASK = 0x7F;

    static
    {
        port(53, Next.DNS | EITHER_PORT);
        port(1701, Next.L2TP | EITHER_PORT);
        port(2152, Next.GTP);
        port(3544, Next.TEREDO | EITHER_PORT);
        port(4789, Next.VXLAN);
        port(4790, Next.VXLAN_GPE);
        port(4791, Next.IB_BTH);
        port(6081, Next.GENEVE);
        port(6635, Next.MPLS);
        port(8472, Next.VXLAN);
    }

    private Transport()
    {
    }

    private static void port(final int port, final int kind)
    {
        PORTS[port & 0xFF] = port << 8 | kind;
    }

    /*
     * Puts values and gives their mask. shortKind says why a header that does not fit ends early: the captured bytes
     * end, or the packet itself does.
     */
    static long decode(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final int protocol,
        final FlowRecord record,
        final int layer)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        switch (protocol)
        {
            case TCP:
                return tcp(buffer, at, end, shortKind, record, base);
            case UDP:
                return udp(buffer, at, end, shortKind, record, base);
            case UDP_LITE:
                return ports(buffer, at, end - at, record, base) | (end - at < UDP_LENGTH ? shortKind : 0);
            case SCTP:
                return ports(buffer, at, end - at, record, base) | (end - at < SCTP_LENGTH ? shortKind : 0);
            case DCCP:
                return ports(buffer, at, end - at, record, base) | (end - at < DCCP_LENGTH ? shortKind : 0);
            case IcmpMessage.ICMP:
            case IcmpMessage.ICMP6:
                return IcmpMessage.decode(buffer, at, end, shortKind, protocol, record, base);
            default:
                return tunnel(buffer, at, end, shortKind, protocol, record, layer);
        }
    }

    private static long tunnel(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final int protocol,
        final FlowRecord record,
        final int layer)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        switch (protocol)
        {
            case IP_IN_IP:
            case IPV6_IN_IP:
                return packet(record, base, Next.IP, at, end, shortKind);
            case GRE:
                return Next.put(record, base, Next.GRE, at, end, shortKind);
            case ETHERIP:
                return Next.put(record, base, Next.ETHERIP, at, end, shortKind);
            case L2TP:
                return Next.put(record, base, Next.L2TP_OVER_IP, at, end, shortKind);
            case MPLS_IN_IP:
                return packet(record, base, Next.MPLS, at, end, shortKind);
            case ETHERNET:
                return packet(record, base, Next.ETHERNET, at, end, shortKind);
            case AUTHENTICATION:
                return authentication(buffer, at, end, shortKind, record, layer);
            default:
                return 0;
        }
    }

    /* A protocol that says there is a packet is proof, unlike a port: none at all is malformed where it is not cut. */
    private static long packet(
        final FlowRecord record,
        final int base,
        final int kind,
        final int at,
        final int end,
        final long shortKind)
    {
        return at < end ? Next.put(record, base, kind, at, end, shortKind) : shortKind;
    }

    /* Over IPv4, whose protocol stays this one; in IPv6 it is one of the extension headers. */
    private static long authentication(
        final byte[] buffer,
        final int offset,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int layer)
    {
        int at = offset;
        int protocol = AUTHENTICATION;
        for (int headers = 0; AUTHENTICATION == protocol; headers++)
        {
            if (end - at < AUTHENTICATION_LENGTH)
            {
                return shortKind;
            }
            if (MAX_AUTHENTICATION_HEADERS == headers)
            {
                return MALFORMED;
            }
            protocol = Wire.u8(buffer, at);
            at += (Wire.u8(buffer, at + 1) + 2) * 4;
        }
        return FlowRecord.kindOfProtocol(protocol) | decode(buffer, at, end, shortKind, protocol, record, layer);
    }

    private static long tcp(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - at < TCP_LENGTH)
        {
            return tcpShort(buffer, at, end - at, record, base) | shortKind;
        }
        final long low = Wire.u64(buffer, at);
        final long high = Wire.u64(buffer, at + 8);
        record.putUnmarked(base + Slots.L4_SOURCE_PORT, low >>> 48);
        record.putUnmarked(base + Slots.L4_DESTINATION_PORT, low >>> 32 & 0xFFFF);
        record.putUnmarked(base + Slots.TCP_SEQUENCE, low & 0xFFFF_FFFFL);
        record.putUnmarked(base + Slots.TCP_ACKNOWLEDGEMENT, high >>> 32);
        record.putUnmarked(base + Slots.TCP_FLAGS, high >>> 16 & 0x1FF);
        record.putUnmarked(base + Slots.TCP_WINDOW, high & 0xFFFF);
        record.putUnmarked(base + Slots.L4_OFFSET, at);
        final int headerLength = (int)(high >>> 28 & 0xF) * 4;
        return TCP_FIELDS | OFFSET | (headerLength < TCP_LENGTH ? MALFORMED : at + headerLength > end ? shortKind : 0);
    }

    private static long tcpShort(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int base)
    {
        long mask = ports(buffer, at, length, record, base);
        if (length >= 8)
        {
            record.putUnmarked(base + Slots.TCP_SEQUENCE, Wire.u32(buffer, at + 4));
            mask |= 1L << Slots.TCP_SEQUENCE;
        }
        if (length >= 12)
        {
            record.putUnmarked(base + Slots.TCP_ACKNOWLEDGEMENT, Wire.u32(buffer, at + 8));
            mask |= 1L << Slots.TCP_ACKNOWLEDGEMENT;
        }
        if (length >= 14)
        {
            record.putUnmarked(base + Slots.TCP_FLAGS, Wire.u16(buffer, at + 12) & 0x1FF);
            mask |= 1L << Slots.TCP_FLAGS;
        }
        if (length >= 16)
        {
            record.putUnmarked(base + Slots.TCP_WINDOW, Wire.u16(buffer, at + 14));
            mask |= 1L << Slots.TCP_WINDOW;
        }
        return mask;
    }

    private static long udp(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - at < UDP_LENGTH)
        {
            return udpShort(buffer, at, end - at, record, base) | shortKind;
        }
        final long header = Wire.u64(buffer, at);
        final long udpBytes = header >>> 16 & 0xFFFF;
        record.putUnmarked(base + Slots.L4_SOURCE_PORT, header >>> 48);
        record.putUnmarked(base + Slots.L4_DESTINATION_PORT, header >>> 32 & 0xFFFF);
        record.putUnmarked(base + Slots.UDP_BYTES, udpBytes);
        record.putUnmarked(base + Slots.L4_OFFSET, at);
        final int kind = kindOfPorts((int)(header >>> 32) & 0xFFFF, (int)(header >>> 48));
        return UDP_FIELDS | OFFSET | lengthKind(udpBytes) |
            (0 == kind ? 0 : payload(at, end, shortKind, udpBytes, kind, record, base));
    }

    /* Below zero for a port that may be looked into, without a branch. */
    static int unlessKnown(final int port)
    {
        return (PORTS[port & 0xFF] >>> 8 ^ port) - 1;
    }

    private static int kindOfPorts(final int destination, final int source)
    {
        final int byDestination = PORTS[destination & 0xFF];
        if (byDestination >>> 8 == destination)
        {
            return byDestination & KIND_MASK;
        }
        final int bySource = PORTS[source & 0xFF];
        return bySource >>> 8 == source && 0 != (bySource & EITHER_PORT) ? bySource & KIND_MASK : 0;
    }

    private static long payload(
        final int at,
        final int end,
        final long shortKind,
        final long udpBytes,
        final int kind,
        final FlowRecord record,
        final int base)
    {
        final boolean isShorter = udpBytes >= UDP_LENGTH && udpBytes < end - at;
        return Next.put(record, base, kind, at + UDP_LENGTH, isShorter ? at + (int)udpBytes : end,
            isShorter ? MALFORMED : shortKind);
    }

    /* 0 is legal where 16 bits do not hold the length (RFC 2675) */
    private static long lengthKind(final long udpBytes)
    {
        return 0 != udpBytes && udpBytes < UDP_LENGTH ? MALFORMED : 0;
    }

    private static long udpShort(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int base)
    {
        long mask = ports(buffer, at, length, record, base);
        if (length >= 6)
        {
            final int udpBytes = Wire.u16(buffer, at + 4);
            record.putUnmarked(base + Slots.UDP_BYTES, udpBytes);
            mask |= 1L << Slots.UDP_BYTES | lengthKind(udpBytes);
        }
        return mask;
    }

    private static long ports(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int base)
    {
        record.putUnmarked(base + Slots.L4_OFFSET, at);
        long mask = 0;
        if (length >= 2)
        {
            record.putUnmarked(base + Slots.L4_SOURCE_PORT, Wire.u16(buffer, at));
            mask |= SOURCE_PORT | OFFSET;
        }
        if (length >= 4)
        {
            record.putUnmarked(base + Slots.L4_DESTINATION_PORT, Wire.u16(buffer, at + 2));
            mask |= DESTINATION_PORT;
        }
        return mask;
    }
}
