package io.weir.flowcache;

import io.weir.flowcache.filter.Filter;
import io.weir.flowcache.key.KeyProgram;
import io.weir.flowcache.key.KeyRegistry;
import io.weir.record.Field;
import io.weir.record.FieldSet;

import java.util.List;

/**
 * A definition as the shards see it. Immutable.
 *
 * @param id       a new one each time a name is defined.
 * @param spec     as it was given.
 * @param program  of its keys.
 * @param filter   of its records.
 * @param values   the value, then those beside it.
 * @param watchers to be told of its flows.
 */
record Definition(
    long id,
    FlowSpec spec,
    KeyProgram program,
    Filter filter,
    List<FlowValue> values,
    List<FlowWatcherFactory> watchers)
{
    private static final FieldSet COMMON = FieldSet.of(
        Field.AGENT,
        Field.DATA_SOURCE,
        Field.BYTES,
        Field.FRAMES,
        Field.SAMPLING_RATE,
        Field.START_TIME,
        Field.END_TIME);

    static Definition of(
        final long id,
        final FlowSpec spec,
        final KeyRegistry registry,
        final List<FlowWatcherFactory> watchers)
    {
        final KeyProgram program = KeyProgram.of(spec.resolvedKeys(registry), Scope.NETWORK != spec.scope());
        return new Definition(id, spec, program, spec.resolvedFilter(registry),
            spec.resolvedValues(registry), List.copyOf(watchers));
    }

    Definition watchedBy(final List<FlowWatcherFactory> newWatchers)
    {
        return new Definition(id, spec, program, filter, values, List.copyOf(newWatchers));
    }

    FieldSet wanted()
    {
        FieldSet wanted = program.fields().union(filter.fields()).union(COMMON);
        for (final FlowValue value : values)
        {
            wanted = wanted.union(value.fields());
        }
        return wanted;
    }
}
