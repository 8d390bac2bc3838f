package io.weir.collector;

import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterTable;
import io.weir.exporter.Protocol;
import io.weir.record.CounterRecord;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.wire.DecodeStatus;

/**
 * What a decoder is told about a datagram and what it may use: source, time, wanted fields, and the worker's reused
 * records. One per worker. Not thread safe.
 */
public final class DatagramContext
{
    private final ExporterTable exporters;
    private final FlowRecord flowRecord = new FlowRecord();
    private final CounterRecord counterRecord = new CounterRecord();
    private FieldSet wanted = FieldSet.NONE;
    private long sourceHigh;
    private long sourceLow;
    private int sourcePort;
    private long timeNs;
    private int length;
    private boolean stream;
    private Exporter exporter;
    private DecodeStatus refusal = DecodeStatus.EXPORTER_LIMIT;

    /**
     * A context over a table of exporters.
     *
     * @param exporters shared by the workers of a collector.
     */
    public DatagramContext(final ExporterTable exporters)
    {
        this.exporters = exporters;
    }

    /**
     * Begin a datagram.
     *
     * @param newSourceHigh high 64 bits of the source address.
     * @param newSourceLow  low 64 bits of the source address.
     * @param newSourcePort 0..65535.
     * @param newTimeNs     receive time, epoch nanoseconds.
     * @param newLength     of the payload in bytes.
     */
    public void begin(
        final long newSourceHigh,
        final long newSourceLow,
        final int newSourcePort,
        final long newTimeNs,
        final int newLength)
    {
        sourceHigh = newSourceHigh;
        sourceLow = newSourceLow;
        sourcePort = newSourcePort;
        timeNs = newTimeNs;
        length = newLength;
        stream = false;
        exporter = null;
    }

    /** The message that was begun came over a stream, such as TCP, which loses nothing and keeps the order. */
    public void onStream()
    {
        stream = true;
    }

    /** {@return whether the message came over a stream} */
    public boolean isStream()
    {
        return stream;
    }

    /**
     * Change the wanted fields, between datagrams.
     *
     * @param newWanted from now on.
     */
    public void wanted(final FieldSet newWanted)
    {
        if (wanted != newWanted)
        {
            wanted = newWanted;
            flowRecord.clear();
            flowRecord.elements(newWanted.elements());
        }
    }

    /**
     * Tell who sent the datagram, as its header says, and count it for that exporter. Called once per datagram by the
     * decoder, as soon as it knows; before, a rejected datagram is counted for no exporter.
     *
     * @param protocol  of the datagram.
     * @param agentHigh high 64 bits of the agent's address.
     * @param agentLow  low 64 bits of the agent's address.
     * @param domain    observation domain, source id, engine or sub-agent.
     * @return the exporter, or null when it is refused: the decoder then returns {@link #refusal()}.
     */
    public Exporter identify(final Protocol protocol, final long agentHigh, final long agentLow, final long domain)
    {
        exporter = exporters.find(protocol, sourceHigh, sourceLow, agentHigh, agentLow, domain);
        if (null == exporter)
        {
            refusal = exporters.refusal(sourceHigh, sourceLow, agentHigh, agentLow);
        }
        else
        {
            exporter.onDatagram(timeNs, length);
            if (!exporter.admits(timeNs))
            {
                refusal = DecodeStatus.RATE_LIMITED;
                return null;
            }
        }
        return exporter;
    }

    /**
     * Tell who sent the datagram where the protocol has no agent address: the source is the agent.
     *
     * @param protocol of the datagram.
     * @param domain   observation domain, source id or engine.
     * @return the exporter, or null when it is refused.
     */
    public Exporter identify(final Protocol protocol, final long domain)
    {
        return identify(protocol, sourceHigh, sourceLow, domain);
    }

    /**
     * Why the last {@link #identify} gave no exporter.
     *
     * @return {@link DecodeStatus#EXPORTER_LIMIT}, {@link DecodeStatus#DOMAIN_LIMIT} when the exporter is known but has
     *     too many domains, or {@link DecodeStatus#RATE_LIMITED}.
     */
    public DecodeStatus refusal()
    {
        return refusal;
    }

    /** {@return exporter of the datagram, null until identified} */
    public Exporter exporter()
    {
        return exporter;
    }

    /** {@return fields to fill; others may be left absent} */
    public FieldSet wanted()
    {
        return wanted;
    }

    /** {@return the worker's reused flow record} */
    public FlowRecord flowRecord()
    {
        return flowRecord;
    }

    /** {@return the worker's reused counter record} */
    public CounterRecord counterRecord()
    {
        return counterRecord;
    }

    /** {@return high 64 bits of the source address} */
    public long sourceHigh()
    {
        return sourceHigh;
    }

    /** {@return low 64 bits of the source address; {@code 0xFFFF_xxxxxxxx} for IPv4} */
    public long sourceLow()
    {
        return sourceLow;
    }

    /** {@return source port} */
    public int sourcePort()
    {
        return sourcePort;
    }

    /** {@return receive time, epoch nanoseconds} */
    public long timeNs()
    {
        return timeNs;
    }
}
