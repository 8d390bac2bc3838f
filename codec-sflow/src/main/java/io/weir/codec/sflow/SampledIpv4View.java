package io.weir.codec.sflow;

import io.weir.wire.Wire;

/**
 * View of one {@code sampled_ipv4}. Valid until the buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | length of the IP packet                                       |
 * | protocol above IP                                             |
 * | source address,  4 bytes                                      |
 * | destination address,  4 bytes                                 |
 * | source port                                                   |
 * | destination port                                              |
 * | TCP flags                                                     |
 * | type of service                                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct sampled_ipv4</a>
 */
public final class SampledIpv4View extends RecordView
{
    private static final int PROTOCOL_OFFSET = 4;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 12;
    private static final int SOURCE_PORT_OFFSET = 16;
    private static final int DESTINATION_PORT_OFFSET = 20;
    private static final int TCP_FLAGS_OFFSET = 24;
    private static final int TOS_OFFSET = 28;
    private static final int LENGTH = 32;

    /** A view of nothing. */
    public SampledIpv4View()
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

    /** {@return source address} */
    public long source()
    {
        return Wire.u32(buffer, offset + SOURCE_OFFSET);
    }

    /** {@return destination address} */
    public long destination()
    {
        return Wire.u32(buffer, offset + DESTINATION_OFFSET);
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

    /** {@return type of service, unsigned 32 bits} */
    public long tos()
    {
        return Wire.u32(buffer, offset + TOS_OFFSET);
    }
}
