package io.weir.collector;

import static java.util.Objects.requireNonNull;

import io.weir.exporter.ExporterTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
     * @param exporters admitted, at least 1.
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

    /** End a running replay after the datagram at hand. Any thread may call it; the result says that it is incomplete. */
    public void stop()
    {
        stopped = true;
    }

    /**
     * Read the files to their end.
     *
     * @return what was done.
     * @throws IOException              if a file cannot be opened, or if no file holds a datagram; the message names
     *                                  it.
     * @throws IllegalArgumentException if a setting is wrong.
     */
    public ReplayResult run() throws IOException
    {
        throw new UnsupportedOperationException(
            files + " " + decoders + sinks + speed + maxExporters + errorHandler + listener + stopped);
    }
}
