package io.weir.flowcache.key;

import io.weir.wire.IpText;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One value of a record, as functions of keys take and give it: a number, an address, or a text of at most
 * {@value #MAX_TEXT} bytes, beyond which it is cut. Reused: valid during the call that hands it out. Does not allocate
 * once it has held a text as long as the longest. Not thread safe.
 */
public final class KeyValue
{
    /** Most bytes of a text. */
    public static final int MAX_TEXT = 1024;

    private static final int FIRST_ROOM = 64;
    private static final byte[] EMPTY = {};
    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final int REPLACEMENT = 0xFFFD;

    /* What is computed, and for which record. For KeyContext. */
    FunctionKey key;
    long turn;
    boolean isPresent;
    /* Known number of the text in the shard's table, 0 for not known. For TextTable. */
    int id;

    /* The label that the text is, where it is one. Its bytes are looked up only when somebody asks for them, and what
       stays the same is not stored again: stores of references cost the collector's barriers. */
    private Label[] labels;
    private int labelIndex = -1;
    private boolean pending;

    private long high;
    private long low;
    private byte[] buffer = EMPTY;
    private int offset;
    private int length;
    private byte[] room = EMPTY;

    /** A value that is 0 and an empty text. */
    public KeyValue()
    {
    }

    /* Forget what it was. */
    void clear()
    {
        id = 0;
        labelIndex = -1;
        pending = false;
        high = 0;
        low = 0;
        buffer(room);
        offset = 0;
        length = 0;
    }

    private void buffer(final byte[] newBuffer)
    {
        if (buffer != newBuffer)
        {
            buffer = newBuffer;
        }
    }

    /* The label that the text is, null where it is none. */
    Label label()
    {
        return labelIndex < 0 ? null : labels[labelIndex];
    }

    /* Be a label. */
    void text(final Label[] newLabels, final int index)
    {
        if (labels != newLabels)
        {
            labels = newLabels;
        }
        labelIndex = index;
        pending = true;
    }

    /* Look the bytes of a label up. */
    private void resolve()
    {
        if (pending)
        {
            pending = false;
            final byte[] bytes = labels[labelIndex].bytes();
            text(bytes, 0, bytes.length);
        }
    }

    /** {@return high 64 bits of an address, 0 of a number} */
    public long high()
    {
        return high;
    }

    /** {@return low 64 bits of an address, or a number, unsigned} */
    public long low()
    {
        return low;
    }

    /**
     * Be a number.
     *
     * @param number unsigned.
     */
    public void number(final long number)
    {
        high = 0;
        low = number;
    }

    /**
     * Be an address.
     *
     * @param highBits upper 64 bits.
     * @param lowBits  lower 64 bits; IPv4 as {@code 0xFFFF_xxxxxxxx} with upper bits of 0.
     */
    public void address(final long highBits, final long lowBits)
    {
        high = highBits;
        low = lowBits;
    }

    /** {@return array that holds the text} */
    public byte[] textBuffer()
    {
        resolve();
        return buffer;
    }

    /** {@return where the text begins in {@link #textBuffer}} */
    public int textOffset()
    {
        resolve();
        return offset;
    }

    /** {@return length of the text in bytes} */
    public int textLength()
    {
        resolve();
        return length;
    }

    /**
     * One byte of the text.
     *
     * @param index of it, 0 to {@link #textLength} - 1.
     * @return 0..255.
     */
    public int textByte(final int index)
    {
        resolve();
        return buffer[offset + index] & 0xFF;
    }

    /**
     * Be a text that lies elsewhere, without copying it.
     *
     * @param newBuffer array that holds it; must not change while the record is looked at.
     * @param newOffset of its first byte.
     * @param newLength in bytes.
     */
    public void text(final byte[] newBuffer, final int newOffset, final int newLength)
    {
        buffer(newBuffer);
        offset = newOffset;
        length = newLength <= MAX_TEXT ? newLength : cut(newBuffer, newOffset);
    }

    /* Longest length that does not divide a character. */
    private static int cut(final byte[] bytes, final int from)
    {
        int end = MAX_TEXT;
        while (end > MAX_TEXT - 3 && 0x80 == (bytes[from + end] & 0xC0))
        {
            end--;
        }
        return 0x80 == (bytes[from + end] & 0xC0) ? MAX_TEXT : end;
    }

    /**
     * Be a text.
     *
     * @param text to hold.
     */
    public void text(final String text)
    {
        empty();
        append(text);
    }

    /* Be a part of a text. */
    void part(final KeyValue whole, final int from, final int to)
    {
        whole.resolve();
        buffer(whole.buffer);
        offset = whole.offset + from;
        length = to - from;
    }

    /* Be an empty text to append to. */
    void empty()
    {
        buffer(room);
        offset = 0;
        length = 0;
    }

    /* Append one byte; none is appended to a text that is full. */
    void append(final int value)
    {
        if (length == room.length && length < MAX_TEXT)
        {
            room = Arrays.copyOf(room, Math.min(MAX_TEXT, Math.max(FIRST_ROOM, 2 * length)));
            buffer = room;
        }
        if (length < room.length)
        {
            room[length++] = (byte)value;
        }
    }

    void append(final KeyValue other)
    {
        other.resolve();
        for (int i = 0; i < other.length; i++)
        {
            append(other.buffer[other.offset + i]);
        }
    }

    void append(final byte[] bytes)
    {
        for (int i = 0; i < bytes.length; i++)
        {
            append(bytes[i]);
        }
    }

    void append(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            final char unit = text.charAt(i);
            final boolean isPair = Character.isHighSurrogate(unit) && i + 1 < text.length() &&
                Character.isLowSurrogate(text.charAt(i + 1));
            appendCharacter(isPair ? Character.toCodePoint(unit, text.charAt(++i)) :
                Character.isSurrogate(unit) ? REPLACEMENT : unit);
        }
    }

    private void appendCharacter(final int character)
    {
        final int bytes = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x1_0000 ? 3 : 4;
        if (length + bytes > MAX_TEXT)
        {
            return;
        }
        if (1 == bytes)
        {
            append(character);
            return;
        }
        append(0xF00 >>> bytes & 0xFF | character >>> 6 * (bytes - 1));
        for (int i = bytes - 2; i >= 0; i--)
        {
            append(0x80 | character >>> 6 * i & 0x3F);
        }
    }

    void appendNumber(final long number)
    {
        if (number < 0)
        {
            final long tens = Long.divideUnsigned(number, 10);
            appendNumber(tens);
            append('0' + (int)(number - tens * 10));
            return;
        }
        long power = 1;
        while (number / power >= 10)
        {
            power *= 10;
        }
        for (long left = number; power > 0; power /= 10)
        {
            append('0' + (int)(left / power));
            left %= power;
        }
    }

    void appendHex(final long number, final int digits)
    {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        {
            append("0123456789ABCDEF".charAt((int)(number >>> shift) & 0xF));
        }
    }

    void appendV4(final long address)
    {
        appendNumber(address >>> 24 & 0xFF);
        append('.');
        appendNumber(address >>> 16 & 0xFF);
        append('.');
        appendNumber(address >>> 8 & 0xFF);
        append('.');
        appendNumber(address & 0xFF);
    }

    void appendAddress(final long highBits, final long lowBits)
    {
        if (IpText.isV4(highBits, lowBits))
        {
            appendV4(lowBits & ~MAPPED);
        }
        else
        {
            appendV6(highBits, lowBits);
        }
    }

    /* As IpText.v6 writes it. */
    void appendV6(final long highBits, final long lowBits)
    {
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++)
        {
            int end = i;
            while (end < 8 && 0 == group(highBits, lowBits, end))
            {
                end++;
            }
            if (end - i > bestLength)
            {
                bestStart = i;
                bestLength = end - i;
            }
        }
        boolean separated = true;
        for (int i = 0; i < 8; i++)
        {
            if (i == bestStart)
            {
                append(':');
                append(':');
                i += bestLength - 1;
                separated = true;
            }
            else
            {
                if (!separated)
                {
                    append(':');
                }
                final int group = group(highBits, lowBits, i);
                appendHex(group, group > 0xFFF ? 4 : group > 0xFF ? 3 : group > 0xF ? 2 : 1);
                separated = false;
            }
        }
    }

    private static int group(final long highBits, final long lowBits, final int index)
    {
        final long half = index < 4 ? highBits : lowBits;
        return (int)(half >>> 48 - 16 * (index & 3)) & 0xFFFF;
    }

    /**
     * Whether the text is made of some bytes.
     *
     * @param bytes to compare with.
     * @return true if it is.
     */
    public boolean isText(final byte[] bytes)
    {
        resolve();
        return Arrays.equals(buffer, offset, offset + length, bytes, 0, bytes.length);
    }

    boolean isText(final KeyValue other)
    {
        resolve();
        other.resolve();
        return Arrays.equals(buffer, offset, offset + length, other.buffer, other.offset,
            other.offset + other.length);
    }

    /* Where a text, not an empty one, occurs in this one at or after a place, -1 for nowhere. */
    int indexOf(final byte[] wanted, final int from)
    {
        resolve();
        for (int at = from; at + wanted.length <= length; at++)
        {
            if (buffer[offset + at] == wanted[0] && isAt(wanted, at))
            {
                return at;
            }
        }
        return -1;
    }

    /* Whether a text is a part of this one at a place. */
    boolean isAt(final byte[] part, final int at)
    {
        resolve();
        return at >= 0 && at + part.length <= length &&
            Arrays.equals(buffer, offset + at, offset + at + part.length, part, 0, part.length);
    }

    /** {@return the text as a string; bytes that are not UTF-8 become U+FFFD. Allocates} */
    @Override
    public String toString()
    {
        resolve();
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }
}
