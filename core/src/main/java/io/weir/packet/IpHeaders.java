package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * IPv4 and IPv6 headers, and what leads from them to the protocol above. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc791">RFC 791, section 3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8200">RFC 8200, sections 3 and 4</a>
 */
final class IpHeaders
{
    /** Most IPv6 extension headers that are followed. */
    static final int MAX_EXTENSION_HEADERS = 8;

    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int FRAGMENT_LENGTH = 8;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MOBILITY = 135;
    private static final int HOST_IDENTITY = 139;
    private static final int SHIM6 = 140;
    private static final long LOW_EXTENSIONS = 1L << HOP_BY_HOP | 1L << ROUTING | 1L << FRAGMENT |
        1L << AUTHENTICATION | 1L << DESTINATION_OPTIONS;

    private static final long CUT = 1L << Slots.CUT;
    private static final long MALFORMED = 1L << Slots.MALFORMED;
    private static final long VERSION4 = 1L << Slots.IP_VERSION | 1L << Slots.IPV4;
    private static final long VERSION6 = 1L << Slots.IP_VERSION | 1L << Slots.IPV6;
    private static final long ADDRESSES = 3L << Slots.IP_SOURCE | 3L << Slots.IP_DESTINATION;
    private static final long V4_DETAILS = 1L << Slots.IP_TOS | 1L << Slots.IP_TTL | 1L << Slots.IP_BYTES |
        1L << Slots.IP_FLAGS | 1L << Slots.IP_FRAGMENT_OFFSET | 1L << Slots.IP_IDENTIFICATION;
    private static final long V6_DETAILS = 1L << Slots.IP_TOS | 1L << Slots.IP_TTL | 1L << Slots.IP_BYTES |
        1L << Slots.IP6_FLOW_LABEL;
    private static final long PROTOCOL = 1L << Slots.L4_PROTOCOL;
    private static final long STOP = -1;

    private IpHeaders()
    {
    }

    static void ipv4(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < IPV4_LENGTH)
        {
            ipv4Cut(buffer, at, end - at, record, layer, want);
            return;
        }
        final int first = Wire.i32(buffer, at);
        if (4 != first >>> 28)
        {
            record.mark(layer, MALFORMED);
            return;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        final int second = Wire.i32(buffer, at + 4);
        final int third = Wire.i32(buffer, at + 8);
        final int protocol = third >>> 16 & 0xFF;
        long mask = VERSION4 | PROTOCOL | FlowRecord.kindOfProtocol(protocol);
        record.putUnmarked(base + Slots.IP_VERSION, 4);
        record.putUnmarked(base + Slots.L4_PROTOCOL, protocol);
        if (0 != (want & ADDRESSES))
        {
            record.putUnmarked(base + Slots.IP_SOURCE, 0);
            record.putUnmarked(base + Slots.IP_SOURCE + 1, V4_MAPPED | Wire.u32(buffer, at + 12));
            record.putUnmarked(base + Slots.IP_DESTINATION, 0);
            record.putUnmarked(base + Slots.IP_DESTINATION + 1, V4_MAPPED | Wire.u32(buffer, at + 16));
            mask |= ADDRESSES;
        }
        if (0 != (want & V4_DETAILS))
        {
            record.putUnmarked(base + Slots.IP_TOS, first >>> 16 & 0xFF);
            record.putUnmarked(base + Slots.IP_BYTES, first & 0xFFFF);
            record.putUnmarked(base + Slots.IP_IDENTIFICATION, second >>> 16);
            record.putUnmarked(base + Slots.IP_FLAGS, second >>> 13 & 7);
            record.putUnmarked(base + Slots.IP_FRAGMENT_OFFSET, second & 0x1FFF);
            record.putUnmarked(base + Slots.IP_TTL, third >>> 24);
            mask |= V4_DETAILS;
        }
        final int headerLength = (first >>> 24 & 0xF) * 4;
        final int payload = at + headerLength;
        final boolean broken = headerLength < IPV4_LENGTH;
        mask |= broken ? MALFORMED : payload > end ? CUT : 0;
        record.mark(layer, mask & want);
        if (0 == (second & 0x1FFF) && !broken && payload <= end)
        {
            final int ipEnd = packetEnd(at, first & 0xFFFF, headerLength, end);
            Transport.decode(buffer, payload, ipEnd, ipEnd < end ? MALFORMED : CUT, protocol, record, layer, want);
        }
    }

    /* A length below the header's is no length: offloading leaves it at 0. One beyond the captured bytes is normal. */
    private static int packetEnd(final int at, final int packetLength, final int headerLength, final int end)
    {
        return packetLength < headerLength ? end : Math.min(end, at + packetLength);
    }

