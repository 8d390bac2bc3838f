package io.weir.collector;

import static java.util.Objects.requireNonNull;

import io.weir.exporter.ExporterTable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Feeds captures through decoders into sinks, on the caller's thread, with capture time as the clock: the same files
 * give the same results every time. Not thread safe, but for {@link #stop()}.
 */
public final class Replay
{
    /** Speed at which nothing waits. */
    public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

    private final List<Path> files;
    private final List<DecoderProvider> decoders = new ArrayList<>();
    private final List<RecordSink> sinks = new ArrayList<>();
    private double speed = MAX_SPEED;
    private int maxExporters = ExporterTable.DEFAULT_MAX_EXPORTERS;
    private ErrorHandler errorHandler = ErrorHandler.IGNORE;
    private ReplayListener listener;
    private volatile boolean stopped;
    private volatile Thread runner;

    private Replay(final List<Path> files)
    {
        this.files = files;
    }

    /**
     * A replay of captures, read in the order given into one decoder state. Their times should follow one another:
     * time never goes back.
     *
     * @param files at least one.
     * @return the replay, to be configured and run.
     */
    public static Replay of(final Path... files)
    {
        return new Replay(List.of(files));
    }

    /**
     * Add decoders.
     *
     * @param providers told apart by the first bytes of a datagram, in this order.
     * @return this.
     */
    public Replay decoders(final DecoderProvider... providers)
    {
        decoders.addAll(List.of(providers));
        return this;
    }

    /**
     * Add a sink.
     *
     * @param sink of the records.
     * @return this.
     */
    public Replay sink(final RecordSink sink)
    {
        sinks.add(requireNonNull(sink, "sink"));
        return this;
    }

    /**
     * Set the speed.
     *
     * @param factor of capture time against real time: 1 as it was, 10 ten times faster, {@link #MAX_SPEED} (default)
     *               without waiting.
     * @return this.
     */
    public Replay speed(final double factor)
    {
        speed = factor;
        return this;
    }

    /**
     * Bound the exporters.
     *
     * @param exporters admitted, 1 to 1,048,576.
     * @return this.
     */
    public Replay maxExporters(final int exporters)
    {
        maxExporters = exporters;
        return this;
    }

    /**
     * Set who is told of defects.
     *
     * @param handler of what a decoder or sink throws.
     * @return this.
     */
    public Replay errorHandler(final ErrorHandler handler)
    {
        errorHandler = requireNonNull(handler, "errorHandler");
        return this;
    }

    /**
     * Set who is told of progress.
     *
     * @param progress called a few times a second on the thread that runs the replay.
     * @return this.
     */
    public Replay progress(final ReplayListener progress)
    {
        listener = requireNonNull(progress, "progress");
        return this;
    }

    /**
     * End the replay after the datagram at hand, for good. Any thread may call it; the result says that it is
     * incomplete. An interrupt of the thread that runs the replay does the same, and stays set.
     */
    public void stop()
    {
        stopped = true;
        LockSupport.unpark(runner);
    }

    /**
     * Read the files to their end. A file that turns out to be broken, or to hold no datagram, is told in the result:
     * what came before the fault is used, and the next file is read.
     *
     * <p>The clock starts at the first datagram, before the sinks make their handlers, moves to the time of each
     * datagram in ticks of 8 ms, and stops at the last one. In a gap without datagrams the ticks grow to 1/256 of the
     * time since the last one, so that a gap of days does not take minutes.
     *
     * @return what was done.
     * @throws IOException              if a file cannot be opened, or if no file holds a datagram; the message names
     *                                  the file.
     * @throws IllegalArgumentException if a setting is wrong; the message names it, its value and its range.
     */
    public ReplayResult run() throws IOException
    {
        Settings.decoders(decoders);
        Settings.sinks(sinks);
        Settings.maxExporters(maxExporters);
        if (!(speed > 0))
        {
            throw new IllegalArgumentException("speed: " + speed + " is not above 0");
        }
        if (files.isEmpty())
        {
            throw new IllegalArgumentException("files: none given, at least one is needed");
        }
        long totalBytes = 0;
        for (final Path file : files)
        {
            requireReadable(file);
            totalBytes += Files.size(file);
        }
        runner = Thread.currentThread();
        return new ReplayRun(this, totalBytes).run();
    }

    private static void requireReadable(final Path file) throws IOException
    {
        final String name = file.toString();
        if (!Files.exists(file))
        {
            throw new NoSuchFileException(name, null, "there is no such file");
        }
        if (Files.isDirectory(file))
        {
            throw new FileSystemException(name, null, "is a directory, not a capture");
        }
        if (!Files.isReadable(file))
        {
            throw new AccessDeniedException(name, null, "may not be read");
        }
    }

    boolean isStopped()
    {
        return stopped;
    }

    List<Path> files()
    {
        return files;
    }

    List<DecoderProvider> decoders()
    {
        return decoders;
    }

    List<RecordSink> sinks()
    {
        return sinks;
    }

    double speed()
    {
        return speed;
    }

    int maxExporters()
    {
        return maxExporters;
    }

    ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    ReplayListener listener()
    {
        return listener;
    }
}
