package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;

/**
 * View of one {@code counters_sample} or {@code counters_sample_expanded}. Valid until the buffer changes or one of the
 * wraps is called again. Not thread safe.
 *
 * <pre>
 * compact: 12 bytes                        expanded: 16 bytes
 * +-------------------------------+        +-------------------------------+
 * | sequence_number               |        | sequence_number               |
 * | class (8) | index (24)        |        | class                         |
 * | number of records             |        | index                         |
 * +-------------------------------+        | number of records             |
 * | records                      ...       +-------------------------------+
 *                                          | records                      ...
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct counters_sample</a>
 */
public final class CountersSampleView extends SampleView
{
    private static final int HEADER_LENGTH = 12;
    private static final int EXPANDED_HEADER_LENGTH = 16;

    /** A view of nothing. */
    public CountersSampleView()
    {
    }

    /**
     * Place the view over the body of a {@code counters_sample} and its cursor before the first record.
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
     * Place the view over the body of a {@code counters_sample_expanded} and its cursor before the first record.
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
}
