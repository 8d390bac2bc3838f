package io.weir.codec.netflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of a NetFlow version 5 datagram: its header, and where its records are. Valid until the buffer changes or
 * {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          version = 5          |        count, 0 to 30         |
 * +-------------------------------+-------------------------------+
 * |                    sysUptime, milliseconds                    |
 * +---------------------------------------------------------------+
 * |             unix_secs, at which the datagram left             |
 * +---------------------------------------------------------------+
 * |             unix_nsecs, the rest of that instant              |
 * +---------------------------------------------------------------+
 * |  flow_sequence: flows that this engine exported before these  |
 * +---------------+---------------+---+---------------------------+
 * |  engine_type  |   engine_id   | m |     sampling interval     |
 * +---------------+---------------+---+---------------------------+
 * |                   count records of 48 bytes                   |
 * </pre>
 *
 * @see <a href="https://www.cisco.com/c/en/us/td/docs/net_mgmt/netflow_collection_engine/3-6/user/guide/format.html">
 *     NetFlow export datagram format, tables B-3 and B-4</a>
 */
public final class NetflowV5View
{
    /** Version in the first 16 bits. */
    public static final int VERSION = 5;
    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 24;
    /** Bytes of a record. */
    public static final int RECORD_LENGTH = 48;
    /** Most records in a datagram. */
    public static final int MAX_RECORDS = 30;

    static final int COUNT_OFFSET = 2;
    static final int SYS_UPTIME_OFFSET = 4;
    static final int UNIX_SECONDS_OFFSET = 8;
    static final int UNIX_NANOS_OFFSET = 12;
    static final int FLOW_SEQUENCE_OFFSET = 16;
    static final int ENGINE_TYPE_OFFSET = 20;
    static final int ENGINE_ID_OFFSET = 21;
    static final int SAMPLING_OFFSET = 22;
    static final int SAMPLING_INTERVAL_MASK = 0x3FFF;
    static final int SAMPLING_MODE_SHIFT = 14;

    private static final byte[] NOTHING = new byte[HEADER_LENGTH];

    private byte[] buffer = NOTHING;
    private int offset;
    private int length = HEADER_LENGTH;

    /** A view of no datagram: every field is 0 until {@link #wrap}. */
    public NetflowV5View()
    {
    }

    /**
     * Place the view over a datagram.
     *
     * @param newBuffer holding the datagram.
     * @param newOffset of its first byte.
     * @param newLength of the datagram in bytes.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#SHORT} when the header does not fit or no record follows
     *     where some are announced, {@link DecodeStatus#VERSION} when it is not version 5, {@link DecodeStatus#COUNT}
     *     when more than {@link #MAX_RECORDS} are announced, {@link DecodeStatus#LENGTH} when fewer records fit than
     *     are announced. The header can be read after all of them but a {@code SHORT} below {@link #HEADER_LENGTH}
     *     bytes, after which the view shows what it showed before.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int newLength)
    {
        if (newLength < HEADER_LENGTH)
        {
            return DecodeStatus.SHORT;
        }
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        if (VERSION != version())
        {
            return DecodeStatus.VERSION;
        }
        final int count = count();
        if (count > MAX_RECORDS)
        {
            return DecodeStatus.COUNT;
        }
        if (trailingBytes() < 0)
        {
            return HEADER_LENGTH == newLength ? DecodeStatus.SHORT : DecodeStatus.LENGTH;
        }
        return DecodeStatus.OK;
    }

    /** {@return version of the export format, 5 in a datagram that {@link #wrap} accepted} */
    public int version()
    {
        return Wire.u16(buffer, offset);
    }

    /** {@return number of records that the header announces} */
    public int count()
    {
        return Wire.u16(buffer, offset + COUNT_OFFSET);
    }

    /** {@return milliseconds since the exporter started, modulo 2^32} */
    public long sysUptimeMs()
    {
        return Wire.u32(buffer, offset + SYS_UPTIME_OFFSET);
    }

    /** {@return seconds since the Unix epoch at which the datagram left, by the exporter's clock} */
    public long unixSeconds()
    {
        return Wire.u32(buffer, offset + UNIX_SECONDS_OFFSET);
    }

    /** {@return nanoseconds to add to {@link #unixSeconds()}; broken exporters send 10^9 and more} */
    public long unixNanos()
    {
        return Wire.u32(buffer, offset + UNIX_NANOS_OFFSET);
    }

    /** {@return flows that this engine exported before those of this datagram, modulo 2^32} */
    public long flowSequence()
    {
        return Wire.u32(buffer, offset + FLOW_SEQUENCE_OFFSET);
    }

    /** {@return type of the engine that switched the flows} */
    public int engineType()
    {
        return Wire.u8(buffer, offset + ENGINE_TYPE_OFFSET);
    }

    /** {@return slot number of the engine that switched the flows} */
    public int engineId()
    {
        return Wire.u8(buffer, offset + ENGINE_ID_OFFSET);
    }

    /** {@return engine type and engine id in one number: the stream that {@link #flowSequence()} counts} */
    public int engine()
    {
        return Wire.u16(buffer, offset + ENGINE_TYPE_OFFSET);
    }

    /** {@return the two mode bits above the sampling interval} */
    public int samplingMode()
    {
        return Wire.u16(buffer, offset + SAMPLING_OFFSET) >>> SAMPLING_MODE_SHIFT;
    }

    /** {@return N of "one in N", 14 bits; 0 when the exporter does not tell} */
    public int samplingInterval()
    {
        return Wire.u16(buffer, offset + SAMPLING_OFFSET) & SAMPLING_INTERVAL_MASK;
    }

    /**
     * Place a view over a record.
     *
     * @param index  0 to {@link #count()} - 1, in a datagram that {@link #wrap} accepted.
     * @param record to place.
     */
    public void record(final int index, final NetflowV5RecordView record)
    {
        record.place(buffer, offset + HEADER_LENGTH + index * RECORD_LENGTH);
    }

    /** {@return bytes behind the last record; negative by how many bytes the announced records do not fit} */
    public int trailingBytes()
    {
        return length - HEADER_LENGTH - count() * RECORD_LENGTH;
    }
}
