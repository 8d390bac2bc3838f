package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Ip6Extensions;
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
        1L << Slots.IP_FLAGS | 1L << Slots.IP_FRAGMENT_OFFSET | 1L << Slots.IP_IDENTIFICATION | 1L << Slots.IP_OFFSET;
    private static final long V4_FIELDS = VERSION4 | 1L << Slots.L4_PROTOCOL | ADDRESSES | V4_DETAILS;
    private static final long V6_DETAILS = 1L << Slots.IP_TOS | 1L << Slots.IP_TTL | 1L << Slots.IP_BYTES |
        1L << Slots.IP6_FLOW_LABEL | 1L << Slots.IP_OFFSET;
    private static final long V6_FIELDS = VERSION6 | ADDRESSES | V6_DETAILS;
    private static final long PROTOCOL = 1L << Slots.L4_PROTOCOL;

    private IpHeaders()
    {
    }

    /* This and all methods below put values and give the mask of those they put, and of kinds. */
    static long ipv4(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < IPV4_LENGTH)
        {
            return ipv4Cut(buffer, at, end - at, record, layer);
        }
        final long first = Wire.u64(buffer, at);
        if (4 != first >>> 60)
        {
            return MALFORMED;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        final long second = Wire.u64(buffer, at + 8);
        final int protocol = (int)(second >>> 48) & 0xFF;
        record.putUnmarked(base + Slots.IP_VERSION, 4);
        record.putUnmarked(base + Slots.L4_PROTOCOL, protocol);
        record.putUnmarked(base + Slots.IP_SOURCE, 0);
        record.putUnmarked(base + Slots.IP_SOURCE + 1, V4_MAPPED | second & 0xFFFF_FFFFL);
        record.putUnmarked(base + Slots.IP_DESTINATION, 0);
        record.putUnmarked(base + Slots.IP_DESTINATION + 1, V4_MAPPED | Wire.u32(buffer, at + 16));
        if (0 != (want & V4_DETAILS))
        {
            record.putUnmarked(base + Slots.IP_TOS, first >>> 48 & 0xFF);
            record.putUnmarked(base + Slots.IP_BYTES, first >>> 32 & 0xFFFF);
            record.putUnmarked(base + Slots.IP_IDENTIFICATION, first >>> 16 & 0xFFFF);
            record.putUnmarked(base + Slots.IP_FLAGS, first >>> 13 & 7);
            record.putUnmarked(base + Slots.IP_FRAGMENT_OFFSET, first & 0x1FFF);
            record.putUnmarked(base + Slots.IP_TTL, second >>> 56);
            record.putUnmarked(base + Slots.IP_OFFSET, at);
        }
        return V4_FIELDS | FlowRecord.kindOfProtocol(protocol) |
            ipv4Payload(buffer, at, end, first, protocol, record, layer);
    }

    private static long ipv4Payload(
        final byte[] buffer,
        final int at,
        final int end,
        final long first,
        final int protocol,
        final FlowRecord record,
        final int layer)
    {
        final int headerLength = (int)(first >>> 56 & 0xF) * 4;
        final int payload = at + headerLength;
        if (headerLength < IPV4_LENGTH || payload > end)
        {
            return headerLength < IPV4_LENGTH ? MALFORMED : CUT;
        }
        if (0 != (first & 0x1FFF))
        {
            return 0;
        }
        final int ipEnd = packetEnd(at, (int)(first >>> 32) & 0xFFFF, headerLength, end);
        return Transport.decode(buffer, payload, ipEnd, ipEnd < end ? MALFORMED : CUT, protocol, record, layer);
    }

    /* A length below the header's is no length: offloading leaves it at 0. One beyond the captured bytes is normal. */
    private static int packetEnd(final int at, final int packetLength, final int headerLength, final int end)
    {
        return packetLength < headerLength ? end : Math.min(end, at + packetLength);
    }

    private static long ipv4Cut(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int layer)
    {
        if (length < 1)
        {
            return CUT;
        }
        final int first = Wire.u8(buffer, at);
        if (4 != first >>> 4)
        {
            return MALFORMED;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = VERSION4 | 1L << Slots.IP_OFFSET | CUT | ((first & 0xF) * 4 < IPV4_LENGTH ? MALFORMED : 0);
        record.putUnmarked(base + Slots.IP_VERSION, 4);
        record.putUnmarked(base + Slots.IP_OFFSET, at);
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
        return mask;
    }

    static long ipv6(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < IPV6_LENGTH)
        {
            return ipv6Cut(buffer, at, end - at, record, layer);
        }
        final long first = Wire.u64(buffer, at);
        if (6 != first >>> 60)
        {
            return MALFORMED;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        final int payloadLength = (int)(first >>> 16) & 0xFFFF;
        final int next = (int)first >>> 8 & 0xFF;
        record.putUnmarked(base + Slots.IP_VERSION, 6);
        record.putUnmarked(base + Slots.IP_SOURCE, Wire.u64(buffer, at + 8));
        record.putUnmarked(base + Slots.IP_SOURCE + 1, Wire.u64(buffer, at + 16));
        record.putUnmarked(base + Slots.IP_DESTINATION, Wire.u64(buffer, at + 24));
        record.putUnmarked(base + Slots.IP_DESTINATION + 1, Wire.u64(buffer, at + 32));
        if (0 != (want & V6_DETAILS))
        {
            record.putUnmarked(base + Slots.IP_TOS, first >>> 52 & 0xFF);
            record.putUnmarked(base + Slots.IP6_FLOW_LABEL, first >>> 32 & 0xF_FFFF);
            record.putUnmarked(base + Slots.IP_TTL, first & 0xFF);
            record.putUnmarked(base + Slots.IP_BYTES, IPV6_LENGTH + payloadLength);
            record.putUnmarked(base + Slots.IP_OFFSET, at);
        }
        final long mask = V6_FIELDS & ~(hasNoLength(payloadLength, next) ? 1L << Slots.IP_BYTES : 0);
        final int ipEnd = packetEnd(at, IPV6_LENGTH + payloadLength, IPV6_LENGTH + 1, end);
        final long shortKind = ipEnd < end ? MALFORMED : CUT;
        final int payload = at + IPV6_LENGTH;
        return mask | (isExtension(next) ?
            extensions(buffer, payload, ipEnd, shortKind, next, record, layer) :
            upper(buffer, payload, ipEnd, shortKind, next, record, layer));
    }

    /* Of either version, as its first four bits say. */
    static long ip(
        final byte[] buffer,
        final int at,
        final int end,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        return end > at && 6 == Wire.u8(buffer, at) >>> 4 ?
            ipv6(buffer, at, end, record, layer, want) : ipv4(buffer, at, end, record, layer, want);
    }

    private static long upper(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final int protocol,
        final FlowRecord record,
        final int layer)
    {
        record.putUnmarked(layer * Slots.LAYER_STRIDE + Slots.L4_PROTOCOL, protocol);
        return PROTOCOL | FlowRecord.kindOfProtocol(protocol) |
            Transport.decode(buffer, at, end, shortKind, protocol, record, layer);
    }

    /* A jumbogram: the length is in an option, beyond what 16 bits tell (RFC 2675). */
    private static boolean hasNoLength(final int payloadLength, final int next)
    {
        return 0 == payloadLength && HOP_BY_HOP == next;
    }

    private static long ipv6Cut(
        final byte[] buffer,
        final int at,
        final int length,
        final FlowRecord record,
        final int layer)
    {
        if (length < 1)
        {
            return CUT;
        }
        if (6 != Wire.u8(buffer, at) >>> 4)
        {
            return MALFORMED;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = VERSION6 | 1L << Slots.IP_OFFSET | CUT;
        record.putUnmarked(base + Slots.IP_VERSION, 6);
        record.putUnmarked(base + Slots.IP_OFFSET, at);
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
        return mask;
    }

    private static boolean isExtension(final int next)
    {
        return next < 64 ? 0 != (LOW_EXTENSIONS >>> next & 1) :
            MOBILITY == next || HOST_IDENTITY == next || SHIM6 == next;
    }

    /*
     * The protocol above all extension headers may be known although its header lies beyond the end. The list of
     * headers is told once all of them are known.
     */
    private static long extensions(
        final byte[] buffer,
        final int offset,
        final int end,
        final long shortKind,
        final int firstNext,
        final FlowRecord record,
        final int layer)
    {
        int next = firstNext;
        int at = offset;
        long mask = 0;
        long list = 0;
        for (int headers = 0; isExtension(next); headers++)
        {
            final int type = next;
            if (end - at < (FRAGMENT == type ? FRAGMENT_LENGTH : 2))
            {
                return mask | shortKind;
            }
            if (MAX_EXTENSION_HEADERS == headers)
            {
                return mask | MALFORMED;
            }
            next = Wire.u8(buffer, at);
            list |= (long)Ip6Extensions.code(type) << 4 * headers;
            if (FRAGMENT == type)
            {
                mask |= fragment(buffer, at, record, layer);
                if (0 != record.get(layer * Slots.LAYER_STRIDE + Slots.IP_FRAGMENT_OFFSET))
                {
                    return mask | putExtensions(list, record, layer) | laterFragment(next, record, layer);
                }
                at += FRAGMENT_LENGTH;
            }
            else
            {
                final int length = Wire.u8(buffer, at + 1);
                at += AUTHENTICATION == type ? (length + 2) * 4 : (length + 1) * 8;
            }
        }
        return mask | putExtensions(list, record, layer) | upper(buffer, at, end, shortKind, next, record, layer);
    }

    private static long putExtensions(final long list, final FlowRecord record, final int layer)
    {
        record.putUnmarked(layer * Slots.LAYER_STRIDE + Slots.IP6_EXTENSIONS, list);
        return 1L << Slots.IP6_EXTENSIONS;
    }

    private static long fragment(final byte[] buffer, final int at, final FlowRecord record, final int layer)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        final int word = Wire.u16(buffer, at + 2);
        record.putUnmarked(base + Slots.IP_FRAGMENT_OFFSET, word >>> 3);
        record.putUnmarked(base + Slots.IP_FLAGS, word & 1);
        record.putUnmarked(base + Slots.IP_IDENTIFICATION, Wire.u32(buffer, at + 4));
        return 1L << Slots.IP_FRAGMENT_OFFSET | 1L << Slots.IP_FLAGS | 1L << Slots.IP_IDENTIFICATION;
    }

    /* A later fragment has no headers of its own, but its fragment header may still name the protocol above. */
    private static long laterFragment(final int next, final FlowRecord record, final int layer)
    {
        if (isExtension(next))
        {
            return 0;
        }
        record.putUnmarked(layer * Slots.LAYER_STRIDE + Slots.L4_PROTOCOL, next);
        return PROTOCOL | FlowRecord.kindOfProtocol(next);
    }
}
