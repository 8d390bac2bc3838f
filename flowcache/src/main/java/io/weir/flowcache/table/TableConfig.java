package io.weir.flowcache.table;

import java.util.List;

/**
 * What a table is made for. Immutable.
 *
 * @param hash          of its packed keys.
 * @param keyWords      longs in a packed key.
 * @param sourceWord    word of the key that holds the source.
 * @param sourceMask    bits of the source within that word, 0 for none.
 * @param capacity      most flows.
 * @param top           flows kept as candidates for the largest.
 * @param timeouts      of its flows.
 * @param values        further values of its flows.
 * @param distinctBytes most memory of sets of distinct values.
 */
public record TableConfig(
    Hash hash,
    int keyWords,
    int sourceWord,
    long sourceMask,
    long capacity,
    int top,
    Timeouts timeouts,
    List<Statistic> values,
    long distinctBytes)
{
    /**
     * What a table without further values is made for.
     *
     * @param hash       of its packed keys.
     * @param keyWords   longs in a packed key.
     * @param sourceWord word of the key that holds the source.
     * @param sourceMask bits of the source within that word, 0 for none.
     * @param capacity   most flows.
     * @param top        flows kept as candidates for the largest.
     * @param timeouts   of its flows.
     */
    public TableConfig(
        final Hash hash,
        final int keyWords,
        final int sourceWord,
        final long sourceMask,
        final long capacity,
        final int top,
        final Timeouts timeouts)
    {
        this(hash, keyWords, sourceWord, sourceMask, capacity, top, timeouts, List.of(), 0);
    }

    /**
     * When flows and their records end. Immutable.
     *
     * @param idleNs    after which an unseen flow may expire.
     * @param expires   whether flows expire.
     * @param activeNs  after which the record of a flow that goes on is cut; 0 for never.
     * @param immediate whether the record of a flow is cut at each update.
     */
    public record Timeouts(long idleNs, boolean expires, long activeNs, boolean immediate)
    {
    }
}