    private static void ipv4Cut(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (length < 1)
        {
            record.mark(layer, CUT);
            return;
        }
        final int first = Wire.u8(buffer, at);
        if (4 != first >>> 4)
        {
            record.mark(layer, MALFORMED);
            return;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = VERSION4 | CUT | ((first & 0xF) * 4 < IPV4_LENGTH ? MALFORMED : 0);
        record.putUnmarked(base + Slots.IP_VERSION, 4);
        if (length >= 2)
        {
            record.putUnmarked(base + Slots.IP_TOS, Wire.u8(buffer, at + 1));
            mask |= 1L << Slots.IP_TOS;
        }
        if (length >= 4)
        {
            record.putUnmarked(base + Slots.IP_BYTES, Wire.u16(buffer, at + 2));
            mask |= 1L << Slots.IP_BYTES;
        }
        if (length >= 6)
        {
            record.putUnmarked(base + Slots.IP_IDENTIFICATION, Wire.u16(buffer, at + 4));
            mask |= 1L << Slots.IP_IDENTIFICATION;
        }
        if (length >= 8)
        {
            record.putUnmarked(base + Slots.IP_FLAGS, Wire.u8(buffer, at + 6) >>> 5);
            record.putUnmarked(base + Slots.IP_FRAGMENT_OFFSET, Wire.u16(buffer, at + 6) & 0x1FFF);
            mask |= 1L << Slots.IP_FLAGS | 1L << Slots.IP_FRAGMENT_OFFSET;
        }
        if (length >= 9)
        {
            record.putUnmarked(base + Slots.IP_TTL, Wire.u8(buffer, at + 8));
            mask |= 1L << Slots.IP_TTL;
        }
        if (length >= 10)
        {
            final int protocol = Wire.u8(buffer, at + 9);
            record.putUnmarked(base + Slots.L4_PROTOCOL, protocol);
            mask |= PROTOCOL | FlowRecord.kindOfProtocol(protocol);
        }
        if (length >= 16)
        {
            record.putUnmarked(base + Slots.IP_SOURCE, 0);
            record.putUnmarked(base + Slots.IP_SOURCE + 1, V4_MAPPED | Wire.u32(buffer, at + 12));
            mask |= 3L << Slots.IP_SOURCE;
        }
        record.mark(layer, mask & want);
    }

    static void ipv6(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < IPV6_LENGTH)
        {
            ipv6Cut(buffer, at, end - at, record, layer, want);
            return;
        }
        final int first = Wire.i32(buffer, at);
        if (6 != first >>> 28)
        {
            record.mark(layer, MALFORMED);
            return;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        final int second = Wire.i32(buffer, at + 4);
        final int payloadLength = second >>> 16;
        int next = second >>> 8 & 0xFF;
        long mask = VERSION6;
        record.putUnmarked(base + Slots.IP_VERSION, 6);
        if (0 != (want & ADDRESSES))
        {
            record.putUnmarked(base + Slots.IP_SOURCE, Wire.u64(buffer, at + 8));
            record.putUnmarked(base + Slots.IP_SOURCE + 1, Wire.u64(buffer, at + 16));
            record.putUnmarked(base + Slots.IP_DESTINATION, Wire.u64(buffer, at + 24));
            record.putUnmarked(base + Slots.IP_DESTINATION + 1, Wire.u64(buffer, at + 32));
            mask |= ADDRESSES;
        }
        if (0 != (want & V6_DETAILS))
        {
            record.putUnmarked(base + Slots.IP_TOS, first >>> 20 & 0xFF);
            record.putUnmarked(base + Slots.IP6_FLOW_LABEL, first & 0xF_FFFF);
            record.putUnmarked(base + Slots.IP_TTL, second & 0xFF);
            record.putUnmarked(base + Slots.IP_BYTES, IPV6_LENGTH + payloadLength);
            mask |= V6_DETAILS & ~(hasNoLength(payloadLength, next) ? 1L << Slots.IP_BYTES : 0);
        }
        record.mark(layer, mask & want);
        final int ipEnd = packetEnd(at, IPV6_LENGTH + payloadLength, IPV6_LENGTH + 1, end);
        final long shortKind = ipEnd < end ? MALFORMED : CUT;
        int payload = at + IPV6_LENGTH;
        if (isExtension(next))
        {
            final long found = extensions(buffer, payload, ipEnd, shortKind, next, record, layer, want);
            if (STOP == found)
            {
                return;
            }
            next = (int)(found >>> 32);
            payload = (int)found;
        }
        record.putUnmarked(base + Slots.L4_PROTOCOL, next);
        record.mark(layer, (PROTOCOL | FlowRecord.kindOfProtocol(next)) & want);
        Transport.decode(buffer, payload, ipEnd, shortKind, next, record, layer, want);
    }

    /* A jumbogram: the length is in an option, beyond what 16 bits tell (RFC 2675). */
    private static boolean hasNoLength(final int payloadLength, final int next)
    {
        return 0 == payloadLength && HOP_BY_HOP == next;
    }

    private static void ipv6Cut(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (length < 1)
        {
            record.mark(layer, CUT);
            return;
        }
        if (6 != Wire.u8(buffer, at) >>> 4)
        {
            record.mark(layer, MALFORMED);
            return;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = VERSION6 | CUT;
        record.putUnmarked(base + Slots.IP_VERSION, 6);
        if (length >= 2)
        {
            record.putUnmarked(base + Slots.IP_TOS, Wire.u16(buffer, at) >>> 4 & 0xFF);
            mask |= 1L << Slots.IP_TOS;
        }
        if (length >= 4)
        {
            record.putUnmarked(base + Slots.IP6_FLOW_LABEL, Wire.i32(buffer, at) & 0xF_FFFF);
            mask |= 1L << Slots.IP6_FLOW_LABEL;
        }
        if (length >= 7)
        {
            final int next = Wire.u8(buffer, at + 6);
            final int payloadLength = Wire.u16(buffer, at + 4);
            record.putUnmarked(base + Slots.L4_PROTOCOL, next);
            record.putUnmarked(base + Slots.IP_BYTES, IPV6_LENGTH + payloadLength);
            mask |= isExtension(next) ? 0 : PROTOCOL | FlowRecord.kindOfProtocol(next);
            mask |= hasNoLength(payloadLength, next) ? 0 : 1L << Slots.IP_BYTES;
        }
        if (length >= 8)
        {
            record.putUnmarked(base + Slots.IP_TTL, Wire.u8(buffer, at + 7));
            mask |= 1L << Slots.IP_TTL;
        }
        if (length >= 24)
        {
            record.putUnmarked(base + Slots.IP_SOURCE, Wire.u64(buffer, at + 8));
            record.putUnmarked(base + Slots.IP_SOURCE + 1, Wire.u64(buffer, at + 16));
            mask |= 3L << Slots.IP_SOURCE;
        }
        record.mark(layer, mask & want);
    }

    private static boolean isExtension(final int next)
    {
        return next < 64 ? 0 != (LOW_EXTENSIONS >>> next & 1) :
            MOBILITY == next || HOST_IDENTITY == next || SHIM6 == next;
    }

    /* Gives the protocol above all extension headers and its offset, which may lie beyond the end, or STOP. */
    private static long extensions(
        final byte[] buffer,
        final int offset,
        final int end,
        final long shortKind,
        final int firstNext,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        int next = firstNext;
        int at = offset;
        for (int headers = 0; isExtension(next); headers++)
        {
            final boolean isShort = end - at < (FRAGMENT == next ? FRAGMENT_LENGTH : 2);
            if (MAX_EXTENSION_HEADERS == headers || isShort)
            {
                record.mark(layer, isShort ? shortKind : MALFORMED);
                return STOP;
            }
            final int type = next;
            next = Wire.u8(buffer, at);
            if (FRAGMENT == type)
            {
                if (isLaterFragment(buffer, at, next, record, layer, want))
                {
                    return STOP;
                }
                at += FRAGMENT_LENGTH;
            }
            else
            {
                final int length = Wire.u8(buffer, at + 1);
                at += AUTHENTICATION == type ? (length + 2) * 4 : (length + 1) * 8;
            }
        }
        return (long)next << 32 | at;
    }

    /* A later fragment has no headers of its own, but its fragment header may still name the protocol above. */
    private static boolean isLaterFragment(
        final byte[] buffer,
        final int at,
        final int next,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        final int word = Wire.u16(buffer, at + 2);
        record.putUnmarked(base + Slots.IP_FRAGMENT_OFFSET, word >>> 3);
        record.putUnmarked(base + Slots.IP_FLAGS, word & 1);
        record.putUnmarked(base + Slots.IP_IDENTIFICATION, Wire.u32(buffer, at + 4));
        long mask = 1L << Slots.IP_FRAGMENT_OFFSET | 1L << Slots.IP_FLAGS | 1L << Slots.IP_IDENTIFICATION;
        final boolean later = 0 != word >>> 3;
        if (later && !isExtension(next))
        {
            record.putUnmarked(base + Slots.L4_PROTOCOL, next);
            mask |= PROTOCOL | FlowRecord.kindOfProtocol(next);
        }
        record.mark(layer, mask & want);
        return later;
    }
}
