package io.weir.codec.netflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of the header of an IPFIX message. Valid until the buffer changes or {@link #wrap} is called again. Not thread
 * safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          version = 10         |     length of the message     |
 * +-------------------------------+-------------------------------+
 * |             export time, seconds since the epoch              |
 * +---------------------------------------------------------------+
 * |      sequence number: data records sent before these          |
 * +---------------------------------------------------------------+
 * |                     observation domain id                     |
 * +---------------------------------------------------------------+
 * |                              sets                             |
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-3.1">RFC 7011, section 3.1</a>
 */
public final class IpfixMessageView
{
    /** Version in the first 16 bits. */
    public static final int VERSION = 10;
    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 16;

    static final int LENGTH_OFFSET = 2;
    static final int EXPORT_TIME_OFFSET = 4;
    static final int SEQUENCE_OFFSET = 8;
    static final int DOMAIN_OFFSET = 12;

    private static final byte[] NOTHING = new byte[HEADER_LENGTH];

    private byte[] buffer = NOTHING;
    private int offset;
    private int available = HEADER_LENGTH;

    /** A view of no message: every field is 0 until {@link #wrap}. */
    public IpfixMessageView()
    {
    }

    /**
     * Place the view over a message.
     *
     * @param newBuffer    holding the message.
     * @param newOffset    of its first byte.
     * @param newAvailable bytes from there, at least as many as the message has.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#SHORT} when the header does not fit, after which the view
     *     shows what it showed before, or the message does not; {@link DecodeStatus#VERSION} when it is not IPFIX;
     *     {@link DecodeStatus#LENGTH} when the message is shorter than its header.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int newAvailable)
    {
        if (newAvailable < HEADER_LENGTH)
        {
            return DecodeStatus.SHORT;
        }
        buffer = newBuffer;
        offset = newOffset;
        available = newAvailable;
        if (VERSION != version())
        {
            return DecodeStatus.VERSION;
        }
        if (length() < HEADER_LENGTH)
        {
            return DecodeStatus.LENGTH;
        }
        return length() > newAvailable ? DecodeStatus.SHORT : DecodeStatus.OK;
    }

    /**
     * Place a cursor over the sets, in a message that {@link #wrap} accepted.
     *
     * @param sets to place.
     * @return as {@link SetView#wrap}.
     */
    public DecodeStatus sets(final SetView sets)
    {
        return sets.wrap(buffer, offset + HEADER_LENGTH, length() - HEADER_LENGTH);
    }

    /** {@return version of the export format} */
    public int version()
    {
        return Wire.u16(buffer, offset);
    }

    /** {@return bytes of the message, header included} */
    public int length()
    {
        return Wire.u16(buffer, offset + LENGTH_OFFSET);
    }

    /** {@return bytes behind the message} */
    public int trailingBytes()
    {
        return available - length();
    }

    /** {@return seconds since the Unix epoch at which the message left, by the exporter's clock} */
    public long exportTime()
    {
        return Wire.u32(buffer, offset + EXPORT_TIME_OFFSET);
    }

    /** {@return data records of this domain that were sent before, modulo 2^32} */
    public long sequence()
    {
        return Wire.u32(buffer, offset + SEQUENCE_OFFSET);
    }

    /** {@return observation domain within the exporter} */
    public long observationDomain()
    {
        return Wire.u32(buffer, offset + DOMAIN_OFFSET);
    }
}
