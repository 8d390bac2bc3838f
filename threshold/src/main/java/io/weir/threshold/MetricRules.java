package io.weir.threshold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rules on one metric, by id: swapped whole by the engine, read by any worker. Thread safe. */
final class MetricRules
{
    private static final Rule[] NONE = {};
    private static final Comparator<Rule> ORDER =
        Comparator.<Rule, String>comparing(rule -> rule.spec.id()).thenComparing(rule -> rule.severity.name());

    private final Map<Integer, ShardWatcher> watchers = new ConcurrentHashMap<>();
    private volatile Rule[] rules = NONE;

    Rule[] rules()
    {
        return rules;
    }

    /**
     * Take rules out, put others in. Under the engine's lock.
     *
     * @param out to take out.
     * @param in  to put in.
     */
    void swap(final Collection<Rule> out, final Collection<Rule> in)
    {
        final List<Rule> next = new ArrayList<>(List.of(rules));
        next.removeAll(out);
        next.addAll(in);
        next.sort(ORDER);
        rules = next.toArray(NONE);
    }

    /**
     * A watcher of a new table begins.
     *
     * @param shard   of the table.
     * @param watcher of the table.
     * @return the watcher of the table before, whose alarms may still be about to be cleared; null for none.
     */
    ShardWatcher watches(final int shard, final ShardWatcher watcher)
    {
        return watchers.put(shard, watcher);
    }

    /**
     * A watcher's table is gone, and so are its alarms.
     *
     * @param shard   of the table.
     * @param watcher of the table.
     */
    void forget(final int shard, final ShardWatcher watcher)
    {
        watchers.remove(shard, watcher);
    }
}
