package io.weir.record;

/**
 * One counter structure of a counter sample, reused for every structure. Not thread safe. Valid during the call that
 * hands it out. Values are raw: deltas and rates are for the consumer.
 */
public final class CounterRecord
{
    /** Most counters that a structure holds. */
    public static final int MAX_COUNTERS = 64;

    private final long[] values = new long[MAX_COUNTERS];
    private long present;
    private CounterSchema schema;
    private long agentHigh;
    private long agentLow;
    private long subAgent;
    private long dataSource;
    private long sequence;
    private long uptimeMs;

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
        schema = newSchema;
        present = 0;
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
