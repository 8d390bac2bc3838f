package io.weir.benchmarks;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.examples.workload.DatagramRing;
import io.weir.examples.workload.Workload;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.examples.workload.WorkloadSpec;
import io.weir.record.Field;
import io.weir.record.FieldSet;

/** What the benchmarks of datagrams have in common: traffic of seeded exporters, and the seven fields of a 5-tuple. */
final class Traffic
{
    /** 5-tuple, bytes and frames. */
    static final FieldSet SEVEN_FIELDS = FieldSet.of(
        Field.IP_SOURCE, Field.IP_DESTINATION, Field.L4_PROTOCOL, Field.L4_SOURCE_PORT, Field.L4_DESTINATION_PORT,
        Field.BYTES, Field.FRAMES);

    /** Distinct flows in a million records of {@link #FLOWS} flows of Zipf exponent 1: 217 thousand. */
    static final int FLOWS = 1_000_000;
    /** Datagrams with about a million NetFlow version 5 records, 30 in each. */
    static final int NETFLOW5_DATAGRAMS = 33_334;
    /** Datagrams with about a million sFlow samples, 5 to 7 in each. */
    static final int SFLOW_DATAGRAMS = 165_000;

    private static final int EXPORTERS = 8;
    private static final long SEED = 20_260_101;

    private Traffic()
    {
    }

    /**
     * Datagrams to be decoded over and over.
     *
     * @param protocol         of the exporters.
     * @param datagrams        how many.
     * @param recordsPerSecond at which their time passes.
     * @return the datagrams.
     */
    static DatagramRing ring(final WorkloadProtocol protocol, final int datagrams, final double recordsPerSecond)
    {
        return DatagramRing.of(new Workload(WorkloadSpec.builder(protocol)
            .flows(FLOWS, 1.0)
            .exporters(EXPORTERS)
            .seed(SEED)
            .recordsPerSecond(recordsPerSecond)
            .build()), datagrams);
    }

    /**
     * The decoder of a protocol.
     *
     * @param protocol of the exporters.
     * @return makes decoders.
     */
    static DecoderProvider decoder(final WorkloadProtocol protocol)
    {
        return WorkloadProtocol.SFLOW == protocol ? SflowDecoder.provider() : NetflowDecoder.provider();
    }
}
