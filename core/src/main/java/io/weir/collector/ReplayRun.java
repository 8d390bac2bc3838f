package io.weir.collector;

import io.weir.capture.CaptureReader;
import io.weir.exporter.ExporterTable;
import io.weir.time.ManualTime;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a {@link Replay}: its clock, its worker, and how far it is. Used by the thread that runs it.
 *
 * <p>The clock stands at the first datagram when the sinks make their handlers. From then on, before each datagram, it
 * walks to the datagram's time in ticks of 8 ms. In a gap the step grows to 1/256 of the time since the last datagram,
 * which is 8 ms for two seconds and 14 s after an hour: a gap of any length costs a few thousand ticks, and what
 * is due in it happens in order, late by 0.4 % of the gap at most. (What a sink stamps with an analytic instant, such
 * as a cleared threshold, is not late at all.) A datagram stamped before the clock counts at the clock's time.
 */
final class ReplayRun
{
    private static final int GAP_SHIFT = 8;
    private static final int CHECK_MASK = 0x3FF;
    private static final long PROGRESS_NS = 200_000_000L;

    private final Replay settings;
    private final ExporterTable exporters;
    private final StartedSinks sinks;
    private final List<IOException> faults = new ArrayList<>();
    private final long totalBytes;
    private long readBytes;
    private CountedInput input;
    private Path file;
    private ManualTime time;
    private Worker worker;
    private long firstNs;
    private long lastNs;
    private long datagrams;
    private long timesBack;
    private long startedNs;
    private long progressNs;

    ReplayRun(final Replay settings, final long totalBytes)
    {
        this.settings = settings;
        this.totalBytes = totalBytes;
        exporters = new ExporterTable(settings.maxExporters());
        sinks = new StartedSinks(settings.sinks(), settings.decoders(), settings.errorHandler());
    }

    ReplayResult run() throws IOException
    {
        try
        {
            for (final Path path : settings.files())
            {
                if (!isStopped())
                {
                    read(path);
                }
            }
        }
        finally
        {
            sinks.close();
        }
        if (0 == datagrams)
        {
            throw nothing();
        }
        if (null != settings.listener())
        {
            tellProgress();
        }
        return new ReplayResult(worker.counters(), exporters.snapshots(), datagrams, firstNs, time.epochNs(),
            timesBack, !isStopped(), faults);
    }

    private void read(final Path path) throws IOException
    {
        file = path;
        final long before = datagrams;
        // Not a channel where it can be: an interrupt ends the replay between datagrams, and must not close the file.
        input = new CountedInput(FileSystems.getDefault() == path.getFileSystem() ?
            new FileInputStream(path.toFile()) : Files.newInputStream(path));
        try (CaptureReader capture = CaptureReader.open(input, path.toString()))
        {
            readAll(capture);
            if (before == datagrams && !isStopped())
            {
                faults.add(new IOException(path + ": holds no datagram: " + capture.stats()));
            }
        }
        catch (final IOException e)
        {
            faults.add(e);
        }
        readBytes += input.count();
        input = null;
    }

    private void readAll(final CaptureReader capture) throws IOException
    {
        while (!isStopped() && capture.next())
        {
            final long capturedNs = Math.max(0, capture.timeNs());
            if (null == worker)
            {
                begin(capturedNs);
            }
            walkTo(capturedNs);
            if (isStopped())
            {
                return;
            }
            datagrams++;
            lastNs = time.epochNs();
            worker.onDatagram(capture.buffer(), capture.offset(), capture.length(), capture.sourceHigh(),
                capture.sourceLow(), capture.sourcePort(), lastNs);
            if (0 == (datagrams & CHECK_MASK))
            {
                check();
            }
        }
    }

    private void begin(final long capturedNs)
    {
        firstNs = capturedNs;
        lastNs = capturedNs;
        time = new ManualTime(capturedNs);
        worker = new Worker(new SinkContext(RunMode.REPLAY, 0, time), exporters, settings.decoders(),
            settings.sinks(), settings.errorHandler());
        sinks.start(RunMode.REPLAY);
        startedNs = System.nanoTime();
        progressNs = startedNs;
        worker.onTick(capturedNs);
    }

    private void walkTo(final long capturedNs)
    {
        if (capturedNs < lastNs)
        {
            timesBack++;
            return;
        }
        long tickNs = worker.tickedNs();
        long step = Worker.TICK_NS;
        while (capturedNs - tickNs >= step && !isStopped())
        {
            tickNs += step;
            await(tickNs);
            time.advanceTo(tickNs);
            worker.onTick(tickNs);
            step = Math.max(Worker.TICK_NS, tickNs - lastNs >> GAP_SHIFT);
        }
        await(capturedNs);
        if (!isStopped())
        {
            time.advanceTo(capturedNs);
        }
    }

    // Wait until a capture time is due at the speed asked for.
    private void await(final long captureNs)
    {
        if (Replay.MAX_SPEED == settings.speed())
        {
            return;
        }
        final double dueNs = (captureNs - firstNs) / settings.speed();
        double waitNs = dueNs - (System.nanoTime() - startedNs);
        while (waitNs > 0 && !isStopped())
        {
            LockSupport.parkNanos(this, (long)Math.min(Math.ceil(waitNs), PROGRESS_NS));
            check();
            waitNs = dueNs - (System.nanoTime() - startedNs);
        }
    }

    private void check()
    {
        if (Thread.currentThread().isInterrupted())
        {
            settings.stop();
        }
        if (null != settings.listener() && System.nanoTime() - progressNs >= PROGRESS_NS)
        {
            tellProgress();
        }
    }

    private void tellProgress()
    {
        progressNs = System.nanoTime();
        final long read = readBytes + (null == input ? 0 : input.count());
        settings.listener().onProgress(
            file, datagrams, time.epochNs(), 0 == totalBytes ? 1 : Math.min(1, (double)read / totalBytes));
    }

    private boolean isStopped()
    {
        return settings.isStopped();
    }

    private IOException nothing()
    {
        if (faults.isEmpty())
        {
            return new IOException("replay: stopped before the first datagram");
        }
        final IOException first = faults.remove(0);
        faults.forEach(first::addSuppressed);
        return first;
    }
}
