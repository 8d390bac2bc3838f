package io.weir.examples.cli;

import io.weir.collector.Replay;
import io.weir.collector.ReplayResult;

import java.io.IOException;
import java.nio.file.Path;

/** A progress bar on the log, while that is a terminal; it leaves no trace. */
final class Progress
{
    private static final int BAR = 24;
    private static final long REDRAW_NS = 100_000_000L;
    private static final String ERASE_LINE = "\r\u001B[K";

    private final Terminal terminal;
    private final boolean visible;
    private boolean shown;
    private long lastNs;

    Progress(final Terminal terminal)
    {
        this.terminal = terminal;
        visible = terminal.errTerminal();
    }

    /**
     * Run a replay with a progress bar, until its end or until the user stops it.
     *
     * @param replay to run.
     * @param inputs of the replay.
     * @return what was done.
     * @throws CommandFailure if no file gives a datagram.
     */
    ReplayResult run(final Replay replay, final InputFiles inputs)
    {
        replay.progress((file, datagrams, timeNs, fraction) ->
        {
            show(file, datagrams, fraction);
            terminal.out().flush();
            if (terminal.stopRequested())
            {
                replay.stop();
            }
        });
        try
        {
            return replay.run();
        }
        catch (final IOException e)
        {
            throw CommandFailure.failed(inputs.describe(e), e);
        }
        finally
        {
            erase();
        }
    }

    void show(final Path file, final long datagrams, final double fraction)
    {
        final long nowNs = System.nanoTime();
        if (!visible || shown && nowNs - lastNs < REDRAW_NS)
        {
            return;
        }
        lastNs = nowNs;
        shown = true;
        final int filled = (int)Math.round(Math.max(0, Math.min(1, fraction)) * BAR);
        final Path name = file.getFileName();
        terminal.err().print(ERASE_LINE + "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " +
            Math.round(fraction * 100) + " %  " + Text.count(datagrams) + " datagrams  " +
            Text.printable(String.valueOf(name), 40));
        terminal.err().flush();
    }

    /** Make room for a line of output; the bar comes back with the next progress. */
    void erase()
    {
        if (shown)
        {
            terminal.err().print(ERASE_LINE);
            terminal.err().flush();
            shown = false;
        }
    }
}
