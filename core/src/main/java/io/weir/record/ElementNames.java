package io.weir.record;

import java.util.Collection;
import java.util.List;

/**
 * Knows information elements by their names, and what their values are. Without it elements are wanted by their numbers
 * alone, and their values are numbers. Thread safe.
 */
public interface ElementNames
{
    /** Knows none. */
    ElementNames NONE = new ElementNames()
    {
        @Override
        public NamedElement element(final String name)
        {
            return null;
        }

        @Override
        public NamedElement element(final long enterprise, final int id)
        {
            return null;
        }

        @Override
        public Collection<String> elementNames()
        {
            return List.of();
        }
    };

    /**
     * An element by its name.
     *
     * @param name such as {@code applicationId}.
     * @return the element, null when it is not known.
     */
    NamedElement element(String name);

    /**
     * An element by its numbers.
     *
     * @param enterprise private enterprise number, 0 for IANA's elements and the types of NetFlow version 9.
     * @param id         of the element.
     * @return the element, null when it is not known.
     */
    NamedElement element(long enterprise, int id);

    /** {@return all names, to suggest one} */
    Collection<String> elementNames();
}
