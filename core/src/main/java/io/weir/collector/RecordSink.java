package io.weir.collector;

/** Consumes records: makes one handler per worker. Thread safe. A flow cache is one. */
public interface RecordSink
{
    /**
     * A handler for one worker, called before the worker starts.
     *
     * @param context of the worker.
     * @return the handler, used by that worker's thread only.
     */
    RecordHandler newHandler(SinkContext context);

    /**
     * All handlers are made and the workers are about to start.
     *
     * @param mode of the run.
     */
    default void onStart(final RunMode mode)
    {
    }

    /** The workers have stopped. Called once for each {@link #onStart}. */
    default void onClose()
    {
    }
}
