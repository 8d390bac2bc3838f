package io.weir.codec.netflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of the header of a NetFlow version 9 datagram. Valid until the buffer changes or {@link #wrap} is called again.
 * Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          version = 9          |  count of records, advisory   |
 * +-------------------------------+-------------------------------+
 * |                    sysUptime, milliseconds                    |
 * +---------------------------------------------------------------+
 * |             unix_secs, at which the datagram left             |
 * +---------------------------------------------------------------+
 * |             sequence number, counting datagrams               |
 * +---------------------------------------------------------------+
 * |                           source id                           |
 * +---------------------------------------------------------------+
 * |                            flow sets                          |
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3954#section-5.1">RFC 3954, section 5.1</a>
 */
public final class NetflowV9View
{
    /** Version in the first 16 bits. */
    public static final int VERSION = 9;
    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 20;

    static final int COUNT_OFFSET = 2;
    static final int SYS_UPTIME_OFFSET = 4;
    static final int UNIX_SECONDS_OFFSET = 8;
    static final int SEQUENCE_OFFSET = 12;
    static final int SOURCE_ID_OFFSET = 16;

    private static final byte[] NOTHING = new byte[HEADER_LENGTH];

    private byte[] buffer = NOTHING;
    private int offset;
    private int length = HEADER_LENGTH;

    /** A view of no datagram: every field is 0 until {@link #wrap}. */
    public NetflowV9View()
    {
    }

    /**
     * Place the view over a datagram.
     *
     * @param newBuffer holding the datagram.
     * @param newOffset of its first byte.
     * @param newLength of the datagram in bytes.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#SHORT} when the header does not fit, after which the view
     *     shows what it showed before; {@link DecodeStatus#VERSION} when it is not version 9.
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
        return VERSION == version() ? DecodeStatus.OK : DecodeStatus.VERSION;
    }

    /**
     * Place a cursor over the flow sets.
     *
     * @param sets to place.
     * @return as {@link SetView#wrap}.
     */
    public DecodeStatus sets(final SetView sets)
    {
        return sets.wrap(buffer, offset + HEADER_LENGTH, length - HEADER_LENGTH);
    }

    /** {@return version of the export format} */
    public int version()
    {
        return Wire.u16(buffer, offset);
    }

    /** {@return number of records that the header announces; some exporters count flow sets, so it decides nothing} */
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

    /** {@return datagrams before this one of the same source id, modulo 2^32} */
    public long sequence()
    {
        return Wire.u32(buffer, offset + SEQUENCE_OFFSET);
    }

    /** {@return observation domain within the exporter} */
    public long sourceId()
    {
        return Wire.u32(buffer, offset + SOURCE_ID_OFFSET);
    }
}
