package io.weir.examples.cli;

import io.weir.collector.ErrorHandler;

import java.util.concurrent.atomic.AtomicLong;

/** Tells the first defects of a run, and counts them all: one that every datagram meets must not flood the log. */
final class Defects implements ErrorHandler
{
    private static final long MOST_TOLD = 5;

    private final Terminal terminal;
    private final AtomicLong count = new AtomicLong();

    Defects(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public void onError(final Throwable error)
    {
        final long number = count.incrementAndGet();
        if (number <= MOST_TOLD)
        {
            terminal.err().println("weir: defect: " + error +
                (MOST_TOLD == number ? " (more are counted, not told)" : ""));
        }
    }

    /**
     * End a run: defects make it a failure.
     *
     * @param exitCode of the run otherwise.
     * @return the exit code.
     */
    int exitCode(final int exitCode)
    {
        if (count.get() > 0)
        {
            terminal.err().println("weir: " + Text.count(count.get()) + " defects, results are incomplete");
        }
        return count.get() > 0 ? CommandFailure.FAILED : exitCode;
    }
}
