package io.weir.exporter.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rolls exporters up to sites, customers and technologies: the worst state counts. */
final class Groups
{
    private Groups()
    {
    }

    static List<HealthGroup> of(final List<ExporterHealth> exporters)
    {
        final Map<Technology, List<ExporterHealth>> technologies = new TreeMap<>();
        final Map<List<Object>, List<ExporterHealth>> customers = new LinkedHashMap<>();
        final Map<List<Object>, List<ExporterHealth>> sites = new LinkedHashMap<>();
        for (final ExporterHealth exporter : exporters)
        {
            final Technology technology = exporter.technology();
            technologies.computeIfAbsent(technology, unknown -> new ArrayList<>()).add(exporter);
            if (exporter.place().isPresent())
            {
                final InventoryEntry place = exporter.place().get();
                customers.computeIfAbsent(List.of(technology, place.customerId()), unknown -> new ArrayList<>())
                    .add(exporter);
                sites.computeIfAbsent(List.of(technology, place.customerId(), place.siteId()),
                    unknown -> new ArrayList<>()).add(exporter);
            }
        }
        final List<HealthGroup> groups = new ArrayList<>();
        technologies.values().forEach(members -> groups.add(group(HealthGroup.Level.TECHNOLOGY, members)));
        customers.values().forEach(members -> groups.add(group(HealthGroup.Level.CUSTOMER, members)));
        sites.values().forEach(members -> groups.add(group(HealthGroup.Level.SITE, members)));
        return groups;
    }

    private static HealthGroup group(final HealthGroup.Level level, final List<ExporterHealth> members)
    {
        HealthState worst = HealthState.HEALTHY;
        int healthy = 0;
        for (final ExporterHealth member : members)
        {
            worst = worst.worse(member.state());
            healthy += HealthState.HEALTHY == member.state() ? 1 : 0;
        }
        final Technology technology = members.get(0).technology();
        final int impaired = members.size() - healthy;
        if (HealthGroup.Level.TECHNOLOGY == level)
        {
            return new HealthGroup(level, technology, "", "", technology.name(), worst, healthy, impaired);
        }
        final InventoryEntry place = members.get(0).place().orElseThrow();
        return HealthGroup.Level.CUSTOMER == level ?
            new HealthGroup(
                level, technology, place.customerId(), "", place.customerName(), worst, healthy, impaired) :
            new HealthGroup(
                level, technology, place.customerId(), place.siteId(), place.siteName(), worst, healthy, impaired);
    }
}
