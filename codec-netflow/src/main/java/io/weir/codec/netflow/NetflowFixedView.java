package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of a datagram of NetFlow version 1, 6, 7 or 8: its header, and where its records are. What a record holds is
 * said by {@link #template()}, with the elements of IANA that stand for its fields, and elements of {@link #ENTERPRISE}
 * for the fields that have none. Valid until the buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |            version            |             count             |
 * +-------------------------------+-------------------------------+
 * |                    sysUptime, milliseconds                    |
 * +---------------------------------------------------------------+
 * |             unix_secs, at which the datagram left             |
 * +---------------------------------------------------------------+
 * |             unix_nsecs, the rest of that instant              |
 * +---------------------------------------------------------------+ version 1 ends here
 * |  flow_sequence: flows that this engine exported before these  |
 * +---------------+---------------+-------------------------------+
 * |  engine_type  |   engine_id   |  sampling interval, 6 and 7   | versions 6 and 7 end here
 * |               |               |  aggregation, its version, 8  |
 * +---------------+---------------+-------------------------------+
 * |                           reserved                            | version 8
 * +---------------------------------------------------------------+
 * |                         count records                         |
 * </pre>
 *
 * <p>A record of version 1 has 48 bytes, or 52 from some exporters; one of versions 6 and 7 has 52; one of version 8
 * has 28 to 44, by method of aggregation. The records of version 7 that a switch made without knowing a route say so in
 * {@link #VALID_FIELDS}.
 *
 * @see <a href="https://www.cisco.com/c/en/us/td/docs/net_mgmt/netflow_collection_engine/3-6/user/guide/format.html">
 *     NetFlow export datagram format</a>
 */
public final class NetflowFixedView
{
    /** Number under which fields are found for which there is no element of IANA's; no enterprise has it. */
    public static final long ENTERPRISE = 0xFFFF_FFFFL;
    /** Element of {@link #ENTERPRISE}: IPv4 address of the router whose work the switch did, versions 7 and 8. */
    public static final int ROUTER = 1;
    /** Element of {@link #ENTERPRISE}: type of service of the packets that exceeded a contract, version 8. */
    public static final int MARKED_TOS = 2;
    /** Element of {@link #ENTERPRISE}: packets that exceeded a contract, version 8. */
    public static final int EXTRA_PACKETS = 3;
    /** Element of {@link #ENTERPRISE}: flags that tell which fields are valid, version 7. */
    public static final int VALID_FIELDS = 4;
    /** Element of {@link #ENTERPRISE}: the second set of such flags, version 7. */
    public static final int VALID_FIELDS_MORE = 5;
    /** Element of {@link #ENTERPRISE}: bytes of encapsulation at the input, version 6. */
    public static final int INPUT_ENCAPSULATION = 6;
    /** Element of {@link #ENTERPRISE}: bytes of encapsulation at the output, version 6. */
    public static final int OUTPUT_ENCAPSULATION = 7;
    /** Element of {@link #ENTERPRISE}: IPv4 address of the next hop of the peer, version 6. */
    public static final int PEER_NEXT_HOP = 8;
    /** Element of {@link #ENTERPRISE}: TCP packets that were sent again, version 1. */
    public static final int RETRANSMISSIONS = 9;
    /** Element of {@link #ENTERPRISE}: seconds in which they were sent again, version 1. */
    public static final int RETRANSMISSION_SECONDS = 10;
    /** Element of {@link #ENTERPRISE}: TCP packets out of sequence, version 1. */
    public static final int MISSEQUENCED = 11;

    private static final int SHORTEST_HEADER = 16;

    private static final int HEADER_LENGTH = 24;
    private static final int V8_HEADER_LENGTH = 28;
    private static final int FLOW_SEQUENCE_OFFSET = 16;
    private static final int ENGINE_OFFSET = 20;
    private static final int SAMPLING_OFFSET = 22;
    private static final int AGGREGATION_OFFSET = 22;
    private static final int AGGREGATION_VERSION_OFFSET = 23;
    private static final int SAMPLING_INTERVAL_MASK = 0x3FFF;
    private static final byte[] NOTHING = new byte[V8_HEADER_LENGTH];

    private byte[] buffer = NOTHING;
    private int offset;
    private int length = NOTHING.length;
    private int headerLength = NOTHING.length;
    private FixedLayout layout = FixedLayout.VERSION1;

    /** A view of no datagram: every field is 0 until {@link #wrap}. */
    public NetflowFixedView()
    {
    }

    /**
     * Place the view over a datagram.
     *
     * @param newBuffer holding the datagram.
     * @param newOffset of its first byte.
     * @param newLength of the datagram in bytes.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#SHORT} when the header does not fit or no record follows
     *     where some are announced, {@link DecodeStatus#VERSION} when it is of another version or its method of
     *     aggregation is not known, {@link DecodeStatus#COUNT} when more records are announced than a datagram may
     *     have, {@link DecodeStatus#LENGTH} when fewer fit than are announced. After {@code COUNT} and {@code LENGTH}
     *     the header can be read; after the others the view shows what it showed before.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int newLength)
    {
        if (newLength < SHORTEST_HEADER)
        {
            return DecodeStatus.SHORT;
        }
        final int version = Wire.u16(newBuffer, newOffset);
        final int newHeaderLength = headerLength(version);
        if (newLength < newHeaderLength)
        {
            return DecodeStatus.SHORT;
        }
        final FixedLayout newLayout = layout(version, newBuffer, newOffset, newLength);
        if (null == newLayout)
        {
            return DecodeStatus.VERSION;
        }
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        headerLength = newHeaderLength;
        layout = newLayout;
        if (count() > layout.maxRecords)
        {
            return DecodeStatus.COUNT;
        }
        if (trailingBytes() < 0)
        {
            return headerLength == newLength ? DecodeStatus.SHORT : DecodeStatus.LENGTH;
        }
        return DecodeStatus.OK;
    }

    static int headerLength(final int version)
    {
        return 1 == version ? SHORTEST_HEADER : 8 == version ? V8_HEADER_LENGTH : HEADER_LENGTH;
    }

    private static FixedLayout layout(final int version, final byte[] buffer, final int offset, final int length)
    {
        switch (version)
        {
            case 1:
                final int count = Wire.u16(buffer, offset + NetflowV5View.COUNT_OFFSET);
                final boolean isLong = count > 0 &&
                    length == SHORTEST_HEADER + count * FixedLayout.VERSION1_LONG.recordLength();
                return isLong ? FixedLayout.VERSION1_LONG : FixedLayout.VERSION1;
            case 6:
                return FixedLayout.VERSION6;
            case 7:
                return FixedLayout.VERSION7;
            case 8:
                final int method = Wire.u8(buffer, offset + AGGREGATION_OFFSET);
                return method < FixedLayout.VERSION8.length ? FixedLayout.VERSION8[method] : null;
            default:
                return null;
        }
    }

    /** {@return version of the export format: 1, 6, 7 or 8} */
    public int version()
    {
        return Wire.u16(buffer, offset);
    }

    /** {@return number of records that the header announces} */
    public int count()
    {
        return Wire.u16(buffer, offset + NetflowV5View.COUNT_OFFSET);
    }

    /** {@return milliseconds since the exporter started, modulo 2^32} */
    public long sysUptimeMs()
    {
        return Wire.u32(buffer, offset + NetflowV5View.SYS_UPTIME_OFFSET);
    }

    /** {@return seconds since the Unix epoch at which the datagram left, by the exporter's clock} */
    public long unixSeconds()
    {
        return Wire.u32(buffer, offset + NetflowV5View.UNIX_SECONDS_OFFSET);
    }

    /** {@return nanoseconds to add to {@link #unixSeconds()}; broken exporters send 10^9 and more} */
    public long unixNanos()
    {
        return Wire.u32(buffer, offset + NetflowV5View.UNIX_NANOS_OFFSET);
    }

    /** {@return whether the datagram has a sequence number, an engine and what else version 1 does not have} */
    public boolean hasSequence()
    {
        return headerLength > SHORTEST_HEADER;
    }

    /** {@return flows that this engine exported before those of this datagram, modulo 2^32; 0 in version 1} */
    public long flowSequence()
    {
        return hasSequence() ? Wire.u32(buffer, offset + FLOW_SEQUENCE_OFFSET) : 0;
    }

    /** {@return engine type in the upper and engine id in the lower 8 bits; 0 in version 1} */
    public int engine()
    {
        return hasSequence() ? Wire.u16(buffer, offset + ENGINE_OFFSET) : 0;
    }

    /** {@return N of "one in N", 14 bits, in versions 6 and 7; 0 when the exporter does not tell} */
    public int samplingInterval()
    {
        return HEADER_LENGTH == headerLength ?
            Wire.u16(buffer, offset + SAMPLING_OFFSET) & SAMPLING_INTERVAL_MASK : 0;
    }

    /**
     * Method of aggregation of version 8.
     *
     * @return 1 AS, 2 protocol and port, 3 source prefix, 4 destination prefix, 5 prefix, 6 destination, 7 source and
     *     destination, 8 full flow, 9 to 13 as 1 to 5 with type of service, 14 prefix and port; 0 in other versions.
     */
    public int aggregation()
    {
        return V8_HEADER_LENGTH == headerLength ? Wire.u8(buffer, offset + AGGREGATION_OFFSET) : 0;
    }

    /** {@return version of the aggregated record, 2 from all known exporters; 0 in other versions} */
    public int aggregationVersion()
    {
        return V8_HEADER_LENGTH == headerLength ? Wire.u8(buffer, offset + AGGREGATION_VERSION_OFFSET) : 0;
    }

    /**
     * The stream that {@link #flowSequence()} counts: every method of aggregation has a sequence of its own.
     *
     * @return method of aggregation in bits 16 to 23, engine in the lower 16 bits.
     */
    public int stream()
    {
        return aggregation() << 16 | engine();
    }

    /** {@return what a record looks like; the same object for all datagrams of a version and method} */
    public Template template()
    {
        return layout.template;
    }

    /** {@return bytes of a record} */
    public int recordLength()
    {
        return layout.recordLength();
    }

    /**
     * Place a view over a record.
     *
     * @param index  0 to {@link #count()} - 1, in a datagram that {@link #wrap} accepted.
     * @param record to place, its cursor before the first field.
     */
    public void record(final int index, final DataRecordView record)
    {
        record.wrap(layout.template, buffer, recordOffset(index), recordLength());
    }

    int recordOffset(final int index)
    {
        return offset + headerLength + index * recordLength();
    }

    /** {@return bytes behind the last record; negative by how many bytes the announced records do not fit} */
    public int trailingBytes()
    {
        return length - headerLength - count() * recordLength();
    }
}
