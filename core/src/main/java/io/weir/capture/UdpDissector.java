package io.weir.capture;

import io.weir.wire.Wire;

/**
 * Finds the UDP payload of a packet, or says why there is none. Checks each length against the captured bytes before it
 * reads them. Checksums are not looked at: where packets are captured they are often not filled in yet.
 */
final class UdpDissector
{
    static final long PAYLOAD_SOURCE_LOW = 0xFFFF_C000_0201L;
    static final int PAYLOAD_SOURCE_PORT = 40_000;

    private static final int LINK_BSD_LOOPBACK = 0;
    private static final int LINK_ETHERNET = 1;
    private static final int LINK_RAW_BSD = 12;
    private static final int LINK_RAW_OPENBSD = 14;
    private static final int LINK_RAW = 101;
    private static final int LINK_OPENBSD_LOOPBACK = 108;
    private static final int LINK_COOKED = 113;
    private static final int LINK_IPV4 = 228;
    private static final int LINK_IPV6 = 229;
    private static final int LINK_COOKED_V2 = 276;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86DD;
    private static final int MAX_LENGTH_FIELD = 1500;

    private static final int UDP = 17;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int EXTENSION_UNIT = 8;
    private static final int FRAGMENT_RESERVED = 0x6;
    private static final int UDP_HEADER_LENGTH = 8;
    private static final int MAX_EXTENSION_HEADERS = 8;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    private final CaptureStats stats;
    private final FragmentTable fragments;

    private CapturedPacket packet;
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;
    private long sourceHigh;
    private long sourceLow;
    private int sourcePort;
    private long destinationHigh;
    private long destinationLow;
    private int destinationPort;
    private int walkOffset;
    private int walkProtocol;

    UdpDissector(final CaptureStats stats)
    {
        this.stats = stats;
        fragments = new FragmentTable(stats);
    }

    // True when the packet is, or completes, a datagram; else it has been counted.
    boolean onPacket(final byte[] bytes, final CapturedPacket newPacket)
    {
        packet = newPacket;
        buffer = bytes;
        if (newPacket.captured > newPacket.original)
        {
            stats.lengthMismatches++;
        }
        final int at = newPacket.offset;
        final int end = at + newPacket.captured;
        switch (newPacket.linkType)
        {
            case LINK_ETHERNET:
                return onTyped(at, 14, 12, end);

            case CapturedPacket.PAYLOAD:
                return onPayload();

            case LINK_RAW:
            case LINK_RAW_BSD:
            case LINK_RAW_OPENBSD:
            case LINK_IPV4:
            case LINK_IPV6:
                return onIp(at, end);

            case LINK_COOKED:
                return onTyped(at, 16, 14, end);

            case LINK_COOKED_V2:
                return onTyped(at, 20, 0, end);

            case LINK_BSD_LOOPBACK:
            case LINK_OPENBSD_LOOPBACK:
                return onLoopback(at, end);

            default:
                return skip(SkipReason.LINK_TYPE);
        }
    }

    private boolean onPayload()
    {
        sourceHigh = 0;
        sourceLow = PAYLOAD_SOURCE_LOW;
        sourcePort = PAYLOAD_SOURCE_PORT;
        destinationHigh = 0;
        destinationLow = 0;
        destinationPort = 0;
        offset = packet.offset;
        length = packet.captured;
        return true;
    }

    private boolean onTyped(final int at, final int headerLength, final int typeOffset, final int end)
    {
        if (end - at < headerLength)
        {
            return skipShort();
        }
        int type = Wire.u16(buffer, at + typeOffset);
        int next = at + headerLength;
        while (isVlanTag(type))
        {
            if (end - next < 4)
            {
                return skipShort();
            }
            type = Wire.u16(buffer, next + 2);
            next += 4;
        }
        if (type <= MAX_LENGTH_FIELD && end - next >= 8 && isSnap(next))
        {
            type = Wire.u16(buffer, next + 6);
            next += 8;
        }
        if (TYPE_IPV4 == type)
        {
            return onIpv4(next, end);
        }
        return TYPE_IPV6 == type ? onIpv6(next, end) : skip(SkipReason.NOT_IP);
    }

    private static boolean isVlanTag(final int type)
    {
        return 0x8100 == type || 0x88A8 == type || 0x9100 == type || 0x9200 == type || 0x9300 == type;
    }

