package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.capture.CaptureReader;
import io.weir.codec.netflow.DataRecordView;
import io.weir.codec.netflow.IpfixMessageView;
import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.netflow.NetflowFixedView;
import io.weir.codec.netflow.NetflowV5RecordView;
import io.weir.codec.netflow.NetflowV5View;
import io.weir.codec.netflow.NetflowV9View;
import io.weir.codec.netflow.template.TemplateEvent;
import io.weir.codec.sflow.SflowDatagramView;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.codec.sflow.SflowV4DatagramView;
import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.collector.RecordHandler;
import io.weir.exporter.Exporter;
import io.weir.exporter.ExporterTable;
import io.weir.exporter.Protocol;
import io.weir.record.CounterRecord;
import io.weir.record.CounterSchema;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.wire.DecodeStatus;
import io.weir.wire.IpText;
import io.weir.wire.Wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Writes every record of a capture as a line of JSON. It drives the decoders itself, without a collector, because it
 * wants the outcome of each datagram. Not thread safe.
 */
final class RecordLister implements RecordHandler
{
    private static final int WORD_LENGTH = 4;

    private final List<DecoderProvider> providers;
    private final List<DatagramDecoder> decoders;
    private final Consumer<String> printer;
    private final BooleanSupplier stop;
    private final DatagramContext context = new DatagramContext(
        new ExporterTable(ExporterTable.DEFAULT_MAX_EXPORTERS));
    private final SflowDatagramView sflow = new SflowDatagramView();
    private final SflowV4DatagramView olderSflow = new SflowV4DatagramView();
    private final NetflowV5View netflow = new NetflowV5View();
    private final NetflowFixedView netflowFixed = new NetflowFixedView();
    private final NetflowV9View netflow9 = new NetflowV9View();
    private final IpfixMessageView ipfix = new IpfixMessageView();
    private final NetflowV5RecordView netflowRecord = new NetflowV5RecordView();
    private final StructureLister structures = new StructureLister();
    private final ElementLister elementLister;
    private final CustomSampleLister customSamples =
        new CustomSampleLister(this::begin, this::print);
    private CaptureReader capture;
    private ObjectNode elements;
    private int recordIndex;
    private long datagrams;

    /**
     * A lister with its own decoders.
     *
     * @param settings of the decoder of NetFlow and IPFIX, but for its listeners.
     * @param printer  of lines.
     * @param stop     asked before each datagram.
     */
    RecordLister(
        final NetflowDecoder.Builder settings, final Consumer<String> printer, final BooleanSupplier stop)
    {
        final NetflowDecoder.Provider netflowProvider =
            settings.listener(this::onDataRecord).templateListener(this::onTemplate).build();
        this.elementLister = new ElementLister(netflowProvider.elements());
        this.providers = List.of(SflowDecoder.provider(), netflowProvider);
        this.decoders = providers.stream().map(DecoderProvider::newDecoder).toList();
        this.printer = printer;
        this.stop = stop;
        context.wanted(FieldSet.ALL);
    }

    /** {@return datagrams read so far} */
    long datagrams()
    {
        return datagrams;
    }

    /**
     * List the records of a file.
     *
     * @param path of the file.
     * @throws IOException if it cannot be read, or is broken; what was good before is listed.
     */
    void list(final Path path) throws IOException
    {
        try (CaptureReader reader = CaptureReader.open(path))
        {
            capture = reader;
            while (!stop.getAsBoolean() && reader.next())
            {
                datagrams++;
                onDatagram();
            }
        }
    }

    private void onDatagram()
    {
        recordIndex = 0;
        elements = null;
        context.begin(capture.sourceHigh(), capture.sourceLow(), capture.sourcePort(), capture.timeNs(),
            capture.length());
        final DecodeStatus status = decode();
        if (DecodeStatus.OK == status && Protocol.SFLOW5 == context.exporter().protocol())
        {
            customSamples.list(capture.buffer(), capture.offset(), capture.length());
        }
        if (DecodeStatus.Kind.REJECT == status.kind())
        {
            final ObjectNode line = Json.object();
            line.put("type", "rejected");
            final Exporter exporter = context.exporter();
            line.put("protocol", null == exporter ? null : exporter.protocol().label());
            line.put("exporter", IpText.of(capture.sourceHigh(), capture.sourceLow()));
            line.put("time", RunSummary.time(capture.timeNs()));
            line.put("reason", status.name());
            line.put("length", capture.length());
            printer.accept(Json.text(line));
        }
    }

    private DecodeStatus decode()
    {
        if (capture.length() < WORD_LENGTH)
        {
            return 0 == capture.length() ? DecodeStatus.EMPTY : DecodeStatus.SHORT;
        }
        final int firstWord = Wire.i32(capture.buffer(), capture.offset());
        for (int i = 0; i < decoders.size(); i++)
        {
            if (providers.get(i).claims(firstWord))
            {
                return decoders.get(i).decode(capture.buffer(), capture.offset(), capture.length(), context, this);
            }
        }
        return DecodeStatus.VERSION;
    }

