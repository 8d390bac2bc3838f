package io.weir.codec.netflow;

import io.weir.wire.Wire;

import java.util.Arrays;

/**
 * Writes NetFlow version 5 datagrams into a caller's buffer: {@link #begin}, the header's fields, {@link #nextRecord}
 * and the record's fields as often as there are records, {@link #length}. Engine, sampling and sequence carry over to
 * the next datagram, the sequence advanced by the records of the last. Not thread safe. Allocates nothing.
 *
 * <p>Of every number the bits that its field holds are written. Fields that are not set are 0.
 *
 * @see NetflowV5View
 * @see NetflowV5RecordView
 */
public final class NetflowV5Writer
{
    /** Bytes of a datagram with all the records that it can hold. */
    public static final int MAX_LENGTH =
        NetflowV5View.HEADER_LENGTH + NetflowV5View.MAX_RECORDS * NetflowV5View.RECORD_LENGTH;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private byte[] buffer;
    private int offset;
    private int record;
    private int count;
    private long flowSequence;
    private int engine;
    private int sampling;

    /** A writer that has nothing begun. */
    public NetflowV5Writer()
    {
    }

    /**
     * Begin a datagram.
     *
     * @param newBuffer to write.
     * @param newOffset of the first byte.
     * @return this writer.
     * @throws IndexOutOfBoundsException if the header does not fit.
     */
    public NetflowV5Writer begin(final byte[] newBuffer, final int newOffset)
    {
        flowSequence = flowSequence + count & 0xFFFF_FFFFL;
        buffer = newBuffer;
        offset = newOffset;
        count = 0;
        record = newOffset + NetflowV5View.HEADER_LENGTH;
        Arrays.fill(newBuffer, newOffset, newOffset + NetflowV5View.HEADER_LENGTH, (byte)0);
        Wire.putU16(newBuffer, newOffset, NetflowV5View.VERSION);
        Wire.putU32(newBuffer, newOffset + NetflowV5View.FLOW_SEQUENCE_OFFSET, flowSequence);
        Wire.putU16(newBuffer, newOffset + NetflowV5View.ENGINE_TYPE_OFFSET, engine);
        Wire.putU16(newBuffer, newOffset + NetflowV5View.SAMPLING_OFFSET, sampling);
        return this;
    }

    /**
     * Say when the datagram leaves.
     *
     * @param epochNs     nanoseconds since the Unix epoch.
     * @param sysUptimeMs milliseconds since the exporter started, modulo 2^32.
     * @return this writer.
     */
    public NetflowV5Writer exportTime(final long epochNs, final long sysUptimeMs)
    {
        Wire.putU32(buffer, offset + NetflowV5View.SYS_UPTIME_OFFSET, sysUptimeMs);
        Wire.putU32(buffer, offset + NetflowV5View.UNIX_SECONDS_OFFSET, epochNs / NS_PER_SECOND);
        Wire.putU32(buffer, offset + NetflowV5View.UNIX_NANOS_OFFSET, epochNs % NS_PER_SECOND);
        return this;
    }

    /**
     * Set the sequence number of this datagram, from which later ones count on.
     *
     * @param newFlowSequence flows before those of this datagram, modulo 2^32.
     * @return this writer.
     */
    public NetflowV5Writer flowSequence(final long newFlowSequence)
    {
        flowSequence = newFlowSequence & 0xFFFF_FFFFL;
        Wire.putU32(buffer, offset + NetflowV5View.FLOW_SEQUENCE_OFFSET, flowSequence);
        return this;
    }

    /**
     * Name the engine of this datagram and of later ones.
     *
     * @param type 0..255.
     * @param id   0..255.
     * @return this writer.
     */
    public NetflowV5Writer engine(final int type, final int id)
    {
        engine = (type & 0xFF) << 8 | id & 0xFF;
        Wire.putU16(buffer, offset + NetflowV5View.ENGINE_TYPE_OFFSET, engine);
        return this;
    }

    /**
     * Tell the sampling of this datagram and of later ones.
     *
     * @param mode     0..3.
     * @param interval N of "one in N", 0..16383; 0 for not told.
     * @return this writer.
     */
    public NetflowV5Writer sampling(final int mode, final int interval)
    {
        sampling = (mode & 3) << NetflowV5View.SAMPLING_MODE_SHIFT | interval & NetflowV5View.SAMPLING_INTERVAL_MASK;
        Wire.putU16(buffer, offset + NetflowV5View.SAMPLING_OFFSET, sampling);
        return this;
    }

    /**
     * Begin the next record of the datagram.
     *
     * @return this writer.
     * @throws IllegalStateException     if the datagram is full.
     * @throws IndexOutOfBoundsException if the record does not fit the buffer.
     */
    public NetflowV5Writer nextRecord()
    {
        if (isFull())
        {
            throw new IllegalStateException("NetFlow v5 datagram is full: records=" + count);
        }
        record = offset + NetflowV5View.HEADER_LENGTH + count * NetflowV5View.RECORD_LENGTH;
        Arrays.fill(buffer, record, record + NetflowV5View.RECORD_LENGTH, (byte)0);
        count++;
        Wire.putU16(buffer, offset + NetflowV5View.COUNT_OFFSET, count);
        return this;
    }

