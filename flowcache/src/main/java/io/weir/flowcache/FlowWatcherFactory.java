package io.weir.flowcache;

/** Makes watchers: one for each table of a definition, that is one for each shard. Thread safe. */
@FunctionalInterface
public interface FlowWatcherFactory
{
    /**
     * A watcher for one table, called on the thread of the table's shard before the table sees its first record, or,
     * for a table that is there already, between two datagrams.
     *
     * @param table to watch.
     * @return the watcher, used by that thread only.
     */
    FlowWatcher newWatcher(WatchedTable table);
}
