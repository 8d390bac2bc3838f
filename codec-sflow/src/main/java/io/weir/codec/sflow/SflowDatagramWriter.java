package io.weir.codec.sflow;

import io.weir.record.CounterSchema;
import io.weir.record.InterfaceIndex;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

/**
 * Writes an sFlow version 5 datagram into the caller's array: begin, then samples with their records, then
 * {@link #length()}. Counts and lengths are filled in as they become known. Allocates nothing. Not thread safe.
 *
 * <p>Writing beyond the array throws {@link IndexOutOfBoundsException}; {@link #remaining()} tells how much room is
 * left. Calls in an order that makes no datagram throw {@link IllegalStateException}.
 */
public final class SflowDatagramWriter
{
    private static final int NONE = -1;
    private static final int SAMPLE_HEADER_LENGTH = 8;
    private static final int COMPACT_VALUE_BITS = 30;
    private static final int INTERNAL_VALUE = 0x3FFF_FFFF;

    private byte[] buffer;
    private int start = NONE;
    private int at;
    private int sampleCountAt;
    private int sampleCount;
    private int sampleAt = NONE;
    private int recordCountAt;
    private int recordCount;

    /** A writer of nothing. */
    public SflowDatagramWriter()
    {
    }

    /**
     * Begin a datagram.
     *
     * @param into      to write.
     * @param offset    of the datagram's first byte.
     * @param agentHigh high 64 bits of the agent's address.
     * @param agentLow  low 64 bits of the agent's address; {@code 0xFFFF_xxxxxxxx} for IPv4.
     * @param subAgent  0..2^32-1.
     * @param sequence  number of the datagram, modulo 2^32.
     * @param uptimeMs  milliseconds since the agent started, modulo 2^32.
     * @return this writer.
     */
    public SflowDatagramWriter begin(
        final byte[] into,
        final int offset,
        final long agentHigh,
        final long agentLow,
        final long subAgent,
        final long sequence,
        final long uptimeMs)
    {
        buffer = into;
        start = offset;
        at = offset;
        sampleAt = NONE;
        sampleCount = 0;
        u32(SflowDatagramView.VERSION);
        address(agentHigh, agentLow);
        u32(subAgent);
        u32(sequence);
        u32(uptimeMs);
        sampleCountAt = at;
        u32(0);
        return this;
    }

    /**
     * Begin a flow sample in its compact form, for indexes below 2^24 and interface values below 2^30.
     *
     * @param sequence     of the sample, modulo 2^32.
     * @param dataSource   class in bits 32 to 39, index in the low 24.
     * @param samplingRate N of "one in N".
     * @param samplePool   packets that could have been sampled, modulo 2^32.
     * @param drops        samples lost for want of resources, modulo 2^32.
     * @param input        interface in the form of {@link InterfaceIndex}.
     * @param output       interface in the form of {@link InterfaceIndex}.
     * @return this writer.
     */
    public SflowDatagramWriter beginFlowSample(
        final long sequence,
        final long dataSource,
        final long samplingRate,
        final long samplePool,
        final long drops,
        final long input,
        final long output)
    {
        beginSample(SflowFormat.FLOW_SAMPLE, sequence);
        compactSource(dataSource);
        u32(samplingRate);
        u32(samplePool);
        u32(drops);
        compactInterface(input);
        compactInterface(output);
        beginRecords();
        return this;
    }

    /**
     * Begin a flow sample in its expanded form.
     *
     * @param sequence     of the sample, modulo 2^32.
     * @param dataSource   class in bits 32 to 39, index in the low 32.
     * @param samplingRate N of "one in N".
     * @param samplePool   packets that could have been sampled, modulo 2^32.
     * @param drops        samples lost for want of resources, modulo 2^32.
     * @param input        interface in the form of {@link InterfaceIndex}.
     * @param output       interface in the form of {@link InterfaceIndex}.
     * @return this writer.
     */
    public SflowDatagramWriter beginExpandedFlowSample(
        final long sequence,
        final long dataSource,
        final long samplingRate,
        final long samplePool,
        final long drops,
        final long input,
        final long output)
    {
        beginSample(SflowFormat.FLOW_SAMPLE_EXPANDED, sequence);
        u32(dataSource >>> 32);
        u32(dataSource);
        u32(samplingRate);
        u32(samplePool);
        u32(drops);
        expandedInterface(input);
        expandedInterface(output);
        beginRecords();
        return this;
    }

