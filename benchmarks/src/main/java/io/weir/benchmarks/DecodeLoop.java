package io.weir.benchmarks;

import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.RecordHandler;
import io.weir.examples.workload.DatagramRing;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.exporter.ExporterTable;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.wire.DecodeStatus;

/** Decodes whole datagrams of a ring, over and over, into a handler that reads two words of each record. */
final class DecodeLoop
{
    private final DatagramRing ring;
    private final DatagramDecoder decoder;
    private final DatagramContext context = new DatagramContext(new ExporterTable(ExporterTable.DEFAULT_MAX_EXPORTERS));
    private final Reader reader;
    private long due;

    DecodeLoop(final WorkloadProtocol protocol, final int datagrams, final FieldSet wanted)
    {
        ring = Traffic.ring(protocol, datagrams, 1e6);
        decoder = Traffic.decoder(protocol).newDecoder();
        reader = new Reader(wanted);
        context.wanted(wanted);
        for (int i = 0; i < ring.size(); i++)
        {
            final DecodeStatus status = decodeNext();
            if (DecodeStatus.OK != status)
            {
                throw new IllegalStateException("a datagram of the workload is not decoded: " + status);
            }
        }
        if (reader.records != ring.totalRecords())
        {
            throw new IllegalStateException("decoded " + reader.records + " records of " + ring.totalRecords());
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
            due -= ring.records();
        }
        return reader.sum;
    }

    private DecodeStatus decodeNext()
    {
        ring.next();
        context.begin(ring.sourceHigh(), ring.sourceLow(), ring.sourcePort(), ring.timeNs(), ring.length());
        return decoder.decode(ring.buffer(), ring.offset(), ring.length(), context, reader);
    }

    private static final class Reader implements RecordHandler
    {
        private final FieldSet wanted;
        private long records;
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
    }
}
