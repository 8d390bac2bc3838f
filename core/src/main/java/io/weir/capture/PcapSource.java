package io.weir.capture;

import io.weir.wire.Wire;

import java.io.IOException;

/**
 * Packets of a pcap file.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/">PCAP Capture File Format</a>
 */
final class PcapSource implements PacketSource
{
    static final int MAGIC_US = 0xA1B2C3D4;
    static final int MAGIC_NS = 0xA1B23C4D;

    private static final int LINK_TYPE_OFFSET = 20;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int FRACTION_OFFSET = 4;
    private static final int CAPTURED_OFFSET = 8;
    private static final int ORIGINAL_OFFSET = 12;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private final CaptureInput input;
    private final boolean littleEndian;
    private final long fractionNs;
    private final int linkType;
    private long packets;

    PcapSource(final CaptureInput input) throws IOException
    {
        this.input = input;
        if (!input.require(FILE_HEADER_LENGTH))
        {
            throw input.cut(0, "the pcap file header is cut: " + input.available() + " of 24 bytes");
        }
        final int magic = Wire.i32(input.buffer(), input.position());
        littleEndian = MAGIC_US != magic && MAGIC_NS != magic;
        fractionNs = MAGIC_NS == (littleEndian ? Integer.reverseBytes(magic) : magic) ? 1 : 1_000;
        linkType = u32(input.position() + LINK_TYPE_OFFSET) & 0xFFFF;
        input.advance(FILE_HEADER_LENGTH);
    }

    // Whether a file begins as pcap does.
    static boolean isMagic(final int magic)
    {
        return MAGIC_US == magic || MAGIC_NS == magic ||
            MAGIC_US == Integer.reverseBytes(magic) || MAGIC_NS == Integer.reverseBytes(magic);
    }

    @Override
    public boolean next(final CapturedPacket packet) throws IOException
    {
        if (!input.require(RECORD_HEADER_LENGTH))
        {
            if (0 == input.available())
            {
                return false;
            }
            throw input.cut(input.fileOffset(), "packet " + (packets + 1) + " is cut: " + input.available() +
                " of the 16 bytes of its record header");
        }
        final long captured = u32(input.position() + CAPTURED_OFFSET) & 0xFFFF_FFFFL;
        if (captured > MAX_CAPTURED)
        {
            throw input.fault(input.fileOffset(), "packet " + (packets + 1) + " has a captured length of " + captured +
                ", above " + MAX_CAPTURED);
        }
        final int recordLength = RECORD_HEADER_LENGTH + (int)captured;
        if (!input.require(recordLength))
        {
            throw input.cut(input.fileOffset(), "packet " + (packets + 1) + " is cut: " +
                (input.available() - RECORD_HEADER_LENGTH) + " of its " + captured + " bytes");
        }
        final int at = input.position();
        packet.offset = at + RECORD_HEADER_LENGTH;
        packet.captured = (int)captured;
        packet.original = u32(at + ORIGINAL_OFFSET) & 0xFFFF_FFFFL;
        packet.linkType = linkType;
        packet.interfaceId = 0;
        packet.timeNs = (u32(at) & 0xFFFF_FFFFL) * NS_PER_S +
            (u32(at + FRACTION_OFFSET) & 0xFFFF_FFFFL) * fractionNs;
        packets++;
        input.advance(recordLength);
        return true;
    }

    private int u32(final int offset)
    {
        final int value = Wire.i32(input.buffer(), offset);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }
}
