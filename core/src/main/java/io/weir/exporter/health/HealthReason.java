package io.weir.exporter.health;

/** What is wrong with an exporter, in the order in which it is told. Names are stable: they appear in JSON. */
public enum HealthReason
{
    /** Nothing came for a while. */
    NO_DATA(HealthState.UNHEALTHY),
    /** It is in the inventory, and nothing ever came. */
    NEVER_SEEN(HealthState.UNHEALTHY),
    /** Data came whose template is not known. */
    TEMPLATE_MISSING(HealthState.DEGRADED),
    /** Its sequence numbers have gaps. */
    DATA_LOST(HealthState.DEGRADED),
    /** Datagrams were rejected; unhealthy when all were. */
    DATAGRAMS_REJECTED(HealthState.DEGRADED),
    /** Its clock is wrong. Rates do not use it; stamps of flows are. */
    CLOCK_SKEW(HealthState.DEGRADED),
    /** It does not tell how it samples: its traffic counts as not sampled. */
    SAMPLING_UNKNOWN(HealthState.DEGRADED),
    /** It samples by another rate than expected, or by another than it tells, as its sample pools show. */
    SAMPLING_MISMATCH(HealthState.DEGRADED),
    /** Its datagrams come from another address than it gives itself. A notice: healthy all the same. */
    SOURCE_TRANSLATED(HealthState.HEALTHY),
    /** Datagrams were dropped or refused because there were too many. */
    OVERLOAD(HealthState.DEGRADED);

    private final HealthState severity;

    HealthReason(final HealthState severity)
    {
        this.severity = severity;
    }

    /** {@return state that it puts an exporter into unless set otherwise} */
    public HealthState severity()
    {
        return severity;
    }
}
