package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one {@code sampled_header}: the first bytes of the sampled packet. Valid until the buffer changes or
 * {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | header_protocol                                               |
 * | frame_length                                                  |
 * | stripped                                                      |
 * | header length                                                 |
 * +---------------------------------------------------------------+
 * | header, then 0 to 3 bytes of padding that are not its own    ...
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct sampled_header</a>
 */
public final class SampledHeaderView extends RecordView
{
    static final int STRIPPED_OFFSET = 8;

    private static final int FRAME_LENGTH_OFFSET = 4;
    private static final int HEADER_LENGTH_OFFSET = 12;
    static final int HEADER_OFFSET = 16;

    /** A view of nothing. */
    public SampledHeaderView()
    {
        super(HEADER_OFFSET);
    }

    /**
     * Place the view over the body of a record.
     *
     * @param newBuffer holding the record.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the sample.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#LENGTH} when the body is shorter than its fixed part;
     *     {@link DecodeStatus#HEADER_LENGTH} when it does not hold the header and its padding.
     */
    @Override
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        if (length < HEADER_OFFSET)
        {
            return DecodeStatus.LENGTH;
        }
        final long headerLength = Wire.u32(newBuffer, newOffset + HEADER_LENGTH_OFFSET);
        if (SflowFormat.padded(headerLength) > length - HEADER_OFFSET)
        {
            return DecodeStatus.HEADER_LENGTH;
        }
        place(newBuffer, newOffset);
        return DecodeStatus.OK;
    }

    /** {@return protocol of the header's first byte: 1 Ethernet, 11 IPv4, 12 IPv6, 13 MPLS, ...; unsigned 32 bits} */
    public long headerProtocol()
    {
        return Wire.u32(buffer, offset);
    }

    /** {@return bytes of the packet before sampling, layer 2 and its checksum included} */
    public long frameLength()
    {
        return Wire.u32(buffer, offset + FRAME_LENGTH_OFFSET);
    }

    /** {@return bytes that the agent removed from the packet before it took the header} */
    public long stripped()
    {
        return Wire.u32(buffer, offset + STRIPPED_OFFSET);
    }

    /** {@return bytes of the outermost layer that the header shows: frame length less what was stripped, at least 0} */
    public long layerLength()
    {
        return Math.max(0, frameLength() - stripped());
    }

    /** {@return offset of the header in the buffer} */
    public int headerOffset()
    {
        return offset + HEADER_OFFSET;
    }

    /** {@return bytes of the header, without padding} */
    public int headerLength()
    {
        return Wire.i32(buffer, offset + HEADER_LENGTH_OFFSET);
    }
}
