package io.weir.codec.netflow.element;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The elements of a registry, and those that exporters described in type records, which never take the place of one
 * that the registry has. Thread safe. Holds at most {@value #MAX_LEARNED} learned elements.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5610">RFC 5610</a>
 */
public final class ElementTable
{
    /** Most elements that are learned. */
    public static final int MAX_LEARNED = 4_096;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final ElementRegistry registry;
    private final Map<Long, Element> learned = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();

    /**
     * A table that has learned nothing.
     *
     * @param registry of the elements that are known.
     */
    public ElementTable(final ElementRegistry registry)
    {
        this.registry = requireNonNull(registry);
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
        final Optional<Element> known = registry.find(enterprise, id);
        return known.isPresent() ? known : Optional.ofNullable(learned.get(ElementRegistry.key(enterprise, id)));
    }

    /**
     * Learn an element from an exporter.
     *
     * @param element of an enterprise.
     * @return whether it is known now as it was told: not when it is IANA's or known otherwise, when its name holds
     *     more than letters, digits, dots and dashes, or when there is no room.
     */
    public boolean learn(final Element element)
    {
        final Optional<Element> known = find(element.enterprise(), element.id());
        if (known.isPresent() && known.get().equals(element))
        {
            return true;
        }
        final boolean isWelcome = 0 != element.enterprise() && NAME.matcher(element.name()).matches() &&
            registry.find(element.enterprise(), element.id()).isEmpty();
        if (!isWelcome || known.isEmpty() && learned.size() >= MAX_LEARNED)
        {
            refused.incrementAndGet();
            return false;
        }
        learned.put(ElementRegistry.key(element.enterprise(), element.id()), element);
        return true;
    }

    /** {@return elements that were learned} */
    public int learnedCount()
    {
        return learned.size();
    }

    /** {@return how often an element was told that was not learned} */
    public long refusedCount()
    {
        return refused.get();
    }

    /** {@return a registry of all elements as they are now} */
    public ElementRegistry registry()
    {
        return registry.with(learned.values());
    }
}
