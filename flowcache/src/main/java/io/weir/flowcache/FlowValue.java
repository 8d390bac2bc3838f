package io.weir.flowcache;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.flowcache.key.Keys;
import io.weir.flowcache.key.Suggestions;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.Slots;

import java.util.List;

/**
 * What a definition adds up. Immutable.
 *
 * @param unit   of the totals.
 * @param slot   that a record must have, where there is no key.
 * @param key    of the number, null where the unit is not {@link Unit#NUMBER}.
 * @param fields that a decoder must fill for it.
 */
record FlowValue(Unit unit, int slot, Key key, FieldSet fields)
{
    private static final String RATE = "rate:";
    private static final List<String> COUNTED = List.of("bytes", "frames", "requests");

    static FlowValue of(final String owner, final String value, final KeyRegistry registry)
    {
        final String name = value.startsWith(RATE) ? value.substring(RATE.length()) : value;
        switch (name)
        {
            case "bytes":
                return new FlowValue(Unit.BYTES, Slots.BYTES, null, FieldSet.of(Field.BYTES));
            case "frames":
                return new FlowValue(Unit.FRAMES, Slots.FRAMES, null, FieldSet.of(Field.FRAMES));
            case "requests":
                return new FlowValue(
                    Unit.FRAMES, Slots.OPERATION_DURATION, null, FieldSet.of(Field.OPERATION_DURATION));
            default:
                return ofKey(owner, name, registry);
        }
    }

    private static FlowValue ofKey(final String owner, final String name, final KeyRegistry registry)
    {
        if (name.indexOf(':') < 0 && registry.find(name).isEmpty())
        {
            final String counted = Suggestions.text(name, COUNTED);
            final String nearest = !counted.isEmpty() ? counted :
                Suggestions.text(name, Keys.all().stream().filter(Key::isNumber).map(Key::name).toList());
            throw new IllegalArgumentException(owner + ": unknown value '" + name + "'" + (nearest.isEmpty() ?
                ": must be one of " + String.join(", ", COUNTED) + ", or the key of a number" : nearest));
        }
        final Key key = registry.require(owner, name);
        if (!key.isNumber() || key.bits() > Long.SIZE)
        {
            throw new IllegalArgumentException(owner + ": value must be the key of a number: value='" + name + "'");
        }
        return new FlowValue(Unit.NUMBER, key.field().slot(), key, key.fields());
    }

    /** What is added up. */
    enum Unit
    {
        /** Bytes, scaled by the sampling rate. */
        BYTES,
        /** Frames, scaled by the sampling rate. */
        FRAMES,
        /** A number of each record, scaled by the sampling rate. */
        NUMBER
    }
}
