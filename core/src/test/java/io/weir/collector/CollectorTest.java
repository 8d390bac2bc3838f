package io.weir.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

class CollectorTest
{
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

    private final TestSink sink = new TestSink();

    private Collector.Builder builder()
    {
        return Collector.builder().decoders(TestDecoder.provider()).sink(sink);
    }

    private static void assertRefused(final String message, final Collector.Builder builder)
    {
        assertEquals(message, assertThrows(IllegalArgumentException.class, builder::start).getMessage());
    }

    private static InetSocketAddress freeAddress() throws IOException
    {
        try (DatagramChannel channel = DatagramChannel.open().bind(LOOPBACK))
        {
            return (InetSocketAddress)channel.getLocalAddress();
        }
    }

    @Test
    void shouldRefuseToStartWithoutAnAddress()
    {
        assertRefused("listen: no address given, at least one is needed", builder());
    }

    @Test
    void shouldRefuseToStartWithoutADecoder()
    {
        assertRefused("decoders: none given, at least one is needed", Collector.builder().listen(LOOPBACK).sink(sink));
    }

    @Test
    void shouldRefuseADecoderThatIsGivenTwice()
    {
        assertRefused("decoders: test is given twice", builder().decoders(TestDecoder.provider()).listen(LOOPBACK));
    }

    @Test
    void shouldRefuseASinkThatIsGivenTwice()
    {
        assertRefused("sink: " + sink + " is given twice", builder().sink(sink).listen(LOOPBACK));
    }

    @Test
    void shouldRefuseAnAddressThatIsNamedTwice()
    {
        assertRefused("listen: 127.0.0.1:6343 is named twice", builder()
            .listen(new InetSocketAddress("127.0.0.1", 6343)).listen(new InetSocketAddress("127.0.0.1", 2055))
            .listen(new InetSocketAddress("127.0.0.1", 6343)));
    }

    @Test
    void shouldRefuseANameThatIsNotKnown()
    {
        assertRefused("listen: the name nowhere.invalid is not known, so that port 6343 cannot be bound",
            builder().listen(InetSocketAddress.createUnresolved("nowhere.invalid", 6343)));
    }

    @ParameterizedTest
    @CsvSource({ "0", "-1", "257" })
    void shouldRefuseWorkersOutOfRange(final int workers)
    {
        assertRefused("workers: " + workers + " is outside 1..256", builder().listen(LOOPBACK).workers(workers));
    }

    @Test
    void shouldRefuseOtherSettingsOutOfRange()
    {
        assertRefused("allow: 10.0.0.0/33 has a prefix length outside 0..32",
            builder().listen(LOOPBACK).allow("10.0.0.0/33"));
        assertRefused("deny: here is not an IPv4 or IPv6 address", builder().listen(LOOPBACK).deny("here"));
        assertRefused("maxDatagramBytes: 63 is outside 64..65535", builder().listen(LOOPBACK).maxDatagramBytes(63));
        assertRefused(
            "maxDatagramBytes: 65536 is outside 64..65535", builder().listen(LOOPBACK).maxDatagramBytes(65_536));
        assertRefused(
            "receiveBufferBytes: 0 is outside 1..2147483647", builder().listen(LOOPBACK).receiveBufferBytes(0));
    }

    @Test
    void shouldNameThePortThatIsInUseAndLeaveTheOthersUnbound() throws IOException
    {
        final InetSocketAddress freeAddress = freeAddress();
        try (DatagramChannel taken = DatagramChannel.open().bind(LOOPBACK))
        {
            final InetSocketAddress takenAddress = (InetSocketAddress)taken.getLocalAddress();
            final UncheckedIOException thrown = assertThrows(
                UncheckedIOException.class, () -> builder().listen(freeAddress).listen(takenAddress).start());
            assertEquals("listen: 127.0.0.1:" + takenAddress.getPort() + " cannot be bound: Address already in use",
                thrown.getMessage());
            assertEquals(BindException.class, thrown.getCause().getCause().getClass());
            try (DatagramChannel again = DatagramChannel.open().bind(freeAddress))
            {
                assertTrue(again.isOpen());
            }
        }
        assertEquals(List.of(), sink.lifecycle);
    }

    @Test
    void shouldListenAgainAfterItClosed()
    {
        final Collector first = builder().listen(LOOPBACK).start();
        final InetSocketAddress address = first.addresses().get(0);
        first.close();
        try (Collector second = builder().listen(address).start())
        {
            assertEquals(List.of(address), second.addresses());
        }
    }

