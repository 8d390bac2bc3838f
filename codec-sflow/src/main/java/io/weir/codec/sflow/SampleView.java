package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * What flow and counter samples share: compact and expanded form, sequence, data source, and the cursor over their
 * records. Not thread safe.
 *
 * <p>One view reads both forms of a sample. They hold the same values, the expanded form only gives each part of a data
 * source and of an interface a word of its own, so that a program that reads samples need not care which it got.
 */
public abstract class SampleView
{
    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = 0xFF_FFFF;

    byte[] buffer;
    int offset;
    boolean expanded;

    private int end;
    private int next;
    private long recordsLeft;
    private int recordFormat;
    private int recordOffset;
    private int recordLength;

    SampleView()
    {
    }

    final DecodeStatus wrap(
        final byte[] newBuffer,
        final int newOffset,
        final int length,
        final int headerLength,
        final boolean isExpanded)
    {
        if (length < headerLength)
        {
            return DecodeStatus.LENGTH;
        }
        if (buffer != newBuffer)
        {
            /* a worker's buffer is always the same, and a compare costs less than the barrier of a reference store */
            buffer = newBuffer;
        }
        offset = newOffset;
        expanded = isExpanded;
        end = newOffset + length;
        next = newOffset + headerLength;
        recordsLeft = Wire.u32(newBuffer, next - 4);
        return DecodeStatus.OK;
    }

    final int recordsOffset()
    {
        return next;
    }

    final long recordCount()
    {
        return recordsLeft;
    }

    /** {@return true for the expanded form} */
    public final boolean isExpanded()
    {
        return expanded;
    }

    /** {@return sequence number of the sample, per data source} */
    public final long sequence()
    {
        return Wire.u32(buffer, offset);
    }

    /** {@return class of the data source: 0 ifIndex, 1 smonVlanDataSource, 2 entPhysicalEntry, 3 logical} */
    public final long sourceClass()
    {
        final long word = Wire.u32(buffer, offset + 4);
        return expanded ? word : word >>> INDEX_BITS;
    }

    /** {@return index of the data source in its class} */
    public final long sourceIndex()
    {
        return expanded ? Wire.u32(buffer, offset + 8) : Wire.u32(buffer, offset + 4) & INDEX_MASK;
    }

    /** {@return class of the data source in bits 32 and up, its index in the low 32} */
    public final long dataSource()
    {
        return (sourceClass() & 0xFF) << 32 | sourceIndex();
    }

    /** {@return true until the announced records are read, or the cursor met a fault that ends the sample} */
    public final boolean hasRecord()
    {
        return recordsLeft > 0;
    }

    /**
     * Move to the next record.
     *
     * @return {@link DecodeStatus#OK}; or, with no record and nothing after it, {@link DecodeStatus#COUNT} when no
     *     bytes are left for it, {@link DecodeStatus#LENGTH} when it is longer than the bytes that are left.
     */
    public final DecodeStatus nextRecord()
    {
        final int remaining = end - next;
        if (remaining < SflowDecoder.RECORD_HEADER_LENGTH)
        {
            recordsLeft = 0;
            return DecodeStatus.COUNT;
        }
        final long length = Wire.u32(buffer, next + 4);
        if (length > remaining - SflowDecoder.RECORD_HEADER_LENGTH)
        {
            recordsLeft = 0;
            next = end;
            return DecodeStatus.LENGTH;
        }
        recordFormat = Wire.i32(buffer, next);
        recordOffset = next + SflowDecoder.RECORD_HEADER_LENGTH;
        recordLength = (int)length;
        next = (int)Math.min(end, recordOffset + SflowFormat.padded(length));
        recordsLeft--;
        return DecodeStatus.OK;
    }

    /** {@return data format of the record, see {@link SflowFormat}} */
    public final int recordFormat()
    {
        return recordFormat;
    }

    /** {@return offset of the record's body in the buffer} */
    public final int recordOffset()
    {
        return recordOffset;
    }

    /** {@return bytes of the record's body, all within the sample} */
    public final int recordLength()
    {
        return recordLength;
    }

    /** {@return bytes behind the cursor; those after the last announced record belong to nothing} */
    public final int remaining()
    {
        return end - next;
    }
}
