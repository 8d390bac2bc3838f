package io.weir.collector.netty;

import io.netty.channel.epoll.Epoll;
import io.weir.collector.BoundChannels;
import io.weir.collector.ReceiverProvider;

/**
 * Receives through Netty: {@code Collector.builder().receiver(NettyReceiver.provider())}.
 *
 * <p>One event loop, whose thread the collector's factory makes, serves all addresses of a worker. A datagram is copied
 * once, from Netty's buffer into the worker's array. Netty allocates its packet, address and envelope objects for each
 * datagram. What an event loop catches, a {@link VirtualMachineError} among it, goes to the error handler. It cannot be
 * polled.
 */
public final class NettyReceiver
{
    private NettyReceiver()
    {
    }

    /**
     * The best transport there is: {@link #epoll()} on Linux when {@code io.netty:netty-transport-native-epoll} of the
     * platform is on the class path, else {@link #nio()}.
     *
     * @return a provider of such receivers.
     */
    public static ReceiverProvider provider()
    {
        return Epoll.isAvailable() ? epoll() : nio();
    }

    /**
     * Over the JDK's channels, on every platform.
     *
     * @return a provider of such receivers.
     */
    public static ReceiverProvider nio()
    {
        return config -> new NioReceiver(config, BoundChannels.open(config));
    }

    /**
     * By Netty's native transport for Linux: up to 16 datagrams in one system call, and the kernel's drops read from
     * the socket itself.
     *
     * @return a provider of such receivers.
     * @throws UnsupportedOperationException if the transport is not on the class path, or not for this platform.
     */
    public static ReceiverProvider epoll()
    {
        requireEpoll();
        return config -> EpollReceiver.open(config, false);
    }

    /**
     * As {@link #epoll()}, but what comes in one system call is a train: equal datagrams of one sender that the kernel
     * has joined ({@code UDP_GRO}). A fraction of the cost for exporters that send many full datagrams back to back
     * over a network card, and somewhat more than {@link #epoll()} for datagrams that come alone.
     *
     * @return a provider of such receivers.
     * @throws UnsupportedOperationException if the transport is not on the class path, or not for this platform.
     */
    public static ReceiverProvider epollTrains()
    {
        requireEpoll();
        return config -> EpollReceiver.open(config, true);
    }

    private static void requireEpoll()
    {
        if (!Epoll.isAvailable())
        {
            throw new UnsupportedOperationException(
                "receiver: epoll needs Linux and io.netty:netty-transport-native-epoll on the class path",
                Epoll.unavailabilityCause());
        }
    }
}
