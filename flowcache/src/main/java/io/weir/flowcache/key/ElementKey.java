package io.weir.flowcache.key;

import io.weir.record.ElementNames;
import io.weir.record.ElementSlots;
import io.weir.record.Field;
import io.weir.record.FlowRecord;
import io.weir.record.NamedElement;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that is an information element: {@code ipfix:} and its name, its number, or the number of an enterprise and its
 * own. Immutable but for what it remembers of the last record: which slot the element has.
 */
final class ElementKey extends FunctionKey
{
    static final String PREFIX = "ipfix:";

    private static final Pattern NUMBERS = Pattern.compile("(?:(\\d{1,10})/)?(\\d{1,5})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");
    private static final int MAC_BITS = 48;

    private final Place place;

    private ElementKey(final Key element)
    {
        super(element.name(), element.type(), element.bits(), element.fields(), element);
        place = new Place(element.field());
    }

    static boolean isName(final String name)
    {
        return name.startsWith(PREFIX);
    }

    /* The key of a name; an UnresolvedException where only a cache that knows names could tell. */
    static FunctionKey of(final String name, final ElementNames names)
    {
        final String rest = name.substring(PREFIX.length());
        final Matcher numbers = NUMBERS.matcher(rest);
        if (numbers.matches())
        {
            final long enterprise = null == numbers.group(1) ? 0 : Long.parseLong(numbers.group(1));
            final int id = Integer.parseInt(numbers.group(2));
            final NamedElement known = names.element(enterprise, id);
            return of(name, null == known ?
                new NamedElement(enterprise, id, rest, NamedElement.Kind.NUMBER) : known);
        }
        final NamedElement known = names.element(rest);
        if (null != known)
        {
            return of(name, known);
        }
        if (!NAME.matcher(rest).matches())
        {
            throw new IllegalArgumentException("not an element: '" + name +
                "': must be ipfix:NAME, ipfix:ID or ipfix:ENTERPRISE/ID");
        }
        if (ElementNames.NONE == names)
        {
            throw new UnresolvedException("unknown element '" + name +
                "': the cache was built without names of elements, only numbers such as ipfix:95 are known");
        }
        throw new IllegalArgumentException(
            "unknown element '" + name + "'" + Suggestions.text(rest, names.elementNames()));
    }

    private static FunctionKey of(final String name, final NamedElement element)
    {
        final Field field = element.field();
        switch (element.kind())
        {
            case IPV4:
                return new ElementKey(plain(name, KeyType.IPV4, Integer.SIZE, field));
            case IPV6:
                return new ElementKey(plain(name, KeyType.IPV6, 2 * Long.SIZE, field));
            case MAC:
                return new ElementKey(plain(name, KeyType.MAC, MAC_BITS, field));
            case TEXT:
                return new OfText(plain(name, KeyType.TEXT, TextKey.BITS, field));
            default:
                return new ElementKey(plain(name, KeyType.NUMBER, Long.SIZE, field));
        }
    }

    private static Key plain(final String name, final KeyType type, final int bits, final Field field)
    {
        return new Key(name, type, bits, 0, field, 0, "information element " +
            field.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean isPresent(final KeyContext context)
    {
        return place.find(context.record()) >= 0;
    }

    @Override
    public long high(final KeyContext context)
    {
        return bits() > Long.SIZE ? context.record().get(place.find(context.record())) : 0;
    }

    @Override
    public long low(final KeyContext context)
    {
        final long low = context.record().get(place.find(context.record()) + 1);
        return bits() >= Long.SIZE ? low : low & (1L << bits()) - 1;
    }

    /** An element that is a text. */
    static final class OfText extends TextKey
    {
        private final Place place;

        private OfText(final Key element)
        {
            super(element.name(), element.fields(), element);
            place = new Place(element.field());
        }

        @Override
        boolean compute(final KeyContext context, final KeyValue into)
        {
            final int slot = place.find(context.record());
            if (slot >= 0)
            {
                TextForm.PLAIN.read(context.record(), slot, into);
            }
            return slot >= 0;
        }
    }

    /** Where records keep an element. Thread safe: what is remembered is one immutable object. */
    private static final class Place
    {
        private final Field element;
        private volatile Remembered remembered = new Remembered(ElementSlots.NONE, -1);

        Place(final Field element)
        {
            this.element = element;
        }

        /* First slot of the element, -1 where the record lacks it. */
        int find(final FlowRecord record)
        {
            Remembered known = remembered;
            if (known.elements != record.elements())
            {
                known = new Remembered(record.elements(), record.elements().slot(element));
                remembered = known;
            }
            return known.slot >= 0 && record.has(known.slot) ? known.slot : -1;
        }
    }

    /**
     * What was found for one object of slots.
     *
     * @param elements of a record.
     * @param slot     in it, -1 for none.
     */
    private record Remembered(ElementSlots elements, int slot)
    {
    }
}
