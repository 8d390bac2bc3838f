package io.weir.capture;

import io.weir.wire.Wire;

import java.io.IOException;

/**
 * Packets of a pcapng file: any number of sections, each in its own byte order with its own interfaces.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                          Block Type                           |
 * +---------------------------------------------------------------+
 * |             Block Total Length, a multiple of 4               |
 * +---------------------------------------------------------------+
 * |                    Block Body, of variable length             |
 * +---------------------------------------------------------------+
 * |                   Block Total Length, again                   |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/">PCAP Next Generation</a>
 */
final class PcapngSource implements PacketSource
{
    /** Type of a section header block, the same in both byte orders. */
    static final int SECTION = 0x0A0D0D0A;

    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int MAJOR_VERSION = 1;
    private static final int LENGTH_OFFSET = 4;
    private static final int BODY_OFFSET = 8;
    private static final int MIN_BLOCK_LENGTH = 12;
    private static final int MIN_SECTION_LENGTH = 28;
    private static final int MIN_INTERFACE_LENGTH = 20;
    private static final int MIN_SIMPLE_LENGTH = 16;
    private static final int MIN_PACKET_LENGTH = 32;
    private static final int TRAILER_LENGTH = 4;

    private final CaptureInput input;
    private final PcapngInterfaces interfaces = new PcapngInterfaces();
    private boolean littleEndian;

    PcapngSource(final CaptureInput input)
    {
        this.input = input;
    }

    @Override
    public boolean next(final CapturedPacket packet) throws IOException
    {
        while (input.require(1))
        {
            if (!input.require(MIN_BLOCK_LENGTH))
            {
                throw cut("block header", MIN_BLOCK_LENGTH);
            }
            final int at = input.position();
            if (SECTION == Wire.i32(input.buffer(), at))
            {
                beginSection(at);
            }
            final int type = i32(at);
            final long length = i32(at + LENGTH_OFFSET) & 0xFFFF_FFFFL;
            if (length < minLength(type) || 0 != (length & 3))
            {
                throw fault("a block of type " + type + " has a length of " + length);
            }
            if (onBlock(type, length, packet))
            {
                return true;
            }
        }
        return false;
    }

    private void beginSection(final int at) throws CaptureException
    {
        final int magic = Wire.i32(input.buffer(), at + BODY_OFFSET);
        if (BYTE_ORDER_MAGIC != magic && BYTE_ORDER_MAGIC != Integer.reverseBytes(magic))
        {
            throw fault("a section header has no byte-order magic: 0x" + Integer.toHexString(magic));
        }
        littleEndian = BYTE_ORDER_MAGIC != magic;
        interfaces.clear();
    }

    private static int minLength(final int type)
    {
        switch (type)
        {
            case SECTION:
                return MIN_SECTION_LENGTH;

            case INTERFACE:
                return MIN_INTERFACE_LENGTH;

            case SIMPLE_PACKET:
                return MIN_SIMPLE_LENGTH;

            case OBSOLETE_PACKET:
            case ENHANCED_PACKET:
                return MIN_PACKET_LENGTH;

            default:
                return MIN_BLOCK_LENGTH;
        }
    }

    private boolean onBlock(final int type, final long length, final CapturedPacket packet) throws IOException
    {
        switch (type)
        {
            case SECTION:
                requireBlock(length);
                checkVersion();
                break;

            case INTERFACE:
                requireBlock(length);
                addInterface((int)length);
                break;

            case SIMPLE_PACKET:
                requireBlock(length);
                simplePacket((int)length, packet);
                break;

            case OBSOLETE_PACKET:
                requireBlock(length);
                timedPacket((int)length, u16(input.position() + BODY_OFFSET), packet);
                break;

            case ENHANCED_PACKET:
                requireBlock(length);
                timedPacket((int)length, i32(input.position() + BODY_OFFSET) & 0xFFFF_FFFFL, packet);
                break;

            default:
                skipBlock(length);
                return false;
        }
        input.advance((int)length);
        return SECTION != type && INTERFACE != type;
    }

    private void requireBlock(final long length) throws IOException
    {
        if (length > CaptureInput.CAPACITY)
        {
            throw fault("a block has a length of " + length + ", above " + CaptureInput.CAPACITY);
        }
        if (!input.require((int)length))
        {
            throw cut("block", length);
        }
        checkTrailer(input.fileOffset(), length, input.position() + (int)length - TRAILER_LENGTH);
    }

