package io.weir.flowcache;

import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.KeySource;
import io.weir.flowcache.key.KeyType;
import io.weir.flowcache.key.KeyValue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A filter of a query, which looks at the keys of flows instead of records. Not thread safe. */
final class FlowFilter implements KeySource
{
    private final Filter filter;
    private final KeyProgram program;
    private final List<String> names = new ArrayList<>();
    private final KeyValue text = new KeyValue();
    private long[] packed;
    private int offset;
    private IntFunction<String> texts;

    /*
     * A filter of flows of a definition. Throws IllegalArgumentException when it compares a key that is not one of the
     * definition's.
     */
    FlowFilter(final String owner, final Filter filter, final KeyProgram program)
    {
        this.filter = filter;
        this.program = program;
        program.keys().forEach(key -> names.add(key.name()));
        for (final String key : filter.keys())
        {
            if (!names.contains(key))
            {
                throw new IllegalArgumentException(owner + ": filter: '" + key +
                    "' is not a key of the definition: keys=" + String.join(",", names));
            }
        }
    }

    boolean matches(final long[] words, final int at, final IntFunction<String> textOf)
    {
        packed = words;
        offset = at;
        texts = textOf;
        return filter.interpret(this);
    }

    @Override
    public boolean isPresent(final Key key)
    {
        return true;
    }

    @Override
    public long high(final Key key)
    {
        return program.high(names.indexOf(key.name()), packed, offset);
    }

    @Override
    public long low(final Key key)
    {
        return program.low(names.indexOf(key.name()), packed, offset);
    }

    @Override
    public KeyValue text(final Key key)
    {
        final int index = names.indexOf(key.name());
        final String value = KeyType.TEXT == program.keys().get(index).type() ?
            texts.apply((int)program.low(index, packed, offset)) : program.format(index, packed, offset, texts);
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        text.text(bytes, 0, bytes.length);
        return text;
    }
}
