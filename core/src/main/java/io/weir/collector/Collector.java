package io.weir.collector;

import static java.util.Objects.requireNonNull;

import io.weir.exporter.ExporterLimits;
import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.ExporterTable;
import io.weir.exporter.SourcePolicy;
import io.weir.time.TimeSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;

/**
 * Receives datagrams and takes them through decoders to sinks, on one thread for each worker. Thread safe.
 *
 * <pre>{@code
 * try (Collector collector = Collector.builder()
 *     .decoders(SflowDecoder.provider(), NetflowDecoder.provider())
 *     .listen(new InetSocketAddress(6343))
 *     .sink(flows)
 *     .start()) { ... }
 * }</pre>
 */
public final class Collector implements AutoCloseable
{
    /** Receive buffer asked of the kernel for each socket unless told otherwise. */
    public static final int DEFAULT_RECEIVE_BUFFER_BYTES = 16 << 20;
    /** Most workers of one collector. */
    public static final int MAX_WORKERS = 256;

    private static final int MIN_DATAGRAM_BYTES = 64;

    private final ExporterTable exporters;
    private final WorkerThreads threads;
    private final List<DatagramReceiver> receivers;
    private final List<Worker> workers = new ArrayList<>();
    private final StartedSinks sinks;
    private final AtomicInteger running;
    private final List<String> warnings;
    private final boolean polled;

    private Collector(
        final Builder builder,
        final SourcePolicy policy,
        final WorkerThreads threads,
        final TimeSource time,
        final List<DatagramReceiver> opened)
    {
        this.threads = threads;
        receivers = List.copyOf(opened);
        running = new AtomicInteger(receivers.size());
        exporters = new ExporterTable(builder.limits);
        sinks = new StartedSinks(builder.sinks, builder.decoders, builder.errorHandler);
        polled = builder.polled;
        warnings = Warnings.of(builder.receiveBufferBytes, receiveBufferBytes(), policy);
        for (int i = 0; i < receivers.size(); i++)
        {
            workers.add(new Worker(new SinkContext(RunMode.LIVE, i, time), exporters, builder.decoders,
                builder.sinks, builder.errorHandler,
                new Worker.Duties(builder.addresses.size(), policy, this::onWorkerStopped)));
        }
    }

    /** {@return a builder without addresses, decoders or sinks} */
    public static Builder builder()
    {
        return new Builder();
    }

    /** {@return what became of the datagrams so far; at any time, also after {@link #close()}} */
    public CountersSnapshot counters()
    {
        return CountersSnapshot.sum(IntStream.range(0, addresses().size()).boxed().flatMap(this::cells)
            .toArray(WorkerCounters[]::new));
    }

    /**
     * What became of the datagrams of each address so far; at any time, also after {@link #close()}. Reads a file for
     * the kernel's drops: for a look at every second, not at every datagram.
     *
     * @return one snapshot for each address, in the order asked for.
     */
    public List<ListenerSnapshot> listeners()
    {
        final List<InetSocketAddress> bound = addresses();
        final long[] drops = new long[bound.size()];
        for (final DatagramReceiver receiver : receivers)
        {
            final long[] more = receiver.kernelDrops();
            for (int i = 0; i < drops.length; i++)
            {
                drops[i] = drops[i] < 0 || more[i] < 0 ? KernelDrops.UNKNOWN : drops[i] + more[i];
            }
        }
        final List<ListenerSnapshot> snapshots = new ArrayList<>();
        for (int i = 0; i < drops.length; i++)
        {
            snapshots.add(new ListenerSnapshot(
                bound.get(i), CountersSnapshot.sum(cells(i).toArray(WorkerCounters[]::new)), drops[i]));
        }
        return snapshots;
    }

    /**
     * Datagrams that the kernel dropped at all sockets so far; at any time, also after {@link #close()}. Reads a file.
     *
     * @return drops; -1 where the platform does not tell.
     */
    public long kernelDrops()
    {
        long sum = 0;
        for (final DatagramReceiver receiver : receivers)
        {
            for (final long drops : receiver.kernelDrops())
            {
                if (drops < 0)
                {
                    return KernelDrops.UNKNOWN;
                }
                sum += drops;
            }
        }
        return sum;
    }

