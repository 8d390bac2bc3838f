package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * What a UDP datagram carries that is no packet: DNS, and the InfiniBand transport of RoCE version 2. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035">RFC 1035, section 4.1</a>
 * @see <a href="https://www.infinibandta.org/ibta-specification/">InfiniBand Architecture, volume 1, chapter 9</a>
 */
final class Messages
{
    private static final int DNS_LENGTH = 12;
    private static final int MAX_NAME_LENGTH = 254;
    private static final int MAX_LABEL_LENGTH = 63;
    private static final int BTH_LENGTH = 12;
    private static final int RETH_LENGTH_OFFSET = 12;
    private static final int META = Slots.META_WORD;

    /* Operations of the reliable services, by the low five bits of the opcode. */
    private static final int WRITE_FIRST = 0x06;
    private static final int WRITE_ONLY = 0x0A;
    private static final int WRITE_ONLY_IMMEDIATE = 0x0B;
    private static final int READ_REQUEST = 0x0C;
    private static final int READ_RESPONSE_FIRST = 0x0D;
    private static final int ATOMIC_ACKNOWLEDGE = 0x12;
    private static final int READ_RESPONSE_MIDDLE = 0x0E;
    private static final int RELIABLE = 0;
    private static final int UNRELIABLE = 1;
    private static final int EXTENDED_RELIABLE = 5;

    private Messages()
    {
    }

    static long dns(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        if (end - at < 4)
        {
            return Next.endKind(shortKind);
        }
        record.putUnmarked(base + Slots.DNS_FLAGS, Wire.u16(buffer, at + 2));
        final long mask = 1L << Slots.DNS_FLAGS;
        if (end - at < DNS_LENGTH)
        {
            return mask | Next.endKind(shortKind);
        }
        return mask | (0 == Wire.u16(buffer, at + 4) ? 0 :
            question(buffer, at + DNS_LENGTH, end, shortKind, record, base));
    }

    /* The name of the first question has nothing before it that it could point to. */
    private static long question(
        final byte[] buffer,
        final int offset,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final int base)
    {
        int at = offset;
        while (at < end && 0 != Wire.u8(buffer, at))
        {
            final int label = Wire.u8(buffer, at);
            at += 1 + label;
            if (label > MAX_LABEL_LENGTH || at - offset > MAX_NAME_LENGTH)
            {
                return 0;
            }
        }
        if (at >= end)
        {
            return Next.endKind(shortKind);
        }
        if (buffer != record.buffer())
        {
            record.source(buffer, offset, 0);
        }
        record.putUnmarked(base + Slots.DNS_QNAME, (long)offset << 32 | at - offset);
        final long mask = 1L << Slots.DNS_QNAME;
        if (end - at < 5)
        {
            return mask | Next.endKind(shortKind);
        }
        record.putUnmarked(base + Slots.DNS_QUESTION, Wire.u32(buffer, at + 1));
        return mask | 1L << Slots.DNS_QUESTION;
    }

    /*
     * Values go to the word of the whole record, their mask too: a layer has no slots for them.
     *
     * |    opcode     |S|M|pad|  ver  |         partition key         |
     * |   reserved    |            destination queue pair             |
     * |A|  reserved   |           packet sequence number              |
     */
    static long infiniband(
        final byte[] buffer,
        final int at,
        final int end,
        final long shortKind,
        final FlowRecord record,
        final long wantedMeta)
    {
        if (end - at < BTH_LENGTH)
        {
            return Next.endKind(shortKind);
        }
        final long header = Wire.u64(buffer, at);
        final long acknowledge = Wire.u8(buffer, at + 8) >>> 7;
        record.putUnmarked(Slots.IB_BTH, header & ~0xFF00_0000L | acknowledge << 31);
        final int opcode = (int)(header >>> 56);
        final int service = opcode >>> 5;
        long mask = Slots.bit(Slots.IB_BTH);
        long kinds = 0;
        final int extended = at + BTH_LENGTH + (EXTENDED_RELIABLE == service ? 4 : 0);
        if (hasAcknowledge(service, opcode & 0x1F))
        {
            kinds = extended < end ? 0 : Next.endKind(shortKind);
            record.putUnmarked(Slots.IB_AETH, extended < end ? Wire.u8(buffer, extended) : 0);
            mask |= extended < end ? Slots.bit(Slots.IB_AETH) : 0;
        }
        else if (hasAccess(service, opcode & 0x1F))
        {
            final boolean there = end - extended >= RETH_LENGTH_OFFSET + 4;
            kinds = there ? 0 : Next.endKind(shortKind);
            record.putUnmarked(Slots.IB_RDMA_LENGTH, there ? Wire.u32(buffer, extended + RETH_LENGTH_OFFSET) : 0);
            mask |= there ? Slots.bit(Slots.IB_RDMA_LENGTH) : 0;
        }
        record.mark(META, mask & wantedMeta);
        return kinds;
    }

    private static boolean hasAcknowledge(final int service, final int operation)
    {
        return (RELIABLE == service || EXTENDED_RELIABLE == service) && operation >= READ_RESPONSE_FIRST &&
            operation <= ATOMIC_ACKNOWLEDGE && READ_RESPONSE_MIDDLE != operation;
    }

    private static boolean hasAccess(final int service, final int operation)
    {
        final boolean writes =
            WRITE_FIRST == operation || WRITE_ONLY == operation || WRITE_ONLY_IMMEDIATE == operation;
        return UNRELIABLE == service ? writes :
            (RELIABLE == service || EXTENDED_RELIABLE == service) && (writes || READ_REQUEST == operation);
    }
}
