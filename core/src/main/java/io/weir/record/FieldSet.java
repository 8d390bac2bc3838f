package io.weir.record;

/**
 * Immutable set of fields: what the live definitions need from a datagram. Codecs fill only what is in it.
 *
 * <p>A set also holds kinds (see {@link Slots}): they come with the fields and cost nothing of their own.
 */
public final class FieldSet
{
    /** No field at all. */
    public static final FieldSet NONE = new FieldSet(new long[Slots.WORDS], ElementSlots.NONE);

    /** Every well-known field, in every layer. */
    public static final FieldSet ALL = all();

    private final long[] words;
    private final ElementSlots elements;

    private FieldSet(final long[] words, final ElementSlots elements)
    {
        this.words = words;
        this.elements = elements;
        words[Slots.ELEMENT_WORD] = elements.mask();
    }

    /**
     * A set of the given fields.
     *
     * @param fields to hold.
     * @return the set.
     */
    public static FieldSet of(final Field... fields)
    {
        final long[] words = new long[Slots.WORDS];
        ElementSlots elements = ElementSlots.NONE;
        for (final Field field : fields)
        {
            if (field.isElement())
            {
                elements = elements.with(field);
            }
            else
            {
                add(words, field);
            }
        }
        return new FieldSet(words, elements);
    }

    private static FieldSet all()
    {
        final long[] words = new long[Slots.WORDS];
        for (final Field field : Field.wellKnown())
        {
            add(words, field);
        }
        for (int layer = 1; layer < Slots.LAYERS; layer++)
        {
            words[layer] = words[0];
        }
        return new FieldSet(words, ElementSlots.NONE);
    }

    private static void add(final long[] words, final Field field)
    {
        for (int slot = field.slot(); slot < field.slot() + field.slots(); slot++)
        {
            words[Slots.word(slot)] |= Slots.bit(slot);
        }
    }

    /**
     * Union with another set. Of elements it holds no more than {@link ElementSlots#MAX}, those of this set first.
     *
     * @param other to add.
     * @return this set when it already holds the other, else a new one.
     */
    public FieldSet union(final FieldSet other)
    {
        final ElementSlots all = elements.union(other.elements);
        final long[] union = words.clone();
        boolean same = all == elements;
        for (int i = 0; i < Slots.ELEMENT_WORD; i++)
        {
            union[i] |= other.words[i];
            same &= union[i] == words[i];
        }
        return same ? this : new FieldSet(union, all);
    }

    /**
     * Whether a slot is wanted.
     *
     * @param slot of a field.
     * @return true if it is in the set.
     */
    public boolean has(final int slot)
    {
        return 0 != (words[Slots.word(slot)] & Slots.bit(slot));
    }

    /**
     * Whether a field is wanted.
     *
     * @param field to look for.
     * @return true if it is in the set.
     */
    public boolean has(final Field field)
    {
        return field.isElement() ? elements.slot(field) >= 0 : has(field.slot());
    }

    /** {@return the information elements in the set, and the slots that they have} */
    public ElementSlots elements()
    {
        return elements;
    }

    /**
     * Wanted slots of one word.
     *
     * @param word 0 to {@link Slots#WORDS} - 1.
     * @return a mask, bit n for slot n of the word.
     */
    public long word(final int word)
    {
        return words[word];
    }
}
