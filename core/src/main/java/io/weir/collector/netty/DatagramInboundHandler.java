package io.weir.collector.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.weir.collector.SourceAddress;
import io.weir.collector.Worker;
import io.weir.time.TimeSource;
import io.weir.wire.DecodeStatus;

/** Hands what the channels of one event loop receive to its worker. Used by that loop's thread only. */
@ChannelHandler.Sharable
final class DatagramInboundHandler extends ChannelInboundHandlerAdapter
{
    private final Worker worker;
    private final TimeSource time;
    private final byte[] datagram;
    private final SourceAddress source = new SourceAddress();

    DatagramInboundHandler(final Worker worker, final TimeSource time, final int maxDatagramBytes)
    {
        this.worker = worker;
        this.time = time;
        datagram = new byte[maxDatagramBytes];
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message)
    {
        final DatagramPacket packet = (DatagramPacket)message;
        final ByteBuf content = packet.content();
        final int length = content.readableBytes();
        try
        {
            if (length <= datagram.length)
            {
                content.getBytes(content.readerIndex(), datagram, 0, length);
            }
        }
        finally
        {
            packet.release();
        }
        if (length > datagram.length)
        {
            worker.onRejected(DecodeStatus.TRUNCATED, datagram.length);
            return;
        }
        source.set(packet.sender());
        worker.onDatagram(datagram, 0, length, source.high(), source.low(), source.port(), time.epochNs());
    }

    /** The channel stays up. */
    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause)
    {
        worker.onError(cause);
    }
}
