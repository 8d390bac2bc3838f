package io.weir.codec.netflow.element;

import io.weir.record.ElementNames;
import io.weir.record.NamedElement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    private static final int COLUMNS = 5;
    private static final String REVERSE_PREFIX = "reverse";
    private static final long REVERSE_ENTERPRISE = 29_305;

    private final Map<Long, Element> byNumber;
    private final Map<String, Element> byName;

    private ElementRegistry(final Map<Long, Element> byNumber)
    {
        this.byNumber = byNumber;
        byName = new HashMap<>();
        // IANA's name is IANA's element, whatever others call theirs.
        byNumber.values().forEach(element -> byName.merge(element.name(), element,
            (first, second) -> first.enterprise() <= second.enterprise() ? first : second));
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
     * @return the new registry.
     */
    public ElementRegistry with(final Collection<Element> elements)
    {
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
            final Map<Long, Element> elements = new HashMap<>();
            try (InputStream in = ElementRegistry.class.getResourceAsStream(RESOURCE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
            {
                for (String line = reader.readLine(); null != line; line = reader.readLine())
                {
                    if (!line.startsWith("#"))
                    {
                        final Element element = parse(line);
                        elements.put(key(element.enterprise(), element.id()), element);
                    }
                }
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException(e);
            }
            return new ElementRegistry(elements);
        }

        private static Element parse(final String line)
        {
            final String[] columns = line.split("\t", COLUMNS);
            return new Element(Long.parseLong(columns[0]), Integer.parseInt(columns[1]), columns[2],
                ElementType.ofLabel(columns[3]), ElementSemantics.ofLabel(columns[4]));
        }
    }
}
