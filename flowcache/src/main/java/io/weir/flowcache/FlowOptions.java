package io.weir.flowcache;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a query of flows asks for. Immutable.
 *
 * @param maxFlows    most rows, 1 or more.
 * @param minValue    least value of a row: its rate, value units per second, or what the definition has instead.
 * @param aggregation how rows of one key are merged; null for as the definition says.
 * @param exporters   addresses of the agents whose flows count, as rows show them; empty for all.
 * @param filter      on the keys of the definition, see {@link io.weir.flowcache.filter.Filter}; empty for all.
 */
public record FlowOptions(
    int maxFlows,
    double minValue,
    Aggregation aggregation,
    Set<String> exporters,
    String filter)
{
    /**
     * Checked options. {@link #builder} is the better way to make them.
     *
     * @param maxFlows    most rows, 1 or more.
     * @param minValue    least value of a row: its rate, value units per second, or what the definition has instead.
     * @param aggregation how rows of one key are merged; null for as the definition says.
     * @param exporters   addresses of the agents whose flows count, as rows show them; empty for all.
     * @param filter      on the keys of the definition, see {@link io.weir.flowcache.filter.Filter}; empty for all.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public FlowOptions
    {
        if (maxFlows < 1)
        {
            throw new IllegalArgumentException("maxFlows must be 1 or more: maxFlows=" + maxFlows);
        }
        if (!(minValue >= 0))
        {
            throw new IllegalArgumentException("minValue must be 0 or more: minValue=" + minValue);
        }
        exporters = Set.copyOf(exporters);
        requireNonNull(filter, "filter");
    }

    /** {@return a builder that asks for the five largest flows} */
    public static Builder builder()
    {
        return new Builder();
    }

    /** Collects options. Not thread safe. */
    public static final class Builder
    {
        private int maxFlows = 5;
        private double minValue;
        private Aggregation aggregation;
        private final Set<String> exporters = new LinkedHashSet<>();
        private String filter = "";

        private Builder()
        {
        }

        /**
         * Set the most rows; 5 unless told.
         *
         * @param rows 1 or more.
         * @return this.
         */
        public Builder maxFlows(final int rows)
        {
            maxFlows = rows;
            return this;
        }

        /**
         * Leave out smaller rates; none unless told.
         *
         * @param rate value units per second.
         * @return this.
         */
        public Builder minValue(final double rate)
        {
            minValue = rate;
            return this;
        }

        /**
         * Merge rows in another way than the definition says.
         *
         * @param newAggregation of the rows of one key.
         * @return this.
         */
        public Builder aggregation(final Aggregation newAggregation)
        {
            aggregation = requireNonNull(newAggregation, "aggregation");
            return this;
        }

        /**
         * Count only flows of some exporters; all unless told. Needs a definition whose scope is not the network.
         *
         * @param agent address of one, as rows show it; may be called again for others.
         * @return this.
         */
        public Builder exporter(final String agent)
        {
            exporters.add(requireNonNull(agent, "exporter"));
            return this;
        }

        /**
         * Count only flows whose keys match.
         *
         * @param expression on the keys of the definition, such as {@code ipdestination=10.0.0.0/8}.
         * @return this.
         */
        public Builder filter(final String expression)
        {
            filter = expression;
            return this;
        }

        /** {@return the options} */
        public FlowOptions build()
        {
            return new FlowOptions(maxFlows, minValue, aggregation, exporters, filter);
        }
    }
}
