package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * Protocols above IP. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9293">RFC 9293, section 3.1</a>
 */
final class Transport
{
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int ICMP6 = 58;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;

    private static final int TCP_LENGTH = 20;
    private static final int UDP_LENGTH = 8;
    private static final int SCTP_LENGTH = 12;
    private static final int DCCP_LENGTH = 12;
    private static final int ICMP_LENGTH = 4;

    private static final long MALFORMED = 1L << Slots.MALFORMED;
    private static final long SOURCE_PORT = 1L << Slots.L4_SOURCE_PORT;
    private static final long DESTINATION_PORT = 1L << Slots.L4_DESTINATION_PORT;
    private static final long TCP_FIELDS = SOURCE_PORT | DESTINATION_PORT | 1L << Slots.TCP_FLAGS |
        1L << Slots.TCP_SEQUENCE | 1L << Slots.TCP_ACKNOWLEDGEMENT | 1L << Slots.TCP_WINDOW;

    private Transport()
    {
    }

    /* shortKind says why a header that does not fit ends early: captured bytes end, or the packet itself does. */
    static void decode(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final int protocol,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        switch (protocol)
        {
            case TCP:
                tcp(buffer, at, end, shortKind, record, layer, want);
                break;
            case UDP:
                udp(buffer, at, end - at, shortKind, record, layer, want);
                break;
            case UDP_LITE:
                ports(buffer, at, end - at, end - at < UDP_LENGTH ? shortKind : 0, record, layer, want);
                break;
            case SCTP:
                ports(buffer, at, end - at, end - at < SCTP_LENGTH ? shortKind : 0, record, layer, want);
                break;
            case DCCP:
                ports(buffer, at, end - at, end - at < DCCP_LENGTH ? shortKind : 0, record, layer, want);
                break;
            case ICMP:
            case ICMP6:
                icmp(buffer, at, end - at, shortKind, record, layer, want);
                break;
            default:
                break;
        }
    }

    private static void tcp(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        if (end - at < TCP_LENGTH)
        {
            tcpShort(buffer, at, end - at, shortKind, record, layer, want);
            return;
        }
        final int base = layer * Slots.LAYER_STRIDE;
        final int ports = Wire.i32(buffer, at);
        final int word = Wire.i32(buffer, at + 12);
        record.putUnmarked(base + Slots.L4_SOURCE_PORT, ports >>> 16);
        record.putUnmarked(base + Slots.L4_DESTINATION_PORT, ports & 0xFFFF);
        record.putUnmarked(base + Slots.TCP_FLAGS, word >>> 16 & 0x1FF);
        record.putUnmarked(base + Slots.TCP_WINDOW, word & 0xFFFF);
        record.putUnmarked(base + Slots.TCP_SEQUENCE, Wire.u32(buffer, at + 4));
        record.putUnmarked(base + Slots.TCP_ACKNOWLEDGEMENT, Wire.u32(buffer, at + 8));
        final int headerLength = (word >>> 28) * 4;
        final long kind = headerLength < TCP_LENGTH ? MALFORMED : at + headerLength > end ? shortKind : 0;
        record.mark(layer, (TCP_FIELDS | kind) & want);
    }

    private static void tcpShort(
        final byte[] buffer,
        final int at,
        final int length,
        final long shortKind,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = 0;
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
        record.mark(layer, mask & want);
        ports(buffer, at, length, shortKind, record, layer, want);
    }

    private static void udp(
        final byte[] buffer,
        final int at,
        final int length,
        final long shortKind,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        long kind = length < UDP_LENGTH ? shortKind : 0;
        if (length >= 6)
        {
            final int udpBytes = Wire.u16(buffer, at + 4);
            record.putUnmarked(layer * Slots.LAYER_STRIDE + Slots.UDP_BYTES, udpBytes);
            record.mark(layer, 1L << Slots.UDP_BYTES & want);
            /* 0 is legal where 16 bits do not hold the length (RFC 2675) */
            kind |= 0 != udpBytes && udpBytes < UDP_LENGTH ? MALFORMED : 0;
        }
        ports(buffer, at, length, kind, record, layer, want);
    }

    private static void ports(
        final byte[] buffer,
        final int at,
        final int length,
        final long kind,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = kind;
        if (length >= 2)
        {
            record.putUnmarked(base + Slots.L4_SOURCE_PORT, Wire.u16(buffer, at));
            mask |= SOURCE_PORT;
        }
        if (length >= 4)
        {
            record.putUnmarked(base + Slots.L4_DESTINATION_PORT, Wire.u16(buffer, at + 2));
            mask |= DESTINATION_PORT;
        }
        record.mark(layer, mask & want);
    }

    private static void icmp(
        final byte[] buffer,
        final int at,
        final int length,
        final long shortKind,
        final FlowRecord record,
        final int layer,
        final long want)
    {
        final int base = layer * Slots.LAYER_STRIDE;
        long mask = length < ICMP_LENGTH ? shortKind : 0;
        if (length >= 1)
        {
            record.putUnmarked(base + Slots.ICMP_TYPE, Wire.u8(buffer, at));
            mask |= 1L << Slots.ICMP_TYPE;
        }
        if (length >= 2)
        {
            record.putUnmarked(base + Slots.ICMP_CODE, Wire.u8(buffer, at + 1));
            mask |= 1L << Slots.ICMP_CODE;
        }
        record.mark(layer, mask & want);
    }
}
