package io.weir.examples.workload;

import io.weir.wire.Wire;

/** Writes the first bytes of Ethernet frames that carry TCP or UDP over IPv4. Not thread safe. Allocates nothing. */
final class PacketWriter
{
    /** Most bytes of a frame that are written: what switches usually sample. */
    static final int MAX_HEADER_LENGTH = 128;

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int IPV4_HEADER_LENGTH = 20;
    private static final int TCP_HEADER_LENGTH = 20;
    private static final int PROTOCOL_UDP = 17;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TTL = 61;
    private static final long GATEWAY_MAC = 0x0200_0000_0001L;
    private static final long STATION_MAC_PREFIX = 0x0200_0000_0000L;

    private PacketWriter()
    {
    }

    /**
     * Write the beginning of a frame.
     *
     * @param buffer to write.
     * @param offset of the frame.
     * @param flow   that the frame belongs to.
     * @param number of the packet, which makes identification and sequence differ.
     * @return bytes written.
     */
    static int write(final byte[] buffer, final int offset, final SyntheticFlow flow, final long number)
    {
        final int length = Math.min(flow.frameBytes, MAX_HEADER_LENGTH);
        for (int i = offset; i < offset + length; i++)
        {
            buffer[i] = 0;
        }
        Wire.putU48(buffer, offset, GATEWAY_MAC);
        Wire.putU48(buffer, offset + 6, STATION_MAC_PREFIX | flow.source & 0xFFFF_FFFFL);
        Wire.putU16(buffer, offset + 12, ETHERTYPE_IPV4);
        final int ip = offset + SyntheticFlow.ETHERNET_HEADER_LENGTH;
        Wire.putU16(buffer, ip, 0x4500);
        Wire.putU16(buffer, ip + 2, flow.ipBytes());
        Wire.putU16(buffer, ip + 4, (int)number);
        Wire.putU16(buffer, ip + 6, DONT_FRAGMENT);
        Wire.putU8(buffer, ip + 8, TTL);
        Wire.putU8(buffer, ip + 9, flow.protocol);
        Wire.putU32(buffer, ip + 12, flow.source);
        Wire.putU32(buffer, ip + 16, flow.destination);
        Wire.putU16(buffer, ip + 10, checksum(buffer, ip));
        final int transport = ip + IPV4_HEADER_LENGTH;
        Wire.putU16(buffer, transport, flow.sourcePort);
        Wire.putU16(buffer, transport + 2, flow.destinationPort);
        if (PROTOCOL_UDP == flow.protocol)
        {
            Wire.putU16(buffer, transport + 4, flow.ipBytes() - IPV4_HEADER_LENGTH);
        }
        else
        {
            Wire.putU32(buffer, transport + 4, SplitMix.mix(number));
            Wire.putU8(buffer, transport + 12, TCP_HEADER_LENGTH / 4 << 4);
            Wire.putU8(buffer, transport + 13, flow.packetTcpFlags);
            Wire.putU16(buffer, transport + 14, 0xFFFF);
        }
        return length;
    }

    private static int checksum(final byte[] buffer, final int ip)
    {
        int sum = 0;
        for (int i = 0; i < IPV4_HEADER_LENGTH; i += 2)
        {
            sum += Wire.u16(buffer, ip + i);
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return ~(sum + (sum >>> 16)) & 0xFFFF;
    }
}
