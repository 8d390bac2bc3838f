package io.weir.flowcache.key;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Labels of values: {@code map:tcpdestinationport:services} is the label that the map {@code services} gives the port.
 * Values are written as rows show them. Immutable.
 */
public final class LabelMap
{
    private final Map<String, String> labels;

    private LabelMap(final Map<String, String> labels)
    {
        this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** {@return a map without values, to be filled} */
    public static Builder builder()
    {
        return new Builder();
    }

    /** {@return label of each value, in the order in which they came} */
    public Map<String, String> labels()
    {
        return labels;
    }

    /** Collects values. Not thread safe. */
    public static final class Builder
    {
        private final Map<String, String> labels = new LinkedHashMap<>();

        private Builder()
        {
        }

        /**
         * Give values a label.
         *
         * @param label  any text.
         * @param values as rows show them: {@code 443}, {@code 10.0.0.1}, {@code www.example.org}.
         * @return this.
         * @throws IllegalArgumentException if one has a label already.
         */
        public Builder add(final String label, final String... values)
        {
            for (final String value : values)
            {
                final String before = labels.putIfAbsent(value, label);
                if (null != before)
                {
                    throw new IllegalArgumentException(
                        "'" + label + "': '" + value + "': the value has a label already: '" + before + "'");
                }
            }
            return this;
        }

        /** {@return the map} */
        public LabelMap build()
        {
            return new LabelMap(labels);
        }
    }
}
