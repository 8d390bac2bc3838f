package io.weir.flowcache;

import java.util.List;

/**
 * One flow as a query or an event shows it. Immutable.
 *
 * @param key              texts of the keys, joined by the definition's separator.
 * @param keys             text of each key.
 * @param agent            address of the exporter, empty where flows of several add up.
 * @param dataSource       data source within the exporter, empty where flows of several add up.
 * @param value            the definition's value: its rate, or what {@code avg:} and the like tell of the last two
 *                         windows of t; not a number where there is nothing to tell.
 * @param values           further values of the definition, in its order.
 * @param rate             value units per second; frames per second where the value is no rate.
 * @param low              lower end of the 95 % interval of the rate.
 * @param high             upper end of the 95 % interval of the rate.
 * @param total            value since the flow began, scaled; frames where the value is no rate.
 * @param frames           frames since the flow began, scaled by the sampling rate.
 * @param error            most that its total lacks, if it was evicted before; 0 for nothing.
 * @param samples          packets that the exporter sampled, or counted where it does not sample.
 * @param effectiveSamples of how many equal samples the rate is worth; infinite where nothing was left to chance.
 * @param lifeValue        value since the flow, or its record, began: the total of a rate.
 * @param lifeValues       further values since the flow, or its record, began.
 * @param firstSeenMs      epoch milliseconds.
 * @param lastSeenMs       epoch milliseconds.
 * @param consistent       whether the numbers were read at one instant; false only under extreme contention.
 */
public record FlowRow(
    String key,
    List<String> keys,
    String agent,
    String dataSource,
    double value,
    List<Double> values,
    double rate,
    double low,
    double high,
    long total,
    long frames,
    long error,
    long samples,
    double effectiveSamples,
    double lifeValue,
    List<Double> lifeValues,
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
     * @param value            the definition's value: its rate, or what {@code avg:} and the like tell of the last two
     *                         windows of t; not a number where there is nothing to tell.
     * @param values           further values of the definition, in its order.
     * @param rate             value units per second; frames per second where the value is no rate.
     * @param low              lower end of the 95 % interval of the rate.
     * @param high             upper end of the 95 % interval of the rate.
     * @param total            value since the flow began, scaled; frames where the value is no rate.
     * @param frames           frames since the flow began, scaled by the sampling rate.
     * @param error            most that its total lacks, if it was evicted before; 0 for nothing.
     * @param samples          packets that the exporter sampled, or counted where it does not sample.
     * @param effectiveSamples of how many equal samples the rate is worth; infinite where nothing was left to chance.
     * @param lifeValue        value since the flow, or its record, began: the total of a rate.
     * @param lifeValues       further values since the flow, or its record, began.
     * @param firstSeenMs      epoch milliseconds.
     * @param lastSeenMs       epoch milliseconds.
     * @param consistent       whether the numbers were read at one instant; false only under extreme contention.
     * @throws NullPointerException if a text is null.
     */
    public FlowRow
    {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
        lifeValues = List.copyOf(lifeValues);
    }
}
