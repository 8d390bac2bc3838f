package io.weir.exporter.health;

/**
 * What came of an exporter in some time. Immutable.
 *
 * @param startNs             begin of that time, epoch nanoseconds.
 * @param datagrams           received, rejected ones included.
 * @param bytes               of them.
 * @param records             flow samples, and NetFlow and IPFIX data records.
 * @param lost                units lost by sequence number; below zero when more came late than was lost meanwhile.
 * @param duplicate           datagrams seen twice.
 * @param outOfOrder          datagrams that came late.
 * @param restarts            of the exporter, or of its sequence.
 * @param rejected            datagrams rejected for any reason.
 * @param unknownTemplateSets data sets that came before their template.
 */
public record HealthCounts(
    long startNs,
    long datagrams,
    long bytes,
    long records,
    long lost,
    long duplicate,
    long outOfOrder,
    long restarts,
    long rejected,
    long unknownTemplateSets)
{
}
