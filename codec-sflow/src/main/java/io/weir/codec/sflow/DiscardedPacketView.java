package io.weir.codec.sflow;

import io.weir.record.InterfaceIndex;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one {@code discarded_packet}: a packet that the device dropped. Valid until the buffer changes or
 * {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * 32 bytes
 * +-------------------------------+
 * | sequence_number               |
 * | class of the data source      |
 * | index of the data source      |
 * | drops: notifications not sent |
 * | inputifindex                  |
 * | outputifindex                 |
 * | reason                        |
 * | number of records             |
 * +-------------------------------+
 * | records                      ...
 * </pre>
 *
 * <p>There is no sampling rate: notifications are limited in number, not sampled. Interfaces are plain indices, 0 where
 * there is none.
 *
 * @see <a href="https://sflow.org/sflow_drops.txt">sFlow Dropped Packet Notification Structures</a>
 */
public final class DiscardedPacketView extends SampleView
{
    private static final int DROPS_OFFSET = 12;
    private static final int INPUT_OFFSET = 16;
    private static final int OUTPUT_OFFSET = 20;
    private static final int REASON_OFFSET = 24;
    private static final int HEADER_LENGTH = 32;

    /** A view of nothing. */
    public DiscardedPacketView()
    {
    }

    /**
     * Place the view over the body of a {@code discarded_packet} and its cursor before the first record.
     *
     * @param newBuffer holding the sample.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the datagram.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body is shorter than its header.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        return wrap(newBuffer, newOffset, length, HEADER_LENGTH, true);
    }

    /** {@return notifications that were not sent, for want of resources or above the limit, modulo 2^32} */
    public long drops()
    {
        return Wire.u32(buffer, offset + DROPS_OFFSET);
    }

    /** {@return interface on which the packet came, in the form of {@link InterfaceIndex}; 0 unknown} */
    public long input()
    {
        return InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, Wire.u32(buffer, offset + INPUT_OFFSET));
    }

    /** {@return interface on which the packet was to leave, in the form of {@link InterfaceIndex}; 0 unknown} */
    public long output()
    {
        return InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, Wire.u32(buffer, offset + OUTPUT_OFFSET));
    }

    /** {@return why it was dropped, see {@link io.weir.record.DiscardReason}} */
    public long reason()
    {
        return Wire.u32(buffer, offset + REASON_OFFSET);
    }
}
