package io.weir.examples.cli;

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
        // Where both are the same terminal, results scroll by and would break the bar.
        visible = terminal.errTerminal() && !terminal.outTerminal();
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

    void end()
    {
        if (shown)
        {
            terminal.err().print(ERASE_LINE);
            terminal.err().flush();
            shown = false;
        }
    }
}
