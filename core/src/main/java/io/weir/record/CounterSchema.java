package io.weir.record;

import java.util.List;

/**
 * Layout of one counter structure: what the values of a {@link CounterRecord} mean. Immutable.
 *
 * @param enterprise number of the structure's enterprise, 0 for the standard ones.
 * @param format     number of the structure within its enterprise.
 * @param name       of the structure, in its specification's words.
 * @param counters   its fields in wire order, at most {@link CounterRecord#MAX_COUNTERS}.
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, counter_data</a>
 */
public record CounterSchema(int enterprise, int format, String name, List<Counter> counters)
{
    /**
     * Check the number of counters.
     *
     * @param enterprise number of the structure's enterprise.
     * @param format     number of the structure within its enterprise.
     * @param name       of the structure.
     * @param counters   its fields in wire order.
     * @throws IllegalArgumentException if there are more counters than a record holds.
     */
    public CounterSchema
    {
        counters = List.copyOf(counters);
        if (counters.size() > CounterRecord.MAX_COUNTERS)
        {
            throw new IllegalArgumentException(name + ": too many counters: counters=" + counters.size() +
                " range=0.." + CounterRecord.MAX_COUNTERS);
        }
    }

    /** {@return bytes of the structure's fixed part} */
    public int length()
    {
        int length = 0;
        for (int i = 0; i < counters.size(); i++)
        {
            length += counters.get(i).bytes();
        }
        return length;
    }

    /**
     * One field of a counter structure.
     *
     * @param name  in the specification's words.
     * @param kind  of value.
     * @param bytes on the wire, 4 or 8.
     */
    public record Counter(String name, Kind kind, int bytes)
    {
    }

    /** What a value is, and so how it becomes a metric. */
    public enum Kind
    {
        /** Only grows, and wraps at its width; all ones means not available. */
        COUNTER,
        /** Goes up and down; all ones means not available. */
        GAUGE,
        /** Names, states and flags: 0 is a value like any other. */
        CODE
    }
}
