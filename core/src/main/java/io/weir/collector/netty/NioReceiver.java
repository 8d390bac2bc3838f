package io.weir.collector.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.weir.collector.BoundChannels;
import io.weir.collector.ReceiverConfig;
import io.weir.collector.Worker;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Receives by Netty over the JDK's channels, on every platform. */
final class NioReceiver extends EventLoopReceiver
{
    private final BoundChannels sockets;
    private final List<NioDatagramChannel> channels = new ArrayList<>();
    private Worker worker;

    /**
     * A receiver, not started.
     *
     * @param config  of the receiver.
     * @param callers loop to use; null for one of its own.
     * @param sockets that it was given.
     */
    NioReceiver(final ReceiverConfig config, final EventLoop callers, final BoundChannels sockets)
    {
        super(config, callers, NioIoHandler.newFactory());
        this.sockets = sockets;
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
    void startReading(final Worker newWorker)
    {
        worker = newWorker;
        final byte[] datagram = new byte[config().maxDatagramBytes()];
        for (int i = 0; i < sockets.channels().size(); i++)
        {
            final NioDatagramChannel channel = new NioDatagramChannel(sockets.channels().get(i));
            channel.config().setRecvByteBufAllocator(
                new FixedRecvByteBufAllocator(config().maxDatagramBytes() + 1).maxMessagesPerRead(BURST));
            channel.pipeline().addLast(new DatagramInboundHandler(newWorker, i, config().time(), datagram));
            channels.add(channel);
            // Done at once, since this is the loop's own thread.
            final Throwable failure = loop().register(channel).cause();
            if (null != failure)
            {
                newWorker.onError(failure);
            }
        }
    }

    @Override
    void drainAndClose(final Runnable done)
    {
        sockets.drainAndClose(worker);
        channels.forEach(NioDatagramChannel::close);
        done.run();
    }

    @Override
    void abandon()
    {
        sockets.close();
        endLoop();
    }
}
