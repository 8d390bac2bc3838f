package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * Ethernet and what stands between it and layer 3: VLAN tags, LLC and SNAP, PPP over Ethernet, ARP. Stateless.
 *
 * <p>This and the classes beside it put values and give the mask of those they put, and of kinds.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2516">RFC 2516: PPP over Ethernet</a>
 */
final class LinkHeaders
{
    /* Number of VLAN tags, in the slot of a kind, which has no value of its own. */
    static final int TAGS = Slots.CUT;

    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;
    static final int TYPE_IPV6 = 0x86DD;
    static final int TYPE_MPLS = 0x8847;
    static final int TYPE_MPLS_MULTICAST = 0x8848;
    static final int TYPE_PPPOE = 0x8864;
    private static final int TYPE_MIN = 0x0600;

    private static final int ETHERNET_LENGTH = 14;
    private static final int MAC_LENGTH = 6;
    private static final int TAG_LENGTH = 4;
    private static final int SNAP_LENGTH = 8;
    private static final int LLC_SNAP = 0xAAAA03;
    private static final int PPPOE_LENGTH = 6;
    private static final int PPPOE_SESSION = 0x1100;

    private static final int ARP_FIXED_LENGTH = 8;
    private static final int ARP_SHAPE = 0x0800_0604;

    private static final long CUT = 1L << Slots.CUT;
    private static final long MALFORMED = 1L << Slots.MALFORMED;
    private static final long MACS = 1L << Slots.MAC_SOURCE | 1L << Slots.MAC_DESTINATION;

    private LinkHeaders()
    {
    }

