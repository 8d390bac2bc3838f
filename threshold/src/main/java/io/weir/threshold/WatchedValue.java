package io.weir.threshold;

import io.weir.flowcache.FlowSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the values of a flow definition is meant. Immutable.
 *
 * @param index  0 for the first, 1 and on for those beside it; -1 where the definition has no such value.
 * @param isRate whether it adds up to a rate; else it tells of numbers, as a mean or a count of distinct values does.
 */
record WatchedValue(int index, boolean isRate)
{
    /**
     * A value by its name.
     *
     * @param flow definition.
     * @param name of the value as the definition has it, empty for the first.
     * @return the value.
     */
    static WatchedValue of(final FlowSpec flow, final String name)
    {
        final List<String> names = names(flow);
        final int index = name.isEmpty() ? 0 : names.indexOf(FlowSpec.valueName(name));
        return new WatchedValue(index, index >= 0 && FlowSpec.isRate(names.get(index)));
    }

    /**
     * The names of all values.
     *
     * @param flow definition.
     * @return the first, and those beside it.
     */
    static List<String> names(final FlowSpec flow)
    {
        final List<String> names = new ArrayList<>();
        names.add(FlowSpec.valueName(flow.value()));
        flow.values().forEach(value -> names.add(FlowSpec.valueName(value)));
        return names;
    }

    /** {@return whether it is the rate by which the flows of the table are ranked} */
    boolean isFirstRate()
    {
        return 0 == index && isRate;
    }
}
