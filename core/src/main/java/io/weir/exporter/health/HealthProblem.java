package io.weir.exporter.health;

/**
 * One thing that is wrong with an exporter. Immutable.
 *
 * @param reason  of it.
 * @param state   that it puts the exporter into.
 * @param message for people, one line.
 */
public record HealthProblem(HealthReason reason, HealthState state, String message)
{
}
