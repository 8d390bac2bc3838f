package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of the header of one sFlow datagram of version 2 or 4, which are laid out alike. Valid until the buffer changes
 * or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        version = 2 or 4                       |
 * +---------------------------------------------------------------+
 * |          address type: 0 unknown, 1 IPv4, 2 IPv6              |
 * +---------------------------------------------------------------+
 * |              agent address, 0, 4 or 16 bytes                 ...
 * +---------------------------------------------------------------+
 * |                        sequence_number                        |
 * +---------------------------------------------------------------+
 * |                       uptime, milliseconds                    |
 * +---------------------------------------------------------------+
 * |                       number of samples                       |
 * +---------------------------------------------------------------+
 * |          samples, see {@link SflowV4SampleView}              ...
 * </pre>
 *
 * <p>There is no sub-agent, and samples have no length: where one ends is known when it has been read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3176">RFC 3176, section 5, struct sample_datagram</a>
 */
public final class SflowV4DatagramView
{
    /** The older version that this view reads. */
    public static final int VERSION_2 = 2;
    /** The newer version that this view reads. */
    public static final int VERSION_4 = 4;

    private static final int WORD = 4;
    private static final int ADDRESS_OFFSET = 8;
    private static final int UPTIME_OFFSET = 4;
    private static final int COUNT_OFFSET = 8;
    private static final int FIXED_LENGTH = 12;

    private byte[] buffer;
    private int offset;
    private int fixed;
    private int end;

    /** A view of nothing. */
    public SflowV4DatagramView()
    {
    }

    /**
     * Place the view over a datagram.
     *
     * @param newBuffer holding the datagram.
     * @param newOffset of its first byte.
     * @param length    in bytes.
     * @return {@link DecodeStatus#OK}, {@link DecodeStatus#EMPTY}, {@link DecodeStatus#SHORT},
     *     {@link DecodeStatus#VERSION} or {@link DecodeStatus#ADDRESS_TYPE}.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        if (length < WORD)
        {
            return 0 == length ? DecodeStatus.EMPTY : DecodeStatus.SHORT;
        }
        final int version = Wire.i32(newBuffer, newOffset);
        if (VERSION_2 != version && VERSION_4 != version)
        {
            return DecodeStatus.VERSION;
        }
        if (length < ADDRESS_OFFSET)
        {
            return DecodeStatus.SHORT;
        }
        final int addressType = Wire.i32(newBuffer, newOffset + WORD);
        if (addressType < SflowDatagramView.ADDRESS_UNKNOWN || addressType > SflowDatagramView.ADDRESS_IPV6)
        {
            return DecodeStatus.ADDRESS_TYPE;
        }
        final int header = ADDRESS_OFFSET + SflowDatagramView.addressLength(addressType) + FIXED_LENGTH;
        if (length < header)
        {
            return DecodeStatus.SHORT;
        }
        buffer = newBuffer;
        offset = newOffset;
        fixed = newOffset + header - FIXED_LENGTH;
        end = newOffset + length;
        return DecodeStatus.OK;
    }

    /** {@return 2 or 4} */
    public int version()
    {
        return Wire.i32(buffer, offset);
    }

    /** {@return 0 unknown, 1 IPv4, 2 IPv6} */
    public int agentAddressType()
    {
        return Wire.i32(buffer, offset + WORD);
    }

    /** {@return high 64 bits of the agent's address; 0 for IPv4, and where it is unknown} */
    public long agentHigh()
    {
        return SflowDatagramView.addressHigh(buffer, offset + WORD);
    }

    /** {@return low 64 bits of the agent's address; {@code 0xFFFF_xxxxxxxx} for IPv4, 0 where it is unknown} */
    public long agentLow()
    {
        return SflowDatagramView.addressLow(buffer, offset + WORD);
    }

    /** {@return sequence number of the datagram} */
    public long sequence()
    {
        return Wire.u32(buffer, fixed);
    }

    /** {@return milliseconds since the agent started, modulo 2^32} */
    public long uptimeMs()
    {
        return Wire.u32(buffer, fixed + UPTIME_OFFSET);
    }

    /** {@return number of samples that the header announces; the bytes may hold more or fewer} */
    public long sampleCount()
    {
        return Wire.u32(buffer, fixed + COUNT_OFFSET);
    }

    /** {@return offset of the first sample in the buffer} */
    public int samplesOffset()
    {
        return fixed + FIXED_LENGTH;
    }

    /** {@return offset after the last byte of the datagram} */
    public int endOffset()
    {
        return end;
    }
}
