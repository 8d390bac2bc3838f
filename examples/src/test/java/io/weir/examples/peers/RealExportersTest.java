package io.weir.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.NetflowDecoder;
import io.weir.codec.sflow.SflowDecoder;
import io.weir.collector.Collector;
import io.weir.examples.peers.Traffic.FlowId;
import io.weir.examples.peers.Traffic.Totals;
import io.weir.exporter.ExporterCounter;
import io.weir.exporter.ExporterSnapshot;
import io.weir.testkit.Await;
import io.weir.wire.DecodeStatus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Exporters that others wrote are fed a capture and send to a collector: what comes out is what went in. */
@Tag("peers")
class RealExportersTest
{
    private static final int V9 = 9;
    private static final int MS_PER_S = 1_000;

    private final Received received = new Received();

    @TempDir
    private Path folder;

    private Collector collector() throws IOException
    {
        return Collector.builder()
            .decoders(SflowDecoder.provider(), NetflowDecoder.provider())
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sink(received)
            .start();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 10})
    void shouldAgreeWithWhatSoftflowdWasFed(final int version) throws IOException, InterruptedException
    {
        final String softflowd = Peer.require("softflowd", "apt install softflowd");
        final Path capture = folder.resolve("traffic.pcap");
        final Traffic traffic = Traffic.write(capture, 5 != version);
        try (Collector collector = collector())
        {
            // Without a control socket: softflowd 1.1.0 waits on it for ever when it reads a file.
            Peer.run(folder.resolve("out"), List.of(softflowd, "-r", capture.toString(), "-a", "-d", "-c", "none",
                "-p", folder.resolve("pid").toString(), "-m", "100000", "-v", Integer.toString(version),
                "-n", "127.0.0.1:" + collector.addresses().get(0).getPort()));
            awaitFrames(collector, traffic.packets() + Traffic.TAIL);
            assertSame(traffic, V9 == version);
            assertClean(collector);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    void shouldAgreeWithWhatNfprobeWasFed(final int version) throws IOException, InterruptedException
    {
        final Path capture = folder.resolve("traffic.pcap");
        final Traffic traffic = Traffic.write(capture, true);
        try (Collector collector = collector())
        {
            Peer.pmacctd(folder, capture, """
                plugins: nfprobe
                aggregate: src_host, dst_host, src_port, dst_port, proto, tos
                nfprobe_version: %d
                nfprobe_receiver: 127.0.0.1:%d
                nfprobe_maxflows: 100000
                """.formatted(version, collector.addresses().get(0).getPort()), () ->
                awaitFrames(collector, traffic.packets() + Traffic.TAIL));
            assertSame(traffic, false);
            assertClean(collector);
        }
    }

    @Test
    void shouldAgreeWithWhatSfprobeWasFedAtRateOne() throws IOException, InterruptedException
    {
        final Path capture = folder.resolve("traffic.pcap");
        final Traffic traffic = Traffic.write(capture, true);
        try (Collector collector = collector())
        {
            Peer.pmacctd(folder, capture, sfprobe(collector, 1), () -> awaitFrames(collector, traffic.packets()));
            traffic.flows().forEach((id, totals) ->
            {
                final Totals sampled = received.flows().get(id);
                assertEquals(totals.packets(), sampled.packets(), id::toString);
                assertEquals(totals.bytes() + Traffic.FRAMING * totals.packets(), sampled.bytes(),
                    id::toString);
            });
            assertClean(collector);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20})
    void shouldAgreeWithWhatSfprobeWasFedWithinTheErrorOfSampling(final int rate)
        throws IOException, InterruptedException
    {
        final Path capture = folder.resolve("traffic.pcap");
        final Traffic traffic = Traffic.write(capture, true);
        // Five standard deviations of a count of which one in so many is taken.
        final long error = (long)(5 * Math.sqrt(traffic.packets() * (rate - 1.0)));
        try (Collector collector = collector())
        {
            Peer.pmacctd(folder, capture, sfprobe(collector, rate), () ->
                Await.until(() -> received.scaledFrames() + " of " + traffic.packets() + ", error " + error,
                    () -> received.scaledFrames() >= traffic.packets() - error));
            assertTrue(received.scaledFrames() <= traffic.packets() + Traffic.TAIL + error,
                () -> received.scaledFrames() + " of " + traffic.packets() + ", error " + error);
            assertEquals(received.scaledFrames(), rate * received.frames());
            assertClean(collector);
        }
    }

    private static String sfprobe(final Collector collector, final int rate)
    {
        return """
            plugins: sfprobe
            sampling_rate: %d
            sfprobe_receiver: 127.0.0.1:%d
            sfprobe_agentip: 192.0.2.7
            """.formatted(rate, collector.addresses().get(0).getPort());
    }

    private void awaitFrames(final Collector collector, final long frames)
    {
        Await.until(() -> "frames " + received.frames() + " of " + frames + " " + collector.counters(),
            () -> received.frames() >= frames);
    }

    private void assertSame(final Traffic traffic, final boolean wholeSeconds)
    {
        received.flows().keySet().removeIf(id -> Traffic.TAIL_ID.equals(id));
        assertEquals(traffic.flows().keySet(), received.flows().keySet());
        // The header of version 9 tells whole seconds, so that all stamps of its records are late by the rest.
        final FlowId any = traffic.flows().keySet().iterator().next();
        final long rest = traffic.flows().get(any).startMs() - received.flows().get(any).startMs();
        assertTrue(wholeSeconds ? rest >= 0 && rest < MS_PER_S : 0 == rest, () -> "stamps are off by ms: " + rest);
        traffic.flows().forEach((id, totals) ->
        {
            final Totals totalsOfRecords = received.flows().get(id);
            assertEquals(totals, new Totals(totalsOfRecords.bytes(), totalsOfRecords.packets(),
                totalsOfRecords.startMs() + rest, totalsOfRecords.endMs() + rest), id::toString);
        });
    }

    private static void assertClean(final Collector collector)
    {
        assertEquals(1, collector.exporters().size());
        final ExporterSnapshot exporter = collector.exporters().get(0);
        assertTrue(exporter.count(ExporterCounter.DATAGRAMS) > 0, exporter::toString);
        for (final DecodeStatus status : DecodeStatus.values())
        {
            assertEquals(0, exporter.rejected(status), status::name);
        }
    }
}
