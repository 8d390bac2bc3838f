package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.codec.sflow.RtFlowView;
import io.weir.codec.sflow.RtMetricView;
import io.weir.codec.sflow.RtView;
import io.weir.codec.sflow.SflowDatagramView;
import io.weir.codec.sflow.SflowFormat;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

import java.util.function.Consumer;
import java.util.function.Function;

/** Writes the samples of an sFlow datagram that hold custom metrics and custom flows as JSON. Not thread safe. */
final class CustomSampleLister
{
    private final SflowDatagramView datagram = new SflowDatagramView();
    private final RtMetricView metrics = new RtMetricView();
    private final RtFlowView flow = new RtFlowView();
    private final Function<String, ObjectNode> begin;
    private final Consumer<ObjectNode> printer;

    /**
     * A lister.
     *
     * @param begin   makes a line of a type.
     * @param printer of lines.
     */
    CustomSampleLister(final Function<String, ObjectNode> begin, final Consumer<ObjectNode> printer)
    {
        this.begin = begin;
        this.printer = printer;
    }

    /**
     * List the custom samples of a datagram.
     *
     * @param buffer holding it.
     * @param offset of its first byte.
     * @param length in bytes.
     */
    void list(final byte[] buffer, final int offset, final int length)
    {
        if (DecodeStatus.OK != datagram.wrap(buffer, offset, length))
        {
            return;
        }
        while (datagram.hasSample() && DecodeStatus.OK == datagram.nextSample())
        {
            if (SflowFormat.RTMETRIC == datagram.sampleFormat() &&
                DecodeStatus.OK == metrics.wrap(buffer, datagram.sampleOffset(), datagram.sampleLength()))
            {
                print(line("counters", "rtmetric", buffer, metrics), "counters", buffer, metrics);
            }
            else if (SflowFormat.RTFLOW == datagram.sampleFormat() &&
                DecodeStatus.OK == flow.wrap(buffer, datagram.sampleOffset(), datagram.sampleLength()))
            {
                final ObjectNode line = line("flow", "rtflow", buffer, flow);
                line.put("samplingRate", flow.samplingRate());
                line.put("samplePool", flow.samplePool());
                print(line, "fields", buffer, flow);
            }
        }
    }

    private ObjectNode line(final String type, final String name, final byte[] buffer, final RtView view)
    {
        final int format = datagram.sampleFormat();
        final ObjectNode line = begin.apply(type);
        line.put("agent", IpText.of(datagram.agentHigh(), datagram.agentLow()));
        line.put("datasource", CounterFields.text(buffer, view.sourceOffset(), view.sourceLength()));
        line.put("structure", SflowFormat.enterprise(format) + ":" + SflowFormat.format(format));
        line.put("name", name);
        return line;
    }

    private void print(final ObjectNode line, final String member, final byte[] buffer, final RtView view)
    {
        final ObjectNode values = line.putObject(member);
        while (view.hasValue() && DecodeStatus.OK == view.nextValue())
        {
            final String name = CounterFields.text(buffer, view.nameOffset(), view.nameLength());
            if (view == metrics)
            {
                putMetric(values, name, buffer);
            }
            else
            {
                putAttribute(values, name, buffer);
            }
        }
        printer.accept(line);
    }

    private void putMetric(final ObjectNode values, final String name, final byte[] buffer)
    {
        final int at = metrics.valueOffset();
        switch (metrics.type())
        {
            case RtMetricView.STRING:
                values.put(name, CounterFields.text(buffer, at, metrics.valueLength()));
                break;
            case RtMetricView.FLOAT:
                CounterFields.putNumber(values, name, Float.toString(Float.intBitsToFloat(Wire.i32(buffer, at))));
                break;
            case RtMetricView.DOUBLE:
                CounterFields.putNumber(values, name, Double.toString(Double.longBitsToDouble(Wire.u64(buffer, at))));
                break;
            default:
                putInteger(values, name, buffer, metrics);
                break;
        }
    }

    private void putAttribute(final ObjectNode values, final String name, final byte[] buffer)
    {
        final int at = flow.valueOffset();
        switch (flow.type())
        {
            case RtFlowView.STRING:
                values.put(name, CounterFields.text(buffer, at, flow.valueLength()));
                break;
            case RtFlowView.MAC:
                values.put(name, CounterFields.mac(Wire.u48(buffer, at)));
                break;
            case RtFlowView.IPV4:
                values.put(name, IpText.v4(Wire.u32(buffer, at)));
                break;
            case RtFlowView.IPV6:
                values.put(name, IpText.v6(Wire.u64(buffer, at), Wire.u64(buffer, at + Long.BYTES)));
                break;
            case RtFlowView.FLOAT:
                CounterFields.putNumber(values, name, Float.toString(Float.intBitsToFloat(Wire.i32(buffer, at))));
                break;
            case RtFlowView.DOUBLE:
                CounterFields.putNumber(values, name, Double.toString(Double.longBitsToDouble(Wire.u64(buffer, at))));
                break;
            default:
                putInteger(values, name, buffer, flow);
                break;
        }
    }

    private static void putInteger(
        final ObjectNode values, final String name, final byte[] buffer, final RtView view)
    {
        RecordFields.putUnsigned(values, name, Long.BYTES == view.valueLength() ?
            Wire.u64(buffer, view.valueOffset()) : Wire.u32(buffer, view.valueOffset()));
    }
}