    private boolean isSnap(final int at)
    {
        return 0xAAAA == Wire.u16(buffer, at) && 3 == Wire.u8(buffer, at + 2) && 0 == Wire.u24(buffer, at + 3);
    }

    // The family is in the byte order of the machine that captured, and IPv6 has another number on each.
    private boolean onLoopback(final int at, final int end)
    {
        if (end - at < 4)
        {
            return skipShort();
        }
        final int word = Wire.i32(buffer, at);
        final int family = 0 == (word & 0xFFFF_0000) ? word : Integer.reverseBytes(word);
        switch (family)
        {
            case 2:
                return onIpv4(at + 4, end);

            case 10:
            case 23:
            case 24:
            case 28:
            case 30:
                return onIpv6(at + 4, end);

            default:
                return skip(SkipReason.NOT_IP);
        }
    }

    private boolean onIp(final int at, final int end)
    {
        if (end - at < 1)
        {
            return skipShort();
        }
        final int version = Wire.u8(buffer, at) >>> 4;
        if (4 == version)
        {
            return onIpv4(at, end);
        }
        return 6 == version ? onIpv6(at, end) : skip(SkipReason.NOT_IP);
    }

    private boolean onIpv4(final int at, final int end)
    {
        if (end - at < 20)
        {
            return skipShort();
        }
        final int versionAndLength = Wire.u8(buffer, at);
        final int headerLength = (versionAndLength & 0xF) * 4;
        final int totalLength = Wire.u16(buffer, at + 2);
        if (4 != versionAndLength >>> 4 || headerLength < 20 || totalLength < headerLength)
        {
            return skip(SkipReason.MALFORMED);
        }
        if (UDP != Wire.u8(buffer, at + 9))
        {
            return skip(SkipReason.NOT_UDP);
        }
        if (totalLength > end - at)
        {
            return skipShort();
        }
        sourceHigh = 0;
        sourceLow = V4_MAPPED | Wire.u32(buffer, at + 12);
        destinationHigh = 0;
        destinationLow = V4_MAPPED | Wire.u32(buffer, at + 16);
        final int fragment = Wire.u16(buffer, at + 6);
        final int fragmentOffset = (fragment & 0x1FFF) * 8;
        final boolean more = 0 != (fragment & MORE_FRAGMENTS);
        if (more || 0 != fragmentOffset)
        {
            fragmentKey(4, Wire.u16(buffer, at + 4));
            return onFragment(at + headerLength, at + totalLength, fragmentOffset, more, UDP);
        }
        return onUdp(at + headerLength, at + totalLength) || skip(SkipReason.MALFORMED);
    }

    private boolean onIpv6(final int at, final int end)
    {
        if (end - at < 40)
        {
            return skipShort();
        }
        if (6 != Wire.u8(buffer, at) >>> 4)
        {
            return skip(SkipReason.MALFORMED);
        }
        sourceHigh = Wire.u64(buffer, at + 8);
        sourceLow = Wire.u64(buffer, at + 16);
        destinationHigh = Wire.u64(buffer, at + 24);
        destinationLow = Wire.u64(buffer, at + 32);

        final int packetEnd = at + 40 + Wire.u16(buffer, at + 4);
        final SkipReason reason = walkExtensions(at + 40, packetEnd, end, Wire.u8(buffer, at + 6));
        if (null != reason)
        {
            return skip(reason);
        }
        if (packetEnd > end)
        {
            return skipShort();
        }
        if (FRAGMENT == walkProtocol)
        {
            return onFragmentHeader(walkOffset, packetEnd);
        }
        return onUdp(walkOffset, packetEnd) || skip(SkipReason.MALFORMED);
    }

