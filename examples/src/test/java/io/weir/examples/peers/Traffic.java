package io.weir.examples.peers;

import io.weir.capture.CaptureWriter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A capture of flows of which everything is known: what an exporter is fed, and so what must come out. Datagrams of UDP
 * over IPv4 and IPv6, the flows interleaved, a millisecond between packets.
 *
 * <p>At the end comes one flow more, which does not count: an sFlow agent may hold back a datagram that is not full.
 *
 * @param flows   by their addresses and ports.
 * @param packets of all flows.
 */
record Traffic(Map<FlowId, Totals> flows, long packets)
{
    /** Bytes that sFlow counts beside layer 3: the header of Ethernet, and its frame check sequence. */
    static final int FRAMING = 18;

    /** Packets of the flow at the end. */
    static final int TAIL = 40;
    /** The flow at the end. */
    static final FlowId TAIL_ID = new FlowId(0, 0xFFFF_0A09_0000L, 0, 0xFFFF_0A09_0001L, 9, 9);

    private static final int FLOWS = 300;
    private static final int MOST_PACKETS = 30;
    private static final int V6_EVERY = 5;
    private static final int V4_HEADERS = 28;
    private static final int V6_HEADERS = 48;
    private static final long START_MS = 1_795_564_800_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long V6_PREFIX = 0x2001_0DB8_0000_0000L;
    private static final long V4_SOURCE = 0xFFFF_0A01_0000L;
    private static final long V4_DESTINATION = 0xFFFF_0A02_0000L;

    /**
     * Write the capture.
     *
     * @param capture to write to.
     * @param v6      whether every fifth flow is of IPv6.
     * @return what is in it.
     * @throws IOException if it cannot be written.
     */
    static Traffic write(final Path capture, final boolean v6) throws IOException
    {
        return write(capture, v6, START_MS);
    }

    /**
     * Write the capture.
     *
     * @param capture to write to.
     * @param v6      whether every fifth flow is of IPv6.
     * @param startMs of the first packet, epoch milliseconds; the last one is less than ten seconds later.
     * @return what is in it.
     * @throws IOException if it cannot be written.
     */
    static Traffic write(final Path capture, final boolean v6, final long startMs) throws IOException
    {
        final Map<FlowId, Totals> flows = new LinkedHashMap<>();
        final byte[] payload = new byte[1_400];
        try (CaptureWriter writer = CaptureWriter.create(capture))
        {
            for (int packet = 0; packet < MOST_PACKETS; packet++)
            {
                for (int flow = 0; flow < FLOWS; flow++)
                {
                    if (packet > flow % MOST_PACKETS)
                    {
                        continue;
                    }
                    final boolean isV6 = v6 && 0 == flow % V6_EVERY;
                    final FlowId id = id(flow, isV6);
                    final long timeMs = startMs + packet * FLOWS + flow;
                    final int length = 10 + (flow * 31 + packet * 7) % 1_200;
                    final int ipBytes = length + (isV6 ? V6_HEADERS : V4_HEADERS);
                    writer.source(id.sourceHigh, id.sourceLow, id.sourcePort);
                    writer.destination(id.destinationHigh, id.destinationLow, id.destinationPort);
                    writer.write(payload, 0, length, timeMs * NS_PER_MS);
                    flows.merge(id, new Totals(ipBytes, 1, timeMs, timeMs), Totals::plus);
                }
            }
            final long packets = writer.datagrams();
            writer.source(TAIL_ID.sourceHigh, TAIL_ID.sourceLow, TAIL_ID.sourcePort);
            writer.destination(TAIL_ID.destinationHigh, TAIL_ID.destinationLow, TAIL_ID.destinationPort);
            for (int packet = 0; packet < TAIL; packet++)
            {
                writer.write(payload, 0, 1, (startMs + MOST_PACKETS * FLOWS + packet) * NS_PER_MS);
            }
            return new Traffic(flows, packets);
        }
    }

    private static FlowId id(final int flow, final boolean isV6)
    {
        return new FlowId(isV6 ? V6_PREFIX : 0, isV6 ? flow + 1 : V4_SOURCE + flow,
            isV6 ? V6_PREFIX + 1 : 0, isV6 ? flow + 1 : V4_DESTINATION + flow % 7, 20_000 + flow, 30_000 + flow % 11);
    }

    /**
     * Addresses and ports of a flow.
     *
     * @param sourceHigh      64 bits.
     * @param sourceLow       64 bits.
     * @param destinationHigh 64 bits.
     * @param destinationLow  64 bits.
     * @param sourcePort      of UDP.
     * @param destinationPort of UDP.
     */
    record FlowId(
        long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int sourcePort, int destinationPort)
    {
    }

    /**
     * What is known of a flow.
     *
     * @param bytes   of layer 3.
     * @param packets of the flow.
     * @param startMs epoch milliseconds of its first packet.
     * @param endMs   epoch milliseconds of its last packet.
     */
    record Totals(long bytes, long packets, long startMs, long endMs)
    {
        Totals plus(final Totals other)
        {
            return new Totals(bytes + other.bytes, packets + other.packets, Math.min(startMs, other.startMs),
                Math.max(endMs, other.endMs));
        }
    }
}
