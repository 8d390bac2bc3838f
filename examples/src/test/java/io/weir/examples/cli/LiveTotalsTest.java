package io.weir.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.netty.channel.epoll.Epoll;
import io.weir.capture.CaptureException;
import io.weir.capture.CaptureReader;
import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Collector;
import io.weir.collector.DatagramChannelReceiver;
import io.weir.collector.DecoderProvider;
import io.weir.collector.ReceiverProvider;
import io.weir.collector.Replay;
import io.weir.collector.ReplayResult;
import io.weir.collector.netty.NettyReceiver;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterLimits;
import io.weir.testkit.Await;
import io.weir.testkit.Captures;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every capture over a socket gives the totals of its replay. */
class LiveTotalsTest
{
    private static final int MAX_UDP_PAYLOAD = 65_507;
    private static final int BATCH = 20;

    // Nothing that depends on the time between datagrams, which replay takes from the capture.
    private static DecoderProvider netflow()
    {
        return NetflowDecoder.builder().templateLifetime(Duration.ofDays(36_500)).holdBytes(0, 0).build();
    }

    static Stream<Path> files() throws IOException
    {
        try (Stream<Path> files = Files.walk(Captures.file("expected.json").getParent()))
        {
            return files.filter(Files::isRegularFile)
                .filter(file -> !file.toString().endsWith(".md") && !file.toString().endsWith(".json"))
                .sorted().toList().stream();
        }
    }

    private static List<Path> captures() throws IOException
    {
        return files().filter(LiveTotalsTest::fits).toList();
    }

    // A file of raw bytes may be larger than any datagram.
    private static boolean fits(final Path file)
    {
        try (CaptureReader capture = CaptureReader.open(file))
        {
            boolean fits = true;
            while (capture.next())
            {
                fits &= capture.length() <= MAX_UDP_PAYLOAD;
            }
            return fits;
        }
        catch (final IOException e)
        {
            return false;
        }
    }

    private static void add(final ObjectNode summary, final Map<String, Long> totals)
    {
        summary.properties().forEach(field ->
        {
            if (field.getValue().isIntegralNumber())
            {
                totals.merge(field.getKey(), field.getValue().asLong(), Long::sum);
            }
            field.getValue().properties().forEach(member ->
                totals.merge(field.getKey() + " " + member.getKey(), member.getValue().asLong(), Long::sum));
        });
    }

    @Test
    void shouldEqualReplayOverAChannel() throws IOException
    {
        shouldEqualReplay(DatagramChannelReceiver.provider());
    }

    @Test
    void shouldEqualReplayOverNetty() throws IOException
    {
        shouldEqualReplay(NettyReceiver.nio());
    }

    @Test
    void shouldEqualReplayOverNettysNativeTransport() throws IOException
    {
        assumeTrue(Epoll.isAvailable(), () -> "no epoll: " + Epoll.unavailabilityCause());
        shouldEqualReplay(NettyReceiver.epoll());
    }

    private static void shouldEqualReplay(final ReceiverProvider provider) throws IOException
    {
        final List<Path> files = captures();
        final List<Long> recordsByFile = new ArrayList<>();
        final Map<String, Long> expected = new TreeMap<>();
        for (final Path file : files)
        {
            final Tally tally = new Tally();
            final ReplayResult result = Replay.of(file).decoders(SflowDecoder.provider(), netflow())
                .sink(tally).run();
            recordsByFile.add(result.exporters().stream()
                .mapToLong(exporter -> exporter.count(ExporterCounter.FLOW_RECORDS)).sum());
            add(new RunSummary(result.counters(), result.exporters(), tally).replayObject(), expected);
        }
        final Tally tally = new Tally();
        final Collector collector = Collector.builder().receiver(provider).sink(tally)
            .decoders(SflowDecoder.provider(), netflow()).listen(new InetSocketAddress("127.0.0.1", 0))
            .limits(ExporterLimits.builder().maxUnverified(4_096).unverifiedRateLimit(0).build()).start();
        try (collector; Feed feed = new Feed(collector))
        {
            for (int i = 0; i < files.size(); i++)
            {
                feed.send(files.get(i), i);
            }
        }
        assertEquals(0, collector.counters().errors());
        final Map<String, Long> totals = new TreeMap<>();
        add(new RunSummary(collector.counters(), collector.exporters(), tally).replayObject(), totals);
        for (int i = 0; i < files.size(); i++)
        {
            final String suffix = "." + i / 250 + "." + (i % 250 + 1);
            final long records = collector.exporters().stream().filter(exporter -> exporter.source().endsWith(suffix))
                .mapToLong(exporter -> exporter.count(ExporterCounter.FLOW_RECORDS)).sum();
            assertEquals(recordsByFile.get(i), records, files.get(i)::toString);
        }
        assertEquals(expected, totals);
    }

    /** Sends captures, each exporter of each file from an address or port of its own, no faster than they are taken. */
    private static final class Feed implements AutoCloseable
    {
        private final Collector collector;
        private final Map<String, DatagramChannel> channels = new HashMap<>();
        private long sent;

        Feed(final Collector collector)
        {
            this.collector = collector;
        }

        void send(final Path file, final int index) throws IOException
        {
            final Map<String, Integer> hosts = new HashMap<>();
            try (CaptureReader capture = CaptureReader.open(file))
            {
                while (capture.next())
                {
                    final String host = capture.sourceHigh() + " " + capture.sourceLow();
                    final int number = hosts.computeIfAbsent(host, unknown -> hosts.size());
                    channel(index, number, capture.sourcePort()).send(
                        ByteBuffer.wrap(capture.buffer(), capture.offset(), capture.length()),
                        collector.addresses().get(0));
                    sent++;
                    if (0 == sent % BATCH)
                    {
                        await();
                    }
                }
            }
            catch (final CaptureException e)
            {
                // What comes before the fault is what replay uses too.
                await();
            }
            await();
            close();
        }

        private DatagramChannel channel(final int file, final int host, final int port) throws IOException
        {
            final String key = file + " " + host + " " + port;
            if (!channels.containsKey(key))
            {
                channels.put(key, DatagramChannel.open().bind(new InetSocketAddress(
                    "127." + (host + 1) + "." + file / 250 + "." + (file % 250 + 1), 0)));
            }
            return channels.get(key);
        }

        private void await()
        {
            Await.until(() -> collector.counters() + " of " + sent, () -> collector.counters().received() >= sent);
        }

        @Override
        public void close() throws IOException
        {
            for (final DatagramChannel channel : channels.values())
            {
                channel.close();
            }
            channels.clear();
        }
    }
}
