package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * Headers that carry another packet, each from what follows its IP or UDP header. Stateless.
 *
 * <p>A port alone is no proof: what contradicts the specification is no tunnel, and the packet is that of its outer
 * headers, not a malformed one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7348">RFC 7348: VXLAN</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8926">RFC 8926: GENEVE</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4380">RFC 4380: Teredo</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2661">RFC 2661: L2TP version 2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3931">RFC 3931: L2TP version 3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3378">RFC 3378: EtherIP</a>
 */
final class Tunnels
{
    private static final int TYPE_BRIDGED = 0x6558;
    private static final int VXLAN_LENGTH = 8;
    private static final int GENEVE_LENGTH = 8;
    private static final int GTP_LENGTH = 8;
    private static final int GTP_PACKET = 255;
    private static final int GTP_MAX_EXTENSIONS = 8;
    private static final int ETHERIP_LENGTH = 2;
    private static final int ETHERNET_LOOK = 18;
    private static final int MAX_COOKIE_LENGTH = 12;
    private static final int ORIGIN_LENGTH = 8;

    private Tunnels()
    {
    }

    static long open(final long next, final byte[] buffer, final FlowRecord record, final int base)
    {
        final int at = Next.at(next);
        final int end = Next.end(next);
        final long shortKind = Next.shortKind(next);
        switch (Next.kind(next))
        {
            case Next.GRE:
                return GreHeader.decode(buffer, at, end, shortKind, record, base);
            case Next.VXLAN:
                return vxlan(buffer, at, end, shortKind, record, base, false);
            case Next.VXLAN_GPE:
                return vxlan(buffer, at, end, shortKind, record, base, true);
            case Next.GENEVE:
                return geneve(buffer, at, end, shortKind, record, base);
            case Next.GTP:
                return gtp(buffer, at, end, shortKind, record, base);
            case Next.L2TP:
                return l2tp(buffer, at, end, shortKind, record, base);
            case Next.L2TP_OVER_IP:
                return l2tp3(buffer, at, end, shortKind, record, base);
            case Next.TEREDO:
                return teredo(buffer, at, end, shortKind, record, base);
            default:
                return etherip(buffer, at, end, shortKind, record, base);
        }
    }

    private static long vxlan(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base,
        final boolean generic)
    {
        if (end - at < VXLAN_LENGTH)
        {
            return Next.endKind(shortKind);
        }
        final long header = Wire.u64(buffer, at);
        final int flags = (int)(header >>> 56);
        if (0 == (flags & 8))
        {
            return 0;
        }
        record.putUnmarked(base + Slots.VXLAN_VNI, header >>> 8 & 0xFF_FFFF);
        record.putUnmarked(base + Slots.VNI, header >>> 8 & 0xFF_FFFF);
        final long mask = 1L << Slots.VNI | 1L << Slots.VXLAN_VNI;
        final int protocol = generic && 0 != (flags & 4) ? (int)(header >>> 32) & 0xFF : 3;
        return mask | packetOf(gpeKind(protocol), at + VXLAN_LENGTH, end, shortKind, record, base);
    }

    private static int gpeKind(final int protocol)
    {
        switch (protocol)
        {
            case 1:
            case 2:
                return Next.IP;
            case 3:
                return Next.ETHERNET;
            case 5:
                return Next.MPLS;
            default:
                return 0;
        }
    }

    /* What an EtherType says that another packet begins with; 0 for nothing that is read. */
    static int kindOfType(final int type)
    {
        switch (type)
        {
            case LinkHeaders.TYPE_IPV4:
            case LinkHeaders.TYPE_IPV6:
                return Next.IP;
            case TYPE_BRIDGED:
                return Next.ETHERNET;
            case LinkHeaders.TYPE_MPLS:
            case LinkHeaders.TYPE_MPLS_MULTICAST:
                return Next.MPLS;
            default:
                return 0;
        }
    }

    private static long packetOf(
        final int kind,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        return 0 == kind ? 0 : Next.packet(record, base, kind, at, end, shortKind);
    }

