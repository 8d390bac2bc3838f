package io.weir.examples.workload;

import io.weir.wire.Wire;

/**
 * A router that sends NetFlow version 1, 6, 7 or 8 without sampling; version 8 in the aggregation method that keeps
 * whole flows.
 *
 * @see io.weir.codec.netflow.NetflowFixedView
 */
final class FixedRouter extends SimulatedExporter
{
    private static final int SEQUENCE_OFFSET = 16;
    private static final int METHOD_OFFSET = 22;
    private static final int FULL_FLOW = 8;
    private static final int METHOD_VERSION = 2;
    private static final int NS_PER_S = 1_000_000_000;

    private final int version;
    private final int headerLength;
    private final int recordLength;
    private final int maxRecords;
    private long sequence;

    FixedRouter(final int address, final long bootNs, final int version)
    {
        super(address, bootNs);
        this.version = version;
        headerLength = 1 == version ? 16 : 8 == version ? 28 : 24;
        recordLength = 1 == version ? 48 : 8 == version ? 44 : 52;
        maxRecords = 1 == version ? 24 : 8 == version ? 32 : 27;
    }

    @Override
    void write(final SyntheticFlow flow, final long frames, final long startNs, final long endNs)
    {
        final int at = headerLength + records() * recordLength;
        if (8 == version)
        {
            writeFullFlow(at, flow, frames, startNs, endNs);
        }
        else
        {
            writeFlow(at, flow, frames, startNs, endNs);
        }
    }

    private void writeFlow(
        final int at,
        final SyntheticFlow flow,
        final long frames,
        final long startNs,
        final long endNs)
    {
        Wire.putU32(buffer, at, flow.source);
        Wire.putU32(buffer, at + 4, flow.destination);
        Wire.putU32(buffer, at + 8, nextHop());
        Wire.putU16(buffer, at + 12, flow.inputInterface);
        Wire.putU16(buffer, at + 14, flow.outputInterface);
        writeCounters(at + 16, flow, frames, startNs, endNs);
        Wire.putU16(buffer, at + 32, flow.sourcePort);
        Wire.putU16(buffer, at + 34, flow.destinationPort);
        if (1 == version)
        {
            buffer[at + 38] = (byte)flow.protocol;
            buffer[at + 40] = (byte)flow.flowTcpFlags;
            return;
        }
        buffer[at + 37] = (byte)flow.flowTcpFlags;
        buffer[at + 38] = (byte)flow.protocol;
        Wire.putU16(buffer, at + 40, SOURCE_AS);
        Wire.putU16(buffer, at + 42, DESTINATION_AS);
        buffer[at + 44] = MASK_BITS;
        buffer[at + 45] = MASK_BITS;
        // The next hop of the peer in version 6, the router whose short cut it is in version 7.
        Wire.putU32(buffer, at + 48, address());
    }

    private void writeFullFlow(
        final int at,
        final SyntheticFlow flow,
        final long frames,
        final long startNs,
        final long endNs)
    {
        Wire.putU32(buffer, at, flow.destination);
        Wire.putU32(buffer, at + 4, flow.source);
        Wire.putU16(buffer, at + 8, flow.destinationPort);
        Wire.putU16(buffer, at + 10, flow.sourcePort);
        writeCounters(at + 12, flow, frames, startNs, endNs);
        Wire.putU16(buffer, at + 28, flow.outputInterface);
        Wire.putU16(buffer, at + 30, flow.inputInterface);
        buffer[at + 33] = (byte)flow.protocol;
        Wire.putU32(buffer, at + 40, address());
    }

    private void writeCounters(
        final int at,
        final SyntheticFlow flow,
        final long frames,
        final long startNs,
        final long endNs)
    {
        Wire.putU32(buffer, at, frames);
        Wire.putU32(buffer, at + 4, frames * flow.ipBytes());
        Wire.putU32(buffer, at + 8, uptimeMs(startNs));
        Wire.putU32(buffer, at + 12, uptimeMs(endNs));
    }

    @Override
    int datagramUnits()
    {
        return 1 == version ? 0 : records();
    }

    @Override
    boolean isFull()
    {
        return maxRecords == records();
    }

    @Override
    int complete(final long timeNs)
    {
        Wire.putU16(buffer, 0, version);
        Wire.putU16(buffer, 2, records());
        Wire.putU32(buffer, 4, uptimeMs(timeNs));
        Wire.putU32(buffer, 8, timeNs / NS_PER_S);
        Wire.putU32(buffer, 12, timeNs % NS_PER_S);
        if (1 != version)
        {
            Wire.putU32(buffer, SEQUENCE_OFFSET, sequence);
            sequence += records();
        }
        if (8 == version)
        {
            buffer[METHOD_OFFSET] = FULL_FLOW;
            buffer[METHOD_OFFSET + 1] = METHOD_VERSION;
        }
        return headerLength + records() * recordLength;
    }
}
