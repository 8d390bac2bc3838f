package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.REJECT;
import static io.weir.collector.TestDecoder.THROW;
import static io.weir.collector.TestDecoder.datagram;
import static io.weir.collector.TestDecoder.padded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterLimits;
import io.weir.exporter.ExporterSnapshot;
import io.weir.testkit.Await;
import io.weir.testkit.KernelSockets;
import io.weir.time.ManualTime;
import io.weir.wire.DecodeStatus;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What holds for every receiver, on real sockets of the loopback interface. */
abstract class ReceiverContract
{
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);
    private static final int BATCH = 50;
    /** More of them: {@code -Dweir.overload=1000000}. */
    private static final int OVERLOAD = Integer.getInteger("weir.overload", 20_000);

    private final TestSink sink = new TestSink();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    abstract ReceiverProvider provider();

    private Collector.Builder builder()
    {
        return Collector.builder().receiver(provider()).decoders(TestDecoder.provider()).sink(sink)
            .errorHandler(errors::add);
    }

    private static void awaitReceived(final Collector collector, final long count)
    {
        Await.until(() -> collector.counters() + ", expected " + count, () -> collector.counters().received() >= count);
        assertEquals(count, collector.counters().received());
    }

    @Test
    void shouldAccountForFiveThousandDatagramsExactly() throws IOException
    {
        final byte[][] mixed = {
            datagram(DECODE, 1, 1, 2), new byte[0], new byte[2], new byte[40], datagram(REJECT, 1, 3),
            datagram(THROW, 1), datagram(DECODE, 2, 4), padded(1_400, DECODE, 3, 5),
        };
        try (Collector collector = builder().listen(LOOPBACK).start();
            Sender one = new Sender("127.0.0.2", collector.addresses().get(0));
            Sender two = new Sender("127.0.0.3", collector.addresses().get(0)))
        {
            long bytes = 0;
            for (int i = 0; i < 5_000; i++)
            {
                final byte[] datagram = mixed[i % mixed.length];
                (0 == i / 3 % 2 ? one : two).send(datagram);
                bytes += datagram.length;
                if (0 == (i + 1) % BATCH)
                {
                    awaitReceived(collector, i + 1);
                }
            }
            final CountersSnapshot counters = collector.counters();
            assertEquals(5_000, counters.received());
            assertEquals(1_875, counters.decoded());
            assertEquals(
                Map.of(DecodeStatus.EMPTY, 625L, DecodeStatus.SHORT, 625L, DecodeStatus.VERSION, 625L,
                DecodeStatus.COUNT, 625L, DecodeStatus.INTERNAL, 625L),
                counters.rejectedByReason());
            assertEquals(bytes, counters.bytes());
            assertEquals(6, collector.exporters().size());
            assertEquals(3_125, collector.exporters().stream()
                .mapToLong(exporter -> exporter.count(ExporterCounter.DATAGRAMS)).sum());
        }
    }

    @Test
    void BAD_T12_shouldAccountForWhatAStalledReceiverDropped() throws IOException
    {
        final CountDownLatch stalled = new CountDownLatch(1);
        sink.onStart = () -> await(stalled);
        final Collector collector = builder().listen(LOOPBACK).receiveBufferBytes(64 << 10).start();
        final long dropped;
        try (collector; Sender sender = new Sender("127.0.0.4", collector.addresses().get(0)))
        {
            final int port = collector.addresses().get(0).getPort();
            assumeTrue(KernelSockets.drops(port) >= 0, "this kernel does not tell its drops");
            final byte[] datagram = padded(1_000, DECODE, 1, 1);
            for (int i = 0; i < 5_000; i++)
            {
                sender.send(datagram);
            }
            dropped = KernelSockets.drops(port);
            assertTrue(dropped > 0, "nothing was dropped");
            stalled.countDown();
            awaitReceived(collector, 5_000 - dropped);
            assertEquals(dropped, KernelSockets.drops(port));
            assertEquals(5_000 - dropped, collector.counters().decoded());
            assertEquals(dropped, collector.listeners().get(0).kernelDrops());
        }
        assertEquals(dropped, collector.listeners().get(0).kernelDrops());
        assertEquals(5_000 - dropped, collector.listeners().get(0).counters().received());
    }

    @Test
    void P05_shouldAccountForEveryDatagramSentAtFullSpeed() throws IOException
    {
        final byte[][] mixed = {
            datagram(DECODE, 1, 1, 2), new byte[0], new byte[3], new byte[40], datagram(REJECT, 1, 3),
            padded(1_400, DECODE, 2, 5), padded(2_100, DECODE, 2, 5),
        };
        try (Collector collector =
            builder().listen(LOOPBACK).receiveBufferBytes(64 << 10).maxDatagramBytes(2_000).start();
            Sender sender = new Sender("127.0.0.5", collector.addresses().get(0)))
        {
            assumeTrue(collector.kernelDrops() >= 0, "this kernel does not tell its drops");
            long before = 0;
            for (int i = 0; i < OVERLOAD; i++)
            {
                sender.send(mixed[i % mixed.length]);
                if (0 == i % (OVERLOAD / 10))
                {
                    final CountersSnapshot counters = collector.counters();
                    assertEquals(counters.received(), counters.decoded() + counters.rejected());
                    assertTrue(counters.received() >= before, counters::toString);
                    before = counters.received();
                }
            }
            Await.until(() -> collector.counters() + " dropped " + collector.kernelDrops(),
                () -> OVERLOAD == collector.counters().received() + collector.kernelDrops());
            final CountersSnapshot counters = collector.counters();
            assertEquals(counters.received(), counters.decoded() + counters.rejected());
            for (final DecodeStatus reason :
                List.of(DecodeStatus.EMPTY, DecodeStatus.SHORT, DecodeStatus.VERSION, DecodeStatus.TRUNCATED))
            {
                assertTrue(counters.rejected(reason) > 0, counters::toString);
            }
            assertEquals(counters.decoded() + counters.rejected(DecodeStatus.COUNT), collector.exporters().stream()
                .mapToLong(exporter -> exporter.count(ExporterCounter.DATAGRAMS)).sum());
        }
    }

    @Test
    void shouldAccountForEachListenerByItself() throws IOException
    {
        try (Collector collector = builder().listen(LOOPBACK).listen(LOOPBACK).workers(2).start())
        {
            for (int i = 0; i < 90; i++)
            {
                final InetSocketAddress address = collector.addresses().get(i % 3 / 2);
                try (Sender sender = new Sender("127.0.0.1", address))
                {
                    sender.send(i % 3 == 0 ? new byte[2] : datagram(DECODE, 1, 1));
                }
            }
            awaitReceived(collector, 90);
            final List<ListenerSnapshot> listeners = collector.listeners();
            assertEquals(collector.addresses(), listeners.stream().map(ListenerSnapshot::address).toList());
            assertEquals(30, listeners.get(0).counters().decoded());
            assertEquals(Map.of(DecodeStatus.SHORT, 30L), listeners.get(0).counters().rejectedByReason());
            assertEquals(30, listeners.get(1).counters().received());
            assertEquals(30, listeners.get(1).counters().decoded());
            assertTrue(listeners.stream().allMatch(listener -> listener.kernelDrops() <= 0), listeners::toString);
        }
    }

    @Test
    void BAD_T10_shouldTakeWhatAllowedNetworksSendAndNothingElse() throws IOException
    {
        try (Collector collector = builder().listen(new InetSocketAddress(0)).allow("127.0.0.0/29", "::1")
            .deny("127.0.0.3").start())
        {
            final int port = collector.addresses().get(0).getPort();
            for (int i = 0; i < 100; i++)
            {
                try (Sender sender =
                    new Sender("127.0.0." + (i % 10 + 1), new InetSocketAddress("127.0.0.1", port)))
                {
                    sender.send(datagram(DECODE, 1, 1));
                }
            }
            awaitReceived(collector, 100);
            assertEquals(60, collector.counters().decoded());
            assertEquals(Map.of(DecodeStatus.NOT_ALLOWED, 40L), collector.counters().rejectedByReason());
            assertEquals(6, collector.exporters().size());
            assertTrue(collector.warnings().stream().noneMatch(warning -> warning.startsWith("allow")));
        }
    }

    @Test
    void shouldRefuseWhatIsOverAnExportersRateAndCountItThere() throws IOException
    {
        try (Collector collector = builder().listen(LOOPBACK).time(() -> 1_700_000_000_000_000_000L)
            .limits(ExporterLimits.builder().rateLimit(1, 30).build()).start();
            Sender fast = new Sender("127.0.0.2", collector.addresses().get(0));
            Sender slow = new Sender("127.0.0.3", collector.addresses().get(0)))
        {
            for (int i = 0; i < 90; i++)
            {
                fast.send(datagram(DECODE, i % 2, 1));
            }
            slow.send(datagram(DECODE, 1, 1));
            awaitReceived(collector, 91);
            assertEquals(31, collector.counters().decoded());
            assertEquals(60, collector.counters().rejected(DecodeStatus.RATE_LIMITED));
            for (final ExporterSnapshot exporter : collector.exporters())
            {
                assertEquals(exporter.count(ExporterCounter.DATAGRAMS), exporter.count(ExporterCounter.DECODED) +
                    exporter.rejected(DecodeStatus.RATE_LIMITED));
            }
        }
    }

    @Test
    void shouldWarnOfAReceiveBufferSmallerThanAsked() throws IOException
    {
        try (Collector modest = builder().listen(LOOPBACK).receiveBufferBytes(50_000).start();
            Collector greedy = builder().listen(LOOPBACK).receiveBufferBytes(Integer.MAX_VALUE).start())
        {
            assertEquals(
                List.of("allow: no network given: datagrams of any source are accepted"), modest.warnings());
            assertEquals(2, greedy.warnings().size());
            assertTrue(greedy.warnings().get(0).startsWith("receiveBufferBytes: 2147483647 asked, "), greedy::toString);
        }
    }

    @Test
    void BAD_T08_shouldTakeTheLargestDatagram() throws IOException
    {
        try (Collector collector = builder().listen(LOOPBACK).start();
            Sender sender = new Sender("127.0.0.1", collector.addresses().get(0)))
        {
            sender.send(padded(65_507, DECODE, 1, 1));
            awaitReceived(collector, 1);
            assertEquals(1, collector.counters().decoded());
            assertEquals(65_507, collector.counters().bytes());
        }
    }

    @Test
    void BAD_T09_shouldNotParseADatagramLargerThanTheBuffer() throws IOException
    {
        try (Collector collector = builder().listen(LOOPBACK).maxDatagramBytes(100).start();
            Sender sender = new Sender("127.0.0.1", collector.addresses().get(0)))
        {
            sender.send(padded(101, DECODE, 1, 1));
            sender.send(padded(60_000, DECODE, 1, 1));
            sender.send(padded(100, DECODE, 1, 2));
            awaitReceived(collector, 3);
            assertEquals(1, collector.counters().decoded());
            assertEquals(2, collector.counters().rejected(DecodeStatus.TRUNCATED));
            assertEquals(1, collector.exporters().get(0).count(ExporterCounter.DATAGRAMS));
        }
    }

    @Test
    void BAD_T07_shouldTakeAnyProtocolOnAnyOfSeveralAddresses() throws IOException
    {
        try (Collector collector =
            builder().listen(LOOPBACK).listen(new InetSocketAddress("127.0.0.2", 0)).listen(LOOPBACK).start())
        {
            assertEquals(3, collector.addresses().size());
            assertEquals("127.0.0.2", collector.addresses().get(1).getAddress().getHostAddress());
            int sent = 0;
            for (int round = 0; round < 20; round++)
            {
                for (final InetSocketAddress address : collector.addresses())
                {
                    try (Sender sender = new Sender("127.0.0.9", address))
                    {
                        sender.send(datagram(DECODE, 1, 1));
                        sent++;
                    }
                }
                awaitReceived(collector, sent);
            }
            assertEquals(60, collector.counters().decoded());
        }
    }

    @Test
    void BAD_T10_shouldGiveAnIpv4SenderOneAddressOnADualSocket() throws IOException
    {
        try (Collector collector = builder().listen(new InetSocketAddress(0)).start();
            Sender sender = new Sender(
                "127.0.0.7", new InetSocketAddress("127.0.0.1", collector.addresses().get(0).getPort())))
        {
            sender.send(datagram(DECODE, 1, 1));
            awaitReceived(collector, 1);
            assertEquals("127.0.0.7", collector.exporters().get(0).source());
        }
    }

    @Test
    void shouldTakeIpv6() throws IOException
    {
        assumeTrue(null != NetworkInterface.getByInetAddress(InetAddress.getByName("::1")), "no IPv6 here");
        try (Collector collector = builder().listen(new InetSocketAddress("::1", 0)).start();
            Sender sender = new Sender("::1", collector.addresses().get(0)))
        {
            sender.send(datagram(DECODE, 1, 1));
            awaitReceived(collector, 1);
            assertEquals("::1", collector.exporters().get(0).source());
        }
    }

    @Test
    void BAD_T13_shouldShareTheExportersOfTwoWorkers() throws IOException
    {
        final int senders = 64;
        final int each = 20;
        try (Collector collector = builder().listen(LOOPBACK).workers(2).start())
        {
            for (int i = 0; i < senders; i++)
            {
                try (Sender sender = new Sender("127.0.1." + (i + 1), collector.addresses().get(0)))
                {
                    for (int j = 0; j < each; j++)
                    {
                        sender.send(datagram(DECODE, 1, i));
                    }
                }
                awaitReceived(collector, (i + 1) * each);
            }
            assertEquals(senders * each, collector.counters().decoded());
            assertEquals(senders, collector.exporters().size());
            for (final ExporterSnapshot exporter : collector.exporters())
            {
                assertEquals(each, exporter.count(ExporterCounter.DATAGRAMS));
                assertEquals(each, exporter.count(ExporterCounter.DECODED));
            }
        }
        assertEquals(2, sink.handlers.size());
        final List<List<String>> sources = new ArrayList<>();
        for (final TestSink.TestHandler handler : sink.handlers)
        {
            sources.add(handler.told.stream().filter(line -> line.startsWith("record")).distinct().toList());
        }
        assertEquals(senders, sources.get(0).size() + sources.get(1).size(), "a sender reached both workers");
        assertTrue(!sources.get(0).isEmpty() && !sources.get(1).isEmpty(), "one worker got everything");
    }

    @Test
    void shouldTickWhenIdle() throws IOException
    {
        try (Collector collector = builder().listen(LOOPBACK).start())
        {
            Await.until(() -> sink.handlers.get(0).ticks, () -> sink.handlers.get(0).ticks >= 5);
            assertEquals(0, collector.counters().received());
        }
        final List<Long> ticks = sink.handlers.get(0).tickTimes;
        for (int i = 1; i < ticks.size(); i++)
        {
            assertTrue(ticks.get(i) > ticks.get(i - 1), ticks::toString);
        }
    }

    @Test
    void shouldTickAtOnceAgainWhileASinkIsBehind() throws IOException
    {
        // At 8 ms each these would take a minute and a half, more than the wait allows.
        sink.behindUntil = 10_000;
        try (Collector collector = builder().listen(LOOPBACK).start();
            Sender sender = new Sender("127.0.0.2", collector.addresses().get(0)))
        {
            sender.send(datagram(DECODE, 1, 1));
            awaitReceived(collector, 1);
            Await.until(() -> sink.handlers.get(0).ticks, () -> sink.handlers.get(0).ticks >= 10_000);
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldCountWhatWaitsInTheSocketWhenItCloses() throws IOException
    {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch stalled = new CountDownLatch(1);
        sink.onStart = () ->
        {
            entered.countDown();
            await(stalled);
        };
        final Collector collector = builder().listen(LOOPBACK).start();
        try (Sender sender = new Sender("127.0.0.1", collector.addresses().get(0)))
        {
            for (int i = 0; i < 100; i++)
            {
                sender.send(i < 50 || 0 != i % 5 ? datagram(DECODE, 1, i) : new byte[0]);
            }
            await(entered);
            final Thread closer = new Thread(collector::close);
            closer.start();
            Await.until(closer::getState, () -> Thread.State.WAITING == closer.getState());
            stalled.countDown();
            Await.until(closer::getState, () -> !closer.isAlive());
        }
        final CountersSnapshot counters = collector.counters();
        assertEquals(100, counters.received());
        assertEquals(100, counters.decoded() + counters.rejected(DecodeStatus.CLOSED));
        // A read in bursts ends with the burst that reaches 16: 15 and 16 may be under way when the close comes.
        assertTrue(counters.rejected(DecodeStatus.CLOSED) >= 100 - 31, counters::toString);
        assertEquals(List.of("handler 0 LIVE", "start LIVE", "close"), sink.lifecycle);
    }

    @Test
    void shouldMeasureHowLongDatagramsWaitAndTake() throws IOException
    {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch sent = new CountDownLatch(1);
        final ManualTime time = new ManualTime(1_000);
        final AtomicInteger count = new AtomicInteger();
        sink.onStart = () ->
        {
            final int index = count.getAndIncrement();
            if (0 == index)
            {
                entered.countDown();
                await(sent);
            }
            else if (1 == index)
            {
                time.advance(5_000_000);
            }
        };
        try (Collector collector = builder().listen(LOOPBACK).time(time).start();
            Sender sender = new Sender("127.0.0.1", collector.addresses().get(0)))
        {
            sender.send(datagram(DECODE, 1, 0));
            await(entered);
            for (int i = 0; i < 20; i++)
            {
                sender.send(datagram(DECODE, 1, i));
            }
            sender.send(new byte[2]);
            sent.countDown();
            awaitReceived(collector, 22);
            final Histogram taken = collector.decodeTimeNs();
            assertEquals(21, taken.getTotalCount());
            assertEquals(1, taken.getCountBetweenValues(4_900_000, 5_100_000), "the one that took long");
            assertEquals(20, taken.getCountAtValue(0));
            final Histogram waited = collector.queueLagNs();
            assertEquals(21, waited.getTotalCount());
            assertEquals(2, waited.getCountAtValue(0), "up to that one");
            assertEquals(19, waited.getCountBetweenValues(4_900_000, 5_100_000), "those behind it");
            assertEquals(0, collector.decodeTimeNs().getTotalCount());
        }
    }

    @Test
    void shouldLetASinkCloseTheCollectorFromTheWorkersThread() throws IOException
    {
        final Collector[] collector = new Collector[1];
        final CountDownLatch started = new CountDownLatch(1);
        sink.onStart = () ->
        {
            await(started);
            collector[0].close();
        };
        collector[0] = builder().listen(LOOPBACK).start();
        try (Sender sender = new Sender("127.0.0.1", collector[0].addresses().get(0)))
        {
            sender.send(datagram(DECODE, 1, 1));
        }
        started.countDown();
        Await.until(sink.lifecycle::toString, () -> sink.lifecycle.contains("close"));
        collector[0].close();
        assertEquals(1, collector[0].counters().decoded());
        assertEquals(List.of("handler 0 LIVE", "start LIVE", "close"), sink.lifecycle);
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldMakeThreadsByTheCallersFactory() throws IOException
    {
        final List<Thread> made = new CopyOnWriteArrayList<>();
        try (Collector collector = builder().listen(LOOPBACK).workers(2).threadFactory(task ->
        {
            final Thread thread = new Thread(task, "mine-" + made.size());
            made.add(thread);
            return thread;
        }).start())
        {
            assertEquals(2, made.size());
            assertTrue(made.stream().allMatch(Thread::isAlive));
            assertEquals(0, collector.counters().received());
        }
        assertTrue(made.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void shouldMakeNamedDaemonThreadsAndNoOther() throws IOException
    {
        final List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
        try (Collector collector = builder().listen(LOOPBACK).workers(2).start())
        {
            final Map<String, Boolean> made = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .collect(Collectors.toMap(Thread::getName, Thread::isDaemon));
            assertEquals(Map.of("weir-worker-0", true, "weir-worker-1", true), made);
            assertEquals(1, collector.addresses().size());
        }
    }

    @Test
    void shouldReportTheReceiveBufferThatTheKernelGave() throws IOException
    {
        try (Collector small = builder().listen(LOOPBACK).receiveBufferBytes(100_000).start();
            Collector large = builder().listen(LOOPBACK).start())
        {
            assertTrue(small.receiveBufferBytes() >= 100_000, () -> "got " + small.receiveBufferBytes());
            assertTrue(large.receiveBufferBytes() >= small.receiveBufferBytes());
        }
    }

    @Test
    void shouldSurviveAnInterruptOfItsThread() throws IOException
    {
        try (Collector collector = builder().listen(LOOPBACK).start();
            Sender sender = new Sender("127.0.0.1", collector.addresses().get(0)))
        {
            for (int i = 1; i <= 10; i++)
            {
                Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> "weir-worker-0".equals(thread.getName())).forEach(Thread::interrupt);
                sender.send(datagram(DECODE, 1, 1));
                awaitReceived(collector, i);
            }
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
