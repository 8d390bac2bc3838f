package io.weir.examples.cli;

import io.weir.flowcache.Aggregation;
import io.weir.flowcache.FlowSpec;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A flow as the user wrote it, on the command line or in a file. Immutable.
 *
 * @param name         of the flow.
 * @param keys         comma separated, null for none.
 * @param value        what is measured, null for the default.
 * @param values       further values, comma separated, null for none.
 * @param filter       of records, null for none.
 * @param timeConstant of the rate, null for the default.
 * @param n            flows kept for top queries, null for the default.
 * @param aggregation  of rows of one key, null for the default.
 * @param dropped      whether it counts dropped packets instead of traffic.
 * @param more         sets further attributes, which only a file has.
 */
record FlowDefinition(
    String name,
    String keys,
    String value,
    String values,
    String filter,
    Duration timeConstant,
    Integer n,
    Aggregation aggregation,
    boolean dropped,
    UnaryOperator<FlowSpec.Builder> more)
{
    /**
     * What the library makes of it.
     *
     * @return the specification.
     * @throws CommandFailure if the library refuses it.
     */
    FlowSpec spec()
    {
        try
        {
            final FlowSpec.Builder builder = FlowSpec.builder(name);
            if (null != keys && !keys.isBlank())
            {
                builder.keys(keys);
            }
            if (null != value)
            {
                builder.value(value);
            }
            if (null != values)
            {
                builder.values(values);
            }
            if (null != filter)
            {
                builder.filter(filter);
            }
            if (null != timeConstant)
            {
                builder.timeConstant(timeConstant);
            }
            if (null != n)
            {
                builder.n(n);
            }
            if (null != aggregation)
            {
                builder.aggregation(aggregation);
            }
            return more.apply(builder.dropped(dropped)).build();
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.usage(e.getMessage());
        }
    }
}