    /**
     * How long datagrams took until their records had passed through the decoder and all sinks: since they had been
     * received, or, of those found in the socket one after the other, since the one before had passed. One value for
     * each that a decoder was given since the last call, so that one caller should ask.
     *
     * @return nanoseconds, 0 to a minute, with an error of 1 %.
     */
    public Histogram decodeTimeNs()
    {
        final Histogram sum = TimeCounts.empty();
        workers.forEach(worker -> worker.times().decodeTime.moveTo(sum));
        return sum;
    }

    /**
     * How long datagrams are known to have waited in their sockets because the worker was busy with others: since the
     * socket last had a pause. One value for each that a decoder was given since the last call, so that one caller
     * should ask.
     *
     * @return nanoseconds, 0 to a minute, with an error of 1 %.
     */
    public Histogram queueLagNs()
    {
        final Histogram sum = TimeCounts.empty();
        workers.forEach(worker -> worker.times().queueLag.moveTo(sum));
        return sum;
    }

    /**
     * What the person who runs this should know of its settings, such as a receive buffer smaller than asked.
     *
     * @return one sentence for each; empty when all is well.
     */
    public List<String> warnings()
    {
        return warnings;
    }

    /** {@return the exporters seen so far, in no particular order; at any time} */
    public List<ExporterSnapshot> exporters()
    {
        return exporters.snapshots();
    }

    /** {@return addresses bound, in the order asked for, with the port that the system chose where 0 was asked} */
    public List<InetSocketAddress> addresses()
    {
        return receivers.get(0).addresses();
    }

    /**
     * The receive buffer that the kernel gave, which may be less than asked, and is then told by {@link #warnings()}:
     * on Linux it is bounded by {@code net.core.rmem_max}.
     *
     * @return bytes, the least of all sockets.
     */
    public int receiveBufferBytes()
    {
        return receivers.stream().mapToInt(DatagramReceiver::receiveBufferBytes).min().orElse(0);
    }

    /**
     * Stop receiving, close the sockets, wait for the workers to end, then tell the sinks. Datagrams still in a socket
     * are counted as {@link io.weir.wire.DecodeStatus#CLOSED}. May be called more than once and by any thread; a call
     * by a worker's own thread, from a sink, does not wait. One that is polled is closed by the thread that polls it.
     */
    @Override
    public void close()
    {
        receivers.forEach(DatagramReceiver::close);
        if (!polled && !threads.isCurrent())
        {
            threads.join();
            closeSinksWhenStopped(running.get());
        }
    }

    private Stream<WorkerCounters> cells(final int listener)
    {
        return workers.stream().map(worker -> worker.cells(listener));
    }

    /**
     * Take what waits in the sockets, up to a bound, through the decoders to the sinks, with a tick when it is due, all
     * on this thread; do not wait for more. Of a collector made by {@link Builder#open()} only, and by one thread at a
     * time; one that polls less often than every {@link Worker#TICK_NS} delays what depends on time.
     *
     * @return datagrams taken; 0 when there was none, or when closed.
     * @throws IllegalStateException if the collector has threads of its own.
     */
    public int poll()
    {
        if (!polled)
        {
            throw new IllegalStateException("poll: the collector has threads of its own");
        }
        return receivers.get(0).poll();
    }

    private void run()
    {
        sinks.start(RunMode.LIVE);
        if (polled)
        {
            receivers.get(0).attach(workers.get(0));
            return;
        }
        for (int i = 0; i < workers.size(); i++)
        {
            receivers.get(i).start(workers.get(i));
        }
    }

    /** The last worker to stop tells the sinks, so that a close by a worker's own thread needs nobody to wait. */
    private void onWorkerStopped()
    {
        closeSinksWhenStopped(running.decrementAndGet());
    }

    // Waits for the last worker, when that is telling them.
    private void closeSinksWhenStopped(final int stillRunning)
    {
        if (0 == stillRunning)
        {
            sinks.close();
        }
    }

