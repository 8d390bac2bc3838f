package io.weir.collector;

import static io.weir.collector.TestDecoder.DECODE;
import static io.weir.collector.TestDecoder.datagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.weir.exporter.ExporterTable;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.testkit.Await;
import io.weir.time.ManualTime;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

class DatagramChannelReceiverTest extends ReceiverContract
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @Override
    ReceiverProvider provider()
    {
        return DatagramChannelReceiver.provider();
    }

    @Test
    void BAD_T14_shouldKeepTheChannelUpWhenReadingItFails() throws IOException
    {
        final TestSink sink = new TestSink();
        final List<Throwable> errors = new ArrayList<>();
        final ManualTime time = new ManualTime(1);
        final Worker worker = new Worker(new SinkContext(RunMode.LIVE, 0, time), new ExporterTable(8),
            List.of(TestDecoder.provider()), List.of(sink), errors::add);
        final List<Runnable> tasks = new ArrayList<>();
        final ReceiverConfig config = new ReceiverConfig(
            0, List.of(new InetSocketAddress("127.0.0.1", 0)), false, 1_000, 100_000, task ->
            {
                tasks.add(task);
                return new Thread(task);
            }, time);
        final FailingChannel channel = new FailingChannel(
            new PortUnreachableException(), datagram(DECODE, 1, 1), new IOException("once more"),
            datagram(DECODE, 1, 2));
        try (BoundChannels sockets = BoundChannels.open(config); Selector selector = Selector.open())
        {
            final DatagramChannelReceiver receiver = new DatagramChannelReceiver(config, sockets, selector);
            receiver.serve(worker);
            for (int i = 0; i < 4; i++)
            {
                receiver.read(channel, i);
            }
            assertTrue(channel.isOpen());
        }
        assertEquals(2, worker.counters().decoded());
        assertEquals(2, worker.counters().received());
        assertEquals(2, worker.counters().errors());
        assertEquals(PortUnreachableException.class, errors.get(0).getClass());
        assertEquals("once more", errors.get(1).getMessage());
        assertEquals(List.of(), tasks);
    }

    @Test
    void shouldAllocateNothingForDatagramsOfOneSender() throws IOException
    {
        final AllocationSink sink = new AllocationSink();
        try (Collector collector = Collector.builder().decoders(TestDecoder.provider()).sink(sink)
            .listen(new InetSocketAddress("127.0.0.1", 0)).start();
            Sender sender = new Sender("127.0.0.1", collector.addresses().get(0)))
        {
            final byte[] datagram = datagram(DECODE, 1, 1);
            final int count = AllocationSink.WARM + AllocationSink.MEASURED;
            for (int i = 1; i <= count; i++)
            {
                sender.send(datagram);
                if (0 == i % 100)
                {
                    final int sent = i;
                    Await.until(collector::counters, () -> collector.counters().received() >= sent);
                }
            }
        }
        final long allocated = sink.after - sink.before;
        assertTrue(allocated < AllocationSink.MEASURED / 10, "allocated " + allocated);
    }

    /** Notes what its thread has allocated, before and after a run of datagrams. */
    private static final class AllocationSink implements RecordSink, RecordHandler
    {
        static final int WARM = 40_000;
        static final int MEASURED = 20_000;

        private volatile long before;
        private volatile long after;
        private int count;

        @Override
        public RecordHandler newHandler(final SinkContext context)
        {
            return this;
        }

        @Override
        public FieldSet wanted()
        {
            return FieldSet.NONE;
        }

        @Override
        public void onFlowRecord(final FlowRecord record)
        {
            count++;
            if (WARM == count)
            {
                before = THREADS.getCurrentThreadAllocatedBytes();
            }
            else if (WARM + MEASURED == count)
            {
                after = THREADS.getCurrentThreadAllocatedBytes();
            }
        }
    }
}
