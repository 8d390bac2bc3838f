package io.weir.exporter.health;

/** Told of changes of state. */
@FunctionalInterface
public interface HealthListener
{
    /**
     * An exporter's state has changed. Called on the thread that evaluates, which waits for it; what it throws goes to
     * the monitor's error handler, and the other listeners are told all the same.
     *
     * @param change immutable, may be kept.
     */
    void onHealth(HealthChange change);
}