    private void skipBlock(final long length) throws IOException
    {
        final long offset = input.fileOffset();
        if (!input.skip(length - TRAILER_LENGTH) || !input.require(TRAILER_LENGTH))
        {
            throw input.cut(offset, "the file ends within a block of " + length + " bytes");
        }
        checkTrailer(offset, length, input.position());
        input.advance(TRAILER_LENGTH);
    }

    private void checkTrailer(final long blockOffset, final long length, final int at) throws CaptureException
    {
        final long trailer = i32(at) & 0xFFFF_FFFFL;
        if (trailer != length)
        {
            throw input.fault(blockOffset, "a block has a length of " + length + " at its begin and of " + trailer +
                " at its end");
        }
    }

    private void checkVersion() throws CaptureException
    {
        final int major = u16(input.position() + BODY_OFFSET + 4);
        if (MAJOR_VERSION != major)
        {
            throw fault("the section has pcapng version " + major);
        }
    }

    private void addInterface(final int length) throws CaptureException
    {
        final int at = input.position();
        if (!interfaces.add(u16(at + BODY_OFFSET), i32(at + BODY_OFFSET + 4) & 0xFFFF_FFFFL))
        {
            throw fault("the section has more than " + PcapngInterfaces.MAX + " interfaces");
        }
        final int end = at + length - TRAILER_LENGTH;
        int option = at + BODY_OFFSET + 8;
        while (end - option >= 4)
        {
            final int code = u16(option);
            final int size = u16(option + 2);
            if (size > end - option - 4)
            {
                throw fault("an interface option has a length of " + size);
            }
            if (PcapngInterfaces.OPTION_END == code)
            {
                break;
            }
            if (PcapngInterfaces.OPTION_RESOLUTION == code && 1 == size)
            {
                interfaces.resolution(Wire.u8(input.buffer(), option + 4));
            }
            else if (PcapngInterfaces.OPTION_OFFSET == code && 8 == size)
            {
                final long seconds = Wire.u64(input.buffer(), option + 4);
                interfaces.offset(littleEndian ? Long.reverseBytes(seconds) : seconds);
            }
            option += 4 + (size + 3 & ~3);
        }
    }

    private void simplePacket(final int length, final CapturedPacket packet) throws CaptureException
    {
        final int at = input.position();
        final long original = i32(at + BODY_OFFSET) & 0xFFFF_FFFFL;
        checkInterface(0);
        final long snapLength = interfaces.snapLength(0);
        final long wanted = 0 == snapLength ? original : Math.min(original, snapLength);
        packet.offset = at + BODY_OFFSET + 4;
        packet.captured = captured(wanted, length - MIN_SIMPLE_LENGTH);
        packet.original = original;
        packet.linkType = interfaces.linkType(0);
        packet.interfaceId = 0;
        packet.timeNs = 0;
    }

    private void timedPacket(final int length, final long interfaceId, final CapturedPacket packet)
        throws CaptureException
    {
        checkInterface(interfaceId);
        final int at = input.position() + BODY_OFFSET;
        final long stamp = (long)i32(at + 4) << 32 | i32(at + 8) & 0xFFFF_FFFFL;
        packet.offset = at + 20;
        packet.captured = captured(i32(at + 12) & 0xFFFF_FFFFL, length - MIN_PACKET_LENGTH);
        packet.original = i32(at + 16) & 0xFFFF_FFFFL;
        packet.linkType = interfaces.linkType((int)interfaceId);
        packet.interfaceId = (int)interfaceId;
        packet.timeNs = interfaces.timeNs((int)interfaceId, stamp);
    }

    private int captured(final long captured, final int room) throws CaptureException
    {
        if (captured > room || captured > MAX_CAPTURED)
        {
            throw fault("a packet has a captured length of " + captured + " in a block with room for " + room);
        }
        return (int)captured;
    }

    private void checkInterface(final long interfaceId) throws CaptureException
    {
        if (interfaceId >= interfaces.size())
        {
            throw fault("a packet names interface " + interfaceId + " of " + interfaces.size());
        }
    }

    private CaptureException cut(final String what, final long length)
    {
        return input.cut(
            input.fileOffset(), "the " + what + " is cut: " + input.available() + " of its " + length + " bytes");
    }

    private CaptureException fault(final String reason)
    {
        return input.fault(input.fileOffset(), reason);
    }

    private int i32(final int offset)
    {
        final int value = Wire.i32(input.buffer(), offset);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }

    private int u16(final int offset)
    {
        final int value = Wire.u16(input.buffer(), offset);
        return littleEndian ? Short.reverseBytes((short)value) & 0xFFFF : value;
    }
}
