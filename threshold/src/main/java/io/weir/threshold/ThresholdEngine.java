package io.weir.threshold;

import static java.util.Objects.requireNonNull;

import io.weir.collector.ErrorHandler;
import io.weir.collector.RunMode;
import io.weir.flowcache.CacheType;
import io.weir.flowcache.FlowCache;
import io.weir.flowcache.FlowCacheLifecycle;
import io.weir.flowcache.FlowSpec;
import io.weir.flowcache.key.Suggestions;
import io.weir.metric.MetricFilter;
import io.weir.metric.MetricTable;

import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Watches the flows of a cache, and counter metrics, and tells when they cross thresholds and when that is over. Thread
 * safe.
 *
 * <p>Alarms are found on the threads that feed the cache, at the instant that the rate's own formula gives: between
 * updates nothing is polled or scanned. State is kept for each threshold, shard and data source or flow; an alarm is
 * raised when the rate goes above {@code raiseAbove}, and cleared once the rate has been below {@code clearBelow} for
 * the timeout without interruption, or when its flow or its threshold goes. Events go to a log that overwrites its
 * oldest; listeners and pollers read it at their own pace.
 *
 * <p>Each thread that receives judges what it has received itself. Where exporters are spread over several threads, a
 * flow whose scope is the network has a part in each, and each part is compared with the level for itself: receive with
 * one thread, or define the flow by agent, where that is not meant.
 *
 * <p>A threshold that is defined while traffic flows takes a flow into account from the flow's next update on; one that
 * replaces another sees the flows above the other at once.
 */
public final class ThresholdEngine
{
    /** Default number of events that the log holds. */
    public static final int DEFAULT_LOG_CAPACITY = 65_536;
    /** Default bound on the flows that are watched closely at one time. */
    public static final int DEFAULT_MAX_TRACKED = 262_144;

    private final FlowCache flows;
    private final Alarms alarms;
    private final Dispatcher dispatcher;
    private final ErrorHandler errorHandler;
    private final Executor executor;
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Map<String, MetricRules> rulesByMetric = new HashMap<>();
    private final MetricRules counterRules = new MetricRules();
    private final boolean hasMetrics;
    private long pastDelivered;
    private long pastLost;
    private long pastErrors;

    private ThresholdEngine(final Builder builder)
    {
        flows = builder.flows;
        errorHandler = builder.errorHandler;
        executor = builder.executor;
        final EventSignal signal = new EventSignal();
        dispatcher = new Dispatcher(builder.dispatch, signal);
        alarms = new Alarms(new EventLog(builder.logCapacity), signal, dispatcher, builder.maxTracked);
        hasMetrics = null != builder.metrics;
        if (hasMetrics)
        {
            builder.metrics.watch(new MetricWatch(counterRules, alarms));
        }
        flows.addLifecycle(new Lifecycle());
    }

    /**
     * Start an engine.
     *
     * @param flows whose rates it watches.
     * @return a builder with defaults.
     */
    public static Builder builder(final FlowCache flows)
    {
        return new Builder(flows);
    }

    /**
     * Add a threshold, or replace the one of the same id: its alarms are then cleared with that reason. Takes effect on
     * each feeding thread between two datagrams. Defining an equal threshold again changes nothing.
     *
     * @param spec to add.
     * @throws IllegalArgumentException if there is no flow definition of the name of its metric and no table of
     *                                  metrics, or the detector does not go with the metric.
     * @throws IllegalStateException    if too many engines watch that definition.
     */
    public synchronized void define(final ThresholdSpec spec)
    {
        final MetricRules home = isOnCounters(spec) ? counterRules : flowRules(spec);
        final Definition old = definitions.get(spec.id());
        if (null != old && old.spec.equals(spec))
        {
            return;
        }
        final Definition latest = new Definition(spec, home);
        if (null != old)
        {
            old.end(EventReason.THRESHOLD_REDEFINED);
        }
        if (null != old && old.home == home)
        {
            home.swap(old.rules, latest.rules);
        }
        else
        {
            if (null != old)
            {
                old.home.swap(old.rules, List.of());
            }
            home.swap(List.of(), latest.rules);
        }
        definitions.put(spec.id(), latest);
    }

