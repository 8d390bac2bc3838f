package io.weir.codec.sflow;

import io.weir.wire.Wire;

/**
 * View of one {@code sampled_ipv6}. Valid until the buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | length of the IP packet                                       |
 * | protocol above IP                                             |
 * | source address, 16 bytes                                      |
 * | destination address, 16 bytes                                 |
 * | source port                                                   |
 * | destination port                                              |
 * | TCP flags                                                     |
 * | priority (traffic class)                                      |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct sampled_ipv6</a>
 */
public final class SampledIpv6View extends RecordView
{
    private static final int PROTOCOL_OFFSET = 4;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;
    private static final int SOURCE_PORT_OFFSET = 40;
    private static final int DESTINATION_PORT_OFFSET = 44;
    private static final int TCP_FLAGS_OFFSET = 48;
    private static final int PRIORITY_OFFSET = 52;
    private static final int LENGTH = 56;

    /** A view of nothing. */
    public SampledIpv6View()
    {
        super(LENGTH);
    }

    /** {@return bytes of the IP packet, without lower layers} */
    public long length()
    {
        return Wire.u32(buffer, offset);
    }

    /** {@return protocol above IP, unsigned 32 bits} */
    public long protocol()
    {
        return Wire.u32(buffer, offset + PROTOCOL_OFFSET);
    }

    /** {@return high 64 bits of the source address} */
    public long sourceHigh()
    {
        return Wire.u64(buffer, offset + SOURCE_OFFSET);
    }

    /** {@return low 64 bits of the source address} */
    public long sourceLow()
    {
        return Wire.u64(buffer, offset + SOURCE_OFFSET + 8);
    }

    /** {@return high 64 bits of the destination address} */
    public long destinationHigh()
    {
        return Wire.u64(buffer, offset + DESTINATION_OFFSET);
    }

    /** {@return low 64 bits of the destination address} */
    public long destinationLow()
    {
        return Wire.u64(buffer, offset + DESTINATION_OFFSET + 8);
    }

    /** {@return TCP or UDP source port or equivalent, unsigned 32 bits} */
    public long sourcePort()
    {
        return Wire.u32(buffer, offset + SOURCE_PORT_OFFSET);
    }

    /** {@return TCP or UDP destination port or equivalent, unsigned 32 bits} */
    public long destinationPort()
    {
        return Wire.u32(buffer, offset + DESTINATION_PORT_OFFSET);
    }

    /** {@return TCP flags, unsigned 32 bits} */
    public long tcpFlags()
    {
        return Wire.u32(buffer, offset + TCP_FLAGS_OFFSET);
    }

    /** {@return priority, that is the traffic class, unsigned 32 bits} */
    public long priority()
    {
        return Wire.u32(buffer, offset + PRIORITY_OFFSET);
    }
}