    private static long geneve(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - at < GENEVE_LENGTH)
        {
            return Next.endKind(shortKind);
        }
        final long header = Wire.u64(buffer, at);
        if (0 != header >>> 62)
        {
            return 0;
        }
        record.putUnmarked(base + Slots.GENEVE_VNI, header >>> 8 & 0xFF_FFFF);
        record.putUnmarked(base + Slots.VNI, header >>> 8 & 0xFF_FFFF);
        final long mask = 1L << Slots.VNI | 1L << Slots.GENEVE_VNI;
        final int options = (int)(header >>> 56 & 0x3F) * 4;
        return mask | packetOf(kindOfType((int)(header >>> 32) & 0xFFFF), at + GENEVE_LENGTH + options, end, shortKind,
            record, base);
    }

    /* 3GPP TS 29.281, section 5: extension headers are of 4-byte units, a length of 0 is none. */
    private static long gtp(
        final byte[] buffer,
        final int offset,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - offset < GTP_LENGTH)
        {
            return Next.endKind(shortKind);
        }
        final int flags = Wire.u8(buffer, offset);
        if (3 != flags >>> 4)
        {
            return 0;
        }
        record.putUnmarked(base + Slots.GTP_TEID, Wire.u32(buffer, offset + 4));
        final long mask = 1L << Slots.GTP_TEID;
        if (GTP_PACKET != Wire.u8(buffer, offset + 1))
        {
            return mask;
        }
        int at = offset + GTP_LENGTH + (0 != (flags & 7) ? 4 : 0);
        boolean extended = 0 != (flags & 4);
        for (int extensions = 0; extended; extensions++)
        {
            if (at >= end)
            {
                return mask | Next.endKind(shortKind);
            }
            if (0 != Wire.u8(buffer, at - 1))
            {
                final int length = Wire.u8(buffer, at) * 4;
                if (0 == length || GTP_MAX_EXTENSIONS == extensions)
                {
                    return mask | 1L << Slots.MALFORMED;
                }
                at += length;
            }
            else
            {
                extended = false;
            }
        }
        return mask | ip(buffer, at, end, shortKind, record, base);
    }

    /* An IP packet, told by its version. */
    private static long ip(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (at >= end)
        {
            return Next.endKind(shortKind);
        }
        final int version = Wire.u8(buffer, at) >>> 4;
        return 4 == version || 6 == version ? Next.packet(record, base, Next.IP, at, end, shortKind) : 0;
    }

    private static long l2tp(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - at < 2)
        {
            return Next.endKind(shortKind);
        }
        final int flags = Wire.u16(buffer, at);
        if (0 != (flags & 0x8000))
        {
            return 0;
        }
        if (3 == (flags & 0xF))
        {
            return l2tp3(buffer, at + 4, end, shortKind, record, base);
        }
        if (2 != (flags & 0xF))
        {
            return 0;
        }
        int payload = at + 6 + (0 != (flags & 0x4000) ? 2 : 0) + (0 != (flags & 0x0800) ? 4 : 0);
        if (0 != (flags & 0x0200))
        {
            if (end - payload < 2)
            {
                return Next.endKind(shortKind);
            }
            payload += 2 + Wire.u16(buffer, payload);
        }
        return Next.packet(record, base, Next.PPP, payload, end, shortKind);
    }

    /*
     * A session id, then a cookie of 0, 4 or 8 bytes and a sublayer of 0 or 4: which, only the ends of the tunnel know.
     * So the first place is taken at which an Ethernet header makes sense.
     */
    private static long l2tp3(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - at < 4 + MAX_COOKIE_LENGTH + ETHERNET_LOOK)
        {
            return Next.endKind(shortKind);
        }
        if (0 == Wire.i32(buffer, at))
        {
            return 0;
        }
        for (int skip = 4; skip <= 4 + MAX_COOKIE_LENGTH; skip += 4)
        {
            if (LinkHeaders.looksLikeEthernet(buffer, at + skip))
            {
                return Next.packet(record, base, Next.ETHERNET, at + skip, end, shortKind);
            }
        }
        return 0;
    }

    /* Authentication and origin indication may come before the IPv6 packet. */
    private static long teredo(
        final byte[] buffer,
        final int offset,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        int at = offset;
        if (end - at < 4)
        {
            return Next.endKind(shortKind);
        }
        if (1 == Wire.u16(buffer, at))
        {
            at += 4 + Wire.u8(buffer, at + 2) + Wire.u8(buffer, at + 3) + 9;
            if (end - at < 2)
            {
                return Next.endKind(shortKind);
            }
        }
        if (0 == Wire.u16(buffer, at))
        {
            at += ORIGIN_LENGTH;
        }
        if (at >= end)
        {
            return Next.endKind(shortKind);
        }
        return 6 == Wire.u8(buffer, at) >>> 4 ? Next.packet(record, base, Next.IP, at, end, shortKind) : 0;
    }

    private static long etherip(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - at < ETHERIP_LENGTH)
        {
            return Next.endKind(shortKind);
        }
        return 3 == Wire.u8(buffer, at) >>> 4 ?
            Next.packet(record, base, Next.ETHERNET, at + ETHERIP_LENGTH, end, shortKind) : 0;
    }
}