    /** Settings of a collector. Only stores: {@link #start()} validates. Not thread safe. */
    public static final class Builder
    {
        private final List<DecoderProvider> decoders = new ArrayList<>();
        private final List<InetSocketAddress> addresses = new ArrayList<>();
        private final List<RecordSink> sinks = new ArrayList<>();
        private final List<String> allowed = new ArrayList<>();
        private final List<String> denied = new ArrayList<>();
        private ExporterLimits limits = ExporterLimits.builder().build();
        private ReceiverProvider receiver = DatagramChannelReceiver.provider();
        private int workers = 1;
        private boolean polled;
        private int maxDatagramBytes = Worker.MAX_DATAGRAM_BYTES;
        private int receiveBufferBytes = DEFAULT_RECEIVE_BUFFER_BYTES;
        private TimeSource time;
        private ThreadFactory threadFactory;
        private ErrorHandler errorHandler = ErrorHandler.IGNORE;

        private Builder()
        {
        }

        /**
         * Add decoders.
         *
         * @param providers told apart by the first bytes of a datagram, in this order; any protocol on any port.
         * @return this.
         */
        public Builder decoders(final DecoderProvider... providers)
        {
            decoders.addAll(List.of(providers));
            return this;
        }

        /**
         * Add an address to listen on. There is no default.
         *
         * @param address to bind; port 0 lets the system choose, see {@link Collector#addresses()}.
         * @return this.
         */
        public Builder listen(final InetSocketAddress address)
        {
            addresses.add(requireNonNull(address, "listen"));
            return this;
        }

        /**
         * Add a sink. Without any, the collector counts and keeps its table of exporters.
         *
         * @param sink of the records.
         * @return this.
         */
        public Builder sink(final RecordSink sink)
        {
            sinks.add(requireNonNull(sink, "sink"));
            return this;
        }

        /**
         * Set how datagrams are received.
         *
         * @param provider default {@link DatagramChannelReceiver#provider()}.
         * @return this.
         */
        public Builder receiver(final ReceiverProvider provider)
        {
            receiver = requireNonNull(provider, "receiver");
            return this;
        }

        /**
         * Set the number of receiving threads. Each has a socket for every address, and the kernel sends all datagrams
         * of one source address and port to the same of them.
         *
         * @param number 1 (default) to {@link #MAX_WORKERS}; more than one needs {@code SO_REUSEPORT}.
         * @return this.
         */
        public Builder workers(final int number)
        {
            workers = number;
            return this;
        }

        /**
         * Set the clock.
         *
         * @param source of receive times and of the sinks' time; default {@link TimeSource#system()}.
         * @return this.
         */
        public Builder time(final TimeSource source)
        {
            time = requireNonNull(source, "time");
            return this;
        }

        /**
         * Set who makes the workers' threads.
         *
         * @param factory default: daemon threads named {@code weir-worker-0}, {@code weir-worker-1}, ...
         * @return this.
         */
        public Builder threadFactory(final ThreadFactory factory)
        {
            threadFactory = requireNonNull(factory, "threadFactory");
            return this;
        }

        /**
         * Bound what exporters may take of memory and time.
         *
         * @param bounds default: those of {@link ExporterLimits#builder()}.
         * @return this.
         */
        public Builder limits(final ExporterLimits bounds)
        {
            limits = requireNonNull(bounds, "limits");
            return this;
        }

        /**
         * Add networks whose datagrams are accepted; all others are refused as {@code NOT_ALLOWED} before anything of
         * them is decoded. Without any, all are accepted, of which {@link Collector#warnings()} tells.
         *
         * @param networks such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}, or addresses alone; see
         *                 {@link io.weir.exporter.NetworkSet#of}.
         * @return this.
         */
        public Builder allow(final String... networks)
        {
            allowed.addAll(List.of(networks));
            return this;
        }

        /**
         * Add networks whose datagrams are refused as {@code NOT_ALLOWED}, also within allowed ones.
         *
         * @param networks as for {@link #allow}.
         * @return this.
         */
        public Builder deny(final String... networks)
        {
            denied.addAll(List.of(networks));
            return this;
        }

