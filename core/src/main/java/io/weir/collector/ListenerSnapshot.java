package io.weir.collector;

import java.net.InetSocketAddress;

/**
 * What became of the datagrams of one address that a collector listens on, over all its workers, at one moment.
 * Immutable. Of the datagrams that reached the socket, {@code counters.received() + kernelDrops} are accounted for; the
 * rest still waits in it.
 *
 * @param address     bound.
 * @param counters    of its datagrams; errors are those told while it was the one being read.
 * @param kernelDrops datagrams that the kernel dropped at the sockets of this address, most often because the receive
 *                    buffer was full; -1 where the platform does not tell. After the collector closed: when it closed.
 */
public record ListenerSnapshot(InetSocketAddress address, CountersSnapshot counters, long kernelDrops)
{
}
