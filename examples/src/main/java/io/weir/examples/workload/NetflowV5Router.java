package io.weir.examples.workload;

import io.weir.codec.netflow.NetflowV5Writer;

/** A router that sends NetFlow version 5 without sampling. */
final class NetflowV5Router extends SimulatedExporter
{
    private static final int MODE_EVERY_NTH = 1;

    private final NetflowV5Writer writer = new NetflowV5Writer();

    NetflowV5Router(final int address, final long bootNs)
    {
        super(address, bootNs);
    }

    @Override
    void write(final SyntheticFlow flow, final long frames, final long startNs, final long endNs)
    {
        if (0 == records())
        {
            writer.begin(buffer, 0).engine(0, 0).sampling(MODE_EVERY_NTH, 1);
        }
        writer.nextRecord()
            .addresses(flow.source & 0xFFFF_FFFFL, flow.destination & 0xFFFF_FFFFL)
            .interfaces(flow.inputInterface, flow.outputInterface)
            .counters(frames, frames * flow.ipBytes())
            .times(uptimeMs(startNs), uptimeMs(endNs))
            .transport(flow.protocol, flow.sourcePort, flow.destinationPort, flow.flowTcpFlags)
            .nextHop(nextHop())
            .routes(SOURCE_AS, DESTINATION_AS, MASK_BITS, MASK_BITS);
    }

    @Override
    int datagramUnits()
    {
        return records();
    }

    @Override
    boolean isFull()
    {
        return writer.isFull();
    }

    @Override
    int complete(final long timeNs)
    {
        writer.exportTime(timeNs, uptimeMs(timeNs));
        return writer.length();
    }
}
