package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.collector.netty.NettyReceiver;
import io.weir.testkit.Await;
import io.weir.wire.DecodeStatus;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector without threads, whose caller does everything. */
class PolledCollectorTest
{
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

    private final TestSink sink = new TestSink();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    private Collector.Builder builder()
    {
        return Collector.builder().decoders(TestDecoder.provider()).sink(sink).errorHandler(errors::add);
    }

    @Test
    void shouldDoEverythingOnTheCallersThread() throws IOException
    {
        final Set<Thread> before = Thread.getAllStackTraces().keySet();
        final List<Thread> called = new CopyOnWriteArrayList<>();
        sink.onStart = () -> called.add(Thread.currentThread());
        final Collector collector = builder().listen(LOOPBACK).listen(LOOPBACK).open();
        try (collector; Sender sender = new Sender("127.0.0.1", collector.addresses().get(1)))
        {
            assertEquals(0, collector.poll());
            sender.send(datagram(DECODE, 1, 7));
            sender.send(new byte[2]);
            final int[] taken = new int[1];
            Await.until(collector::counters, () -> (taken[0] += collector.poll()) == 2);
            assertEquals(1, collector.listeners().get(1).counters().decoded());
            assertEquals(1, collector.listeners().get(1).counters().rejected(DecodeStatus.SHORT));
            Await.until(() -> sink.handlers.get(0).ticks, () ->
            {
                collector.poll();
                return sink.handlers.get(0).ticks > 2;
            });
            assertTrue(before.containsAll(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-worker")).toList()));
            sender.send(datagram(DECODE, 1, 8));
        }
        assertEquals(List.of(Thread.currentThread()), called);
        assertEquals(List.of("handler 0 LIVE", "start LIVE", "close"), sink.lifecycle);
        assertEquals(1, collector.counters().rejected(DecodeStatus.CLOSED));
        assertEquals(0, collector.poll());
        collector.close();
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldCloseAtTheEndOfThePollThatASinkClosesItIn() throws IOException
    {
        final Collector[] collector = new Collector[1];
        sink.onStart = () -> collector[0].close();
        collector[0] = builder().listen(LOOPBACK).open();
        try (Sender sender = new Sender("127.0.0.1", collector[0].addresses().get(0)))
        {
            for (int i = 0; i < 3; i++)
            {
                sender.send(datagram(DECODE, 1, i));
            }
            Await.until(collector[0]::counters, () -> collector[0].poll() > 0);
        }
        assertEquals(1, collector[0].counters().decoded());
        assertEquals(2, collector[0].counters().rejected(DecodeStatus.CLOSED));
        assertEquals(List.of("handler 0 LIVE", "start LIVE", "close"), sink.lifecycle);
        assertEquals(List.of("start", "record 0", "end"),
            sink.told().stream().map(line -> line.startsWith("start") ? "start" : line).toList());
        assertEquals(List.of(), errors);
        try (Collector again = builder().listen(collector[0].addresses().get(0)).open())
        {
            assertEquals(0, again.poll());
        }
    }

    @Test
    void shouldKeepAnInterruptForTheCaller()
    {
        try (Collector collector = builder().listen(LOOPBACK).open())
        {
            Thread.currentThread().interrupt();
            assertEquals(0, collector.poll());
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void shouldNotBePolledWhenItHasThreadsOrCannot()
    {
        try (Collector started = builder().listen(LOOPBACK).start())
        {
            assertEquals("poll: the collector has threads of its own",
                assertThrows(IllegalStateException.class, started::poll).getMessage());
        }
        assertEquals("workers: 2 cannot be polled, only 1", assertThrows(IllegalArgumentException.class,
            () -> builder().listen(LOOPBACK).workers(2).open()).getMessage());
        sink.lifecycle.clear();
        final Collector.Builder netty = builder().listen(LOOPBACK).receiver(NettyReceiver.provider());
        assertEquals("receiver: cannot be polled, it needs a thread of its own",
            assertThrows(UnsupportedOperationException.class, netty::open).getMessage());
        assertEquals(List.of("handler 0 LIVE", "start LIVE", "close"), sink.lifecycle);
        assertEquals(List.of(), errors);
    }
}
