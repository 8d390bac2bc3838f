package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;

/**
 * What views of the structures of a flow sample share: a place, and the fewest bytes that they need there. Valid until
 * the buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <p>A body that is longer than the structure is accepted: later versions of a specification may append to it.
 */
public abstract class RecordView
{
    byte[] buffer;
    int offset;
    private final int minLength;

    RecordView(final int minLength)
    {
        this.minLength = minLength;
    }

    /**
     * Place the view over the body of a record.
     *
     * @param newBuffer holding the record.
     * @param newOffset of the body, after its data format and length.
     * @param length    in bytes of the body, already known to lie within the sample.
     * @return {@link DecodeStatus#OK}, or {@link DecodeStatus#LENGTH} when the body is too short.
     */
    public DecodeStatus wrap(final byte[] newBuffer, final int newOffset, final int length)
    {
        if (length < minLength)
        {
            return DecodeStatus.LENGTH;
        }
        place(newBuffer, newOffset);
        return DecodeStatus.OK;
    }

    final void place(final byte[] newBuffer, final int newOffset)
    {
        if (buffer != newBuffer)
        {
            /* a worker's buffer is always the same, and a compare costs less than the barrier of a reference store */
            buffer = newBuffer;
        }
        offset = newOffset;
    }
}
