package io.weir.flowcache;

import io.weir.record.FieldSet;

import java.util.List;

/**
 * What the shards are to do, as one immutable object that they take over between datagrams.
 *
 * @param definitions in the order in which they came.
 * @param wanted      fields that they read.
 */
record Plan(List<Definition> definitions, FieldSet wanted)
{
    static final Plan EMPTY = new Plan(List.of(), FieldSet.NONE);

    static Plan of(final List<Definition> definitions)
    {
        FieldSet wanted = FieldSet.NONE;
        for (final Definition definition : definitions)
        {
            wanted = wanted.union(definition.wanted());
        }
        return new Plan(List.copyOf(definitions), wanted);
    }

    Definition find(final String name)
    {
        for (final Definition definition : definitions)
        {
            if (name.equals(definition.spec().name()))
            {
                return definition;
            }
        }
        return null;
    }
}
