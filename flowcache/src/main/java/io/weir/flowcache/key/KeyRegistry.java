package io.weir.flowcache.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.weir.record.ElementNames;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the keys of a cache may refer to: functions of the caller, groups and maps. Calls that are written alike are one
 * key, so that it is computed once for each record. Groups and maps may be replaced at any time; keys follow at once.
 * Thread safe.
 */
public final class KeyRegistry
{
    private static final String NAME = "[A-Za-z][A-Za-z0-9_.-]{0,127}";
    private static final int MAX_LABELS = 1 << 20;

    private final Map<String, KeyFunction> functions = new LinkedHashMap<>();
    private final Map<String, GroupLabels> groups = new LinkedHashMap<>();
    private final Map<String, LabelMap> maps = new LinkedHashMap<>();
    private final Map<String, Label> labels = new HashMap<>();
    private final Map<String, WeakReference<Key>> pool = new HashMap<>();
    private ElementNames elements = ElementNames.NONE;

    /** A registry that knows the keys and functions that are always there. */
    public KeyRegistry()
    {
    }

    /**
     * Set who knows the names of information elements. Without it only numbers such as {@code ipfix:95} are keys.
     *
     * @param names of elements.
     */
    public synchronized void elements(final ElementNames names)
    {
        elements = requireNonNull(names);
    }

    /**
     * Add a function.
     *
     * @param name     by which it is called.
     * @param function to call.
     * @throws IllegalArgumentException if the name is not one of a function, or taken.
     */
    public synchronized void function(final String name, final KeyFunction function)
    {
        checkName("function", name);
        if (KeyParser.NAMES.contains(name) || null != functions.putIfAbsent(name, requireNonNull(function)))
        {
            throw new IllegalArgumentException("function: there is one of that name: name='" + name + "'");
        }
    }

    private static void checkName(final String what, final String name)
    {
        if (null == name || !name.matches(NAME))
        {
            throw new IllegalArgumentException(what +
                ": name must be a letter and up to 127 letters, digits, '_', '-', '.': name='" + name + "'");
        }
    }

    /**
     * Add a group, or replace the one of that name.
     *
     * @param name  by which calls refer to it.
     * @param group of networks.
     * @throws IllegalArgumentException if the name or a label is out of range.
     */
    public synchronized void group(final String name, final Group group)
    {
        checkName("group", name);
        final Label[] all = group.labels().stream().map(this::label).toArray(Label[]::new);
        final GroupLabels.State state = new GroupLabels.State(group, all);
        final GroupLabels present = groups.get(name);
        if (null == present)
        {
            groups.put(name, new GroupLabels(state));
        }
        else
        {
            present.state(state);
        }
    }

    /**
     * Add a map, or replace the one of that name.
     *
     * @param name by which calls refer to it.
     * @param map  of values.
     * @throws IllegalArgumentException if the name or a label is out of range, or a value is none of a key that the map
     *     is used with; the map is then as it was.
     */
    public synchronized void map(final String name, final LabelMap map)
    {
        checkName("map", name);
        final Map<LabelKey.OfMap, LabelValues[]> changed = new HashMap<>();
        final Map<String, LabelMap> newMaps = new HashMap<>(maps);
        newMaps.put(name, map);
        for (final WeakReference<Key> reference : pool.values())
        {
            if (reference.get() instanceof LabelKey.OfMap key && key.tables.contains(name))
            {
                changed.put(key, values(name, key.key, key.tables, newMaps));
            }
        }
        map.labels().values().forEach(this::label);
        maps.put(name, map);
        changed.forEach(LabelKey.OfMap::maps);
    }

    private LabelValues[] values(
        final String owner,
        final Key key,
        final List<String> tables,
        final Map<String, LabelMap> from)
    {
        final List<LabelValues> values = new ArrayList<>();
        for (final String table : tables)
        {
            try
            {
                values.add(LabelValues.of(from.get(table), key, this::label));
            }
            catch (final IllegalArgumentException e)
            {
                throw new IllegalArgumentException("map " + owner + ": " + e.getMessage(), e);
            }
        }
        return values.toArray(new LabelValues[0]);
    }

