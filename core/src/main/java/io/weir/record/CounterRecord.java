package io.weir.record;

/**
 * One counter structure of a counter sample, reused for every structure. Not thread safe. Valid during the call that
 * hands it out. Values are raw: deltas and rates are for the consumer.
 *
 * <p>A structure that ends in a list, such as the lanes of an optical module, makes one record for what comes before
 * the list and then one for each entry, with {@link CounterSchema#entry()} for its schema. Texts and other values of
 * variable length are references to the datagram's bytes, valid as long as the record.
 */
public final class CounterRecord
{
    /** Most counters that a structure holds. */
    public static final int MAX_COUNTERS = 64;

    private static final double PERCENT_SCALE = 100;

    private final long[] values = new long[MAX_COUNTERS];
    private long present;
    private CounterSchema schema;
    private long agentHigh;
    private long agentLow;
    private long subAgent;
    private long dataSource;
    private long sequence;
    private long uptimeMs;
    private int entry;
    private byte[] buffer;

    /** An empty record. */
    public CounterRecord()
    {
    }

    /**
     * Say where the structures that follow come from.
     *
     * @param newAgentHigh  high 64 bits of the agent's address.
     * @param newAgentLow   low 64 bits of the agent's address.
     * @param newSubAgent   of the datagram.
     * @param newDataSource in the form of {@link Slots#DATA_SOURCE}.
     * @param newSequence   of the sample.
     * @param newUptimeMs   of the agent.
     */
    public void origin(
        final long newAgentHigh,
        final long newAgentLow,
        final long newSubAgent,
        final long newDataSource,
        final long newSequence,
        final long newUptimeMs)
    {
        agentHigh = newAgentHigh;
        agentLow = newAgentLow;
        subAgent = newSubAgent;
        dataSource = newDataSource;
        sequence = newSequence;
        uptimeMs = newUptimeMs;
    }

    /**
     * Begin a structure and forget the values of the last one.
     *
     * @param newSchema of the structure.
     */
    public void begin(final CounterSchema newSchema)
    {
        begin(newSchema, -1);
    }

    /**
     * Begin a structure, or an entry of its list, and forget the values of the last one.
     *
     * @param newSchema of the structure or the entry.
     * @param newEntry  place in the list from 0; -1 for the structure itself.
     */
    public void begin(final CounterSchema newSchema, final int newEntry)
    {
        schema = newSchema;
        entry = newEntry;
        present = 0;
    }

    /**
     * Say which array references are into. Stays until it is said anew.
     *
     * @param newBuffer holding the datagram.
     */
    public void source(final byte[] newBuffer)
    {
        if (buffer != newBuffer)
        {
            buffer = newBuffer;
        }
    }

    /**
     * Set a reference to bytes of {@link #buffer}.
     *
     * @param index  in the schema.
     * @param offset of the first byte.
     * @param length in bytes.
     */
    public void putReference(final int index, final int offset, final int length)
    {
        put(index, (long)offset << 32 | length);
    }

    /**
     * Set a value.
     *
     * @param index in the schema.
     * @param value to hold, unsigned.
     */
    public void put(final int index, final long value)
    {
        values[index] = value;
        present |= 1L << index;
    }

    /** {@return layout of the values} */
    public CounterSchema schema()
    {
        return schema;
    }

    /**
     * Whether the agent told this value.
     *
     * @param index in the schema.
     * @return false where the structure is cut before it, or the agent says that it is not available.
     */
    public boolean has(final int index)
    {
        return 0 != (present & 1L << index);
    }

    /**
     * A value.
     *
     * @param index in the schema.
     * @return the value, unsigned; meaningful only where {@link #has}.
     */
    public long value(final int index)
    {
        return values[index];
    }

    /**
     * A value as a number: signed, fractional and percent kinds as what they mean.
     *
     * @param index in the schema.
     * @return the value; meaningful only where {@link #has}, 0 for a reference.
     */
    public double number(final int index)
    {
        final long value = values[index];
        switch (schema.counters().get(index).kind())
        {
            case SIGNED:
                return (int)value;
            case PERCENT:
                return (int)value / PERCENT_SCALE;
            case FLOAT:
                return Float.intBitsToFloat((int)value);
            case DOUBLE:
                return Double.longBitsToDouble(value);
            case TEXT:
            case BYTES:
            case WORDS:
            case MACS:
                return 0;
            default:
                return value >= 0 ? value : (value >>> 1) * 2.0;
        }
    }

    /**
     * Where the bytes of a reference begin.
     *
     * @param index in the schema.
     * @return offset in {@link #buffer}; meaningful only where {@link #has}.
     */
    public int referenceOffset(final int index)
    {
        return (int)(values[index] >>> 32);
    }

    /**
     * Length of a reference.
     *
     * @param index in the schema.
     * @return bytes; meaningful only where {@link #has}.
     */
    public int referenceLength(final int index)
    {
        return (int)values[index];
    }

    /** {@return array that references are into} */
    public byte[] buffer()
    {
        return buffer;
    }

    /** {@return place in the list at the end of a structure, from 0; -1 for the structure itself} */
    public int entry()
    {
        return entry;
    }

    /** {@return high 64 bits of the agent's address} */
    public long agentHigh()
    {
        return agentHigh;
    }

    /** {@return low 64 bits of the agent's address} */
    public long agentLow()
    {
        return agentLow;
    }

    /** {@return sub-agent of the datagram} */
    public long subAgent()
    {
        return subAgent;
    }

    /** {@return data source in the form of {@link Slots#DATA_SOURCE}} */
    public long dataSource()
    {
        return dataSource;
    }

    /** {@return sequence number of the counter sample} */
    public long sequence()
    {
        return sequence;
    }

    /** {@return milliseconds since the agent started, modulo 2^32} */
    public long uptimeMs()
    {
        return uptimeMs;
    }
}
