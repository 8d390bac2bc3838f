package io.weir.flowcache.table;

/** What a table tells of its slots, on its writer's thread, outside of any slot's write section. */
public interface TableListener
{
    /** {@return the lowest rate for which {@link #onRise} is wanted} */
    double riseLevel();

    /**
     * An update left a slot, not marked by all, with a rate or held rate above the level.
     *
     * @param slot  reused.
     * @param nowNs time of the update.
     */
    void onRise(SlotCursor slot, long nowNs);

    /**
     * A marked slot is about to be updated.
     *
     * @param slot  reused.
     * @param nowNs time of the update.
     */
    void onActiveUpdate(SlotCursor slot, long nowNs);

    /**
     * A marked slot was updated.
     *
     * @param slot  reused.
     * @param nowNs time of the update.
     */
    void onActiveUpdated(SlotCursor slot, long nowNs);

    /**
     * A marked slot is about to be emptied.
     *
     * @param slot   reused.
     * @param reason why.
     * @param nowNs  when.
     */
    void onRemoved(SlotCursor slot, EndReason reason, long nowNs);
}
