package io.weir.examples.cli;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.netflow.template.FileTemplateStorage;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Collector;
import io.weir.collector.DatagramChannelReceiver;
import io.weir.collector.DecoderProvider;
import io.weir.collector.ReceiverProvider;
import io.weir.collector.netty.NettyReceiver;
import io.weir.exporter.health.Inventory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code weir listen}: live datagrams through the analytics. */
@Command(
    name = "listen",
    description = "Receives sFlow and NetFlow datagrams, any protocol on any port, and runs them through the " +
        "analytics until stopped.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer =
    {
        "",
        "Example:",
        "  weir listen --bind 0.0.0.0 --port 6343 --port 2055 --allow 192.0.2.0/24 --status /run/weir.json \\",
        "      --flow pairs --keys ipsource,ipdestination --interval 5s",
        "  weir status /run/weir.json"
    })
final class ListenCommand implements Callable<Integer>
{
    private final Terminal terminal;

    @Option(
        names = "--bind",
        required = true,
        paramLabel = "ADDRESS",
        description = "Address to listen on; there is no default. 0.0.0.0 for every IPv4 address, :: for all.")
    private String bind;

    @Option(
        names = "--port",
        required = true,
        paramLabel = "PORT",
        description = "UDP port, may be repeated; 0 lets the system choose.")
    private List<Integer> ports;

    @Option(
        names = "--allow",
        paramLabel = "NETWORK",
        description = "Network to accept datagrams from, such as 192.0.2.0/24, may be repeated; default all.")
    private List<String> allowed = new ArrayList<>();

    @Option(
        names = "--deny",
        paramLabel = "NETWORK",
        description = "Network to refuse datagrams from, may be repeated.")
    private List<String> denied = new ArrayList<>();

    @Option(
        names = "--exporters",
        paramLabel = "FILE.csv",
        description = "Exporters to expect; columns customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip.")
    private Path exporters;

    @Option(
        names = "--templates",
        paramLabel = "FILE",
        description = "Keep the templates of NetFlow v9 and IPFIX there, so that a restart loses no data.")
    private Path templates;

    @Option(
        names = "--status",
        paramLabel = "FILE",
        description = "Write the health of the exporters there every second, for 'weir status'.")
    private Path status;

    @Option(
        names = "--no-data-after",
        paramLabel = "TIME",
        defaultValue = "5m",
        converter = DurationConverter.class,
        description = "Silence after which an exporter is unhealthy, default ${DEFAULT-VALUE}.")
    private Duration noDataAfter;

    @Option(
        names = "--receiver",
        paramLabel = "NAME",
        defaultValue = "channel",
        description = "channel (default), nio, epoll or trains (epoll with UDP_GRO); the last three are Netty's.")
    private String receiver;

    @Option(
        names = "--workers",
        paramLabel = "N",
        defaultValue = "1",
        description = "Receiving threads, default ${DEFAULT-VALUE}; each exporter stays with one of them.")
    private int workers;

    @Option(
        names = "--duration",
        paramLabel = "TIME",
        converter = DurationConverter.class,
        description = "Stop after that time.")
    private Duration duration;

    @Mixin
    private AnalyticsOptions options;

    ListenCommand(final Terminal terminal)
    {
        this.terminal = terminal;
    }

    @Override
    public Integer call()
    {
        if (noDataAfter.isZero())
        {
            throw CommandFailure.usage("--no-data-after must be more than 0");
        }
        final Collector.Builder collector = Collector.builder().workers(workers)
            .decoders(SflowDecoder.provider(), netflow())
            .allow(allowed.toArray(new String[0])).deny(denied.toArray(new String[0]));
        try
        {
            collector.receiver(provider());
            final InetAddress address = InetAddress.getByName(bind);
            ports.forEach(port -> collector.listen(new InetSocketAddress(address, port)));
            try (ListenRun run = new ListenRun(
                terminal, options, collector, new ListenRun.Health(inventory(), noDataAfter, status)))
            {
                return run.run(null == duration ? Long.MAX_VALUE : duration.toNanos());
            }
        }
        catch (final UnknownHostException e)
        {
            throw CommandFailure.usage("--bind " + bind + " is not an address of this host");
        }
        catch (final IllegalArgumentException | UnsupportedOperationException e)
        {
            throw CommandFailure.usage(e.getMessage());
        }
        catch (final UncheckedIOException e)
        {
            throw CommandFailure.failed(e.getMessage(), e);
        }
    }

    private DecoderProvider netflow()
    {
        final NetflowDecoder.Builder builder = NetflowDecoder.builder()
            .errorHandler(error -> terminal.err().println("weir: --templates " + templates + ": " + error));
        return (null == templates ? builder :
            builder.templateStorage(new FileTemplateStorage(templates))).build();
    }

    private ReceiverProvider provider()
    {
        switch (receiver)
        {
            case "channel":
                return DatagramChannelReceiver.provider();
            case "nio":
                return NettyReceiver.nio();
            case "epoll":
                return NettyReceiver.epoll();
            case "trains":
                return NettyReceiver.epollTrains();
            default:
                throw CommandFailure.usage(
                    "--receiver: '" + receiver + "' is not one, choose channel, nio, epoll or trains");
        }
    }

    private Inventory inventory()
    {
        try
        {
            return null == exporters ? Inventory.EMPTY : Inventory.read(exporters);
        }
        catch (final IOException e)
        {
            throw CommandFailure.failed(Failures.unreadable(exporters, e), e);
        }
        catch (final IllegalArgumentException e)
        {
            throw CommandFailure.failed(exporters + ": " + e.getMessage(), e);
        }
    }
}
