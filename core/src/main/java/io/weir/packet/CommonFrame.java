package io.weir.packet;

import io.weir.record.FlowRecord;
import io.weir.record.PacketStack;
import io.weir.record.Slots;
import io.weir.wire.Wire;

/**
 * The frame that most packets are: untagged Ethernet, IPv4 without options, TCP or UDP that is no tunnel and no
 * message, with all of these headers captured. Read as the outer packet, in one go: every field is at a known place,
 * and nothing depends on a branch that is taken now and then, such as TCP or UDP, because to predict it wrong costs the
 * wait for the packet's bytes. Any other frame, and one that is odd in any way, is left to the classes of its headers,
 * which would read this one to the same result in more time. Stateless.
 */
final class CommonFrame
{
    /** Mask of a frame that is another one. */
    static final long NOT_COMMON = 0;

    private static final int IP = 14;
    private static final int TRANSPORT = 34;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int VERSION_AND_LENGTH = 0x45;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int TCP_LENGTH = 20;
    private static final int UDP_LENGTH = 8;
    private static final int LEAST_IP_BYTES = TRANSPORT - IP + TCP_LENGTH;
    private static final int LEAST_LENGTH = IP + LEAST_IP_BYTES;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final long U32 = 0xFFFF_FFFFL;

    private static final long PORTS = 1L << Slots.L4_SOURCE_PORT | 1L << Slots.L4_DESTINATION_PORT;
    private static final long TCP_DETAILS = 1L << Slots.TCP_SEQUENCE | 1L << Slots.TCP_ACKNOWLEDGEMENT |
        1L << Slots.TCP_FLAGS | 1L << Slots.TCP_WINDOW;
    private static final long UDP_DETAILS = 1L << Slots.UDP_BYTES;
    private static final long LINK = 1L << Slots.MAC_SOURCE | 1L << Slots.MAC_DESTINATION |
        1L << Slots.ETHERNET_PROTOCOL;
    private static final long IP_DETAILS = 1L << Slots.IP_TOS | 1L << Slots.IP_TTL | 1L << Slots.IP_BYTES |
        1L << Slots.IP_FLAGS | 1L << Slots.IP_FRAGMENT_OFFSET | 1L << Slots.IP_IDENTIFICATION;
    private static final long OFFSETS = 1L << Slots.IP_OFFSET | 1L << Slots.L4_OFFSET;
    private static final long DETAILS = LINK | IP_DETAILS | TCP_DETAILS | UDP_DETAILS | OFFSETS;
    private static final long OF_BOTH = LINK | IP_DETAILS | OFFSETS | PORTS | 3L << Slots.IP_SOURCE |
        3L << Slots.IP_DESTINATION | 1L << Slots.IP_VERSION | 1L << Slots.IPV4 | 1L << Slots.L4_PROTOCOL;

    /* Mask by protocol. */
    private static final long[] FIELDS = new long[256];
    /* Stack of protocols by protocol; the high half is 0. */
    private static final long[] STACKS = new long[256];

    static
    {
        FIELDS[PROTOCOL_TCP] = OF_BOTH | TCP_DETAILS | 1L << Slots.TCP;
        FIELDS[PROTOCOL_UDP] = OF_BOTH | UDP_DETAILS | 1L << Slots.UDP;
        STACKS[PROTOCOL_TCP] = stack(PacketStack.TCP);
        STACKS[PROTOCOL_UDP] = stack(PacketStack.UDP);
    }

    private CommonFrame()
    {
    }

    private static long stack(final int transport)
    {
        final PacketStack stack = new PacketStack();
        stack.add(PacketStack.ETH);
        stack.add(PacketStack.IP);
        stack.add(transport);
        return stack.low();
    }

