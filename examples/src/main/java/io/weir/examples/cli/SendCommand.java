package io.weir.examples.cli;

import io.weir.capture.CaptureReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code weir send}: the datagrams of captures over UDP. */
@Command(
    name = "send",
    description = "Sends the datagrams of captures over UDP, in their order, from this host.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = { "", "Example:", "  weir send capture.pcap --to 127.0.0.1:6343 --rate 500 --loop" })
final class SendCommand implements Callable<Integer>
{
    private static final long NS_PER_S = 1_000_000_000L;
    /** Ahead of its time by less than this, a datagram is sent at once: a wait costs more. */
    private static final long SLACK_NS = 1_000_000L;

    private final Terminal terminal;

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "pcap or pcapng, either may be .gz; any other file is one raw datagram. '-' is stdin.")
    private List<String> files;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "HOST:PORT",
        converter = HostPort.class,
        description = "Where to.")
    private InetSocketAddress to;

    @Option(
        names = "--rate",
        paramLabel = "COUNT",
        defaultValue = "1000",
        description = "Datagrams a second, default ${DEFAULT-VALUE}; 0 for as fast as possible.")
    private long rate;

    @Option(
        names = "--loop",
        description = "Begin again at the end, until stopped.")
    private boolean loop;

    @Option(
        names = "--from",
        paramLabel = "ADDRESS",
        description = "Local address to send from, such as any of 127.0.0.0/8 for one more exporter.")
    private String from;

    @Option(
        names = "--spread",
        description = "Send what came from several hosts from as many addresses, counting up from --from, so that " +
            "they stay apart.")
    private boolean spread;

    private long sent;
    private long bytes;
    private long startNs;

    SendCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException
    {
        if (rate < 0)
        {
            throw CommandFailure.usage("--rate is out of range: rate=" + rate + " range=0..");
        }
        int exitCode = 0;
        if (spread && null == from)
        {
            throw CommandFailure.usage("--spread needs --from=ADDRESS");
        }
        try (InputFiles inputs = InputFiles.of(files); SendSockets sockets = new SendSockets(from(), spread))
        {
            startNs = System.nanoTime();
            do
            {
                final long before = sent;
                for (final Path file : inputs.paths())
                {
                    exitCode = Math.max(exitCode, send(inputs, file, sockets));
                }
                if (before == sent)
                {
                    break;
                }
            }
            while (loop && !terminal.stopRequested());
        }
        final double seconds = (System.nanoTime() - startNs) / (double)NS_PER_S;
        terminal.err().println("weir: sent " + Text.count(sent) + " datagrams (" + Text.quantity(bytes, "B") +
            ") to " + HostPort.text(to) + " in " + Text.quantity(seconds, "s"));
        return exitCode;
    }

    private InetAddress from()
    {
        try
        {
            return null == from ? null : InetAddress.getByName(from);
        }
        catch (final UnknownHostException e)
        {
            throw CommandFailure.usage("--from " + from + " is not an address");
        }
    }

    private int send(final InputFiles inputs, final Path file, final SendSockets sockets)
    {
        try (CaptureReader capture = CaptureReader.open(file))
        {
            while (!terminal.stopRequested() && capture.next())
            {
                awaitTurn();
                send(sockets.of(capture), ByteBuffer.wrap(capture.buffer(), capture.offset(), capture.length()));
            }
            return 0;
        }
        catch (final IOException e)
        {
            return Failures.report(terminal, inputs, e);
        }
    }

    private void send(final DatagramChannel channel, final ByteBuffer datagram)
    {
        final int length = datagram.remaining();
        try
        {
            channel.send(datagram, to);
        }
        catch (final IOException e)
        {
            throw CommandFailure.failed("cannot send " + Text.count(length) + " bytes to " + HostPort.text(to) + ": " +
                e.getMessage(), e);
        }
        sent++;
        bytes += length;
    }

    private void awaitTurn()
    {
        if (rate > 0)
        {
            final long dueNs = (long)((double)sent * NS_PER_S / rate);
            final long aheadNs = dueNs - (System.nanoTime() - startNs);
            if (aheadNs > SLACK_NS)
            {
                terminal.awaitStop(aheadNs);
            }
        }
    }
}
