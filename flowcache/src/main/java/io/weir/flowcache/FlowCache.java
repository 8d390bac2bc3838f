package io.weir.flowcache;

import io.weir.collector.RecordHandler;
import io.weir.collector.RecordSink;
import io.weir.collector.SinkContext;
import io.weir.time.TimeSource;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** First shape of the cache: the signatures that others build on. */
public final class FlowCache implements RecordSink
{
    private FlowCache()
    {
    }

    /** {@return a builder with defaults} */
    public static Builder builder()
    {
        return new Builder();
    }

    /**
     * Add a definition, or replace the one of the same name.
     *
     * @param spec to add.
     */
    public void define(final FlowSpec spec)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Remove a definition.
     *
     * @param name of it.
     * @return false if there is none.
     */
    public boolean remove(final String name)
    {
        throw new UnsupportedOperationException();
    }

    /** {@return the live definitions, in the order in which they came} */
    public List<FlowSpec> definitions()
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Largest flows by rate.
     *
     * @param name     of the definition.
     * @param maxFlows most rows.
     * @return rows, largest first.
     */
    public List<FlowRow> topFlows(final String name, final int maxFlows)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * One flow.
     *
     * @param name    of the definition.
     * @param keyText its keys, joined.
     * @return its row.
     */
    public Optional<FlowRow> flow(final String name, final String keyText)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Every flow, in no order.
     *
     * @param name     of the definition.
     * @param consumer of rows.
     */
    public void forEach(final String name, final Consumer<FlowRow> consumer)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Accounting of a definition.
     *
     * @param name of it.
     * @return a reading.
     */
    public FlowAccounting accounting(final String name)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Watch the rates of a definition, now or whenever it is defined.
     *
     * @param definition name of it.
     * @param factory    of watchers.
     */
    public void watch(final String definition, final FlowWatcherFactory factory)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Stop watching.
     *
     * @param definition name of it.
     * @param factory    as it was given to {@link #watch}.
     * @return false if it did not watch.
     */
    public boolean unwatch(final String definition, final FlowWatcherFactory factory)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Be told when runs begin and end.
     *
     * @param lifecycle to call.
     */
    public void addLifecycle(final FlowCacheLifecycle lifecycle)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * A shard for a thread that is not a receiver.
     *
     * @param time for records outside of {@link ShardHandle#begin} and for queries.
     * @return its handle.
     */
    public ShardHandle newShard(final TimeSource time)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public RecordHandler newHandler(final SinkContext context)
    {
        throw new UnsupportedOperationException();
    }

    /** Collects the options of a cache. Not thread safe. */
    public static final class Builder
    {
        private Builder()
        {
        }

        /**
         * Fix the seed of the hash, for results that can be repeated.
         *
         * @param seed any.
         * @return this.
         */
        public Builder hashSeed(final long seed)
        {
            return this;
        }

        /** {@return a cache without definitions} */
        public FlowCache build()
        {
            return new FlowCache();
        }
    }
}
