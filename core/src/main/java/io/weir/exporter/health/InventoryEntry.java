package io.weir.exporter.health;

/**
 * Where an exporter belongs. Immutable.
 *
 * @param customerId   of the customer.
 * @param customerName of the customer.
 * @param siteId       of the site, unique within its customer.
 * @param siteName     of the site.
 * @param exporterId   of the exporter.
 * @param address      of the exporter: the one that it gives itself, else the one that its datagrams come from.
 */
public record InventoryEntry(
    String customerId, String customerName, String siteId, String siteName, String exporterId, String address)
{
}
