package io.weir.collector.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.weir.collector.SourceAddress;
import io.weir.collector.Worker;
import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;

/** Hands what one channel receives to the worker of its event loop. Used by that loop's thread only. */
final class DatagramInboundHandler extends ChannelInboundHandlerAdapter
{
    /** Longer between two bursts, and the socket was empty. */
    private static final long PAUSE_NS = 1_000_000L;

    private final Worker worker;
    private final int listener;
    private final TimeSource time;
    private final byte[] datagram;
    private final SourceAddress source = new SourceAddress();
    private long waitingSinceNs;
    private long completedNs;
    private int read;
    private boolean emptied = true;
    private boolean closing;
    private boolean drained;

    /**
     * A handler.
     *
     * @param worker   to call.
     * @param listener index of the channel's address.
     * @param time     source of receive times.
     * @param datagram to copy each datagram to, as large as the largest to accept; may be shared within the loop.
     */
    DatagramInboundHandler(final Worker worker, final int listener, final TimeSource time, final byte[] datagram)
    {
        this.worker = worker;
        this.listener = listener;
        this.time = time;
        this.datagram = datagram;
    }

    /** Count what comes from now on as {@link DecodeStatus#CLOSED}. */
    void reject()
    {
        closing = true;
    }

    /** {@return whether the socket was empty at some moment since {@link #reject()}} */
    boolean isDrained()
    {
        return drained;
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message)
    {
        final DatagramPacket packet = (DatagramPacket)message;
        final ByteBuf content = packet.content();
        final int length = content.readableBytes();
        try
        {
            if (length <= datagram.length && !closing)
            {
                content.getBytes(content.readerIndex(), datagram, 0, length);
            }
        }
        finally
        {
            packet.release();
        }
        final long nowNs = 0 == read ? time.epochNs() : worker.followingNs();
        if (0 == read && (emptied || nowNs - completedNs > PAUSE_NS))
        {
            waitingSinceNs = nowNs;
        }
        read++;
        worker.onListener(listener, waitingSinceNs);
        if (length > datagram.length || closing)
        {
            worker.onRejected(
                closing ? DecodeStatus.CLOSED : DecodeStatus.TRUNCATED, Math.min(length, datagram.length));
            return;
        }
        source.set(packet.sender());
        worker.onDatagram(datagram, 0, length, source.high(), source.low(), source.port(), nowNs);
    }

    /** Fewer than a burst: nothing is left in the socket. */
    @Override
    public void channelReadComplete(final ChannelHandlerContext context)
    {
        emptied = read < EventLoopReceiver.BURST;
        drained |= closing && emptied;
        completedNs = worker.followingNs();
        read = 0;
    }

    /** The channel stays up. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause)
    {
        worker.onError(cause);
    }
}
