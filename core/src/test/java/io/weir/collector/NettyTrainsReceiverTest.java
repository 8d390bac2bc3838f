package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

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
        // One loop alone: the shutdown of a group starts a thread that outlives this test.
        final EventLoop loop =
            new SingleThreadIoEventLoop(null, Executors.defaultThreadFactory(), EpollIoHandler.newFactory());
        try (Collector collector = Collector.builder().receiver(provider()).decoders(TestDecoder.provider())
            .sink(sink).listen(new InetSocketAddress("127.0.0.1", 0)).start())
        {
            final Channel sender = new Bootstrap().group(loop).channel(EpollDatagramChannel.class)
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
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            Await.until(loop::isTerminated, loop::isTerminated);
        }
    }
}
