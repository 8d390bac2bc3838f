package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one {@code extended_router}: next hop and prefix lengths. Valid until the buffer changes or {@link #wrap} is
 * called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | address type of nexthop: 0 unknown, 1 IPv4, 2 IPv6            |
 * | nexthop, 0, 4 or 16 bytes                                    ...
 * | src_mask_len                                                  |
 * | dst_mask_len                                                  |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct extended_router</a>
 */
public final class ExtendedRouterView extends RecordView
{
    private static final int ADDRESS_OFFSET = 4;
    private static final int MASKS_LENGTH = 8;

    private int masks;

    /** A view of nothing. */
    public ExtendedRouterView()
    {
        super(ADDRESS_OFFSET);
    }

    /**
     * Place the view over the body of a record.
     *
     * @param newBuffer holding the record.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the sample.
     * @return {@link DecodeStatus#OK}, {@link DecodeStatus#LENGTH} when the body is too short, or
     *     {@link DecodeStatus#ADDRESS_TYPE}.
     */
    @Override
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        if (length < ADDRESS_OFFSET)
        {
            return DecodeStatus.LENGTH;
        }
        final int type = Wire.i32(newBuffer, newOffset);
        if (type < SflowDatagramView.ADDRESS_UNKNOWN || type > SflowDatagramView.ADDRESS_IPV6)
        {
            return DecodeStatus.ADDRESS_TYPE;
        }
        final int masksOffset = ADDRESS_OFFSET + SflowDatagramView.addressLength(type);
        if (length < masksOffset + MASKS_LENGTH)
        {
            return DecodeStatus.LENGTH;
        }
        place(newBuffer, newOffset);
        masks = newOffset + masksOffset;
        return DecodeStatus.OK;
    }

    /** {@return address type of the next hop: 0 unknown, 1 IPv4, 2 IPv6} */
    public int nextHopType()
    {
        return Wire.i32(buffer, offset);
    }

    /** {@return high 64 bits of the next hop; 0 for IPv4, and where it is unknown} */
    public long nextHopHigh()
    {
        return SflowDatagramView.addressHigh(buffer, offset);
    }

    /** {@return low 64 bits of the next hop; {@code 0xFFFF_xxxxxxxx} for IPv4, 0 where it is unknown} */
    public long nextHopLow()
    {
        return SflowDatagramView.addressLow(buffer, offset);
    }

    /** {@return prefix length of the route to the source, unsigned 32 bits} */
    public long sourceMaskBits()
    {
        return Wire.u32(buffer, masks);
    }

    /** {@return prefix length of the route to the destination, unsigned 32 bits} */
    public long destinationMaskBits()
    {
        return Wire.u32(buffer, masks + 4);
    }
}
