package io.weir.flowcache.table;

/** Takes the records of a table's flows, on its writer's thread, outside of any slot's write section. */
public interface TableLog
{
    /**
     * A flow has begun with its first update.
     *
     * @param slot  reused.
     * @param nowNs time of the update.
     */
    void onStart(SlotCursor slot, long nowNs);

    /**
     * A flow, or a part of it, is over. Its totals are those of what is over.
     *
     * @param slot   reused.
     * @param reason why.
     * @param nowNs  when.
     */
    void onEnd(SlotCursor slot, EndReason reason, long nowNs);
}
