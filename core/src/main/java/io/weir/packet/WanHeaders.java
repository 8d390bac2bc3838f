package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * Link layers other than Ethernet: PPP, HDLC of Cisco, frame relay, IEEE 802.11. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1661">RFC 1661: PPP</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2427">RFC 2427: frame relay</a>
 * @see <a href="https://sflow.org/sflow_80211.txt">sFlow 802.11 structures</a>
 */
final class WanHeaders
{
    private static final int PPP_ADDRESS = 0xFF03;
    private static final int PPP_IPV4 = 0x21;
    private static final int PPP_IPV6 = 0x57;
    private static final int PPP_MPLS = 0x281;
    private static final int PPP_MPLS_MULTICAST = 0x283;

    private static final int HDLC_UNICAST = 0x0F00;
    private static final int HDLC_MULTICAST = 0x8F00;

    private static final int MAX_Q922_LENGTH = 4;
    private static final int UNNUMBERED = 3;
    private static final int NLPID_SNAP = 0x80;
    private static final int NLPID_IPV6 = 0x8E;
    private static final int NLPID_IPV4 = 0xCC;
    private static final int OUI_BRIDGED = 0x0080C2;

    private static final int WLAN_LENGTH = 24;
    private static final int ADDRESS1 = 4;
    private static final int ADDRESS2 = 10;
    private static final int ADDRESS3 = 16;
    private static final int ADDRESS4 = 24;
    private static final int DELIMITER_SIGNATURE = 0x4E;

    private static final long CUT = 1L << Slots.CUT;
    private static final long MACS = 1L << Slots.MAC_SOURCE | 1L << Slots.MAC_DESTINATION;

    private WanHeaders()
    {
    }

    /* With or without address and control, with a protocol of two bytes or compressed to one. */
    static long ppp(
        final byte[] buffer,
        final int offset,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - offset < 2)
        {
            return CUT;
        }
        final int at = PPP_ADDRESS == Wire.u16(buffer, offset) ? offset + 2 : offset;
        if (end - at < 2)
        {
            return CUT;
        }
        final int first = Wire.u8(buffer, at);
        final boolean compressed = 0 != (first & 1);
        final int protocol = compressed ? first : Wire.u16(buffer, at);
        final int payload = at + (compressed ? 1 : 2);
        switch (protocol)
        {
            case PPP_IPV4:
                return IpHeaders.ipv4(buffer, payload, end, record, layer, want);
            case PPP_IPV6:
                return IpHeaders.ipv6(buffer, payload, end, record, layer, want);
            case PPP_MPLS:
            case PPP_MPLS_MULTICAST:
                return MplsHeaders.decode(buffer, payload, end, record, layer, want);
            default:
                return 0;
        }
    }

    static boolean isHdlc(final byte[] buffer, final int at, final int end)
    {
        return end - at >= 2 &&
            (HDLC_UNICAST == Wire.u16(buffer, at) || HDLC_MULTICAST == Wire.u16(buffer, at));
    }

    /* Packet over SONET is PPP, or HDLC of Cisco with an EtherType. */
    static long sonet(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (!isHdlc(buffer, at, end))
        {
            return ppp(buffer, at, end, record, layer, want);
        }
        return end - at < 4 ? CUT :
            LinkHeaders.network(buffer, at + 4, end, Wire.u16(buffer, at + 2), record, layer, want);
    }

    static long frameRelay(
        final byte[] buffer,
        final int offset,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        int at = offset;
        do
        {
            if (at >= end)
            {
                return CUT;
            }
            if (at - offset == MAX_Q922_LENGTH)
            {
                return 1L << Slots.MALFORMED;
            }
        }
        while (0 == (Wire.u8(buffer, at++) & 1));
        if (end - at < 2)
        {
            return CUT;
        }
        return UNNUMBERED == Wire.u8(buffer, at) ?
            nlpid(buffer, at + 1, end, record, layer, want) :
            LinkHeaders.network(buffer, at + 2, end, Wire.u16(buffer, at), record, layer, want);
    }

    /* RFC 2427, section 3, with a byte of padding where it aligns what follows. */
    private static long nlpid(
        final byte[] buffer,
        final int offset,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int at = offset < end && 0 == Wire.u8(buffer, offset) ? offset + 1 : offset;
        if (at >= end)
        {
            return CUT;
        }
        switch (Wire.u8(buffer, at))
        {
            case NLPID_IPV4:
                return IpHeaders.ipv4(buffer, at + 1, end, record, layer, want);
            case NLPID_IPV6:
                return IpHeaders.ipv6(buffer, at + 1, end, record, layer, want);
            case NLPID_SNAP:
                return snap(buffer, at + 1, end, record, layer, want);
            default:
                return 0;
        }
    }

    private static long snap(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < 5)
        {
            return CUT;
        }
        final int organisation = Wire.u24(buffer, at);
        final int type = Wire.u16(buffer, at + 3);
        if (0 == organisation)
        {
            return LinkHeaders.network(buffer, at + 5, end, type, record, layer, want);
        }
        /* bridged 802.3, with and without its checksum */
        return OUI_BRIDGED == organisation && (1 == type || 7 == type) ?
            LinkHeaders.ethernet(buffer, at + 5, end, record, layer, want) : 0;
    }

    /* The delimiter of an aggregate, where it was captured, has a signature that no frame control has. */
    static long wlanAggregate(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < 4)
        {
            return CUT;
        }
        final boolean delimited = DELIMITER_SIGNATURE == Wire.u8(buffer, at + 3);
        return wlan(buffer, delimited ? at + 4 : at, end, record, layer, want);
    }

    /*
     *  0                   1                   2                   3
     * |     type      |     flags     |           duration            |
     * |          address 1, 2, 3 of 6 bytes each, sequence            |
     * |   address 4, if to and from the distribution system           |
     * |  QoS control, if the subtype has it; HT control, if ordered   |
     */
    static long wlan(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < 2)
        {
            return CUT;
        }
        final int type = Wire.u8(buffer, at);
        final int flags = Wire.u8(buffer, at + 1);
        if (8 != (type & 0xF))
        {
            return 0;
        }
        final boolean quality = 0 != (type & 0x80);
        final int control = at + WLAN_LENGTH + (3 == (flags & 3) ? 6 : 0);
        final int payload = control + (quality ? 0 != (flags & 0x80) ? 6 : 2 : 0);
        if (payload > end)
        {
            return CUT;
        }
        final boolean readable = 0 == (type & 0x40) && 0 == (flags & 0x40);
        if (readable && quality && 0 != (Wire.u8(buffer, control) & 0x80))
        {
            return LinkHeaders.ethernet(buffer, payload, end, record, layer, want);
        }
        final int base = layer * Slots.LAYER_STRIDE;
        record.putUnmarked(base + Slots.MAC_DESTINATION,
            Wire.u48(buffer, at + (0 == (flags & 1) ? ADDRESS1 : ADDRESS3)));
        record.putUnmarked(base + Slots.MAC_SOURCE, Wire.u48(buffer, at +
            (0 == (flags & 2) ? ADDRESS2 : 0 == (flags & 1) ? ADDRESS3 : ADDRESS4)));
        return MACS | (readable ? LinkHeaders.llc(buffer, payload, end, record, layer, want) : 0);
    }
}
