package io.weir.record;

import io.weir.record.CounterSchema.Kind;

/**
 * One metric that an exporter names itself, reused for every metric. Not thread safe. Valid during the call that hands
 * it out. Texts are references to the datagram's bytes.
 */
public final class MetricRecord
{
    private byte[] buffer;
    private long agentHigh;
    private long agentLow;
    private long subAgent;
    private long sequence;
    private long uptimeMs;
    private int sourceOffset;
    private int sourceLength;
    private int nameOffset;
    private int nameLength;
    private Kind kind = Kind.GAUGE;
    private int bytes;
    private long value;

    /** An empty record. */
    public MetricRecord()
    {
    }

    /**
     * Say where the metrics that follow come from.
     *
     * @param newAgentHigh high 64 bits of the agent's address.
     * @param newAgentLow  low 64 bits of the agent's address.
     * @param newSubAgent  of the datagram.
     * @param newSequence  that tells a metric which comes twice from one that follows: of the datagram.
     * @param newUptimeMs  of the agent.
     */
    public void origin(
        final long newAgentHigh,
        final long newAgentLow,
        final long newSubAgent,
        final long newSequence,
        final long newUptimeMs)
    {
        agentHigh = newAgentHigh;
        agentLow = newAgentLow;
        subAgent = newSubAgent;
        sequence = newSequence;
        uptimeMs = newUptimeMs;
    }

    /**
     * Say what the metrics that follow are of.
     *
     * @param newBuffer holding the datagram, which all references are into.
     * @param offset    of the name of the data source.
     * @param length    of that name in bytes.
     */
    public void source(final byte[] newBuffer, final int offset, final int length)
    {
        if (buffer != newBuffer)
        {
            buffer = newBuffer;
        }
        sourceOffset = offset;
        sourceLength = length;
    }

    /**
     * Set name and value.
     *
     * @param offset   of the name.
     * @param length   of the name in bytes.
     * @param newKind  of value: counter, gauge, single, double or text.
     * @param newBytes of the value on the wire; of a text the 4 of its length.
     * @param newValue as {@link CounterRecord#put} and {@link CounterRecord#putReference} hold it.
     */
    public void metric(
        final int offset, final int length, final Kind newKind, final int newBytes, final long newValue)
    {
        nameOffset = offset;
        nameLength = length;
        kind = newKind;
        bytes = newBytes;
        value = newValue;
    }

    /** {@return array that references are into} */
    public byte[] buffer()
    {
        return buffer;
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

    /** {@return sequence number of the datagram} */
    public long sequence()
    {
        return sequence;
    }

    /** {@return milliseconds since the agent started, modulo 2^32} */
    public long uptimeMs()
    {
        return uptimeMs;
    }

    /** {@return offset of the name of the data source} */
    public int sourceOffset()
    {
        return sourceOffset;
    }

    /** {@return bytes of the name of the data source} */
    public int sourceLength()
    {
        return sourceLength;
    }

    /** {@return offset of the metric's name} */
    public int nameOffset()
    {
        return nameOffset;
    }

    /** {@return bytes of the metric's name} */
    public int nameLength()
    {
        return nameLength;
    }

    /** {@return what the value is} */
    public Kind kind()
    {
        return kind;
    }

    /** {@return bytes of the value on the wire; of a text the 4 of its length} */
    public int bytes()
    {
        return bytes;
    }

    /** {@return the value as {@link CounterRecord#value} holds it} */
    public long value()
    {
        return value;
    }
}
