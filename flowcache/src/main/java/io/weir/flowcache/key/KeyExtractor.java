package io.weir.flowcache.key;

import io.weir.record.FlowRecord;

/** Packs the keys of a record. A class rather than an interface, whose methods take longer to find. */
abstract class KeyExtractor
{
    /**
     * Pack the keys of a record that holds them all.
     *
     * @param record   to read.
     * @param sourceId interned source, ignored where the key has none.
     * @param into     to write.
     * @param offset   of the first word.
     */
    abstract void extract(FlowRecord record, int sourceId, long[] into, int offset);
}