    synchronized Label label(final String text)
    {
        final Label known = labels.get(text);
        if (null != known)
        {
            return known;
        }
        final byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > KeyValue.MAX_TEXT)
        {
            throw new IllegalArgumentException("label is too long: bytes=" + bytes.length + " max=" +
                KeyValue.MAX_TEXT + " label='" + text.substring(0, 32) + "...'");
        }
        final Label label = new Label(bytes, labels.size() < MAX_LABELS ? labels.size() : -1);
        if (label.number() >= 0)
        {
            labels.put(text, label);
        }
        return label;
    }

    synchronized LabelKey groupKey(final String name, final Key key, final List<String> tables)
    {
        return new LabelKey.OfGroup(name, key, tables, tables.stream().map(groups::get).toList());
    }

    synchronized LabelKey mapKey(final String name, final Key key, final List<String> tables)
    {
        final Key value = KeyType.TEXT == key.type() ? text(key) : key;
        return new LabelKey.OfMap(name, value, tables, values(tables.get(0), value, tables, maps));
    }

    /**
     * The key of the text of a key: itself when it is one of texts, else one of how its values are written.
     *
     * @param key of any type.
     * @return a key of texts.
     */
    public Key textOf(final Key key)
    {
        return text(key);
    }

    synchronized TextKey text(final Key key)
    {
        if (key instanceof TextKey text)
        {
            return text;
        }
        final String name = "text " + key.name();
        final Key known = pooled(name);
        return (TextKey)(null != known ? known : pool(name, TextKey.of(key)));
    }

    synchronized Key pooled(final String name)
    {
        final WeakReference<Key> reference = pool.get(name);
        return null == reference ? null : reference.get();
    }

    synchronized Key pool(final String name, final Key key)
    {
        if (key.isComputed())
        {
            pool.values().removeIf(reference -> null == reference.get());
            pool.put(name, new WeakReference<>(key));
        }
        return key;
    }

    synchronized boolean hasFunction(final String name)
    {
        return functions.containsKey(name);
    }

    synchronized KeyFunction function(final String name)
    {
        return functions.get(name);
    }

    /** {@return names of all functions} */
    public synchronized Set<String> functionNames()
    {
        final Set<String> names = new TreeSet<>(KeyParser.NAMES);
        names.addAll(functions.keySet());
        return names;
    }

    /** {@return names of the groups} */
    public synchronized Set<String> groupNames()
    {
        return new TreeSet<>(groups.keySet());
    }

    /** {@return names of the maps} */
    public synchronized Set<String> mapNames()
    {
        return new TreeSet<>(maps.keySet());
    }

    /**
     * A key by name, or the key that a call of a function computes.
     *
     * @param name of the key, or a call such as {@code group:ipsource:sites}.
     * @return the key, empty when there is none of that name.
     * @throws IllegalArgumentException if a call is wrong; the message tells where, counted from 1.
     */
    public synchronized Optional<Key> find(final String name)
    {
        final Key plain = Keys.plain(name);
        if (null != plain)
        {
            return Optional.of(KeyType.TEXT == plain.type() ? text(plain) : plain);
        }
        if (ElementKey.isName(name))
        {
            final Key known = pooled(name);
            return Optional.of(null != known ? known : pool(name, ElementKey.of(name, elements)));
        }
        final int colon = name.indexOf(':');
        final boolean isCall = colon > 0 && functionNames().contains(name.substring(0, colon));
        return isCall ? Optional.of(KeyParser.parse(this, name)) : Optional.empty();
    }

    /**
     * A key by name or call, or an error that suggests others.
     *
     * @param owner what asks, with which the message begins: the name of a definition.
     * @param name  of the key.
     * @return the key.
     * @throws UnresolvedException if the name is the call of a function that is not here, or of a group or map.
     * @throws IllegalArgumentException if there is no key of that name; the message lists the nearest names.
     */
    public Key require(final String owner, final String name)
    {
        try
        {
            return find(name).orElseThrow(() -> unknown(name, ""));
        }
        catch (final UnresolvedException e)
        {
            throw new UnresolvedException(owner, e);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IllegalArgumentException(owner + ": " + e.getMessage(), e);
        }
    }

    /**
     * What to throw for a text that is not a value of a key.
     *
     * @param key     that was to have the value.
     * @param message to give.
     * @param cause   of it.
     * @return an exception; an {@link UnresolvedException} for an element, where only a cache that knows elements could
     *     tell what its values are.
     */
    public synchronized IllegalArgumentException notAValue(
        final Key key,
        final String message,
        final IllegalArgumentException cause)
    {
        return ElementNames.NONE == elements && ElementKey.isName(key.name()) ?
            new UnresolvedException(message) : new IllegalArgumentException(message, cause);
    }

    /**
     * What to throw for a name that is not one of a key.
     *
     * @param name  that was not found.
     * @param place where it stands, empty or such as {@code  at 8}, for the message.
     * @return an exception that lists the nearest names; an {@link UnresolvedException} for the call of a function.
     */
    public IllegalArgumentException unknown(final String name, final String place)
    {
        final int colon = name.indexOf(':');
        final String told = "unknown key '" + name + "'" + place;
        return colon < 0 ? new IllegalArgumentException(told + Keys.suggest(name)) :
            new UnresolvedException(told + Suggestions.text(name.substring(0, colon), functionNames()));
    }
}
