package io.weir.examples.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where a command writes, what it may do there, and whether it was asked to stop. Data goes to {@link #out()}, all else
 * to {@link #err()}. Thread safe as far as the streams are; a command writes from one thread.
 */
public final class Terminal
{
    private static final String STDOUT_PROPERTY = "weir.terminal.stdout";
    private static final String STDERR_PROPERTY = "weir.terminal.stderr";
    private static final String SIZE_PROPERTY = "weir.terminal.size";
    private static final int BUFFER_LENGTH = 1 << 16;
    private static final int DEFAULT_ROWS = 24;
    private static final int DEFAULT_COLUMNS = 80;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean outTerminal;
    private final boolean errTerminal;
    private final int rows;
    private final int columns;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    /**
     * A terminal of a known kind.
     *
     * @param out         for data.
     * @param err         for progress, logs and errors.
     * @param outTerminal true if a person looks at {@code out}: colour and live redraw are welcome.
     * @param errTerminal true if a person looks at {@code err}.
     */
    public Terminal(
        final PrintStream out, final PrintStream err, final boolean outTerminal, final boolean errTerminal)
    {
        this.out = out;
        this.err = err;
        this.outTerminal = outTerminal;
        this.errTerminal = errTerminal;
        final int[] size = size(System.getProperty(SIZE_PROPERTY, ""));
        rows = size[0];
        columns = size[1];
    }

    /** {@return the streams of this process; the launcher script tells which are terminals} */
    public static Terminal system()
    {
        return new Terminal(
            stream(FileDescriptor.out, false), stream(FileDescriptor.err, true),
            Boolean.getBoolean(STDOUT_PROPERTY), Boolean.getBoolean(STDERR_PROPERTY));
    }

    // Data is written in large pieces, and flushed by those who want it to be seen at once.
    private static PrintStream stream(final FileDescriptor descriptor, final boolean autoFlush)
    {
        return new PrintStream(
            new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_LENGTH), autoFlush,
            StandardCharsets.UTF_8);
    }

    private static int[] size(final String text)
    {
        final String[] parts = text.trim().split(" ");
        try
        {
            final int rows = Integer.parseInt(parts[0]);
            final int columns = Integer.parseInt(parts[1]);
            return rows > 0 && columns > 0 ? new int[]{ rows, columns } : new int[]{ DEFAULT_ROWS, DEFAULT_COLUMNS };
        }
        catch (final NumberFormatException | ArrayIndexOutOfBoundsException e)
        {
            return new int[]{ DEFAULT_ROWS, DEFAULT_COLUMNS };
        }
    }

    /** {@return stream for data} */
    public PrintStream out()
    {
        return out;
    }

    /** {@return stream for progress, logs and errors} */
    public PrintStream err()
    {
        return err;
    }

    /** {@return writer over {@link #err()}} */
    public PrintWriter errWriter()
    {
        return new PrintWriter(err, true);
    }

    /** {@return writer over {@link #out()}} */
    public PrintWriter outWriter()
    {
        return new PrintWriter(out, true);
    }

    /** {@return true if colour and live redraw are welcome on {@link #out()}} */
    public boolean outTerminal()
    {
        return outTerminal;
    }

    /** {@return true if a progress line is welcome on {@link #err()}} */
    public boolean errTerminal()
    {
        return errTerminal;
    }

    /** {@return height in lines} */
    public int rows()
    {
        return rows;
    }

    /** {@return width in characters} */
    public int columns()
    {
        return columns;
    }

    /** {@return true once the command was asked to stop} */
    public boolean stopRequested()
    {
        return 0 == stopped.getCount();
    }

    /** Ask the command to stop. */
    public void requestStop()
    {
        stopped.countDown();
    }

    /**
     * Wait until the command is asked to stop, or for a time.
     *
     * @param nanos to wait at most.
     * @return true if it was asked to stop.
     */
    public boolean awaitStop(final long nanos)
    {
        try
        {
            return stopped.await(nanos, TimeUnit.NANOSECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            requestStop();
            return true;
        }
    }

    /** Note that the command has written its last line. */
    void finish()
    {
        out.flush();
        err.flush();
        finished.countDown();
    }

    /** Ask the command to stop and give it a moment to end by itself; for a shutdown hook. */
    void stopAndWait()
    {
        requestStop();
        try
        {
            finished.await(5, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }
}