    private boolean isOnCounters(final ThresholdSpec spec)
    {
        if (!hasMetrics || flows.definitions().stream().anyMatch(flow -> flow.name().equals(spec.metric())))
        {
            return false;
        }
        final DetectorSpec.Kind kind = spec.detector().kind;
        if (DetectorSpec.Kind.RATE != kind && DetectorSpec.Kind.ABSENT != kind || spec.confidence() > 0 ||
            spec.minSamples() > 0 || !spec.groupValues().isEmpty() || spec.byFlow() || !spec.ofValue().isEmpty())
        {
            throw new IllegalArgumentException(spec.id() + ": a counter metric has no flows and no samples: detector " +
                "must be rate or absent, byFlow, confidence, minSamples, ofValue and groupValues must not be set: " +
                "metric=" + spec.metric());
        }
        return true;
    }

    private MetricRules flowRules(final ThresholdSpec spec)
    {
        final List<FlowSpec> known = flows.definitions();
        requireKnown(spec.id() + ": unknown metric", spec.metric(),
            known.stream().map(FlowSpec::name).collect(Collectors.toList()));
        checkAgainst(
            known.stream().filter(flow -> flow.name().equals(spec.metric())).findFirst().orElseThrow(), spec);
        final MetricRules there = rulesByMetric.get(spec.metric());
        if (null != there)
        {
            return there;
        }
        final MetricRules watched = new MetricRules();
        flows.watch(spec.metric(), table -> new ShardWatcher(table, watched, alarms));
        rulesByMetric.put(spec.metric(), watched);
        return watched;
    }

    private static void checkAgainst(final FlowSpec flow, final ThresholdSpec spec)
    {
        if (DetectorSpec.Kind.BASELINE == spec.detector().kind &&
            spec.detector().time.compareTo(flow.timeConstant()) <= 0)
        {
            throw new IllegalArgumentException(spec.id() + ": the slow average must be slower than the flow's: slow=" +
                spec.detector().time + " timeConstant=" + flow.timeConstant());
        }
        if (CacheType.IMMEDIATE == flow.logging().cacheType() && flow.logging().log() && spec.minSamples() > 1)
        {
            throw new IllegalArgumentException(spec.id() + ": minSamples=" + spec.minSamples() +
                ": must not be above 1, flows whose records are cut at once have one sample each: metric=" +
                spec.metric());
        }
        if (MetricFilter.ALL != spec.filter())
        {
            throw new IllegalArgumentException(spec.id() + ": filter goes with counter metrics, flows have " +
                "filters of their own: metric=" + spec.metric());
        }
        final List<String> values = WatchedValue.names(flow);
        for (final String name : List.of(spec.ofValue(), spec.detector().value))
        {
            if (!name.isEmpty())
            {
                requireKnown(spec.id() + ": not a value of the flow:", FlowSpec.valueName(name), values);
            }
        }
        if (null == new Rule(spec).newDetector(flow))
        {
            throw new IllegalArgumentException(spec.id() + ": detector, lowerBelow, confidence and groupValues go " +
                "with rates: detector=" + spec.detector() + " values=" + values);
        }
        if (!spec.groupValues().isEmpty())
        {
            requireKnown(spec.id() + ": groupValues: not a key of the flow:", spec.groupKey(), flow.keys());
        }
    }

    /**
     * Remove a threshold; its alarms are cleared with that reason, on each feeding thread from its next datagram or
     * tick on.
     *
     * @param id of it.
     * @return false if there is none.
     */
    public synchronized boolean remove(final String id)
    {
        final Definition definition = definitions.remove(id);
        if (null == definition)
        {
            return false;
        }
        definition.home.swap(definition.rules, List.of());
        return true;
    }

    /** {@return the live thresholds, in the order in which they were first defined} */
    public synchronized List<ThresholdSpec> definitions()
    {
        return definitions.values().stream().map(definition -> definition.spec)
            .collect(Collectors.toUnmodifiableList());
    }

    /**
     * Add a listener; it is told of events from now on. One that is added twice is called twice.
     *
     * @param listener     to call.
     * @param thresholdIds of the thresholds it is for; none for all, also those defined later.
     * @throws IllegalArgumentException if there is no threshold of one of the ids.
     */
    public synchronized void addListener(final ThresholdListener listener, final String... thresholdIds)
    {
        requireNonNull(listener, "listener");
        for (final String id : thresholdIds)
        {
            requireKnown("unknown threshold", id, definitions.keySet());
        }
        dispatcher.add(alarms.newCursor(listener, Set.of(thresholdIds), errorHandler, executor));
    }

