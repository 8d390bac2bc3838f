package io.weir.flowcache.table;

/** What a further value of a flow tells of the numbers of its records. */
public enum Statistic
{
    /** Sum of the numbers, scaled by the sampling rate, per second: decayed or held as the flow's first rate is. */
    RATE(4, 0),
    /** Mean of the numbers, each record weighted by its sampling rate. */
    AVERAGE(0, 2),
    /** Least of the numbers. */
    MIN(0, 1),
    /** Largest of the numbers. */
    MAX(0, 1),
    /** How many different ones there are. */
    DISTINCT(0, 1);

    /** Words beside those of spans. */
    final int words;
    /** Words for the records of one span of time. */
    final int spanWords;

    Statistic(final int words, final int spanWords)
    {
        this.words = words;
        this.spanWords = spanWords;
    }
}