    @Override
    public FieldSet wanted()
    {
        return FieldSet.ALL;
    }

    @Override
    public void onFlowRecord(final FlowRecord record)
    {
        final ObjectNode line = begin("flow");
        RecordFields.put(line, record);
        putSample(line, record);
        if (Protocol.NETFLOW5 == context.exporter().protocol())
        {
            netflow.record(recordIndex, netflowRecord);
            RecordFields.putElements(line.putObject("elements"), netflowRecord);
        }
        if (null != elements)
        {
            line.set("elements", elements);
        }
        recordIndex++;
        printer.accept(Json.text(line));
    }

    /* Comes before the flow records that are made of it. */
    private void onDataRecord(final Exporter exporter, final DataRecordView record)
    {
        if (!record.template().format().isOptions())
        {
            elements = elementLister.fields(record, false);
            return;
        }
        final ObjectNode line = begin("options");
        line.put("template", record.template().id());
        line.set("scope", elementLister.fields(record, true));
        record.rewind();
        line.set("elements", elementLister.fields(record, false));
        printer.accept(Json.text(line));
    }

    private void onTemplate(final TemplateEvent event)
    {
        if (null == context.exporter())
        {
            return;
        }
        final ObjectNode line = begin("template");
        line.put("event", event.kind().name());
        if (null == event.template())
        {
            line.put("template", event.id());
            line.put("reason", event.reason().name());
        }
        else
        {
            elementLister.put(line, event.template());
        }
        printer.accept(Json.text(line));
    }

    private void putSample(final ObjectNode line, final FlowRecord record)
    {
        switch (context.exporter().protocol())
        {
            case SFLOW5:
                structures.put(line, record);
                break;
            case SFLOW4:
                structures.putOlder(line, record, SflowV4DatagramView.VERSION_4);
                break;
            case SFLOW2:
                structures.putOlder(line, record, SflowV4DatagramView.VERSION_2);
                break;
            default:
                break;
        }
    }

    @Override
    public void onDiscardRecord(final FlowRecord record)
    {
        final ObjectNode line = begin("discard");
        RecordFields.putKnown(line, record);
        structures.put(line, record);
        printer.accept(Json.text(line));
    }

    @Override
    public void onCounterRecord(final CounterRecord record)
    {
        final ObjectNode line = begin("counters");
        line.put("agent", IpText.of(record.agentHigh(), record.agentLow()));
        line.put("datasource", RecordFields.dataSource(record.dataSource()));
        line.put("sampleSequence", record.sequence());
        final CounterSchema schema = record.schema();
        line.put("structure", schema.enterprise() + ":" + schema.format());
        line.put("name", schema.name());
        if (record.entry() >= 0)
        {
            line.put("entry", record.entry());
        }
        final ObjectNode counters = line.putObject("counters");
        for (int i = 0; i < schema.counters().size(); i++)
        {
            if (record.has(i))
            {
                CounterFields.put(counters, record, i);
            }
        }
        printer.accept(Json.text(line));
    }

    private void print(final ObjectNode line)
    {
        printer.accept(Json.text(line));
    }

    private ObjectNode begin(final String type)
    {
        final Exporter exporter = context.exporter();
        final ObjectNode line = Json.object();
        line.put("type", type);
        line.put("protocol", exporter.protocol().label());
        line.put("exporter", IpText.of(capture.sourceHigh(), capture.sourceLow()));
        line.put("domain", exporter.domain());
        line.put("sequence", sequence(exporter.protocol()));
        line.put("time", RunSummary.time(capture.timeNs()));
        return line;
    }

    private long sequence(final Protocol protocol)
    {
        if (Protocol.SFLOW5 == protocol)
        {
            sflow.wrap(capture.buffer(), capture.offset(), capture.length());
            return sflow.sequence();
        }
        if (Protocol.SFLOW4 == protocol || Protocol.SFLOW2 == protocol)
        {
            olderSflow.wrap(capture.buffer(), capture.offset(), capture.length());
            return olderSflow.sequence();
        }
        if (Protocol.NETFLOW9 == protocol)
        {
            netflow9.wrap(capture.buffer(), capture.offset(), capture.length());
            return netflow9.sequence();
        }
        if (Protocol.IPFIX == protocol)
        {
            ipfix.wrap(capture.buffer(), capture.offset(), capture.length());
            return ipfix.sequence();
        }
        if (Protocol.NETFLOW5 == protocol)
        {
            netflow.wrap(capture.buffer(), capture.offset(), capture.length());
            return netflow.flowSequence();
        }
        netflowFixed.wrap(capture.buffer(), capture.offset(), capture.length());
        return netflowFixed.flowSequence();
    }
}