    /**
     * Read a frame into layer 0.
     *
     * @param buffer holding the frame.
     * @param offset of its first byte.
     * @param end    of what was captured of it.
     * @param record to fill.
     * @param want   fields of the layer to fill; others may be filled.
     * @return mask of the fields that the frame has and of its kinds, or {@link #NOT_COMMON}, with no field marked.
     */
    static long decode(
        final byte[] buffer,
        final int offset,
        final int end,
        final FlowRecord record,
        final long want)
    {
        if (end - offset < LEAST_LENGTH)
        {
            return NOT_COMMON;
        }
        final long second = Wire.u64(buffer, offset + IP + 8);
        final long first = Wire.u64(buffer, offset + IP);
        final long link = Wire.u64(buffer, offset + IP - 8);
        final long ports = Wire.u64(buffer, offset + TRANSPORT);
        final long rest = Wire.u64(buffer, offset + TRANSPORT + 8);
        final int protocol = (int)(second >>> 48) & 0xFF;
        final long fields = FIELDS[protocol];
        if (0 != (link & 0xFFFF ^ TYPE_IPV4 | first >>> 56 ^ VERSION_AND_LENGTH | first & 0x1FFF) ||
            NOT_COMMON == fields || isOdd((int)(first >>> 32) & 0xFFFF, end - offset - IP, protocol, ports, rest))
        {
            return NOT_COMMON;
        }
        record.putUnmarked(Slots.IP_VERSION, 4);
        record.putUnmarked(Slots.L4_PROTOCOL, protocol);
        record.putUnmarked(Slots.IP_SOURCE, 0);
        record.putUnmarked(Slots.IP_SOURCE + 1, V4_MAPPED | second & U32);
        record.putUnmarked(Slots.IP_DESTINATION, 0);
        record.putUnmarked(Slots.IP_DESTINATION + 1, V4_MAPPED | Wire.u64(buffer, offset + IP + 12) & U32);
        record.putUnmarked(Slots.L4_SOURCE_PORT, ports >>> 48);
        record.putUnmarked(Slots.L4_DESTINATION_PORT, ports >>> 32 & 0xFFFF);
        if (0 != (want & DETAILS))
        {
            record.putUnmarked(Slots.MAC_DESTINATION, Wire.u64(buffer, offset) >>> 16);
            record.putUnmarked(Slots.MAC_SOURCE, link >>> 16);
            record.putUnmarked(Slots.ETHERNET_PROTOCOL, TYPE_IPV4);
            details(record, first, second, ports, rest);
        }
        return fields;
    }

    /*
     * Whether lengths contradict each other, or something is at the ports of UDP that is to be looked into. Below zero
     * is odd; one sign of many differences is one branch, which is hardly ever taken.
     */
    private static boolean isOdd(
        final int ipBytes,
        final int captured,
        final int protocol,
        final long ports,
        final long rest)
    {
        final int isUdp = PROTOCOL_TCP - protocol >> 31;
        final int left = Math.min(ipBytes, captured) - (TRANSPORT - IP);
        final int tcpLength = (int)(rest >>> 28 & 0xF) * 4;
        final int udpLength = (int)ports >>> 16 & 0xFFFF;
        final int tcp = tcpLength - TCP_LENGTH | left - tcpLength;
        final int udp = udpLength - UDP_LENGTH |
            Transport.unlessKnown((int)(ports >>> 32) & 0xFFFF) | Transport.unlessKnown((int)(ports >>> 48));
        return (ipBytes - LEAST_IP_BYTES | tcp & ~isUdp | udp & isUdp) < 0;
    }

    private static void details(
        final FlowRecord record,
        final long first,
        final long second,
        final long ports,
        final long rest)
    {
        record.putUnmarked(Slots.IP_TOS, first >>> 48 & 0xFF);
        record.putUnmarked(Slots.IP_BYTES, first >>> 32 & 0xFFFF);
        record.putUnmarked(Slots.IP_IDENTIFICATION, first >>> 16 & 0xFFFF);
        record.putUnmarked(Slots.IP_FLAGS, first >>> 13 & 7);
        record.putUnmarked(Slots.IP_FRAGMENT_OFFSET, 0);
        record.putUnmarked(Slots.IP_TTL, second >>> 56);
        record.putUnmarked(Slots.TCP_SEQUENCE, ports & U32);
        record.putUnmarked(Slots.TCP_ACKNOWLEDGEMENT, rest >>> 32);
        record.putUnmarked(Slots.TCP_FLAGS, rest >>> 16 & 0x1FF);
        record.putUnmarked(Slots.TCP_WINDOW, rest & 0xFFFF);
        record.putUnmarked(Slots.UDP_BYTES, ports >>> 16 & 0xFFFF);
        record.putUnmarked(Slots.IP_OFFSET, IP);
        record.putUnmarked(Slots.L4_OFFSET, TRANSPORT);
    }

    /**
     * Set the stack of the frame that was read last.
     *
     * @param record that holds it.
     */
    static void putStack(final FlowRecord record)
    {
        record.putAddress(Slots.STACK, 0, STACKS[(int)record.get(Slots.L4_PROTOCOL)]);
    }
}
