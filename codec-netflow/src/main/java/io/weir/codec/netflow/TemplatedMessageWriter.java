package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.Wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes NetFlow version 9 or IPFIX messages into a caller's buffer: {@link #begin}, {@link #template} and records as
 * often as they fit, {@link #finish}. A record is {@link #beginRecord}, its fields in the order of the template, and
 * {@link #endRecord}, which tells whether it fitted. Sets are opened and closed as the templates demand it. Not thread
 * safe. Allocates nothing, but for {@link #text}.
 *
 * <p>Of every number the bits that its field holds are written. Sequence numbers go on from message to message.
 */
public abstract sealed class TemplatedMessageWriter permits IpfixMessageWriter, NetflowV9Writer
{
    private static final int NONE = -1;
    private static final int SHORT_LENGTH = 254;
    private static final int LONG_LENGTH = 255;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long NTP_TO_EPOCH_SECONDS = 2_208_988_800L;

    private final boolean version9;
    private byte[] buffer = new byte[0];
    private int offset;
    private int limit;
    private int next;
    private int setOffset = NONE;
    private int setId;
    private int padding;
    private int templateRecords;
    private int dataRecords;

    private Template template;
    private int field;
    private int mark;
    private boolean overflow;

    TemplatedMessageWriter(final boolean version9)
    {
        this.version9 = version9;
    }

    /**
     * Append a template, so that the records behind it can be read.
     *
     * @param newTemplate of this protocol.
     * @return whether there was room; if not, the message is as before.
     * @throws IllegalArgumentException if the template is of the other protocol.
     * @throws IllegalStateException    if a record has been begun.
     */
    public final boolean template(final Template newTemplate)
    {
        check(newTemplate);
        final boolean fits = openSet(templateSetId(newTemplate), 0) &&
            newTemplate.encodedLength() <= limit - next;
        if (fits)
        {
            newTemplate.encode(buffer, next);
            next += newTemplate.encodedLength();
            templateRecords++;
        }
        endSetAt(next);
        return fits;
    }

    /**
     * Whether a record fits, its values of variable length empty.
     *
     * @param ofTemplate its template.
     * @return true if it does.
     */
    public final boolean hasRoomFor(final Template ofTemplate)
    {
        final boolean isOpen = NONE != setOffset && ofTemplate.id() == setId;
        final int header = isOpen ? 0 : SetView.HEADER_LENGTH + gap();
        return header + ofTemplate.minRecordLength() <= limit - next;
    }

    /**
     * Begin a data or options record.
     *
     * @param ofTemplate its template, which the reader must know.
     * @return this writer.
     * @throws IllegalArgumentException if the template is of the other protocol.
     * @throws IllegalStateException    if a record has been begun.
     */
    public final TemplatedMessageWriter beginRecord(final Template ofTemplate)
    {
        check(ofTemplate);
        final boolean isOpen = NONE != setOffset && ofTemplate.id() == setId;
        overflow = !openSet(ofTemplate.id(), ofTemplate.minRecordLength());
        mark = isOpen || overflow ? next : next - SetView.HEADER_LENGTH;
        template = ofTemplate;
        field = 0;
        return this;
    }

    private void check(final Template newTemplate)
    {
        if (version9 != newTemplate.format().isVersion9())
        {
            throw new IllegalArgumentException("template " + newTemplate.id() + ": is of the other protocol: format=" +
                newTemplate.format());
        }
        if (null != template)
        {
            throw new IllegalStateException("template " + template.id() + ": a record has been begun");
        }
    }

    /**
     * Set the next field to a number. A field of variable length gets 8 bytes.
     *
     * @param value of which the field holds the lowest bytes, above them zeros.
     * @return this writer.
     * @throws IllegalStateException if the record has no more fields.
     */
    public final TemplatedMessageWriter number(final long value)
    {
        final int length = beginField(Long.BYTES);
        if (!overflow)
        {
            for (int i = length - 1; i >= 0; i--)
            {
                final int shift = length - 1 - i << 3;
                buffer[next + i] = (byte)(shift < Long.SIZE ? value >>> shift : 0);
            }
            next += length;
        }
        return this;
    }

    /**
     * Set the next field, of 16 bytes, to an IPv6 address.
     *
     * @param high 64 bits.
     * @param low  64 bits.
     * @return this writer.
     * @throws IllegalStateException if the record has no more fields, or the next one is of another length.
     */
    public final TemplatedMessageWriter address6(final long high, final long low)
    {
        final int length = beginField(2 * Long.BYTES);
        if (2 * Long.BYTES != length)
        {
            throw new IllegalStateException("template " + template.id() + ": field is no IPv6 address: index=" +
                (field - 1) + " length=" + length);
        }
        if (!overflow)
        {
            Wire.putU64(buffer, next, high);
            Wire.putU64(buffer, next + Long.BYTES, low);
            next += length;
        }
        return this;
    }

    /**
     * Set the next field, of 8 bytes, to a time in the format of NTP, as the elements in micro- and nanoseconds want.
     *
     * @param epochNs nanoseconds since the Unix epoch.
     * @return this writer.
     * @throws IllegalStateException if the record has no more fields.
     */
    public final TemplatedMessageWriter ntpTime(final long epochNs)
    {
        final long seconds = Math.floorDiv(epochNs, NS_PER_SECOND) + NTP_TO_EPOCH_SECONDS;
        return number(seconds << 32 | (Math.floorMod(epochNs, NS_PER_SECOND) << 32) / NS_PER_SECOND);
    }

    /**
     * Set the next field to bytes. One of fixed length is cut or filled up with zeros.
     *
     * @param from       where they are.
     * @param fromOffset of the first.
     * @param length     how many, at most 65535.
     * @return this writer.
     * @throws IllegalStateException if the record has no more fields.
     */
    public final TemplatedMessageWriter bytes(final byte[] from, final int fromOffset, final int length)
    {
        final int fieldLength = beginField(length);
        if (!overflow)
        {
            final int copied = Math.min(length, fieldLength);
            System.arraycopy(from, fromOffset, buffer, next, copied);
            Arrays.fill(buffer, next + copied, next + fieldLength, (byte)0);
            next += fieldLength;
        }
        return this;
    }

    /**
     * Set the next field to text. Allocates.
     *
     * @param value as UTF-8; a field of fixed length is cut or filled up with zeros.
     * @return this writer.
     * @throws IllegalStateException if the record has no more fields.
     */
    public final TemplatedMessageWriter text(final String value)
    {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return bytes(utf8, 0, utf8.length);
    }

    /*
     * Go to the next field; its length, before which the length itself is written where it is variable. When there is
     * no room for it, the record overflows.
     */
    private int beginField(final int variableLength)
    {
        if (null == template || field == template.fieldCount())
        {
            throw new IllegalStateException(null == template ? "no record has been begun" :
                "template " + template.id() + ": has no more fields: fields=" + field);
        }
        final int fieldLength = template.fieldLength(field);
        field++;
        if (Template.VARIABLE_LENGTH != fieldLength)
        {
            overflow |= fieldLength > limit - next;
            return fieldLength;
        }
        final int prefix = variableLength <= SHORT_LENGTH ? 1 : 3;
        overflow |= variableLength > 0xFFFF || prefix + variableLength > limit - next;
        if (!overflow)
        {
            Wire.putU8(buffer, next, 1 == prefix ? variableLength : LONG_LENGTH);
            if (3 == prefix)
            {
                Wire.putU16(buffer, next + 1, variableLength);
            }
            next += prefix;
        }
        return variableLength;
    }

    /**
     * End the record.
     *
     * @return whether there was room for it; if not, the message is as before it.
     * @throws IllegalStateException if fields are missing.
     */
    public final boolean endRecord()
    {
        if (null == template || field < template.fieldCount())
        {
            throw new IllegalStateException(null == template ? "no record has been begun" :
                "template " + template.id() + ": fields are missing: set=" + field + " of=" + template.fieldCount());
        }
        template = null;
        if (overflow)
        {
            next = mark;
            endSetAt(mark);
            return false;
        }
        dataRecords++;
        endSetAt(next);
        return true;
    }

    /** {@return data and options records in the message so far} */
    public final int dataRecords()
    {
        return dataRecords;
    }

    /** {@return template and options template records in the message so far} */
    public final int templateRecords()
    {
        return templateRecords;
    }

    abstract int templateSetId(Template ofTemplate);

    /**
     * Begin a message.
     *
     * @param newBuffer to write.
     * @param newOffset of the first byte.
     * @param maxLength of the message in bytes.
     * @return this writer.
     * @throws IllegalArgumentException if the header does not fit, or the message not the buffer.
     */
    public abstract TemplatedMessageWriter begin(byte[] newBuffer, int newOffset, int maxLength);

    /**
     * Complete the message.
     *
     * @return its length in bytes.
     * @throws IllegalStateException if a record has not been ended.
     */
    public abstract int finish();

    final byte[] buffer()
    {
        return buffer;
    }

    final int offset()
    {
        return offset;
    }

    final void begin(final byte[] newBuffer, final int newOffset, final int maxLength, final int headerLength)
    {
        if (newOffset < 0 || maxLength < headerLength || maxLength > newBuffer.length - newOffset)
        {
            throw new IllegalArgumentException("message is out of range: offset=" + newOffset + " maxLength=" +
                maxLength + " buffer=" + newBuffer.length);
        }
        buffer = newBuffer;
        offset = newOffset;
        limit = newOffset + Math.min(maxLength, 0xFFFF);
        // Sets of version 9 end at a multiple of 4, so that the last one must not end behind such a multiple.
        limit -= version9 ? limit - offset & 3 : 0;
        next = newOffset + headerLength;
        setOffset = NONE;
        padding = 0;
        template = null;
        templateRecords = 0;
        dataRecords = 0;
        Arrays.fill(newBuffer, newOffset, next, (byte)0);
    }

    /* Append a withdrawal, which is a template of no fields. */
    final boolean withdrawal(final int withdrawalSetId, final int id)
    {
        final boolean fits = openSet(withdrawalSetId, SetView.HEADER_LENGTH);
        if (fits)
        {
            Wire.putU16(buffer, next, id);
            Wire.putU16(buffer, next + 2, 0);
            next += SetView.HEADER_LENGTH;
            templateRecords++;
        }
        endSetAt(next);
        return fits;
    }

    /* Close the last set; the length of the message. */
    final int close()
    {
        if (null != template)
        {
            throw new IllegalStateException("template " + template.id() + ": a record has not been ended");
        }
        pad();
        return next - offset;
    }

    private boolean openSet(final int id, final int recordLength)
    {
        if (NONE != setOffset && id == setId)
        {
            padding = recordLength;
            return true;
        }
        if (SetView.HEADER_LENGTH + gap() + recordLength > limit - next)
        {
            return false;
        }
        pad();
        setOffset = next;
        setId = id;
        padding = recordLength;
        Wire.putU16(buffer, next, id);
        next += SetView.HEADER_LENGTH;
        return true;
    }

    /* A set that holds nothing is no set. */
    private void endSetAt(final int end)
    {
        if (NONE == setOffset)
        {
            return;
        }
        if (end - setOffset <= SetView.HEADER_LENGTH)
        {
            next = setOffset;
            setOffset = NONE;
            return;
        }
        Wire.putU16(buffer, setOffset + 2, end - setOffset);
    }

    private void pad()
    {
        if (NONE != setOffset)
        {
            final int gap = gap();
            Arrays.fill(buffer, next, next + gap, (byte)0);
            next += gap;
            endSetAt(next);
            setOffset = NONE;
        }
    }

    /* Padding of the open set: version 9 asks for it. It must be shorter than a record, or it would be one. */
    private int gap()
    {
        final int gap = version9 && NONE != setOffset ? -(next - offset) & 3 : 0;
        return 0 == padding || gap < padding ? gap : 0;
    }
}
