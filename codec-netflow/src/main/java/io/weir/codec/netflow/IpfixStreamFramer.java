package io.weir.codec.netflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Cuts a stream of bytes, as it comes over TCP or TLS, into IPFIX messages: {@link #append} what was read, then
 * {@link #next} until there is no more. Holds at most one message that is not whole yet. Not thread safe. Allocates
 * nothing.
 *
 * <pre>{@code
 * for (int at = 0; at < read; at += framer.append(bytes, at, read - at))
 * {
 *     while (framer.next())
 *     {
 *         context.begin(sourceHigh, sourceLow, port, nowNs, framer.length());
 *         context.onStream();
 *         decoder.decode(framer.buffer(), framer.offset(), framer.length(), context, handler);
 *     }
 * }
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-10.4">RFC 7011, section 10.4</a>
 */
public final class IpfixStreamFramer
{
    private static final int CAPACITY = 2 * 65_536;

    private final byte[] buffer = new byte[CAPACITY];
    private int start;
    private int end;
    private int offset;
    private int length;
    private DecodeStatus status = DecodeStatus.OK;

    /** A framer at the beginning of a stream. */
    public IpfixStreamFramer()
    {
    }

    /**
     * Take bytes of the stream. Moves what is held, so that the last message cannot be read any more.
     *
     * @param from       where they are.
     * @param fromOffset of the first.
     * @param available  how many there are.
     * @return how many were taken: at least one of one or more, once {@link #next} has returned false; none when the
     *     stream is broken.
     */
    public int append(final byte[] from, final int fromOffset, final int available)
    {
        if (DecodeStatus.OK != status)
        {
            return 0;
        }
        if (start > 0)
        {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        final int taken = Math.min(available, CAPACITY - end);
        System.arraycopy(from, fromOffset, buffer, end, taken);
        end += taken;
        return taken;
    }

    /**
     * Go to the next message.
     *
     * @return false when it is not whole yet, or the stream is broken, see {@link #status}.
     */
    public boolean next()
    {
        length = 0;
        if (DecodeStatus.OK != status || end - start < IpfixMessageView.HEADER_LENGTH)
        {
            return false;
        }
        final int messageLength = Wire.u16(buffer, start + IpfixMessageView.LENGTH_OFFSET);
        if (IpfixMessageView.VERSION != Wire.u16(buffer, start))
        {
            status = DecodeStatus.VERSION;
            return false;
        }
        if (messageLength < IpfixMessageView.HEADER_LENGTH)
        {
            status = DecodeStatus.LENGTH;
            return false;
        }
        if (messageLength > end - start)
        {
            return false;
        }
        offset = start;
        length = messageLength;
        start += messageLength;
        return true;
    }

    /**
     * Whether the stream can be read on.
     *
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#VERSION} or {@link DecodeStatus#LENGTH} when what should
     *     be a message is none: where the next one begins is not known then, so that the connection is to be closed.
     */
    public DecodeStatus status()
    {
        return status;
    }

    /** {@return bytes held of a message that is not whole yet: what is lost when the stream ends} */
    public int pendingBytes()
    {
        return end - start;
    }

    /** {@return array that holds the message} */
    public byte[] buffer()
    {
        return buffer;
    }

    /** {@return offset of the message in the array} */
    public int offset()
    {
        return offset;
    }

    /** {@return bytes of the message; 0 when there is none} */
    public int length()
    {
        return length;
    }
}
