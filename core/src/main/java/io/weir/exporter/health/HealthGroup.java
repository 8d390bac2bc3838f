package io.weir.exporter.health;

/**
 * Health of a group of exporters of one technology at one moment. Immutable.
 *
 * @param level      of the group.
 * @param technology of its exporters.
 * @param customerId of the customer; empty for a group of all exporters of a technology.
 * @param siteId     of the site; empty for groups of customers and technologies.
 * @param name       of the site, customer or technology.
 * @param state      worst state of its exporters.
 * @param healthy    exporters that are.
 * @param impaired   exporters that are degraded or unhealthy.
 */
public record HealthGroup(
    Level level,
    Technology technology,
    String customerId,
    String siteId,
    String name,
    HealthState state,
    int healthy,
    int impaired)
{
    /** What a group stands for. */
    public enum Level
    {
        /** All exporters of a technology, those outside the inventory among them. */
        TECHNOLOGY,
        /** Exporters of one customer. */
        CUSTOMER,
        /** Exporters of one site of a customer. */
        SITE
    }
}
