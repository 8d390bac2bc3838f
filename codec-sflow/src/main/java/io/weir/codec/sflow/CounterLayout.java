package io.weir.codec.sflow;

import io.weir.record.CounterSchema;
import io.weir.record.CounterSchema.Counter;
import io.weir.record.CounterSchema.Kind;

import java.util.ArrayList;
import java.util.List;

/** Writes down the fields of a counter structure in wire order. Not thread safe. */
final class CounterLayout
{
    private static final int WORD = 4;
    private static final int HYPER = 8;

    private final List<Counter> counters = new ArrayList<>();

    private CounterLayout add(final Kind kind, final int bytes, final String... names)
    {
        for (final String name : names)
        {
            counters.add(new Counter(name, kind, bytes));
        }
        return this;
    }

    CounterLayout counters(final String... names)
    {
        return add(Kind.COUNTER, WORD, names);
    }

    CounterLayout wideCounters(final String... names)
    {
        return add(Kind.COUNTER, HYPER, names);
    }

    CounterLayout gauges(final String... names)
    {
        return add(Kind.GAUGE, WORD, names);
    }

    CounterLayout wideGauges(final String... names)
    {
        return add(Kind.GAUGE, HYPER, names);
    }

    CounterLayout signed(final String... names)
    {
        return add(Kind.SIGNED, WORD, names);
    }

    CounterLayout percents(final String... names)
    {
        return add(Kind.PERCENT, WORD, names);
    }

    CounterLayout floats(final String... names)
    {
        return add(Kind.FLOAT, WORD, names);
    }

    CounterLayout codes(final String... names)
    {
        return add(Kind.CODE, WORD, names);
    }

    CounterLayout wideCodes(final String... names)
    {
        return add(Kind.CODE, HYPER, names);
    }

    CounterLayout macs(final String... names)
    {
        return add(Kind.MAC, HYPER, names);
    }

    CounterLayout texts(final String... names)
    {
        return add(Kind.TEXT, WORD, names);
    }

    CounterLayout bytes(final String name, final int length)
    {
        return add(Kind.BYTES, length, name);
    }

    CounterLayout words(final String... names)
    {
        return add(Kind.WORDS, WORD, names);
    }

    CounterLayout macList(final String name)
    {
        return add(Kind.MACS, WORD, name);
    }

    CounterStructure structure(final int format, final String name)
    {
        return structure(0, format, name);
    }

    CounterStructure structure(final int enterprise, final int format, final String name)
    {
        return new CounterStructure(new CounterSchema(enterprise, format, name, counters));
    }

    CounterStructure structure(final int format, final String name, final String entryName, final CounterLayout entry)
    {
        return new CounterStructure(new CounterSchema(0, format, name, counters,
            new CounterSchema(0, format, entryName, entry.counters)));
    }
}
