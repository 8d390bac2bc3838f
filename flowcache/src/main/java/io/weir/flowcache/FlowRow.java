package io.weir.flowcache;

import java.util.List;

/**
 * One flow as a query or an event shows it. Immutable.
 *
 * @param key              texts of the keys, joined by the definition's separator.
 * @param keys             text of each key.
 * @param agent            address of the exporter, empty where flows of several add up.
 * @param dataSource       data source within the exporter, empty where flows of several add up.
 * @param rate             value units per second.
 * @param low              lower end of the 95 % interval of the rate.
 * @param high             upper end of the 95 % interval of the rate.
 * @param total            value since the flow began, scaled by the sampling rate.
 * @param frames           frames since the flow began, scaled by the sampling rate.
 * @param error            most that its total lacks, if it was evicted before; 0 for nothing.
 * @param samples          packets that the exporter sampled, or counted where it does not sample.
 * @param effectiveSamples of how many equal samples the rate is worth; infinite where nothing was left to chance.
 * @param firstSeenMs      epoch milliseconds.
 * @param lastSeenMs       epoch milliseconds.
 * @param consistent       whether the numbers were read at one instant; false only under extreme contention.
 */
public record FlowRow(
    String key,
    List<String> keys,
    String agent,
    String dataSource,
    double rate,
    double low,
    double high,
    long total,
    long frames,
    long error,
    long samples,
    double effectiveSamples,
    long firstSeenMs,
    long lastSeenMs,
    boolean consistent)
{
    /**
     * A row.
     *
     * @param key              texts of the keys, joined by the definition's separator.
     * @param keys             text of each key.
     * @param agent            address of the exporter, empty where flows of several add up.
     * @param dataSource       data source within the exporter, empty where flows of several add up.
     * @param rate             value units per second.
     * @param low              lower end of the 95 % interval of the rate.
     * @param high             upper end of the 95 % interval of the rate.
     * @param total            value since the flow began, scaled by the sampling rate.
     * @param frames           frames since the flow began, scaled by the sampling rate.
     * @param error            most that its total lacks, if it was evicted before; 0 for nothing.
     * @param samples          packets that the exporter sampled, or counted where it does not sample.
     * @param effectiveSamples of how many equal samples the rate is worth; infinite where nothing was left to chance.
     * @param firstSeenMs      epoch milliseconds.
     * @param lastSeenMs       epoch milliseconds.
     * @param consistent       whether the numbers were read at one instant; false only under extreme contention.
     * @throws NullPointerException if a text is null.
     */
    public FlowRow
    {
        keys = List.copyOf(keys);
    }
}
