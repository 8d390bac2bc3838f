package io.weir.flowcache;

import io.weir.collector.RunMode;

/** One table as its watcher sees it. Used by the thread of its shard only. */
public interface WatchedTable
{
    /** {@return how records reach the table} */
    RunMode mode();

    /** {@return name of the definition} */
    String definition();

    /** {@return the definition} */
    FlowSpec spec();

    /** {@return index of the shard, from 0, unique within the cache} */
    int shard();

    /** {@return longs that identify a flow within the table, its source included} */
    int keyWords();

    /** {@return a new cursor, for {@link #find}} */
    WatchedFlow newCursor();

    /**
     * Look a flow up.
     *
     * @param key    words, as {@link WatchedFlow#copyKey} gave them.
     * @param offset of the first word.
     * @param into   cursor of this table, placed on the flow.
     * @return false when the flow is not, or no longer, in the table; the cursor is then not usable.
     */
    boolean find(long[] key, int offset, WatchedFlow into);
}
