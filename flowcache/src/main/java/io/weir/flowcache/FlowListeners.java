package io.weir.flowcache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Who is told the flow records of which definition. Thread safe; reading does not allocate. */
final class FlowListeners
{
    private final AtomicLong failures = new AtomicLong();
    private volatile Map<String, List<FlowListener>> byName = Map.of();

    List<FlowListener> of(final String definition)
    {
        return byName.getOrDefault(definition, List.of());
    }

    synchronized void add(final String definition, final FlowListener listener)
    {
        final List<FlowListener> listeners = new ArrayList<>(of(definition));
        listeners.add(listener);
        replace(definition, listeners);
    }

    synchronized boolean remove(final String definition, final FlowListener listener)
    {
        final List<FlowListener> listeners = new ArrayList<>(of(definition));
        final boolean removed = listeners.remove(listener);
        replace(definition, listeners);
        return removed;
    }

    private void replace(final String definition, final List<FlowListener> listeners)
    {
        final Map<String, List<FlowListener>> next = new LinkedHashMap<>(byName);
        next.put(definition, List.copyOf(listeners));
        byName = next;
    }

    void onFailure()
    {
        failures.incrementAndGet();
    }

    long failures()
    {
        return failures.get();
    }
}