    /**
     * Remove a listener. A call that is under way on another thread may still end after this returns.
     *
     * @param listener to remove.
     * @return false if it was not there.
     */
    public synchronized boolean removeListener(final ThresholdListener listener)
    {
        final ListenerCursor cursor = dispatcher.remove(listener);
        if (null == cursor)
        {
            return false;
        }
        pastDelivered += cursor.delivered();
        pastLost += cursor.lost();
        pastErrors += cursor.errors();
        return true;
    }

    /**
     * Events after an id, oldest first, for callers that poll. An id that is not published yet ends the list, it is
     * never skipped; a caller that was too slow sees by the first id how many the log has overwritten. Waits, without
     * spinning, until there is an event, the timeout has passed or the thread is interrupted (and then stays so).
     *
     * @param afterId   id of the last event that the caller has seen, 0 for none.
     * @param maxEvents most events to return, at least 1.
     * @param timeout   to wait for the first event, 0 or more.
     * @return the events, without a gap among them; empty if there were none in time.
     * @throws IllegalArgumentException if {@code maxEvents} or {@code timeout} is out of range.
     */
    public List<ThresholdEvent> events(final long afterId, final int maxEvents, final Duration timeout)
    {
        if (maxEvents < 1)
        {
            throw new IllegalArgumentException("maxEvents=" + maxEvents + ": must be at least 1");
        }
        if (timeout.isNegative())
        {
            throw new IllegalArgumentException("timeout=" + timeout + ": must not be negative");
        }
        return alarms.events(afterId, maxEvents, timeout);
    }

    /** {@return the RAISED events of the alarms that are active now, by event id} */
    public List<ThresholdEvent> active()
    {
        return alarms.active();
    }

    /**
     * Hand events to listeners on this thread: the way of {@link Dispatch#POLL}, harmless with the others.
     *
     * @return number of events looked at, over all listeners; 0 when there was nothing to do.
     */
    public int poll()
    {
        return dispatcher.pollOnce();
    }

    /**
     * Hand events to listeners on this thread as {@link #poll()} does, and wait for the first, without spinning, until
     * the timeout has passed or the thread is interrupted (and then stays so).
     *
     * @param timeout to wait, 0 or more.
     * @return number of events looked at, over all listeners; 0 when there were none in time.
     * @throws IllegalArgumentException if the timeout is negative.
     */
    public int poll(final Duration timeout)
    {
        if (timeout.isNegative())
        {
            throw new IllegalArgumentException("timeout=" + timeout + ": must not be negative");
        }
        return alarms.poll(timeout);
    }

    /**
     * How many events behind the newest listeners were when they were called.
     *
     * @return events of all calls since this method was called before; a copy.
     */
    public Histogram listenerLag()
    {
        return alarms.listenerLag();
    }

    /** {@return what the engine counted up to now} */
    public synchronized ThresholdCounters counters()
    {
        long delivered = pastDelivered;
        long lost = pastLost;
        long errors = pastErrors;
        for (final ListenerCursor cursor : dispatcher.cursors())
        {
            delivered += cursor.delivered();
            lost += cursor.lost();
            errors += cursor.errors();
        }
        return alarms.counters(delivered, lost, errors);
    }

    /**
     * How long events took from their publication to the calls of listeners.
     *
     * @return nanoseconds of all calls since this method was called before; a copy.
     */
    public Histogram dispatchLatencyNs()
    {
        return alarms.dispatchLatencyNs();
    }

    private static void requireKnown(final String what, final String name, final Collection<String> known)
    {
        if (!known.contains(name))
        {
            throw new IllegalArgumentException(what + " '" + name + "'" +
                (known.isEmpty() ? ": none is defined" : Suggestions.text(name, known)));
        }
    }

    /** Gathers settings; {@link #build()} checks them. Not thread safe. */
    public static final class Builder
    {
        private final FlowCache flows;
        private MetricTable metrics;
        private int logCapacity = DEFAULT_LOG_CAPACITY;
        private int maxTracked = DEFAULT_MAX_TRACKED;
        private Dispatch dispatch = Dispatch.THREAD;
        private Executor executor;
        private ErrorHandler errorHandler = ErrorHandler.IGNORE;

