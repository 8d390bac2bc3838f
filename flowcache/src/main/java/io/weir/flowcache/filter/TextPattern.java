package io.weir.flowcache.filter;

import io.weir.flowcache.key.KeyValue;

import java.util.Arrays;

/**
 * A regular expression as a table: the next state by state and class of the next character. Immutable; a match takes
 * one step for each character and does not allocate. Bytes that are not UTF-8 are taken for U+FFFD.
 */
final class TextPattern
{
    /** State from which no text leads to a match. */
    static final int DEAD = 0;
    static final int START = 1;

    private static final int ASCII = 0x80;
    private static final int REPLACEMENT = 0xFFFD;

    private final int[] classStarts;
    private final int classes;
    private final byte[] asciiClasses = new byte[ASCII];
    private final int[] next;
    private final boolean[] accepts;

    /* The first characters of classes, ascending from 0; the states that follow, a row for each state; who accepts. */
    TextPattern(final int[] classStarts, final int[] next, final boolean[] accepts)
    {
        this.classStarts = classStarts;
        this.next = next;
        this.accepts = accepts;
        classes = classStarts.length;
        for (int i = 0; i < ASCII; i++)
        {
            // Of at most 128 classes that begin there.
            asciiClasses[i] = (byte)classOf(i);
        }
    }

    private int classOf(final int unit)
    {
        final int found = Arrays.binarySearch(classStarts, unit);
        return found >= 0 ? found : -found - 2;
    }

    boolean matches(final KeyValue text)
    {
        int state = START;
        int at = 0;
        final int end = text.textLength();
        while (at < end && DEAD != state)
        {
            final int first = text.textByte(at);
            if (first < ASCII)
            {
                state = next[state * classes + asciiClasses[first]];
                at++;
                continue;
            }
            final int length = first < 0xC2 || first > 0xF4 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            final int character = at + length > end ? -1 : decode(text, at, length, first);
            if (character >= Character.MIN_SUPPLEMENTARY_CODE_POINT)
            {
                state = next[state * classes + classOf(Character.highSurrogate(character))];
                state = next[state * classes + classOf(Character.lowSurrogate(character))];
            }
            else
            {
                state = next[state * classes + classOf(character < 0 ? REPLACEMENT : character)];
            }
            at += character < 0 ? 1 : length;
        }
        return accepts[state];
    }

    /* A character of several bytes, -1 when they are none. */
    private static int decode(final KeyValue text, final int at, final int length, final int first)
    {
        int character = first & 0x7F >>> length;
        for (int i = 1; i < length; i++)
        {
            final int more = text.textByte(at + i);
            if (0x80 != (more & 0xC0))
            {
                return -1;
            }
            character = character << 6 | more & 0x3F;
        }
        final int least = 2 == length ? 0x80 : 3 == length ? 0x800 : Character.MIN_SUPPLEMENTARY_CODE_POINT;
        final boolean isSurrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return character < least || isSurrogate || 1 == length || character > Character.MAX_CODE_POINT ? -1 : character;
    }
}
