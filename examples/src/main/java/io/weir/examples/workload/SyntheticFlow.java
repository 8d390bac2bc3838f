package io.weir.examples.workload;

/** What an exporter is to report: the 5-tuple, flags, interfaces and frame length of one flow. Mutable and reused. */
final class SyntheticFlow
{
    static final int ETHERNET_HEADER_LENGTH = 14;

    int source;
    int destination;
    int protocol;
    int sourcePort;
    int destinationPort;
    int packetTcpFlags;
    int flowTcpFlags;
    int frameBytes;
    int inputInterface;
    int outputInterface;

    SyntheticFlow()
    {
    }

    /**
     * Become a flow of a population.
     *
     * @param population to take it from.
     * @param rank       of the flow.
     */
    void become(final FlowPopulation population, final int rank)
    {
        final long bits = population.bits(rank);
        source = population.source(rank);
        destination = population.destination(rank);
        protocol = population.protocol(rank);
        sourcePort = population.sourcePort(rank);
        destinationPort = population.destinationPort(rank);
        packetTcpFlags = population.packetTcpFlags(rank);
        flowTcpFlags = population.flowTcpFlags(rank);
        frameBytes = population.frameBytes(rank);
        inputInterface = 1 + (int)(bits >>> 48 & ReportedInterfaces.COUNT - 1);
        outputInterface = 1 + (int)(bits >>> 52 & ReportedInterfaces.COUNT - 1);
    }

    /**
     * Become a packet of an injected anomaly.
     *
     * @param injection to take it from.
     * @param random    for what the anomaly leaves open.
     */
    void become(final Injection injection, final SplitMix random)
    {
        source = injection.spoofed() ? (int)random.nextLong() & 0x7FFF_FFFF | 0x0100_0000 : injection.source();
        destination = injection.destination();
        protocol = injection.protocol();
        sourcePort = injection.spoofed() ? 1024 + random.nextInt(64_512) : injection.sourcePort();
        destinationPort = injection.destinationPort();
        packetTcpFlags = injection.tcpFlags();
        flowTcpFlags = injection.tcpFlags();
        frameBytes = injection.frameBytes();
        inputInterface = injection.inputInterface();
        outputInterface = injection.outputInterface();
    }

    /** {@return bytes of layer 3 of a frame} */
    int ipBytes()
    {
        return frameBytes - ETHERNET_HEADER_LENGTH;
    }
}
