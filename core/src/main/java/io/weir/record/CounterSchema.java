package io.weir.record;

import java.util.List;

/**
 * Layout of one counter structure: what the values of a {@link CounterRecord} mean. Immutable.
 *
 * @param enterprise number of the structure's enterprise, 0 for the standard ones.
 * @param format     number of the structure within its enterprise.
 * @param name       of the structure, in its specification's words.
 * @param counters   its fields in wire order, at most {@link CounterRecord#MAX_COUNTERS}.
 * @param entry      layout of an entry of the list at its end, with the same numbers; null where there is no list.
 * @see <a href="https://sflow.org/sflow_version_5.txt">sFlow version 5, section 5, counter_data</a>
 */
public record CounterSchema(int enterprise, int format, String name, List<Counter> counters, CounterSchema entry)
{
    /**
     * Check the number of counters.
     *
     * @param enterprise number of the structure's enterprise.
     * @param format     number of the structure within its enterprise.
     * @param name       of the structure.
     * @param counters   its fields in wire order.
     * @param entry      layout of an entry of the list at its end, or null.
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

    /**
     * A structure without a list.
     *
     * @param enterprise number of the structure's enterprise.
     * @param format     number of the structure within its enterprise.
     * @param name       of the structure.
     * @param counters   its fields in wire order.
     */
    public CounterSchema(final int enterprise, final int format, final String name, final List<Counter> counters)
    {
        this(enterprise, format, name, counters, null);
    }

    /** {@return fewest bytes of a whole structure: its fields, texts and lists empty, without the list at its end} */
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
     * @param bytes on the wire; of a variable field the 4 of its length.
     */
    public record Counter(String name, Kind kind, int bytes)
    {
    }

    /** What a value is, and so how it becomes a metric. */
    public enum Kind
    {
        /** Only grows, and wraps at its width; all ones means not available. */
        COUNTER,
        /** Goes up and down, unsigned; all ones means not available. */
        GAUGE,
        /** Goes up and down, signed 32 bits; -1 means not available, and so does 2^31-1, above or below 0. */
        SIGNED,
        /** Hundredths of a percent; -1 means not available. */
        PERCENT,
        /** IEEE 754 single, held as its bits; below 0 means not available. */
        FLOAT,
        /** IEEE 754 double, held as its bits. */
        DOUBLE,
        /** Names, states and flags: 0 is a value like any other. */
        CODE,
        /** MAC address: 48 bits, 8 bytes on the wire. */
        MAC,
        /** Text of the datagram, held as a reference; empty means not available. */
        TEXT,
        /** A fixed number of bytes of the datagram, held as a reference. */
        BYTES,
        /** A list of 32-bit numbers of the datagram, held as a reference to their bytes. */
        WORDS,
        /** A list of MAC addresses of the datagram, 8 bytes each, held as a reference to their bytes. */
        MACS;

        /** {@return whether the value is a reference to bytes of the datagram} */
        public boolean isReference()
        {
            return ordinal() >= TEXT.ordinal();
        }
    }
}