    /**
     * Begin a counter sample in its compact form.
     *
     * @param sequence   of the sample, modulo 2^32.
     * @param dataSource class in bits 32 to 39, index in the low 24.
     * @return this writer.
     */
    public SflowDatagramWriter beginCountersSample(final long sequence, final long dataSource)
    {
        beginSample(SflowFormat.COUNTERS_SAMPLE, sequence);
        compactSource(dataSource);
        beginRecords();
        return this;
    }

    /**
     * Begin a counter sample in its expanded form.
     *
     * @param sequence   of the sample, modulo 2^32.
     * @param dataSource class in bits 32 to 39, index in the low 32.
     * @return this writer.
     */
    public SflowDatagramWriter beginExpandedCountersSample(final long sequence, final long dataSource)
    {
        beginSample(SflowFormat.COUNTERS_SAMPLE_EXPANDED, sequence);
        u32(dataSource >>> 32);
        u32(dataSource);
        beginRecords();
        return this;
    }

    /**
     * Add the header of the sampled packet to a flow sample.
     *
     * @param headerProtocol 1 for Ethernet, 11 for IPv4, 12 for IPv6.
     * @param frameLength    bytes of the whole frame.
     * @param stripped       bytes removed from the frame before its header was taken.
     * @param header         holding the header.
     * @param offset         of the header.
     * @param length         of the header in bytes.
     * @return this writer.
     */
    public SflowDatagramWriter sampledHeader(
        final int headerProtocol,
        final long frameLength,
        final long stripped,
        final byte[] header,
        final int offset,
        final int length)
    {
        final int padded = (int)SflowFormat.padded(length);
        beginRecord(SflowFormat.SAMPLED_HEADER, 16 + padded);
        u32(headerProtocol);
        u32(frameLength);
        u32(stripped);
        u32(length);
        System.arraycopy(header, offset, buffer, at, length);
        for (int i = length; i < padded; i++)
        {
            buffer[at + i] = 0;
        }
        at += padded;
        return this;
    }

    /**
     * Add VLANs and priorities to a flow sample.
     *
     * @param sourceVlan          of the incoming frame.
     * @param sourcePriority      of the incoming frame.
     * @param destinationVlan     of the outgoing frame.
     * @param destinationPriority of the outgoing frame.
     * @return this writer.
     */
    public SflowDatagramWriter extendedSwitch(
        final long sourceVlan,
        final long sourcePriority,
        final long destinationVlan,
        final long destinationPriority)
    {
        beginRecord(SflowFormat.EXTENDED_SWITCH, 16);
        u32(sourceVlan);
        u32(sourcePriority);
        u32(destinationVlan);
        u32(destinationPriority);
        return this;
    }

    /**
     * Add next hop and prefix lengths to a flow sample.
     *
     * @param nextHopHigh         high 64 bits of the next hop.
     * @param nextHopLow          low 64 bits of the next hop; {@code 0xFFFF_xxxxxxxx} for IPv4.
     * @param sourceMaskBits      prefix length of the route to the source.
     * @param destinationMaskBits prefix length of the route to the destination.
     * @return this writer.
     */
    public SflowDatagramWriter extendedRouter(
        final long nextHopHigh,
        final long nextHopLow,
        final long sourceMaskBits,
        final long destinationMaskBits)
    {
        beginRecord(SflowFormat.EXTENDED_ROUTER, IpText.isV4(nextHopHigh, nextHopLow) ? 16 : 28);
        address(nextHopHigh, nextHopLow);
        u32(sourceMaskBits);
        u32(destinationMaskBits);
        return this;
    }

