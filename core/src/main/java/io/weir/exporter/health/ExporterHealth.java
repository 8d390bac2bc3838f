package io.weir.exporter.health;

import java.util.List;
import java.util.Optional;

/**
 * Health of one exporter at one moment. Immutable.
 *
 * @param address    of the exporter: the one that it gives itself.
 * @param technology that it speaks; an exporter that speaks two has an entry for each.
 * @param state      worst state of its problems.
 * @param problems   in order of {@link HealthReason}; notices, which do not change the state, among them.
 * @param lastSeenNs epoch nanoseconds of its last datagram; 0 when never seen.
 * @param place      where it belongs; empty when it is not in the inventory.
 * @param history    oldest first, the last one still being counted; empty when never seen.
 */
public record ExporterHealth(
    String address,
    Technology technology,
    HealthState state,
    List<HealthProblem> problems,
    long lastSeenNs,
    Optional<InventoryEntry> place,
    List<HealthCounts> history)
{
    /**
     * Health of one exporter.
     *
     * @param address    of the exporter.
     * @param technology that it speaks.
     * @param state      worst state of its problems.
     * @param problems   in order of reason.
     * @param lastSeenNs epoch nanoseconds of its last datagram; 0 when never seen.
     * @param place      where it belongs.
     * @param history    oldest first.
     */
    public ExporterHealth
    {
        problems = List.copyOf(problems);
        history = List.copyOf(history);
    }

    /**
     * Whether it has a problem.
     *
     * @param reason to look for.
     * @return true if that is among its problems.
     */
    public boolean has(final HealthReason reason)
    {
        return problems.stream().anyMatch(problem -> reason == problem.reason());
    }

    /** {@return its problems in one line for people; empty when there is none} */
    public String message()
    {
        return String.join("; ", problems.stream().map(HealthProblem::message).toList());
    }
}
