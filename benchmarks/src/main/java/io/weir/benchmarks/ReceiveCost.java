package io.weir.benchmarks;

import com.sun.management.ThreadMXBean;
import io.weir.collector.Collector;
import io.weir.collector.DatagramChannelReceiver;
import io.weir.collector.ReceiverProvider;
import io.weir.collector.netty.NettyReceiver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CPU time and allocation of the receiving thread per datagram over loopback, kernel included, for each receiver and
 * for bare loops that do nothing else. Not a JMH benchmark, because what is measured is another thread than the one
 * that sends.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.weir.benchmarks.ReceiveCost [path of bare_receive] [line ...]
 * </pre>
 *
 * <p>{@code paced}: 30,000 datagrams a second one by one, so that the receiver sleeps between them. {@code saturated}:
 * the receiver finds a thousand in its socket. {@code trains}: the same, sent ten at a time with {@code UDP_SEGMENT},
 * which a receiver with {@code UDP_GRO} gets ten at a time.
 */
public final class ReceiveCost
{
    private static final int BURST = 1_000;
    private static final int BURSTS = 300;
    private static final int PACED = 150_000;
    private static final long PACE_NS = 33_333;
    private static final int ROUNDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private ReceiveCost()
    {
    }

    /**
     * Measure all and print a table.
     *
     * @param args path of the compiled {@code bare_receive.c}, without which that line is left out; then the names of
     *             the other lines to measure, all unless told.
     * @throws Exception if a socket fails.
     */
    public static void main(final String[] args) throws Exception
    {
        System.out.printf("%-22s %22s %22s %22s%n", "ns of CPU, (B)", "paced", "saturated", "trains");
        if (args.length > 0)
        {
            System.out.printf(Locale.ROOT, "%-22s %s %s %s%n", "C recvfrom", bareC(args[0], Load.PACED),
                bareC(args[0], Load.SATURATED), bareC(args[0], Load.TRAINS));
        }
        final Map<String, ReceiverFactory> lines = new LinkedHashMap<>();
        lines.put("bare DatagramChannel", gate -> new BareLoop(gate));
        lines.put("channel", gate -> collector(DatagramChannelReceiver.provider(), gate));
        lines.put("Netty NIO", gate -> collector(NettyReceiver.nio(), gate));
        lines.put("Netty epoll", gate -> collector(NettyReceiver.epoll(), gate));
        lines.put("Netty epoll, trains", gate -> collector(NettyReceiver.epollTrains(), gate));
        lines.keySet().removeIf(name -> args.length > 1 && !List.of(args).contains(name));
        for (final Map.Entry<String, ReceiverFactory> line : lines.entrySet())
        {
            print(line.getKey(), line.getValue());
        }
    }

    private static void print(final String name, final ReceiverFactory receivers) throws Exception
    {
        final List<String> cells = new ArrayList<>();
        for (final Load load : Load.values())
        {
            cells.add(measure(receivers, load));
        }
        System.out.printf("%-22s %s %s %s%n", name, cells.get(0), cells.get(1), cells.get(2));
    }

    private static String measure(final ReceiverFactory receivers, final Load load) throws Exception
    {
        final Gate gate = new Gate(Load.PACED == load ? 0 : BURST);
        double leastNs = Double.MAX_VALUE;
        double leastBytes = Double.MAX_VALUE;
        try (Receiver receiver = receivers.open(gate); Sender sender = Sender.open(receiver.address(), load))
        {
            for (int round = 0; round <= ROUNDS; round++)
            {
                final long id = receiver.thread().getId();
                final long before = gate.passed();
                final long cpu = THREADS.getThreadCpuTime(id);
                final long allocated = THREADS.getThreadAllocatedBytes(id);
                send(sender, load, gate);
                final double datagrams = gate.passed() - before;
                // The first round warms up.
                if (round > 0)
                {
                    leastNs = Math.min(leastNs, (THREADS.getThreadCpuTime(id) - cpu) / datagrams);
                    leastBytes = Math.min(leastBytes, (THREADS.getThreadAllocatedBytes(id) - allocated) / datagrams);
                }
            }
        }
        return String.format(Locale.ROOT, "%12.0f (%7.1f)", leastNs, leastBytes);
    }