    /**
     * Add a counter structure to a counter sample.
     *
     * @param structure to write.
     * @param values    of all its counters in the order of its schema; all ones for those that are not available.
     * @return this writer.
     */
    public SflowDatagramWriter counters(final CounterStructure structure, final long[] values)
    {
        final CounterSchema schema = structure.schema();
        beginRecord(structure.dataFormat(), schema.length());
        for (int i = 0; i < schema.counters().size(); i++)
        {
            if (8 == schema.counters().get(i).bytes())
            {
                Wire.putU64(buffer, at, values[i]);
                at += 8;
            }
            else
            {
                u32(values[i]);
            }
        }
        return this;
    }

    /**
     * Add a record of any data format to a sample.
     *
     * @param dataFormat as on the wire, see {@link SflowFormat}.
     * @param body       holding the record's body.
     * @param offset     of the body.
     * @param length     of the body, padded to 4 bytes if it is not a multiple of 4.
     * @return this writer.
     */
    public SflowDatagramWriter record(final int dataFormat, final byte[] body, final int offset, final int length)
    {
        final int padded = (int)SflowFormat.padded(length);
        beginRecord(dataFormat, padded);
        System.arraycopy(body, offset, buffer, at, length);
        for (int i = length; i < padded; i++)
        {
            buffer[at + i] = 0;
        }
        at += padded;
        return this;
    }

    /**
     * End the sample.
     *
     * @return this writer.
     */
    public SflowDatagramWriter endSample()
    {
        requireSample();
        Wire.putU32(buffer, sampleAt + 4, at - sampleAt - SAMPLE_HEADER_LENGTH);
        Wire.putU32(buffer, recordCountAt, recordCount);
        sampleAt = NONE;
        sampleCount++;
        Wire.putU32(buffer, sampleCountAt, sampleCount);
        return this;
    }

    /** {@return bytes of the datagram, that is of its header and the samples that were ended} */
    public int length()
    {
        return (NONE == sampleAt ? at : sampleAt) - start;
    }

    /** {@return number of samples that were ended} */
    public int sampleCount()
    {
        return sampleCount;
    }

    /** {@return bytes of the array that are left} */
    public int remaining()
    {
        return buffer.length - at;
    }

    private void beginSample(final int dataFormat, final long sequence)
    {
        if (NONE == start)
        {
            throw new IllegalStateException("no datagram was begun");
        }
        if (NONE != sampleAt)
        {
            throw new IllegalStateException("the last sample was not ended: samples=" + sampleCount);
        }
        sampleAt = at;
        recordCount = 0;
        u32(dataFormat);
        u32(0);
        u32(sequence);
    }

    private void beginRecords()
    {
        recordCountAt = at;
        u32(0);
    }

    private void beginRecord(final int dataFormat, final int length)
    {
        requireSample();
        recordCount++;
        u32(dataFormat);
        u32(length);
    }

    private void requireSample()
    {
        if (NONE == sampleAt)
        {
            throw new IllegalStateException("no sample was begun");
        }
    }

    private void compactSource(final long dataSource)
    {
        u32(dataSource >>> 32 << 24 | dataSource & 0xFF_FFFF);
    }

    private void compactInterface(final long packed)
    {
        final int format = InterfaceIndex.format(packed);
        u32(InterfaceIndex.FORMAT_INTERNAL == format ?
            INTERNAL_VALUE : (long)format << COMPACT_VALUE_BITS | InterfaceIndex.value(packed));
    }

    private void expandedInterface(final long packed)
    {
        final boolean internal = InterfaceIndex.FORMAT_INTERNAL == InterfaceIndex.format(packed);
        u32(internal ? InterfaceIndex.FORMAT_IFINDEX : InterfaceIndex.format(packed));
        u32(internal ? INTERNAL_VALUE : InterfaceIndex.value(packed));
    }

    private void address(final long high, final long low)
    {
        if (IpText.isV4(high, low))
        {
            u32(SflowDatagramView.ADDRESS_IPV4);
            u32(low);
        }
        else
        {
            u32(SflowDatagramView.ADDRESS_IPV6);
            Wire.putU64(buffer, at, high);
            Wire.putU64(buffer, at + 8, low);
            at += 16;
        }
    }

    private void u32(final long value)
    {
        Wire.putU32(buffer, at, value);
        at += 4;
    }
}
