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
import java.util.List;
import java.util.concurrent.Callable;

/** {@code weir decode}: what is in a capture, as JSON. */
@Command(
    name = "decode",
    description = "Prints what captures hold as JSON: an object a line for each flow record, counter structure and " +
        "rejected datagram, or one object of figures for each file.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = { "", "Example:", "  weir decode --summary capture.pcap" })
final class DecodeCommand implements Callable<Integer>
{
    private final Terminal terminal;

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "pcap or pcapng, either may be .gz; any other file is one raw datagram. '-' is stdin.")
    private List<String> files;

    @Option(names = "--summary", description = "One object of figures instead of the records.")
    private boolean summary;

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
        int exitCode = 0;
        try (InputFiles inputs = InputFiles.of(files))
        {
            if (together)
            {
                exitCode = decode(inputs, files, inputs.paths());
            }
            else
            {
                for (int i = 0; i < inputs.size() && !terminal.stopRequested(); i++)
                {
                    exitCode = Math.max(exitCode, decode(inputs, List.of(files.get(i)), inputs.paths()[i]));
                }
            }
        }
        return exitCode;
    }

    private int decode(final InputFiles inputs, final List<String> names, final Path... paths)
    {
        try
        {
            return summary ? summarize(inputs, names, paths) : list(inputs, paths);
        }
        catch (final IOException e)
        {
            terminal.err().println("weir: " + inputs.describe(e));
            return CommandFailure.FAILED;
        }
    }

    private int summarize(final InputFiles inputs, final List<String> names, final Path... paths) throws IOException
    {
        final Tally tally = new Tally();
        final Progress progress = new Progress(terminal);
        final Replay replay = Replay.of(paths)
            .decoders(SflowDecoder.provider(), NetflowDecoder.provider())
            .sink(tally)
            .errorHandler(error -> terminal.err().println("weir: defect: " + error));
        replay.progress((file, datagrams, timeNs, fraction) ->
        {
            progress.show(file, datagrams, fraction);
            if (terminal.stopRequested())
            {
                replay.stop();
            }
        });
        final ReplayResult result;
        try
        {
            result = replay.run();
        }
        finally
        {
            progress.end();
        }
        final RunSummary figures = new RunSummary(result.counters(), result.exporters(), tally);
        terminal.out().print(Json.text(figures.decodeObject(names)) + '\n');
        for (final IOException fault : result.faults())
        {
            terminal.err().println("weir: " + inputs.describe(fault));
        }
        if (!result.complete())
        {
            terminal.err().println("weir: stopped before the end of the capture");
        }
        return result.faults().isEmpty() ? 0 : CommandFailure.FAILED;
    }

    private int list(final InputFiles inputs, final Path... paths) throws IOException
    {
        final RecordLister lister = new RecordLister(
            List.of(SflowDecoder.provider(), NetflowDecoder.provider()),
            line -> terminal.out().print(line + '\n'),
            terminal::stopRequested);
        for (final Path path : paths)
        {
            lister.list(path);
        }
        if (0 == lister.datagrams() && !terminal.stopRequested())
        {
            terminal.err().println("weir: " + inputs.describe(new IOException(paths[0] + ": no datagrams")));
            return CommandFailure.FAILED;
        }
        return 0;
    }
}