        private Builder(final FlowCache flows)
        {
            this.flows = requireNonNull(flows, "flows");
        }

        /**
         * A table of counter metrics to watch as well: a threshold whose metric is no flow definition is then one on a
         * metric of that table, whether a row has it yet or not.
         *
         * @param table fed by the same runs as the flow cache; none by default.
         * @return this builder.
         */
        public Builder metrics(final MetricTable table)
        {
            metrics = requireNonNull(table, "metrics");
            return this;
        }

        /**
         * How many events the log holds.
         *
         * @param newLogCapacity a power of two from 2 to 2^24, {@link #DEFAULT_LOG_CAPACITY} by default.
         * @return this builder.
         */
        public Builder logCapacity(final int newLogCapacity)
        {
            logCapacity = newLogCapacity;
            return this;
        }

        /**
         * How many flows may be watched closely at one time, over all thresholds and shards: those that have an alarm,
         * keep one raised, or will raise one without a further update. A flow beyond is passed over and counted.
         *
         * @param newMaxTracked at least 1, {@link #DEFAULT_MAX_TRACKED} by default.
         * @return this builder.
         */
        public Builder maxTracked(final int newMaxTracked)
        {
            maxTracked = newMaxTracked;
            return this;
        }

        /**
         * Who calls the listeners of live runs.
         *
         * @param newDispatch {@link Dispatch#THREAD} by default.
         * @return this builder.
         */
        public Builder dispatch(final Dispatch newDispatch)
        {
            dispatch = requireNonNull(newDispatch, "dispatch");
            return this;
        }

        /**
         * The executor for {@link Dispatch#EXECUTOR}, which this sets. It is given short tasks by the feeding threads;
         * where it refuses one, events wait for the next.
         *
         * @param newExecutor to run listeners.
         * @return this builder.
         */
        public Builder executor(final Executor newExecutor)
        {
            executor = requireNonNull(newExecutor, "executor");
            dispatch = Dispatch.EXECUTOR;
            return this;
        }

        /**
         * Whom to tell of exceptions of listeners.
         *
         * @param newErrorHandler {@link ErrorHandler#IGNORE} by default.
         * @return this builder.
         */
        public Builder errorHandler(final ErrorHandler newErrorHandler)
        {
            errorHandler = requireNonNull(newErrorHandler, "errorHandler");
            return this;
        }

        /**
         * Check the settings.
         *
         * @return an engine without thresholds.
         * @throws IllegalArgumentException if a setting is out of range; the message names it.
         */
        public ThresholdEngine build()
        {
            if (logCapacity < EventLog.MIN_CAPACITY || logCapacity > EventLog.MAX_CAPACITY ||
                1 != Integer.bitCount(logCapacity))
            {
                throw new IllegalArgumentException("logCapacity=" + logCapacity + ": must be a power of two from " +
                    EventLog.MIN_CAPACITY + " to " + EventLog.MAX_CAPACITY);
            }
            if (maxTracked < 1)
            {
                throw new IllegalArgumentException("maxTracked=" + maxTracked + ": must be at least 1");
            }
            if ((Dispatch.EXECUTOR == dispatch) != (null != executor))
            {
                throw new IllegalArgumentException("dispatch=" + dispatch + ": executor must be set for " +
                    Dispatch.EXECUTOR + " and for no other: executor=" + executor);
            }
            return new ThresholdEngine(this);
        }
    }

    /** A live threshold: a rule for each severity. */
    private static final class Definition
    {
        final ThresholdSpec spec;
        final MetricRules home;
        final List<Rule> rules;

        Definition(final ThresholdSpec spec, final MetricRules home)
        {
            this.spec = spec;
            this.home = home;
            rules = spec.severities().stream().map(severity -> new Rule(spec, severity))
                .collect(Collectors.toUnmodifiableList());
        }

        void end(final EventReason reason)
        {
            rules.forEach(rule -> rule.endReason = reason);
        }
    }

    private final class Lifecycle implements FlowCacheLifecycle
    {
        private RunMode mode;

        @Override
        public void onStart(final RunMode newMode)
        {
            mode = newMode;
            if (RunMode.LIVE == newMode)
            {
                dispatcher.start();
            }
        }

        @Override
        public void onClose()
        {
            if (RunMode.LIVE == mode)
            {
                dispatcher.stop();
            }
        }
    }
}
