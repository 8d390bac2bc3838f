package io.weir.flowcache.table;

/**
 * What a table is made for. Immutable.
 *
 * @param hash          of its packed keys.
 * @param keyWords      longs in a packed key.
 * @param sourceWord    word of the key that holds the source.
 * @param sourceMask    bits of the source within that word, 0 for none.
 * @param capacity      most flows.
 * @param top           flows kept as candidates for the largest.
 * @param idleTimeoutNs after which an unseen flow may expire.
 * @param expires       whether flows expire.
 */
public record TableConfig(
    Hash hash,
    int keyWords,
    int sourceWord,
    long sourceMask,
    long capacity,
    int top,
    long idleTimeoutNs,
    boolean expires)
{
}
