package io.weir.threshold;

/**
 * One of the levels of a threshold; each has alarms of its own. Immutable.
 *
 * @param name  unique within the threshold; empty where it has one level only.
 * @param raise level at which an alarm is raised, in the metric's unit.
 * @param clear level at which an alarm may end: not above {@code raise}, or for "too little" not below it.
 */
public record Severity(String name, double raise, double clear)
{
}
