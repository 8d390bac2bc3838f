package io.weir.flowcache.key;

import io.weir.wire.Wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Texts of the keys of one shard, numbered from 1 in the order in which they came, so that a packed key holds a text in
 * 32 bits. Bounded in number and in bytes: a text that comes when the table is full has no number, and its record no
 * place. The hash is seeded, as that of keys is.
 *
 * <p>Single writer; any thread reads a number that it found in a slot, or looks for the number of a text.
 */
public final class TextTable
{
    /** Bytes that a text may take on average. */
    public static final int AVERAGE_TEXT = 128;

    private static final int CHUNK = 1 << 16;
    private static final int CHUNK_SHIFT = 32;
    private static final int OFFSET_SHIFT = 16;
    private static final int MASK = 0xFFFF;
    private static final int FIRST_SIZE = 64;
    private static final VarHandle INDEX = MethodHandles.arrayElementVarHandle(int[].class);

    private final int maxTexts;
    private final long first;
    private final long second;
    /* A text: its chunk, its offset there, its length. */
    private volatile long[] entries = new long[FIRST_SIZE];
    private volatile int[] hashes = new int[FIRST_SIZE];
    private volatile byte[][] chunks = {};
    private volatile int[] index = new int[2 * FIRST_SIZE];
    private volatile int count;
    private int used = CHUNK;
    private int[] labelIds = new int[FIRST_SIZE];

    /**
     * A table without texts.
     *
     * @param maxTexts most texts, together of at most {@value #AVERAGE_TEXT} bytes each.
     * @param seed     of the hash.
     */
    public TextTable(final int maxTexts, final long seed)
    {
        this.maxTexts = maxTexts;
        final SplittableRandom secrets = new SplittableRandom(seed);
        first = secrets.nextLong();
        second = secrets.nextLong() | 1;
    }

    /** {@return number of texts} */
    public int size()
    {
        return count;
    }

    /* Number of a text, given to it when it is new; 0 when there is no room. For the writer. */
    int intern(final KeyValue text)
    {
        final Label label = text.label();
        if (null == label || label.number() < 0)
        {
            return find(text.textBuffer(), text.textOffset(), text.textLength(), true);
        }
        if (label.number() >= labelIds.length)
        {
            labelIds = Arrays.copyOf(labelIds, Math.max(label.number() + 1, 2 * labelIds.length));
        }
        int id = labelIds[label.number()];
        if (0 == id)
        {
            id = find(label.bytes(), 0, Math.min(label.bytes().length, KeyValue.MAX_TEXT), true);
            labelIds[label.number()] = id;
        }
        return id;
    }

    /**
     * Number of a text. For any thread.
     *
     * @param text to look for.
     * @return its number, 0 when it has none.
     */
    public int find(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return find(bytes, 0, bytes.length, false);
    }

    /**
     * Text of a number. For any thread.
     *
     * @param id as a packed key holds it.
     * @return the text; bytes that are not UTF-8 are U+FFFD.
     */
    public String text(final int id)
    {
        final long entry = entries[id];
        return new String(chunks[(int)(entry >>> CHUNK_SHIFT)], (int)(entry >>> OFFSET_SHIFT) & MASK,
            (int)entry & MASK, StandardCharsets.UTF_8);
    }

    private int find(final byte[] buffer, final int offset, final int length, final boolean isWriter)
    {
        final int hash = hash(buffer, offset, length);
        final int[] places = index;
        int at = hash & places.length - 1;
        int id = (int)INDEX.getAcquire(places, at);
        while (0 != id)
        {
            if (hashes[id] == hash && is(id, buffer, offset, length))
            {
                return id;
            }
            at = at + 1 & places.length - 1;
            id = (int)INDEX.getAcquire(places, at);
        }
        return isWriter ? add(buffer, offset, length, hash) : 0;
    }

    private boolean is(final int id, final byte[] buffer, final int offset, final int length)
    {
        final long entry = entries[id];
        final int from = (int)(entry >>> OFFSET_SHIFT) & MASK;
        return length == ((int)entry & MASK) && Arrays.equals(
            chunks[(int)(entry >>> CHUNK_SHIFT)], from, from + length, buffer, offset, offset + length);
    }

    private int add(final byte[] buffer, final int offset, final int length, final int hash)
    {
        final int id = count + 1;
        final boolean isFull = CHUNK - used <= length;
        if (id > maxTexts || isFull && (long)(chunks.length + 1) * CHUNK > maxBytes())
        {
            return 0;
        }
        if (isFull)
        {
            final byte[][] more = Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = new byte[CHUNK];
            chunks = more;
            used = 0;
        }
        final int chunk = chunks.length - 1;
        System.arraycopy(buffer, offset, chunks[chunk], used, length);
        if (id == entries.length)
        {
            entries = Arrays.copyOf(entries, 2 * id);
            hashes = Arrays.copyOf(hashes, 2 * id);
        }
        entries[id] = (long)chunk << CHUNK_SHIFT | (long)used << OFFSET_SHIFT | length;
        hashes[id] = hash;
        used += length;
        count = id;
        place(index, id, hash);
        if (4 * id > index.length)
        {
            final int[] wider = new int[2 * index.length];
            for (int i = 1; i <= id; i++)
            {
                place(wider, i, hashes[i]);
            }
            index = wider;
        }
        return id;
    }

    private long maxBytes()
    {
        return Math.max(CHUNK, (long)maxTexts * AVERAGE_TEXT);
    }

    private static void place(final int[] places, final int id, final int hash)
    {
        int at = hash & places.length - 1;
        while (0 != places[at])
        {
            at = at + 1 & places.length - 1;
        }
        // Pairs with the acquire in find: who sees the number sees the text.
        INDEX.setRelease(places, at, id);
    }

    private int hash(final byte[] buffer, final int offset, final int length)
    {
        long hash = first ^ length;
        int at = offset;
        for (final int end = offset + length; end - at >= Long.BYTES; at += Long.BYTES)
        {
            hash = fold(hash ^ Wire.u64(buffer, at));
        }
        long rest = 0;
        for (final int end = offset + length; at < end; at++)
        {
            rest = rest << 8 | buffer[at] & 0xFF;
        }
        hash = fold(hash ^ rest);
        return (int)(hash >>> 32);
    }

    private long fold(final long value)
    {
        return value * second ^ Math.multiplyHigh(value, second) + first;
    }
}
