package io.weir.codec.netflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Cursor over the sets of a NetFlow version 9 or IPFIX message, called flow sets in version 9. Valid until the buffer
 * changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |             set id            |   length, these 4 included    |
 * +-------------------------------+-------------------------------+
 * |                records, then perhaps padding                  |
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-3.3">RFC 7011, section 3.3</a>
 */
public final class SetView
{
    /** Bytes of a set's header. */
    public static final int HEADER_LENGTH = 4;
    /** Lowest id of a data set, which is that of its template. */
    public static final int MIN_DATA_ID = 256;

    private static final byte[] NOTHING = new byte[0];

    private byte[] buffer = NOTHING;
    private int start;
    private int end;
    private int at;
    private int next;
    private int id;

    /** A cursor over no sets. */
    public SetView()
    {
    }

    /**
     * Place the cursor before the first set, after having looked at the framing of all of them.
     *
     * @param newBuffer holding the sets.
     * @param newOffset of the first one.
     * @param length    of all of them in bytes.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#SET_LENGTH} when a set is shorter than its header or
     *     longer than what is left. Where nothing but zeros is left, as from exporters that fill up their datagrams,
     *     the sets end there.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        buffer = newBuffer;
        start = newOffset;
        end = newOffset;
        rewind();
        final int limit = newOffset + length;
        int position = newOffset;
        while (position < limit)
        {
            final int left = limit - position;
            final int setLength = left < HEADER_LENGTH ? 0 : Wire.u16(newBuffer, position + 2);
            if (setLength < HEADER_LENGTH)
            {
                if (isZero(newBuffer, position, limit))
                {
                    break;
                }
                return DecodeStatus.SET_LENGTH;
            }
            if (setLength > left)
            {
                return DecodeStatus.SET_LENGTH;
            }
            position += setLength;
        }
        end = position;
        return DecodeStatus.OK;
    }

    /** Go back before the first set. */
    public void rewind()
    {
        at = start;
        next = start;
    }

    /**
     * Go to the next set.
     *
     * @return false when there is none.
     */
    public boolean next()
    {
        if (next >= end)
        {
            return false;
        }
        at = next;
        id = Wire.u16(buffer, at);
        next = at + Wire.u16(buffer, at + 2);
        return true;
    }

    /** {@return id of the set: what it holds, or the id of its template} */
    public int id()
    {
        return id;
    }

    /** {@return whether it holds records of a template with its id} */
    public boolean isData()
    {
        return id >= MIN_DATA_ID;
    }

    /** {@return offset of the first byte behind the set's header} */
    public int bodyOffset()
    {
        return at + HEADER_LENGTH;
    }

    /** {@return bytes behind the set's header, padding included} */
    public int bodyLength()
    {
        return next - at - HEADER_LENGTH;
    }

    static boolean isZero(final byte[] buffer, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            if (0 != buffer[i])
            {
                return false;
            }
        }
        return true;
    }
}
