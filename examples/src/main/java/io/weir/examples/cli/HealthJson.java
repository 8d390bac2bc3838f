package io.weir.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weir.exporter.health.ExporterHealth;
import io.weir.exporter.health.HealthChange;
import io.weir.exporter.health.HealthCounts;
import io.weir.exporter.health.HealthGroup;
import io.weir.exporter.health.HealthProblem;
import io.weir.exporter.health.HealthReport;
import io.weir.exporter.health.InventoryEntry;

import java.util.List;

/** Health as JSON objects. Stateless. */
final class HealthJson
{
    private HealthJson()
    {
    }

    /**
     * Health of all exporters.
     *
     * @param report to write.
     * @return an object of type {@code health}.
     */
    static ObjectNode report(final HealthReport report)
    {
        final ObjectNode object = Json.object();
        object.put("type", "health");
        object.put("time", RunSummary.time(report.timeNs()));
        object.put("state", report.state().name());
        final ArrayNode exporters = object.putArray("exporters");
        for (final ExporterHealth exporter : report.exporters())
        {
            final ObjectNode member = exporters.addObject();
            put(member, exporter);
            putHistory(member.putArray("history"), exporter.history());
        }
        final ArrayNode groups = object.putArray("groups");
        for (final HealthGroup group : report.groups())
        {
            final ObjectNode member = groups.addObject();
            member.put("level", group.level().name());
            member.put("technology", group.technology().name());
            member.put("customer.id", group.customerId());
            member.put("site.id", group.siteId());
            member.put("name", group.name());
            member.put("state", group.state().name());
            member.put("healthy", group.healthy());
            member.put("impaired", group.impaired());
        }
        return object;
    }

    /**
     * A change of state.
     *
     * @param change to write.
     * @return an object of type {@code healthChange}.
     */
    static ObjectNode change(final HealthChange change)
    {
        final ObjectNode object = Json.object();
        object.put("type", "healthChange");
        object.put("time", RunSummary.time(change.timeNs()));
        object.put("before", change.before().name());
        put(object, change.now());
        return object;
    }

    private static void put(final ObjectNode object, final ExporterHealth exporter)
    {
        object.put("address", exporter.address());
        object.put("technology", exporter.technology().name());
        object.put("state", exporter.state().name());
        object.put("message", exporter.message());
        object.put("lastSeen", 0 == exporter.lastSeenNs() ? null : RunSummary.time(exporter.lastSeenNs()));
        final ArrayNode problems = object.putArray("problems");
        for (final HealthProblem problem : exporter.problems())
        {
            final ObjectNode member = problems.addObject();
            member.put("reason", problem.reason().name());
            member.put("state", problem.state().name());
            member.put("message", problem.message());
        }
        if (exporter.place().isPresent())
        {
            final InventoryEntry place = exporter.place().get();
            object.put("customer.id", place.customerId());
            object.put("customer.name", place.customerName());
            object.put("site.id", place.siteId());
            object.put("site.name", place.siteName());
            object.put("cpe.id", place.exporterId());
        }
    }

    private static void putHistory(final ArrayNode array, final List<HealthCounts> history)
    {
        for (final HealthCounts counts : history)
        {
            final ObjectNode member = array.addObject();
            member.put("start", RunSummary.time(counts.startNs()));
            member.put("datagrams", counts.datagrams());
            member.put("bytes", counts.bytes());
            member.put("records", counts.records());
            member.put("lost", counts.lost());
            member.put("duplicate", counts.duplicate());
            member.put("outOfOrder", counts.outOfOrder());
            member.put("restarts", counts.restarts());
            member.put("rejected", counts.rejected());
            member.put("unknownTemplateSets", counts.unknownTemplateSets());
        }
    }
}
