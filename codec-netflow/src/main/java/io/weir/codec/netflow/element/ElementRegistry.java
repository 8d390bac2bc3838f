package io.weir.codec.netflow.element;

import io.weir.record.ElementNames;
import io.weir.record.NamedElement;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Information elements by number and by name. Immutable. For configuration and text: decoding does not need it. */
public final class ElementRegistry implements ElementNames
{
    private static final String RESOURCE = "elements.tsv";
    private static final int CAPACITY = 2_048;
    private static final String REVERSE_PREFIX = "reverse";
    private static final long REVERSE_ENTERPRISE = 29_305;

    private final Map<Long, Element> byNumber;
    private final Map<String, Element> byName;

    private ElementRegistry(final Map<Long, Element> byNumber)
    {
        this.byNumber = byNumber;
        byName = new HashMap<>(CAPACITY);
        for (final Element element : byNumber.values())
        {
            // IANA's name is IANA's element, whatever others call theirs.
            final Element other = byName.put(element.name(), element);
            if (null != other && other.enterprise() < element.enterprise())
            {
                byName.put(other.name(), other);
            }
        }
    }

    /** {@return IANA's elements and the private types of NetFlow version 9 that are in use} */
    public static ElementRegistry standard()
    {
        return Standard.REGISTRY;
    }

    /**
     * A registry with more elements. One of the same number replaces the one that was there.
     *
     * @param elements to add.
     * @return the new registry, or this one when there is nothing to add.
     */
    public ElementRegistry with(final Collection<Element> elements)
    {
        if (elements.isEmpty())
        {
            return this;
        }
        final Map<Long, Element> numbers = new HashMap<>(byNumber);
        elements.forEach(element -> numbers.put(key(element.enterprise(), element.id()), element));
        return new ElementRegistry(numbers);
    }

    /**
     * Find an element by its numbers.
     *
     * @param enterprise private enterprise number, 0 for IANA.
     * @param id         of the element.
     * @return the element, empty when it is not known.
     */
    public Optional<Element> find(final long enterprise, final int id)
    {
        return Optional.ofNullable(byNumber.get(key(enterprise, id)));
    }

    /**
     * Find an element by its name.
     *
     * @param name in the words of the registry.
     * @return the element, empty when it is not known.
     */
    public Optional<Element> find(final String name)
    {
        return Optional.ofNullable(byName.get(name));
    }

    /* In the words of RFC 5103, section 6.1, the reverse of an element has its name with reverse before it. */
    @Override
    public NamedElement element(final String name)
    {
        final Element known = byName.get(name);
        if (null != known)
        {
            return named(known.enterprise(), known.id(), name, known.type());
        }
        final int prefix = REVERSE_PREFIX.length();
        final Element forward = !name.startsWith(REVERSE_PREFIX) || name.length() == prefix ? null :
            byName.get(Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1));
        return null == forward || 0 != forward.enterprise() ? null :
            named(REVERSE_ENTERPRISE, forward.id(), name, forward.type());
    }

    @Override
    public NamedElement element(final long enterprise, final int id)
    {
        final Element known = byNumber.get(key(REVERSE_ENTERPRISE == enterprise ? 0 : enterprise, id));
        return null == known ? null : named(enterprise, id, known.name(), known.type());
    }

    @Override
    public Collection<String> elementNames()
    {
        return Set.copyOf(byName.keySet());
    }

    private static NamedElement named(final long enterprise, final int id, final String name, final ElementType type)
    {
        return new NamedElement(enterprise, id, name, kind(type));
    }

    private static NamedElement.Kind kind(final ElementType type)
    {
        switch (type)
        {
            case IPV4_ADDRESS:
                return NamedElement.Kind.IPV4;
            case IPV6_ADDRESS:
                return NamedElement.Kind.IPV6;
            case MAC_ADDRESS:
                return NamedElement.Kind.MAC;
            case STRING:
                return NamedElement.Kind.TEXT;
            default:
                return NamedElement.Kind.NUMBER;
        }
    }

    /** {@return all elements, in no particular order} */
    public Collection<Element> all()
    {
        return List.copyOf(byNumber.values());
    }

    static long key(final long enterprise, final int id)
    {
        return enterprise << 16 | id;
    }

    private static final class Standard
    {
        private static final ElementRegistry REGISTRY = load();

        private static ElementRegistry load()
        {
            final Map<Long, Element> elements = new HashMap<>(CAPACITY);
            final ElementFile file = ElementFile.ofResource(RESOURCE);
            for (Element element = file.next(); null != element; element = file.next())
            {
                elements.put(key(element.enterprise(), element.id()), element);
            }
            return new ElementRegistry(elements);
        }
    }
}
