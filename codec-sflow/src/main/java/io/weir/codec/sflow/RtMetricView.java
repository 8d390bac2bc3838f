package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;

/**
 * View of one {@code rtmetric} sample of enterprise 4300: metrics of a data source that both bear names of the agent's
 * choice. Valid until the buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | length of the name of the data source; its bytes, padded     ...
 * | number of metrics                                             |
 * +---------------------------------------------------------------+
 * | each: length of its name; its bytes, padded                  ...
 * |       type: 0 string, 1 and 2 counter, 3 and 4 gauge of 32    |
 * |       and 64 bits, 5 float, 6 double                          |
 * |       value: 4 or 8 bytes, or a length and bytes, padded     ...
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://sflow.org/developers/structures.php">sFlow structures, sample_data 4300:1002</a>
 */
public final class RtMetricView extends RtView
{
    /** Type: a text. */
    public static final int STRING = 0;
    /** Type: a counter of 32 bits. */
    public static final int COUNTER_32 = 1;
    /** Type: a counter of 64 bits. */
    public static final int COUNTER_64 = 2;
    /** Type: a gauge of 32 bits, unsigned. */
    public static final int GAUGE_32 = 3;
    /** Type: a gauge of 64 bits, unsigned. */
    public static final int GAUGE_64 = 4;
    /** Type: IEEE 754 single. */
    public static final int FLOAT = 5;
    /** Type: IEEE 754 double. */
    public static final int DOUBLE = 6;

    /** A view of nothing. */
    public RtMetricView()
    {
    }

    /**
     * Place the view over the body of a sample and its cursor before the first metric.
     *
     * @param newBuffer holding the sample.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the datagram.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body is shorter than its head.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        return wrap(newBuffer, newOffset, length, 0);
    }

    @Override
    int width(final int valueType)
    {
        switch (valueType)
        {
            case STRING:
                return 0;
            case COUNTER_32:
            case GAUGE_32:
            case FLOAT:
                return WORD;
            case COUNTER_64:
            case GAUGE_64:
            case DOUBLE:
                return HYPER;
            default:
                return -1;
        }
    }
}
