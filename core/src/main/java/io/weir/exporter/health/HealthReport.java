package io.weir.exporter.health;

import java.util.List;
import java.util.Optional;

/**
 * Health of all exporters at one moment. Immutable.
 *
 * @param timeNs    epoch nanoseconds.
 * @param state     worst state of all exporters; healthy when there are none.
 * @param exporters by address and technology.
 * @param groups    technologies, then customers, then sites.
 */
public record HealthReport(long timeNs, HealthState state, List<ExporterHealth> exporters, List<HealthGroup> groups)
{
    /**
     * Health of all exporters.
     *
     * @param timeNs    epoch nanoseconds.
     * @param state     worst state of all exporters.
     * @param exporters by address and technology.
     * @param groups    technologies, then customers, then sites.
     */
    public HealthReport
    {
        exporters = List.copyOf(exporters);
        groups = List.copyOf(groups);
    }

    /**
     * Look up an exporter.
     *
     * @param address    that it gives itself.
     * @param technology that it speaks.
     * @return its health; empty when it is not known.
     */
    public Optional<ExporterHealth> exporter(final String address, final Technology technology)
    {
        return exporters.stream()
            .filter(exporter -> technology == exporter.technology() && exporter.address().equals(address)).findFirst();
    }
}
