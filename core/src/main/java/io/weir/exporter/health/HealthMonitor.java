package io.weir.exporter.health;

import static java.util.Objects.requireNonNull;

import io.weir.exporter.ExporterSnapshot;
import io.weir.exporter.NetworkSet;
import io.weir.time.TimeSource;
import io.weir.wire.IpText;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches the health of exporters. Thread safe.
 *
 * <pre>{@code
 * HealthMonitor monitor = HealthMonitor.builder(collector::exporters)
 *     .inventory(Inventory.read(file)).kernelDrops(collector::kernelDrops).listener(...).build();
 * monitor.start(Duration.ofSeconds(1));   // or call evaluate() now and then
 * }</pre>
 *
 * <p>Has no thread unless started. It compares the exporters' counters with those at the evaluation before, and judges
 * by what came in the current bucket of time and the one before, so that a problem that is over is forgotten after one
 * to two buckets; silence is judged by the time of the last datagram. The more often it is evaluated, the sooner a
 * change is noticed and the more exactly the history is cut. An exporter is an agent address and a technology, over all
 * its domains. One that is outside the inventory is forgotten when the collector forgets it.
 */
public final class HealthMonitor implements AutoCloseable
{
    /** Default length of a bucket of the history. */
    public static final Duration DEFAULT_BUCKET = Duration.ofMinutes(5);
    /** Default number of buckets. */
    public static final int DEFAULT_HISTORY = 12;
    /** Default time after which an exporter that sends nothing is unhealthy. */
    public static final Duration DEFAULT_NO_DATA_AFTER = Duration.ofMinutes(5);

    private final Supplier<List<ExporterSnapshot>> source;
    private final LongSupplier kernelDrops;
    private final TimeSource time;
    private final Inventory inventory;
    private final HealthRules rules;
    private final List<HealthListener> listeners;
    private final Consumer<Throwable> errorHandler;
    private final long bucketNs;
    private final int history;
    private final long startNs;
    private final Map<Key, Track> tracks = new HashMap<>();
    private final Map<String, HealthState> unseen = new HashMap<>();
    private final Track kernel;
    private volatile Thread thread;
    private volatile boolean closed;

    private HealthMonitor(final Builder builder)
    {
        source = builder.source;
        kernelDrops = builder.kernelDrops;
        time = builder.time;
        inventory = builder.inventory;
        listeners = List.copyOf(builder.listeners);
        errorHandler = builder.errorHandler;
        bucketNs = builder.bucket.toNanos();
        history = builder.history;
        rules = new HealthRules(builder.noDataAfter, builder.maxLossRatio, builder.maxRejectedRatio,
            builder.maxSamplingDeviation, builder.severities, builder.samplingRates);
        startNs = time.epochNs();
        kernel = new Track(bucketNs, 2);
    }

    /**
     * A builder.
     *
     * @param exporters asked at each evaluation, such as {@code collector::exporters}.
     * @return a builder of a monitor of these exporters.
     */
    public static Builder builder(final Supplier<List<ExporterSnapshot>> exporters)
    {
        return new Builder(requireNonNull(exporters, "exporters"));
    }

    /**
     * Judge every exporter now, and tell the listeners what has changed.
     *
     * @return the health of all.
     */
    public HealthReport evaluate()
    {
        final List<HealthChange> changes = new ArrayList<>();
        final HealthReport report;
        synchronized (tracks)
        {
            report = evaluate(time.epochNs(), changes);
        }
        for (final HealthChange change : changes)
        {
            listeners.forEach(listener -> tell(listener, change));
        }
        return report;
    }