    @Test
    void shouldRunTwoCollectorsAtOnce()
    {
        try (Collector one = builder().listen(LOOPBACK).start(); Collector two = builder().listen(LOOPBACK).start())
        {
            assertFalse(one.addresses().equals(two.addresses()));
        }
    }

    @Test
    void shouldRunWithoutASink()
    {
        try (Collector collector = Collector.builder().decoders(TestDecoder.provider()).listen(LOOPBACK).start())
        {
            assertEquals(List.of(), collector.exporters());
            assertEquals(0, collector.counters().received());
        }
    }

    @Test
    void shouldGiveTheCallersClockToTheSinks()
    {
        final ManualTime time = new ManualTime(5);
        try (Collector collector = builder().listen(LOOPBACK).time(time).workers(2).start())
        {
            assertEquals(1, collector.addresses().size());
            assertSame(time, sink.handlers.get(0).context.time());
            assertEquals(1, sink.handlers.get(1).context.worker());
        }
    }

    @Test
    void shouldTellSinksOnceWhenHandlersAreMadeAndWhenWorkersHaveStopped()
    {
        final Collector collector = builder().listen(LOOPBACK).workers(2).start();
        assertEquals(List.of("handler 0 LIVE", "handler 1 LIVE", "start LIVE"), sink.lifecycle);
        collector.close();
        collector.close();
        assertEquals(List.of("handler 0 LIVE", "handler 1 LIVE", "start LIVE", "close"), sink.lifecycle);
    }

    @Test
    void shouldUndoTheStartWhenASinkThrows()
    {
        final List<InetSocketAddress> bound = new ArrayList<>();
        final RecordSink broken = new RecordSink()
        {
            @Override
            public RecordHandler newHandler(final SinkContext context)
            {
                return new TestSink().newHandler(context);
            }

            @Override
            public void onStart(final RunMode mode)
            {
                throw new IllegalStateException("start");
            }
        };
        final ReceiverProvider noting = config ->
        {
            final DatagramReceiver receiver = DatagramChannelReceiver.provider().open(config);
            bound.addAll(receiver.addresses());
            return receiver;
        };
        final IllegalStateException thrown = assertThrows(
            IllegalStateException.class, () -> builder().sink(broken).receiver(noting).listen(LOOPBACK).start());
        assertEquals("start", thrown.getMessage());
        assertEquals(List.of("handler 0 LIVE", "start LIVE", "close"), sink.lifecycle);
        try (Collector again = builder().listen(bound.get(0)).start())
        {
            assertEquals(bound, again.addresses());
        }
    }

    @Test
    void shouldUndoTheStartWhenTheFactoryMakesNoThread()
    {
        final List<Thread> made = new ArrayList<>();
        final IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> builder()
            .listen(LOOPBACK).workers(2).threadFactory(task ->
            {
                if (!made.isEmpty())
                {
                    return null;
                }
                made.add(new Thread(task));
                return made.get(0);
            }).start());
        assertEquals("threadFactory: made no thread for worker 1", thrown.getMessage());
        assertFalse(made.get(0).isAlive());
        assertEquals("close", sink.lifecycle.get(sink.lifecycle.size() - 1));
    }

    @Test
    void shouldTellEverySinkOfTheEndThoughOneThrows()
    {
        final List<Throwable> errors = new ArrayList<>();
        final RecordSink broken = new RecordSink()
        {
            @Override
            public RecordHandler newHandler(final SinkContext context)
            {
                return new TestSink().newHandler(context);
            }

            @Override
            public void onClose()
            {
                throw new IllegalStateException("close");
            }
        };
        Collector.builder().decoders(TestDecoder.provider()).sink(broken).sink(sink).errorHandler(errors::add)
            .listen(LOOPBACK).start().close();
        assertEquals("close", errors.get(0).getMessage());
        assertEquals("close", sink.lifecycle.get(sink.lifecycle.size() - 1));
    }

    @Test
    void shouldTellProvidersOfDecodersOnceAfterTheSinks()
    {
        final DecoderProvider decoders = TestDecoder.provider();
        final DecoderProvider told = new DecoderProvider()
        {
            @Override
            public String name()
            {
                return decoders.name();
            }

            @Override
            public boolean claims(final int firstWord)
            {
                return decoders.claims(firstWord);
            }

            @Override
            public DatagramDecoder newDecoder()
            {
                return decoders.newDecoder();
            }

            @Override
            public void onClose()
            {
                sink.lifecycle.add("provider");
            }
        };
        final Collector collector = Collector.builder().decoders(told).sink(sink).listen(LOOPBACK).start();
        collector.close();
        collector.close();
        final int size = sink.lifecycle.size();
        assertEquals(List.of("close", "provider"), sink.lifecycle.subList(size - 2, size));
    }
}
