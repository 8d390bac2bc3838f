package io.weir.codec.netflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one NetFlow version 5 record, every field as it is on the wire. Valid until the buffer changes or the view is
 * placed again. Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                            srcaddr                            |
 * +---------------------------------------------------------------+
 * |                            dstaddr                            |
 * +---------------------------------------------------------------+
 * |                            nexthop                            |
 * +-------------------------------+-------------------------------+
 * |             input             |            output             |
 * +-------------------------------+-------------------------------+
 * |                             dPkts                             |
 * +---------------------------------------------------------------+
 * |                            dOctets                            |
 * +---------------------------------------------------------------+
 * |             First, sysUptime of the first packet              |
 * +---------------------------------------------------------------+
 * |              Last, sysUptime of the last packet               |
 * +-------------------------------+-------------------------------+
 * |            srcport            |            dstport            |
 * +---------------+---------------+---------------+---------------+
 * |      pad      |   tcp_flags   |     prot      |      tos      |
 * +---------------+---------------+---------------+---------------+
 * |            src_as             |            dst_as             |
 * +---------------+---------------+-------------------------------+
 * |   src_mask    |   dst_mask    |              pad              |
 * +---------------+---------------+-------------------------------+
 * </pre>
 *
 * @see NetflowV5View
 */
public final class NetflowV5RecordView
{
    static final int SOURCE_ADDRESS_OFFSET = 0;
    static final int DESTINATION_ADDRESS_OFFSET = 4;
    static final int NEXT_HOP_OFFSET = 8;
    static final int INPUT_OFFSET = 12;
    static final int OUTPUT_OFFSET = 14;
    static final int PACKETS_OFFSET = 16;
    static final int OCTETS_OFFSET = 20;
    static final int FIRST_OFFSET = 24;
    static final int LAST_OFFSET = 28;
    static final int SOURCE_PORT_OFFSET = 32;
    static final int DESTINATION_PORT_OFFSET = 34;
    static final int TCP_FLAGS_OFFSET = 37;
    static final int PROTOCOL_OFFSET = 38;
    static final int TOS_OFFSET = 39;
    static final int SOURCE_AS_OFFSET = 40;
    static final int DESTINATION_AS_OFFSET = 42;
    static final int SOURCE_MASK_OFFSET = 44;
    static final int DESTINATION_MASK_OFFSET = 45;

    private static final byte[] NOTHING = new byte[NetflowV5View.RECORD_LENGTH];

    private byte[] buffer = NOTHING;
    private int offset;

    /** A view of no record: every field is 0 until {@link #wrap}. */
    public NetflowV5RecordView()
    {
    }

    /**
     * Place the view over a record.
     *
     * @param newBuffer holding the record.
     * @param newOffset of its first byte.
     * @param length    in bytes of what may be read.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#SHORT} when a record does not fit: the view then shows
     *     what it showed before.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        if (length < NetflowV5View.RECORD_LENGTH)
        {
            return DecodeStatus.SHORT;
        }
        place(newBuffer, newOffset);
        return DecodeStatus.OK;
    }

    void place(final byte[] newBuffer, final int newOffset)
    {
        buffer = newBuffer;
        offset = newOffset;
    }

    /** {@return source IPv4 address, 0..2^32-1} */
    public long sourceAddress()
    {
        return Wire.u32(buffer, offset + SOURCE_ADDRESS_OFFSET);
    }

    /** {@return destination IPv4 address, 0..2^32-1} */
    public long destinationAddress()
    {
        return Wire.u32(buffer, offset + DESTINATION_ADDRESS_OFFSET);
    }

    /** {@return IPv4 address of the next hop router, 0..2^32-1; 0 where there is none} */
    public long nextHop()
    {
        return Wire.u32(buffer, offset + NEXT_HOP_OFFSET);
    }

    /** {@return SNMP index of the input interface; 0 for unknown} */
    public int input()
    {
        return Wire.u16(buffer, offset + INPUT_OFFSET);
    }

    /** {@return SNMP index of the output interface; 0 for unknown, or dropped} */
    public int output()
    {
        return Wire.u16(buffer, offset + OUTPUT_OFFSET);
    }

    /** {@return packets in the flow} */
    public long packets()
    {
        return Wire.u32(buffer, offset + PACKETS_OFFSET);
    }

    /** {@return layer 3 bytes in the packets of the flow} */
    public long octets()
    {
        return Wire.u32(buffer, offset + OCTETS_OFFSET);
    }

    /** {@return milliseconds of sysUptime at the first packet, modulo 2^32} */
    public long firstMs()
    {
        return Wire.u32(buffer, offset + FIRST_OFFSET);
    }

    /** {@return milliseconds of sysUptime at the last packet, modulo 2^32} */
    public long lastMs()
    {
        return Wire.u32(buffer, offset + LAST_OFFSET);
    }

    /** {@return source port; for ICMP some exporters send type and code here, bytes swapped} */
    public int sourcePort()
    {
        return Wire.u16(buffer, offset + SOURCE_PORT_OFFSET);
    }

    /** {@return destination port; for ICMP type and code} */
    public int destinationPort()
    {
        return Wire.u16(buffer, offset + DESTINATION_PORT_OFFSET);
    }

    /** {@return type and code of ICMP, {@code type << 8 | code}, from whichever of the two ports holds them} */
    public int icmpTypeAndCode()
    {
        return icmpTypeAndCode(sourcePort(), destinationPort());
    }

    /** {@return or of the TCP flags of the flow's packets, the lower 8 bits of them} */
    public int tcpFlags()
    {
        return Wire.u8(buffer, offset + TCP_FLAGS_OFFSET);
    }

    /** {@return protocol above IP} */
    public int protocol()
    {
        return Wire.u8(buffer, offset + PROTOCOL_OFFSET);
    }

    /** {@return type of service octet of IP} */
    public int tos()
    {
        return Wire.u8(buffer, offset + TOS_OFFSET);
    }

    /** {@return autonomous system of the source, origin or peer as configured; 23456 for one above 65535} */
    public int sourceAs()
    {
        return Wire.u16(buffer, offset + SOURCE_AS_OFFSET);
    }

    /** {@return autonomous system of the destination, origin or peer as configured; 23456 for one above 65535} */
    public int destinationAs()
    {
        return Wire.u16(buffer, offset + DESTINATION_AS_OFFSET);
    }

    /** {@return prefix length of the route to the source; more than 32 from faulty exporters} */
    public int sourceMaskBits()
    {
        return Wire.u8(buffer, offset + SOURCE_MASK_OFFSET);
    }

    /** {@return prefix length of the route to the destination; more than 32 from faulty exporters} */
    public int destinationMaskBits()
    {
        return Wire.u8(buffer, offset + DESTINATION_MASK_OFFSET);
    }

    static int icmpTypeAndCode(final int sourcePort, final int destinationPort)
    {
        return 0 != destinationPort ? destinationPort : sourcePort >>> 8 | (sourcePort & 0xFF) << 8;
    }
}