    static long ethernet(
        final byte[] buffer,
        final int offset,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - offset < ETHERNET_LENGTH)
        {
            return ethernetCut(buffer, offset, end - offset, record, layer);
        }
        final int base = layer * Slots.LAYER_STRIDE;
        final long sourceAndType = Wire.u64(buffer, offset + MAC_LENGTH);
        record.putUnmarked(base + Slots.MAC_DESTINATION, Wire.u64(buffer, offset) >>> 16);
        record.putUnmarked(base + Slots.MAC_SOURCE, sourceAndType >>> 16);
        final int type = (int)sourceAndType & 0xFFFF;
        final int at = offset + ETHERNET_LENGTH;
        if (isVlanTag(type))
        {
            return MACS | vlanTags(buffer, at, end, type, record, layer, want);
        }
        return MACS | payload(buffer, at, end, type, record, layer, want);
    }

    private static long ethernetCut(
        final byte[] buffer,
        final int offset,
        final int length,
        final FlowRecord record,
        final int layer)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = CUT;
        if (length >= MAC_LENGTH)
        {
            record.putUnmarked(base + Slots.MAC_DESTINATION, Wire.u48(buffer, offset));
            mask |= 1L << Slots.MAC_DESTINATION;
        }
        if (length >= 2 * MAC_LENGTH)
        {
            record.putUnmarked(base + Slots.MAC_SOURCE, Wire.u48(buffer, offset + MAC_LENGTH));
            mask |= 1L << Slots.MAC_SOURCE;
        }
        return mask;
    }

    /*
     * Whether the bytes look like an Ethernet header with something known behind it, where nothing else tells. Looks at
     * no more than 18 bytes, which must be there.
     */
    static boolean looksLikeEthernet(final byte[] buffer, final int at)
    {
        final int type = Wire.u16(buffer, at + 2 * MAC_LENGTH);
        final int behind = Wire.u16(buffer, at + ETHERNET_LENGTH);
        switch (type)
        {
            case TYPE_IPV4:
                return 4 == behind >>> 12;
            case TYPE_IPV6:
                return 6 == behind >>> 12;
            case TYPE_ARP:
                return 1 == behind;
            default:
                return isVlanTag(type) && Wire.u16(buffer, at + ETHERNET_LENGTH + 2) >= TYPE_MIN;
        }
    }

    static boolean isVlanTag(final int type)
    {
        return 0x8100 == type || 0x88A8 == type || 0x9100 == type || 0x9200 == type || 0x9300 == type;
    }

    /* The innermost tag is known only once something that is not a tag follows. */
    /* The priority code point, with the drop eligible indicator above it. */
    private static int priority(final int tag)
    {
        return tag >>> 13 | tag >>> 9 & 8;
    }

    private static long vlanTags(
        final byte[] buffer,
        final int offset,
        final int end,
        final int firstType,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = 0;
        if (end - offset >= 2)
        {
            final int tag = Wire.u16(buffer, offset);
            record.putUnmarked(base + Slots.VLAN, tag & 0xFFF);
            record.putUnmarked(base + Slots.VLAN_PRIORITY, priority(tag));
            mask = 1L << Slots.VLAN | 1L << Slots.VLAN_PRIORITY;
        }
        int type = firstType;
        int at = offset;
        int tags = 0;
        while (isVlanTag(type) && tags < PacketHeaderDecoder.MAX_VLAN_TAGS && end - at >= TAG_LENGTH)
        {
            type = Wire.u16(buffer, at + 2);
            at += TAG_LENGTH;
            tags++;
        }
        record.putUnmarked(base + TAGS, Math.max(1, tags));
        if (isVlanTag(type))
        {
            return mask | (PacketHeaderDecoder.MAX_VLAN_TAGS == tags ? MALFORMED : CUT);
        }
        if (tags > 1)
        {
            final int inner = Wire.u16(buffer, at - TAG_LENGTH);
            record.putUnmarked(base + Slots.VLAN_INNER, inner & 0xFFF);
            record.putUnmarked(base + Slots.VLAN_INNER_PRIORITY, priority(inner));
            mask |= 1L << Slots.VLAN_INNER | 1L << Slots.VLAN_INNER_PRIORITY;
        }
        return mask | payload(buffer, at, end, type, record, layer, want);
    }

    private static long payload(
        final byte[] buffer,
        final int at,
        final int end,
        final int type,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        return type < TYPE_MIN ?
            llc(buffer, at, end, record, layer, want) : network(buffer, at, end, type, record, layer, want);
    }

    /* IEEE 802.3 with a length in place of the EtherType. Only SNAP of organisation 0 leads to an EtherType. */
    static long llc(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < 3)
        {
            return CUT;
        }
        if (LLC_SNAP != Wire.u24(buffer, at))
        {
            return 0;
        }
        if (end - at < SNAP_LENGTH)
        {
            return CUT;
        }
        return 0 == Wire.u24(buffer, at + 3) ?
            network(buffer, at + SNAP_LENGTH, end, Wire.u16(buffer, at + 6), record, layer, want) : 0;
    }

    static long network(
        final byte[] buffer,
        final int at,
        final int end,
        final int type,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        record.putUnmarked(layer * Slots.LAYER_STRIDE + Slots.ETHERNET_PROTOCOL, type);
        final long mask = 1L << Slots.ETHERNET_PROTOCOL;
        switch (type)
        {
            case TYPE_IPV4:
                return mask | IpHeaders.ipv4(buffer, at, end, record, layer, want);
            case TYPE_IPV6:
                return mask | IpHeaders.ipv6(buffer, at, end, record, layer, want);
            case TYPE_ARP:
                return mask | arp(buffer, at, end - at, record, layer);
            case TYPE_MPLS:
            case TYPE_MPLS_MULTICAST:
                return mask | MplsHeaders.decode(buffer, at, end, record, layer, want);
            case TYPE_PPPOE:
                return mask | pppoe(buffer, at, end, record, layer, want);
            default:
                return mask;
        }
    }

    private static long pppoe(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < PPPOE_LENGTH)
        {
            return CUT;
        }
        return PPPOE_SESSION == Wire.u16(buffer, at) ?
            WanHeaders.ppp(buffer, at + PPPOE_LENGTH, end, record, layer, want) : 0;
    }

    /* Addresses only for IPv4 over 48-bit hardware addresses, which is the only layout in use. */
    private static long arp(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int layer)
    {
        if (length < ARP_FIXED_LENGTH)
        {
            return CUT;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        record.putUnmarked(base + Slots.ARP_OPERATION, Wire.u16(buffer, at + 6));
        long mask = 1L << Slots.ARP_OPERATION;
        if (ARP_SHAPE != Wire.i32(buffer, at + 2))
        {
            return mask;
        }
        if (length >= 14)
        {
            record.putUnmarked(base + Slots.ARP_MAC_SENDER, Wire.u48(buffer, at + 8));
            mask |= 1L << Slots.ARP_MAC_SENDER;
        }
        if (length >= 18)
        {
            record.putUnmarked(base + Slots.ARP_IP_SENDER, Wire.u32(buffer, at + 14));
            mask |= 1L << Slots.ARP_IP_SENDER;
        }
        if (length >= 24)
        {
            record.putUnmarked(base + Slots.ARP_MAC_TARGET, Wire.u48(buffer, at + 18));
            mask |= 1L << Slots.ARP_MAC_TARGET;
        }
        if (length >= 28)
        {
            record.putUnmarked(base + Slots.ARP_IP_TARGET, Wire.u32(buffer, at + 24));
            mask |= 1L << Slots.ARP_IP_TARGET;
        }
        return mask | (length < 28 ? CUT : 0);
    }
}
