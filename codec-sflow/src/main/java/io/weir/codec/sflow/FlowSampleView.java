package io.weir.codec.sflow;

import io.weir.record.InterfaceIndex;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one {@code flow_sample} or {@code flow_sample_expanded}. Valid until the buffer changes or one of the wraps
 * is called again. Not thread safe.
 *
 * <pre>
 * compact: 32 bytes                        expanded: 44 bytes
 * +-------------------------------+        +-------------------------------+
 * | sequence_number               |        | sequence_number               |
 * | class (8) | index (24)        |        | class                         |
 * | sampling_rate                 |        | index                         |
 * | sample_pool                   |        | sampling_rate                 |
 * | drops                         |        | sample_pool                   |
 * | input: format (2) | value (30)|        | drops                         |
 * | output: likewise              |        | input format                  |
 * | number of records             |        | input value                   |
 * +-------------------------------+        | output format                 |
 * | records                      ...       | output value                  |
 *                                          | number of records             |
 *                                          +-------------------------------+
 *                                          | records                      ...
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct flow_sample</a>
 */
public final class FlowSampleView extends SampleView
{
    static final int SAMPLING_RATE_OFFSET = 8;
    static final int DROPS_OFFSET = 16;
    static final int OUTPUT_OFFSET = 24;

    private static final int SAMPLE_POOL_OFFSET = 12;
    private static final int INPUT_OFFSET = 20;
    static final int HEADER_LENGTH = 32;
    private static final int EXPANDED_SHIFT = 4;
    private static final int EXPANDED_OUTPUT_OFFSET = 32;
    private static final int EXPANDED_HEADER_LENGTH = 44;

    /** A view of nothing. */
    public FlowSampleView()
    {
    }

    /**
     * Place the view over the body of a {@code flow_sample} and its cursor before the first record.
     *
     * @param newBuffer holding the sample.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the datagram.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body is shorter than its header.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        return wrap(newBuffer, newOffset, length, HEADER_LENGTH, false);
    }

    /**
     * Place the view over the body of a {@code flow_sample_expanded} and its cursor before the first record.
     *
     * @param newBuffer holding the sample.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the datagram.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body is shorter than its header.
     */
    public DecodeStatus wrapExpanded(final byte[] newBuffer, final int newOffset, final int length)
    {
        return wrap(newBuffer, newOffset, length, EXPANDED_HEADER_LENGTH, true);
    }

    /** {@return packets per sample, N of "one in N"; 0 must be treated as unknown} */
    public long samplingRate()
    {
        return Wire.u32(buffer, offset + shift() + SAMPLING_RATE_OFFSET);
    }

    /** {@return packets that could have been sampled, modulo 2^32} */
    public long samplePool()
    {
        return Wire.u32(buffer, offset + shift() + SAMPLE_POOL_OFFSET);
    }

    /** {@return times that a packet was chosen but not sampled for want of resources, modulo 2^32} */
    public long drops()
    {
        return Wire.u32(buffer, offset + shift() + DROPS_OFFSET);
    }

    /** {@return interface on which the packet came, in the form of {@link InterfaceIndex}} */
    public long input()
    {
        return expanded ?
            expandedInterface(offset + EXPANDED_SHIFT + INPUT_OFFSET) :
            InterfaceIndex.ofCompact(Wire.i32(buffer, offset + INPUT_OFFSET));
    }

    /** {@return interface on which the packet left, in the form of {@link InterfaceIndex}} */
    public long output()
    {
        return expanded ?
            expandedInterface(offset + EXPANDED_OUTPUT_OFFSET) :
            InterfaceIndex.ofCompact(Wire.i32(buffer, offset + OUTPUT_OFFSET));
    }

    private long expandedInterface(final int at)
    {
        return InterfaceIndex.ofExpanded(Wire.u32(buffer, at), Wire.u32(buffer, at + 4));
    }

    private int shift()
    {
        return expanded ? EXPANDED_SHIFT : 0;
    }
}
