package io.weir.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds pcapng files block by block. */
final class PcapngBytes
{
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    PcapngBytes section(final ByteOrder newOrder)
    {
        order = newOrder;
        return block(0x0A0D0D0A, buffer(16).putInt(0x1A2B3C4D).putShort((short)1).putShort((short)0).putLong(-1)
            .array());
    }

    PcapngBytes interfaceOf(final int linkType, final int snapLength, final byte[]... options)
    {
        return block(1, Packets.join(
            buffer(8).putShort((short)linkType).putShort((short)0).putInt(snapLength).array(),
            Packets.join(options)));
    }

    byte[] option(final int code, final byte[] value)
    {
        return Packets.join(buffer(4).putShort((short)code).putShort((short)value.length).array(), padded(value));
    }

    byte[] resolution(final int value)
    {
        return option(9, Packets.bytes(value));
    }

    byte[] timeOffset(final long seconds)
    {
        return option(14, buffer(8).putLong(seconds).array());
    }

    PcapngBytes enhanced(final int interfaceId, final long stamp, final byte[] data)
    {
        return enhanced(interfaceId, stamp, data.length, data);
    }

    PcapngBytes enhanced(final int interfaceId, final long stamp, final int original, final byte[] data)
    {
        return block(6, Packets.join(
            buffer(20).putInt(interfaceId).putInt((int)(stamp >>> 32)).putInt((int)stamp).putInt(data.length)
                .putInt(original).array(),
            padded(data), option(1, Packets.text("a comment")), option(0, new byte[0])));
    }

    PcapngBytes obsolete(final int interfaceId, final long stamp, final byte[] data)
    {
        return block(2, Packets.join(
            buffer(20).putShort((short)interfaceId).putShort((short)7).putInt((int)(stamp >>> 32)).putInt((int)stamp)
                .putInt(data.length).putInt(data.length).array(),
            padded(data)));
    }

    PcapngBytes simple(final int original, final byte[] data)
    {
        return block(3, Packets.join(buffer(4).putInt(original).array(), padded(data)));
    }

    PcapngBytes block(final int type, final byte[] body)
    {
        out.writeBytes(buffer(8).putInt(type).putInt(12 + body.length).array());
        out.writeBytes(body);
        out.writeBytes(buffer(4).putInt(12 + body.length).array());
        return this;
    }

    PcapngBytes raw(final byte[] bytes)
    {
        out.writeBytes(bytes);
        return this;
    }

    int size()
    {
        return out.size();
    }

    byte[] bytes()
    {
        return out.toByteArray();
    }

    private ByteBuffer buffer(final int size)
    {
        return ByteBuffer.allocate(size).order(order);
    }

    private static byte[] padded(final byte[] data)
    {
        return Packets.cut(data, data.length + 3 & ~3);
    }
}
