package io.weir.examples.cli;

import io.weir.capture.CaptureWriter;
import io.weir.examples.workload.Workload;
import io.weir.examples.workload.WorkloadProtocol;
import io.weir.examples.workload.WorkloadSpec;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code weir generate}: synthetic traffic as a capture. */
@Command(
    name = "generate",
    header = "Writes the datagrams of simulated exporters to a capture.",
    customSynopsis = "weir generate [OPTIONS] --out FILE.pcap",
    description = "The same options give the same bytes.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = { "", "Example:", "  weir generate --out traffic.pcap --protocol sflow --records 1000000 --flows 200000" })
final class GenerateCommand implements Callable<Integer>
{
    private static final String STDOUT = "-";
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    /** In 198.19.0.0/16, beside the exporters. */
    private static final long COLLECTOR = V4_MAPPED | 0xC613_0001L;

    private final Terminal terminal;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE.pcap",
        description = "File to write, compressed when it ends in .gz; '-' is stdout.")
    private String out;

    @Option(
        names = "--protocol",
        paramLabel = "PROTOCOL",
        defaultValue = "sflow",
        converter = ProtocolConverter.class,
        description = "sflow (default), netflow1, netflow5, netflow6, netflow7, netflow8, netflow9 or ipfix.")
    private WorkloadProtocol protocol;

    @Option(
        names = "--records",
        paramLabel = "COUNT",
        defaultValue = "100000",
        description = "Flow samples or flow records, default ${DEFAULT-VALUE}.")
    private long records;

    @Option(
        names = "--flows",
        paramLabel = "COUNT",
        defaultValue = "10000",
        description = "Distinct 5-tuples to draw from, default ${DEFAULT-VALUE}.")
    private int flows;

    @Option(
        names = "--zipf",
        paramLabel = "EXPONENT",
        defaultValue = "1.0",
        description = "How uneven the flows are: 0 for all alike, default ${DEFAULT-VALUE}.")
    private double zipf;

    @Option(
        names = "--exporters",
        paramLabel = "COUNT",
        defaultValue = "2",
        description = "Devices that report, default ${DEFAULT-VALUE}.")
    private int exporters;

    @Option(
        names = "--rate",
        paramLabel = "PER_SECOND",
        defaultValue = "10000",
        description = "Samples or records in a second of capture time, default ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
        names = "--sampling",
        paramLabel = "N",
        defaultValue = "1000",
        description = "sFlow: one packet in N is sampled, default ${DEFAULT-VALUE}.")
    private long sampling;

    @Option(
        names = "--seed",
        paramLabel = "SEED",
        defaultValue = "1",
        description = "Any number, default ${DEFAULT-VALUE}.")
    private long seed;

    GenerateCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
    {
        final Workload workload;
        try
        {
            workload = new Workload(WorkloadSpec.builder(protocol).records(records).flows(flows, zipf)
                .exporters(exporters).recordsPerSecond(rate).samplingRate(sampling).seed(seed).build());
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.usage(e.getMessage());
        }
        if (STDOUT.equals(out) && terminal.outTerminal())
        {
            throw CommandFailure.usage("stdout is a terminal: send the capture to a file or a pipe");
        }
        try (CaptureWriter capture = open())
        {
            write(workload, capture);
        }
        catch (final IOException e)
        {
            throw CommandFailure.failed(Failures.unwritable(Path.of(out), e), e);
        }
        return 0;
    }

    private CaptureWriter open() throws IOException
    {
        return STDOUT.equals(out) ? CaptureWriter.to(new FilterOutputStream(terminal.out())
        {
            @Override
            public void write(final byte[] bytes, final int offset, final int length) throws IOException
            {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException
            {
                // Standard output stays open, it is not ours.
                flush();
            }
        }) : CaptureWriter.create(Path.of(out));
    }

    private void write(final Workload workload, final CaptureWriter capture) throws IOException
    {
        final Progress progress = new Progress(terminal);
        final Path name = Path.of(out);
        long datagrams = 0;
        long written = 0;
        capture.destination(0, COLLECTOR, protocol.port());
        while (!terminal.stopRequested() && workload.next())
        {
            capture.source(workload.sourceHigh(), workload.sourceLow(), workload.sourcePort());
            capture.write(workload.buffer(), 0, workload.length(), workload.timeNs());
            datagrams++;
            written += workload.records();
            if (0 == (datagrams & 0xFFF))
            {
                progress.show(name, datagrams, (double)written / records);
            }
        }
        progress.erase();
        terminal.err().println("weir: wrote " + Text.count(datagrams) + " datagrams with " + Text.count(written) +
            (WorkloadProtocol.SFLOW == protocol ? " flow samples" : " flow records") +
            (written < records ? ", stopped before the end" : ""));
    }

    /** Reads a protocol. */
    static final class ProtocolConverter implements ITypeConverter<WorkloadProtocol>
    {
        ProtocolConverter()
        {
        }

        @Override
        public WorkloadProtocol convert(final String value)
        {
            for (final WorkloadProtocol protocol : WorkloadProtocol.values())
            {
                if (protocol.label().equals(value))
                {
                    return protocol;
                }
            }
            throw new TypeConversionException(
                "'" + value + "' is not a protocol, choose " + WorkloadProtocol.labels());
        }
    }
}
