package io.weir.flowcache.key;

import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The keys of one definition as a program: each step takes bits of one slot of a record and places them in one word of
 * the packed key; computed keys are put in by calls of their own. A text is packed as its number. Immutable.
 *
 * <p>Pieces are packed widest first, none crosses a word: an IPv4 5-tuple and its source take two words. The source, an
 * interned number of {@link #SOURCE_BITS} bits, is a piece like any other.
 */
public final class KeyProgram
{
    /** Bits of the interned source in a key. */
    public static final int SOURCE_BITS = 24;

    private static final int SOURCE_SLOT = -1;
    private static final int SLOT_MASK = 0xFFFF;
    private static final int SHIFT_AT = 16;
    private static final int UNUSED_AT = 24;
    private static final int POSITION_AT = 32;
    private static final long CANONICAL = 1L << 40;
    private static final int WORD_AT = 48;
    static final long NO_STEP = 0xFFFFL << WORD_AT;

    private final List<Key> keys;
    private final int words;
    private final boolean hasTexts;
    private final FieldSet fields;
    private final int[] presenceWords;
    private final long[] presenceMasks;
    private final int presenceWord;
    private final long presenceMask;
    private final boolean isPlain;
    private final long[] steps;
    private final int[] stepsEnd;
    private final KeyExtractor compiled;
    private final Piece[] lows;
    private final Piece[] highs;
    private final Piece source;
    private final Key[] computed;
    private final Piece[] computedPieces;

    private KeyProgram(final List<Key> keys, final List<Piece> pieces, final int words)
    {
        this.keys = List.copyOf(keys);
        hasTexts = keys.stream().anyMatch(key -> KeyType.TEXT == key.type());
        this.words = words;
        lows = new Piece[keys.size()];
        highs = new Piece[keys.size()];
        FieldSet wanted = FieldSet.NONE;
        final long[] presence = new long[Slots.WORDS];
        for (final Key key : keys)
        {
            wanted = wanted.union(key.fields());
            presence[key.presenceWord()] |= key.presenceMask();
        }
        fields = wanted;
        presenceWords = IntStream.range(0, Slots.WORDS).filter(word -> 0 != presence[word]).toArray();
        presenceMasks = IntStream.of(presenceWords).mapToLong(word -> presence[word]).toArray();
        Piece sourcePiece = null;
        final List<Piece> ordered = new ArrayList<>();
        for (final Piece piece : pieces)
        {
            if (SOURCE_SLOT == piece.slot)
            {
                sourcePiece = piece;
            }
            else
            {
                if (!keys.get(piece.key).isComputed())
                {
                    ordered.add(piece);
                }
                (piece.high ? highs : lows)[piece.key] = piece;
            }
        }
        source = sourcePiece;
        computed = keys.stream().filter(Key::isComputed).toArray(Key[]::new);
        presenceWord = 0 == presenceWords.length ? 0 : presenceWords[0];
        presenceMask = 0 == presenceWords.length ? 0 : presenceMasks[0];
        isPlain = presenceWords.length < 2 && 0 == computed.length;
        computedPieces = pieces.stream().filter(piece -> piece.key >= 0 && keys.get(piece.key).isComputed())
            .toArray(Piece[]::new);
        ordered.sort(Comparator.comparingInt(piece -> piece.word));
        steps = ordered.stream().mapToLong(this::step).toArray();
        stepsEnd = new int[words];
        for (int word = 0; word < words; word++)
        {
            final int last = word;
            stepsEnd[word] = (int)ordered.stream().filter(piece -> piece.word <= last).count();
        }
        final long[] data = new long[2 + steps.length];
        data[0] = words;
        data[1] = null == source ? NO_STEP : step(source);
        System.arraycopy(steps, 0, data, 2, steps.length);
        compiled = KeyCompiler.of(data);
    }

    /* A step in one long; shift distances are where a shift finds them in its lowest six bits. */
    private long step(final Piece piece)
    {
        final boolean canonical = piece.key >= 0 && KeyType.INTERFACE == keys.get(piece.key).type();
        return Math.max(0, piece.slot) | (long)piece.shift << SHIFT_AT | (long)(Long.SIZE - piece.bits) << UNUSED_AT |
            (long)piece.position << POSITION_AT | (canonical ? CANONICAL : 0) | (long)piece.word << WORD_AT;
    }

    static int wordOf(final long step)
    {
        return (int)(step >>> WORD_AT);
    }

    static int positionOf(final long step)
    {
        return (int)(step >>> POSITION_AT) & 0x3F;
    }

    /* The bits of one step, in their place. */
    static long run(final long step, final FlowRecord record)
    {
        final long value = record.get((int)step & SLOT_MASK) >>> (step >>> SHIFT_AT) & -1L >>> (step >>> UNUSED_AT);
        return (0 == (step & CANONICAL) ? value : KeyType.INTERFACE.canonical(value)) << (step >>> POSITION_AT);
    }

    /**
     * Compile keys.
     *
     * @param keys       in the order of their text.
     * @param withSource whether the interned source is part of the packed key.
     * @return the program.
     */
    public static KeyProgram of(final List<Key> keys, final boolean withSource)
    {
        return ofComputable(
            keys.stream().map(key -> KeyType.TEXT == key.type() ? TextKey.of(key) : key).toList(), withSource);
    }

    private static KeyProgram ofComputable(final List<Key> keys, final boolean withSource)
    {
        final List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++)
        {
            final Key key = keys.get(i);
            final int slot = key.field().slot();
            if (key.bits() > Long.SIZE)
            {
                pieces.add(new Piece(i, slot, 0, key.bits() - Long.SIZE, true));
            }
            final int low = slot + key.field().slots() - 1;
            pieces.add(new Piece(i, low, key.shift(), Math.min(key.bits(), Long.SIZE), false));
        }
        if (withSource)
        {
            pieces.add(new Piece(-1, SOURCE_SLOT, 0, SOURCE_BITS, false));
        }
        return new KeyProgram(keys, pieces, pack(pieces));
    }

    private static int pack(final List<Piece> pieces)
    {
        final List<Piece> widestFirst = new ArrayList<>(pieces);
        widestFirst.sort(Comparator.comparingInt(piece -> -piece.bits));
        final List<Integer> used = new ArrayList<>();
        for (final Piece piece : widestFirst)
        {
            int word = 0;
            while (word < used.size() && used.get(word) + piece.bits > Long.SIZE)
            {
                word++;
            }
            if (word == used.size())
            {
                used.add(0);
            }
            piece.word = word;
            piece.position = used.get(word);
            used.set(word, piece.position + piece.bits);
        }
        return Math.max(1, used.size());
    }

    /** {@return longs in a packed key, 1 or more} */
    public int words()
    {
        return words;
    }

    /** {@return keys in the order of their text} */
    public List<Key> keys()
    {
        return keys;
    }

    /** {@return what a decoder must fill for these keys} */
    public FieldSet fields()
    {
        return fields;
    }

    /**
     * Whether a record holds every key.
     *
     * @param context whose record to look at.
     * @return true if it does.
     */
    public boolean matches(final KeyContext context)
    {
        return 0 == (presenceMask & ~context.record().present(presenceWord)) && (isPlain || matchesRest(context));
    }

    private boolean matchesRest(final KeyContext context)
    {
        final FlowRecord record = context.record();
        for (int i = 1; i < presenceWords.length; i++)
        {
            if (0 != (presenceMasks[i] & ~record.present(presenceWords[i])))
            {
                return false;
            }
        }
        for (int i = 0; i < computed.length; i++)
        {
            if (!computed[i].isPresent(context))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Pack the keys of a record.
     *
     * @param context  whose record {@link #matches}.
     * @param sourceId interned source, ignored where the key has none.
     * @param into     to write {@link #words} longs.
     * @param offset   of the first.
     * @return false when there is no room for a text of the key: what was written is then of no use.
     */
    public boolean extract(final KeyContext context, final int sourceId, final long[] into, final int offset)
    {
        if (null == compiled)
        {
            return interpret(context, sourceId, into, offset);
        }
        compiled.extract(context.record(), sourceId, into, offset);
        return compute(context, into, offset);
    }

    private boolean compute(final KeyContext context, final long[] into, final int offset)
    {
        for (int i = 0; i < computedPieces.length; i++)
        {
            final Piece piece = computedPieces[i];
            final Key key = keys.get(piece.key);
            final long value = piece.high ? key.high(context) : key.low(context);
            if (0 == value && KeyType.TEXT == key.type())
            {
                return false;
            }
            into[offset + piece.word] |= value << piece.position;
        }
        return true;
    }

    boolean interpret(final KeyContext context, final int sourceId, final long[] into, final int offset)
    {
        int next = 0;
        for (int word = 0; word < stepsEnd.length; word++)
        {
            long packed = null != source && word == source.word ? (long)sourceId << source.position : 0;
            for (final int end = stepsEnd[word]; next < end; next++)
            {
                packed |= run(steps[next], context.record());
            }
            into[offset + word] = packed;
        }
        return compute(context, into, offset);
    }

    /** {@return whether one of the keys is a text} */
    public boolean hasTexts()
    {
        return hasTexts;
    }

    /** {@return whether the packed key holds a source} */
    public boolean hasSource()
    {
        return null != source;
    }

    /** {@return word of the packed key that holds the source, 0 when there is none} */
    public int sourceWord()
    {
        return null == source ? 0 : source.word;
    }

    /** {@return position of the source within its word} */
    public int sourcePosition()
    {
        return null == source ? 0 : source.position;
    }

    /** {@return bits of the source within its word, 0 when there is none} */
    public long sourceMask()
    {
        return null == source ? 0 : source.mask() << source.position;
    }

    /**
     * Lowest 64 bits of one key.
     *
     * @param key    index of it.
     * @param packed words.
     * @param offset of the first.
     * @return the bits; for a text, its number.
     */
    public long low(final int key, final long[] packed, final int offset)
    {
        return lows[key].of(packed, offset);
    }

    /**
     * Highest 64 bits of one key.
     *
     * @param key    index of it.
     * @param packed words.
     * @param offset of the first.
     * @return the bits, 0 for a key of no more than 64.
     */
    public long high(final int key, final long[] packed, final int offset)
    {
        return null == highs[key] ? 0 : highs[key].of(packed, offset);
    }

    /**
     * Text of one key.
     *
     * @param key    index of it.
     * @param packed words.
     * @param offset of the first.
     * @param texts  by their number.
     * @return the text.
     */
    public String format(final int key, final long[] packed, final int offset, final IntFunction<String> texts)
    {
        final long low = lows[key].of(packed, offset);
        if (KeyType.TEXT == keys.get(key).type())
        {
            return texts.apply((int)low);
        }
        final Piece high = highs[key];
        return keys.get(key).format(null == high ? 0 : high.of(packed, offset), low);
    }

    /**
     * Put other numbers of its texts into a packed key.
     *
     * @param packed  words, changed in place.
     * @param numbers new number of a text by its old one.
     * @return false where a new number is 0.
     */
    public boolean renumber(final long[] packed, final IntUnaryOperator numbers)
    {
        for (int i = 0; hasTexts && i < lows.length; i++)
        {
            if (KeyType.TEXT == keys.get(i).type())
            {
                final Piece piece = lows[i];
                final int number = numbers.applyAsInt((int)piece.of(packed, 0));
                if (0 == number)
                {
                    return false;
                }
                packed[piece.word] = packed[piece.word] & ~(piece.mask() << piece.position) |
                    Integer.toUnsignedLong(number) << piece.position;
            }
        }
        return true;
    }

    /**
     * Pack keys from their texts, with a source of 0.
     *
     * @param keyTexts one for each key.
     * @param into     to write {@link #words} longs.
     * @param offset   of the first.
     * @param numbers  number of a text.
     * @throws IllegalArgumentException if a text is not a value of its key.
     */
    public void parse(
        final List<String> keyTexts,
        final long[] into,
        final int offset,
        final ToIntFunction<String> numbers)
    {
        for (int i = 0; i < words; i++)
        {
            into[offset + i] = 0;
        }
        for (int i = 0; i < keys.size(); i++)
        {
            if (KeyType.TEXT == keys.get(i).type())
            {
                final long number = Integer.toUnsignedLong(numbers.applyAsInt(keyTexts.get(i)));
                into[offset + lows[i].word] |= number << lows[i].position;
                continue;
            }
            final long[] value = keys.get(i).parse(keyTexts.get(i));
            into[offset + lows[i].word] |= value[1] << lows[i].position;
            if (null != highs[i])
            {
                into[offset + highs[i].word] |= value[0] << highs[i].position;
            }
        }
    }

    private static final class Piece
    {
        final int key;
        final int slot;
        final int shift;
        final int bits;
        final boolean high;
        int word;
        int position;

        Piece(final int key, final int slot, final int shift, final int bits, final boolean high)
        {
            this.key = key;
            this.slot = slot;
            this.shift = shift;
            this.bits = bits;
            this.high = high;
        }

        long mask()
        {
            return Long.SIZE == bits ? -1L : (1L << bits) - 1;
        }

        long of(final long[] packed, final int offset)
        {
            return packed[offset + word] >>> position & mask();
        }
    }
}
