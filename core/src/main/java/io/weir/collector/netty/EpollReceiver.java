package io.weir.collector.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDatagramChannelConfig;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.weir.collector.ReceiverConfig;
import io.weir.collector.Worker;
import io.weir.wire.DecodeStatus;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Receives by Netty's native transport, on Linux, several datagrams in one system call: either any that wait
 * ({@code recvmmsg}), or trains of equal ones of one sender that the kernel has joined ({@code UDP_GRO}). Not both: the
 * transport does not part a train that came in a batch.
 */
final class EpollReceiver extends EventLoopReceiver
{
    /** A train is at most as long as the largest datagram. */
    private static final int TRAIN_BYTES = Worker.MAX_DATAGRAM_BYTES;
    /** Most bytes of the buffer that a batch is read into. */
    private static final int BATCH_BYTES = 1 << 20;
    private static final long DRAIN_LOOK_NS = 100_000L;
    /** What a read gives when nothing waits; a datagram of no bytes gives -1. */
    private static final int NOTHING = 0;

    private final List<EpollDatagramChannel> channels = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<DatagramInboundHandler> handlers = new ArrayList<>();
    private final SocketMemory memory = new SocketMemory();
    private final boolean trains;
    private int receiveBufferBytes = Integer.MAX_VALUE;
    private Worker worker;
    private long drainedNs;

    private EpollReceiver(final ReceiverConfig config, final EventLoop callers, final boolean trains)
    {
        super(config, callers, EpollIoHandler.newFactory());
        this.trains = trains;
    }

    /**
     * Bind the sockets of one worker.
     *
     * @param config  what to open.
     * @param callers loop to use; null for one of its own.
     * @param trains  whether to take trains instead of batches.
     * @return the receiver, not started.
     * @throws IOException if an address cannot be bound; the message names it. Nothing stays open.
     */
    static EpollReceiver open(final ReceiverConfig config, final EventLoop callers, final boolean trains)
        throws IOException
    {
        final EpollReceiver receiver = new EpollReceiver(config, callers, trains);
        boolean done = false;
        try
        {
            for (final InetSocketAddress address : config.addresses())
            {
                receiver.bind(address);
            }
            done = true;
            return receiver;
        }
        finally
        {
            if (!done)
            {
                receiver.close();
            }
        }
    }

    private void bind(final InetSocketAddress address) throws IOException
    {
        final EpollDatagramChannel channel = newChannel(address.getAddress());
        final EpollDatagramChannelConfig options = channel.config();
        options.setAutoRead(false);
        options.setReusePort(config().reusePort());
        options.setReceiveBufferSize(config().receiveBufferBytes());
        final int datagramBytes = config().maxDatagramBytes() + 1;
        int bufferBytes = Math.max(datagramBytes, TRAIN_BYTES);
        if (trains)
        {
            options.setUdpGro(true);
        }
        else
        {
            options.setMaxDatagramPayloadSize(datagramBytes);
            bufferBytes = Math.min(BURST, BATCH_BYTES / datagramBytes) * datagramBytes;
        }
        options.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(bufferBytes).maxMessagesPerRead(BURST));
        loop().register(channel).syncUninterruptibly();
        channels.add(channel);
        final ChannelFuture bound = channel.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess())
        {
            throw config().cannotBind(address, bound.cause());
        }
        memory.add(channel);
        addresses.add(channel.localAddress());
        receiveBufferBytes = Math.min(receiveBufferBytes, options.getReceiveBufferSize());
    }

    private static EpollDatagramChannel newChannel(final InetAddress address)
    {
        if (address.isAnyLocalAddress())
        {
            return new EpollDatagramChannel();
        }
        return new EpollDatagramChannel(
            address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
    }

    @Override
    public List<InetSocketAddress> addresses()
    {
        return addresses;
    }

    @Override
    public int receiveBufferBytes()
    {
        return receiveBufferBytes;
    }

    @Override
    public long[] kernelDrops()
    {
        return memory.drops();
    }

    @Override
    void startReading(final Worker newWorker)
    {
        worker = newWorker;
        final byte[] datagram = new byte[config().maxDatagramBytes()];
        for (int i = 0; i < channels.size(); i++)
        {
            final DatagramInboundHandler handler = new DatagramInboundHandler(newWorker, i, config().time(), datagram);
            handlers.add(handler);
            channels.get(i).pipeline().addLast(handler);
            channels.get(i).config().setAutoRead(true);
        }
    }

    @Override
    void drainAndClose(final Runnable done)
    {
        drainedNs = System.nanoTime() + Worker.DRAIN_NS;
        if (trains)
        {
            handlers.forEach(DatagramInboundHandler::reject);
            drainTrains(done);
        }
        else
        {
            drainDatagrams();
            closeChannels(done);
        }
    }

    // Past the channel, which takes longer for a datagram than a sender that never pauses.
    private void drainDatagrams()
    {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(Worker.MAX_DATAGRAM_BYTES);
        for (int i = 0; i < channels.size(); i++)
        {
            worker.onListener(i, 0);
            try
            {
                boolean waiting = true;
                while (waiting && System.nanoTime() - drainedNs < 0)
                {
                    final int length = channels.get(i).fd().read(buffer, 0, buffer.capacity());
                    waiting = NOTHING != length;
                    if (waiting)
                    {
                        worker.onRejected(DecodeStatus.CLOSED, Math.max(0, length));
                    }
                }
            }
            catch (final IOException e)
            {
                worker.onError(e);
            }
        }
    }

    // Only the channel parts trains. The loop goes on reading between two looks, as it would not between two tasks.
    private void drainTrains(final Runnable done)
    {
        if (isWaiting() && System.nanoTime() - drainedNs < 0)
        {
            loop().schedule(() -> drainTrains(done), DRAIN_LOOK_NS, TimeUnit.NANOSECONDS);
            return;
        }
        closeChannels(done);
    }

    private void closeChannels(final Runnable done)
    {
        memory.close();
        channels.forEach(EpollDatagramChannel::close);
        done.run();
    }

    private boolean isWaiting()
    {
        for (int i = 0; i < handlers.size(); i++)
        {
            if (!handlers.get(i).isDrained() && memory.isWaiting(i))
            {
                return true;
            }
        }
        return false;
    }

    @Override
    void abandon()
    {
        memory.close();
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        endLoop();
    }
}
