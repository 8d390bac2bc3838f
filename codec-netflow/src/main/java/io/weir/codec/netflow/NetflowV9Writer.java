package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.Wire;

/**
 * Writes the NetFlow version 9 datagrams of one source. Not thread safe. Templates must be repeated every now and then,
 * because datagrams can be lost.
 *
 * @see NetflowV9View
 * @see IpfixMessageWriter
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3954#section-5">RFC 3954, section 5</a>
 */
public final class NetflowV9Writer extends TemplatedMessageWriter
{
    private static final int TEMPLATE_SET = 0;
    private static final int OPTIONS_TEMPLATE_SET = 1;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long sourceId;
    private long sequence;
    private boolean isBegun;

    /**
     * A writer that has nothing begun.
     *
     * @param sourceId 0..2^32-1.
     */
    public NetflowV9Writer(final long sourceId)
    {
        super(true);
        this.sourceId = sourceId;
    }

    /**
     * Begin a datagram.
     *
     * @param newBuffer to write.
     * @param newOffset of the first byte.
     * @param maxLength of the datagram in bytes.
     * @return this writer.
     * @throws IllegalArgumentException if the header does not fit, or the datagram not the buffer.
     */
    @Override
    public NetflowV9Writer begin(final byte[] newBuffer, final int newOffset, final int maxLength)
    {
        begin(newBuffer, newOffset, maxLength, NetflowV9View.HEADER_LENGTH);
        sequence = sequence + (isBegun ? 1 : 0) & 0xFFFF_FFFFL;
        isBegun = true;
        Wire.putU16(newBuffer, newOffset, NetflowV9View.VERSION);
        Wire.putU32(newBuffer, newOffset + NetflowV9View.SEQUENCE_OFFSET, sequence);
        Wire.putU32(newBuffer, newOffset + NetflowV9View.SOURCE_ID_OFFSET, sourceId);
        return this;
    }

    /**
     * Say when the datagram leaves.
     *
     * @param epochNs     nanoseconds since the Unix epoch.
     * @param sysUptimeMs milliseconds since the exporter started, modulo 2^32.
     * @return this writer.
     */
    public NetflowV9Writer exportTime(final long epochNs, final long sysUptimeMs)
    {
        Wire.putU32(buffer(), offset() + NetflowV9View.SYS_UPTIME_OFFSET, sysUptimeMs);
        Wire.putU32(buffer(), offset() + NetflowV9View.UNIX_SECONDS_OFFSET, epochNs / NS_PER_SECOND);
        return this;
    }

    /**
     * Set the sequence number of this datagram, from which later ones count on.
     *
     * @param newSequence datagrams before this one, modulo 2^32.
     * @return this writer.
     */
    public NetflowV9Writer sequence(final long newSequence)
    {
        sequence = newSequence & 0xFFFF_FFFFL;
        Wire.putU32(buffer(), offset() + NetflowV9View.SEQUENCE_OFFSET, sequence);
        return this;
    }

    /**
     * Complete the datagram.
     *
     * @return its length in bytes.
     * @throws IllegalStateException if a record has not been ended.
     */
    @Override
    public int finish()
    {
        final int length = close();
        Wire.putU16(buffer(), offset() + NetflowV9View.COUNT_OFFSET, templateRecords() + dataRecords());
        return length;
    }

    @Override
    int templateSetId(final Template ofTemplate)
    {
        return ofTemplate.format().isOptions() ? OPTIONS_TEMPLATE_SET : TEMPLATE_SET;
    }
}
