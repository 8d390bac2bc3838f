package io.weir.exporter.health;

/**
 * An exporter's state has changed. Immutable.
 *
 * @param timeNs epoch nanoseconds at which it was noticed.
 * @param before state until now; {@link HealthState#HEALTHY} for an exporter that is new.
 * @param now    health of the exporter.
 */
public record HealthChange(long timeNs, HealthState before, ExporterHealth now)
{
}
