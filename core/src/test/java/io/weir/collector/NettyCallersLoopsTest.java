package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.weir.collector.netty.NettyReceiver;
import io.weir.testkit.Await;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Netty receivers in event loops that are the caller's. */
class NettyCallersLoopsTest
{
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

    private final TestSink sink = new TestSink();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    private static Stream<Named<IoHandlerFactory>> transports()
    {
        final List<Named<IoHandlerFactory>> transports = new ArrayList<>();
        transports.add(Named.of("nio", NioIoHandler.newFactory()));
        if (Epoll.isAvailable())
        {
            transports.add(Named.of("epoll", EpollIoHandler.newFactory()));
        }
        return transports.stream();
    }

    private static EventLoopGroup loops(final IoHandlerFactory transport)
    {
        return new MultiThreadIoEventLoopGroup(2, transport);
    }

    private static void end(final EventLoopGroup loops)
    {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Collector.Builder builder(final EventLoopGroup loops)
    {
        return Collector.builder().receiver(NettyReceiver.on(loops)).decoders(TestDecoder.provider()).sink(sink)
            .errorHandler(errors::add).listen(LOOPBACK);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldServeSeveralCollectorsOneAfterTheOtherInTheSameLoops(final IoHandlerFactory transport)
        throws IOException
    {
        final EventLoopGroup loops = loops(transport);
        try
        {
            for (int i = 0; i < 20; i++)
            {
                final Set<Thread> before = Thread.getAllStackTraces().keySet();
                final Collector collector = builder(loops).workers(1 + i % 2).start();
                try (collector; Sender sender = new Sender("127.0.0.1", collector.addresses().get(0)))
                {
                    sender.send(datagram(DECODE, 1, 1));
                    Await.until(collector::counters, () -> 1 == collector.counters().received());
                    assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread ->
                        !before.contains(thread) && thread.getName().startsWith("weir")));
                    sender.send(datagram(DECODE, 1, 2));
                }
                final CountersSnapshot counters = collector.counters();
                assertEquals(2, counters.decoded() + counters.rejected(DecodeStatus.CLOSED));
                assertEquals(i + 1, sink.lifecycle.stream().filter("close"::equals).count(), "told when close returns");
            }
        }
        finally
        {
            end(loops);
        }
        assertEquals(List.of(), errors);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldTickWhenIdle(final IoHandlerFactory transport)
    {
        final EventLoopGroup loops = loops(transport);
        try (Collector collector = builder(loops).start())
        {
            Await.until(collector::counters, () -> sink.handlers.get(0).ticks >= 5);
        }
        finally
        {
            end(loops);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void BAD_Z12_shouldNotWaitForItselfWhenClosedWithinItsLoop(final IoHandlerFactory transport) throws IOException
    {
        final EventLoopGroup loops = loops(transport);
        final Collector[] collector = new Collector[1];
        final CountDownLatch started = new CountDownLatch(1);
        sink.onStart = () ->
        {
            await(started);
            collector[0].close();
        };
        try
        {
            collector[0] = builder(loops).start();
            try (Sender sender = new Sender("127.0.0.1", collector[0].addresses().get(0)))
            {
                sender.send(datagram(DECODE, 1, 1));
            }
            started.countDown();
            Await.until(sink.lifecycle::toString, () -> sink.lifecycle.contains("close"));
            collector[0].close();
            assertEquals(1, collector[0].counters().decoded());
            assertEquals(List.of("start", "record", "end"),
                sink.told().stream().map(told -> told.split(" ")[0]).toList());
        }
        finally
        {
            end(loops);
        }
        assertEquals(List.of(), errors);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void shouldCloseAfterItsLoopsHaveEnded(final IoHandlerFactory transport)
    {
        final EventLoopGroup loops = loops(transport);
        final Collector collector = builder(loops).start();
        end(loops);
        assertTrue(collector.kernelDrops() <= 0);
        collector.close();
        collector.close();
        assertTrue(collector.kernelDrops() <= 0);
        assertEquals(List.of("handler 0 LIVE", "start LIVE", "close"), sink.lifecycle);
    }

    @Test
    void shouldRefuseLoopsOfOtherTransports()
    {
        final EventLoopGroup loops = loops(LocalIoHandler.newFactory());
        try
        {
            final IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> NettyReceiver.on(loops));
            assertTrue(thrown.getMessage().startsWith("receiver: event loops are neither of NIO nor of epoll"),
                thrown::getMessage);
        }
        finally
        {
            end(loops);
        }
    }

    private static void await(final CountDownLatch latch)
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException e)
        {
            throw new IllegalStateException(e);
        }
    }
}
