package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.weir.collector.netty.NettyReceiver;
import io.weir.testkit.Await;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.util.List;

class NettyTrainsReceiverTest extends ReceiverContract
{
    private static final int TRAIN = 8;

    @BeforeAll
    static void shouldRunOnLinux()
    {
        assumeTrue(Epoll.isAvailable(), () -> "no epoll: " + Epoll.unavailabilityCause());
    }

    @Override
    ReceiverProvider provider()
    {
        return NettyReceiver.epollTrains();
    }

    @Test
    void shouldPartTrains()
    {
        assumeTrue(EpollDatagramChannel.isSegmentedDatagramPacketSupported(), "this kernel cannot send trains");
        final TestSink sink = new TestSink();
        final byte[] datagram = datagram(DECODE, 1, 1, 2);
        final byte[] train = new byte[TRAIN * datagram.length];
        for (int i = 0; i < TRAIN; i++)
        {
            System.arraycopy(datagram, 0, train, i * datagram.length, datagram.length);
        }
        final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (Collector collector = Collector.builder().receiver(provider()).decoders(TestDecoder.provider())
            .sink(sink).listen(new InetSocketAddress("127.0.0.1", 0)).start())
        {
            final Channel sender = new Bootstrap().group(group).channel(EpollDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter()).bind("127.0.0.1", 0).syncUninterruptibly().channel();
            sender.writeAndFlush(new SegmentedDatagramPacket(
                Unpooled.wrappedBuffer(train), datagram.length, collector.addresses().get(0))).syncUninterruptibly();
            Await.until(collector::counters, () -> collector.counters().received() >= TRAIN);
            assertEquals(TRAIN, collector.counters().decoded());
            assertEquals(train.length, collector.counters().bytes());
            assertEquals(List.of(), collector.counters().rejectedByReason().entrySet().stream().toList());
        }
        finally
        {
            group.shutdownGracefully();
        }
    }
}
