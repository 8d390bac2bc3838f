package io.weir.record;

import java.util.Arrays;
import java.util.List;

/**
 * Which information elements have which slots of {@link Slots#ELEMENT_WORD}, for as long as they are wanted. Immutable.
 *
 * <p>Every element takes two slots, as an address does: a number is in the second. What is wanted changes while weir
 * runs, and so do the slots: who keeps one asks again when a record comes with another object of this class.
 */
public final class ElementSlots
{
    /** No elements. */
    public static final ElementSlots NONE = new ElementSlots(new Field[0]);
    /** Most elements at a time. */
    public static final int MAX = Slots.WORD_SLOTS / 2;

    private final Field[] fields;

    private ElementSlots(final Field[] fields)
    {
        this.fields = fields;
    }

    /** {@return the elements, in the order of their slots} */
    public List<Field> fields()
    {
        return List.of(fields);
    }

    /**
     * First slot of an element.
     *
     * @param field see {@link Field#element}.
     * @return the slot, -1 where it has none.
     */
    public int slot(final Field field)
    {
        for (int i = 0; i < fields.length; i++)
        {
            if (fields[i].equals(field))
            {
                return Slots.ELEMENTS + 2 * i;
            }
        }
        return -1;
    }

    /* Presence bits of all elements. */
    long mask()
    {
        return MAX == fields.length ? -1L : (1L << 2 * fields.length) - 1;
    }

    ElementSlots with(final Field field)
    {
        if (fields.length == MAX || slot(field) >= 0)
        {
            return this;
        }
        final Field[] more = Arrays.copyOf(fields, fields.length + 1);
        more[fields.length] = field;
        return new ElementSlots(more);
    }

    ElementSlots union(final ElementSlots other)
    {
        ElementSlots union = this;
        for (final Field field : other.fields)
        {
            union = union.with(field);
        }
        return union;
    }
}