    /**
     * Evaluate again and again on a daemon thread named {@code weir-health} until {@link #close()}.
     *
     * @param interval between two evaluations.
     * @return this.
     * @throws IllegalStateException if it was started or closed before.
     */
    public HealthMonitor start(final Duration interval)
    {
        return start(interval, task ->
        {
            final Thread made = new Thread(task, "weir-health");
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Evaluate again and again on a thread until {@link #close()}.
     *
     * @param interval between two evaluations.
     * @param factory  of the thread.
     * @return this.
     * @throws IllegalStateException if it was started or closed before.
     */
    public HealthMonitor start(final Duration interval, final ThreadFactory factory)
    {
        final long intervalNs = Settings.positive("interval", interval).toNanos();
        synchronized (tracks)
        {
            if (null != thread || closed)
            {
                throw new IllegalStateException("health: started or closed before");
            }
            thread = factory.newThread(() -> run(intervalNs));
        }
        thread.start();
        return this;
    }

    /** End the thread, if there is one, and wait for it; a call by a listener does not wait. */
    @Override
    public void close()
    {
        final Thread running;
        synchronized (tracks)
        {
            closed = true;
            running = thread;
        }
        boolean interrupted = false;
        while (null != running && Thread.currentThread() != running && running.isAlive())
        {
            LockSupport.unpark(running);
            try
            {
                running.join();
            }
            catch (final InterruptedException e)
            {
                interrupted = true;
            }
        }
        if (interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run(final long intervalNs)
    {
        long nextNs = System.nanoTime();
        while (!closed)
        {
            final long waitNs = nextNs - System.nanoTime();
            if (waitNs > 0)
            {
                // An interrupted thread would not wait; its owner stops it by close().
                Thread.interrupted();
                LockSupport.parkNanos(this, waitNs);
            }
            else
            {
                evaluateOnce();
                nextNs = System.nanoTime() + intervalNs;
            }
        }
    }

    private void evaluateOnce()
    {
        try
        {
            evaluate();
        }
        catch (final VirtualMachineError e)
        {
            throw e;
        }
        catch (final Throwable e)
        {
            onError(e);
        }
    }

    private HealthReport evaluate(final long nowNs, final List<HealthChange> changes)
    {
        final Map<Key, Sums> seen = new TreeMap<>();
        final Map<Key, String> sources = new HashMap<>();
        for (final ExporterSnapshot stream : source.get())
        {
            // One that is just being admitted has no first datagram yet.
            if (0 != stream.lastSeenNs())
            {
                final Key key = new Key(stream.agent(), Technology.of(stream.protocol()));
                seen.computeIfAbsent(key, unknown -> new Sums()).add(stream);
                sources.put(key, stream.source());
            }
        }
        tracks.keySet().removeIf(key -> !seen.containsKey(key) && inventory.find(key.address).isEmpty());
        seen.keySet().forEach(key -> tracks.computeIfAbsent(key, unknown -> new Track(bucketNs, history)));
        final long dropped = droppedRecently(nowNs);
        final Set<String> found = new HashSet<>();
        final List<ExporterHealth> exporters = new ArrayList<>();
        for (final Map.Entry<Key, Track> entry : new TreeMap<>(tracks).entrySet())
        {
            final Key key = entry.getKey();
            final Track track = entry.getValue();
            if (seen.containsKey(key))
            {
                track.advance(seen.get(key), nowNs);
            }
            track.moveTo(nowNs);
            final Optional<InventoryEntry> place = place(key, sources.getOrDefault(key, key.address));
            if (place.isPresent())
            {
                found.add(place.get().address());
                final HealthState before = unseen.remove(place.get().address());
                track.state = null == before ? track.state : before;
            }
            final ExporterHealth health = health(
                key, rules.problems(key.address, track, dropped, nowNs), track.sums.lastSeenNs, place, track.history());
            exporters.add(health);
            if (health.state() != track.state)
            {
                changes.add(new HealthChange(nowNs, track.state, health));
                track.state = health.state();
            }
        }
        addUnseen(found, nowNs, exporters, changes);
        HealthState worst = HealthState.HEALTHY;
        for (final ExporterHealth exporter : exporters)
        {
            worst = worst.worse(exporter.state());
        }
        return new HealthReport(nowNs, worst, exporters, Groups.of(exporters));
    }

    private void addUnseen(
        final Set<String> found,
        final long nowNs,
        final List<ExporterHealth> exporters,
        final List<HealthChange> changes)
    {
        for (final InventoryEntry entry : inventory.entries())
        {
            if (!found.contains(entry.address()))
            {
                final Key key = new Key(entry.address(), Technology.UNKNOWN);
                final ExporterHealth health =
                    health(key, rules.unseen(startNs, nowNs), 0, Optional.of(entry), List.of());
                exporters.add(health);
                final HealthState before = unseen.put(entry.address(), health.state());
                if (health.state() != (null == before ? HealthState.HEALTHY : before))
                {
                    changes.add(new HealthChange(nowNs, null == before ? HealthState.HEALTHY : before, health));
                }
            }
        }
    }

    private static ExporterHealth health(
        final Key key,
        final List<HealthProblem> problems,
        final long lastSeenNs,
        final Optional<InventoryEntry> place,
        final List<HealthCounts> history)
    {
        HealthState state = HealthState.HEALTHY;
        for (final HealthProblem problem : problems)
        {
            state = state.worse(problem.state());
        }
        return new ExporterHealth(key.address, key.technology, state, problems, lastSeenNs, place, history);
    }

    private Optional<InventoryEntry> place(final Key key, final String sourceAddress)
    {
        return inventory.find(key.address).or(() -> inventory.find(sourceAddress));
    }

    private long droppedRecently(final long nowNs)
    {
        final Sums drops = new Sums();
        drops.firstSeenNs = 0;
        drops.values[Sums.DATAGRAMS] = Math.max(0, kernelDrops.getAsLong());
        kernel.advance(drops, nowNs);
        return kernel.recent(Sums.DATAGRAMS);
    }

    private void tell(final HealthListener listener, final HealthChange change)
    {
        try
        {
            listener.onHealth(change);
        }
        catch (final VirtualMachineError e)
        {
            throw e;
        }
        catch (final Throwable e)
        {
            onError(e);
        }
    }

    private void onError(final Throwable error)
    {
        try
        {
            errorHandler.accept(error);
        }
        catch (final VirtualMachineError e)
        {
            throw e;
        }
        catch (final Throwable ignored)
        {
            // Of a handler that throws there is nobody left to tell.
            return;
        }
    }

    /** An exporter: an address of its own choice, and what it speaks. */
    private record Key(String address, Technology technology) implements Comparable<Key>
    {
        @Override
        public int compareTo(final Key other)
        {
            final int byAddress = address.compareTo(other.address);
            return 0 != byAddress ? byAddress : technology.compareTo(other.technology);
        }
    }

    /** Settings of a monitor. Only stores: {@link #build()} validates. Not thread safe. */
    public static final class Builder
    {
        private final Supplier<List<ExporterSnapshot>> source;
        private final List<HealthListener> listeners = new ArrayList<>();
        private final Map<HealthReason, HealthState> severities = new EnumMap<>(HealthReason.class);
        private final Map<String, Long> samplingRates = new HashMap<>();
        private LongSupplier kernelDrops = () -> 0;
        private TimeSource time = TimeSource.system();
        private Inventory inventory = Inventory.EMPTY;
        private Consumer<Throwable> errorHandler = error ->
        {
        };
        private Duration bucket = DEFAULT_BUCKET;
        private int history = DEFAULT_HISTORY;
        private Duration noDataAfter = DEFAULT_NO_DATA_AFTER;
        private double maxLossRatio = 0.01;
        private double maxRejectedRatio = 0.01;
        private double maxSamplingDeviation = 0.25;

        private Builder(final Supplier<List<ExporterSnapshot>> source)
        {
            this.source = source;
        }

        /**
         * Set the exporters that are expected.
         *
         * @param expected default: none.
         * @return this.
         */
        public Builder inventory(final Inventory expected)
        {
            inventory = requireNonNull(expected, "inventory");
            return this;
        }

        /**
         * Set the clock. It must be the collector's.
         *
         * @param source default {@link TimeSource#system()}.
         * @return this.
         */
        public Builder time(final TimeSource source)
        {
            time = requireNonNull(source, "time");
            return this;
        }

        /**
         * Set where to learn how many datagrams the kernel dropped.
         *
         * @param drops since the start, such as {@code collector::kernelDrops}; below 0 for unknown; default: none.
         * @return this.
         */
        public Builder kernelDrops(final LongSupplier drops)
        {
            kernelDrops = requireNonNull(drops, "kernelDrops");
            return this;
        }

        /**
         * Add a listener.
         *
         * @param listener of changes of state.
         * @return this.
         */
        public Builder listener(final HealthListener listener)
        {
            listeners.add(requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Set who is told what a listener or a supplier throws.
         *
         * @param handler default: nobody.
         * @return this.
         */
        public Builder errorHandler(final Consumer<Throwable> handler)
        {
            errorHandler = requireNonNull(handler, "errorHandler");
            return this;
        }

        /**
         * Set the buckets of the history.
         *
         * @param length  of each, default {@link #DEFAULT_BUCKET}.
         * @param buckets kept of each exporter, 2 to 10,000, default {@link #DEFAULT_HISTORY}.
         * @return this.
         */
        public Builder history(final Duration length, final int buckets)
        {
            bucket = requireNonNull(length, "bucket");
            history = buckets;
            return this;
        }

        /**
         * Set after which silence an exporter is unhealthy.
         *
         * @param silence default {@link #DEFAULT_NO_DATA_AFTER}.
         * @return this.
         */
        public Builder noDataAfter(final Duration silence)
        {
            noDataAfter = requireNonNull(silence, "noDataAfter");
            return this;
        }

        /**
         * Set how much may be lost by sequence number.
         *
         * @param ratio of what was sent, 0 to 1; default 0.01.
         * @return this.
         */
        public Builder maxLossRatio(final double ratio)
        {
            maxLossRatio = ratio;
            return this;
        }

        /**
         * Set how many datagrams may be rejected.
         *
         * @param ratio of what was received, 0 to 1; default 0.01.
         * @return this.
         */
        public Builder maxRejectedRatio(final double ratio)
        {
            maxRejectedRatio = ratio;
            return this;
        }

        /**
         * Set by how much sample pools may depart from the sampling rate that samples claim. Where pools are told, as
         * in sFlow, and by 100 samples or more; it must also be more than chance makes it, by six standard deviations.
         *
         * @param ratio of the claimed rate, 0 to 1,000,000; default 0.25.
         * @return this.
         */
        public Builder maxSamplingDeviation(final double ratio)
        {
            maxSamplingDeviation = ratio;
            return this;
        }

        /**
         * Set which state a reason puts an exporter into.
         *
         * @param reason to judge.
         * @param state  that it means; {@link HealthState#HEALTHY} for a notice.
         * @return this.
         */
        public Builder severity(final HealthReason reason, final HealthState state)
        {
            severities.put(requireNonNull(reason, "reason"), requireNonNull(state, "state"));
            return this;
        }

        /**
         * Set the sampling rate that an exporter is expected to tell.
         *
         * @param address of the exporter: the one that it gives itself.
         * @param rate    N of "one in N", 1 or more.
         * @return this.
         */
        public Builder samplingRate(final String address, final long rate)
        {
            samplingRates.put(requireNonNull(address, "address"), rate);
            return this;
        }

        /**
         * Check the settings.
         *
         * @return a monitor, not started.
         * @throws IllegalArgumentException if a setting is wrong; the message names it, its value and its range.
         */
        public HealthMonitor build()
        {
            Settings.positive("bucket", bucket);
            Settings.positive("noDataAfter", noDataAfter);
            Settings.range("history", history, 2, 10_000);
            Settings.range("maxLossRatio", maxLossRatio, 0, 1);
            Settings.range("maxRejectedRatio", maxRejectedRatio, 0, 1);
            Settings.range("maxSamplingDeviation", maxSamplingDeviation, 0, 1_000_000);
            final Map<String, Long> canonical = new HashMap<>();
            samplingRates.forEach((address, rate) ->
            {
                Settings.range("samplingRate of " + address, rate, 1, 0xFFFF_FFFFL);
                final long[] parts = NetworkSet.address(address);
                canonical.put(IpText.of(parts[0], parts[1]), rate);
            });
            samplingRates.putAll(canonical);
            return new HealthMonitor(this);
        }
    }
}
