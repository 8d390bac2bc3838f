package io.weir.examples.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.weir.examples.peers.Exporters.Sent;
import io.weir.testkit.Await;
import io.weir.testkit.KernelSockets;
import io.weir.wire.IpText;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A collector of nfdump that receives on the loopback interface. Each exporter sends from an address of its own in
 * 127/8, by which nfcapd tells them apart. No datagram is lost: the next one is sent when the last one was taken from
 * the socket, which Linux shows. Not thread safe.
 */
final class Nfcapd
{
    private static final long LOOPBACK = 0xFFFF_7F00_0000L;
    private static final long HOST = 0xFF_FFFFL;
    private static final long LIMIT_S = 20;

    private final Path folder;
    private final int port;

    private Nfcapd(final Path folder, final int port)
    {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Let nfcapd receive datagrams and nfdump print what it made of them.
     *
     * @param nfcapd the collector's file.
     * @param nfdump the reader's file.
     * @param sent   to send.
     * @param folder to keep flows in.
     * @return by address of the exporter, its flows in order of arrival, as nfdump's format {@code json} has them.
     * @throws IOException          if a program does not run.
     * @throws InterruptedException if the thread is interrupted.
     */
    static Map<Long, JsonNode> receive(
        final String nfcapd, final String nfdump, final List<Sent> sent, final Path folder)
        throws IOException, InterruptedException
    {
        assumeTrue(KernelSockets.areTold(), "only Linux tells what waits in sockets");
        final int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress()))
        {
            port = free.getLocalPort();
        }
        final Nfcapd collector = new Nfcapd(Files.createDirectories(folder.resolve("flows")), port);
        final Process process = Peer.start(folder.resolve("nfcapd.out"),
            List.of(nfcapd, "-b", "127.0.0.1", "-p", "" + port, "-t", "86400", "-M", collector.folder.toString()));
        try
        {
            collector.send(sent);
        }
        finally
        {
            process.destroy();
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS))
            {
                process.destroyForcibly();
            }
        }
        return collector.read(nfdump, sent);
    }

    private void send(final List<Sent> sent) throws IOException
    {
        Await.until(() -> "nfcapd does not listen", () -> 0 == KernelSockets.waiting(port));
        for (int i = 0; i < sent.size();)
        {
            final long address = sent.get(i).address();
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(local(address))))
            {
                for (; i < sent.size() && sent.get(i).address() == address; i++)
                {
                    final byte[] payload = sent.get(i).payload();
                    socket.send(new DatagramPacket(payload, payload.length, InetAddress.getLoopbackAddress(), port));
                    Await.until(() -> "nfcapd does not receive", () -> 0 == KernelSockets.waiting(port));
                }
            }
        }
    }

    private static String local(final long address)
    {
        return IpText.of(0, LOOPBACK | address & HOST);
    }

    private Map<Long, JsonNode> read(final String nfdump, final List<Sent> sent)
        throws IOException, InterruptedException
    {
        final Map<Long, JsonNode> flows = new HashMap<>();
        for (final Sent datagram : sent)
        {
            final long address = datagram.address();
            if (!flows.containsKey(address))
            {
                flows.put(address, read(nfdump, folder.resolve(local(address).replace('.', '-'))));
            }
        }
        return flows;
    }

    // The format is a list without its brackets, or a sentence when there are no flows.
    private JsonNode read(final String nfdump, final Path flows) throws IOException, InterruptedException
    {
        final Path output = folder.resolveSibling("nfdump.json");
        Peer.run(output, List.of(nfdump, "-q", "-R", flows.toString(), "-o", "json"));
        final String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        return new JsonMapper().readTree('[' + (text.startsWith("{") ? text : "") + ']');
    }
}
