package io.weir.collector.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.weir.collector.BoundChannels;
import io.weir.collector.ReceiverProvider;

/**
 * Receives through Netty: {@code Collector.builder().receiver(NettyReceiver.provider())}.
 *
 * <p>One event loop, whose thread the collector's factory makes unless {@link #on} gives one, serves all addresses of a
 * worker. A datagram is copied
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
        return config -> new NioReceiver(config, null, BoundChannels.open(config));
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
        return config -> EpollReceiver.open(config, null, false);
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
        return config -> EpollReceiver.open(config, null, true);
    }

    /**
     * In event loops of the caller's, as {@link #epoll()} when they are of that transport, else as {@link #nio()}. Each
     * worker takes the next one. Decoders and sinks then run in these loops and the thread factory is not used. The
     * loops go on after the close, which waits until they have let go, unless it is called within the worker's; they
     * should outlive the collector. A close occupies its loop for up to 100 ms while a sender never pauses.
     *
     * @param loops of the NIO or the epoll transport.
     * @return a provider of such receivers.
     * @throws IllegalArgumentException if they are of another transport.
     */
    public static ReceiverProvider on(final EventLoopGroup loops)
    {
        if (!supports(loops, EpollIoHandler.class) && !supports(loops, NioIoHandler.class))
        {
            throw new IllegalArgumentException("receiver: event loops are neither of NIO nor of epoll: " + loops);
        }
        return config ->
        {
            final EventLoop loop = loops.next();
            return supports(loop, EpollIoHandler.class) ? EpollReceiver.open(config, loop, false) :
                new NioReceiver(config, loop, BoundChannels.open(config));
        };
    }

    private static boolean supports(final EventLoopGroup loops, final Class<? extends IoHandler> transport)
    {
        return loops instanceof IoEventLoopGroup group && group.isIoType(transport);
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
