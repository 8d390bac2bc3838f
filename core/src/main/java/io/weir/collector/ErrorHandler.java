package io.weir.collector;

/**
 * Told about what should not happen: a decoder or handler that threw, a receiver that failed. Called on the thread
 * where it happened; must be quick and thread safe. What it throws is ignored.
 */
@FunctionalInterface
public interface ErrorHandler
{
    /** Does nothing; the counters still tell. */
    ErrorHandler IGNORE = error ->
    {
    };

    /**
     * Something failed and was counted.
     *
     * @param error the cause.
     */
    void onError(Throwable error);
}
