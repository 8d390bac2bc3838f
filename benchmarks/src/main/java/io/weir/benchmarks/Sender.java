package io.weir.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.SegmentedDatagramPacket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends datagrams of 1,400 bytes to one address. */
abstract class Sender implements AutoCloseable
{
    private static final int DATAGRAM_BYTES = 1_400;
    private static final int TRAIN = 10;

    /**
     * Open a sender.
     *
     * @param destination of the datagrams.
     * @param load        what to send.
     * @return the sender.
     * @throws IOException if the socket fails.
     */
    static Sender open(final InetSocketAddress destination, final ReceiveCost.Load load) throws IOException
    {
        return ReceiveCost.Load.TRAINS == load ? new Trains(destination) : new Single(destination);
    }

    /**
     * Send datagrams.
     *
     * @param datagrams how many.
     * @throws IOException if the socket fails.
     */
    abstract void send(int datagrams) throws IOException;

    @Override
    public abstract void close() throws IOException;

    /** One system call for each datagram. */
    private static final class Single extends Sender
    {
        private final DatagramChannel channel = DatagramChannel.open();
        private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES);

        Single(final InetSocketAddress destination) throws IOException
        {
            channel.connect(destination);
        }

        @Override
        void send(final int datagrams) throws IOException
        {
            for (int i = 0; i < datagrams; i++)
            {
                channel.write(datagram.clear());
            }
        }

        @Override
        public void close() throws IOException
        {
            channel.close();
        }
    }

    /** Several datagrams in one system call, which the kernel hands on as one. */
    private static final class Trains extends Sender
    {
        private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        private final ByteBuf train = Unpooled.directBuffer(TRAIN * DATAGRAM_BYTES).writeZero(TRAIN * DATAGRAM_BYTES);
        private final InetSocketAddress destination;
        private final Channel channel;

        Trains(final InetSocketAddress destination)
        {
            this.destination = destination;
            channel = new Bootstrap().group(group).channel(EpollDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly().channel();
        }

        @Override
        void send(final int datagrams)
        {
            for (int i = 0; i < datagrams; i += TRAIN)
            {
                channel.writeAndFlush(
                    new SegmentedDatagramPacket(train.retainedDuplicate(), DATAGRAM_BYTES, destination))
                    .syncUninterruptibly();
            }
        }

        @Override
        public void close()
        {
            channel.close().syncUninterruptibly();
            group.shutdownGracefully();
            train.release();
        }
    }
}
