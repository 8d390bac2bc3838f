package io.weir.codec.sflow;

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
public final class SampledEthernetView extends RecordView
{
    private static final int SOURCE_OFFSET = 4;
    private static final int DESTINATION_OFFSET = 12;
    private static final int TYPE_OFFSET = 20;
    private static final int LENGTH = 24;

    /** A view of nothing. */
    public SampledEthernetView()
    {
        super(LENGTH);
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
