package io.weir.flowcache;

import io.weir.collector.RunMode;

/** Told when a run that feeds a cache begins and ends. Called on the thread that starts or closes the collector. */
public interface FlowCacheLifecycle
{
    /**
     * Workers are about to start.
     *
     * @param mode of the run.
     */
    void onStart(RunMode mode);

    /** The workers have stopped. Called once for each {@link #onStart}. */
    void onClose();
}