        /**
         * Set the largest datagram that is accepted. A larger one is refused as truncated.
         *
         * @param bytes of payload, 64 to 65,535 (default).
         * @return this.
         */
        public Builder maxDatagramBytes(final int bytes)
        {
            maxDatagramBytes = bytes;
            return this;
        }

        /**
         * Set the receive buffer to ask of the kernel for each socket.
         *
         * @param bytes at least 1; default {@link #DEFAULT_RECEIVE_BUFFER_BYTES}. See
         *              {@link Collector#receiveBufferBytes()} for what it gave.
         * @return this.
         */
        public Builder receiveBufferBytes(final int bytes)
        {
            receiveBufferBytes = bytes;
            return this;
        }

        /**
         * Set who is told of defects and of receivers that fail.
         *
         * @param handler default {@link ErrorHandler#IGNORE}.
         * @return this.
         */
        public Builder errorHandler(final ErrorHandler handler)
        {
            errorHandler = requireNonNull(handler, "errorHandler");
            return this;
        }

        /**
         * Bind the addresses and start the workers.
         *
         * @return the running collector.
         * @throws IllegalArgumentException if a setting is wrong; the message names it, its value and its range.
         * @throws UncheckedIOException     if an address cannot be bound; the message names it.
         */
        public Collector start()
        {
            polled = false;
            return begin();
        }

        /**
         * Bind the addresses and start nothing: the caller's thread does everything, by {@link Collector#poll()}. Needs
         * a receiver that can be polled, as the default can, and one worker.
         *
         * @return the collector.
         * @throws IllegalArgumentException      if a setting is wrong; the message names it, its value and its range.
         * @throws UncheckedIOException          if an address cannot be bound; the message names it.
         * @throws UnsupportedOperationException if the receiver cannot be polled.
         */
        public Collector open()
        {
            if (1 != workers)
            {
                throw new IllegalArgumentException("workers: " + workers + " cannot be polled, only 1");
            }
            polled = true;
            return begin();
        }

        private Collector begin()
        {
            validate();
            final SourcePolicy policy =
                new SourcePolicy(Settings.networks("allow", allowed), Settings.networks("deny", denied));
            final WorkerThreads threads = new WorkerThreads(threadFactory);
            final TimeSource clock = null == time ? TimeSource.system() : time;
            final List<DatagramReceiver> opened = new ArrayList<>();
            Collector collector = null;
            boolean running = false;
            try
            {
                open(opened, threads, clock);
                collector = new Collector(this, policy, threads, clock, opened);
                collector.run();
                running = true;
                return collector;
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            finally
            {
                if (!running)
                {
                    abandon(collector, opened);
                }
            }
        }

        private void validate()
        {
            Settings.decoders(decoders);
            Settings.addresses(addresses);
            Settings.sinks(sinks);
            Settings.range("workers", workers, 1, MAX_WORKERS);
            Settings.range("maxDatagramBytes", maxDatagramBytes, MIN_DATAGRAM_BYTES, Worker.MAX_DATAGRAM_BYTES);
            Settings.range("receiveBufferBytes", receiveBufferBytes, 1, Integer.MAX_VALUE);
        }

        // Every worker binds the addresses that the first one got, so that a port chosen by the system is shared.
        private void open(
            final List<DatagramReceiver> opened, final WorkerThreads threads, final TimeSource clock)
            throws IOException
        {
            List<InetSocketAddress> toBind = List.copyOf(addresses);
            for (int i = 0; i < workers; i++)
            {
                opened.add(receiver.open(new ReceiverConfig(
                    i, toBind, workers > 1, maxDatagramBytes, receiveBufferBytes, threads.factory(i), clock)));
                toBind = opened.get(0).addresses();
            }
        }

        private static void abandon(final Collector collector, final List<DatagramReceiver> opened)
        {
            if (null != collector)
            {
                collector.close();
                collector.sinks.close();
            }
            else
            {
                opened.forEach(DatagramReceiver::close);
            }
        }
    }
}
