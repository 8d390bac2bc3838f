package io.weir.examples.workload;

/**
 * The flows of a workload: n distinct TCP and UDP 5-tuples over IPv4, each computed from its rank and the seed, so that
 * a population of any size takes no memory. Clients are in 10.0.0.0/8, servers in 172.16.0.0/12; servers and ports
 * are shared by many flows, as in real traffic. Immutable, hence thread safe; allocates nothing.
 */
public final class FlowPopulation
{
    /** Most flows of a population: ranks map one to one to a client and a band of its ports. */
    public static final int MAX_FLOWS = 1 << 24;

    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int ACK = 0x10;
    private static final int PSH_ACK = 0x18;
    private static final int SYN_FIN_PSH_ACK = 0x1B;
    private static final int CLIENT_NET = 0x0A00_0000;
    private static final int SERVER_NET = 0xAC10_0000;
    private static final int SERVER_MASK = 0x000F_FFFF;
    private static final int FIRST_EPHEMERAL_PORT = 32768;
    private static final int PORT_BANDS_LOG2 = 4;
    private static final int PORTS_OF_BAND = 2048;
    private static final int[] SERVER_PORTS =
        { 443, 443, 443, 443, 80, 80, 443, 53, 8080, 22, 443, 123, 993, 443, 80, 5432 };
    private static final int[] FRAME_BYTES = { 1514, 1514, 1514, 1514, 1514, 1314, 590, 118, 78, 66, 66, 64 };

    private final int flows;
    private final long seed;

    /**
     * A population.
     *
     * @param flows number of flows, 1 to {@link #MAX_FLOWS}.
     * @param seed  any value.
     * @throws IllegalArgumentException if the number of flows is out of range.
     */
    public FlowPopulation(final int flows, final long seed)
    {
        if (flows < 1 || flows > MAX_FLOWS)
        {
            throw new IllegalArgumentException(
                "workload: flows are out of range: flows=" + flows + " range=1.." + MAX_FLOWS);
        }
        this.flows = flows;
        this.seed = SplitMix.mix(seed + 1);
    }

    /** {@return number of flows} */
    public int flows()
    {
        return flows;
    }

    /**
     * Bits that belong to a flow: the same for the same seed and rank.
     *
     * @param rank of the flow.
     * @return 64 random bits.
     */
    public long bits(final int rank)
    {
        return SplitMix.mix(seed ^ rank * 0x9E37_79B9_7F4A_7C15L);
    }

    /**
     * Source address.
     *
     * @param rank of the flow.
     * @return IPv4, as an unsigned 32-bit value.
     */
    public int source(final int rank)
    {
        return CLIENT_NET | place(rank) >>> PORT_BANDS_LOG2;
    }

    /**
     * Destination address.
     *
     * @param rank of the flow.
     * @return IPv4, as an unsigned 32-bit value.
     */
    public int destination(final int rank)
    {
        final long servers = Math.max(1, Math.min(flows >>> 3, SERVER_MASK));
        final long server = (bits(rank) >>> 32) * servers >>> 32;
        return SERVER_NET | (int)SplitMix.mix(seed + server) & SERVER_MASK;
    }

    /**
     * Source port.
     *
     * @param rank of the flow.
     * @return 32768..65535.
     */
    public int sourcePort(final int rank)
    {
        final int band = place(rank) & (1 << PORT_BANDS_LOG2) - 1;
        return FIRST_EPHEMERAL_PORT + band * PORTS_OF_BAND + (int)(bits(rank) & PORTS_OF_BAND - 1);
    }

    /**
     * Destination port.
     *
     * @param rank of the flow.
     * @return a port of a well-known service.
     */
    public int destinationPort(final int rank)
    {
        return SERVER_PORTS[(int)(bits(rank) >>> 12) & SERVER_PORTS.length - 1];
    }

    /**
     * Protocol above IP.
     *
     * @param rank of the flow.
     * @return 6 for TCP, 17 for UDP.
     */
    public int protocol(final int rank)
    {
        final int port = destinationPort(rank);
        final boolean quic = 443 == port && 0 == (bits(rank) >>> 20 & 3);
        return 53 == port || 123 == port || quic ? PROTOCOL_UDP : PROTOCOL_TCP;
    }

    /**
     * TCP flags of a packet in the middle of the flow.
     *
     * @param rank of the flow.
     * @return ACK, with or without PSH; 0 for UDP.
     */
    public int packetTcpFlags(final int rank)
    {
        return PROTOCOL_TCP != protocol(rank) ? 0 : 0 == (bits(rank) >>> 22 & 1) ? ACK : PSH_ACK;
    }

    /**
     * TCP flags of all packets of the flow together.
     *
     * @param rank of the flow.
     * @return SYN, ACK, PSH and FIN; 0 for UDP.
     */
    public int flowTcpFlags(final int rank)
    {
        return PROTOCOL_TCP == protocol(rank) ? SYN_FIN_PSH_ACK : 0;
    }

    /**
     * Usual length of the flow's frames.
     *
     * @param rank of the flow.
     * @return 64..1514 bytes with the Ethernet header, without the frame check sequence.
     */
    public int frameBytes(final int rank)
    {
        return FRAME_BYTES[(int)((bits(rank) >>> 40 & 0xFF) * FRAME_BYTES.length >>> 8)];
    }

    /**
     * Exporter that the flow passes.
     *
     * @param rank      of the flow.
     * @param exporters number of exporters, 1 or more.
     * @return 0..exporters-1.
     */
    public int exporter(final int rank, final int exporters)
    {
        return rank % exporters;
    }

    private int place(final int rank)
    {
        // Odd multiplication is a bijection of 24 bits, so distinct ranks have distinct clients or bands of ports.
        return (int)(rank * 0x9E37_79B1L + seed) & MAX_FLOWS - 1;
    }
}