    // Leaves the walk at the UDP header or at the header of a fragment, or says why there is neither.
    private SkipReason walkExtensions(final int first, final int packetEnd, final int end, final int firstProtocol)
    {
        walkOffset = first;
        walkProtocol = firstProtocol;
        for (int i = 0; i <= MAX_EXTENSION_HEADERS; i++)
        {
            if (UDP == walkProtocol)
            {
                return null;
            }
            if (!isExtension(walkProtocol))
            {
                return SkipReason.NOT_UDP;
            }
            if (packetEnd - walkOffset < EXTENSION_UNIT)
            {
                return SkipReason.MALFORMED;
            }
            if (end - walkOffset < EXTENSION_UNIT)
            {
                return shortReason();
            }
            if (FRAGMENT == walkProtocol && 0 != (Wire.u16(buffer, walkOffset + 2) & ~FRAGMENT_RESERVED))
            {
                return null;
            }
            final int header = walkOffset;
            walkOffset += extensionLength(walkProtocol, header);
            walkProtocol = Wire.u8(buffer, header);
        }
        return SkipReason.MALFORMED;
    }

    private static boolean isExtension(final int protocol)
    {
        switch (protocol)
        {
            case 0:
            case 43:
            case FRAGMENT:
            case AUTHENTICATION:
            case 60:
            case 135:
            case 139:
            case 140:
                return true;

            default:
                return false;
        }
    }

    private int extensionLength(final int protocol, final int header)
    {
        if (FRAGMENT == protocol)
        {
            return EXTENSION_UNIT;
        }
        final int units = Wire.u8(buffer, header + 1);
        return AUTHENTICATION == protocol ? (units + 2) * 4 : (units + 1) * EXTENSION_UNIT;
    }

    private boolean onFragmentHeader(final int header, final int packetEnd)
    {
        final int nextHeader = Wire.u8(buffer, header);
        if (UDP != nextHeader && !isExtension(nextHeader))
        {
            return skip(SkipReason.NOT_UDP);
        }
        final int fragment = Wire.u16(buffer, header + 2);
        fragmentKey(6, Wire.u32(buffer, header + 4));
        return onFragment(header + EXTENSION_UNIT, packetEnd, fragment & 0xFFF8, 0 != (fragment & 1), nextHeader);
    }

    private void fragmentKey(final int version, final long id)
    {
        fragments.key(sourceHigh, sourceLow, destinationHigh, destinationLow, packet.interfaceId, version, id);
    }

    private boolean onFragment(
        final int from,
        final int to,
        final int fragmentOffset,
        final boolean more,
        final int nextHeader)
    {
        final int size = to - from;
        if (size <= 0 || more && 0 != (size & 7) || fragmentOffset + size > FragmentTable.MAX_BYTES)
        {
            return skip(SkipReason.MALFORMED);
        }
        stats.fragments++;
        if (!fragments.add(buffer, from, size, fragmentOffset, more, nextHeader, packet.timeNs))
        {
            return false;
        }
        buffer = fragments.buffer();
        final int total = fragments.length();
        if (null == walkExtensions(0, total, total, fragments.nextHeader()) && UDP == walkProtocol &&
            onUdp(walkOffset, total))
        {
            stats.reassembled++;
            return true;
        }
        stats.rejected++;
        return false;
    }

    private boolean onUdp(final int at, final int end)
    {
        if (end - at < UDP_HEADER_LENGTH)
        {
            return false;
        }
        final int udpLength = Wire.u16(buffer, at + 4);
        if (udpLength < UDP_HEADER_LENGTH || udpLength > end - at)
        {
            return false;
        }
        sourcePort = Wire.u16(buffer, at);
        destinationPort = Wire.u16(buffer, at + 2);
        offset = at + UDP_HEADER_LENGTH;
        length = udpLength - UDP_HEADER_LENGTH;
        return true;
    }

    private SkipReason shortReason()
    {
        return packet.captured < packet.original ? SkipReason.CUT : SkipReason.MALFORMED;
    }

    private boolean skipShort()
    {
        return skip(shortReason());
    }

    private boolean skip(final SkipReason reason)
    {
        stats.countSkipped(reason);
        return false;
    }

    // The capture is at its end: fragmented datagrams that wait are given up.
    void end()
    {
        fragments.clear();
    }

    byte[] buffer()
    {
        return buffer;
    }

    int offset()
    {
        return offset;
    }

    int length()
    {
        return length;
    }

    long sourceHigh()
    {
        return sourceHigh;
    }

    long sourceLow()
    {
        return sourceLow;
    }

    int sourcePort()
    {
        return sourcePort;
    }

    long destinationHigh()
    {
        return destinationHigh;
    }

    long destinationLow()
    {
        return destinationLow;
    }

    int destinationPort()
    {
        return destinationPort;
    }
}