    private static void send(final Sender sender, final Load load, final Gate gate) throws Exception
    {
        if (Load.PACED == load)
        {
            long next = System.nanoTime();
            for (int i = 0; i < PACED; i++)
            {
                while (System.nanoTime() - next < 0)
                {
                    Thread.onSpinWait();
                }
                next += PACE_NS;
                sender.send(1);
            }
            gate.settle();
            return;
        }
        for (int i = 0; i < BURSTS; i++)
        {
            final long end = gate.passed() + BURST;
            sender.send(BURST);
            gate.open();
            gate.await(end);
        }
    }

    private static String bareC(final String path, final Load load) throws Exception
    {
        final int port = freePort();
        final int datagrams = Load.PACED == load ? PACED : BURSTS * BURST;
        final Process process = new ProcessBuilder(path, Integer.toString(port), Integer.toString(datagrams),
            Integer.toString(Load.PACED == load ? 0 : BURST)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream input = process.getOutputStream();
            Sender sender = Sender.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), load))
        {
            output.readLine();
            if (Load.PACED == load)
            {
                send(sender, load, new Gate(0));
            }
            else
            {
                for (int i = 0; i < BURSTS; i++)
                {
                    sender.send(BURST);
                    input.write('\n');
                    input.flush();
                    output.readLine();
                }
            }
            return String.format(Locale.ROOT, "%12.0f (%7s)", Double.parseDouble(output.readLine()), "-");
        }
        finally
        {
            process.destroy();
        }
    }

    private static int freePort() throws IOException
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return ((InetSocketAddress)channel.getLocalAddress()).getPort();
        }
    }

    private static Receiver collector(final ReceiverProvider provider, final Gate gate)
    {
        final Thread[] thread = new Thread[1];
        final Collector collector = Collector.builder().receiver(provider).decoders(GateDecoder.provider(gate))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).threadFactory(task ->
            {
                thread[0] = new Thread(task, "receiver");
                thread[0].setDaemon(true);
                return thread[0];
            }).start();
        return new Receiver()
        {
            @Override
            public InetSocketAddress address()
            {
                return collector.addresses().get(0);
            }

            @Override
            public Thread thread()
            {
                return thread[0];
            }

            @Override
            public void close()
            {
                collector.close();
            }
        };
    }

    /** What is sent. */
    enum Load
    {
        PACED, SATURATED, TRAINS
    }

    /** Opens what is measured. */
    private interface ReceiverFactory
    {
        Receiver open(Gate gate) throws IOException;
    }

    /** What is measured. */
    private interface Receiver extends AutoCloseable
    {
        InetSocketAddress address();

        Thread thread();

        @Override
        void close() throws IOException;
    }

    /** A blocking channel read in a loop. */
    private static final class BareLoop implements Receiver
    {
        private final DatagramChannel channel;
        private final Thread thread;

        BareLoop(final Gate gate) throws IOException
        {
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, Collector.DEFAULT_RECEIVE_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            thread = new Thread(() -> receive(gate), "bare");
            thread.setDaemon(true);
            thread.start();
        }

        private void receive(final Gate gate)
        {
            final ByteBuffer datagram = ByteBuffer.allocateDirect(1 << 16);
            try
            {
                while (null != channel.receive(datagram.clear()))
                {
                    gate.pass();
                }
            }
            catch (final IOException e)
            {
                // Closed.
                return;
            }
        }

        @Override
        public InetSocketAddress address()
        {
            try
            {
                return (InetSocketAddress)channel.getLocalAddress();
            }
            catch (final IOException e)
            {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Thread thread()
        {
            return thread;
        }

        @Override
        public void close() throws IOException
        {
            channel.close();
        }
    }
}
