package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one {@code sampled_ethernet}. Valid until the buffer changes or {@link #wrap} is called again. Not thread
 * safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | length of the MAC packet                                      |
 * | source MAC address, 6 bytes, then 2 of padding                |
 * | destination MAC address, likewise                             |
 * | EtherType                                                     |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct sampled_ethernet</a>
 */
public final class SampledEthernetView
{
    private static final int SOURCE_OFFSET = 4;
    private static final int DESTINATION_OFFSET = 12;
    private static final int TYPE_OFFSET = 20;
    private static final int LENGTH = 24;

    private byte[] buffer;
    private int offset;

    /** A view of nothing. */
    public SampledEthernetView()
    {
    }

    /**
     * Place the view over the body of a record.
     *
     * @param newBuffer holding the record.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the sample.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body is too short.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        if (length < LENGTH)
        {
            return DecodeStatus.LENGTH;
        }
        if (buffer != newBuffer)
        {
            /* a worker's buffer is always the same, and a compare costs less than the barrier of a reference store */
            buffer = newBuffer;
        }
        offset = newOffset;
        return DecodeStatus.OK;
    }

    /** {@return bytes of the packet as received on the network, without its checksum and layer 1} */
    public long length()
    {
        return Wire.u32(buffer, offset);
    }

    /** {@return source MAC address, 48 bits} */
    public long sourceMac()
    {
        return Wire.u48(buffer, offset + SOURCE_OFFSET);
    }

    /** {@return destination MAC address, 48 bits} */
    public long destinationMac()
    {
        return Wire.u48(buffer, offset + DESTINATION_OFFSET);
    }

    /** {@return EtherType, unsigned 32 bits} */
    public long type()
    {
        return Wire.u32(buffer, offset + TYPE_OFFSET);
    }
}
