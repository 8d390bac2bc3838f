package io.weir.flowcache;

/**
 * Cursor on one flow of a table. Reused; not usable outside the call that hands it out, or, after {@link
 * WatchedTable#find}, until the next datagram or tick. For the thread of the table's shard only.
 */
public interface WatchedFlow
{
    /**
     * A word of the flow's identity.
     *
     * @param index 0 to {@link WatchedTable#keyWords} - 1.
     * @return the word.
     */
    long keyWord(int index);

    /**
     * Copy the words of the flow's identity.
     *
     * @param into   to write.
     * @param offset of the first word.
     */
    void copyKey(long[] into, int offset);

    /** {@return number of the flow's source within the shard: the same for all flows of one agent and data source} */
    int sourceId();

    /**
     * Rate at a time, if no update comes before it.
     *
     * @param timeNs epoch nanoseconds, not before the flow's last update.
     * @return value units per second.
     */
    double rateAt(long timeNs);

    /**
     * First instant from which the rate stays below a level if no update comes: a held rate is taken to its end.
     *
     * @param level  value units per second, above 0.
     * @param fromNs epoch nanoseconds from which to look, not before the flow's last update.
     * @return epoch nanoseconds, {@code fromNs} when it is below already and will not rise above it.
     */
    long fallsBelowNs(double level, long fromNs);

    /**
     * First instant at which the rate is above a level if no update comes.
     *
     * @param level  value units per second, above 0.
     * @param fromNs epoch nanoseconds from which to look, not before the flow's last update.
     * @return epoch nanoseconds, {@code fromNs} when it is above already, {@link Long#MAX_VALUE} for never.
     */
    long risesAboveNs(double level, long fromNs);

    /**
     * A value of the definition at a time, if no update comes before it.
     *
     * @param value  0 for the first; 1 and on for the first and on of {@link FlowSpec#values}.
     * @param timeNs epoch nanoseconds, not before the flow's last update.
     * @return a rate, or a statistic of the last two windows of t; not a number where there is nothing to tell.
     */
    double value(int value, long timeNs);

    /**
     * First instant from which a value stays below a level, or there is none, if no update comes.
     *
     * @param value  as for {@link #value}.
     * @param level  above 0.
     * @param fromNs epoch nanoseconds from which to look, not before the flow's last update.
     * @return epoch nanoseconds, {@code fromNs} when it is below already and will not rise above it.
     */
    long valueFallsBelowNs(int value, double level, long fromNs);

    /**
     * First instant at which a value is above a level if no update comes: a mean and a minimum may rise when a window
     * ends.
     *
     * @param value  as for {@link #value}.
     * @param level  above 0.
     * @param fromNs epoch nanoseconds from which to look, not before the flow's last update.
     * @return epoch nanoseconds, {@code fromNs} when it is above already, {@link Long#MAX_VALUE} for never.
     */
    long valueRisesAboveNs(int value, double level, long fromNs);

    /** {@return whether a rate is held: else updates only add to the rate, and put off when it falls} */
    boolean held();

    /** {@return whether this watcher has marked the flow} */
    boolean active();

    /**
     * Mark the flow, or take the mark away.
     *
     * @param active whether to follow the flow.
     */
    void active(boolean active);

    /**
     * Variance of the rate at a time, by the chance of sampling.
     *
     * @param timeNs epoch nanoseconds, not before the flow's last update.
     * @return value units per second, squared; 0 where nothing was left to chance.
     */
    double varianceAt(long timeNs);

    /** {@return what one more sample, as large as the flow's are on average, would add to the rate} */
    double rateOfOneSample();

    /** {@return packets that were sampled} */
    long samples();

    /** {@return value since the flow, or its current record, began; scaled} */
    long total();

    /** {@return rate held, 0 for none; it ends at {@link #heldUntilNs}} */
    double heldRate();

    /** {@return until when a rate is held, epoch nanoseconds; of no meaning where none is} */
    long heldUntilNs();

    /** {@return when the flow was seen first, epoch nanoseconds, at most 17 ms too early} */
    long firstSeenNs();

    /**
     * Everything known about the flow, for an event. Allocates.
     *
     * @param timeNs epoch nanoseconds at which to read the rate and its interval.
     * @return an immutable row.
     */
    FlowRow row(long timeNs);
}
