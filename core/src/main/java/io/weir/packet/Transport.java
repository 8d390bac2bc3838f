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

    private static final long UDP_FIELDS = SOURCE_PORT | DESTINATION_PORT | 1L << Slots.UDP_BYTES;

    private Transport()
    {
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
                return udp(buffer, at, end - at, shortKind, record, base);
            case UDP_LITE:
                return ports(buffer, at, end - at, record, base) | (end - at < UDP_LENGTH ? shortKind : 0);
            case SCTP:
                return ports(buffer, at, end - at, record, base) | (end - at < SCTP_LENGTH ? shortKind : 0);
            case DCCP:
                return ports(buffer, at, end - at, record, base) | (end - at < DCCP_LENGTH ? shortKind : 0);
            case ICMP:
            case ICMP6:
                return icmp(buffer, at, end - at, shortKind, record, base);
            default:
                return 0;
        }
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
        final int headerLength = (int)(high >>> 28 & 0xF) * 4;
        return TCP_FIELDS | (headerLength < TCP_LENGTH ? MALFORMED : at + headerLength > end ? shortKind : 0);
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
        final int length,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (length < UDP_LENGTH)
        {
            return udpShort(buffer, at, length, record, base) | shortKind;
        }
        final long header = Wire.u64(buffer, at);
        final long udpBytes = header >>> 16 & 0xFFFF;
        record.putUnmarked(base + Slots.L4_SOURCE_PORT, header >>> 48);
        record.putUnmarked(base + Slots.L4_DESTINATION_PORT, header >>> 32 & 0xFFFF);
        record.putUnmarked(base + Slots.UDP_BYTES, udpBytes);
        return UDP_FIELDS | lengthKind(udpBytes);
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
        long mask = 0;
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
        return mask;
    }

    private static long icmp(
        final byte[] buffer,
        final int at,
        final int length,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
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
        return mask;
    }
}