    /**
     * Set the addresses of the record.
     *
     * @param source      IPv4, 0..2^32-1.
     * @param destination IPv4, 0..2^32-1.
     * @return this writer.
     */
    public NetflowV5Writer addresses(final long source, final long destination)
    {
        Wire.putU32(buffer, record + NetflowV5RecordView.SOURCE_ADDRESS_OFFSET, source);
        Wire.putU32(buffer, record + NetflowV5RecordView.DESTINATION_ADDRESS_OFFSET, destination);
        return this;
    }

    /**
     * Set the interfaces of the record.
     *
     * @param input  0..65535; 0 for unknown.
     * @param output 0..65535; 0 for unknown.
     * @return this writer.
     */
    public NetflowV5Writer interfaces(final int input, final int output)
    {
        Wire.putU16(buffer, record + NetflowV5RecordView.INPUT_OFFSET, input);
        Wire.putU16(buffer, record + NetflowV5RecordView.OUTPUT_OFFSET, output);
        return this;
    }

    /**
     * Set the counters of the record.
     *
     * @param packets 0..2^32-1.
     * @param octets  of layer 3, 0..2^32-1.
     * @return this writer.
     */
    public NetflowV5Writer counters(final long packets, final long octets)
    {
        Wire.putU32(buffer, record + NetflowV5RecordView.PACKETS_OFFSET, packets);
        Wire.putU32(buffer, record + NetflowV5RecordView.OCTETS_OFFSET, octets);
        return this;
    }

    /**
     * Set the stamps of the record.
     *
     * @param firstMs sysUptime at the first packet, modulo 2^32.
     * @param lastMs  sysUptime at the last packet, modulo 2^32.
     * @return this writer.
     */
    public NetflowV5Writer times(final long firstMs, final long lastMs)
    {
        Wire.putU32(buffer, record + NetflowV5RecordView.FIRST_OFFSET, firstMs);
        Wire.putU32(buffer, record + NetflowV5RecordView.LAST_OFFSET, lastMs);
        return this;
    }

    /**
     * Set what is above IP in the record.
     *
     * @param protocol        0..255.
     * @param sourcePort      0..65535.
     * @param destinationPort 0..65535; for ICMP {@code type << 8 | code}.
     * @param tcpFlags        0..255.
     * @return this writer.
     */
    public NetflowV5Writer transport(
        final int protocol,
        final int sourcePort,
        final int destinationPort,
        final int tcpFlags)
    {
        Wire.putU8(buffer, record + NetflowV5RecordView.PROTOCOL_OFFSET, protocol);
        Wire.putU16(buffer, record + NetflowV5RecordView.SOURCE_PORT_OFFSET, sourcePort);
        Wire.putU16(buffer, record + NetflowV5RecordView.DESTINATION_PORT_OFFSET, destinationPort);
        Wire.putU8(buffer, record + NetflowV5RecordView.TCP_FLAGS_OFFSET, tcpFlags);
        return this;
    }

    /**
     * Set the type of service of the record.
     *
     * @param tos 0..255.
     * @return this writer.
     */
    public NetflowV5Writer tos(final int tos)
    {
        Wire.putU8(buffer, record + NetflowV5RecordView.TOS_OFFSET, tos);
        return this;
    }

    /**
     * Set the next hop of the record.
     *
     * @param nextHop IPv4, 0..2^32-1; 0 for none.
     * @return this writer.
     */
    public NetflowV5Writer nextHop(final long nextHop)
    {
        Wire.putU32(buffer, record + NetflowV5RecordView.NEXT_HOP_OFFSET, nextHop);
        return this;
    }

    /**
     * Set the routes of the record.
     *
     * @param sourceAs            0..65535.
     * @param destinationAs       0..65535.
     * @param sourceMaskBits      0..32.
     * @param destinationMaskBits 0..32.
     * @return this writer.
     */
    public NetflowV5Writer routes(
        final int sourceAs,
        final int destinationAs,
        final int sourceMaskBits,
        final int destinationMaskBits)
    {
        Wire.putU16(buffer, record + NetflowV5RecordView.SOURCE_AS_OFFSET, sourceAs);
        Wire.putU16(buffer, record + NetflowV5RecordView.DESTINATION_AS_OFFSET, destinationAs);
        Wire.putU8(buffer, record + NetflowV5RecordView.SOURCE_MASK_OFFSET, sourceMaskBits);
        Wire.putU8(buffer, record + NetflowV5RecordView.DESTINATION_MASK_OFFSET, destinationMaskBits);
        return this;
    }

    /** {@return records in the datagram so far} */
    public int count()
    {
        return count;
    }

    /** {@return whether the datagram holds all the records that it can} */
    public boolean isFull()
    {
        return NetflowV5View.MAX_RECORDS == count;
    }

    /** {@return bytes of the datagram so far} */
    public int length()
    {
        return NetflowV5View.HEADER_LENGTH + count * NetflowV5View.RECORD_LENGTH;
    }
}
