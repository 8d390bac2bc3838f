package io.weir.codec.sflow;

import io.weir.wire.Wire;

/**
 * View of one {@code extended_switch}: VLANs and priorities of the frame as it came and as it left. Valid until the
 * buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | src_vlan                                                      |
 * | src_priority                                                  |
 * | dst_vlan                                                      |
 * | dst_priority                                                  |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct extended_switch</a>
 */
public final class ExtendedSwitchView extends RecordView
{
    /** Value of a field that the agent does not know; some agents send it in place of 0. */
    public static final long UNKNOWN = 0xFFFF_FFFFL;

    private static final int SOURCE_PRIORITY_OFFSET = 4;
    static final int DESTINATION_VLAN_OFFSET = 8;
    private static final int DESTINATION_PRIORITY_OFFSET = 12;
    static final int LENGTH = 16;

    /** A view of nothing. */
    public ExtendedSwitchView()
    {
        super(LENGTH);
    }

    /** {@return VLAN of the incoming frame} */
    public long sourceVlan()
    {
        return Wire.u32(buffer, offset);
    }

    /** {@return 802.1p priority of the incoming frame} */
    public long sourcePriority()
    {
        return Wire.u32(buffer, offset + SOURCE_PRIORITY_OFFSET);
    }

    /** {@return VLAN of the outgoing frame} */
    public long destinationVlan()
    {
        return Wire.u32(buffer, offset + DESTINATION_VLAN_OFFSET);
    }

    /** {@return 802.1p priority of the outgoing frame} */
    public long destinationPriority()
    {
        return Wire.u32(buffer, offset + DESTINATION_PRIORITY_OFFSET);
    }
}
