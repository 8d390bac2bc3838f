package io.weir.codec.sflow;

import io.weir.collector.RecordHandler;
import io.weir.record.CounterSchema.Kind;
import io.weir.record.MetricRecord;
import io.weir.wire.DecodeStatus;
import io.weir.wire.Wire;

/**
 * Reads samples whose values bear names of the agent's choice: custom metrics go to the handler, custom flows are only
 * checked, because no key has their names. Not thread safe.
 */
final class CustomSampleReader
{
    private static final int TEXT_BYTES = 4;
    private static final long ALL_ONES_32 = 0xFFFF_FFFFL;

    private final RtMetricView metrics = new RtMetricView();
    private final RtFlowView flow = new RtFlowView();
    private final MetricRecord record = new MetricRecord();

    CustomSampleReader()
    {
    }

    void onDatagram(
        final long agentHigh, final long agentLow, final long subAgent, final long sequence, final long uptimeMs)
    {
        record.origin(agentHigh, agentLow, subAgent, sequence, uptimeMs);
    }

    /* A status other than OK means that the sample could not be read to its end; what precedes is delivered. */
    DecodeStatus metrics(final byte[] buffer, final int offset, final int length, final RecordHandler handler)
    {
        DecodeStatus status = metrics.wrap(buffer, offset, length);
        if (DecodeStatus.OK != status)
        {
            return status;
        }
        record.source(buffer, metrics.sourceOffset(), metrics.sourceLength());
        for (int values = 0; DecodeStatus.OK == status && metrics.hasValue(); values++)
        {
            status = SflowDecoder.MAX_RECORDS == values ? DecodeStatus.COUNT : metrics.nextValue();
            if (DecodeStatus.OK == status && metrics.nameLength() > 0 && fill(buffer))
            {
                handler.onMetricRecord(record);
            }
        }
        return status;
    }

    /* False for a value that is not available. */
    private boolean fill(final byte[] buffer)
    {
        final int at = metrics.valueOffset();
        switch (metrics.type())
        {
            case RtMetricView.COUNTER_32:
                return number(Kind.COUNTER, Wire.u32(buffer, at), ALL_ONES_32);
            case RtMetricView.COUNTER_64:
                return number(Kind.COUNTER, Wire.u64(buffer, at), -1);
            case RtMetricView.GAUGE_32:
                return number(Kind.GAUGE, Wire.u32(buffer, at), ALL_ONES_32);
            case RtMetricView.GAUGE_64:
                return number(Kind.GAUGE, Wire.u64(buffer, at), -1);
            case RtMetricView.FLOAT:
                return number(Kind.FLOAT, Wire.u32(buffer, at), ALL_ONES_32);
            case RtMetricView.DOUBLE:
                return number(Kind.DOUBLE, Wire.u64(buffer, at), -1);
            default:
                record.metric(metrics.nameOffset(), metrics.nameLength(), Kind.TEXT, TEXT_BYTES,
                    (long)at << 32 | metrics.valueLength());
                return metrics.valueLength() > 0;
        }
    }

    private boolean number(final Kind kind, final long value, final long absent)
    {
        record.metric(metrics.nameOffset(), metrics.nameLength(), kind, metrics.valueLength(), value);
        return absent != value;
    }

    DecodeStatus flow(final byte[] buffer, final int offset, final int length)
    {
        DecodeStatus status = flow.wrap(buffer, offset, length);
        for (int values = 0; DecodeStatus.OK == status && flow.hasValue(); values++)
        {
            status = SflowDecoder.MAX_RECORDS == values ? DecodeStatus.COUNT : flow.nextValue();
        }
        return status;
    }
}
