package io.weir.benchmarks;

import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.collector.RecordHandler;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.exporter.ExporterTable;
import io.weir.record.CounterRecord;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;

/** Decodes whole datagrams, over and over, into a handler that reads two words of each record. */
final class DecodeLoop
{
    private final DatagramSource source;
    private final DatagramDecoder decoder;
    private final DatagramContext context = new DatagramContext(new ExporterTable(ExporterTable.DEFAULT_MAX_EXPORTERS));
    private final Reader reader;
    private long due;

    DecodeLoop(final WorkloadProtocol protocol, final int datagrams, final FieldSet wanted)
    {
        this(new RingSource(Traffic.ring(protocol, datagrams, 1e6)), Traffic.decoder(protocol), wanted);
    }

    DecodeLoop(final DatagramSource source, final DecoderProvider provider, final FieldSet wanted)
    {
        this.source = source;
        decoder = provider.newDecoder();
        reader = new Reader(wanted);
        context.wanted(wanted);
        for (int i = 0; i < source.size(); i++)
        {
            final DecodeStatus status = decodeNext();
            if (DecodeStatus.OK != status)
            {
                throw new IllegalStateException("a datagram of the workload is not decoded: " + status);
            }
        }
        final long decoded = 0 == reader.records ? reader.counterRecords : reader.records;
        if (decoded != source.totalRecords())
        {
            throw new IllegalStateException("decoded " + decoded + " records of " + source.totalRecords());
        }
    }

    /**
     * Decode datagrams that hold a number of records on average: what is decoded beyond is owed to the next call.
     *
     * @param records how many.
     * @return something that depends on every record.
     */
    long run(final int records)
    {
        due += records;
        while (due > 0)
        {
            decodeNext();
            due -= source.records();
        }
        return reader.sum;
    }

    private DecodeStatus decodeNext()
    {
        source.next();
        context.begin(0, source.sourceLow(), source.sourcePort(), source.timeNs(), source.length());
        return decoder.decode(source.buffer(), source.offset(), source.length(), context, reader);
    }

    private static final class Reader implements RecordHandler
    {
        private final FieldSet wanted;
        private long records;
        private long counterRecords;
        private long sum;

        Reader(final FieldSet wanted)
        {
            this.wanted = wanted;
        }

        @Override
        public FieldSet wanted()
        {
            return wanted;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            records++;
            sum += record.present(0) ^ record.get(Slots.BYTES);
        }

        @Override
        public void onCounterRecord(final CounterRecord record)
        {
            counterRecords++;
            sum += record.value(0);
        }
    }
}
