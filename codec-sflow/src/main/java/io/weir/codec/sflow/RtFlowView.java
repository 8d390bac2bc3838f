package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;

/**
 * View of one {@code rtflow} sample of enterprise 4300: a sampled transaction whose attributes bear names of the
 * agent's choice. Valid until the buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | length of the name of the data source; its bytes, padded     ...
 * | sampling_rate                                                 |
 * | sample_pool                                                   |
 * | number of attributes                                          |
 * +---------------------------------------------------------------+
 * | each: length of its name; its bytes, padded                  ...
 * |       type: 0 string, 1 MAC, 2 IPv4, 3 IPv6, 4 and 5 integer  |
 * |       of 32 and 64 bits, 6 float, 7 double                    |
 * |       value: 4, 8 or 16 bytes, or a length and bytes, padded ...
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @see <a href="https://sflow.org/developers/structures.php">sFlow structures, sample_data 4300:1003</a>
 */
public final class RtFlowView extends RtView
{
    /** Type: a text. */
    public static final int STRING = 0;
    /** Type: a MAC address, in 8 bytes. */
    public static final int MAC = 1;
    /** Type: an IPv4 address. */
    public static final int IPV4 = 2;
    /** Type: an IPv6 address. */
    public static final int IPV6 = 3;
    /** Type: an integer of 32 bits, unsigned. */
    public static final int INT_32 = 4;
    /** Type: an integer of 64 bits, unsigned. */
    public static final int INT_64 = 5;
    /** Type: IEEE 754 single. */
    public static final int FLOAT = 6;
    /** Type: IEEE 754 double. */
    public static final int DOUBLE = 7;

    private static final int HEAD_LENGTH = 8;
    private static final int ADDRESS6 = 16;

    /** A view of nothing. */
    public RtFlowView()
    {
    }

    /**
     * Place the view over the body of a sample and its cursor before the first attribute.
     *
     * @param newBuffer holding the sample.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the datagram.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body is shorter than its head.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        return wrap(newBuffer, newOffset, length, HEAD_LENGTH);
    }

    /** {@return transactions per sample, N of "one in N"; 0 must be treated as unknown} */
    public long samplingRate()
    {
        return headWord(0);
    }

    /** {@return transactions that could have been sampled, modulo 2^32} */
    public long samplePool()
    {
        return headWord(1);
    }

    @Override
    int width(final int valueType)
    {
        switch (valueType)
        {
            case STRING:
                return 0;
            case IPV4:
            case INT_32:
            case FLOAT:
                return WORD;
            case MAC:
            case INT_64:
            case DOUBLE:
                return HYPER;
            case IPV6:
                return ADDRESS6;
            default:
                return -1;
        }
    }
}
