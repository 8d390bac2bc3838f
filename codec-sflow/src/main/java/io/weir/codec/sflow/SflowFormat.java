package io.weir.codec.sflow;

/**
 * Data formats of samples and records, as 32 bits on the wire: enterprise in the high 20, format in the low 12.
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, typedef data_format</a>
 */
public final class SflowFormat
{
    /** Sample: flow_sample. */
    public static final int FLOW_SAMPLE = 1;
    /** Sample: counters_sample. */
    public static final int COUNTERS_SAMPLE = 2;
    /** Sample: flow_sample_expanded. */
    public static final int FLOW_SAMPLE_EXPANDED = 3;
    /** Sample: counters_sample_expanded. */
    public static final int COUNTERS_SAMPLE_EXPANDED = 4;
    /** Sample: discarded_packet. */
    public static final int DISCARDED_PACKET = 5;

    /** Flow record: sampled_header. */
    public static final int SAMPLED_HEADER = 1;
    /** Flow record: sampled_ethernet. */
    public static final int SAMPLED_ETHERNET = 2;
    /** Flow record: sampled_ipv4. */
    public static final int SAMPLED_IPV4 = 3;
    /** Flow record: sampled_ipv6. */
    public static final int SAMPLED_IPV6 = 4;
    /** Flow record: extended_switch. */
    public static final int EXTENDED_SWITCH = 1001;
    /** Flow record: extended_router. */
    public static final int EXTENDED_ROUTER = 1002;

    /** Sample: rtmetric, custom metrics of enterprise 4300. */
    public static final int RTMETRIC = 4300 << 12 | 1002;
    /** Sample: rtflow, custom flows of enterprise 4300. */
    public static final int RTFLOW = 4300 << 12 | 1003;

    private static final int FORMAT_BITS = 12;
    private static final int FORMAT_MASK = 0xFFF;

    private SflowFormat()
    {
    }

    /**
     * Combine an enterprise and a format.
     *
     * @param enterprise 0..2^20-1.
     * @param format     0..4095.
     * @return both as on the wire.
     */
    public static int of(final int enterprise, final int format)
    {
        return enterprise << FORMAT_BITS | format & FORMAT_MASK;
    }

    /**
     * Enterprise of a data format.
     *
     * @param dataFormat as on the wire.
     * @return 0..2^20-1.
     */
    public static int enterprise(final int dataFormat)
    {
        return dataFormat >>> FORMAT_BITS;
    }

    /**
     * Format of a data format within its enterprise.
     *
     * @param dataFormat as on the wire.
     * @return 0..4095.
     */
    public static int format(final int dataFormat)
    {
        return dataFormat & FORMAT_MASK;
    }

    /* XDR pads opaque data to 4 bytes; a long, because the length may be any 32 bits. */
    static long padded(final long length)
    {
        return length + 3 & ~3L;
    }
}
