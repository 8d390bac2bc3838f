package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one sFlow version 5 datagram: its header, and a cursor over its samples. Valid until the buffer changes or
 * {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                          version = 5                          |
 * +---------------------------------------------------------------+
 * |          address type: 0 unknown, 1 IPv4, 2 IPv6              |
 * +---------------------------------------------------------------+
 * |              agent address, 0, 4 or 16 bytes                 ...
 * +---------------------------------------------------------------+
 * |                          sub_agent_id                         |
 * +---------------------------------------------------------------+
 * |                        sequence_number                        |
 * +---------------------------------------------------------------+
 * |                       uptime, milliseconds                    |
 * +---------------------------------------------------------------+
 * |                       number of samples                       |
 * +---------------------------------------------------------------+
 * |          samples: data format, length, body                  ...
 * </pre>
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, struct sample_datagram_v5</a>
 */
public final class SflowDatagramView
{
    /** Version that this view reads. */
    public static final int VERSION = 5;
    /** Agent address type: the agent does not tell, or does not know, its address. */
    public static final int ADDRESS_UNKNOWN = 0;
    /** Agent address type: IPv4. */
    public static final int ADDRESS_IPV4 = 1;
    /** Agent address type: IPv6. */
    public static final int ADDRESS_IPV6 = 2;

    private static final int VERSION_LENGTH = 4;
    private static final int ADDRESS_TYPE_OFFSET = 4;
    private static final int ADDRESS_OFFSET = 8;
    private static final int SEQUENCE_OFFSET = 4;
    private static final int UPTIME_OFFSET = 8;
    private static final int COUNT_OFFSET = 12;
    private static final int FIXED_LENGTH = 16;
    private static final int SAMPLE_HEADER_LENGTH = 8;

    private byte[] buffer;
    private int offset;
    private int end;
    private int fixed;
    private long samplesLeft;
    private int next;
    private int sampleFormat;
    private int sampleOffset;
    private int sampleLength;

    /** A view of nothing. */
    public SflowDatagramView()
    {
    }

    /**
     * Place the view over a datagram and its cursor before the first sample.
     *
     * @param newBuffer holding the datagram.
     * @param newOffset of its first byte.
     * @param length    in bytes.
     * @return {@link DecodeStatus#OK}, {@link DecodeStatus#EMPTY}, {@link DecodeStatus#SHORT},
     *     {@link DecodeStatus#VERSION} or {@link DecodeStatus#ADDRESS_TYPE}.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        if (length < ADDRESS_OFFSET)
        {
            return tooShort(newBuffer, newOffset, length);
        }
        if (VERSION != Wire.i32(newBuffer, newOffset))
        {
            return DecodeStatus.VERSION;
        }
        final int addressType = Wire.i32(newBuffer, newOffset + ADDRESS_TYPE_OFFSET);
        if (addressType < ADDRESS_UNKNOWN || addressType > ADDRESS_IPV6)
        {
            return DecodeStatus.ADDRESS_TYPE;
        }
        final int header = ADDRESS_OFFSET + addressLength(addressType) + FIXED_LENGTH;
        if (length < header)
        {
            return DecodeStatus.SHORT;
        }
        if (buffer != newBuffer)
        {
            /* a worker's buffer is always the same, and a compare costs less than the barrier of a reference store */
            buffer = newBuffer;
        }
        offset = newOffset;
        end = newOffset + length;
        next = newOffset + header;
        fixed = next - FIXED_LENGTH;
        samplesLeft = sampleCount();
        return DecodeStatus.OK;
    }

    private static DecodeStatus tooShort(final byte[] buffer, final int offset, final int length)
    {
        if (0 == length)
        {
            return DecodeStatus.EMPTY;
        }
        return length >= VERSION_LENGTH && VERSION != Wire.i32(buffer, offset) ?
            DecodeStatus.VERSION : DecodeStatus.SHORT;
    }

    static int addressLength(final int addressType)
    {
        return ADDRESS_IPV4 == addressType ? 4 : ADDRESS_IPV6 == addressType ? 16 : 0;
    }

    /** {@return 0 unknown, 1 IPv4, 2 IPv6} */
    public int agentAddressType()
    {
        return Wire.i32(buffer, offset + ADDRESS_TYPE_OFFSET);
    }

    /** {@return high 64 bits of the agent's address; 0 for IPv4, and where it is unknown} */
    public long agentHigh()
    {
        return addressHigh(buffer, offset + ADDRESS_TYPE_OFFSET);
    }

    /** {@return low 64 bits of the agent's address; {@code 0xFFFF_xxxxxxxx} for IPv4, 0 where it is unknown} */
    public long agentLow()
    {
        return addressLow(buffer, offset + ADDRESS_TYPE_OFFSET);
    }

    /* An address is its type and then 0, 4 or 16 bytes. */
    static long addressHigh(final byte[] buffer, final int at)
    {
        return ADDRESS_IPV6 == Wire.i32(buffer, at) ? Wire.u64(buffer, at + 4) : 0;
    }

    static long addressLow(final byte[] buffer, final int at)
    {
        switch (Wire.i32(buffer, at))
        {
            case ADDRESS_IPV4:
                return 0xFFFF_0000_0000L | Wire.u32(buffer, at + 4);
            case ADDRESS_IPV6:
                return Wire.u64(buffer, at + 12);
            default:
                return 0;
        }
    }

    /** {@return number of the sub-agent, which has a sequence of its own} */
    public long subAgent()
    {
        return Wire.u32(buffer, fixed);
    }

    /** {@return sequence number of the datagram} */
    public long sequence()
    {
        return Wire.u32(buffer, fixed + SEQUENCE_OFFSET);
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

    /** {@return true until the announced samples are read, or the cursor met a fault that ends the datagram} */
    public boolean hasSample()
    {
        return samplesLeft > 0;
    }

    /**
     * Move to the next sample.
     *
     * @return {@link DecodeStatus#OK}; or, with no sample and nothing after it, {@link DecodeStatus#COUNT} when no
     *     bytes are left for it, {@link DecodeStatus#LENGTH} when it is longer than the bytes that are left.
     */
    public DecodeStatus nextSample()
    {
        final int remaining = end - next;
        if (remaining < SAMPLE_HEADER_LENGTH)
        {
            samplesLeft = 0;
            return DecodeStatus.COUNT;
        }
        final long length = Wire.u32(buffer, next + 4);
        if (length > remaining - SAMPLE_HEADER_LENGTH)
        {
            samplesLeft = 0;
            next = end;
            return DecodeStatus.LENGTH;
        }
        sampleFormat = Wire.i32(buffer, next);
        sampleOffset = next + SAMPLE_HEADER_LENGTH;
        sampleLength = (int)length;
        next = (int)Math.min(end, sampleOffset + SflowFormat.padded(length));
        samplesLeft--;
        return DecodeStatus.OK;
    }

    /** {@return data format of the sample, see {@link SflowFormat}} */
    public int sampleFormat()
    {
        return sampleFormat;
    }

    /** {@return offset of the sample's body in the buffer} */
    public int sampleOffset()
    {
        return sampleOffset;
    }

    /** {@return bytes of the sample's body, all within the datagram} */
    public int sampleLength()
    {
        return sampleLength;
    }

    int nextOffset()
    {
        return next;
    }

    int endOffset()
    {
        return end;
    }

    /** {@return bytes behind the cursor; those after the last announced sample belong to nothing} */
    public int remaining()
    {
        return end - next;
    }
}
