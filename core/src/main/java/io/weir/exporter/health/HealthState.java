package io.weir.exporter.health;

/** How well an exporter, or a group of them, is heard; in order of severity. */
public enum HealthState
{
    /** Its data comes and is whole. */
    HEALTHY,
    /** Its data comes, but something is missing or cannot be trusted. */
    DEGRADED,
    /** No data of it is used. */
    UNHEALTHY;

    /**
     * The worse of two states.
     *
     * @param other state.
     * @return the more severe.
     */
    public HealthState worse(final HealthState other)
    {
        return compareTo(other) >= 0 ? this : other;
    }
}
