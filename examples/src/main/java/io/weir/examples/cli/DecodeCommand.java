package io.weir.examples.cli;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Replay;
import io.weir.collector.ReplayResult;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code weir decode}: what is in a capture, as JSON. */
@Command(
    name = "decode",
    header = "Prints what captures hold, as JSON.",
    description = "One object a line for each flow record, counter structure, options record, template that is new " +
        "or changed, and rejected datagram, or one object of figures for each file.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = { "", "Example:", "  weir decode --summary capture.pcap" })
final class DecodeCommand implements Callable<Integer>
{
    private static final int CHECK_MASK = 0xFF;
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Terminal terminal;
    private long asked;

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "pcap, pcapng or IPFIX file, may be .gz; any other file is one raw datagram. '-' is stdin.")
    private List<String> files;

    @Option(names = "--summary", description = "One object of figures instead of the records.")
    private boolean summary;

    @Option(
        names = "--hold",
        description = "Hold data that comes before its template, and decode it when the template comes.")
    private boolean hold;

    @Option(
        names = "--together",
        description = "Give all files, in order, to one decoder, and print one summary for all of them.")
    private boolean together;

    DecodeCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
    {
        if (together)
        {
            return decode(files);
        }
        int exitCode = 0;
        for (final String file : files)
        {
            exitCode = terminal.stopRequested() ? exitCode : Math.max(exitCode, decode(List.of(file)));
        }
        return exitCode;
    }

    private int decode(final List<String> names)
    {
        try (InputFiles inputs = InputFiles.of(names))
        {
            return summary ? summarize(inputs, names, inputs.paths()) : list(inputs, inputs.paths());
        }
        catch (final CommandFailure e)
        {
            // The files that follow are decoded all the same.
            terminal.err().println("weir: " + e.getMessage());
            return e.exitCode();
        }
    }

    private int summarize(final InputFiles inputs, final List<String> names, final Path... paths)
    {
        final Tally tally = new Tally();
        final ElementSums elementSums = new ElementSums();
        final Defects defects = new Defects(terminal);
        final Replay replay = Replay.of(paths)
            .decoders(SflowDecoder.provider(), netflow().listener(elementSums).build())
            .sink(tally)
            .errorHandler(defects);
        final ReplayResult result = new Progress(terminal).run(replay, inputs);
        final RunSummary figures = new RunSummary(result.counters(), result.exporters(), tally);
        terminal.out().print(Json.text(figures.decodeObject(names, elementSums.sums())) + '\n');
        int exitCode = 0;
        for (final IOException fault : result.faults())
        {
            exitCode = Math.max(exitCode, Failures.report(terminal, inputs, fault));
        }
        if (!result.complete())
        {
            terminal.err().println("weir: stopped before the end of the capture");
        }
        return defects.exitCode(exitCode);
    }

    // What is in a capture, whenever it came: templates stay, and data that precedes its template is only counted
    // unless it is to be held.
    private NetflowDecoder.Builder netflow()
    {
        final NetflowDecoder.Builder builder = NetflowDecoder.builder().templateLifetime(FOREVER);
        return hold ? builder : builder.holdBytes(0, 0);
    }

    private int list(final InputFiles inputs, final Path... paths)
    {
        final RecordLister lister = new RecordLister(
            netflow(),
            line -> terminal.out().print(line + '\n'),
            this::stop);
        int exitCode = 0;
        for (final Path path : paths)
        {
            exitCode = Math.max(exitCode, listOne(lister, inputs, path));
        }
        return exitCode;
    }

    // Asked before each datagram; a reader that went away, such as head, ends the listing.
    private boolean stop()
    {
        asked++;
        return terminal.stopRequested() || 0 == (asked & CHECK_MASK) && terminal.out().checkError();
    }

    private int listOne(final RecordLister lister, final InputFiles inputs, final Path path)
    {
        final long before = lister.datagrams();
        try
        {
            lister.list(path);
        }
        catch (final IOException e)
        {
            return Failures.report(terminal, inputs, e);
        }
        if (before == lister.datagrams() && !stop())
        {
            throw CommandFailure.failed(inputs.describe(new IOException(path + ": holds no datagram")));
        }
        return 0;
    }
}
