package io.weir.collector.netty;

import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import io.weir.collector.BoundChannels;
import io.weir.collector.DatagramReceiver;
import io.weir.collector.ReceiverConfig;
import io.weir.collector.ReceiverProvider;
import io.weir.collector.Worker;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Receives through Netty: {@code Collector.builder().receiver(NettyReceiver.provider())}.
 *
 * <p>One NIO event loop, whose thread the collector's factory makes, serves all addresses of a worker. A datagram is
 * copied once, from Netty's buffer into the worker's array. Netty allocates its packet and envelope objects for each
 * datagram. What an event loop catches, a {@link VirtualMachineError} among it, goes to the error handler.
 */
public final class NettyReceiver implements DatagramReceiver
{
    /** Datagrams read from one socket before the next one has its turn; each has a buffer meanwhile. */
    private static final int BURST = 16;

    private final ReceiverConfig config;
    private final BoundChannels sockets;
    private final List<NioDatagramChannel> channels = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private SingleThreadIoEventLoop loop;
    private Future<?> ticks;
    private Worker worker;

    private NettyReceiver(final ReceiverConfig config, final BoundChannels sockets)
    {
        this.config = config;
        this.sockets = sockets;
    }

    /** {@return a provider of such receivers} */
    public static ReceiverProvider provider()
    {
        return config -> new NettyReceiver(config, BoundChannels.open(config));
    }

    @Override
    public List<InetSocketAddress> addresses()
    {
        return sockets.addresses();
    }

    @Override
    public int receiveBufferBytes()
    {
        return sockets.receiveBufferBytes();
    }

    @Override
    public long[] kernelDrops()
    {
        return sockets.kernelDrops();
    }

    @Override
    public void start(final Worker newWorker)
    {
        // One loop alone, not a group: a group's shutdown starts a thread of Netty's own.
        loop = new SingleThreadIoEventLoop(null, config.threadFactory(), NioIoHandler.newFactory());
        final byte[] datagram = new byte[config.maxDatagramBytes()];
        for (int i = 0; i < sockets.channels().size(); i++)
        {
            final NioDatagramChannel channel = new NioDatagramChannel(sockets.channels().get(i));
            channel.config().setRecvByteBufAllocator(
                new FixedRecvByteBufAllocator(config.maxDatagramBytes() + 1).maxMessagesPerRead(BURST));
            channel.pipeline().addLast(new DatagramInboundHandler(newWorker, i, config.time(), datagram));
            channels.add(channel);
        }
        loop.execute(() -> register(newWorker));
        worker = newWorker;
    }

    @Override
    public void close()
    {
        if (closed.compareAndSet(false, true))
        {
            if (null == worker)
            {
                sockets.close();
            }
            else
            {
                loop.execute(this::stop);
            }
        }
    }

    private void register(final Worker ticked)
    {
        for (final NioDatagramChannel channel : channels)
        {
            // Done at once, since this is the loop's own thread.
            final Throwable failure = loop.register(channel).cause();
            if (null != failure)
            {
                ticked.onError(failure);
            }
        }
        ticks = loop.scheduleWithFixedDelay(
            () -> ticked.onTick(config.time().epochNs()), Worker.TICK_NS, Worker.TICK_NS, TimeUnit.NANOSECONDS);
    }

    private void stop()
    {
        ticks.cancel(false);
        try
        {
            sockets.drainAndClose(worker);
            channels.forEach(NioDatagramChannel::close);
        }
        finally
        {
            loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
            worker.onStop();
        }
    }
}
