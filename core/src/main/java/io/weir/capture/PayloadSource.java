package io.weir.capture;

import io.weir.wire.Wire;

import java.io.IOException;

/**
 * Files without packets: IPFIX messages back to back, or the payload of one datagram.
 *
 * <p>A message of an IPFIX file is stamped with its export time, the only time there is; a lone payload with the Unix
 * epoch.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5655">RFC 5655: the IPFIX file format</a>
 */
final class PayloadSource implements PacketSource
{
    private static final int MAX_DATAGRAM = 65_535;
    private static final int VERSION = 10;
    private static final int EXPORT_TIME_OFFSET = 4;
    private static final int LENGTH_OFFSET = 2;
    private static final int FRAME_LENGTH = 4;
    private static final int HEADER_LENGTH = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private final CaptureInput input;
    private final boolean messages;

    PayloadSource(final CaptureInput input, final boolean messages)
    {
        this.input = input;
        this.messages = messages;
    }

    // Whether a file begins with a whole IPFIX message, after which it ends or another message begins.
    static boolean isIpfixFile(final CaptureInput input) throws IOException
    {
        if (!input.require(HEADER_LENGTH) || !isMessage(input, 0))
        {
            return false;
        }
        final int length = Wire.u16(input.buffer(), input.position() + LENGTH_OFFSET);
        if (input.require(length + FRAME_LENGTH))
        {
            return isMessage(input, length);
        }
        return length == input.available();
    }

    private static boolean isMessage(final CaptureInput input, final int offset)
    {
        final int at = input.position() + offset;
        return VERSION == Wire.u16(input.buffer(), at) &&
            Wire.u16(input.buffer(), at + LENGTH_OFFSET) >= HEADER_LENGTH;
    }

    @Override
    public boolean next(final CapturedPacket packet) throws IOException
    {
        return messages ? nextMessage(packet) : wholeFile(packet);
    }

    private boolean nextMessage(final CapturedPacket packet) throws IOException
    {
        if (!input.require(1))
        {
            return false;
        }
        if (!input.require(HEADER_LENGTH))
        {
            throw input.cut(input.fileOffset(), "the IPFIX message is cut: " + input.available() +
                " of the 16 bytes of its header");
        }
        final int length = Wire.u16(input.buffer(), input.position() + LENGTH_OFFSET);
        if (!isMessage(input, 0))
        {
            throw input.fault(input.fileOffset(), "no IPFIX message: version " +
                Wire.u16(input.buffer(), input.position()) + ", length " + length);
        }
        if (!input.require(length))
        {
            throw input.cut(input.fileOffset(), "the IPFIX message is cut: " + input.available() + " of its " +
                length + " bytes");
        }
        give(packet, length, Wire.u32(input.buffer(), input.position() + EXPORT_TIME_OFFSET) * NS_PER_S);
        return true;
    }

    private boolean wholeFile(final CapturedPacket packet) throws IOException
    {
        if (!input.require(1))
        {
            return false;
        }
        if (input.require(MAX_DATAGRAM + 1))
        {
            throw input.fault(input.fileOffset(),
                "neither pcap, pcapng nor IPFIX messages, and too long for one datagram");
        }
        give(packet, input.available(), 0);
        return true;
    }

    private void give(final CapturedPacket packet, final int length, final long timeNs)
    {
        packet.offset = input.position();
        packet.captured = length;
        packet.original = length;
        packet.linkType = CapturedPacket.PAYLOAD;
        packet.interfaceId = 0;
        packet.timeNs = timeNs;
        input.advance(length);
    }
}
