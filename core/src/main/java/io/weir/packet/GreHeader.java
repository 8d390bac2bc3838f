package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * GRE with every option, and what is built on it: NVGRE, ERSPAN, PPTP. Stateless.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |C|R|K|S|s|Recur|A| Flags | Ver |         Protocol Type         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Checksum, Offset: if C or R     |   Key: if K    | Sequence: if S
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2784">RFC 2784</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2890">RFC 2890</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1701">RFC 1701: source routes</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7637">RFC 7637: NVGRE</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2637">RFC 2637: PPTP</a>
 */
final class GreHeader
{
    private static final int LENGTH = 4;
    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGEMENT = 0x80;
    private static final int MAX_ROUTES = 8;

    private static final int TYPE_BRIDGED = 0x6558;
    private static final int TYPE_PPP = 0x880B;
    private static final int TYPE_ERSPAN = 0x88BE;
    private static final int TYPE_ERSPAN3 = 0x22EB;
    private static final int ERSPAN2_LENGTH = 8;
    private static final int ERSPAN3_LENGTH = 12;
    private static final int ERSPAN3_SUBHEADER_LENGTH = 8;

    private GreHeader()
    {
    }

    static long decode(
        final byte[] buffer,
        final int offset,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - offset < LENGTH)
        {
            return shortKind;
        }
        final int flags = Wire.u16(buffer, offset);
        if (0 != (flags & 7))
        {
            return 1 == (flags & 7) ? pptp(buffer, offset, end, shortKind, record, base) : 0;
        }
        final int type = Wire.u16(buffer, offset + 2);
        int at = offset + LENGTH + (0 != (flags & (CHECKSUM | ROUTING)) ? 4 : 0);
        long mask = 0;
        if (0 != (flags & KEY))
        {
            if (end - at < 4)
            {
                return shortKind;
            }
            mask = key(Wire.u32(buffer, at), type, record, base);
            at += 4;
        }
        at += 0 != (flags & SEQUENCE) ? 4 : 0;
        if (0 != (flags & ROUTING))
        {
            at = afterRoutes(buffer, at, end);
        }
        return mask | (at > end ? shortKind :
            payload(buffer, at, end, shortKind, record, base, 0 != (flags & SEQUENCE) ? type : plain(type)));
    }

    /* ERSPAN without a sequence number is type I, which has no header of its own. */
    private static int plain(final int type)
    {
        return TYPE_ERSPAN == type ? -type : type;
    }

    private static long key(final long key, final int type, final FlowRecord record, final int base)
    {
        record.putUnmarked(base + Slots.GRE_KEY, key);
        if (TYPE_BRIDGED != type)
        {
            return 1L << Slots.GRE_KEY;
        }
        record.putUnmarked(base + Slots.GRE_VSID, key >>> 8);
        record.putUnmarked(base + Slots.VNI, key >>> 8);
        return 1L << Slots.GRE_KEY | 1L << Slots.GRE_VSID | 1L << Slots.VNI;
    }

    /* Source route entries end with one of no family and no length. Beyond the end where they do not. */
    private static int afterRoutes(final byte[] buffer, final int offset, final int end)
    {
        int at = offset;
        for (int routes = 0; routes <= MAX_ROUTES && end - at >= 4; routes++)
        {
            final int family = Wire.u16(buffer, at);
            final int length = Wire.u8(buffer, at + 3);
            at += 4 + length;
            if (0 == family && 0 == length)
            {
                return at;
            }
        }
        return end + 1;
    }

    private static long payload(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base,
        final int type)
    {
        switch (type)
        {
            case -TYPE_ERSPAN:
                return Next.packet(record, base, Next.ERSPAN, at, end, shortKind);
            case TYPE_ERSPAN:
                return Next.packet(record, base, Next.ERSPAN, at + ERSPAN2_LENGTH, end, shortKind);
            case TYPE_ERSPAN3:
                if (end - at < ERSPAN3_LENGTH)
                {
                    return Next.endKind(shortKind);
                }
                return Next.packet(record, base, Next.ERSPAN, at + ERSPAN3_LENGTH +
                    (Wire.u8(buffer, at + ERSPAN3_LENGTH - 1) & 1) * ERSPAN3_SUBHEADER_LENGTH, end, shortKind);
            default:
                final int kind = Tunnels.kindOfType(type);
                return 0 == kind ? 0 : Next.packet(record, base, kind, at, end, shortKind);
        }
    }

    /* Version 1: the key is the length of the payload and a call id; without a sequence there is no payload. */
    private static long pptp(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        final int flags = Wire.u16(buffer, at);
        if (TYPE_PPP != Wire.u16(buffer, at + 2) || 0 == (flags & KEY))
        {
            return 0;
        }
        if (end - at < 2 * LENGTH)
        {
            return shortKind;
        }
        record.putUnmarked(base + Slots.GRE_KEY, Wire.u16(buffer, at + 6));
        final long mask = 1L << Slots.GRE_KEY;
        if (0 == (flags & SEQUENCE))
        {
            return mask;
        }
        final int payload = at + 2 * LENGTH + 4 + (0 != (flags & ACKNOWLEDGEMENT) ? 4 : 0);
        return mask | Next.packet(record, base, Next.PPP, payload, end, shortKind);
    }
}
