package io.weir.codec.sflow;

import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

import java.util.Arrays;

/**
 * View of the body of a flow record, as its {@link FlowStructure} lays it out: where each field lies, and its value.
 * Valid until the buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * +---------------------------------------------------------------+
 * | fields in the order of {@link FlowStructure#fields()}: each of its fixed width, or its length and then its bytes |
 * +---------------------------------------------------------------+
 * | what a later version of the specification appended; ignored  ...
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A body that is longer than the structure is read as far as it is known. In a body that ends early the fields that
 * are missing are absent.
 *
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, flow_data</a>
 */
public final class FlowStructureView
{
    private static final int WORD = 4;
    private static final int HYPER = 8;
    private static final int ADDRESS6 = 16;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final int MAX_SEGMENTS = 256;
    private static final int MAX_UNITS = 256;
    private static final int ALIGNMENT_MASK = 3;
    private static final FlowStructure.Kind[] KINDS = FlowStructure.Kind.values();

    private final int[] offsets = new int[FlowStructure.MAX_FIELDS];
    private final int[] lengths = new int[FlowStructure.MAX_FIELDS];
    private FlowStructure structure;
    private byte[] buffer;
    private int present;
    private int endOffset;

    /** A view of nothing. */
    public FlowStructureView()
    {
    }

    /**
     * Place the view over the body of a record.
     *
     * @param newStructure of the record.
     * @param newBuffer    holding the record.
     * @param offset       of the body, after its data format and length.
     * @param length       in bytes of the body, already known to lie within the sample.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#LENGTH} when the body lacks its first field, is not made of
     *     32-bit words but for the padding of a text at its end, or a text is longer than it;
     *     {@link DecodeStatus#COUNT} when a list is longer than it; {@link DecodeStatus#ADDRESS_TYPE}.
     */
    public DecodeStatus wrap(
        final FlowStructure newStructure, final byte[] newBuffer, final int offset, final int length)
    {
        structure = newStructure;
        if (buffer != newBuffer)
        {
            buffer = newBuffer;
        }
        present = 0;
        final int end = offset + length;
        int at = offset;
        for (int i = 0; i < newStructure.size(); i++)
        {
            final FlowStructure.Kind kind = KINDS[newStructure.kind(i)];
            final int width = width(kind, at, end, i);
            if (width < 0)
            {
                present = 0;
                return DecodeStatus.of(-width);
            }
            if (width > end - at || end == at)
            {
                break;
            }
            offsets[i] = at;
            present |= 1 << i;
            at += width;
        }
        /* agents are seen that do not pad the text at the end; nothing else may end within a word */
        if (0 == (present & 1) || 0 != (length & ALIGNMENT_MASK) && at != end)
        {
            present = 0;
            return DecodeStatus.LENGTH;
        }
        endOffset = at;
        return DecodeStatus.OK;
    }

    /* Offset after the last field that is there. */
    int endOffset()
    {
        return endOffset;
    }

    /* Bytes on the wire, more than are left when the field is cut off; below 0 a status of a field that cannot be. */
    private int width(final FlowStructure.Kind kind, final int at, final int end, final int index)
    {
        switch (kind)
        {
            case NUMBER:
            case SIGNED:
            case IPV4:
                return WORD;
            case HYPER:
            case MAC:
                return HYPER;
            case IPV6:
                return ADDRESS6;
            default:
                return end - at < WORD ? WORD : variable(kind, at, end, index);
        }
    }

    private int variable(final FlowStructure.Kind kind, final int at, final int end, final int index)
    {
        final long count = Wire.u32(buffer, at);
        final int room = end - at - WORD;
        switch (kind)
        {
            case ADDRESS:
                return count > SflowDatagramView.ADDRESS_IPV6 ?
                    -DecodeStatus.ADDRESS_TYPE.ordinal() : WORD + SflowDatagramView.addressLength((int)count);
            case TEXT:
            case OPAQUE:
                lengths[index] = (int)count;
                return count > room ? -DecodeStatus.LENGTH.ordinal() :
                    WORD + (int)Math.min(room, SflowFormat.padded(count));
            case WORDS:
                lengths[index] = (int)count * WORD;
                return count * WORD > room ? -DecodeStatus.COUNT.ordinal() : WORD + (int)count * WORD;
            case AS_PATH:
                return path(count, at, end, index);
            default:
                return units(count, at, end, index);
        }
    }

    private int path(final long segments, final int at, final int end, final int index)
    {
        int next = at + WORD;
        for (int i = 0; i < segments; i++)
        {
            if (MAX_SEGMENTS == i || end - next < HYPER || Wire.u32(buffer, next + WORD) * WORD > end - next - HYPER)
            {
                return -DecodeStatus.COUNT.ordinal();
            }
            next += HYPER + Wire.i32(buffer, next + WORD) * WORD;
        }
        lengths[index] = next - at - WORD;
        return next - at;
    }

