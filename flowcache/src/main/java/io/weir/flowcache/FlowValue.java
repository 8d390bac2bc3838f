package io.weir.flowcache;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.flowcache.key.Keys;
import io.weir.flowcache.key.Suggestions;
import io.weir.flowcache.table.Statistic;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.Slots;

import java.util.List;
import java.util.Map;

/**
 * One value of a definition. Immutable.
 *
 * @param statistic what it tells of the numbers of records.
 * @param unit      of the numbers.
 * @param slot      that a record must have, where there is no key.
 * @param key       of the number, null where the unit is not {@link Unit#NUMBER}.
 * @param fields    that a decoder must fill for it.
 */
record FlowValue(Statistic statistic, Unit unit, int slot, Key key, FieldSet fields)
{
    private static final Map<String, Statistic> PREFIXES = Map.of(
        "rate", Statistic.RATE, "avg", Statistic.AVERAGE, "min", Statistic.MIN, "max", Statistic.MAX,
        "count", Statistic.DISTINCT);
    private static final List<String> COUNTED = List.of("bytes", "frames", "requests");

    /* What a value tells: a rate where nothing is said. */
    static Statistic statisticOf(final String value)
    {
        return PREFIXES.getOrDefault(prefix(value), Statistic.RATE);
    }

    /* What a value is called: what it tells is not said of a rate. */
    static String nameOf(final String value)
    {
        return Statistic.RATE == statisticOf(value) ? numberOf(value) : value;
    }

    private static String numberOf(final String value)
    {
        final String prefix = prefix(value);
        return PREFIXES.containsKey(prefix) ? value.substring(prefix.length() + 1) : value;
    }

    private static String prefix(final String value)
    {
        return value.substring(0, Math.max(0, value.indexOf(':')));
    }

    static FlowValue of(final String owner, final String value, final KeyRegistry registry)
    {
        final Statistic statistic = statisticOf(value);
        final String name = numberOf(value);
        switch (name)
        {
            case "bytes":
                return new FlowValue(statistic, Unit.BYTES, Slots.BYTES, null, FieldSet.of(Field.BYTES));
            case "frames":
                return new FlowValue(statistic, Unit.FRAMES, Slots.FRAMES, null, FieldSet.of(Field.FRAMES));
            case "requests":
                return new FlowValue(
                    statistic, Unit.FRAMES, Slots.OPERATION_DURATION, null, FieldSet.of(Field.OPERATION_DURATION));
            default:
                return ofKey(owner, statistic, name, registry);
        }
    }

    private static FlowValue ofKey(
        final String owner, final Statistic statistic, final String name, final KeyRegistry registry)
    {
        final boolean counts = Statistic.DISTINCT == statistic;
        if (!counts && name.indexOf(':') < 0 && registry.find(name).isEmpty())
        {
            final String counted = Suggestions.text(name, COUNTED);
            final String nearest = !counted.isEmpty() ? counted :
                Suggestions.text(name, Keys.all().stream().filter(Key::isNumber).map(Key::name).toList());
            throw new IllegalArgumentException(owner + ": unknown value '" + name + "'" + (nearest.isEmpty() ?
                ": must be one of " + String.join(", ", COUNTED) + ", or the key of a number" : nearest));
        }
        final Key key = registry.require(owner, name);
        if (!counts && (!key.isNumber() || key.bits() > Long.SIZE))
        {
            throw new IllegalArgumentException(owner + ": value must be the key of a number: value='" + name + "'");
        }
        return new FlowValue(statistic, Unit.NUMBER, key.field().slot(), key, key.fields());
    }

    /* Whether it is a rate, which adds up; else it is a statistic of records. */
    boolean isRate()
    {
        return Statistic.RATE == statistic;
    }

    /** What the numbers are. */
    enum Unit
    {
        /** Bytes. */
        BYTES,
        /** Frames. */
        FRAMES,
        /** A number of each record. */
        NUMBER
    }
}
