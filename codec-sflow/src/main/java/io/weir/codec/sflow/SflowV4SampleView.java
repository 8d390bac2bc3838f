package io.weir.codec.sflow;

import io.weir.record.InterfaceIndex;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * View of one sample of an sFlow datagram of version 2 or 4, with a cursor over what it is made of. Valid until the
 * buffer changes or {@link #wrap} is called again. Not thread safe.
 *
 * <pre>
 * flow sample                              counters sample
 * +-------------------------------+        +-------------------------------+
 * | sample type = 1               |        | sample type = 2               |
 * | sequence_number               |        | sequence_number               |
 * | class (8) | index (24)        |        | class (8) | index (24)        |
 * | sampling_rate                 |        | sampling_interval             |
 * | sample_pool                   |        | counters type, 1 to 7         |
 * | drops                         |        +-------------------------------+
 * | input                         |        | if_counters, but for a VLAN  ...
 * | output                        |        | those of the type, if any    ...
 * +-------------------------------+
 * | packet data type, 1 to 3      |
 * | packet data                  ...
 * +-------------------------------+
 * | number of extended data       |
 * | each: its type, 1 to 5; data ...
 * </pre>
 *
 * <p>Nothing has a length, so that what follows an unknown type cannot be read. The top bit of an interface means that
 * the packet left by several, whose number the other bits tell.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3176">RFC 3176, section 5, struct flow_sample</a>
 */
public final class SflowV4SampleView
{
    /** Most extended data of a flow sample that are read. */
    public static final int MAX_RECORDS = 256;

    private static final int FLOW_SAMPLE = 1;
    private static final int COUNTERS_SAMPLE = 2;
    private static final int WORD = 4;
    private static final int WORD_MASK = ~3;
    private static final int SEQUENCE_OFFSET = 4;
    private static final int SOURCE_OFFSET = 8;
    private static final int RATE_OFFSET = 12;
    private static final int POOL_OFFSET = 16;
    private static final int DROPS_OFFSET = 20;
    private static final int INPUT_OFFSET = 24;
    private static final int OUTPUT_OFFSET = 28;
    private static final int FLOW_LENGTH = 32;
    private static final int COUNTERS_TYPE_OFFSET = 16;
    private static final int COUNTERS_LENGTH = 20;
    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = 0xFF_FFFF;
    private static final long MULTIPLE = 0x8000_0000L;
    private static final int MIN_COUNTERS_TYPE = 1;
    private static final int VLAN_COUNTERS_TYPE = 7;

    private final FlowStructureView structure = new FlowStructureView();
    private byte[] buffer;
    private int version;
    private int offset;
    private int end;
    private int next;
    private long recordsLeft;
    private boolean packetLeft;
    private CounterStructure counters;
    private int recordOffset;

    /** A view of nothing. */
    public SflowV4SampleView()
    {
    }

    /**
     * Place the view over a sample and its cursor before what it is made of.
     *
     * @param newVersion of the datagram, 2 or 4.
     * @param newBuffer  holding the datagram.
     * @param newOffset  of the sample's type.
     * @param newEnd     offset after the last byte of the datagram.
     * @return {@link DecodeStatus#OK}; {@link DecodeStatus#COUNT} when no bytes are left for it;
     *     {@link DecodeStatus#UNKNOWN_TYPE} for another type of sample or of counters.
     */
    public DecodeStatus wrap(final int newVersion, final byte[] newBuffer, final int newOffset, final int newEnd)
    {
        version = newVersion;
        buffer = newBuffer;
        offset = newOffset;
        end = newEnd;
        next = newEnd;
        recordsLeft = 0;
        packetLeft = false;
        counters = null;
        if (newEnd - newOffset < COUNTERS_LENGTH)
        {
            return DecodeStatus.COUNT;
        }
        switch (Wire.i32(newBuffer, newOffset))
        {
            case FLOW_SAMPLE:
                packetLeft = newEnd - newOffset >= FLOW_LENGTH;
                next = newOffset + FLOW_LENGTH;
                return packetLeft ? DecodeStatus.OK : DecodeStatus.COUNT;
            case COUNTERS_SAMPLE:
                final int type = countersType();
                next = newOffset + COUNTERS_LENGTH;
                recordsLeft = type == VLAN_COUNTERS_TYPE || null == SflowV4Structures.counters(type) ? 1 : 2;
                return type < MIN_COUNTERS_TYPE || type > VLAN_COUNTERS_TYPE ?
                    DecodeStatus.UNKNOWN_TYPE : DecodeStatus.OK;
            default:
                return DecodeStatus.UNKNOWN_TYPE;
        }
    }

    private int countersType()
    {
        return Wire.i32(buffer, offset + COUNTERS_TYPE_OFFSET);
    }

    /** {@return true for a flow sample, false for a counters sample} */
    public boolean isFlowSample()
    {
        return FLOW_SAMPLE == Wire.i32(buffer, offset);
    }

    /** {@return sequence number of the sample, per data source} */
    public long sequence()
    {
        return Wire.u32(buffer, offset + SEQUENCE_OFFSET);
    }

    /** {@return class of the data source in bits 32 and up, its index in the low 32} */
    public long dataSource()
    {
        final long word = Wire.u32(buffer, offset + SOURCE_OFFSET);
        return word >>> INDEX_BITS << 32 | word & INDEX_MASK;
    }

    /** {@return of a flow sample, packets per sample, N of "one in N"; 0 must be treated as unknown} */
    public long samplingRate()
    {
        return Wire.u32(buffer, offset + RATE_OFFSET);
    }

    /** {@return of a flow sample, packets that could have been sampled, modulo 2^32} */
    public long samplePool()
    {
        return Wire.u32(buffer, offset + POOL_OFFSET);
    }

    /** {@return of a flow sample, times that a chosen packet was not sampled for want of resources, modulo 2^32} */
    public long drops()
    {
        return Wire.u32(buffer, offset + DROPS_OFFSET);
    }

    /** {@return of a flow sample, the interface on which the packet came, in the form of {@link InterfaceIndex}} */
    public long input()
    {
        return interfaceAt(offset + INPUT_OFFSET);
    }

    /** {@return of a flow sample, the interface on which the packet left, in the form of {@link InterfaceIndex}} */
    public long output()
    {
        return interfaceAt(offset + OUTPUT_OFFSET);
    }

    private long interfaceAt(final int at)
    {
        final long word = Wire.u32(buffer, at);
        return word < MULTIPLE ? InterfaceIndex.of(InterfaceIndex.FORMAT_IFINDEX, word) :
            InterfaceIndex.of(InterfaceIndex.FORMAT_MULTIPLE, word - MULTIPLE);
    }

    /** {@return of a counters sample, most seconds between two samples of the data source} */
    public long samplingInterval()
    {
        return Wire.u32(buffer, offset + RATE_OFFSET);
    }

    /** {@return true while the sample has more, and the cursor has met no fault} */
    public boolean hasRecord()
    {
        return packetLeft || recordsLeft > 0;
    }

    /**
     * Move to the next part of the sample: packet data or extended data, which {@link #structure()} then shows, or
     * counters, which {@link #counters()} and {@link #recordOffset()} tell.
     *
     * @return {@link DecodeStatus#OK}; or, with nothing after it, {@link DecodeStatus#UNKNOWN_TYPE}, or the fault of
     *     data that the bytes do not hold.
     */
    public DecodeStatus nextRecord()
    {
        final DecodeStatus status = isFlowSample() ? nextData() : nextCounters();
        if (DecodeStatus.OK != status)
        {
            packetLeft = false;
            recordsLeft = 0;
            next = end;
        }
        return status;
    }

    private DecodeStatus nextData()
    {
        if (end - next < WORD)
        {
            return DecodeStatus.COUNT;
        }
        final int type = Wire.i32(buffer, next);
        final FlowStructure layout =
            packetLeft ? SflowV4Structures.packet(type) : SflowV4Structures.extended(version, type);
        if (null == layout)
        {
            return DecodeStatus.UNKNOWN_TYPE;
        }
        recordOffset = next + WORD;
        final DecodeStatus status = structure.wrap(layout, buffer, recordOffset, end - recordOffset & WORD_MASK);
        if (DecodeStatus.OK != status)
        {
            return status;
        }
        if (!structure.has(layout.size() - 1))
        {
            return DecodeStatus.LENGTH;
        }
        next = structure.endOffset();
        if (packetLeft)
        {
            afterPacket();
        }
        else
        {
            recordsLeft--;
        }
        return DecodeStatus.OK;
    }

    private void afterPacket()
    {
        /* without a number of extended data the datagram is cut, which the next step finds */
        final boolean isCut = end - next < WORD;
        packetLeft = false;
        recordsLeft = isCut ? 1 : Wire.u32(buffer, next);
        next += isCut ? 0 : WORD;
    }

    private DecodeStatus nextCounters()
    {
        final int type = countersType();
        final boolean generic = null == counters && VLAN_COUNTERS_TYPE != type;
        counters = generic ? CounterStructure.GENERIC_INTERFACE : SflowV4Structures.counters(type);
        recordOffset = next;
        if (counters.schema().length() > end - next)
        {
            return DecodeStatus.LENGTH;
        }
        next += counters.schema().length();
        recordsLeft--;
        return DecodeStatus.OK;
    }

    /** {@return of a flow sample, the data at the cursor} */
    public FlowStructureView structure()
    {
        return structure;
    }

    /** {@return of a counters sample, layout of the counters at the cursor} */
    public CounterStructure counters()
    {
        return counters;
    }

    /** {@return offset of what the cursor is at} */
    public int recordOffset()
    {
        return recordOffset;
    }

    /** {@return bytes of what the cursor is at} */
    public int recordLength()
    {
        return next - recordOffset;
    }

    /** {@return offset after the sample once all of it has been read; the end of the datagram after a fault} */
    public int endOffset()
    {
        return next;
    }
}
