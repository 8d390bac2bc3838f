package io.weir.packet;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Reads the first bytes of a packet, as an exporter captured them, into one layer of a {@link FlowRecord}.
 *
 * <p>Three things are kept apart. A field that the packet does not have, such as the ports of a later fragment, is
 * absent. A field beyond the captured bytes is absent too, and the layer has the kind {@link Slots#CUT}. A field whose
 * bits are zero is present and 0. A header that contradicts itself ends the decoding there, with the kind
 * {@link Slots#MALFORMED}; what was read before it stays. Kinds are set whatever fields are wanted.
 *
 * <p>Any bytes are legal input. At most {@link #MAX_HEADER_BYTES} are read, in at most {@link #MAX_STEPS} headers: no
 * header is followed more often than its own bound, and there is no recursion. Lengths that the packet claims for
 * itself only ever shorten what is read, so that padding is not taken for a payload. Keeps no state. Not thread safe.
 */
public final class PacketHeaderDecoder
{
    /** Header protocol of sFlow, and of IPFIX element 315: Ethernet. */
    public static final int ETHERNET = 1;
    /** Header protocol of sFlow, and of IPFIX element 313: IPv4. */
    public static final int IPV4 = 11;
    /** Header protocol of sFlow, and of IPFIX element 313: IPv6. */
    public static final int IPV6 = 12;

    /** Most bytes of a captured header that are read. */
    public static final int MAX_HEADER_BYTES = 512;
    /** Most headers of one packet that are followed, tags and extension headers included. */
    public static final int MAX_STEPS = 32;
    /** Most VLAN tags that are followed. */
    public static final int MAX_VLAN_TAGS = 8;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_ARP = 0x0806;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int TYPE_MIN = 0x0600;

    private static final int ETHERNET_LENGTH = 14;
    private static final int MAC_LENGTH = 6;
    private static final int TAG_LENGTH = 4;
    private static final int SNAP_LENGTH = 8;
    private static final int LLC_SNAP = 0xAAAA03;

    private static final int ARP_FIXED_LENGTH = 8;
    private static final int ARP_SHAPE = 0x0800_0604;

    private static final long CUT = 1L << Slots.CUT;
    private static final long MALFORMED = 1L << Slots.MALFORMED;
    private static final long KINDS = -1L << Slots.CUT;
    private static final long MACS = 1L << Slots.MAC_SOURCE | 1L << Slots.MAC_DESTINATION;

    /** A decoder. */
    public PacketHeaderDecoder()
    {
    }

    /**
     * Read a captured header into a layer of a record that has no values in that layer yet.
     *
     * @param buffer         holding the header.
     * @param offset         of its first byte.
     * @param length         in bytes that were captured, without padding; all within the buffer.
     * @param headerProtocol of its first byte: one of the constants. IPv4 and IPv6 are told apart by their version.
     * @param record         to fill.
     * @param layer          to fill, 0 for the outer packet.
     * @param wanted         fields to fill; kinds are always set.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#UNKNOWN_TYPE} for another protocol, with nothing filled.
     */
    public DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final int headerProtocol,
        final FlowRecord record,
        final int layer,
        final FieldSet wanted)
    {
        final int end = offset + Math.min(length, MAX_HEADER_BYTES);
        final long want = wanted.word(layer) | KINDS;
        switch (headerProtocol)
        {
            case ETHERNET:
                record.mark(layer, ethernet(buffer, offset, end, record, layer, want) & want);
                return DecodeStatus.OK;
            case IPV4:
            case IPV6:
                record.mark(layer, ip(buffer, offset, end, record, layer, want) & want);
                return DecodeStatus.OK;
            default:
                return DecodeStatus.UNKNOWN_TYPE;
        }
    }

    /* This and all methods below put values and give the mask of those they put, and of kinds. */
    private static long ethernet(
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

    private static boolean isVlanTag(final int type)
    {
        return 0x8100 == type || 0x88A8 == type || 0x9100 == type || 0x9200 == type || 0x9300 == type;
    }

    /* The innermost tag is known only once something that is not a tag follows. */
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
            record.putUnmarked(base + Slots.VLAN_PRIORITY, tag >>> 13);
            mask = 1L << Slots.VLAN | 1L << Slots.VLAN_PRIORITY;
        }
        int type = firstType;
        int at = offset;
        int tags = 0;
        while (isVlanTag(type))
        {
            if (MAX_VLAN_TAGS == tags)
            {
                return mask | MALFORMED;
            }
            if (end - at < TAG_LENGTH)
            {
                return mask | CUT;
            }
            type = Wire.u16(buffer, at + 2);
            at += TAG_LENGTH;
            tags++;
        }
        if (tags > 1)
        {
            record.putUnmarked(base + Slots.VLAN_INNER, Wire.u16(buffer, at - TAG_LENGTH) & 0xFFF);
            mask |= 1L << Slots.VLAN_INNER;
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
    private static long llc(
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

    private static long network(
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
            default:
                return mask;
        }
    }

    private static long ip(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        return end > at && 6 == Wire.u8(buffer, at) >>> 4 ?
            IpHeaders.ipv6(buffer, at, end, record, layer, want) :
            IpHeaders.ipv4(buffer, at, end, record, layer, want);
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