    /* Each unit and each record moves on by a word or two, so that the bytes bound what is walked. */
    private int units(final long units, final int at, final int end, final int index)
    {
        int next = at + WORD;
        for (int i = 0; i < units; i++)
        {
            final long records = MAX_UNITS == i || end - next < WORD ? -1 : Wire.u32(buffer, next);
            next += WORD;
            for (int j = 0; j < records; j++)
            {
                final long length = end - next < HYPER ? Integer.MAX_VALUE : Wire.u32(buffer, next + WORD);
                if (SflowFormat.padded(length) > end - next - HYPER)
                {
                    return -DecodeStatus.COUNT.ordinal();
                }
                next += HYPER + (int)SflowFormat.padded(length);
            }
            if (records < 0)
            {
                return -DecodeStatus.COUNT.ordinal();
            }
        }
        lengths[index] = next - at - WORD;
        return next - at;
    }

    /** {@return layout of the record} */
    public FlowStructure structure()
    {
        return structure;
    }

    /**
     * Whether the body holds a field.
     *
     * @param index of the field in the structure.
     * @return false where the body ends before it.
     */
    public boolean has(final int index)
    {
        return 0 != (present & 1 << index);
    }

    /**
     * A number, MAC or IPv4 address, the low 64 bits of another address, or the number of elements of a list.
     *
     * @param index of the field in the structure, which must be present.
     * @return the value, unsigned where it is not {@link FlowStructure.Kind#SIGNED}; an IPv4 address of a field that
     *     may hold either kind is {@code 0xFFFF_xxxxxxxx}, and an unknown one 0.
     */
    public long value(final int index)
    {
        final int at = offsets[index];
        switch (KINDS[structure.kind(index)])
        {
            case HYPER:
                return Wire.u64(buffer, at);
            case MAC:
                return Wire.u48(buffer, at);
            case IPV6:
                return Wire.u64(buffer, at + HYPER);
            case SIGNED:
                return Wire.i32(buffer, at);
            case ADDRESS:
                return SflowDatagramView.ADDRESS_IPV6 == addressType(index) ? Wire.u64(buffer, at + WORD + HYPER) :
                    SflowDatagramView.ADDRESS_IPV4 == addressType(index) ?
                        V4_MAPPED | Wire.u32(buffer, at + WORD) : 0;
            default:
                return Wire.u32(buffer, at);
        }
    }

    /**
     * High 64 bits of an address.
     *
     * @param index of the field in the structure, which must be present.
     * @return the bits; 0 for what is not an address of 16 bytes.
     */
    public long high(final int index)
    {
        switch (KINDS[structure.kind(index)])
        {
            case IPV6:
                return Wire.u64(buffer, offsets[index]);
            case ADDRESS:
                return SflowDatagramView.ADDRESS_IPV6 == addressType(index) ?
                    Wire.u64(buffer, offsets[index] + WORD) : 0;
            default:
                return 0;
        }
    }

    /**
     * Type of an address.
     *
     * @param index of a field of kind {@link FlowStructure.Kind#ADDRESS}, which must be present.
     * @return 0 unknown, 1 IPv4, 2 IPv6.
     */
    public int addressType(final int index)
    {
        return Wire.i32(buffer, offsets[index]);
    }

    /**
     * Where a field begins; of one of variable length, its bytes after the length.
     *
     * @param index of the field in the structure, which must be present.
     * @return offset in the buffer.
     */
    public int offset(final int index)
    {
        return isVariable(index) ? offsets[index] + WORD : offsets[index];
    }

    /**
     * Bytes of a field of variable length, without its length and padding.
     *
     * @param index of the field in the structure, which must be present.
     * @return bytes; 0 for a field of fixed width.
     */
    public int length(final int index)
    {
        return isVariable(index) ? lengths[index] : 0;
    }

    /**
     * Whether a field is of variable length: a text, bytes, a list.
     *
     * @param index of the field in the structure.
     * @return true if {@link #length(int)} tells its length.
     */
    public boolean isVariable(final int index)
    {
        return structure.kind(index) >= FlowStructure.Kind.TEXT.ordinal();
    }

    /**
     * A copy of the bytes of a field of variable length.
     *
     * @param index of the field in the structure, which must be present.
     * @return its bytes.
     */
    public byte[] bytes(final int index)
    {
        return Arrays.copyOfRange(buffer, offset(index), offset(index) + length(index));
    }
}
