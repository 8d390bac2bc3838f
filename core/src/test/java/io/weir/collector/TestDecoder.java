package io.weir.collector;

import io.weir.exporter.Exporter;
import io.weir.exporter.Protocol;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * A protocol of the tests: magic {@code "WT"}, what to do, number of records, and a domain of four bytes; then eight
 * bytes for each record, its byte count. The rest of the datagram is ignored.
 */
final class TestDecoder implements DatagramDecoder
{
    static final int HEADER_LENGTH = 8;
    static final int RECORD_LENGTH = 8;
    static final int DECODE = 0;
    static final int REJECT = 1;
    static final int THROW = 2;
    static final int NO_STATUS = 3;
    static final int NOTE = 4;
    static final int THROW_UNIDENTIFIED = 5;

    private static final int MAGIC = 0x5754;

    static DecoderProvider provider()
    {
        return new DecoderProvider()
        {
            @Override
            public String name()
            {
                return "test";
            }

            @Override
            public boolean claims(final int firstWord)
            {
                return MAGIC == firstWord >>> 16;
            }

            @Override
            public DatagramDecoder newDecoder()
            {
                return new TestDecoder();
            }
        };
    }

    static byte[] datagram(final int action, final int domain, final long... values)
    {
        return padded(HEADER_LENGTH + values.length * RECORD_LENGTH, action, domain, values);
    }

    static byte[] padded(final int length, final int action, final int domain, final long... values)
    {
        final byte[] bytes = new byte[length];
        Wire.putU16(bytes, 0, MAGIC);
        Wire.putU8(bytes, 2, action);
        Wire.putU8(bytes, 3, values.length);
        Wire.putU32(bytes, 4, domain);
        for (int i = 0; i < values.length; i++)
        {
            Wire.putU64(bytes, HEADER_LENGTH + i * RECORD_LENGTH, values[i]);
        }
        return bytes;
    }

    @Override
    public DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler handler)
    {
        if (length < HEADER_LENGTH)
        {
            return DecodeStatus.SHORT;
        }
        final int action = Wire.u8(buffer, offset + 2);
        if (THROW_UNIDENTIFIED == action)
        {
            throw new IllegalStateException("decoder");
        }
        final Exporter exporter = context.identify(Protocol.SFLOW5, Wire.u32(buffer, offset + 4));
        if (null == exporter)
        {
            return context.refusal();
        }
        final int count = Wire.u8(buffer, offset + 3);
        final FlowRecord record = context.flowRecord();
        for (int i = 0; i < count && HEADER_LENGTH + (i + 1) * RECORD_LENGTH <= length; i++)
        {
            record.clear();
            if (context.wanted().has(Slots.BYTES))
            {
                record.put(Slots.BYTES, Wire.u64(buffer, offset + HEADER_LENGTH + i * RECORD_LENGTH));
            }
            handler.onFlowRecord(record);
        }
        return outcome(action);
    }

    private static DecodeStatus outcome(final int action)
    {
        switch (action)
        {
            case REJECT:
                return DecodeStatus.COUNT;
            case NOTE:
                return DecodeStatus.TRAILING;
            case NO_STATUS:
                return null;
            case THROW:
                throw new IllegalStateException("decoder");
            default:
                return DecodeStatus.OK;
        }
    }
}
