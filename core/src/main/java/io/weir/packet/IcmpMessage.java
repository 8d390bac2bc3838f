package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * ICMP and ICMPv6: type and code, the sequence of an echo, and what it was that an IPv4 host or router could not reach.
 * Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc792">RFC 792</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4443">RFC 4443</a>
 */
final class IcmpMessage
{
    static final int ICMP = 1;
    static final int ICMP6 = 58;

    private static final int HEADER_LENGTH = 4;
    private static final int ECHO_LENGTH = 8;
    private static final int ECHO_REPLY = 0;
    private static final int UNREACHABLE = 3;
    private static final int ECHO = 8;
    private static final int ECHO6 = 128;
    private static final int ECHO6_REPLY = 129;
    private static final int PACKET = 8;
    private static final int PACKET_LENGTH = 20;
    private static final int PROTOCOL = PACKET + 9;
    private static final int DESTINATION = PACKET + 16;

    private static final int NET = 0;
    private static final int HOST = 1;
    private static final int PROTOCOL_CODE = 2;
    private static final int PORT = 3;

    private IcmpMessage()
    {
    }

    static long decode(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final int protocol,
        final FlowRecord record,
        final int base)
    {
        final int length = end - at;
        long mask = length < HEADER_LENGTH ? shortKind : 0;
        if (length < 1)
        {
            return mask;
        }
        final int type = Wire.u8(buffer, at);
        record.putUnmarked(base + Slots.ICMP_TYPE, type);
        mask |= 1L << Slots.ICMP_TYPE;
        if (length >= 2)
        {
            record.putUnmarked(base + Slots.ICMP_CODE, Wire.u8(buffer, at + 1));
            mask |= 1L << Slots.ICMP_CODE;
        }
        if (ICMP == protocol ? ECHO == type || ECHO_REPLY == type : ECHO6 == type || ECHO6_REPLY == type)
        {
            return mask | echo(buffer, at, length, shortKind, record, base);
        }
        return ICMP == protocol && UNREACHABLE == type && length >= 2 ?
            mask | unreachable(buffer, at, length, shortKind, record, base) : mask;
    }

    private static long echo(
        final byte[] buffer,
        final int at,
        final int length,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (length < ECHO_LENGTH)
        {
            return shortKind;
        }
        record.putUnmarked(base + Slots.ICMP_SEQUENCE, Wire.u16(buffer, at + 6));
        return 1L << Slots.ICMP_SEQUENCE;
    }

    /* From the header of the packet that did not arrive, which the message holds. */
    private static long unreachable(
        final byte[] buffer,
        final int at,
        final int length,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        final int code = Wire.u8(buffer, at + 1);
        if (code > PORT)
        {
            return 0;
        }
        if (length < PACKET + PACKET_LENGTH)
        {
            return Next.endKind(shortKind);
        }
        final int first = Wire.u8(buffer, at + PACKET);
        if (4 != first >>> 4)
        {
            return 0;
        }
        switch (code)
        {
            case NET:
                record.putUnmarked(base + Slots.ICMP_UNREACHABLE_NET, Wire.u32(buffer, at + DESTINATION));
                return 1L << Slots.ICMP_UNREACHABLE_NET;
            case HOST:
                record.putUnmarked(base + Slots.ICMP_UNREACHABLE_HOST, Wire.u32(buffer, at + DESTINATION));
                return 1L << Slots.ICMP_UNREACHABLE_HOST;
            case PROTOCOL_CODE:
                record.putUnmarked(base + Slots.ICMP_UNREACHABLE_PROTOCOL, Wire.u8(buffer, at + PROTOCOL));
                return 1L << Slots.ICMP_UNREACHABLE_PROTOCOL;
            default:
                final int port = PACKET + (first & 0xF) * 4 + 2;
                if (length < port + 2)
                {
                    return Next.endKind(shortKind);
                }
                record.putUnmarked(base + Slots.ICMP_UNREACHABLE_PORT, Wire.u16(buffer, at + port));
                return 1L << Slots.ICMP_UNREACHABLE_PORT;
        }
    }
}
