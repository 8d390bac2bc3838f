package io.weir.examples.workload;

/**
 * Traffic added to a workload for a known time at a known rate: one flow, or a flood from spoofed sources. Immutable.
 *
 * @param exporter        that reports it, 0 to the workload's number of exporters - 1.
 * @param source          IPv4 address, ignored when spoofed.
 * @param destination     IPv4 address.
 * @param protocol        above IP.
 * @param sourcePort      of the flow, ignored when spoofed.
 * @param destinationPort of the flow.
 * @param tcpFlags        of every packet.
 * @param frameBytes      length of every frame with its Ethernet header, 64 to 9000.
 * @param inputInterface  ifIndex, 1 or more.
 * @param outputInterface ifIndex, 1 or more.
 * @param spoofed         whether every packet has a source address and port of its own.
 * @param framesPerSecond rate, more than 0.
 * @param startNs         epoch nanoseconds of the first frame.
 * @param endNs           epoch nanoseconds of the last frame, after the start.
 */
public record Injection(
    int exporter,
    int source,
    int destination,
    int protocol,
    int sourcePort,
    int destinationPort,
    int tcpFlags,
    int frameBytes,
    int inputInterface,
    int outputInterface,
    boolean spoofed,
    double framesPerSecond,
    long startNs,
    long endNs)
{
    private static final int PROTOCOL_TCP = 6;
    private static final int SYN = 0x02;
    private static final int PSH_ACK = 0x18;
    private static final int SYN_FRAME_BYTES = 64;
    private static final int FULL_FRAME_BYTES = 1514;

    /**
     * A checked injection.
     *
     * @param exporter        that reports it, 0 to the workload's number of exporters - 1.
     * @param source          IPv4 address, ignored when spoofed.
     * @param destination     IPv4 address.
     * @param protocol        above IP.
     * @param sourcePort      of the flow, ignored when spoofed.
     * @param destinationPort of the flow.
     * @param tcpFlags        of every packet.
     * @param frameBytes      length of every frame with its Ethernet header, 64 to 9000.
     * @param inputInterface  ifIndex, 1 or more.
     * @param outputInterface ifIndex, 1 or more.
     * @param spoofed         whether every packet has a source address and port of its own.
     * @param framesPerSecond rate, more than 0.
     * @param startNs         epoch nanoseconds of the first frame.
     * @param endNs           epoch nanoseconds of the last frame, after the start.
     * @throws IllegalArgumentException if a rate, length or time is out of range.
     */
    public Injection
    {
        if (!(framesPerSecond > 0) || frameBytes < SYN_FRAME_BYTES || frameBytes > 9000 || endNs <= startNs)
        {
            throw new IllegalArgumentException("injection is out of range: framesPerSecond=" + framesPerSecond +
                " frameBytes=" + frameBytes + " startNs=" + startNs + " endNs=" + endNs);
        }
    }

    /**
     * One TCP flow of full frames.
     *
     * @param exporter       that reports it.
     * @param source         IPv4 address.
     * @param destination    IPv4 address.
     * @param bytesPerSecond of whole frames.
     * @param startNs        epoch nanoseconds.
     * @param endNs          epoch nanoseconds.
     * @return the injection.
     */
    public static Injection elephant(
        final int exporter,
        final int source,
        final int destination,
        final double bytesPerSecond,
        final long startNs,
        final long endNs)
    {
        return new Injection(exporter, source, destination, PROTOCOL_TCP, 50_001, 443, PSH_ACK, FULL_FRAME_BYTES,
            1, 2, false, bytesPerSecond / FULL_FRAME_BYTES, startNs, endNs);
    }

    /**
     * A flood of SYN packets from spoofed sources to one port.
     *
     * @param exporter        that reports it.
     * @param destination     IPv4 address of the victim.
     * @param destinationPort of the victim.
     * @param framesPerSecond rate.
     * @param startNs         epoch nanoseconds.
     * @param endNs           epoch nanoseconds.
     * @return the injection.
     */
    public static Injection synFlood(
        final int exporter,
        final int destination,
        final int destinationPort,
        final double framesPerSecond,
        final long startNs,
        final long endNs)
    {
        return new Injection(exporter, 0, destination, PROTOCOL_TCP, 0, destinationPort, SYN, SYN_FRAME_BYTES,
            3, 2, true, framesPerSecond, startNs, endNs);
    }

    /** {@return bytes per second of whole frames, as sFlow counts them} */
    public double frameBytesPerSecond()
    {
        return framesPerSecond * frameBytes;
    }

    /** {@return bytes per second of layer 3, as NetFlow counts them} */
    public double ipBytesPerSecond()
    {
        return framesPerSecond * (frameBytes - SyntheticFlow.ETHERNET_HEADER_LENGTH);
    }
}
